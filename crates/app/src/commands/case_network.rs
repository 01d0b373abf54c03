//! The cases that hang together with one.

use serde::Deserialize;

use crate::job::Watch;
use crate::view;
use crate::wire::CaseNetwork;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    case: String,
    job: String,
}

pub(super) fn run(app: &App, arguments: Arguments, watch: Watch<'_>) -> Result<CaseNetwork, Failure> {
    let network = app.jobs.run(&arguments.job, watch, |job| app.case_network(&arguments.case, job))?;
    Ok(view::case_network(&network))
}
