//! Write a line in the diary of a case, or start a statutory clock.

use jiff::Timestamp;
use serde::Deserialize;
use shakedown_core::visible;

use crate::job::Watch;
use crate::wire::{CaseDetail, NewLine};
use crate::{App, Failure, FailureCode, TaskOrder};

#[derive(Deserialize)]
pub(super) struct Arguments {
    case: String,
    line: NewLine,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<CaseDetail, Failure> {
    let Arguments { case, line: NewLine { kind, words, at, statute } } = arguments;
    let at = at.map(|at| moment(&at)).transpose()?;
    match statute {
        Some(statute) => app.start_clock(&case, statute, at.unwrap_or_else(|| app.now()), &words)?,
        None => app.add_task(&case, TaskOrder { kind, words, due: at })?,
    };
    app.show_case(&case)
}

/// A moment that the window names. Errors: `wrong-usage`.
pub(super) fn moment(text: &str) -> Result<Timestamp, Failure> {
    text.parse().map_err(|_| {
        Failure::new(
            FailureCode::WrongUsage,
            format!("expected a moment such as 2026-03-02T09:30:00Z, found {:?}; nothing was changed", visible(text)),
            "give the day and the time, in UTC",
        )
    })
}
