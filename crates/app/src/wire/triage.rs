//! A triage as the window shows it.

use super::wire;
use super::{NoteView, TranscriptPage};
use crate::Failure;
use shakedown_core::{
    AcquisitionKind, AmountRole, Caveat, ClaimCode, DeadlineKind, Grade, ObservableKind, Priority, Role, Standing, StepKind, Validity,
    Verdict, VictimKind,
};

wire! {
    /// What is to be triaged.
    pub enum TriageSource {
        /// Pasted text.
        Paste {
            /// The text.
            text: String,
        },
        /// A file that the analyst chose or dropped.
        File {
            /// Its path on this machine.
            path: String,
        },
        /// The built-in sample case.
        Sample,
        /// The bytes of an earlier triage, by its draft: read again in another way.
        Again(String),
    }

    /// The part that an analyst says somebody plays.
    pub struct SaidRole {
        /// The name as the window shows it.
        pub name: String,
        /// The part.
        pub role: Role,
    }

    /// What every likely reader would make of an item.
    pub struct ReadingsView {
        /// Those readers, the surest first.
        pub candidates: Vec<ReadingView>,
        /// The tables in it.
        pub tables: Vec<TableView>,
        /// Every format, by name.
        pub formats: Vec<FormatName>,
    }

    /// What one reader would make of it.
    pub struct ReadingView {
        /// The format id.
        pub format: String,
        /// Its name.
        pub name: String,
        /// `certain`, `likely` or `fallback`.
        pub sure: String,
        /// Messages said by somebody.
        pub messages: u64,
        /// Messages written by a program.
        pub system_events: u64,
        /// What it would not read plainly.
        pub notes: u64,
        /// The first messages, shortened.
        pub first: Vec<FirstLine>,
    }

    /// The beginning of a message.
    pub struct FirstLine {
        /// Who, hidden characters visible.
        pub sender: Option<String>,
        /// What, hidden characters visible.
        pub text: String,
    }

    /// A table and what its columns would be read as.
    pub struct TableView {
        /// The sheet, where there are several.
        pub sheet: Option<String>,
        /// Its columns.
        pub columns: Vec<ColumnView>,
        /// Its first rows.
        pub rows: Vec<Vec<String>>,
    }

    /// A column.
    pub struct ColumnView {
        /// Its name, where it has one.
        pub name: Option<String>,
        /// What it holds: `time`, `date`, `sender`, `text`, `attachments`; none where it is left out.
        pub field: Option<String>,
    }

    /// A format by name.
    pub struct FormatName {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
    }

    /// Files to be triaged.
    pub struct ItemsView {
        /// Their paths, those of a folder in sorted order.
        pub files: Vec<String>,
        /// What was passed over, and why.
        pub refused: Vec<Failure>,
    }

    /// A triage to be done.
    pub struct TriageRequest {
        /// What.
        pub source: TriageSource,
        /// Read as this format, whatever it looks like.
        pub format: Option<String>,
        /// The zone of stamps that state none (IANA name).
        pub zone: Option<String>,
        /// Which column of a table holds what: `time=1,sender=From,text=3`.
        pub columns: Option<String>,
        /// Who plays which part, where an analyst knows better.
        #[serde(default)]
        pub roles: Vec<SaidRole>,
    }

    /// A place in the transcript to jump to.
    pub struct JumpTo {
        /// The message.
        pub message: u32,
        /// The mark in it.
        pub mark: Option<u32>,
        /// The words there, shortened to a line, hidden characters visible.
        pub quote: String,
    }

    /// One summand.
    pub struct ReasonView {
        /// The rule.
        pub rule: String,
        /// What it adds to the log-odds.
        pub points: f64,
        /// Plain reason.
        pub words: String,
        /// Where; none for the starting point.
        pub at: Option<JumpTo>,
        /// "without this: 58", the score in whole points.
        pub without: Option<u32>,
    }

    /// The judgement.
    pub struct AssessmentView {
        /// The verdict.
        pub verdict: Verdict,
        /// The verdict in words: `Extortion`, `About extortion`, `No signs found`.
        pub verdict_words: String,
        /// One sentence a person would say; begins with `verdict_words`.
        pub sentence: String,
        /// 0–100.
        pub score: f64,
        /// The order of work.
        pub priority: Priority,
        /// Why this priority.
        pub priority_because: String,
        /// What was not taken into account.
        pub caveats: Vec<Caveat>,
        /// The same in words.
        pub caveat_words: Vec<String>,
        /// Largest first; `base` last.
        pub reasons: Vec<ReasonView>,
        /// The hash of the rule set.
        pub rule_set: String,
    }

    /// A group or person.
    pub struct ActorView {
        /// The catalogue's name.
        pub name: String,
        /// Whether the text itself names it.
        pub stated: bool,
        /// How strong the ground is.
        pub grade: Grade,
        /// The grade in words.
        pub grade_words: String,
        /// The ground.
        pub because: String,
        /// As the text has it.
        pub as_written: String,
        /// Other names.
        pub aliases: Vec<String>,
        /// ATT&CK id.
        pub attack_id: Option<String>,
        /// "OFAC SDN: … since …, as of …; not legal advice".
        pub sanctions: Vec<String>,
        /// The group whose infrastructure a text of this name uses; somebody may be posing.
        pub disputed_by: Option<String>,
        /// Where.
        pub at: JumpTo,
    }

    /// A sum.
    pub struct AmountView {
        /// `1,500,000 USD`.
        pub text: String,
        /// How much.
        pub value: f64,
        /// Of what.
        pub currency: String,
        /// What for.
        pub role: AmountRole,
        /// Who said it.
        pub by: Role,
        /// Where.
        pub at: JumpTo,
    }

    /// A time limit.
    pub struct DeadlineView {
        /// `72 hours`, `2025-07-08`.
        pub text: String,
        /// The moment, RFC 3339 in UTC.
        pub due: Option<String>,
        /// What was assumed to say it.
        pub assumed: Option<String>,
        /// What it is for.
        pub kind: DeadlineKind,
        /// What it is for, in words.
        pub kind_words: String,
        /// Whether nothing is said to follow.
        pub soft: bool,
        /// Where.
        pub at: JumpTo,
    }

    /// One step of the demand ledger.
    pub struct StepView {
        /// What it is.
        pub kind: StepKind,
        /// `1,500,000 USD`, `20 % off, leaves 80,000 USD`, `72 hours`.
        pub text: String,
        /// What it is and what it hangs on, in words: `a discount on the demand of 100,000 USD`.
        pub words: String,
        /// Who said it.
        pub by: Role,
        /// Where.
        pub at: JumpTo,
    }

    /// The negotiation curve: the ledger as a picture, drawn in its own units from the upper left.
    pub struct CurveView {
        /// Width.
        pub width: f64,
        /// Height.
        pub height: f64,
        /// The largest sum, `1,500,000 USD`: the upper edge.
        pub top: String,
        /// The line of what is asked, as SVG path data.
        pub asked_path: String,
        /// The sums on it: how far right and down.
        pub asked: Vec<(f64, f64)>,
        /// The line of what is offered or said to be paid.
        pub offered_path: String,
        /// The sums on it.
        pub offered: Vec<(f64, f64)>,
        /// Time limits: how far right each stands.
        pub limits: Vec<f64>,
    }

    /// One claim of the claim register.
    pub struct RegisterView {
        /// What is claimed.
        pub claim: ClaimCode,
        /// The claim in words.
        pub words: String,
        /// How it stands.
        pub standing: Standing,
        /// How it stands, in words.
        pub standing_words: String,
        /// How often it is made.
        pub times: u32,
        /// Where first.
        pub at: JumpTo,
        /// What speaks for it.
        pub support: Vec<SignView>,
        /// What contradicts it.
        pub against: Vec<SignView>,
    }

    /// A place that speaks for or against a claim.
    pub struct SignView {
        /// What stands there.
        pub words: String,
        /// Where.
        pub at: JumpTo,
    }

    /// A claim, data type, volume, threat or proof.
    pub struct ClaimView {
        /// `claim`, `data-type`, `volume`, `threat`, `proof`.
        pub family: String,
        /// The code, `exfiltrated`; for a volume its text.
        pub code: String,
        /// In words.
        pub words: String,
        /// Who said it.
        pub by: Role,
        /// Where.
        pub at: JumpTo,
    }

    /// Something seen.
    pub struct ObservableView {
        /// What it is.
        pub kind: ObservableKind,
        /// What it is, in words.
        pub kind_words: String,
        /// Defanged and visible.
        pub shown: String,
        /// The canonical value, for raw copy.
        pub value: String,
        /// What its own check says.
        pub validity: Validity,
        /// The candidate that would be valid.
        pub repair: Option<String>,
        /// Where first seen.
        pub at: JumpTo,
        /// How often.
        pub count: u32,
    }

    /// A victim that the text names.
    pub struct VictimView {
        /// The name.
        pub name: String,
        /// What kind.
        pub kind: VictimKind,
        /// Where.
        pub at: JumpTo,
    }

    /// Somebody who speaks.
    pub struct ParticipantView {
        /// The name as the exhibit has it, hidden characters visible.
        pub name: String,
        /// The part they play.
        pub role: Role,
        /// How many messages.
        pub messages: u32,
    }

    /// When each side writes: messages by hour of the day in UTC, where the zone is known; 24 numbers each.
    pub struct ActivityView {
        /// Messages of the attacker.
        pub attacker: Vec<u32>,
        /// Messages of everybody else.
        pub others: Vec<u32>,
        /// Messages whose moment is not known.
        pub left_out: u32,
    }

    /// One triage, kept by the program under `draft` until it is logged or replaced.
    pub struct TriageView {
        /// Names this triage in later calls.
        pub draft: String,
        /// The file's name, or `Pasted text`, hidden characters visible.
        pub title: String,
        /// File or paste.
        pub acquired: AcquisitionKind,
        /// SHA-256 of the bytes.
        pub sha256: String,
        /// Length in bytes.
        pub bytes: u64,
        /// The format id.
        pub format: String,
        /// The format's name.
        pub format_name: String,
        /// How long reading and detection took, milliseconds.
        pub elapsed_ms: f64,
        /// The judgement.
        pub assessment: AssessmentView,
        /// Who it may be.
        pub actors: Vec<ActorView>,
        /// Sums; demands first.
        pub amounts: Vec<AmountView>,
        /// Time limits.
        pub deadlines: Vec<DeadlineView>,
        /// The demand ledger.
        pub ledger: Vec<StepView>,
        /// The ledger as a picture, where it names two sums or more.
        pub curve: Option<CurveView>,
        /// The claim register.
        pub register: Vec<RegisterView>,
        /// Claims, data types, volume, threats and proof.
        pub claims: Vec<ClaimView>,
        /// Things seen, each once.
        pub observables: Vec<ObservableView>,
        /// Victims named.
        pub victims: Vec<VictimView>,
        /// Who speaks, in order of first appearance.
        pub participants: Vec<ParticipantView>,
        /// When each side writes.
        pub activity: ActivityView,
        /// What was not read plainly.
        pub notes: Vec<NoteView>,
        /// The first page of the transcript.
        pub transcript: TranscriptPage,
    }
}
