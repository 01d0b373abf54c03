//! Say what becomes of a line in the diary of a case.

use serde::Deserialize;

use super::add_line::moment;
use crate::job::Watch;
use crate::wire::{CaseDetail, LineChange};
use crate::{App, Failure, TaskChange};

#[derive(Deserialize)]
pub(super) struct Arguments {
    case: String,
    number: u32,
    change: LineChange,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<CaseDetail, Failure> {
    let Arguments { case, number, change } = arguments;
    let what = match change {
        LineChange::Met => TaskChange::Met,
        LineChange::Slipped => TaskChange::Slipped,
        LineChange::Dropped => TaskChange::Dropped,
        LineChange::Extended(until) => TaskChange::Extended(moment(&until)?),
    };
    app.change_task(&case, number, what)?;
    app.show_case(&case)
}
