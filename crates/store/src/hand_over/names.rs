//! Identifiers that are taken here become others, in every place of the case file that speaks of them.

use std::collections::HashMap;

use rusqlite::Connection;
use shakedown_core::{CaseFile, CaseId, EvidenceId, NoteId, TaskId, TranscriptId};

use crate::{StoreError, rows};

/// Old identifiers and those that stand in their place.
type Renamed = HashMap<String, String>;

/// Give everything in `file` whose identifier something in the store has, but what is named in `own`, another one. Gives how many there were.
pub(super) fn free(
    connection: &Connection,
    file: &mut CaseFile,
    own: &[String],
    fresh: &mut dyn FnMut() -> String,
) -> Result<u32, StoreError> {
    let mut taken = |table: &'static str, mut ids: Vec<&str>| {
        ids.retain(|id| !own.iter().any(|own| own == id));
        renamed(connection, table, &ids, fresh)
    };
    let case = taken("cases", vec![file.case.id.as_str()])?;
    let evidence = taken("evidence", file.evidence.iter().map(|item| item.id.as_str()).collect())?;
    let transcripts = taken("transcripts", file.transcripts.iter().map(|read| read.transcript.id.as_str()).collect())?;
    let notes = taken("notes", file.notes.iter().map(|note| note.id.as_str()).collect())?;
    let tasks = taken("tasks", file.tasks.iter().map(|task| task.id.as_str()).collect())?;
    rename(file, &case, &evidence, &transcripts, &notes, &tasks);
    Ok([case, evidence, transcripts, notes, tasks].iter().map(|list| list.len() as u32).sum())
}

/// Those of `ids` that `table` holds already, each with another one.
fn renamed(connection: &Connection, table: &'static str, ids: &[&str], fresh: &mut dyn FnMut() -> String) -> Result<Renamed, StoreError> {
    let mut found = Renamed::new();
    let mut statement = connection.prepare_cached(&format!("SELECT count(*) FROM {table} WHERE uid = ?1"))?;
    for id in ids {
        if statement.query_row([id], rows::first::<i64>)? > 0 {
            found.insert((*id).to_owned(), fresh());
        }
    }
    Ok(found)
}

fn rename(file: &mut CaseFile, case: &Renamed, evidence: &Renamed, transcripts: &Renamed, notes: &Renamed, tasks: &Renamed) {
    let item = |id: &mut EvidenceId| put(evidence, id.as_str(), EvidenceId::new).into_iter().for_each(|new| *id = new);
    let reading = |id: &mut TranscriptId| put(transcripts, id.as_str(), TranscriptId::new).into_iter().for_each(|new| *id = new);
    let note = |id: &mut NoteId| put(notes, id.as_str(), NoteId::new).into_iter().for_each(|new| *id = new);
    put(case, file.case.id.as_str(), CaseId::new).into_iter().for_each(|new| file.case.id = new);
    file.case.evidence.iter_mut().for_each(item);
    for one in &mut file.evidence {
        item(&mut one.id);
        one.parent.iter_mut().for_each(item);
    }
    for read in &mut file.transcripts {
        reading(&mut read.transcript.id);
        item(&mut read.transcript.evidence_id);
    }
    file.reviews.iter_mut().for_each(|review| reading(&mut review.transcript_id));
    for one in &mut file.notes {
        note(&mut one.id);
        one.revises.iter_mut().for_each(note);
    }
    for one in &mut file.tasks {
        put(tasks, one.id.as_str(), TaskId::new).into_iter().for_each(|new| one.id = new);
    }
}

fn put<T>(renamed: &Renamed, id: &str, make: fn(String) -> T) -> Option<T> {
    renamed.get(id).cloned().map(make)
}
