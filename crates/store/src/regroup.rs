//! Two cases that are one, and one case that is two.

use std::collections::HashSet;

use rusqlite::Connection;
use shakedown_core::{Case, CaseId, CustodyAction, EvidenceId, SubjectKind, Tlp};

use crate::custody::Change;
use crate::evidence::{Holder, evidence_row};
use crate::{By, Random, Store, StoreError, cases, rows, work};

/// A new case that takes evidence out of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The new case.
    pub id: CaseId,
    /// Its title.
    pub title: String,
    /// The evidence that it takes. An archive and its members go together.
    pub evidence: Vec<EvidenceId>,
}

impl Store {
    /// Move the evidence, the labels and the diary of `from` into `into`; of two markings the stricter one stays. `from` leaves the table of
    /// cases and names where it went; its notes stay its own and are shown in both.
    ///
    /// Errors: [`StoreError::NotFound`], [`StoreError::Deleted`], [`StoreError::Merged`], [`StoreError::SameCase`], [`StoreError::Held`] for a
    /// `from` that is held.
    pub fn merge_cases(&mut self, from: &CaseId, into: &CaseId, by: &By, random: &mut Random<'_>) -> Result<Case, StoreError> {
        if from == into {
            return Err(StoreError::SameCase { id: from.to_string() });
        }
        self.change(by, |change| {
            let (source, target) = (work::find_open(change.tx, from)?, work::find_open(change.tx, into)?);
            if let Some(why) = work::load(change.tx, source)?.hold {
                return Err(StoreError::Held { id: from.to_string(), why });
            }
            let tlp = cases::load(change.tx, from)?.tlp.max(cases::load(change.tx, into)?.tlp);
            for evidence in held_by(change.tx, source)? {
                change.move_evidence(&evidence, source, &Holder { id: target, uid: into }, random)?;
            }
            change.move_diary(source, target)?;
            change
                .tx
                .execute("INSERT INTO labels SELECT ?2, label FROM labels WHERE case_id = ?1 ON CONFLICT DO NOTHING", (source, target))?;
            change.tx.execute("UPDATE cases SET tlp = ?2 WHERE id = ?1", (target, tlp.as_str()))?;
            change.tx.execute(
                "INSERT INTO case_work (case_id, merged_into) VALUES (?1, ?2) ON CONFLICT (case_id) DO UPDATE SET merged_into = ?2",
                (source, target),
            )?;
            for (case, id) in [(source, from), (target, into)] {
                change.summarise(case)?;
                change.record(SubjectKind::Case, id.as_str(), CustodyAction::Merged)?;
            }
            cases::load(change.tx, into)
        })
    }

    /// Move evidence of a case into a new one of the same marking.
    ///
    /// Errors: [`StoreError::NotFound`] also for evidence that the case does not hold, [`StoreError::Deleted`], [`StoreError::Merged`],
    /// [`StoreError::NothingToSplit`] where nothing would go or nothing would stay.
    pub fn split_case(&mut self, from: &CaseId, new: &Split, by: &By, random: &mut Random<'_>) -> Result<Case, StoreError> {
        self.change(by, |change| {
            let source = work::find_open(change.tx, from)?;
            let held = held_by(change.tx, source)?;
            let going = change.families(&held, &new.evidence)?;
            if going.is_empty() || going.len() == held.len() {
                return Err(StoreError::NothingToSplit { id: from.to_string() });
            }
            let tlp: Tlp = cases::load(change.tx, from)?.tlp;
            let target = change.add_case(&new.id, &new.title, tlp, random)?;
            for evidence in held.iter().filter(|evidence| going.contains(evidence)) {
                change.move_evidence(evidence, source, &Holder { id: target, uid: &new.id }, random)?;
            }
            for (case, id) in [(source, from), (target, &new.id)] {
                change.summarise(case)?;
                change.record(SubjectKind::Case, id.as_str(), CustodyAction::Split)?;
            }
            cases::load(change.tx, &new.id)
        })
    }
}

impl Change<'_> {
    /// The named items, and with each the archive it came in and everything else that came in that.
    fn families(&self, held: &[EvidenceId], named: &[EvidenceId]) -> Result<HashSet<EvidenceId>, StoreError> {
        let sql = "WITH RECURSIVE above (id, parent_id) AS (
                SELECT id, parent_id FROM evidence WHERE id = ?1
                UNION SELECT e.id, e.parent_id FROM above a JOIN evidence e ON e.id = a.parent_id),
            family (id) AS (
                SELECT id FROM above WHERE parent_id IS NULL
                UNION SELECT e.id FROM family f JOIN evidence e ON e.parent_id = f.id)
            SELECT e.uid FROM family f JOIN evidence e ON e.id = f.id";
        let mut going = HashSet::new();
        for item in named {
            if !held.contains(item) {
                return Err(StoreError::not_found("evidence item in this case", item));
            }
            let row = evidence_row(self.tx, item)?;
            going.extend(rows::all(self.tx, sql, row, |row| Ok(EvidenceId::new(row.get::<_, String>(0)?)))?);
        }
        Ok(going)
    }

    /// The lines of the diary, numbered after those that the other case has.
    fn move_diary(&self, source: i64, target: i64) -> Result<(), StoreError> {
        let ids: Vec<String> = rows::all(self.tx, "SELECT uid FROM tasks WHERE case_id = ?1 ORDER BY number", source, rows::first)?;
        for id in ids {
            let sql = "UPDATE tasks SET case_id = ?2, number = (SELECT coalesce(max(number), 0) + 1 FROM tasks WHERE case_id = ?2) WHERE uid = ?1";
            self.tx.prepare_cached(sql)?.execute((&id, target))?;
            self.record(SubjectKind::Task, &id, CustodyAction::Changed)?;
        }
        Ok(())
    }
}

/// The evidence of a case, in its order.
fn held_by(connection: &Connection, case: i64) -> Result<Vec<EvidenceId>, StoreError> {
    let sql = "SELECT e.uid FROM case_evidence h JOIN evidence e ON e.id = h.evidence_id WHERE h.case_id = ?1 ORDER BY h.position";
    rows::all(connection, sql, case, |row| Ok(EvidenceId::new(row.get::<_, String>(0)?)))
}
