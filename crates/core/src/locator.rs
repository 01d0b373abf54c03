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
    /// An element of a page: its id with `#`, or its number in words.
    Element(String),
    /// A page, the first is 1.
    Page(u32),
    /// A rectangle on a page or in a picture (page 1), in pixels from its upper left corner.
    Area {
        /// The page, the first is 1.
        page: u32,
        /// Pixels from the left edge.
        left: u32,
        /// Pixels from the upper edge.
        top: u32,
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
    /// A place in a named part of the item: a member of an archive, a sheet of a workbook.
    Within(String, Box<Place>),
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

/// `line 3`, `lines 3–5`, `/messages/0`, `row 7`, `part 1.2`, `page 2`, `chat.txt, line 3`, `mail 2`, `whole item`. Pointers and names may hold words of
/// the exhibit: print them through [`visible`](crate::visible).
impl std::fmt::Display for Locator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.place.fmt(f)
    }
}

/// See [`Locator`].
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place::Whole => f.write_str("whole item"),
            Place::Lines(first, last) if first == last => write!(f, "line {first}"),
            Place::Lines(first, last) => write!(f, "lines {first}–{last}"),
            Place::Pointer(pointer) => f.write_str(pointer),
            Place::Row(row) => write!(f, "row {row}"),
            Place::Part(part) => write!(f, "part {part}"),
            Place::Element(element) => write!(f, "element {element}"),
            Place::Page(page) => write!(f, "page {page}"),
            Place::Area { page, left, top, width, height } => write!(f, "page {page}, {width}×{height} at {left},{top}"),
            Place::Within(name, place) if **place == Place::Whole => f.write_str(name),
            Place::Within(name, place) => write!(f, "{name}, {place}"),
        }
    }
}
