//! Move everything of a case into another one.

use serde::Deserialize;

use crate::job::Watch;
use crate::wire::CaseDetail;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    from: String,
    into: String,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<CaseDetail, Failure> {
    app.merge_cases(&arguments.from, &arguments.into)?;
    app.show_case(&arguments.into)
}
