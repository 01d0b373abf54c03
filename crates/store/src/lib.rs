//! The case store: evidence, transcripts, analyses, cases and the chain of custody in one encrypted database.
//!
//! A store is a folder: `store.db` (SQLCipher), and the key block, kept twice (`key`, `key.bak`). It is always encrypted with a random
//! key; a passphrase wraps that key, and without one (chosen by name) the key lies in the key block as it is.
#![allow(unused_variables, clippy::unimplemented)]

mod error;
pub use error::StoreError;

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

use jiff::Timestamp;
use shakedown_core::*;

/// Who acts, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// Who.
    pub actor: Actor,
    /// When.
    pub now: Timestamp,
}

/// Randomness for keys, from the operating system: fills the slice. `&mut |bytes| getrandom::fill(bytes).map_err(io::Error::from)`.
pub type Random<'a> = dyn FnMut(&mut [u8]) -> io::Result<()> + 'a;

/// A passphrase, normalised to NFC; wiped when dropped.
pub struct Passphrase(String);
impl Passphrase {
    /// Errors: `EmptyPassphrase`.
    pub fn new(text: &str) -> Result<Self, StoreError> { unimplemented!() }
}

/// What a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreState {
    /// No store.
    Missing,
    /// A store behind a passphrase.
    NeedsPassphrase,
    /// A store that opens without one.
    Ready,
}

/// The case that evidence is logged in.
pub enum LogInto {
    /// A new case.
    New { /// Its id.
        id: CaseId, /// Its title.
        title: String, /// Its TLP.
        tlp: Tlp },
    /// A case that exists.
    Existing(CaseId),
}

/// One evidence item with what was read out of it and derived from it.
pub struct LogItem<'a> {
    /// The item; its `sha256` and `byte_len` are checked against `bytes`.
    pub evidence: &'a EvidenceItem,
    /// Its bytes, from the start.
    pub bytes: &'a mut dyn Read,
    /// What was read; `evidence_id` is that of the item.
    pub transcript: &'a Transcript,
    /// What was derived.
    pub analysis: &'a Analysis,
}

/// What goes into a case in one go.
pub struct LogEntry<'a> {
    /// The case.
    pub case: LogInto,
    /// The items, in order.
    pub items: Vec<LogItem<'a>>,
}

/// Which cases, in pages, most urgent first (priority, then newest).
pub struct CaseQuery {
    /// Deadlines are nearest to this moment.
    pub now: Timestamp,
    /// Only those of this status.
    pub status: Option<CaseStatus>,
    /// Only those of this priority.
    pub priority: Option<Priority>,
    /// Only those whose title or actor holds this text (ASCII letters compared without case).
    pub contains: Option<String>,
    /// How many to pass over.
    pub first: u32,
    /// How many at most.
    pub count: u32,
}

/// One line of the table of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseSummary {
    /// Its identifier.
    pub id: CaseId,
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Where the work stands.
    pub status: CaseStatus,
    /// Of the most urgent transcript.
    pub priority: Priority,
    /// Of the most urgent transcript.
    pub verdict: Verdict,
    /// Of the most urgent transcript, 0–100.
    pub score: f64,
    /// The likeliest actor.
    pub actor: Option<String>,
    /// The last demand: value and currency.
    pub demand: Option<(f64, String)>,
    /// The next deadline after `now`; where none is left, the last that passed.
    pub deadline: Option<Timestamp>,
    /// How far it may travel.
    pub tlp: Tlp,
    /// When it was logged.
    pub created_at: Timestamp,
    /// How many evidence items it holds.
    pub evidence: u32,
}

/// A case that holds given bytes, and as which item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldEvidence {
    /// The item.
    pub evidence: EvidenceId,
    /// The case.
    pub case: CaseId,
}

/// What an analyst says of one finding.
pub struct NewReview<'a> {
    /// The transcript.
    pub transcript: &'a TranscriptId,
    /// The rule.
    pub rule: &'a str,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body.
    pub span: Span,
    /// What is said.
    pub verdict: ReviewVerdict,
}

/// How far a verification is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of evidence hashed.
    pub done: u64,
    /// Bytes of evidence in the store.
    pub total: u64,
}

