//! A page of a transcript that the window looks at.

use serde::Deserialize;

use crate::job::Watch;
use crate::view::page;
use crate::wire::TranscriptPage;
use crate::{App, Failure, FailureCode};

#[derive(Deserialize)]
pub(super) struct Arguments {
    draft: String,
    first: u32,
    count: u32,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<TranscriptPage, Failure> {
    let draft = app.draft(&arguments.draft)?;
    Ok(page(&draft.analysed, &draft.marks(), arguments.first, arguments.count))
}

/// The window asks for a triage that newer ones pushed out.
pub(crate) fn no_longer_at_hand() -> Failure {
    Failure::new(FailureCode::NotFound, "this triage is no longer at hand; nothing was changed", "paste or open the exhibit again")
}
