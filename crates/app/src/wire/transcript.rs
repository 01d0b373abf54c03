//! A transcript as the window shows it.

use super::wire;
use shakedown_core::{MessageKind, MessageState, ReviewVerdict, Role, Zone};

wire! {
    /// A run of text with the same marks. Hidden characters are already written as badges.
    pub struct Segment {
        /// The text to show: exhibit text with every hidden character apart in a segment of its own.
        pub text: String,
        /// For a hidden character: its code point, `U+202E`; `text` is then empty.
        pub badge: Option<String>,
        /// The marks that cover it, widest first; empty for plain text.
        pub marks: Vec<MarkRef>,
    }

    /// One mark on a segment.
    pub struct MarkRef {
        /// The number of the mark in its transcript; the same for each segment it covers.
        pub id: u32,
        /// `claim`, `data-type`, `volume`, `threat`, `proof`, `amount`, `deadline`, `payment`, `contact`, `pressure`, `actor`, `observable`, `victim`: hue and underline.
        pub kind: String,
        /// Plain reason.
        pub words: String,
        /// The rule.
        pub rule: String,
        /// What an analyst last said of it.
        pub review: Option<ReviewVerdict>,
    }

    /// One message.
    pub struct MessageView {
        /// Its number in the transcript.
        pub seq: u32,
        /// Said, or written by the program.
        pub kind: MessageKind,
        /// The sender as the exhibit has it, hidden characters made visible.
        pub sender: Option<String>,
        /// The sender's part.
        pub role: Role,
        /// The time to show, `2025-07-05 12:38:21`, and nothing where none is known.
        pub time: Option<String>,
        /// The stamp as written.
        pub time_as_written: Option<String>,
        /// How the zone is known.
        pub zone: Option<Zone>,
        /// As sent, edited or deleted.
        pub state: MessageState,
        /// The body.
        pub segments: Vec<Segment>,
        /// The body with links defanged, for copying.
        pub defanged: String,
        /// Names of attachments.
        pub attachments: Vec<String>,
        /// Where in the evidence.
        pub locator: String,
    }

    /// Something that was not read plainly.
    pub struct NoteView {
        /// `bytes-replaced` and the like.
        pub kind: String,
        /// In plain words.
        pub words: String,
        /// Where in the evidence.
        pub locator: String,
        /// What stood there.
        pub found: String,
        /// What became of it.
        pub kept_as: String,
    }

    /// Where words stand in a transcript.
    pub struct FoundIn {
        /// The messages, in order; at most 10,000.
        pub messages: Vec<u32>,
        /// How many there are in all.
        pub total: u32,
    }

    /// A page of messages.
    pub struct TranscriptPage {
        /// Messages in the whole transcript.
        pub total: u32,
        /// The number of the first message of this page.
        pub first: u32,
        /// At most 500.
        pub messages: Vec<MessageView>,
    }
}
