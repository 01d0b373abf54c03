//! Every case that shares something with one, and what.

use serde::Deserialize;

use crate::job::Watch;
use crate::view;
use crate::wire::CaseLinks;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    case: String,
    /// A store of an earlier version is looked through first: told as this job, and can be stopped.
    job: String,
}

pub(super) fn run(app: &App, arguments: Arguments, watch: Watch<'_>) -> Result<CaseLinks, Failure> {
    let links = app.jobs.run(&arguments.job, watch, |job| app.case_links(&arguments.case, job))?;
    Ok(view::case_links(&links))
}
