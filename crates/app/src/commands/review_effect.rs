//! What the judgement on a transcript would be without what analysts dismissed as false positives.

use serde::Deserialize;
use shakedown_core::{ReviewVerdict, Span};
use shakedown_detect::Context;

use crate::job::Watch;
use crate::wire::JudgementRow;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    draft: String,
}

/// None where nothing is dismissed. Takes as long as the triage did.
pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<Option<JudgementRow>, Failure> {
    let draft = app.draft(&arguments.draft)?;
    let transcript = &draft.analysed.transcript;
    // What was said last of a place counts.
    let dismissed = |rule: &str, message: u32, span: Span| {
        let said = |review: &&shakedown_core::Review| review.message == message && review.span == span && review.rule == rule;
        let mut of_this = draft.reviews.iter().filter(|review| review.transcript_id == transcript.id);
        of_this.rfind(said).is_some_and(|review| review.verdict == ReviewVerdict::Dismissed)
    };
    if !draft.reviews.iter().any(|review| dismissed(&review.rule, review.message, review.span)) {
        return Ok(None);
    }
    let judged = app.engine()?.judge_without(transcript, &Context { now: draft.now }, &dismissed);
    Ok(Some(JudgementRow { priority: judged.priority, verdict: judged.verdict, score: judged.score }))
}
