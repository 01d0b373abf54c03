//! A case that another store gave away comes in: as a case of its own, or into the copy of it that is here already.

mod divergent;
mod names;

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};
use shakedown_core::{
    Case, CaseFile, CustodyAction, CustodyEvent, Digest, EvidenceItem, HandOver, Hostile, Note, Review, Span, SubjectKind, Task,
};

use crate::custody::Change;
use crate::evidence::Holder;
use crate::keys::Key;
use crate::transcripts::to_json;
use crate::{By, Random, Store, StoreError, cases, rows, transcripts};

pub use divergent::Conflict;

/// A case file that was found whole, with the bytes that came with it.
pub struct TakeOver<'a> {
    /// The case file.
    pub file: CaseFile,
    /// Bytes of its evidence by their hash. An item whose bytes did not come is kept by its hash alone.
    pub originals: &'a BTreeMap<Digest, &'a [u8]>,
    /// SHA-256 of the file that it came in.
    pub artifact_sha256: Digest,
    /// The name under which the signing key is trusted here; none for an unknown one.
    pub signer: Option<String>,
    /// What becomes of a case whose identifier is here already.
    pub known: KnownCase,
}

/// What becomes of a case whose identifier is here already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownCase {
    /// It comes in as another case, under an identifier of its own; the one that is here is not touched.
    Apart,
    /// It is another copy of the same case: what is new in it comes in, and where both say something else, the one here stays.
    Merged,
}

/// What came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOver {
    /// The case as it stands now.
    pub case: Case,
    /// Whether it went into a case that was here.
    pub merged: bool,
    /// How many identifiers were taken here and have become others.
    pub renamed: u32,
    /// Evidence items whose bytes are not here.
    pub absent: u32,
    /// Where the copies say something else; what is here stayed.
    pub conflicts: Vec<Conflict>,
}

impl Store {
    /// Take a case over, in one transaction. Its rows, times and names stay; its number is this store's; the links of the other store's chain
    /// come with it and are no links of this one, which begins with the hand-over.
    ///
    /// `fresh` gives identifiers that nobody has. Errors: [`StoreError::EvidenceChanged`] for bytes that are not those of their hash,
    /// [`StoreError::Deleted`] and [`StoreError::Merged`] for a copy here that is closed to work, [`StoreError::Conflict`], [`StoreError::Full`].
    pub fn take_over(
        &mut self,
        incoming: TakeOver<'_>,
        fresh: &mut dyn FnMut() -> String,
        by: &By,
        random: &mut Random<'_>,
    ) -> Result<TakenOver, StoreError> {
        self.change(by, |change| {
            let here = cases::find(change.tx, &incoming.file.case.id).is_ok();
            if here && incoming.known == KnownCase::Merged {
                change.merge_copy(incoming, fresh, random)
            } else {
                change.take(incoming, fresh, random)
            }
        })
    }

    /// Whether the bytes of a content are here.
    pub fn has_bytes(&self, sha256: &Digest) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM contents c WHERE c.sha256 = ?1 AND c.id NOT IN (SELECT content_id FROM absent_contents)";
        Ok(self.connection.query_row(sql, [sha256.as_bytes()], rows::first::<i64>)? > 0)
    }
}

/// What is kept of the other store's chain.
#[derive(Serialize, Deserialize)]
struct Earlier {
    custody: Vec<CustodyEvent>,
    custody_head: Option<CustodyEvent>,
}

