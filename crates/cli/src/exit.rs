//! The exit status, a contract with scripts.

use std::process::ExitCode;

use shakedown_app::FailureCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    Done = 0,
    /// Something asked for was not found or did not verify.
    NotFound = 1,
    Usage = 2,
    Evidence = 3,
    Store = 4,
    Stopped = 5,
}

impl Exit {
    /// The status for a failure.
    pub(crate) fn of(code: FailureCode) -> Self {
        use FailureCode as Code;
        match code {
            Code::NotFound | Code::TlpRefused | Code::RulesWrong => Self::NotFound,
            Code::WrongUsage | Code::FormatUnknown | Code::OutNotWritable => Self::Usage,
            Code::EvidenceUnreadable => Self::Evidence,
            Code::Stopped => Self::Stopped,
            Code::StoreMissing
            | Code::StoreLocked
            | Code::WrongPassphrase
            | Code::StoreDamaged
            | Code::StoreNewer
            | Code::StoreBusy
            | Code::DiskFull
            | Code::Internal => Self::Store,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
