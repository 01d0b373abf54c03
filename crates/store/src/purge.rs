//! The one way in which a case goes for good: its keys, its evidence and every word of it; its links in the chain stay.

use rusqlite::Connection;
use shakedown_core::{CaseId, CustodyAction, SubjectKind};

use crate::custody::{Change, state};
use crate::{By, Store, StoreError, cases, rows, search, work};

/// The cases that go: the one in the table `purge`, and those that were merged into it.
const CASES: &str = "WITH RECURSIVE gone (id) AS (
    SELECT case_id FROM purge UNION SELECT w.case_id FROM gone JOIN case_work w ON w.merged_into = gone.id)";

/// What goes with them. The chain speaks of each.
const SUBJECTS: &[(SubjectKind, &str)] = &[
    (
        SubjectKind::Review,
        "SELECT CAST(r.id AS TEXT) FROM gone JOIN case_evidence h ON h.case_id = gone.id JOIN transcripts t ON t.evidence_id = h.evidence_id
            JOIN reviews r ON r.transcript_id = t.id WHERE r.id > ?1",
    ),
    (
        SubjectKind::Transcript,
        "SELECT t.uid FROM gone JOIN case_evidence h ON h.case_id = gone.id JOIN transcripts t ON t.evidence_id = h.evidence_id WHERE t.id > ?1",
    ),
    (
        SubjectKind::Evidence,
        "SELECT e.uid FROM gone JOIN case_evidence h ON h.case_id = gone.id JOIN evidence e ON e.id = h.evidence_id WHERE e.id > ?1",
    ),
    (SubjectKind::Note, "SELECT n.uid FROM gone JOIN notes n ON n.case_id = gone.id WHERE n.id > ?1"),
    (SubjectKind::Task, "SELECT k.uid FROM gone JOIN tasks k ON k.case_id = gone.id WHERE k.id > ?1"),
    (SubjectKind::Case, "SELECT c.uid FROM gone JOIN cases c ON c.id = gone.id WHERE c.id > ?1"),
];

/// In order, so that nothing is left that speaks of what is gone. Bytes go when no other case holds them.
const GOING: &[&str] = &[
    "CREATE TEMP TABLE going AS WITH RECURSIVE gone (id) AS (
        SELECT case_id FROM purge UNION SELECT w.case_id FROM gone JOIN case_work w ON w.merged_into = gone.id) SELECT id FROM gone",
    "CREATE TEMP TABLE going_evidence AS SELECT evidence_id AS id FROM main.case_evidence WHERE case_id IN (SELECT id FROM going)",
    "CREATE TEMP TABLE going_transcripts AS SELECT id FROM main.transcripts WHERE evidence_id IN (SELECT id FROM going_evidence)",
    "CREATE TEMP TABLE going_contents AS SELECT DISTINCT content_id AS id FROM main.content_keys WHERE case_id IN (SELECT id FROM going)",
];
const DELETIONS: &[&str] = &[
    "DELETE FROM main.reviews WHERE transcript_id IN (SELECT id FROM going_transcripts)",
    "DELETE FROM main.traits WHERE transcript_id IN (SELECT id FROM going_transcripts)",
    "DELETE FROM main.untied WHERE transcript_id IN (SELECT id FROM going_transcripts)",
    "DELETE FROM main.earlier_analyses WHERE transcript_id IN (SELECT id FROM going_transcripts)",
    "DELETE FROM main.deadlines WHERE transcript_id IN (SELECT id FROM going_transcripts)",
    "DELETE FROM main.observables WHERE transcript_id IN (SELECT id FROM going_transcripts)",
    "DELETE FROM main.analyses WHERE transcript_id IN (SELECT id FROM going_transcripts)",
    "DELETE FROM main.messages WHERE transcript_id IN (SELECT id FROM going_transcripts)",
    "DELETE FROM main.transcripts WHERE id IN (SELECT id FROM going_transcripts)",
    "DELETE FROM main.case_evidence WHERE case_id IN (SELECT id FROM going)",
    "DELETE FROM main.evidence WHERE id IN (SELECT id FROM going_evidence)",
    "DELETE FROM main.content_keys WHERE case_id IN (SELECT id FROM going)",
    "DELETE FROM going_contents WHERE id IN (SELECT content_id FROM main.content_keys)",
    "DELETE FROM main.chunks WHERE content_id IN (SELECT id FROM going_contents)",
    "DELETE FROM main.absent_contents WHERE content_id IN (SELECT id FROM going_contents)",
    "DELETE FROM main.contents WHERE id IN (SELECT id FROM going_contents)",
    "DELETE FROM main.notes WHERE case_id IN (SELECT id FROM going)",
    "DELETE FROM main.tasks WHERE case_id IN (SELECT id FROM going)",
    "DELETE FROM main.hand_overs WHERE case_id IN (SELECT id FROM going)",
    "DELETE FROM main.case_victims WHERE case_id IN (SELECT id FROM going)",
    "DELETE FROM main.labels WHERE case_id IN (SELECT id FROM going)",
    "DELETE FROM main.summaries WHERE case_id IN (SELECT id FROM going)",
    "DELETE FROM main.case_keys WHERE case_id IN (SELECT id FROM going)",
    "DELETE FROM main.purge",
    "DELETE FROM main.case_work WHERE case_id IN (SELECT id FROM going)",
    "DELETE FROM main.cases WHERE id IN (SELECT id FROM going)",
    "DROP TABLE going_contents; DROP TABLE going_transcripts; DROP TABLE going_evidence; DROP TABLE going",
];

