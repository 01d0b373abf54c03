//! Stop a running job.

use serde::Deserialize;

use crate::job::Watch;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    job: String,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<bool, Failure> {
    Ok(app.jobs.cancel(&arguments.job))
}
