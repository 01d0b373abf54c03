//! Cases as the window shows them.

use super::wire;
use super::{TaskView, TriageView, WorkView};
use shakedown_core::{AmountRole, CaseStatus, Priority, Tlp, Verdict};

wire! {
    /// A triage to be logged.
    pub struct LogRequest {
        /// The triage.
        pub draft: String,
        /// The case's title; one is made where it is empty.
        pub title: Option<String>,
        /// An existing case to log it in.
        pub case: Option<String>,
    }

    /// A row of the table of cases.
    pub struct CaseRow {
        /// The case.
        pub id: String,
        /// Its number for people.
        pub number: u32,
        /// Its title.
        pub title: String,
        /// Where the work stands.
        pub status: CaseStatus,
        /// How far it may travel.
        pub tlp: Tlp,
        /// The order of work: the analyst's, or else the machine's.
        pub priority: Priority,
        /// The machine's.
        pub machine_priority: Priority,
        /// Who works on it.
        pub assignee: Option<String>,
        /// Its labels, sorted.
        pub labels: Vec<String>,
        /// The verdict of its most urgent item.
        pub verdict: Verdict,
        /// 0–100.
        pub score: f64,
        /// The likeliest actor.
        pub actor: Option<String>,
        /// The last demand, `1,500,000 USD`.
        pub demand: Option<String>,
        /// What the sum is for; `demand`, where there is one.
        pub demand_role: Option<AmountRole>,
        /// The nearest deadline still to come, or else the last one, RFC 3339 in UTC.
        pub nearest_deadline: Option<String>,
        /// When it was logged, RFC 3339 in UTC.
        pub created_at: String,
        /// How many items of evidence.
        pub evidence_count: u32,
    }

    /// An evidence item of a case.
    pub struct EvidenceRow {
        /// The item.
        pub id: String,
        /// The label a person gives it.
        pub exhibit_ref: String,
        /// The file's name, hidden characters visible.
        pub file_name: Option<String>,
        /// SHA-256.
        pub sha256: String,
        /// Length in bytes.
        pub bytes: u64,
        /// "a file, byte for byte".
        pub acquired: String,
        /// By whom.
        pub acquired_by: String,
        /// When, RFC 3339 in UTC.
        pub acquired_at: String,
        /// The format it was read as.
        pub format: String,
    }

    /// A link of the custody chain.
    pub struct CustodyRow {
        /// Its number.
        pub seq: u64,
        /// When, RFC 3339 in UTC.
        pub at: String,
        /// By whom.
        pub analyst: String,
        /// On which account and machine.
        pub machine: String,
        /// What was done, in words.
        pub action: String,
        /// To what, in words.
        pub subject: String,
        /// The link's hash.
        pub sha256: String,
    }

    /// A note of an analyst.
    pub struct NoteRow {
        /// When, RFC 3339 in UTC.
        pub at: String,
        /// By whom.
        pub by: String,
        /// What it says, hidden characters visible.
        pub body: String,
    }

    /// One case, whole.
    pub struct CaseDetail {
        /// Its row.
        pub row: CaseRow,
        /// How far it may travel.
        pub tlp: Tlp,
        /// Its evidence.
        pub evidence: Vec<EvidenceRow>,
        /// Each item's transcript and assessment, in the same order; `draft` names it in `transcript_page`.
        pub items: Vec<TriageView>,
        /// What analysts decided about it.
        pub work: WorkView,
        /// Its diary, oldest line first.
        pub tasks: Vec<TaskView>,
        /// Notes, oldest first.
        pub notes: Vec<NoteRow>,
        /// Its links of the chain, oldest first.
        pub custody: Vec<CustodyRow>,
    }

    /// A format a case can leave in.
    pub struct ExportFormat {
        /// Its id, `html`.
        pub id: String,
        /// Its name for people.
        pub name: String,
        /// What it is good for.
        pub words: String,
    }

    /// An export to be made.
    pub struct ExportRequest {
        /// The case.
        pub case: String,
        /// The format's id.
        pub format: String,
        /// How far it may travel; the case's own where none is given.
        pub tlp: Option<Tlp>,
        /// Where it is given, whatever tells who the victim is becomes a token, and these words too.
        pub redact: Option<Vec<String>>,
        /// Where to write it: a folder or a file.
        pub out: String,
    }

    /// An export that was made.
    pub struct ExportResult {
        /// Where it lies.
        pub path: String,
        /// SHA-256 of its bytes.
        pub sha256: String,
        /// Length in bytes.
        pub bytes: u64,
        /// What was removed; empty where nothing was to be.
        pub removed: Vec<RemovedRow>,
    }

    /// What would leave.
    pub struct ExportPreviewView {
        /// How far it may travel.
        pub tlp: Tlp,
        /// Length in bytes.
        pub bytes: u64,
        /// Evidence items that it tells of.
        pub evidence: u64,
        /// Messages.
        pub messages: u64,
        /// Observables.
        pub observables: u64,
        /// Findings.
        pub findings: u64,
        /// Notes.
        pub notes: u64,
        /// What would be removed.
        pub removed: Vec<RemovedRow>,
    }

    /// One name that a token stands for.
    pub struct RemovedRow {
        /// The token.
        pub token: String,
        /// The name, its hidden characters visible.
        pub text: String,
        /// How often it stood somewhere in the case.
        pub times: u32,
    }

    /// What verifying found.
    pub struct VerifyReport {
        /// Evidence items hashed again.
        pub evidence: u64,
        /// Links checked.
        pub custody: u64,
        /// What does not hold, in words; empty where everything does.
        pub faults: Vec<String>,
    }
}
