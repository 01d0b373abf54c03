//! Confirm a mark of a triage that is not stored yet, dismiss it, or take that back. It is stored when the triage is logged.

use std::sync::PoisonError;

use serde::Deserialize;
use shakedown_core::Review;

use super::no_longer_at_hand;
use crate::job::Watch;
use crate::view::page;
use crate::wire::{MarkReview, TranscriptPage};
use crate::{App, Failure};

/// Messages of the first page.
const FIRST_PAGE: u32 = 200;

#[derive(Deserialize)]
pub(super) struct Arguments {
    review: MarkReview,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<TranscriptPage, Failure> {
    let MarkReview { draft: name, mark, verdict } = arguments.review;
    let draft = app.draft(&name)?;
    let (message, span, rule) = draft.placed.place(mark).ok_or_else(no_longer_at_hand)?;
    let transcript_id = draft.analysed.transcript.id.clone();
    let review = Review { transcript_id, rule: rule.to_owned(), message, span, verdict, at: app.host.now(), by: String::new() };
    let mut drafts = app.drafts.lock().unwrap_or_else(PoisonError::into_inner);
    let reviewed = drafts.review(&name, review).ok_or_else(no_longer_at_hand)?;
    Ok(page(&reviewed.analysed, &reviewed.marks(), 0, FIRST_PAGE))
}
