//! Telegram Desktop `result.json`: one chat, or a whole account.
//!
//! Source: Telegram Desktop, `export_output_json.cpp`; see `tests/formats/telegram-json/README.md`.

use serde_json::Value;
use shakedown_core::{Attachment, Hostile, ImportNote, Message, MessageKind, MessageState, NoteKind};

use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::json::{Broken, Json, ValueType, member, pointer_piece};
use crate::replies::Seen;
use crate::sniff::Head;
use crate::talk::doubt_note;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "telegram-json"
    }

    fn name(&self) -> &'static str {
        "Telegram Desktop export (JSON)"
    }

    fn checked_against(&self) -> &'static str {
        "Telegram Desktop exports of 2019 to 2023 and the writer's source"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let has = |name: &str| text.contains(name);
        if !text.starts_with('{') {
            return Likelihood::No;
        }
        let chat =
            has("\"messages\"") && (has("\"from_id\"") || has("\"actor_id\"") || has("\"text_entities\"") || has("\"date_unixtime\""));
        let empty_chat = has("\"messages\"") && has("_chat\"") && has("\"type\"") && has("\"id\"");
        let account = has("\"personal_information\"") && has("\"about\"");
        match (chat, account) {
            (_, true) | (true, _) => Likelihood::Certain,
            _ if empty_chat => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        // What stands there is the text once more, piece by piece.
        let mut json = Json::of(source, &survey, &options.limits)?.without(&["text_entities"]);
        let mut export = Export { clock: Clock::new(Votes::default().order(), options.zone.as_ref()), seen: Seen::default(), sink };
        let outcome = export.chat(&mut json, "");
        json.finish(outcome, export.sink)
    }
}

struct Export<'a> {
    clock: Clock<'a>,
    seen: Seen<i64>,
    sink: &'a mut dyn MessageSink,
}

