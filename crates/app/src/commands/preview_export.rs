//! What would leave, and what would be removed first.

use std::path::PathBuf;

use serde::Deserialize;
use shakedown_export::Redaction;

use super::export_case::ExportOrder;
use crate::job::Watch;
use crate::wire::{ExportPreviewView, ExportRequest};
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    request: ExportRequest,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<ExportPreviewView, Failure> {
    let ExportRequest { case, format, tlp, redact, out } = arguments.request;
    let redaction = redact.map(|marked| Redaction { marked });
    let found = app.preview_export(&ExportOrder { case, format, tlp, redaction, out: PathBuf::from(out) })?;
    Ok(ExportPreviewView {
        tlp: found.tlp,
        bytes: found.bytes,
        evidence: found.evidence,
        messages: found.messages,
        observables: found.observables,
        findings: found.findings,
        notes: found.notes,
        removed: found.removed,
    })
}
