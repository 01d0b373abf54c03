//! Whether everything still is what it was: the file, the chain, every row, every byte of evidence.

use std::collections::{HashMap, HashSet};
use std::io::{self, Read};
use std::ops::ControlFlow;

use rusqlite::Connection;
use shakedown_core::{CustodyAction, CustodyEvent, Digest, EvidenceId, SubjectKind};

use crate::custody::{EVENT, event, head, state};
use crate::evidence::{EvidenceReader, without_key};
use crate::transcripts::messages_sha256;
use crate::{Store, StoreError, case_file, rows, schema, seal};

/// What a verification is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The pages and the structure of the database, counted in checks.
    Database,
    /// The chain, counted in links.
    Custody,
    /// Cases, notes, reviews, transcripts and evidence rows, counted in rows.
    Records,
    /// The bytes of the evidence, counted in bytes.
    Evidence,
}

/// How far a verification is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which step it is at; they come in the order of [`Step`].
    pub step: Step,
    /// How much of the step is done.
    pub done: u64,
    /// How much there is to do in it.
    pub total: u64,
}

/// What a verification looked at, and what does not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// How many evidence items were hashed again.
    pub evidence: u64,
    /// How many links the chain has.
    pub custody: u64,
    /// How many rows were compared with their last link.
    pub records: u64,
    /// The last link: the witness to compare with the head that an earlier report prints.
    pub head: Option<CustodyEvent>,
    /// What does not hold. Empty: everything holds.
    pub faults: Vec<Fault>,
}

/// Something that does not hold. It names ids and hashes, never exhibit text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// SQLite or the cipher finds the file broken.
    #[error("the database file is damaged: {found}")]
    Database {
        /// What it says.
        found: String,
    },
    /// A table, an index or a trigger is missing, changed, or should not be there.
    #[error("the database has another {kind} {name:?} than this program made")]
    Schema {
        /// `table`, `index`, `trigger`, `view`.
        kind: String,
        /// Its name.
        name: String,
    },
    /// A link of the chain was changed, or does not follow the one before it.
    #[error("custody event {seq} does not follow from the one before it")]
    Link {
        /// Its number.
        seq: u64,
    },
    /// The chain does not end where it ended last.
    #[error("custody ends at event {found}, expected {expected}")]
    Tail {
        /// The last event that was written.
        expected: u64,
        /// The last event there is.
        found: u64,
    },
    /// The head of the chain does not bear the store's signature.
    #[error("custody event {seq}, the last one, is not signed by the store's key")]
    Seal {
        /// Its number.
        seq: u64,
    },
    /// A row is not what its last link says.
    #[error("{subject} {id} is not what its last custody event says")]
    Changed {
        /// What.
        subject: SubjectKind,
        /// Which.
        id: String,
    },
    /// The chain speaks of a row that is not there.
    #[error("{subject} {id} is in the custody log and not in the store")]
    Missing {
        /// What.
        subject: SubjectKind,
        /// Which.
        id: String,
    },
    /// A row that the chain never speaks of.
    #[error("{subject} {id} is in the store and not in the custody log")]
    Unrecorded {
        /// What.
        subject: SubjectKind,
        /// Which.
        id: String,
    },
    /// The bytes of an evidence item are not those that were received, or cannot be read back.
    #[error("the bytes of evidence item {id} are not those with SHA-256 {expected}")]
    Bytes {
        /// The item.
        id: EvidenceId,
        /// The SHA-256 of the bytes received.
        expected: Digest,
    },
    /// A case holds an evidence item and has no key to read it.
    #[error("a case that holds evidence item {id} has no key for it")]
    NoKey {
        /// The item.
        id: EvidenceId,
    },
}

impl Store {
    /// Check everything: the pages and the structure of the database, its tables and triggers, the chain from its first link to its last, each
    /// row against its last link, and every byte of evidence against its SHA-256.
    ///
    /// `progress` is called as the work goes on; where it breaks, the error is [`StoreError::Stopped`]. What does not hold is no error.
    pub fn verify(&self, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Verification, StoreError> {
        // A page that a full disk tore while it was copied from the log still stands whole in the log, and is copied again now. Where that cannot be,
        // the check finds it.
        let _ = self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        let moment = self.connection.unchecked_transaction()?;
        let mut check = Check { connection: &moment, progress, result: Verification::default(), last: HashMap::new() };
        for step in [Check::database, Check::schema, Check::chain, Check::records, Check::evidence] {
            match step(&mut check) {
                Err(error @ StoreError::Damaged { .. }) => check.result.faults.push(Fault::Database { found: error.to_string() }),
                done => done?,
            }
        }
        Ok(check.result)
    }
}

type Subject = (SubjectKind, String);

struct Check<'a> {
    connection: &'a Connection,
    progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    result: Verification,
    /// What the chain last says of each subject.
    last: HashMap<Subject, Digest>,
}

