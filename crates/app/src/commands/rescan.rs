//! Judge stored cases again by the rules in use, or say what that would change.

use serde::Deserialize;

use crate::job::Watch;
use crate::rescan::RescanOrder;
use crate::view::rescan_report;
use crate::wire::RescanReport;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    case: Option<String>,
    preview: bool,
    job: String,
}

pub(super) fn run(app: &App, arguments: Arguments, watch: Watch<'_>) -> Result<RescanReport, Failure> {
    let order = RescanOrder { case: arguments.case, preview: arguments.preview };
    let rescanned = app.jobs.run(&arguments.job, watch, |job| app.rescan(&order, job))?;
    Ok(rescan_report(&rescanned))
}
