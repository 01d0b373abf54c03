//! What the command line prints as JSON: its contract with scripts. The schema of each is printed by `shakedown schema`.

use schemars::JsonSchema;
use serde::Serialize;
use shakedown_core::{
    Analysis, Attachment, CaseStatus, Hostile, ImportNote, Message, MessageKind, MessageState, NoteKind, Priority, Role, Verdict, Zone,
};

use crate::Failure;
use crate::intake::Assessed;
use crate::wire::CaseRow;

/// `triage --json`: one evidence item.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TriageReport {
    /// The path as it was given or found; `-` for standard input.
    pub path: String,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: u64,
    /// The format id, `unknown` where no reader knows the item.
    pub format: String,
    /// The version of the reader.
    pub reader_version: u32,
    /// Messages said by somebody.
    pub messages: usize,
    /// Messages written by a program.
    pub system_events: usize,
    /// What was not read plainly.
    pub notes: Vec<NoteReport>,
    /// Everything derived from it.
    #[serde(flatten)]
    pub analysis: Analysis,
}

/// `triage --json` for an item that could not be read.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TriageError {
    /// The path as it was given or found.
    pub path: String,
    /// What went wrong, in place of a verdict.
    pub error: FailureReport,
}

/// A failure as JSON.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FailureReport {
    /// What to branch on.
    pub code: String,
    /// What failed, and whether anything was changed.
    pub message: String,
    /// What to do next.
    pub next_step: String,
}

/// Something that was not read plainly.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NoteReport {
    /// Why the note was written.
    pub kind: NoteKind,
    /// Where.
    pub locator: String,
    /// What stood there.
    pub found: Hostile,
    /// What became of it.
    pub kept_as: String,
}

/// `transcript --json`: one record, in exhibit order.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TranscriptRecord {
    /// Its number; notes carry none.
    pub seq: Option<u32>,
    /// `message`, `system` or `note`.
    pub kind: &'static str,
    /// The sender exactly as the exhibit has it.
    pub sender: Option<Hostile>,
    /// The part the sender plays, where the format tells it.
    pub role: Role,
    /// When: with an offset where the zone is known, without one where it is not.
    pub sent_at: Option<String>,
    /// How the zone is known.
    pub zone: Option<Zone>,
    /// The stamp as written.
    pub as_written: Option<Hostile>,
    /// The text exactly as the exhibit has it.
    pub text: Hostile,
    /// What became of it before the exhibit was made.
    pub state: Option<MessageState>,
    /// The message it answers.
    pub reply_to: Option<u32>,
    /// What was sent along.
    pub attachments: Vec<Attachment>,
    /// Where in the exhibit.
    pub locator: String,
    /// For a note: why it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<NoteKind>,
    /// For a note: what became of what stood there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept_as: Option<String>,
}

/// `case list --json`: one case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseListed {
    /// The case.
    pub case: String,
    /// Its number for people.
    pub number: u32,
    /// Its title.
    pub title: Hostile,
    /// Where the work stands.
    pub status: CaseStatus,
    /// The order of work.
    pub priority: Priority,
    /// The verdict of its most urgent item.
    pub verdict: Verdict,
    /// 0–100.
    pub score: f64,
    /// The likeliest actor.
    pub actor: Option<String>,
    /// The last demand, `1,500,000 USD`.
    pub demand: Option<String>,
    /// The nearest deadline still to come, or else the last one.
    pub nearest_deadline: Option<String>,
    /// When it was logged.
    pub created_at: String,
    /// How many items of evidence.
    pub evidence: u32,
}

/// `case log --json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseLogged {
    /// The case.
    pub case: String,
    /// Its new evidence, in the order of the paths.
    pub evidence: Vec<String>,
}

impl CaseListed {
    /// The same as a row of the table.
    pub fn new(row: &CaseRow) -> Self {
        Self {
            case: row.id.clone(),
            number: row.number,
            title: Hostile::new(&row.title),
            status: row.status,
            priority: row.priority,
            verdict: row.verdict,
            score: row.score,
            actor: row.actor.clone(),
            demand: row.demand.clone(),
            nearest_deadline: row.nearest_deadline.clone(),
            created_at: row.created_at.clone(),
            evidence: row.evidence_count,
        }
    }
}

impl TriageReport {
    /// The report on an item.
    pub fn new(path: &str, assessed: Assessed) -> Self {
        let transcript = &assessed.analysed.transcript;
        let said = transcript.messages.iter().filter(|message| message.kind == MessageKind::Message).count();
        Self {
            path: path.to_owned(),
            sha256: assessed.sha256.to_string(),
            bytes: assessed.byte_len,
            format: transcript.format.clone(),
            reader_version: transcript.reader_version,
            messages: said,
            system_events: transcript.messages.len() - said,
            notes: transcript.notes.iter().map(NoteReport::new).collect(),
            analysis: assessed.analysed.analysis,
        }
    }
}

impl TriageError {
    /// The report on an item that could not be read.
    pub fn new(path: &str, failure: &Failure) -> Self {
        Self { path: path.to_owned(), error: FailureReport::new(failure) }
    }
}

impl FailureReport {
    /// The failure as JSON.
    pub fn new(failure: &Failure) -> Self {
        Self { code: failure.code.to_string(), message: failure.message.clone(), next_step: failure.next_step.clone() }
    }
}

impl NoteReport {
    fn new(note: &ImportNote) -> Self {
        Self { kind: note.kind, locator: note.locator.to_string(), found: note.found.clone(), kept_as: note.kept_as.clone() }
    }
}

impl TranscriptRecord {
    pub(crate) fn of_message(message: Message) -> Self {
        let stamp = message.sent_at.as_ref();
        Self {
            seq: Some(message.seq),
            kind: message.kind.as_str(),
            sender: message.sender,
            role: message.role,
            sent_at: stamp.and_then(|stamp| stamp.iso()),
            zone: stamp.map(|stamp| if stamp.zone == Zone::Relative { Zone::Unknown } else { stamp.zone }),
            as_written: stamp.map(|stamp| stamp.as_written.clone()),
            text: message.body,
            state: Some(message.state),
            reply_to: message.reply_to,
            attachments: message.attachments,
            locator: message.locator.to_string(),
            note: None,
            kept_as: None,
        }
    }

    pub(crate) fn of_note(note: ImportNote) -> Self {
        Self {
            seq: None,
            kind: "note",
            sender: None,
            role: Role::Unknown,
            sent_at: None,
            zone: None,
            as_written: None,
            text: note.found,
            state: None,
            reply_to: None,
            attachments: Vec::new(),
            locator: note.locator.to_string(),
            note: Some(note.kind),
            kept_as: Some(note.kept_as),
        }
    }
}