impl Check<'_> {
    fn fault(&mut self, fault: Fault) {
        if !self.result.faults.contains(&fault) {
            self.result.faults.push(fault);
        }
    }

    fn tick(&mut self, step: Step, done: u64, total: u64) -> Result<(), StoreError> {
        match (self.progress)(Progress { step, done, total }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(StoreError::Stopped),
        }
    }

    fn database(&mut self) -> Result<(), StoreError> {
        let checks = ["cipher_integrity_check", "integrity_check", "foreign_key_check"];
        for (done, check) in (0..).zip(checks) {
            self.tick(Step::Database, done, checks.len() as u64)?;
            // A page that another program writes at this moment may look broken once, but not twice.
            let first = self.findings(check)?;
            let second: HashSet<String> = if first.is_empty() { HashSet::new() } else { self.findings(check)?.into_iter().collect() };
            for found in first.into_iter().filter(|found| second.contains(found)) {
                self.fault(Fault::Database { found });
            }
        }
        Ok(())
    }

    /// What a checking pragma finds: its first column, which names pages, tables and indexes.
    fn findings(&self, check: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare(&format!("PRAGMA {check}"))?;
        let found = statement.query_map([], rows::first)?.collect::<Result<Vec<String>, _>>()?;
        Ok(found.into_iter().filter(|found| found != "ok").map(|found| format!("{check}: {found}")).collect())
    }

    fn schema(&mut self) -> Result<(), StoreError> {
        let expected: HashSet<_> = schema::expected_objects()?.into_iter().collect();
        let found: HashSet<_> = schema::objects(self.connection)?.into_iter().collect();
        let mut odd: Vec<_> = expected.symmetric_difference(&found).map(|(kind, name, _)| (kind.clone(), name.clone())).collect();
        odd.sort();
        odd.into_iter().for_each(|(kind, name)| self.fault(Fault::Schema { kind, name }));
        Ok(())
    }

    fn chain(&mut self) -> Result<(), StoreError> {
        let total = self.count("SELECT count(*) FROM custody")?;
        let mut statement = self.connection.prepare(&format!("SELECT {EVENT} FROM custody ORDER BY seq"))?;
        let mut found = statement.query([])?;
        let mut previous = None;
        while let Some(row) = found.next()? {
            let seq = row.get::<_, i64>(0)? as u64;
            let Ok(event) = event(row) else {
                self.fault(Fault::Link { seq });
                continue;
            };
            if !event.holds(previous) {
                self.fault(Fault::Link { seq });
            }
            previous = Some((seq, event.sha256));
            self.result.custody += 1;
            match event.action {
                CustodyAction::Exported | CustodyAction::Verified | CustodyAction::BackedUp => {}
                // The hash of the file that it came in; how the case stands is in the next link.
                CustodyAction::HandedOver if event.subject == SubjectKind::Case => {}
                CustodyAction::Purged => drop(self.last.remove(&(event.subject, event.subject_id))),
                _ => drop(self.last.insert((event.subject, event.subject_id), event.detail_sha256)),
            }
            self.tick(Step::Custody, self.result.custody, total)?;
        }
        let expected = head(self.connection)?;
        if expected != previous {
            let seq = |link: Option<(u64, Digest)>| link.map_or(0, |(seq, _)| seq);
            self.fault(Fault::Tail { expected: seq(expected), found: seq(previous) });
        }
        if let Some((seq, _)) = expected.filter(|_| !seal::holds(self.connection, expected).unwrap_or_default()) {
            self.fault(Fault::Seal { seq });
        }
        self.result.head = case_file::last_event(self.connection).unwrap_or_default();
        Ok(())
    }

    fn records(&mut self) -> Result<(), StoreError> {
        let mut there = Vec::new();
        for (subject, sql) in SUBJECTS {
            let ids: Vec<String> = rows::all(self.connection, sql, 0, rows::first)?;
            there.extend(ids.into_iter().map(|id| (*subject, id)));
        }
        let total = there.len() as u64;
        for (subject, id) in there {
            let expected = self.last.remove(&(subject, id.clone()));
            let found = state(self.connection, subject, &id)?;
            match expected {
                None => self.fault(Fault::Unrecorded { subject, id }),
                Some(_) if subject == SubjectKind::Transcript && !self.messages_hold(&id)? => self.fault(Fault::Changed { subject, id }),
                Some(expected) if found != Some(expected) => self.fault(Fault::Changed { subject, id }),
                Some(_) => {}
            }
            self.result.records += 1;
            self.tick(Step::Records, self.result.records, total)?;
        }
        let mut gone: Vec<Subject> = self.last.drain().map(|(subject, _)| subject).collect();
        gone.sort();
        gone.into_iter().for_each(|(subject, id)| self.fault(Fault::Missing { subject, id }));
        Ok(())
    }

    fn messages_hold(&self, transcript: &str) -> Result<bool, StoreError> {
        let sql = "SELECT id, messages_sha256 FROM transcripts WHERE uid = ?1";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, rows::digest(row, 1)?));
        let (row, expected): (i64, Digest) = self.connection.prepare_cached(sql)?.query_row([transcript], read)?;
        Ok(messages_sha256(self.connection, row)? == expected)
    }

    fn evidence(&mut self) -> Result<(), StoreError> {
        let total = self.count("SELECT total(byte_len) FROM contents")?;
        let sql = "SELECT id, sha256 FROM contents WHERE id > ?1 AND id NOT IN (SELECT content_id FROM absent_contents) ORDER BY id";
        let contents: Vec<(i64, Digest)> = rows::all(self.connection, sql, -1, |row| Ok((row.get(0)?, rows::digest(row, 1)?)))?;
        let mut done = 0;
        for (content, expected) in contents {
            let whole = self.content_holds(content, expected, &mut done, total)?;
            let sql = "SELECT uid FROM evidence WHERE content_id = ?1 ORDER BY id";
            let items = rows::all(self.connection, sql, content, |row| Ok(EvidenceId::new(row.get::<_, String>(0)?)))?;
            self.result.evidence += items.len() as u64;
            if !whole {
                items.into_iter().for_each(|id| self.fault(Fault::Bytes { id, expected }));
            }
        }
        without_key(self.connection)?.into_iter().for_each(|id| self.fault(Fault::NoKey { id }));
        Ok(())
    }

    /// Whether a content can be read back and hashes to what it was received as.
    fn content_holds(&mut self, content: i64, expected: Digest, done: &mut u64, total: u64) -> Result<bool, StoreError> {
        let reader = match EvidenceReader::new(self.connection, content) {
            Err(StoreError::Damaged { .. }) => return Ok(false),
            reader => reader?,
        };
        let mut counted = Counted {
            reader,
            count: |bytes| {
                *done += bytes;
                self.tick(Step::Evidence, *done, total)
            },
            stopped: false,
        };
        match Digest::of_reader(&mut counted) {
            _ if counted.stopped => Err(StoreError::Stopped),
            Ok((found, _)) => Ok(found == expected),
            Err(_) => Ok(false),
        }
    }

    fn count(&self, sql: &str) -> Result<u64, StoreError> {
        Ok(self.connection.query_row(sql, [], rows::first::<f64>)? as u64)
    }
}

