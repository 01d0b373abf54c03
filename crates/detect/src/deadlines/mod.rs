//! Time limits that the writer sets, and what they are for.
//!
//! Most are not written "within 72 hours": `6 days 14 hours` · `2 business days` · `50 hours (more than 2 days)` · `tomorrow` · `by Friday` ·
//! `until 21/01/2024 00:00 UTC` · `3 day added`. What looks the same and is none: how long decryption takes, when support answers, how long a link
//! works, how long the intruders were inside.

mod due;
mod expression;
mod frame;

pub(crate) use self::expression::openings;
use shakedown_core::Span;

pub use self::due::{Due, due};
use crate::seen::SeenDeadline;

/// Every time limit set in one message body, in order of place.
///
/// The text is read as the attacker's: call it for attackers and unknown speakers only, because a victim's "we will answer tomorrow" is a promise and
/// the words alone do not tell. A length of time is in hours (a day, also a business day, is 24, a week 168, `today` and `tomorrow` are 24); a full
/// date is ISO 8601; a weekday, or a day without its year, is in [`day`](SeenDeadline::day), for [`due`] to resolve.
///
/// `soft` is set for wishes ("waiting for your files today"), extensions and `this week`: nothing is said to follow. Linear in the length of `text`;
/// any text is allowed.
pub fn find(text: &str) -> Vec<SeenDeadline> {
    let expressions = expression::find(text);
    let limits = expressions.into_iter().filter_map(|expression| {
        let frame = frame::judge(text, &expression)?;
        let span = Span::new(expression.place.start, expression.place.end);
        let (hours, iso, day) = expression.when.parts();
        Some(SeenDeadline { span, hours, iso, day, kind: frame.kind, soft: frame.soft })
    });
    limits.collect()
}
