//! Confirm a mark, dismiss it as a false positive, or take a review back.

use serde::Deserialize;
use shakedown_store::NewReview;

use super::no_longer_at_hand;
use crate::job::Watch;
use crate::wire::{CaseDetail, MarkReview};
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    case: String,
    review: MarkReview,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<CaseDetail, Failure> {
    app.review_mark(&arguments.review)?;
    app.show_case(&arguments.case)
}

impl App {
    /// Say something of a mark in a stored transcript that is shown. Errors: `not-found` and those of the store.
    pub fn review_mark(&self, review: &MarkReview) -> Result<(), Failure> {
        let draft = self.draft(&review.draft)?;
        let (message, span, rule) = draft.placed.place(review.mark).ok_or_else(no_longer_at_hand)?;
        let new = NewReview { transcript: &draft.analysed.transcript.id, rule, message, span, verdict: review.verdict };
        self.with_store(|store| {
            let by = self.by(&store.analyst()?);
            store.review(&new, &by)
        })
        .map(drop)
    }
}