/// What a verification looked at and found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Evidence items hashed.
    pub evidence: u64,
    /// Links of the chain walked.
    pub custody: u64,
    /// The last link.
    pub head: Option<CustodyEvent>,
    /// What does not hold. Empty: everything holds.
    pub faults: Vec<Fault>,
}

/// Something that does not hold; `Display` says what.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// A row was changed.
    #[error("{subject} {id} is not what its last custody event says")]
    Changed { /// What.
        subject: SubjectKind, /// Which.
        id: String },
}

/// An open store.
pub struct Store;

impl Store {
    /// Make a store in `dir`. The analyst's name is `by.actor.analyst`.
    pub fn create(dir: &Path, passphrase: Option<&Passphrase>, by: &By, random: &mut Random<'_>) -> Result<Self, StoreError> { unimplemented!() }
    /// What `dir` holds.
    pub fn state(dir: &Path) -> Result<StoreState, StoreError> { unimplemented!() }
    /// Open the store in `dir`.
    pub fn open(dir: &Path, passphrase: Option<&Passphrase>) -> Result<Self, StoreError> { unimplemented!() }
    /// The analyst's name.
    pub fn analyst(&self) -> Result<String, StoreError> { unimplemented!() }
    /// Name another analyst.
    pub fn set_analyst(&mut self, name: &str, by: &By) -> Result<(), StoreError> { unimplemented!() }
    /// Whether a passphrase guards it.
    pub fn is_guarded(&self) -> bool { unimplemented!() }
    /// Log evidence in a new or an existing case: one transaction.
    pub fn log(&mut self, entry: LogEntry<'_>, by: &By, random: &mut Random<'_>) -> Result<Case, StoreError> { unimplemented!() }
    /// The table of cases.
    pub fn cases(&self, query: &CaseQuery) -> Result<Vec<CaseSummary>, StoreError> { unimplemented!() }
    /// One case.
    pub fn case(&self, id: &CaseId) -> Result<Case, StoreError> { unimplemented!() }
    /// All that an export may see.
    pub fn case_file(&self, id: &CaseId) -> Result<CaseFile, StoreError> { unimplemented!() }
    /// Messages `first .. first + count` of a transcript.
    pub fn transcript_page(&self, id: &TranscriptId, first: u32, count: u32) -> Result<Vec<Message>, StoreError> { unimplemented!() }
    /// Change the status.
    pub fn set_status(&mut self, id: &CaseId, status: CaseStatus, by: &By) -> Result<Case, StoreError> { unimplemented!() }
    /// Change the title.
    pub fn set_title(&mut self, id: &CaseId, title: &str, by: &By) -> Result<Case, StoreError> { unimplemented!() }
    /// Change the TLP.
    pub fn set_tlp(&mut self, id: &CaseId, tlp: Tlp, by: &By) -> Result<Case, StoreError> { unimplemented!() }
    /// Write a note.
    pub fn add_note(&mut self, id: NoteId, case: &CaseId, body: Hostile, by: &By) -> Result<Note, StoreError> { unimplemented!() }
    /// Confirm or dismiss a finding.
    pub fn review(&mut self, review: &NewReview<'_>, by: &By) -> Result<Review, StoreError> { unimplemented!() }
    /// Record that something left.
    pub fn record_export(&mut self, id: &CaseId, artifact: Digest, by: &By) -> Result<CustodyEvent, StoreError> { unimplemented!() }
    /// Have we seen this file?
    pub fn find_evidence(&self, sha256: &Digest) -> Result<Vec<HeldEvidence>, StoreError> { unimplemented!() }
    /// The bytes of an evidence item, streamed.
    pub fn evidence_reader(&self, id: &EvidenceId) -> Result<EvidenceReader<'_>, StoreError> { unimplemented!() }
    /// Check everything. Errors: `Stopped` where `progress` breaks.
    pub fn verify(&self, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Verification, StoreError> { unimplemented!() }
}

/// Reads an evidence item.
pub struct EvidenceReader<'a>(&'a Store);
impl Read for EvidenceReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> { unimplemented!() }
}
