//! Destroy a deleted case for good; gives how many things went.

use serde::Deserialize;

use crate::job::Watch;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    case: String,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<u64, Failure> {
    app.purge_case(&arguments.case)
}
