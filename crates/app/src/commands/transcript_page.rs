//! A page of a transcript that the window looks at.

use std::sync::{Arc, PoisonError};

use serde::Deserialize;

use crate::job::Watch;
use crate::view;
use crate::wire::TranscriptPage;
use crate::{App, Failure, FailureCode};

#[derive(Deserialize)]
pub(super) struct Arguments {
    draft: String,
    first: u32,
    count: u32,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<TranscriptPage, Failure> {
    let drafts = app.drafts.lock().unwrap_or_else(PoisonError::into_inner);
    let found = drafts.get(&arguments.draft).map(|draft| (Arc::clone(&draft.analysed), Arc::clone(&draft.reviews)));
    drop(drafts);
    match found {
        Some((analysed, reviews)) => Ok(view::transcript_page(&analysed, &reviews, arguments.first, arguments.count)),
        None => Err(no_longer_at_hand()),
    }
}

/// The window asks for a triage that newer ones pushed out.
pub(super) fn no_longer_at_hand() -> Failure {
    Failure::new(FailureCode::NotFound, "this triage is no longer at hand; nothing was changed", "paste or open the exhibit again")
}
