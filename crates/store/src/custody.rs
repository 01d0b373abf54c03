//! Every change is one transaction, and every change is in the chain.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use shakedown_core::{Actor, CustodyAction, CustodyEvent, Digest, NewCustodyEvent, SubjectKind};

use crate::search::ReadBy;
use crate::{By, Store, StoreError, rows};

/// The identifier of the store in its own chain.
pub(crate) const STORE_ID: &str = "store";

/// A change under way.
pub(crate) struct Change<'a> {
    /// It is taken back unless everything goes well.
    pub(crate) tx: &'a Transaction<'a>,
    pub(crate) by: &'a By,
    /// How wordings read.
    pub(crate) reading: ReadBy,
}

impl Store {
    /// Do `work` in one transaction that no other program can come between.
    pub(crate) fn change<T>(&mut self, by: &By, work: impl FnOnce(&Change<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let change = Change { tx: &tx, by, reading: self.reading };
        change.ensure_key()?;
        let done = work(&change)?;
        change.seal_head()?;
        tx.commit()?;
        Ok(done)
    }
}

impl Change<'_> {
    /// Add a link that holds the subject as it now stands.
    pub(crate) fn record(&self, subject: SubjectKind, id: &str, action: CustodyAction) -> Result<CustodyEvent, StoreError> {
        let state = state(self.tx, subject, id)?.ok_or_else(|| StoreError::not_found(subject.as_str(), id))?;
        self.record_detail(subject, id, action, state)
    }

    /// Add a link that holds another hash: that of what was exported.
    pub(crate) fn record_detail(
        &self,
        subject: SubjectKind,
        id: &str,
        action: CustodyAction,
        detail_sha256: Digest,
    ) -> Result<CustodyEvent, StoreError> {
        let (at, actor) = (self.by.now, self.by.actor.clone());
        let event = NewCustodyEvent { subject, subject_id: id.to_owned(), action, at, actor, detail_sha256 }.link(head(self.tx)?);
        let seq = event.seq as i64;
        self.tx.prepare_cached("INSERT INTO custody VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?.execute((
            seq,
            event.subject.as_str(),
            &event.subject_id,
            event.action.as_str(),
            event.at.to_string(),
            &event.actor.analyst,
            &event.actor.os_account,
            &event.actor.host,
            event.detail_sha256.as_bytes(),
            event.prev_sha256.as_bytes(),
            event.sha256.as_bytes(),
        ))?;
        let sql =
            "INSERT INTO custody_head VALUES (1, ?1, ?2, NULL) ON CONFLICT (id) DO UPDATE SET seq = ?1, sha256 = ?2, signature = NULL";
        self.tx.prepare_cached(sql)?.execute((seq, event.sha256.as_bytes()))?;
        Ok(event)
    }
}

/// Number and hash of the last link, from the copy beside the chain: what was cut off the chain's end stays a gap.
pub(crate) fn head(connection: &Connection) -> Result<Option<(u64, Digest)>, StoreError> {
    let sql = "SELECT seq, sha256 FROM custody_head";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| Ok((row.get::<_, i64>(0)? as u64, rows::digest(row, 1)?))).optional()?)
}

/// The columns of an event, in the order that [`event`] reads.
pub(crate) const EVENT: &str = "seq, subject, subject_id, action, at, analyst, os_account, host, detail_sha256, prev_sha256, sha256";

pub(crate) fn event(row: &Row<'_>) -> rusqlite::Result<CustodyEvent> {
    Ok(CustodyEvent {
        seq: row.get::<_, i64>(0)? as u64,
        subject: rows::parsed(row, 1)?,
        subject_id: row.get(2)?,
        action: rows::parsed(row, 3)?,
        at: rows::parsed(row, 4)?,
        actor: Actor { analyst: row.get(5)?, os_account: row.get(6)?, host: row.get(7)? },
        detail_sha256: rows::digest(row, 8)?,
        prev_sha256: rows::digest(row, 9)?,
        sha256: rows::digest(row, 10)?,
    })
}

