//! Whether a case file holds together: identifiers, references, numbers, the chain of custody.

use std::collections::BTreeSet;

use shakedown_core::{CaseFile, CustodyEvent, Message};

use super::{HandOverError, quoted};

/// The longest identifier, in characters.
const ID_MAX: usize = 64;
/// The longest title, name or label, in bytes.
const TEXT_MAX: usize = 64 << 10;

pub(super) fn check(file: &CaseFile) -> Result<(), HandOverError> {
    identifiers(file)?;
    references(file)?;
    numbers(file)?;
    texts(file)?;
    for one in &file.earlier {
        custody("earlier", &one.custody, one.custody_head.as_ref())?;
    }
    custody("custody", &file.custody, file.custody_head.as_ref())
}

fn wrong(place: &str, expected: &'static str, found: &str) -> HandOverError {
    HandOverError::Inconsistent { place: place.to_owned(), expected, found: quoted(found) }
}

/// Each is short and plain, and each thing has its own.
fn identifiers(file: &CaseFile) -> Result<(), HandOverError> {
    let lists: [(&str, Vec<&str>); 5] = [
        ("case", vec![file.case.id.as_str()]),
        ("evidence", file.evidence.iter().map(|item| item.id.as_str()).collect()),
        ("transcripts", file.transcripts.iter().map(|read| read.transcript.id.as_str()).collect()),
        ("notes", file.notes.iter().map(|note| note.id.as_str()).collect()),
        ("tasks", file.tasks.iter().map(|task| task.id.as_str()).collect()),
    ];
    for (place, ids) in lists {
        let mut known = BTreeSet::new();
        for id in ids {
            let plain = !id.is_empty() && id.len() <= ID_MAX && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            if !plain {
                return Err(wrong(place, "an identifier of letters, digits and hyphens", id));
            }
            if !known.insert(id) {
                return Err(wrong(place, "each identifier once", id));
            }
        }
    }
    Ok(())
}

/// What is spoken of is there.
fn references(file: &CaseFile) -> Result<(), HandOverError> {
    let held: Vec<_> = file.evidence.iter().map(|item| &item.id).collect();
    if file.case.evidence.iter().collect::<Vec<_>>() != held {
        return Err(wrong("case/evidence", "the evidence items of the case file, in their order", &file.case.evidence.len().to_string()));
    }
    for (place, item) in file.evidence.iter().enumerate() {
        let before = held.get(..place).unwrap_or_default();
        if let Some(parent) = item.parent.as_ref().filter(|parent| !before.contains(parent)) {
            return Err(wrong("evidence/parent", "an item that stands before it", parent.as_str()));
        }
    }
    for read in &file.transcripts {
        if !held.contains(&&read.transcript.evidence_id) {
            return Err(wrong("transcripts", "an evidence item of the case", read.transcript.evidence_id.as_str()));
        }
    }
    for review in &file.reviews {
        if !file.transcripts.iter().any(|read| read.transcript.id == review.transcript_id) {
            return Err(wrong("reviews", "a transcript of the case", review.transcript_id.as_str()));
        }
    }
    for (place, note) in file.notes.iter().enumerate() {
        let before = file.notes.get(..place).unwrap_or_default();
        if let Some(revised) = note.revises.as_ref().filter(|revised| !before.iter().any(|one| one.id == **revised)) {
            return Err(wrong("notes/revises", "a note that stands before it", revised.as_str()));
        }
    }
    Ok(())
}

/// Numbers rise, and fit where they are kept.
fn numbers(file: &CaseFile) -> Result<(), HandOverError> {
    let fits = |number: u64| i64::try_from(number).is_ok();
    for read in &file.transcripts {
        let messages = &read.transcript.messages;
        if !rise(messages.iter().map(|message| message.seq)) {
            return Err(wrong("transcripts/messages", "numbers that rise", read.transcript.id.as_str()));
        }
        let within = |message: &&Message| message.locator.bytes.is_some_and(|(start, end)| !fits(start) || !fits(end));
        if let Some(message) = messages.iter().find(within) {
            return Err(wrong("transcripts/messages/locator", "a place in the evidence", &message.seq.to_string()));
        }
    }
    if !rise(file.tasks.iter().map(|task| task.number)) {
        return Err(wrong("tasks", "numbers that rise", &file.tasks.len().to_string()));
    }
    match file.evidence.iter().find(|item| !fits(item.byte_len)) {
        Some(item) => Err(wrong("evidence/byte_len", "a length that a file can have", &item.byte_len.to_string())),
        None => Ok(()),
    }
}

fn rise(mut numbers: impl Iterator<Item = u32>) -> bool {
    let mut last = None;
    numbers.all(|number| last.replace(number).is_none_or(|last| last < number))
}

/// What stands in one line of a table is not as long as a book.
fn texts(file: &CaseFile) -> Result<(), HandOverError> {
    let case = &file.case;
    let lines = [&case.title, &case.created_by].into_iter().chain(case.work.assignee.iter()).chain(&case.work.labels);
    let lines = lines.chain(file.evidence.iter().flat_map(|item| [&item.exhibit_ref, &item.acquired.by]));
    let lines = lines.chain(file.notes.iter().map(|note| &note.by)).chain(file.tasks.iter().map(|task| &task.by));
    match lines.into_iter().find(|line| line.len() > TEXT_MAX) {
        Some(line) => Err(wrong("a title or a name", "at most 64 KiB", line)),
        None => Ok(()),
    }
}

fn custody(place: &str, links: &[CustodyEvent], head: Option<&CustodyEvent>) -> Result<(), HandOverError> {
    match chain_holds(links, head) {
        Ok(()) => Ok(()),
        Err(seq) => Err(wrong(place, "a link that carries the hash of its fields and follows the one before", &seq.to_string())),
    }
}

/// Whether each link carries the hash of its own fields, numbers rise, and what follows a link directly names its hash; `head` is the last link
/// of the whole chain. Gives the number of the first link that does not hold.
pub fn chain_holds(links: &[CustodyEvent], head: Option<&CustodyEvent>) -> Result<(), u64> {
    let mut before: Option<&CustodyEvent> = None;
    for link in links.iter().chain(head.filter(|head| links.last() != Some(head))) {
        let follows = before.is_none_or(|before| match link.seq.checked_sub(before.seq) {
            Some(1) => link.prev_sha256 == before.sha256,
            Some(2..) => true,
            _ => false,
        });
        if link.sha256 != link.computed_sha256() || !follows || i64::try_from(link.seq).is_err() {
            return Err(link.seq);
        }
        before = Some(link);
    }
    Ok(())
}
