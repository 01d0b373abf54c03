//! The gate: it stands before every format and decides what may leave.

use std::borrow::Cow;

use shakedown_core::CaseFile;

use crate::{ExportError, ExportOptions};

/// The case file as it may leave under `options`.
///
/// A case never leaves at a more open marking than its own: that is refused. Where a stricter one is chosen, the case file carries it, so
/// that whoever gets the artifact sees the marking it was given under.
///
/// Errors: [`TooOpen`](ExportError::TooOpen). Source: Traffic Light Protocol 2.0 (FIRST): only the source may widen a marking.
pub fn check<'a>(case: &'a CaseFile, options: &ExportOptions) -> Result<Cow<'a, CaseFile>, ExportError> {
    if options.tlp < case.case.tlp {
        return Err(ExportError::TooOpen { chosen: options.tlp, case: case.case.tlp });
    }
    let mut released = Cow::Borrowed(case);
    if options.tlp > case.case.tlp {
        released.to_mut().case.tlp = options.tlp;
    }
    Ok(released)
}