impl Change<'_> {
    /// A case of its own.
    fn take(&self, incoming: TakeOver<'_>, fresh: &mut dyn FnMut() -> String, random: &mut Random<'_>) -> Result<TakenOver, StoreError> {
        let TakeOver { mut file, originals, artifact_sha256, signer, .. } = incoming;
        let renamed = names::free(self.tx, &mut file, &[], fresh)?;
        let case = self.insert_case(&file, random)?;
        let holder = Holder { id: case, uid: &file.case.id };
        let mut absent = 0;
        for item in &file.evidence {
            absent += u32::from(!self.take_item(&file, item, originals, &holder, random)?);
        }
        file.notes.iter().try_for_each(|note| self.take_note(note, case))?;
        file.tasks.iter().try_for_each(|task| self.take_task(task, case, task.number))?;
        file.reviews.iter().try_for_each(|review| self.take_review(review))?;
        self.insert_work(&file, case)?;
        self.summarise(case)?;
        self.hand_over(&file, case, artifact_sha256, signer)?;
        Ok(TakenOver { case: cases::load(self.tx, &file.case.id)?, merged: false, renamed, absent, conflicts: Vec::new() })
    }

    fn insert_case(&self, file: &CaseFile, random: &mut Random<'_>) -> Result<i64, StoreError> {
        let case = &file.case;
        let sql = "INSERT INTO cases (uid, title, status, tlp, created_at, created_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let (status, tlp, at) = (case.status.as_str(), case.tlp.as_str(), case.created_at.to_string());
        self.tx.prepare_cached(sql)?.execute((case.id.as_str(), &case.title, status, tlp, at, &case.created_by))?;
        let row = self.tx.last_insert_rowid();
        self.tx.prepare_cached("INSERT INTO case_keys VALUES (?1, ?2)")?.execute((row, Key::random(random)?.as_bytes()))?;
        Ok(row)
    }

    /// An item with what was read out of it. Gives whether its bytes are here now.
    fn take_item(
        &self,
        file: &CaseFile,
        item: &EvidenceItem,
        originals: &BTreeMap<Digest, &[u8]>,
        holder: &Holder<'_>,
        random: &mut Random<'_>,
    ) -> Result<bool, StoreError> {
        let (evidence, is_here) = match originals.get(&item.sha256) {
            Some(bytes) => (self.receive(item, &mut &**bytes, holder, random)?, true),
            None => self.receive_absent(item, holder, random)?,
        };
        for read in file.transcripts.iter().filter(|read| read.transcript.evidence_id == item.id) {
            let row = self.add_transcript(&read.transcript, evidence)?;
            self.add_analysis(&read.analysis, &read.transcript.id, row, &read.transcript.messages)?;
        }
        Ok(is_here)
    }

    fn take_note(&self, note: &Note, case: i64) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO notes (uid, case_id, at, by, body, revises) VALUES (?1, ?2, ?3, ?4, ?5, (SELECT id FROM notes WHERE uid = ?6))";
        let revises = note.revises.as_ref().map(|revised| revised.as_str());
        self.tx.prepare_cached(sql)?.execute((note.id.as_str(), case, note.at.to_string(), &note.by, note.body.raw(), revises))?;
        self.record(SubjectKind::Note, note.id.as_str(), CustodyAction::HandedOver)?;
        Ok(())
    }

    fn take_task(&self, task: &Task, case: i64, number: u32) -> Result<(), StoreError> {
        let sql = "INSERT INTO tasks (uid, case_id, number, kind, words, due, state, statute, started, at, by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        let clock = task.clock.as_ref();
        self.tx.prepare_cached(sql)?.execute((
            task.id.as_str(),
            case,
            number,
            task.kind.as_str(),
            task.words.raw(),
            task.due.map(|due| due.as_millisecond()),
            task.state.as_str(),
            clock.map(|clock| clock.statute.as_str()),
            clock.map(|clock| clock.from.as_millisecond()),
            task.at.to_string(),
            &task.by,
        ))?;
        self.record(SubjectKind::Task, task.id.as_str(), CustodyAction::HandedOver)?;
        Ok(())
    }

    fn take_review(&self, review: &Review) -> Result<(), StoreError> {
        let sql = "INSERT INTO reviews (transcript_id, rule, message, span_start, span_end, verdict, at, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let (transcript, Span { start, end }) = (transcripts::find(self.tx, &review.transcript_id)?, review.span);
        let (verdict, at) = (review.verdict.as_str(), review.at.to_string());
        self.tx.prepare_cached(sql)?.execute((transcript, &review.rule, review.message, start, end, verdict, at, &review.by))?;
        self.record(SubjectKind::Review, &self.tx.last_insert_rowid().to_string(), CustodyAction::HandedOver)?;
        Ok(())
    }

    /// What was decided there. That it was deleted or went into another case there says nothing here.
    fn insert_work(&self, file: &CaseFile, case: i64) -> Result<(), StoreError> {
        let decided = &file.case.work;
        let columns = [
            ("priority", decided.priority.map(|priority| priority.as_str())),
            ("assignee", decided.assignee.as_deref()),
            ("victim", decided.victim.as_ref().map(Hostile::raw)),
            ("hold", decided.hold.as_deref()),
        ];
        let set = columns.into_iter().filter(|(_, value)| value.is_some());
        set.into_iter().try_for_each(|(column, value)| self.decide(case, column, value))?;
        self.add_labels(&decided.labels, case)
    }

    fn add_labels(&self, labels: &[String], case: i64) -> Result<(), StoreError> {
        let mut insert = self.tx.prepare_cached("INSERT INTO labels VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        labels.iter().try_for_each(|label| insert.execute((case, label)).map(drop))?;
        Ok(())
    }

    /// The other store's links, and two links of this one: the hash of the file that came, then the case as it stands.
    fn hand_over(&self, file: &CaseFile, case: i64, artifact_sha256: Digest, signer: Option<String>) -> Result<(), StoreError> {
        let this = HandOver {
            at: self.by.now,
            by: self.by.actor.analyst.clone(),
            artifact_sha256,
            signer,
            custody: file.custody.clone(),
            custody_head: file.custody_head.clone(),
        };
        let known = load(self.tx, case)?;
        for one in file.earlier.iter().chain([&this]).filter(|one| !known.contains(one)) {
            let earlier = Earlier { custody: one.custody.clone(), custody_head: one.custody_head.clone() };
            let sql = "INSERT INTO hand_overs (case_id, at, by, artifact_sha256, signer, earlier) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let (at, hash) = (one.at.to_string(), one.artifact_sha256);
            self.tx.prepare_cached(sql)?.execute((case, at, &one.by, hash.as_bytes(), &one.signer, to_json(&earlier)))?;
        }
        let uid: String = self.tx.query_row("SELECT uid FROM cases WHERE id = ?1", [case], rows::first)?;
        self.record_detail(SubjectKind::Case, &uid, CustodyAction::HandedOver, artifact_sha256)?;
        self.record(SubjectKind::Case, &uid, CustodyAction::Logged)?;
        Ok(())
    }
}

/// The hand-overs of a case, oldest first.
pub(crate) fn load(connection: &Connection, case: i64) -> Result<Vec<HandOver>, StoreError> {
    let sql = "SELECT at, by, artifact_sha256, signer, earlier FROM hand_overs WHERE case_id = ?1 ORDER BY id";
    rows::all(connection, sql, case, |row: &Row<'_>| {
        let Earlier { custody, custody_head } = rows::json(row, 4)?;
        let (at, artifact_sha256) = (rows::parsed(row, 0)?, rows::digest(row, 2)?);
        Ok(HandOver { at, by: row.get(1)?, artifact_sha256, signer: row.get(3)?, custody, custody_head })
    })
}
