//! Observables over all cases, those in most cases first.

use serde::Deserialize;
use shakedown_store::ObservableQuery;

use crate::job::Watch;
use crate::view::observable_row;
use crate::wire::{ObservableRow, ObservablesRequest};
use crate::{App, Failure};

/// The longest page.
const PAGE_MAX: u32 = 500;

#[derive(Deserialize)]
pub(super) struct Arguments {
    request: ObservablesRequest,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<Vec<ObservableRow>, Failure> {
    let ObservablesRequest { kind, contains, shared, first, count } = arguments.request;
    let contains = contains.filter(|text| !text.is_empty());
    let query = ObservableQuery { kind, contains, cases: if shared { 2 } else { 1 }, first, count: count.min(PAGE_MAX) };
    Ok(app.observables(&query)?.iter().map(observable_row).collect())
}
