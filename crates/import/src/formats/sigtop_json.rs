//! Signal chats as sigtop writes them as JSON: an array of the rows of Signal Desktop's database.
//!
//! Source: sigtop's manual and Signal Desktop's message attributes; see `tests/formats/sigtop-json/README.md`.

use serde_json::Value;
use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, MessageKind, MessageState, NoteKind};

use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::json::{Broken, Json, ValueType};
use crate::replies::Seen;
use crate::sniff::Head;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "sigtop-json"
    }

    fn name(&self) -> &'static str {
        "Signal chat (sigtop, JSON)"
    }

    fn checked_against(&self) -> &'static str {
        "sigtop 0.1 to 0.20, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let has = |name: &str| text.contains(name);
        let rows = text.starts_with('[') && has("\"conversationId\"") && has("\"sent_at\"") && has("\"type\"");
        if rows { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let mut clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        let mut seen = Seen::default();
        let mut json = Json::of(source, &survey, &options.limits)?;
        let outcome = rows(&mut json, &mut |value, locator, notes| {
            notes.into_iter().try_for_each(|note| sink.note(note))?;
            let message = row(&value, locator, &mut clock, &seen, sink)?;
            seen.add(value.get("sent_at").and_then(Value::as_i64));
            Ok(sink.message(message)?)
        });
        json.finish(outcome, sink)
    }
}

fn rows(json: &mut Json<'_>, visit: &mut dyn FnMut(Value, Locator, Vec<ImportNote>) -> Result<(), Broken>) -> Result<(), Broken> {
    if !json.is(ValueType::Array)? {
        return Err(Broken::Json { ends: false, at: 0 });
    }
    json.items(&mut |json, index| {
        let mut notes = Vec::new();
        let (value, locator) = json.record(&format!("/{index}"), &mut notes)?;
        visit(value, locator, notes)
    })
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// The message of one row.
fn row(value: &Value, locator: Locator, clock: &mut Clock<'_>, seen: &Seen<i64>, sink: &mut dyn MessageSink) -> Result<Message, Broken> {
    let Some(kind) = text(value, "type") else {
        sink.note(ImportNote::new(NoteKind::RecordUnreadable, locator.clone(), &value.to_string(), "a system event"))?;
        return Ok(Message { kind: MessageKind::System, body: Hostile::new(value.to_string()), ..Message::blank(locator) });
    };
    let said = matches!(kind, "incoming" | "outgoing");
    let source = ["sourceName", "source", "sourceServiceId", "sourceUuid"].iter().find_map(|name| text(value, name));
    let deleted = value.get("deletedForEveryone").and_then(Value::as_bool) == Some(true);
    let edited = value.get("editHistory").and_then(Value::as_array).is_some_and(|versions| !versions.is_empty());
    let state = match (deleted, edited) {
        (true, _) => MessageState::Deleted,
        (_, true) => MessageState::Edited,
        _ => MessageState::Sent,
    };
    let body = text(value, "body").unwrap_or(if said { "" } else { kind });
    let quoted = value.pointer("/quote/id").and_then(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok()));
    let mut message = Message {
        kind: if said { MessageKind::Message } else { MessageKind::System },
        // The owner's own rows name nobody; the word for their direction stands for the owner.
        sender: source.or((kind == "outgoing").then_some(kind)).map(Hostile::new),
        body: Hostile::new(body),
        attachments: attachments(value),
        state,
        reply_to: quoted.and_then(|id| seen.find(&id)),
        ..Message::blank(locator)
    };
    let sent = ["sent_at", "timestamp", "received_at_ms"].iter().find_map(|name| value.get(name)?.as_i64());
    message.sent_at = sent.and_then(|millisecond| clock.unix_ms(&millisecond.to_string(), millisecond));
    if message.sent_at.is_none() {
        sink.note(ImportNote::new(NoteKind::TimeMissing, message.locator.clone(), "", "no time"))?;
    }
    Ok(message)
}

fn attachments(value: &Value) -> Vec<Attachment> {
    let all = value.get("attachments").and_then(Value::as_array).into_iter().flatten().filter(|attachment| attachment.is_object());
    let read = |attachment: &Value| Attachment {
        name: Hostile::new(text(attachment, "fileName").or(text(attachment, "contentType")).unwrap_or_default()),
        sha256: None,
        bytes: attachment.get("size").and_then(Value::as_u64),
    };
    all.map(read).collect()
}