impl Store {
    /// Destroy a deleted case with all that was merged into it: keys, bytes that no other case holds, transcripts, notes, diary. The links of the
    /// chain stay; they hold ids and hashes and no word of an exhibit. Gives how many things went. Backups made before still hold the case.
    ///
    /// Errors: [`StoreError::NotFound`], [`StoreError::NotDeleted`], [`StoreError::Held`] where the case, or one merged into it, is held.
    pub fn purge_case(&mut self, id: &CaseId, by: &By) -> Result<u64, StoreError> {
        let purged = self.change(by, |change| change.purge(id))?;
        // What was overwritten in the database must not lie on in the log before it.
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(purged)
    }
}

impl Change<'_> {
    fn purge(&self, id: &CaseId) -> Result<u64, StoreError> {
        let case = cases::find(self.tx, id)?;
        if work::load(self.tx, case)?.deleted_at.is_none() {
            return Err(StoreError::NotDeleted { id: id.to_string() });
        }
        self.tx.execute("INSERT INTO purge VALUES (?1)", [case])?;
        if let Some((id, why)) = held(self.tx)? {
            return Err(StoreError::Held { id, why });
        }
        let mut count = 0;
        for (subject, ids) in SUBJECTS {
            let ids: Vec<String> = rows::all(self.tx, &format!("{CASES} {ids}"), 0, rows::first)?;
            for id in ids {
                let before = state(self.tx, *subject, &id)?.ok_or_else(|| StoreError::not_found(subject.as_str(), &id))?;
                self.record_detail(*subject, &id, CustodyAction::Purged, before)?;
                count += 1;
            }
        }
        let steps = GOING.iter().chain(search::GO).chain(DELETIONS).chain([&search::GONE]);
        steps.copied().try_for_each(|sql| self.tx.execute_batch(sql))?;
        Ok(count)
    }
}

/// A case among those that go that is under a hold, and why.
fn held(connection: &Connection) -> Result<Option<(String, String)>, StoreError> {
    let sql = format!(
        "{CASES} SELECT c.uid, w.hold FROM gone JOIN cases c ON c.id = gone.id JOIN case_work w ON w.case_id = gone.id
            WHERE w.hold IS NOT NULL AND c.id > ?1"
    );
    Ok(rows::all(connection, &sql, 0, |row| Ok((row.get(0)?, row.get(1)?)))?.pop())
}
