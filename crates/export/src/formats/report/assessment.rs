//! The verdict of each item, with its arithmetic.

use serde::Serialize;
use shakedown_core::{CaseFile, Caveat, Priority, Reason, Review, Verdict};

use super::items::{Item, Places};
use super::text::Text;
use super::words::{points, score};

/// The judgement of one item.
#[derive(Serialize)]
pub(super) struct Judged {
    pub label: Text,
    pub verdict: Verdict,
    /// 0–100, for people.
    pub score: String,
    /// As it was computed.
    pub score_exact: String,
    pub priority: Priority,
    pub because: Text,
    pub caveats: Vec<&'static str>,
    /// The most telling first, the starting point last.
    pub reasons: Vec<ReasonRow>,
    /// Σ points.
    pub sum: String,
}

/// One summand.
#[derive(Serialize)]
pub(super) struct ReasonRow {
    pub points: String,
    pub words: Text,
    pub rule: Text,
    pub quote: Text,
    /// The score without it.
    pub without: Option<String>,
    pub at: Option<Places>,
    /// What an analyst said of it, and who.
    pub reviews: Vec<(&'static str, Text)>,
}

impl Judged {
    pub fn of(item: &Item<'_>, file: &CaseFile) -> Self {
        let assessment = &item.analysis.assessment;
        let mut reasons: Vec<_> = assessment.reasons.iter().collect();
        reasons.sort_by(|one, other| {
            one.message.is_none().cmp(&other.message.is_none()).then(other.points.abs().total_cmp(&one.points.abs()))
        });
        let reviews: Vec<_> = file.reviews.iter().filter(|review| review.transcript_id == item.transcript.id).collect();
        Self {
            label: item.label.clone(),
            verdict: assessment.verdict,
            score: score(assessment.score),
            score_exact: assessment.score.to_string(),
            priority: assessment.priority,
            because: Text::of(&assessment.priority_because),
            caveats: assessment.caveats.iter().map(|caveat: &Caveat| caveat.words()).collect(),
            reasons: reasons.into_iter().map(|reason| reason_row(item, reason, &reviews)).collect(),
            sum: points(assessment.reasons.iter().map(|reason| reason.points).sum()),
        }
    }

    /// The shape that tells the priority without its colour.
    pub fn shape(&self) -> &'static str {
        shape(self.priority)
    }
}

/// The shape that tells a priority without its colour.
pub(in crate::formats) const fn shape(priority: Priority) -> &'static str {
    match priority {
        Priority::P1 => "▲",
        Priority::P2 => "◆",
        Priority::P3 => "●",
        Priority::P4 => "○",
    }
}

fn reason_row(item: &Item<'_>, reason: &Reason, reviews: &[&Review]) -> ReasonRow {
    let body = reason.message.and_then(|seq| item.message(seq)).map_or("", |message| message.body.raw());
    let said_of_it = |review: &&&Review| {
        review.rule == reason.rule && Some(review.message) == reason.message && reason.span.is_none_or(|span| span.overlaps(review.span))
    };
    ReasonRow {
        points: points(reason.points),
        words: Text::of(&reason.words),
        rule: Text::id(&reason.rule),
        quote: Text::quote(reason.span.and_then(|span| span.of(body)).unwrap_or_default()),
        without: reason.without.map(score),
        at: reason.message.map(|message| item.place(message)),
        reviews: reviews.iter().filter(said_of_it).map(|review| (review.verdict.words(), Text::quote(&review.by))).collect(),
    }
}
