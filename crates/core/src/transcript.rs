//! What an importer read out of one evidence item.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{Digest, EvidenceId, Hostile, Locator, Stamp, TranscriptId};

codes! {
    /// The part a participant plays.
    Role {
        Attacker = "attacker", "attacker";
        Victim = "victim", "victim";
        Reporter = "reporter", "somebody who reports";
        Unknown = "unknown", "unknown";
    }
}

codes! {
    /// What kind of record a message is.
    MessageKind {
        Message = "message", "said by somebody";
        System = "system", "written by the program, not by a person";
    }
}

codes! {
    /// What became of a message before the exhibit was made.
    MessageState {
        Sent = "sent", "as sent";
        Edited = "edited", "edited later";
        Deleted = "deleted", "deleted by its sender";
    }
}

/// Somebody who speaks in a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Participant {
    /// The name as the exhibit has it.
    pub name: Hostile,
    /// The part they play, as far as it is known.
    pub role: Role,
}

/// Something sent along with a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attachment {
    /// The name as the exhibit has it.
    pub name: Hostile,
    /// SHA-256 of its bytes, where the exhibit holds them.
    pub sha256: Option<Digest>,
    /// Length in bytes, where the exhibit tells it.
    pub bytes: Option<u64>,
}

/// One utterance, in exhibit order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// Its number in the transcript; the first is 0. System events are numbered too.
    pub seq: u32,
    /// Said by somebody, or written by the program.
    pub kind: MessageKind,
    /// The sender's name as the exhibit has it; none where it names none.
    pub sender: Option<Hostile>,
    /// The sender's part, where the format itself tells it.
    pub role: Role,
    /// When, as far as the exhibit tells.
    pub sent_at: Option<Stamp>,
    /// What was said, decoded to UTF-8 and otherwise unchanged.
    pub body: Hostile,
    /// What was sent along.
    pub attachments: Vec<Attachment>,
    /// What became of it.
    pub state: MessageState,
    /// The message it answers.
    pub reply_to: Option<u32>,
    /// The way back into the exhibit.
    pub locator: Locator,
}

impl Message {
    /// A record of which nothing is known but its place: said by somebody, as sent, without words.
    pub fn blank(locator: Locator) -> Self {
        Self {
            seq: 0,
            kind: MessageKind::Message,
            sender: None,
            role: Role::Unknown,
            sent_at: None,
            body: Hostile::default(),
            attachments: Vec::new(),
            state: MessageState::Sent,
            reply_to: None,
            locator,
        }
    }
}

codes! {
    /// Why a note was written.
    NoteKind {
        FormatUnknown = "format-unknown", "no reader knows this format";
        EncodingGuessed = "encoding-guessed", "the encoding is not stated and was guessed";
        BytesReplaced = "bytes-replaced", "bytes that are no text in this encoding were replaced";
        PaddingDropped = "padding-dropped", "NUL padding was left out of the text";
        TimeUnreadable = "time-unreadable", "a time could not be read";
        TimeMissing = "time-missing", "a time is missing";
        DayMonthGuessed = "day-month-guessed", "day and month could be the other way round";
        RecordUnreadable = "record-unreadable", "a record could not be read plainly";
        JsonRepaired = "json-repaired", "broken JSON was repaired for reading";
        Truncated = "truncated", "the item ends in the middle";
        LimitReached = "limit-reached", "a limit was reached; the rest was not read";
        PartNotRead = "part-not-read", "a part is kept in the evidence and was not read as text";
        HiddenText = "hidden-text", "text that a reader of the original would not see";
        SpeakersUnknown = "speakers-unknown", "the text does not say who speaks";
        ColumnsGuessed = "columns-guessed", "which column holds what was guessed";
        FormatDoubtful = "format-doubtful", "another reader can read it too";
        Reordered = "reordered", "records are given in another order than the item has them";
        QuotedSender = "quoted-sender", "a mail quoted in the text names its own sender: a claim, not a fact";
        ItemSays = "item-says", "what the item says of itself beside its messages";
        TextByOcr = "text-by-ocr", "the text was read from a picture by OCR";
        PictureNotRead = "picture-not-read", "a picture was not read as text";
        OrderNotGuaranteed = "order-not-guaranteed", "the order of the text is not guaranteed";
        Encrypted = "encrypted", "it is encrypted and asks for a password";
    }
}

/// What could not be read plainly, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportNote {
    /// Why the note was written.
    pub kind: NoteKind,
    /// Where.
    pub locator: Locator,
    /// What stood there, capped at [`FOUND_MAX`](Self::FOUND_MAX) characters.
    pub found: Hostile,
    /// What became of it: "no time", "a line of the message before".
    pub kept_as: String,
}

impl ImportNote {
    /// The longest `found`, in characters.
    pub const FOUND_MAX: usize = 120;

    /// A note, its `found` capped.
    pub fn new(kind: NoteKind, locator: Locator, found: &str, kept_as: impl Into<String>) -> Self {
        Self { kind, locator, found: Hostile::new(found.chars().take(Self::FOUND_MAX).collect::<String>()), kept_as: kept_as.into() }
    }
}

/// One reading of one evidence item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transcript {
    /// Its identifier in this store.
    pub id: TranscriptId,
    /// What was read.
    pub evidence_id: EvidenceId,
    /// The format id (`whatsapp-text`), `unknown` where no reader knows the item.
    pub format: String,
    /// The version of the reader.
    pub reader_version: u32,
    /// Who speaks, in order of first appearance.
    pub participants: Vec<Participant>,
    /// Every record, in exhibit order.
    pub messages: Vec<Message>,
    /// Everything that was not read plainly.
    pub notes: Vec<ImportNote>,
}

impl Transcript {
    /// What was said, sender and words in order, of no evidence: for whoever asks the engine about bare text.
    pub fn talk<'a>(said: impl IntoIterator<Item = (Option<&'a str>, &'a str)>) -> Self {
        let message = |(seq, (sender, body)): (u32, (Option<&str>, &str))| Message {
            seq,
            sender: sender.map(Hostile::new),
            body: Hostile::new(body),
            ..Message::blank(Locator::lines(1, 1))
        };
        Self {
            id: TranscriptId::new("talk"),
            evidence_id: EvidenceId::new("none"),
            format: "text".into(),
            reader_version: 1,
            participants: Vec::new(),
            messages: (0..).zip(said).map(message).collect(),
            notes: Vec::new(),
        }
    }
}
