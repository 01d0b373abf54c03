//! Cases: the table's row and the case itself.

use jiff::Timestamp;
use shakedown_core::{AmountRole, CaseFile, CaseWork, CustodyEvent, EvidenceItem, Note, Task, visible};
use shakedown_store::CaseSummary;

use super::triage::{Shown, money_text, triage_view};
use crate::drafts::Draft;
use crate::wire::{CaseDetail, CaseRow, CustodyRow, EvidenceRow, NoteRow, TaskView, TriageView, WorkView};

/// A row of the table of cases.
pub(crate) fn case_row(summary: CaseSummary) -> CaseRow {
    CaseRow {
        id: summary.id.to_string(),
        number: summary.number,
        title: visible(&summary.title).into_owned(),
        status: summary.status,
        tlp: summary.tlp,
        priority: summary.priority,
        machine_priority: summary.machine_priority,
        assignee: summary.assignee,
        labels: summary.labels,
        verdict: summary.verdict,
        score: summary.score,
        actor: summary.actor,
        demand_role: summary.demand.as_ref().map(|_| AmountRole::Demand),
        demand: summary.demand.map(|(value, currency)| money_text(value, &currency)),
        nearest_deadline: summary.deadline.map(|deadline| deadline.to_string()),
        created_at: summary.created_at.to_string(),
        evidence_count: summary.evidence,
    }
}

/// One case, whole. `transcripts` are those that belong to the evidence, in its order; the file's own may have been taken out.
pub(crate) fn case_detail(file: &CaseFile, row: CaseRow, now: Timestamp, transcripts: &[Draft]) -> CaseDetail {
    CaseDetail {
        row,
        tlp: file.case.tlp,
        evidence: file.evidence.iter().map(|item| evidence_row(item, transcripts)).collect(),
        items: transcripts.iter().filter_map(|draft| item_view(file, draft)).collect(),
        work: work_view(&file.case.work),
        tasks: file.tasks.iter().map(|task| task_view(task, now)).collect(),
        notes: file.notes.iter().map(note_row).collect(),
        custody: file.custody.iter().map(custody_row).collect(),
    }
}

fn item_view(file: &CaseFile, Draft { analysed, placed, .. }: &Draft) -> Option<TriageView> {
    let item = file.evidence.iter().find(|item| item.id == analysed.transcript.evidence_id)?;
    let shown = Shown {
        draft: analysed.transcript.id.as_str(),
        file_name: item.file_name.as_ref().map(|name| name.raw()),
        acquired: item.acquired.kind,
        sha256: item.sha256,
        bytes: item.byte_len,
        elapsed_ms: 0.0,
    };
    Some(triage_view(&shown, analysed, placed))
}

fn evidence_row(item: &EvidenceItem, transcripts: &[Draft]) -> EvidenceRow {
    let read = transcripts.iter().map(|draft| &draft.analysed).find(|analysed| analysed.transcript.evidence_id == item.id);
    EvidenceRow {
        id: item.id.to_string(),
        exhibit_ref: item.exhibit_ref.clone(),
        file_name: item.file_name.as_ref().map(|name| name.visible().into_owned()),
        sha256: item.sha256.to_string(),
        bytes: item.byte_len,
        acquired: item.acquired.kind.words().into(),
        acquired_by: item.acquired.by.clone(),
        acquired_at: item.acquired.at.to_string(),
        format: read.map_or_else(|| "unknown".into(), |analysed| analysed.transcript.format.clone()),
    }
}

fn work_view(work: &CaseWork) -> WorkView {
    WorkView {
        priority: work.priority,
        assignee: work.assignee.clone(),
        victim: work.victim.as_ref().map(|name| name.visible().into_owned()),
        labels: work.labels.clone(),
        hold: work.hold.clone(),
        deleted_at: work.deleted_at.map(|at| at.to_string()),
    }
}

/// A line of the diary as it stands now.
pub(crate) fn task_view(task: &Task, now: Timestamp) -> TaskView {
    TaskView {
        number: task.number,
        kind: task.kind,
        words: task.words.visible().into_owned(),
        due: task.due.map(|due| due.to_string()),
        state: task.state_at(now),
        basis: task.clock.as_ref().map(|clock| clock.statute.words().into()),
        from: task.clock.as_ref().map(|clock| clock.from.to_string()),
        at: task.at.to_string(),
        by: task.by.clone(),
    }
}

fn note_row(note: &Note) -> NoteRow {
    NoteRow { at: note.at.to_string(), by: note.by.clone(), body: note.body.visible().into_owned() }
}

fn custody_row(event: &CustodyEvent) -> CustodyRow {
    CustodyRow {
        seq: event.seq,
        at: event.at.to_string(),
        analyst: event.actor.analyst.clone(),
        machine: format!("{} on {}", event.actor.os_account, event.actor.host),
        action: event.action.words().into(),
        subject: event.subject.words().into(),
        sha256: event.sha256.to_string(),
    }
}
