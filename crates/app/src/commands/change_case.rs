//! Change one thing about a case.

use serde::Deserialize;

use crate::job::Watch;
use crate::wire::{CaseChange, CaseDetail};
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    case: String,
    change: CaseChange,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<CaseDetail, Failure> {
    app.change_case(&arguments.case, &arguments.change)?;
    app.show_case(&arguments.case)
}
