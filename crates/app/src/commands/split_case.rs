//! Move evidence out of a case into a new one, which is given.

use serde::Deserialize;

use crate::job::Watch;
use crate::wire::CaseDetail;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    case: String,
    evidence: Vec<String>,
    title: String,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<CaseDetail, Failure> {
    let made = app.split_case(&arguments.case, &arguments.evidence, &arguments.title)?;
    app.show_case(made.id.as_str())
}
