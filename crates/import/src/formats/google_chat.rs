//! Google Chat messages: `messages.json` of Takeout, and what the Chat API lists.
//!
//! Source: Takeout archives that public readers were written for, and the reference of `spaces.messages`; see `tests/formats/google-chat/README.md`.

use serde_json::Value;
use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, MessageKind, MessageState, NoteKind, Stamp};

use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::json::{Broken, Json, ValueType, member, pointer_piece};
use crate::sniff::Head;
use crate::talk::doubt_note;

/// Members of a message that are read, or that say nothing.
const KNOWN: [&str; 24] = [
    "creator", "sender", "created_date", "createTime", "updated_date", "lastUpdateTime", "deleteTime", "text", "formattedText",
    "argumentText", "topic_id", "message_id", "message_state", "name", "thread", "space", "threadReply", "clientAssignedMessageId",
    "annotations", "reactions", "emojiReactionSummaries", "attached_files", "attachment", "quoted_message_metadata",
];

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "google-chat"
    }

    fn name(&self) -> &'static str {
        "Google Chat messages (JSON)"
    }

    fn checked_against(&self) -> &'static str {
        "Takeout of 2022 to 2024, Chat API v1"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let has = |name: &str| text.contains(name);
        let takeout = has("\"creator\"") && has("\"created_date\"") && (has("\"topic_id\"") || has("\"message_id\""));
        let listed = has("\"createTime\"") && has("\"sender\"") && has("\"spaces/") && has("/messages/");
        if text.starts_with('{') && has("\"messages\"") && (takeout || listed) { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let mut json = Json::of(source, &survey, &options.limits)?;
        let mut export = Export { clock: Clock::new(Votes::default().order(), options.zone.as_ref()), sink };
        let outcome = export.space(&mut json);
        json.finish(outcome, export.sink)?;
        Ok(())
    }
}

struct Export<'a> {
    clock: Clock<'a>,
    sink: &'a mut dyn MessageSink,
}

impl Export<'_> {
    fn space(&mut self, json: &mut Json<'_>) -> Result<(), Broken> {
        json.members(&mut |json, name| {
            let pointer = format!("/{}", pointer_piece(name));
            match name {
                "messages" if json.is(ValueType::Array)? => json.items(&mut |json, index| self.record(json, &format!("{pointer}/{index}"))),
                "nextPageToken" => json.skip(),
                _ => json.leave_out(&pointer, name, self.sink),
            }
        })
    }

    fn record(&mut self, json: &mut Json<'_>, pointer: &str) -> Result<(), Broken> {
        let (value, locator) = json.read(pointer, self.sink)?;
        if !value.is_object() {
            let note = ImportNote::new(NoteKind::RecordUnreadable, locator, &value.to_string(), "no message; kept in the evidence");
            return Ok(self.sink.note(note)?);
        }
        let mut message = Message {
            kind: MessageKind::Message,
            sender: sender(&value).map(Hostile::new),
            body: Hostile::new(body(&value)),
            attachments: attachments(&value),
            state: state(&value),
            ..Message::blank(locator)
        };
        message.sent_at = self.stamp(&value, &message.locator)?;
        for (name, part) in value.as_object().into_iter().flatten() {
            let card = name.starts_with("cards");
            if !card && !KNOWN.contains(&name.as_str()) && (part.is_object() || part.is_array() || part.is_string()) {
                let place = member(&message.locator, name);
                self.sink.note(ImportNote::new(NoteKind::PartNotRead, place, &part.to_string(), "kept in the evidence"))?;
            }
        }
        Ok(self.sink.message(message)?)
    }

    /// The moment that the record states; Takeout writes it out in the words of the account's language.
    fn stamp(&mut self, value: &Value, locator: &Locator) -> Result<Option<Stamp>, Broken> {
        let Some((name, raw)) = ["created_date", "createTime"].into_iter().find_map(|name| Some((name, value.get(name)?.as_str()?))) else {
            self.sink.note(ImportNote::new(NoteKind::TimeMissing, locator.clone(), "", "no time"))?;
            return Ok(None);
        };
        let plain = raw.replacen(" at ", " ", 1).replace('\u{202f}', " ");
        let (stamp, doubt) = self.clock.stamp_as(raw, &plain);
        if let Some(note) = doubt_note(doubt, &stamp, &member(locator, name)) {
            self.sink.note(note)?;
        }
        Ok(Some(stamp))
    }
}

/// The name of who wrote, else the address, else the id.
fn sender(value: &Value) -> Option<&str> {
    let who = value.get("creator").or_else(|| value.get("sender"))?;
    ["displayName", "name", "email"].iter().find_map(|name| who.get(name)?.as_str().filter(|text| !text.is_empty()))
}

/// What was said; of a message without text, the words on its cards.
fn body(value: &Value) -> String {
    let said = value.get("text").and_then(Value::as_str).unwrap_or_default();
    if !said.is_empty() {
        return said.to_owned();
    }
    let mut words = Vec::new();
    ["cardsV2", "cards"].iter().filter_map(|name| value.get(name)).for_each(|cards| card_words(cards, &mut words));
    words.join("\n")
}

/// The visible words of a card, its heading first.
fn card_words(card: &Value, words: &mut Vec<String>) {
    const SHOWN: [&str; 8] = ["title", "subtitle", "header", "text", "topLabel", "bottomLabel", "content", "altText"];
    match card {
        Value::Array(items) => items.iter().for_each(|item| card_words(item, words)),
        Value::Object(members) => {
            words.extend(SHOWN.iter().filter_map(|name| members.get(*name)?.as_str().map(str::to_owned)));
            members.values().filter(|part| part.is_array() || part.is_object()).for_each(|part| card_words(part, words));
        }
        _ => {}
    }
}

fn state(value: &Value) -> MessageState {
    let has = |name: &str| value.get(name).is_some_and(|part| !part.is_null());
    if value.get("message_state").and_then(Value::as_str) == Some("DELETED") || has("deleteTime") {
        MessageState::Deleted
    } else if has("updated_date") || has("lastUpdateTime") {
        MessageState::Edited
    } else {
        MessageState::Sent
    }
}

fn attachments(value: &Value) -> Vec<Attachment> {
    let files = ["attached_files", "attachment"].iter().filter_map(|name| value.get(name)?.as_array()).flatten();
    let name =
        |file: &Value| ["export_name", "original_name", "contentName"].iter().find_map(|name| Some(file.get(name)?.as_str()?.to_owned()));
    files.filter_map(name).map(|name| Attachment { name: Hostile::new(name), sha256: None, bytes: None }).collect()
}
