//! What the finders give: places in one view of one message, before the engine carries them back to the text as written.

use jiff::civil::Weekday;
use shakedown_core::{DeadlineKind, ObservableKind, Span, Validity};

/// An observable in a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenObservable {
    /// What it is.
    pub kind: ObservableKind,
    /// Where in the view.
    pub span: Span,
    /// The canonical form.
    pub value: String,
    /// What its own check says.
    pub validity: Validity,
    /// For one that fails its check by one character: the candidate that would be valid.
    pub repair: Option<String>,
}

/// A sum of money in a view. What it is for is decided by the engine, which knows who speaks.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenMoney {
    /// Where in the view.
    pub span: Span,
    /// How much, in units of the currency.
    pub value: f64,
    /// ISO 4217 code, or the ticker of a coin.
    pub currency: &'static str,
    /// Whether the currency was written beside the number; false for a bare `100k`, which counts only in a talk about money.
    pub currency_stated: bool,
}

/// A day named without its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedDay {
    /// "by Friday".
    Weekday(Weekday),
    /// "until 30.08": month and day of month.
    Date(i8, i8),
}

/// A time limit in a view.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenDeadline {
    /// Where in the view.
    pub span: Span,
    /// The limit in hours, where it was written as a length of time.
    pub hours: Option<f64>,
    /// ISO 8601 date or date and time, where it was written as one.
    pub iso: Option<String>,
    /// The day that was named without a full date; which one it is depends on when the message was said.
    pub day: Option<NamedDay>,
    /// What it is for, from the sentence around it.
    pub kind: DeadlineKind,
    /// Whether the sentence names no consequence.
    pub soft: bool,
}
