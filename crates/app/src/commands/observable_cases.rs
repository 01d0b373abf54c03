//! The cases that have an observable, the most urgent first.

use serde::Deserialize;

use crate::job::Watch;
use crate::wire::{CaseRow, ObservableCasesRequest};
use crate::{App, Failure};

/// The longest page.
const PAGE_MAX: u32 = 500;

#[derive(Deserialize)]
pub(super) struct Arguments {
    request: ObservableCasesRequest,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<Vec<CaseRow>, Failure> {
    let ObservableCasesRequest { kind, value, first, count } = arguments.request;
    app.observable_cases(kind, &value, first, count.min(PAGE_MAX))
}
