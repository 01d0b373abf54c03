//! One message as JSON, in the words of DiscordChatExporter or of the API.

use serde_json::Value;
use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, MessageKind, MessageState, NoteKind, Place, Stamp};

use super::snowflake_ms;
use crate::dates::{Clock, Votes};
use crate::importer::{MessageSink, ReadOptions, Stopped};
use crate::json::member;
use crate::replies::Seen;
use crate::talk::doubt_note;

/// How far a stamp may stand from the moment that its id names, in milliseconds.
const DRIFT: i64 = 60_000;

/// Turns records into messages, in exhibit order.
pub(super) struct Records<'a> {
    clock: Clock<'a>,
    seen: Seen<String>,
    /// Messages whose id names another moment than their stamp, and the first of them.
    drifting: u64,
    first_drift: Option<(Locator, String)>,
    pub(super) given: u64,
    pub(super) sink: &'a mut dyn MessageSink,
}

impl<'a> Records<'a> {
    pub(super) fn new(options: &'a ReadOptions, sink: &'a mut dyn MessageSink) -> Self {
        let clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        Self { clock, seen: Seen::default(), drifting: 0, first_drift: None, given: 0, sink }
    }

    /// One record.
    pub(super) fn give(&mut self, value: &Value, locator: Locator) -> Result<(), Stopped> {
        let id = text(value, "id").map(str::to_owned);
        let Some(author) = value.get("author").filter(|_| id.is_some()) else {
            return self.sink.note(ImportNote::new(
                NoteKind::RecordUnreadable,
                locator,
                &value.to_string(),
                "no message; kept in the evidence",
            ));
        };
        let answered = ["reference", "message_reference"].iter().find_map(|name| value.get(name));
        let is_forward =
            value.get("forwardedMessage").is_some_and(Value::is_object) || value.get("message_snapshots").is_some_and(Value::is_array);
        let answered =
            answered.filter(|_| !is_forward).and_then(|reference| text(reference, "messageId").or_else(|| text(reference, "message_id")));
        let reply_to = answered.and_then(|id| self.seen.find(&id.to_owned()));
        let edited = text(value, "timestampEdited").or_else(|| text(value, "edited_timestamp")).is_some();
        let content = text(value, "content").unwrap_or_default();
        let forwarded = self.forwarded(value, &locator)?;
        let body = [Some(content.to_owned()).filter(|content| !content.is_empty()), forwarded]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n");
        let message = Message {
            kind: kind(value),
            sender: name(author).map(Hostile::new),
            sent_at: self.stamp(value, id.as_deref(), &locator)?,
            body: Hostile::new(body),
            attachments: attachments(value),
            state: if edited { MessageState::Edited } else { MessageState::Sent },
            reply_to,
            ..Message::blank(locator.clone())
        };
        self.seen.add(id);
        self.given += 1;
        self.sink.message(message)?;
        self.embeds(value, &locator)
    }

    /// The words of a message that this one passes on.
    fn forwarded(&mut self, value: &Value, locator: &Locator) -> Result<Option<String>, Stopped> {
        let snapshot = value.get("message_snapshots").and_then(|snapshots| snapshots.get(0)?.get("message"));
        let Some(passed) = value.get("forwardedMessage").filter(|passed| passed.is_object()).or(snapshot) else { return Ok(None) };
        let said = text(passed, "content").unwrap_or_default();
        self.sink.note(ImportNote::new(
            NoteKind::PartNotRead,
            locator.clone(),
            said,
            "passed on: the words of another message, kept as the text",
        ))?;
        Ok(Some(said.to_owned()).filter(|said| !said.is_empty()))
    }