impl Export<'_> {
    /// The object of a chat, or of a whole account.
    fn chat(&mut self, json: &mut Json<'_>, pointer: &str) -> Result<(), Broken> {
        if !json.is(ValueType::Object)? {
            json.leave_out(pointer, "", self.sink)?;
            return Ok(());
        }
        self.seen.forget();
        json.members(&mut |json, name| {
            let pointer = format!("{pointer}/{}", pointer_piece(name));
            match name {
                "messages" if json.is(ValueType::Array)? => json.items(&mut |json, index| self.record(json, &format!("{pointer}/{index}"))),
                "chats" | "left_chats" if json.is(ValueType::Object)? => json.members(&mut |json, name| self.chats(json, &pointer, name)),
                "name" if pointer.len() > "/name".len() && json.is(ValueType::String)? => self.chat_name(json, &pointer),
                "name" | "type" | "id" | "about" => json.skip(),
                _ => json.leave_out(&pointer, name, self.sink),
            }
        })
    }

    fn chats(&mut self, json: &mut Json<'_>, pointer: &str, name: &str) -> Result<(), Broken> {
        let pointer = format!("{pointer}/{}", pointer_piece(name));
        match name {
            "list" if json.is(ValueType::Array)? => json.items(&mut |json, index| self.chat(json, &format!("{pointer}/{index}"))),
            "about" => json.skip(),
            _ => json.leave_out(&pointer, name, self.sink),
        }
    }

    /// Where a chat of an account begins: a system event with its name.
    fn chat_name(&mut self, json: &mut Json<'_>, pointer: &str) -> Result<(), Broken> {
        let mut notes = Vec::new();
        let (value, locator) = json.record(pointer, &mut notes)?;
        let body = Hostile::new(value.as_str().unwrap_or_default());
        notes.into_iter().try_for_each(|note| self.sink.note(note))?;
        self.give(None, Message { kind: MessageKind::System, body, ..Message::blank(locator) })
    }

    fn give(&mut self, id: Option<i64>, message: Message) -> Result<(), Broken> {
        self.seen.add(id);
        Ok(self.sink.message(message)?)
    }

    fn record(&mut self, json: &mut Json<'_>, pointer: &str) -> Result<(), Broken> {
        let (value, locator) = json.read(pointer, self.sink)?;
        let id = value.get("id").and_then(Value::as_i64);
        let kind = match value.get("type").and_then(Value::as_str) {
            Some("message") => MessageKind::Message,
            Some("service") => MessageKind::System,
            other => {
                let found = other.unwrap_or_default();
                self.sink.note(ImportNote::new(NoteKind::RecordUnreadable, locator.clone(), found, "a system event"))?;
                MessageKind::System
            }
        };
        let sender = ["from", "actor"].iter().find_map(|name| text(&value, name)).or_else(|| {
            // A deleted account has no name; its id still tells who spoke.
            ["from_id", "actor_id"].iter().find_map(|name| text(&value, name)).filter(|_| kind == MessageKind::Message)
        });
        let body = if kind == MessageKind::Message { spoken(value.get("text")) } else { event(&value) };
        // An answer to another chat counts by that chat's numbers.
        let here = value.get("reply_to_peer_id").is_none();
        let answered = value.get("reply_to_message_id").filter(|_| here).and_then(Value::as_i64);
        let edited = value.get("edited_unixtime").or(value.get("edited")).is_some();
        let mut message = Message {
            kind,
            sender: sender.map(Hostile::new),
            body: Hostile::new(body),
            attachments: attachments(&value),
            state: if edited { MessageState::Edited } else { MessageState::Sent },
            reply_to: answered.and_then(|id| self.seen.find(&id)),
            ..Message::blank(locator)
        };
        self.date(&value, &mut message)?;
        if let Some(name) = text(&value, "forwarded_from") {
            let note =
                ImportNote::new(NoteKind::PartNotRead, message.locator.clone(), name, "forwarded from this name; kept in the evidence");
            self.sink.note(note)?;
        }
        for (name, part) in value.as_object().into_iter().flatten().filter(|(_, part)| part.is_object() || part.is_array()) {
            if !matches!(name.as_str(), "text" | "text_entities" | "reactions") && kind == MessageKind::Message {
                let place = member(&message.locator, name);
                self.sink.note(ImportNote::new(NoteKind::PartNotRead, place, &part.to_string(), "kept in the evidence"))?;
            }
        }
        self.give(id, message)
    }

    /// The time: UTC seconds where the export has them, else the exporting machine's clock, whose zone it does not tell.
    fn date(&mut self, value: &Value, message: &mut Message) -> Result<(), Broken> {
        let written = text(value, "date");
        let unix = value.get("date_unixtime").and_then(|unix| unix.as_i64().or_else(|| unix.as_str()?.parse().ok()));
        if let Some(stamp) = unix.and_then(|second| self.clock.unix(written.unwrap_or(&second.to_string()), second)) {
            message.sent_at = Some(stamp);
        } else if let Some(raw) = written {
            let (stamp, doubt) = self.clock.stamp(raw);
            if let Some(note) = doubt_note(doubt, &stamp, &member(&message.locator, "date")) {
                self.sink.note(note)?;
            }
            message.sent_at = Some(stamp);
        }
        Ok(())
    }
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str()
}

/// A text: a string, or strings and objects with a `text`.
fn spoken(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(pieces)) => pieces.iter().map(|piece| spoken(Some(piece))).collect(),
        Some(Value::Object(piece)) => spoken(piece.get("text")),
        _ => String::new(),
    }
}

/// A service record in its own words: the action and what it names.
fn event(value: &Value) -> String {
    let spoken = spoken(value.get("text"));
    let members = value.as_object().into_iter().flatten().filter(|(name, value)| {
        let known = ["id", "type", "date", "date_unixtime", "actor", "actor_id", "action", "text", "text_entities"];
        !known.contains(&name.as_str()) && !value.is_null()
    });
    let details = members.map(|(name, value)| format!("{name}: {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
    let action = text(value, "action").map(str::to_owned);
    action.into_iter().chain(details).chain((!spoken.is_empty()).then_some(spoken)).collect::<Vec<_>>().join("\n")
}

/// Files that the record names. A name in round brackets says that the export left the file out.
fn attachments(value: &Value) -> Vec<Attachment> {
    let names = ["photo", "file"].iter().filter_map(|name| Some((*name, text(value, name)?)));
    names
        .map(|(name, path)| Attachment {
            name: Hostile::new(text(value, "file_name").filter(|_| name == "file").unwrap_or(path)),
            sha256: None,
            bytes: value.get(format!("{name}_size")).or(value.get(format!("{name}_file_size"))).and_then(Value::as_u64),
        })
        .collect()
}
