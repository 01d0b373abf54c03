//! Two copies of one case that went their own ways become one again. Nothing that is here is lost or changed: what only the other copy has comes
//! in, and where both say something else, that is told and stands in a note.

use shakedown_core::{AnalysedTranscript, Case, CaseFile, CustodyAction, Hostile, Note, NoteId, SubjectKind};

use super::{TakeOver, TakenOver};
use crate::custody::Change;
use crate::evidence::Holder;
use crate::{Random, StoreError, analyses, cases, notes, rows, tasks, transcripts, work};

/// Where two copies of a case say something else. What is here stayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What it is about: `title`, `status`, `task 3`.
    pub about: String,
    /// What the copy here says.
    pub here: Hostile,
    /// What the other one says.
    pub there: Hostile,
}

impl Conflict {
    fn new(about: impl Into<String>, here: impl Into<String>, there: impl Into<String>) -> Self {
        Self { about: about.into(), here: Hostile::new(here), there: Hostile::new(there) }
    }
}

impl Change<'_> {
    /// Bring what the other copy has and this one has not into the case here.
    pub(super) fn merge_copy(
        &self,
        incoming: TakeOver<'_>,
        fresh: &mut dyn FnMut() -> String,
        random: &mut Random<'_>,
    ) -> Result<TakenOver, StoreError> {
        let TakeOver { mut file, originals, artifact_sha256, signer, .. } = incoming;
        let case = work::find_open(self.tx, &file.case.id)?;
        let here = cases::load(self.tx, &file.case.id)?;
        let mut conflicts = decisions(&here, &file.case);
        let (mut renamed, mut absent) = (self.rename_strangers(case, &mut file, fresh)?, 0);
        let holder = Holder { id: case, uid: &here.id };
        for item in &file.evidence {
            if here.evidence.contains(&item.id) {
                self.compare_readings(&file, item.id.as_str(), &mut conflicts)?;
            } else {
                absent += u32::from(!self.take_item(&file, item, originals, &holder, random)?);
            }
        }
        renamed += self.merge_notes(&mut file, case, &mut conflicts, fresh)?;
        self.merge_tasks(&file, case, &mut conflicts)?;
        let known = notes::reviews(self.tx, case)?;
        let new = file.reviews.iter().filter(|review| !known.contains(review));
        for review in new.filter(|review| transcripts::find(self.tx, &review.transcript_id).is_ok()) {
            self.take_review(review)?;
        }
        self.add_labels(&file.case.work.labels, case)?;
        let tlp = here.tlp.max(file.case.tlp);
        self.tx.execute("UPDATE cases SET tlp = ?2 WHERE id = ?1", (case, tlp.as_str()))?;
        if !conflicts.is_empty() {
            self.note_conflicts(&conflicts, case, fresh())?;
        }
        self.summarise(case)?;
        self.hand_over(&file, case, artifact_sha256, signer)?;
        Ok(TakenOver { case: cases::load(self.tx, &here.id)?, merged: true, renamed, absent, conflicts })
    }

    /// Identifiers of the other copy that something outside of this case has here.
    fn rename_strangers(&self, case: i64, file: &mut CaseFile, fresh: &mut dyn FnMut() -> String) -> Result<u32, StoreError> {
        let own = "SELECT e.uid FROM case_evidence h JOIN evidence e ON e.id = h.evidence_id WHERE h.case_id = ?1
            UNION SELECT t.uid FROM case_evidence h JOIN transcripts t ON t.evidence_id = h.evidence_id WHERE h.case_id = ?1
            UNION SELECT uid FROM notes WHERE case_id = ?1 UNION SELECT uid FROM tasks WHERE case_id = ?1
            UNION SELECT uid FROM cases WHERE id = ?1";
        let own: Vec<String> = rows::all(self.tx, own, case, rows::first)?;
        super::names::free(self.tx, file, &own, fresh)
    }

    /// The same item was read anew there: this reading stays.
    fn compare_readings(&self, file: &CaseFile, item: &str, conflicts: &mut Vec<Conflict>) -> Result<(), StoreError> {
        let sql = "SELECT t.id FROM transcripts t JOIN evidence e ON e.id = t.evidence_id WHERE e.uid = ?1 ORDER BY t.id";
        let here: Vec<i64> = rows::all(self.tx, sql, item, rows::first)?;
        let there = file.transcripts.iter().filter(|read| read.transcript.evidence_id.as_str() == item);
        for (row, there) in here.into_iter().zip(there) {
            let transcript = transcripts::load(self.tx, row)?;
            let here = AnalysedTranscript { transcript, analysis: analyses::load(self.tx, row)? };
            if here != *there {
                let told = |read: &AnalysedTranscript| {
                    format!("reader {}, rule set {}", read.transcript.reader_version, read.analysis.assessment.rule_set)
                };
                conflicts.push(Conflict::new(format!("reading of item {item}"), told(&here), told(there)));
            }
        }
        Ok(())
    }

    /// Notes that are not here. One that says something else under the same identifier comes in under another.
    fn merge_notes(
        &self,
        file: &mut CaseFile,
        case: i64,
        conflicts: &mut Vec<Conflict>,
        fresh: &mut dyn FnMut() -> String,
    ) -> Result<u32, StoreError> {
        let here = notes::notes(self.tx, case)?;
        let mut renamed = 0;
        for note in &mut file.notes {
            match here.iter().find(|known| known.id == note.id) {
                Some(known) if known == note => continue,
                Some(known) => {
                    conflicts.push(Conflict::new(format!("note of {} by {}", known.at, known.by), known.body.raw(), note.body.raw()));
                    note.id = NoteId::new(fresh());
                    renamed += 1;
                }
                None => {}
            }
            self.take_note(note, case)?;
        }
        Ok(renamed)
    }

    /// Lines of the diary that are not here, numbered after those that are.
    fn merge_tasks(&self, file: &CaseFile, case: i64, conflicts: &mut Vec<Conflict>) -> Result<(), StoreError> {
        let here = tasks::tasks(self.tx, case)?;
        let mut next = here.last().map_or(0, |task| task.number);
        for task in &file.tasks {
            let Some(known) = here.iter().find(|known| known.id == task.id) else {
                next += 1;
                self.take_task(task, case, next)?;
                continue;
            };
            let told = |task: &shakedown_core::Task| {
                format!("{}{}", task.state.words(), task.due.map(|due| format!(", {due}")).unwrap_or_default())
            };
            if told(known) != told(task) {
                conflicts.push(Conflict::new(format!("line {} of the diary", known.number), told(known), told(task)));
            }
        }
        Ok(())
    }

    fn note_conflicts(&self, conflicts: &[Conflict], case: i64, id: String) -> Result<(), StoreError> {
        let line = |one: &Conflict| format!("\n{}: here “{}”, there “{}”", one.about, one.here.raw(), one.there.raw());
        let body: String = conflicts.iter().map(line).collect();
        let body = Hostile::new(format!("Two copies of this case were merged. What is here stayed where they say something else:{body}"));
        let note = Note { id: NoteId::new(id), at: self.by.now, by: self.by.actor.analyst.clone(), body, revises: None };
        let sql = "INSERT INTO notes (uid, case_id, at, by, body) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.tx.prepare_cached(sql)?.execute((note.id.as_str(), case, note.at.to_string(), &note.by, note.body.raw()))?;
        self.record(SubjectKind::Note, note.id.as_str(), CustodyAction::Noted)?;
        Ok(())
    }
}

/// What was decided in one copy and otherwise in the other. Labels and markings are no conflicts: all labels stay, and the stricter marking.
fn decisions(here: &Case, there: &Case) -> Vec<Conflict> {
    let code = |text: Option<&str>| text.unwrap_or("nothing").to_owned();
    let victim = |case: &Case| case.work.victim.as_ref().map(|victim| victim.raw().to_owned());
    let rows = [
        ("title", here.title.clone(), there.title.clone()),
        ("status", here.status.to_string(), there.status.to_string()),
        ("priority", code(here.work.priority.map(|one| one.as_str())), code(there.work.priority.map(|one| one.as_str()))),
        ("assignee", code(here.work.assignee.as_deref()), code(there.work.assignee.as_deref())),
        ("victim", code(victim(here).as_deref()), code(victim(there).as_deref())),
        ("legal hold", code(here.work.hold.as_deref()), code(there.work.hold.as_deref())),
    ];
    rows.into_iter().filter(|(_, here, there)| here != there).map(|(about, here, there)| Conflict::new(about, here, there)).collect()
}
