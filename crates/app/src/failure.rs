//! What the window and the terminal may branch on.

use std::path::Path;

use serde::{Deserialize, Serialize};
use shakedown_core::visible;
use shakedown_store::StoreError;

/// What went wrong. Codes are a contract; words are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum FailureCode {
    /// Evidence could not be read.
    EvidenceUnreadable,
    /// A format was asked for that no reader has.
    FormatUnknown,
    /// There is no store.
    StoreMissing,
    /// The store asks for a passphrase.
    StoreLocked,
    /// The passphrase is wrong.
    WrongPassphrase,
    /// The store is damaged.
    StoreDamaged,
    /// The store was made by a newer version.
    StoreNewer,
    /// Another program holds the store.
    StoreBusy,
    /// The disk is full or does not take writes.
    DiskFull,
    /// What was asked for is not there.
    NotFound,
    /// The analyst stopped the work.
    Stopped,
    /// The chosen marking does not let this leave.
    TlpRefused,
    /// The destination does not take the file.
    OutNotWritable,
    /// A rule file is wrong.
    RulesWrong,
    /// The request itself is wrong.
    WrongUsage,
    /// A fault of the program.
    Internal,
}

impl std::fmt::Display for FailureCode {
    /// The code as it stands in JSON.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.serialize(f)
    }
}

/// An error as the analyst sees it: where, what was expected and what was found; then what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename_all = "camelCase"))]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// What to branch on.
    pub code: FailureCode,
    /// What failed, and whether anything was changed. Words of the input are quoted, capped and visible.
    pub message: String,
    /// What to do next.
    pub next_step: String,
}

impl Failure {
    /// A failure of these words.
    pub fn new(code: FailureCode, message: impl Into<String>, next_step: impl Into<String>) -> Self {
        Self { code, message: message.into(), next_step: next_step.into() }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// A refusal of the store in `dir`, with what to do next.
pub(crate) fn of_store(error: &StoreError, dir: &Path) -> Failure {
    use FailureCode as Code;
    let (code, next) = match error {
        StoreError::NotFound { .. } => (Code::NotFound, "look at the table of cases: shakedown case list"),
        StoreError::NotAStore => (Code::StoreMissing, "make one in the window, or with: shakedown store init"),
        StoreError::NeedsPassphrase => (Code::StoreLocked, "give the passphrase at the prompt, or name a file with --passphrase-file"),
        StoreError::WrongPassphrase | StoreError::EmptyPassphrase => {
            (Code::WrongPassphrase, "try again; capital letters and keyboard layout count")
        }
        StoreError::KeyBlockDamaged | StoreError::Damaged { .. } => (
            Code::StoreDamaged,
            "save what can be read with: shakedown store salvage --out PATH, then put the last backup in its place with: shakedown store restore --replace",
        ),
        StoreError::FromANewerVersion { .. } => (Code::StoreNewer, "use the newer program"),
        StoreError::Busy => (Code::StoreBusy, "wait until the other program is done, then try again"),
        StoreError::Full => (Code::DiskFull, "make room on the disk, then try again"),
        StoreError::ReadOnly | StoreError::File(_) => (Code::DiskFull, "check that this account may write to the folder of the store"),
        StoreError::EvidenceChanged { .. } | StoreError::Evidence(_) => {
            (Code::EvidenceUnreadable, "triage the item again: its bytes are no longer those assessed")
        }
        StoreError::Absent { .. } => (Code::EvidenceUnreadable, "ask for the evidence bundle, and take it over with --merge"),
        StoreError::Deleted { .. } => (Code::WrongUsage, "take it back first: shakedown case undo ID"),
        StoreError::NotDeleted { .. } => (Code::WrongUsage, "delete it first: shakedown case delete ID"),
        StoreError::Merged { .. } => (Code::WrongUsage, "work on the case that it went into"),
        StoreError::TooLate { .. } => (Code::WrongUsage, "what is in it can still be read: shakedown case show ID"),
        StoreError::Held { .. } => (Code::WrongUsage, "end the hold first, if you may: shakedown case hold ID --release"),
        StoreError::SameCase { .. } => (Code::WrongUsage, "name another case"),
        StoreError::NothingToSplit { .. } => (Code::WrongUsage, "name some of its evidence, an archive and its members count as one"),
        StoreError::Query { .. } => {
            (Code::WrongUsage, "words, \"words in order\", begin*, *part*, a OR b, -without, a NEAR/5 b, case:12, label:x")
        }
        StoreError::NotABackup => (Code::WrongUsage, "name a file that shakedown store backup made, or another one of them"),
        StoreError::Taken => (Code::OutNotWritable, "name another file"),
        StoreError::Stopped => (Code::Stopped, "start it again when you like"),
        StoreError::AlreadyAStore => (Code::WrongUsage, "use it, or name another folder with --store"),
        _ => (Code::Internal, "try again; if it happens again, tell us what you did, without the exhibit"),
    };
    Failure::new(code, format!("{}: {error}", visible(&dir.to_string_lossy())), next)
}
