//! What the report rests on: evidence with its hashes, the chain of custody, and what analysts wrote.

use jiff::Timestamp;
use serde::Serialize;
use shakedown_core::{CaseFile, CustodyEvent};

use super::items::{Item, Places};
use super::text::Text;
use super::words::{count, distance, moment};

/// What the report rests on.
#[derive(Serialize)]
pub(super) struct Records {
    pub evidence: Vec<EvidenceRow>,
    /// The hand-overs by which the case came here.
    pub earlier: Vec<HandOverRow>,
    pub custody: Vec<CustodyRow>,
    /// The last link of the store's chain.
    pub head: Option<CustodyRow>,
    /// The key that signed that link, and its signature.
    pub seal: Option<(Text, Text)>,
    pub diary: Vec<DiaryRow>,
    pub notes: Vec<NoteRow>,
    pub reviews: Vec<ReviewRow>,
}

/// One evidence item.
#[derive(Serialize)]
pub(super) struct EvidenceRow {
    pub exhibit_ref: Text,
    pub file_name: Option<Text>,
    pub acquired: &'static str,
    pub by: Text,
    pub at: String,
    pub bytes: String,
    pub sha256: String,
    pub id: Text,
    /// The format, the version of its reader and how many messages it read; none where the item was not read.
    pub read: Option<(Text, u32, String)>,
}

/// One link of the chain.
#[derive(Serialize)]
pub(super) struct CustodyRow {
    pub seq: String,
    pub at: String,
    pub analyst: Text,
    pub os_account: Text,
    pub host: Text,
    pub action: &'static str,
    pub subject: &'static str,
    pub subject_id: Text,
    pub detail_sha256: String,
    pub sha256: String,
    /// Whether it carries the hash of its fields and that of the link before.
    pub holds: bool,
}

/// One hand-over from another store.
#[derive(Serialize)]
pub(super) struct HandOverRow {
    pub at: String,
    pub by: Text,
    pub sha256: String,
    /// The name under which the key that signed the file is trusted; none where nobody known signed it.
    pub signer: Option<Text>,
    /// The links of the store that it came from.
    pub links: Vec<CustodyRow>,
}

/// One line of the diary.
#[derive(Serialize)]
pub(super) struct DiaryRow {
    pub number: u32,
    pub kind: &'static str,
    pub words: Text,
    pub due: Option<String>,
    /// How that stands to this report.
    pub distance: Option<String>,
    /// How it stands at the moment of the report.
    pub state: &'static str,
    /// The rule that a clock runs by, and the moment that started it.
    pub clock: Option<(&'static str, String)>,
    pub at: String,
    pub by: Text,
}

/// A note of an analyst.
#[derive(Serialize)]
pub(super) struct NoteRow {
    pub at: String,
    pub by: Text,
    pub body: Text,
    pub right_to_left: bool,
}

/// A review of a finding.
#[derive(Serialize)]
pub(super) struct ReviewRow {
    pub when: String,
    pub by: Text,
    pub rule: Text,
    /// The message, where the case file holds its transcript.
    pub at: Option<Places>,
    pub verdict: &'static str,
}

impl Records {
    pub fn of(file: &CaseFile, items: &[Item<'_>], made_at: Timestamp) -> Self {
        Self {
            evidence: evidence(file),
            earlier: file.earlier.iter().map(hand_over).collect(),
            custody: custody(&file.custody),
            seal: file.custody_seal.as_ref().map(|seal| (Text::id(&seal.public_key), Text::of(&seal.signature))),
            head: file.custody_head.as_ref().map(|head| custody_row(head, file.custody.last())),
            diary: file.tasks.iter().map(|task| diary_row(task, made_at)).collect(),
            notes: file.notes.iter().map(note).collect(),
            reviews: reviews(file, items),
        }
    }

    /// How many links do not hold.
    pub fn broken(&self) -> usize {
        let earlier = self.earlier.iter().flat_map(|one| &one.links);
        earlier.chain(&self.custody).chain(&self.head).filter(|link| !link.holds).count()
    }
}

fn diary_row(task: &shakedown_core::Task, made_at: Timestamp) -> DiaryRow {
    DiaryRow {
        number: task.number,
        kind: task.kind.words(),
        words: Text::quote(task.words.raw()),
        due: task.due.map(moment),
        distance: task.due.map(|due| distance(made_at, due)),
        state: task.state_at(made_at).words(),
        clock: task.clock.as_ref().map(|clock| (clock.statute.words(), moment(clock.from))),
        at: moment(task.at),
        by: Text::quote(&task.by),
    }
}

fn note(note: &shakedown_core::Note) -> NoteRow {
    let body = Text::of(note.body.raw());
    NoteRow { at: moment(note.at), by: Text::quote(&note.by), right_to_left: body.is_right_to_left(), body }
}

fn evidence(file: &CaseFile) -> Vec<EvidenceRow> {
    let row = |item: &shakedown_core::EvidenceItem| {
        let transcript = file.transcripts.iter().map(|read| &read.transcript).find(|transcript| transcript.evidence_id == item.id);
        EvidenceRow {
            exhibit_ref: Text::quote(&item.exhibit_ref),
            file_name: item.file_name.as_ref().map(|name| Text::quote(name.raw())),
            acquired: item.acquired.kind.words(),
            by: Text::quote(&item.acquired.by),
            at: moment(item.acquired.at),
            bytes: count(item.byte_len),
            sha256: item.sha256.to_string(),
            id: Text::id(item.id.as_str()),
            read: transcript.map(|read| (Text::quote(&read.format), read.reader_version, count(read.messages.len() as u64))),
        }
    };
    file.evidence.iter().map(row).collect()
}

fn hand_over(one: &shakedown_core::HandOver) -> HandOverRow {
    HandOverRow {
        at: moment(one.at),
        by: Text::quote(&one.by),
        sha256: one.artifact_sha256.to_string(),
        signer: one.signer.as_deref().map(Text::quote),
        links: custody(&one.custody),
    }
}

fn custody(events: &[CustodyEvent]) -> Vec<CustodyRow> {
    let before = std::iter::once(None).chain(events.iter().map(Some));
    events.iter().zip(before).map(|(event, before)| custody_row(event, before)).collect()
}

/// A link, and whether it holds: against the link before it in the store, where that is `before`, and else by itself.
fn custody_row(event: &CustodyEvent, before: Option<&CustodyEvent>) -> CustodyRow {
    let before = before.filter(|before| before.seq + 1 == event.seq);
    CustodyRow {
        seq: count(event.seq),
        at: moment(event.at),
        analyst: Text::quote(&event.actor.analyst),
        os_account: Text::quote(&event.actor.os_account),
        host: Text::quote(&event.actor.host),
        action: event.action.words(),
        subject: event.subject.words(),
        subject_id: Text::id(&event.subject_id),
        detail_sha256: event.detail_sha256.to_string(),
        sha256: event.sha256.to_string(),
        holds: event.sha256 == event.computed_sha256() && before.is_none_or(|before| before.sha256 == event.prev_sha256),
    }
}

fn reviews(file: &CaseFile, items: &[Item<'_>]) -> Vec<ReviewRow> {
    let row = |review: &shakedown_core::Review| ReviewRow {
        when: moment(review.at),
        by: Text::quote(&review.by),
        rule: Text::id(&review.rule),
        at: items.iter().find(|item| item.transcript.id == review.transcript_id).map(|item| item.place(review.message)),
        verdict: review.verdict.words(),
    };
    file.reviews.iter().map(row).collect()
}
