//! Let many cases leave at once.

use serde::Deserialize;
use shakedown_export::Redaction;

use crate::export_many::{ExportManyOrder, Selection};
use crate::job::Watch;
use crate::wire::{ExportManyRequest, ExportManyResult};
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    request: ExportManyRequest,
    job: String,
}

pub(super) fn run(app: &App, arguments: Arguments, watch: Watch<'_>) -> Result<ExportManyResult, Failure> {
    app.jobs.run(&arguments.job, watch, |job| app.export_many(&order(arguments.request), job))
}

pub(super) fn order(request: ExportManyRequest) -> ExportManyOrder {
    let ExportManyRequest { cases, format, tlp, redact, out } = request;
    let cases = cases.map_or(Selection::All, Selection::These);
    ExportManyOrder { cases, format, tlp, redaction: redact.map(|marked| Redaction { marked }), out: out.into() }
}