/// Everything that the chain must speak of.
const SUBJECTS: &[(SubjectKind, &str)] = &[
    (SubjectKind::Store, "SELECT 'store' FROM store WHERE id > ?1"),
    (SubjectKind::Evidence, "SELECT uid FROM evidence WHERE id > ?1 ORDER BY id"),
    (SubjectKind::Transcript, "SELECT uid FROM transcripts WHERE id > ?1 ORDER BY id"),
    (SubjectKind::Case, "SELECT uid FROM cases WHERE id > ?1 ORDER BY id"),
    (SubjectKind::Note, "SELECT uid FROM notes WHERE id > ?1 ORDER BY id"),
    (SubjectKind::Task, "SELECT uid FROM tasks WHERE id > ?1 ORDER BY id"),
    (SubjectKind::Review, "SELECT CAST(id AS TEXT) FROM reviews WHERE id > ?1 ORDER BY id"),
];

/// Tells how many bytes went by, and ends the reading when told to.
struct Counted<R, C> {
    reader: R,
    count: C,
    stopped: bool,
}

impl<R: Read, C: FnMut(u64) -> Result<(), StoreError>> Read for Counted<R, C> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(out)?;
        self.stopped = (self.count)(count as u64).is_err();
        if self.stopped { Err(io::Error::other("stopped")) } else { Ok(count) }
    }
}
