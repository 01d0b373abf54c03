//! Search every stored message, note and title.

use serde::Deserialize;

use crate::job::Watch;
use crate::view::search_page;
use crate::wire::{SearchPage, SearchRequest};
use crate::{App, Failure};

/// The longest page, in hits.
const PAGE_MAX: u32 = 200;

#[derive(Deserialize)]
pub(super) struct Arguments {
    request: SearchRequest,
    /// What is not in the index yet comes in first: a first search may take long, is told as this job and can be stopped.
    job: String,
}

pub(super) fn run(app: &App, arguments: Arguments, watch: Watch<'_>) -> Result<SearchPage, Failure> {
    let SearchRequest { query, case, after, count } = arguments.request;
    let case = case.filter(|case| !case.is_empty());
    let after = after.and_then(|after| after.parse().ok());
    let page = app.jobs.run(&arguments.job, watch, |job| app.search(&query, case.as_deref(), after, count.min(PAGE_MAX), job))?;
    Ok(search_page(&page))
}
