//! A search as the window shows it.

use super::Segment;
use super::wire;
use shakedown_core::Priority;

wire! {
    /// What to search for, a page at a time.
    pub struct SearchRequest {
        /// As the analyst typed it: words, `"words in order"`, `begin*`, `*part*`, OR, NOT, NEAR/5, and the filters `case:`, `actor:`, `kind:`, `after:`, `before:`, `priority:`, `label:`.
        pub query: String,
        /// Only in this case, by its id or number.
        pub case: Option<String>,
        /// `next` of the page before.
        pub after: Option<String>,
        /// How many hits, at most 200.
        pub count: u32,
    }

    /// The kind of text that a hit stands in.
    pub enum SearchedText {
        /// The title of a case.
        Title,
        /// A note of an analyst.
        Note,
        /// A message of a transcript.
        Message,
    }

    /// One hit.
    pub struct SearchHit {
        /// The kind of text.
        pub what: SearchedText,
        /// The case.
        pub case: String,
        /// Its number.
        pub number: u32,
        /// Its title, hidden characters visible.
        pub title: String,
        /// Its priority, the analyst's where there is one.
        pub priority: Priority,
        /// For a message: its transcript, as in `draft` of the case's items.
        pub draft: Option<String>,
        /// For a message: the label of the evidence item.
        pub exhibit_ref: Option<String>,
        /// For a message: its number in the transcript.
        pub message: Option<u32>,
        /// For a note: its id.
        pub note: Option<String>,
        /// Who said or wrote it, hidden characters visible.
        pub by: Option<String>,
        /// When, as far as it is known.
        pub at: Option<String>,
        /// The text around what was found; what was found bears a mark of the kind `search`.
        pub segments: Vec<Segment>,
        /// Whether something stands before the segments.
        pub cut_before: bool,
        /// Whether something stands after them.
        pub cut_after: bool,
    }

    /// A page of hits: titles, then notes, then messages, of each the newest first.
    pub struct SearchPage {
        /// The hits.
        pub hits: Vec<SearchHit>,
        /// Where the next page begins; none where this is the last one.
        pub next: Option<String>,
    }

    /// A query that was kept under a name.
    pub struct SavedSearch {
        /// Its name.
        pub name: String,
        /// As it was typed.
        pub query: String,
    }
}
