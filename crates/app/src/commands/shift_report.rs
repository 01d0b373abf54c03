//! Write a shift report.

use serde::Deserialize;
use shakedown_export::Redaction;

use crate::job::Watch;
use crate::shift::ShiftOrder;
use crate::wire::{ExportManyResult, ShiftRequest};
use crate::{App, Failure, FailureCode};

#[derive(Deserialize)]
pub(super) struct Arguments {
    request: ShiftRequest,
    job: String,
}

pub(super) fn run(app: &App, arguments: Arguments, watch: Watch<'_>) -> Result<ExportManyResult, Failure> {
    let ShiftRequest { since, hours, format, tlp, redact, out } = arguments.request;
    let since = since.parse().map_err(|error| {
        let words = format!("shift: expected a moment (RFC 3339), found one that is not: {error}; nothing was exported");
        Failure::new(FailureCode::WrongUsage, words, "say since when, as in 2026-03-02T06:00Z")
    })?;
    let order = ShiftOrder { since, hours, format, tlp, redaction: redact.map(|marked| Redaction { marked }), out: out.into() };
    app.jobs.run(&arguments.job, watch, |job| app.shift_report(&order, job))
}