/// What makes up a subject, `?1` its identifier. The first query finds the subject's own row; bytes and messages, which are many, stand in it by
/// their SHA-256.
const fn parts(subject: SubjectKind) -> &'static [&'static str] {
    match subject {
        SubjectKind::Store => {
            &["SELECT analyst, created_at FROM store WHERE ?1 = 'store'", "SELECT 'key', public FROM store_key WHERE ?1 = 'store'"]
        }
        // A parent is a row more, and none where there is none: links of stores that knew no parents still hold.
        SubjectKind::Evidence => &[
            "SELECT e.uid, c.sha256, c.byte_len, e.exhibit_ref, e.file_name, e.kind, e.acquired_by, e.acquired_at
                FROM evidence e JOIN contents c ON c.id = e.content_id WHERE e.uid = ?1",
            "SELECT p.uid FROM evidence e JOIN evidence p ON p.id = e.parent_id WHERE e.uid = ?1",
        ],
        SubjectKind::Transcript => &[
            "SELECT t.uid, e.uid, t.format, t.reader_version, t.participants, t.notes, t.messages, t.messages_sha256
                FROM transcripts t JOIN evidence e ON e.id = t.evidence_id WHERE t.uid = ?1",
            "SELECT a.rule_set, a.engine, a.verdict, a.score, a.priority, a.actor, a.demand, a.currency, a.json
                FROM analyses a JOIN transcripts t ON t.id = a.transcript_id WHERE t.uid = ?1",
            "SELECT o.kind, o.value, o.message
                FROM observables o JOIN transcripts t ON t.id = o.transcript_id WHERE t.uid = ?1 ORDER BY o.position",
            "SELECT d.position, d.due FROM deadlines d JOIN transcripts t ON t.id = d.transcript_id WHERE t.uid = ?1 ORDER BY d.position",
        ],
        SubjectKind::Case => &[
            "SELECT uid, id, title, status, tlp, created_at, created_by FROM cases WHERE uid = ?1",
            "SELECT s.priority, s.verdict, s.score, s.actor, s.demand, s.currency
                FROM summaries s JOIN cases c ON c.id = s.case_id WHERE c.uid = ?1",
            "SELECT e.uid FROM cases c JOIN case_evidence h ON h.case_id = c.id JOIN evidence e ON e.id = h.evidence_id
                WHERE c.uid = ?1 ORDER BY h.position",
            // A word before each keeps what was decided apart from the rows above.
            "SELECT 'work', w.priority, w.assignee, w.victim, w.hold, w.deleted_at, m.uid
                FROM cases c JOIN case_work w ON w.case_id = c.id LEFT JOIN cases m ON m.id = w.merged_into WHERE c.uid = ?1",
            "SELECT 'label', l.label FROM cases c JOIN labels l ON l.case_id = c.id WHERE c.uid = ?1 ORDER BY l.label",
            "SELECT 'handed over', h.at, h.by, h.artifact_sha256, h.signer, h.earlier
                FROM cases c JOIN hand_overs h ON h.case_id = c.id WHERE c.uid = ?1 ORDER BY h.id",
        ],
        SubjectKind::Note => &[
            "SELECT n.uid, c.uid, n.at, n.by, n.body FROM notes n JOIN cases c ON c.id = n.case_id WHERE n.uid = ?1",
            "SELECT r.uid FROM notes n JOIN notes r ON r.id = n.revises WHERE n.uid = ?1",
        ],
        SubjectKind::Task => &["SELECT t.uid, c.uid, t.number, t.kind, t.words, t.due, t.state, t.statute, t.started, t.at, t.by
            FROM tasks t JOIN cases c ON c.id = t.case_id WHERE t.uid = ?1"],
        SubjectKind::Review => &["SELECT r.id, t.uid, r.rule, r.message, r.span_start, r.span_end, r.verdict, r.at, r.by
            FROM reviews r JOIN transcripts t ON t.id = r.transcript_id WHERE r.id = CAST(?1 AS INTEGER)"],
    }
}

/// SHA-256 of a subject as it stands: each of its rows as a JSON array on a line of its own, bytes as hexadecimal digits. Nothing where the
/// store holds no such subject.
pub(crate) fn state(connection: &Connection, subject: SubjectKind, id: &str) -> Result<Option<Digest>, StoreError> {
    let mut lines = Lines::default();
    for sql in parts(subject) {
        lines.add(connection, sql, id)?;
        if lines.count == 0 {
            return Ok(None);
        }
    }
    Ok(Some(lines.sha256()))
}

/// Rows on their way into a hash.
#[derive(Default)]
pub(crate) struct Lines {
    hasher: Sha256,
    /// How many there were.
    pub(crate) count: u64,
}

impl Lines {
    /// Add every row of a query that takes one parameter.
    pub(crate) fn add(&mut self, connection: &Connection, sql: &str, parameter: impl rusqlite::ToSql) -> Result<(), StoreError> {
        let mut statement = connection.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut found = statement.query([parameter])?;
        while let Some(row) = found.next()? {
            let line = (0..columns).map(|column| value(row.get_ref(column)?)).collect::<Result<Value, StoreError>>()?;
            self.hasher.update(line.to_string());
            self.hasher.update(b"\n");
            self.count += 1;
        }
        Ok(())
    }

    pub(crate) fn sha256(self) -> Digest {
        Digest::from_bytes(self.hasher.finalize().into())
    }
}

fn value(value: ValueRef<'_>) -> Result<Value, StoreError> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => std::str::from_utf8(text).map_err(|error| StoreError::damaged("a text column", error))?.into(),
        ValueRef::Blob(bytes) => data_encoding::HEXLOWER.encode(bytes).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A store, and who works on it. Its keys are all alike: what lies in it is nobody's.
    fn store() -> (tempfile::TempDir, Store, By) {
        let dir = tempfile::tempdir().unwrap();
        let actor = Actor { analyst: "A. Analyst".into(), os_account: "analyst".into(), host: "desk-3".into() };
        let by = By { actor, now: jiff::Timestamp::UNIX_EPOCH };
        let mut random = |bytes: &mut [u8]| std::io::Read::read_exact(&mut std::io::repeat(7), bytes);
        let store = Store::create(dir.path(), None, &by, &mut random).unwrap();
        (dir, store, by)
    }

    fn holds(store: &Store) -> bool {
        store.verify(&mut |_| std::ops::ControlFlow::Continue(())).unwrap().faults.is_empty()
    }

    #[test]
    fn an_item_without_a_parent_has_the_hash_that_stores_without_parents_gave_it() {
        let (_dir, store, _) = store();
        let sql = "INSERT INTO contents VALUES (1, zeroblob(32), 2);
            INSERT INTO evidence (uid, content_id, exhibit_ref, kind, acquired_by, acquired_at) VALUES ('e', 1, 'AA/1', 'file', 'A', 'now')";
        store.connection.execute_batch(sql).unwrap();
        let mut first = Lines::default();
        first.add(&store.connection, parts(SubjectKind::Evidence)[0], "e").unwrap();
        assert_eq!(state(&store.connection, SubjectKind::Evidence, "e").unwrap(), Some(first.sha256()));
    }

    #[test]
    fn a_full_disk_changes_nothing() {
        let (_dir, mut store, by) = store();
        let pages: u32 = store.connection.pragma_query_value(None, "page_count", rows::first).unwrap();
        store.connection.pragma_update(None, "max_page_count", pages + 8).unwrap();
        let mut names = (0..).map(|n| format!("{n}").repeat(900));
        let refused = names.find_map(|name| store.set_analyst(&name, &by).err().map(|error| (name, error)));
        let (name, error) = refused.unwrap();
        assert!(matches!(error, StoreError::Full), "{error:?}");
        assert!(holds(&store) && store.analyst().unwrap() != name);
    }

    #[test]
    fn a_store_that_cannot_be_written_says_so_and_is_not_changed() {
        let (dir, mut store, by) = store();
        store.connection.pragma_update(None, "query_only", true).unwrap();
        assert!(matches!(store.set_analyst("B. Analyst", &by), Err(StoreError::ReadOnly)));
        store.connection.pragma_update(None, "query_only", false).unwrap();

        let other = Store::open(dir.path(), None).unwrap();
        other.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        store.connection.busy_timeout(std::time::Duration::ZERO).unwrap();
        assert!(matches!(store.set_analyst("B. Analyst", &by), Err(StoreError::Busy)));
        other.connection.execute_batch("ROLLBACK").unwrap();
        assert!(holds(&store) && store.analyst().unwrap() == "A. Analyst");
    }
}
