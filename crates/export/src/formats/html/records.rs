//! What the report rests on: evidence with its hashes, the chain of custody, and what analysts wrote.

use shakedown_core::{CaseFile, CustodyEvent};

use super::text::Text;
use super::words::{count, moment};

/// What the report rests on.
pub(super) struct Records {
    pub evidence: Vec<EvidenceRow>,
    pub custody: Vec<CustodyRow>,
    /// The last link of the store's chain.
    pub head: Option<CustodyRow>,
    pub notes: Vec<NoteRow>,
    pub reviews: Vec<ReviewRow>,
}

/// One evidence item.
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
    /// Whether the link's own hash is that of its fields.
    pub holds: bool,
}

/// A note of an analyst.
pub(super) struct NoteRow {
    pub at: String,
    pub by: Text,
    pub body: Text,
}

/// A review of a finding.
pub(super) struct ReviewRow {
    pub at: String,
    pub by: Text,
    pub rule: Text,
    pub message: u32,
    pub verdict: &'static str,
}

impl Records {
    pub fn of(file: &CaseFile) -> Self {
        Self {
            evidence: evidence(file),
            custody: file.custody.iter().map(custody).collect(),
            head: file.custody_head.as_ref().map(custody),
            notes: file
                .notes
                .iter()
                .map(|note| NoteRow { at: moment(note.at), by: Text::quote(&note.by), body: Text::of(note.body.raw()) })
                .collect(),
            reviews: reviews(file),
        }
    }

    /// How many links do not carry the hash of their fields.
    pub fn broken(&self) -> usize {
        self.custody.iter().chain(&self.head).filter(|link| !link.holds).count()
    }
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

fn custody(event: &CustodyEvent) -> CustodyRow {
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
        holds: event.sha256 == event.computed_sha256(),
    }
}

fn reviews(file: &CaseFile) -> Vec<ReviewRow> {
    let row = |review: &shakedown_core::Review| ReviewRow {
        at: moment(review.at),
        by: Text::quote(&review.by),
        rule: Text::id(&review.rule),
        message: review.message,
        verdict: review.verdict.words(),
    };
    file.reviews.iter().map(row).collect()
}