    /// A card below a message is a program's: a system event in its visible words.
    fn embeds(&mut self, value: &Value, locator: &Locator) -> Result<(), Stopped> {
        for (index, embed) in value.get("embeds").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let author = embed.get("author").and_then(|author| text(author, "name"));
            let fields = embed.get("fields").and_then(Value::as_array).into_iter().flatten();
            let fields = fields.flat_map(|field| [text(field, "name"), text(field, "value")]).flatten();
            let footer = embed.get("footer").and_then(|footer| text(footer, "text"));
            let words = [author, text(embed, "title"), text(embed, "url"), text(embed, "description")];
            let body =
                words.into_iter().flatten().chain(fields).chain(footer).filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n");
            if !body.is_empty() {
                let place = member(&member(locator, "embeds"), &index.to_string());
                self.seen.add(None);
                self.sink.message(Message { kind: MessageKind::System, body: Hostile::new(body), ..Message::blank(place) })?;
            }
        }
        Ok(())
    }

    fn stamp(&mut self, value: &Value, id: Option<&str>, locator: &Locator) -> Result<Option<Stamp>, Stopped> {
        let by_id = id.and_then(snowflake_ms);
        let Some(raw) = text(value, "timestamp") else {
            let stamp = by_id.and_then(|ms| self.clock.unix_ms(id.unwrap_or_default(), ms));
            let kept_as = if stamp.is_some() { "the moment that the id of the message names" } else { "no time" };
            self.sink.note(ImportNote::new(NoteKind::TimeMissing, locator.clone(), id.unwrap_or_default(), kept_as))?;
            return Ok(stamp);
        };
        let (stamp, doubt) = self.clock.stamp(raw);
        if let Some(note) = doubt_note(doubt, &stamp, &member(locator, "timestamp")) {
            self.sink.note(note)?;
        }
        let apart = stamp.instant.zip(by_id).map(|(instant, ms)| instant.as_millisecond().abs_diff(ms));
        if apart.is_some_and(|apart| apart > DRIFT.unsigned_abs()) {
            self.drifting += 1;
            self.first_drift.get_or_insert_with(|| (member(locator, "timestamp"), raw.to_owned()));
        }
        Ok(Some(stamp))
    }

    /// Say how many messages were made at another moment than they say.
    pub(super) fn finish(&mut self) -> Result<(), Stopped> {
        let Some((locator, raw)) = self.first_drift.take() else { return Ok(()) };
        let kept_as =
            format!("stamps that are not the moment in the id of their message: {}, this one first; the stamps were kept", self.drifting);
        self.sink.note(ImportNote::new(NoteKind::TimeUnreadable, locator, &raw, kept_as))
    }

    /// What the export says of itself and is no message.
    pub(super) fn left_out(&mut self, pointer: &str, name: &str) -> Result<(), Stopped> {
        self.sink.note(ImportNote::new(
            NoteKind::PartNotRead,
            Locator::at(Place::Pointer(pointer.to_owned())),
            name,
            "kept in the evidence",
        ))
    }
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str()
}

/// The name that others see: of this server, else of the account.
fn name(author: &Value) -> Option<&str> {
    let names = ["nickname", "global_name", "name", "username", "id"];
    names.iter().find_map(|name| text(author, name).filter(|name| !name.trim().is_empty()))
}

/// What people say is a message; joins, calls, pins and the like are the program's.
fn kind(value: &Value) -> MessageKind {
    let spoken = match value.get("type") {
        None | Some(Value::Null) => true,
        Some(Value::String(kind)) => match kind.parse::<u64>() {
            Ok(number) => is_spoken(number),
            Err(_) => matches!(kind.as_str(), "Default" | "Reply" | "ChatInputCommand" | "ContextMenuCommand" | "ThreadStarterMessage"),
        },
        Some(number) => number.as_u64().is_none_or(is_spoken),
    };
    if spoken { MessageKind::Message } else { MessageKind::System }
}

fn is_spoken(kind: u64) -> bool {
    matches!(kind, 0 | 19 | 20 | 21 | 23)
}

fn attachments(value: &Value) -> Vec<Attachment> {
    let files = value.get("attachments").and_then(Value::as_array).into_iter().flatten().map(|file| Attachment {
        name: Hostile::new(["fileName", "filename", "url"].iter().find_map(|name| text(file, name)).unwrap_or_default()),
        sha256: None,
        bytes: file.get("fileSizeBytes").or_else(|| file.get("size")).and_then(Value::as_u64),
    });
    let stickers = ["stickers", "sticker_items"].iter().filter_map(|name| value.get(name)?.as_array()).flatten();
    let stickers =
        stickers.filter_map(|sticker| text(sticker, "name")).map(|name| Attachment { name: Hostile::new(name), sha256: None, bytes: None });
    files.chain(stickers).collect()
}
