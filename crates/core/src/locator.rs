//! The way back into the exhibit.

use serde::{Deserialize, Serialize};

/// Where in the evidence something stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Locator {
    /// The place in the words of the format.
    pub place: Place,
    /// First byte and one past the last byte in the evidence, where the reader knows them.
    pub bytes: Option<(u64, u64)>,
}

/// A place in the words of the format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The whole item.
    Whole,
    /// Lines, the first is 1; the second number is the last line, inclusive.
    Lines(u64, u64),
    /// A JSON pointer (RFC 6901).
    Pointer(String),
    /// A table row, the first is 1.
    Row(u64),
    /// A MIME part, numbered as in IMAP: `1`, `1.2`; `header/Subject` for a header.
    Part(String),
}

impl Locator {
    /// A locator that names a place and no bytes.
    pub const fn at(place: Place) -> Self {
        Self { place, bytes: None }
    }

    /// A line or several.
    pub const fn lines(first: u64, last: u64) -> Self {
        Self::at(Place::Lines(first, last))
    }

    /// A JSON pointer.
    pub fn pointer(pointer: impl Into<String>) -> Self {
        Self::at(Place::Pointer(pointer.into()))
    }

    /// The same place, with the bytes it takes.
    pub const fn with_bytes(mut self, start: u64, end: u64) -> Self {
        self.bytes = Some((start, end));
        self
    }
}

/// `line 3`, `lines 3–5`, `/messages/0`, `row 7`, `part 1.2`, `whole item`. Pointers may hold words of the exhibit: print them through
/// [`visible`](crate::visible).
impl std::fmt::Display for Locator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.place {
            Place::Whole => f.write_str("whole item"),
            Place::Lines(first, last) if first == last => write!(f, "line {first}"),
            Place::Lines(first, last) => write!(f, "lines {first}–{last}"),
            Place::Pointer(pointer) => f.write_str(pointer),
            Place::Row(row) => write!(f, "row {row}"),
            Place::Part(part) => write!(f, "part {part}"),
        }
    }
}
