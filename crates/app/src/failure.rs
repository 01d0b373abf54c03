//! What the window and the terminal may branch on.

use serde::{Deserialize, Serialize};

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
