//! Take over a case that another store gave away.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use shakedown_core::visible;
use shakedown_import::{HandOverError, handed_over};
use shakedown_store::{KnownCase, TakeOver, TakenOver};

use crate::job::Job;
use crate::signers::Signer;
use crate::{App, Failure, FailureCode};

/// The longest file that is read, in bytes: it is held in memory.
const BYTES_MAX: u64 = 2 << 30;
/// How many bytes are read between two looks at whether the analyst stopped it.
const PIECE: u64 = 1 << 20;

/// A case that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseImported {
    /// What came in.
    pub taken: TakenOver,
    /// Who signed it.
    pub signer: Signer,
}

/// Whoever does not ask who signed it sees what came in.
impl std::ops::Deref for CaseImported {
    type Target = TakenOver;

    fn deref(&self) -> &TakenOver {
        &self.taken
    }
}

impl App {
    /// Take over the case in a case file (JSON) or an evidence bundle. It is found whole before anything is written, and then comes in at once.
    ///
    /// Where a case of the same identifier is here, `known` says whether it comes in beside it or into it. A bundle whose signature does not hold
    /// is refused; one that a stranger signed, or nobody, comes in as untrusted. Errors: `evidence-unreadable` for a
    /// file that is no whole case, `stopped`, `wrong-usage` for a copy here that is closed to work, and those of the store.
    pub fn import_case(&self, path: &Path, known: KnownCase, job: &Job<'_>) -> Result<CaseImported, Failure> {
        let analyst = self.with_store(|store| store.analyst())?;
        let bytes = whole_file(path, job)?;
        let case = handed_over(&bytes).map_err(|error| refused(path, &error))?;
        let claimed = case.file.custody_seal.as_ref().map(|seal| seal.public_key.as_str());
        let signer = self.signer(case.signed, claimed)?;
        let name = signer.name().map(str::to_owned);
        if job.tell(bytes.len() as u64, Some(bytes.len() as u64), "found whole; it comes in") {
            return Err(stopped());
        }
        // A store that is written to must not fail halfway for want of an identifier.
        let mut failed = None;
        let mut fresh = || {
            self.new_id().unwrap_or_else(|failure| {
                failed = Some(failure);
                String::new()
            })
        };
        let incoming = TakeOver { file: case.file, originals: &case.originals, artifact_sha256: case.sha256, signer: name, known };
        let taken =
            self.with_store(|store| store.take_over(incoming, &mut fresh, &self.by(&analyst), &mut |bytes| self.host.fill_random(bytes)));
        let taken = failed.map_or(taken, Err)?;
        // The case is stored; what could not be indexed now is when somebody searches.
        let _ = self.index(&Job::quiet());
        Ok(CaseImported { taken, signer })
    }
}

fn whole_file(path: &Path, job: &Job<'_>) -> Result<Vec<u8>, Failure> {
    let unreadable = |words: String| {
        let words = format!("{}: {words}; nothing was changed", visible(&path.to_string_lossy()));
        Failure::new(FailureCode::EvidenceUnreadable, words, "check the path and the rights of this account")
    };
    let mut file = File::open(path).map_err(|error| unreadable(error.to_string()))?;
    let length = file.metadata().map_err(|error| unreadable(error.to_string()))?.len();
    if length > BYTES_MAX {
        return Err(unreadable(format!("expected at most {BYTES_MAX} bytes, found {length}")));
    }
    let mut bytes = Vec::new();
    while (&mut file).take(PIECE).read_to_end(&mut bytes).map_err(|error| unreadable(error.to_string()))? > 0 {
        if job.tell(bytes.len() as u64, Some(length), "read") {
            return Err(stopped());
        }
        if bytes.len() as u64 > BYTES_MAX {
            return Err(unreadable(format!("expected at most {BYTES_MAX} bytes, found more")));
        }
    }
    Ok(bytes)
}

fn refused(path: &Path, error: &HandOverError) -> Failure {
    let next = match error {
        HandOverError::Redacted => "ask for the case as it is; a redacted file can be read and not taken over",
        HandOverError::NotACase { .. } => "name a file that `shakedown export --format json` or `--format bundle` made",
        _ => "ask the sender for a whole copy, and compare its SHA-256",
    };
    Failure::new(FailureCode::EvidenceUnreadable, format!("{}: {error}; nothing was changed", visible(&path.to_string_lossy())), next)
}

fn stopped() -> Failure {
    Failure::new(FailureCode::Stopped, "import: stopped; nothing was changed", "start it again when you like")
}
