//! A transcript as the window shows it.

use super::{JumpTo, wire};
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

    /// A message as the engine reads it, where that differs from what was written.
    pub struct CleanedView {
        /// The message.
        pub seq: u32,
        /// What was done to it, in order: `revealed`, `folded`, `decoded`, `spaced`, `leet`, `turned`, `seen`, `unquoted`, `unwrapped`.
        pub steps: Vec<String>,
        /// The text, run by run.
        pub segments: Vec<CleanedSegment>,
    }

    /// A run of a cleaned-up text with the same marks.
    pub struct CleanedSegment {
        /// The text to show; empty for a hidden character, and where something was taken away.
        pub text: String,
        /// For a hidden character: its code point.
        pub badge: Option<String>,
        /// The marks that cover it, widest first.
        pub marks: Vec<MarkRef>,
        /// Where another text stood: that text, shortened, hidden characters visible.
        pub was: Option<String>,
    }

    /// What a transcript holds, to go to.
    pub struct OutlineView {
        /// Its days, in its order; one that comes again is named again. At most 2,000.
        pub days: Vec<DayView>,
        /// Who speaks, in order of appearance; at most 500.
        pub speakers: Vec<SpeakerView>,
        /// The kinds of mark in it.
        pub kinds: Vec<KindView>,
        /// Its marks in its order; at most 2,000.
        pub marks: Vec<PlaceView>,
    }

    /// A run of messages of one day.
    pub struct DayView {
        /// `2026-03-02`; none for messages without a known day.
        pub day: Option<String>,
        /// How the zone is known.
        pub zone: Option<Zone>,
        /// Its first message.
        pub message: u32,
        /// How many.
        pub messages: u32,
    }

    /// Somebody who speaks.
    pub struct SpeakerView {
        /// The name, hidden characters visible; none for messages without a sender.
        pub name: Option<String>,
        /// The part.
        pub role: Role,
        /// The first message.
        pub message: u32,
        /// How many.
        pub messages: u32,
    }

    /// A kind of mark.
    pub struct KindView {
        /// Which.
        pub kind: String,
        /// How many.
        pub marks: u32,
    }

    /// A mark and its place.
    pub struct PlaceView {
        /// Its kind.
        pub kind: String,
        /// Plain reason.
        pub words: String,
        /// Where.
        pub at: JumpTo,
    }

    /// Something that was found and does not count, or was nearly found.
    pub struct NearMissView {
        /// The rule.
        pub rule: String,
        /// What it finds.
        pub words: String,
        /// Why not: `denied`, `quoted`, `reported`, `asked` by the words around it; `speaker`, it counts from somebody else alone; `otherwise`, words
        /// beside it say that something else is meant; `word`, only a word of it is there.
        pub because: String,
        /// Where.
        pub at: JumpTo,
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
