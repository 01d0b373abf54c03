//! Where in a message something stands.

use serde::{Deserialize, Serialize};

/// A half-open byte range `[start, end)` in the UTF-8 text of a message body, written as `[start, end]` in JSON.
///
/// ```
/// use shakedown_core::Span;
/// let span = Span::new(7, 11);
/// assert_eq!(span.of("we have data"), Some(" dat"));
/// assert_eq!(Span::new(0, 99).of("short"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "(u32, u32)"))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "[number, number]"))]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte `start` up to, not including, byte `end`. Positions beyond 4 GiB are held at the limit; a message is never that long.
    pub fn new(start: usize, end: usize) -> Self {
        let hold = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        Self { start: hold(start), end: hold(end.max(start)) }
    }

    /// The text under the span, or nothing where the span leaves `text` or cuts a character.
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// The same as a range of `usize`.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.range().len()
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether every byte of `other` lies in this span.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<(u32, u32)> for Span {
    fn from((start, end): (u32, u32)) -> Self {
        Self { start, end: end.max(start) }
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}
