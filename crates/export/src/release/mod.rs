//! The gate: it stands before every format and decides what may leave.

mod identity;
mod names;
mod redact;

use std::borrow::Cow;

use shakedown_core::CaseFile;

pub use identity::Identities;
pub use redact::Removed;

use self::redact::Redactor;
use crate::{ExportError, ExportOptions};

/// A case file that may leave, and what was taken out of it.
#[derive(Clone, Debug)]
pub struct Released<'a> {
    /// The case file as it may leave.
    pub case: Cow<'a, CaseFile>,
    /// The options, with tokens where they name the victim.
    pub options: ExportOptions,
    /// What was removed, for the analyst alone.
    pub removed: Vec<Removed>,
}

/// The case file as it may leave under `options`.
///
/// A case never leaves at a more open marking than its own: that is refused. Where a stricter one is chosen, the case file carries it, so
/// that whoever gets the artifact sees the marking it was given under. Where redaction is asked for, whatever tells who the victim is
/// becomes a token, the same one everywhere: names, hosts, addresses and numbers of the victim, and what the analyst marked, however they are
/// written. The adversary's names and indicators stay. Hashes of the evidence stay too: they are of the bytes as received.
///
/// Errors: [`TooOpen`](ExportError::TooOpen), [`Redaction`](ExportError::Redaction). Source: Traffic Light Protocol 2.0 (FIRST): only the
/// source may widen a marking.
pub fn check<'a>(case: &'a CaseFile, options: &ExportOptions) -> Result<Released<'a>, ExportError> {
    check_among(case, options, &Identities::default())
}

/// As [`check`], for one of several cases that leave together: what tells who the victim of any of them is, which `victims` has learned, becomes
/// a token, the same one in all of them; but a name that is the adversary's in this case stays in it.
///
/// Errors: those of [`check`].
pub fn check_among<'a>(case: &'a CaseFile, options: &ExportOptions, victims: &Identities) -> Result<Released<'a>, ExportError> {
    if options.tlp < case.case.tlp {
        return Err(ExportError::TooOpen { chosen: options.tlp, case: case.case.tlp });
    }
    let mut released = Released { case: Cow::Borrowed(case), options: options.clone(), removed: Vec::new() };
    if let Some(redaction) = &options.redaction {
        let mut redactor = Redactor::new(case, &redaction.marked, victims)?;
        released.case = Cow::Owned(redactor.case_file(case)?);
        released.options.by = redactor.line(&options.by);
        released.removed = redactor.removed();
        released.options.redaction = None;
    }
    if options.tlp > case.case.tlp {
        released.case.to_mut().case.tlp = options.tlp;
    }
    Ok(released)
}
