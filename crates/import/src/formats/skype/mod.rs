//! Skype's `messages.json`, from the TAR that the service gives for "Export files and chat history".
//!
//! Source: three public readers of the export and the markup of the Skype web client; see `tests/formats/skype-json/README.md`.

mod content;

use std::collections::HashMap;

use serde_json::Value;
use shakedown_core::{Hostile, ImportNote, Locator, Message, MessageKind, NoteKind, Stamp};

use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::json::{Broken, Gathered, Json, ValueType, member, pointer_piece};
use crate::sniff::Head;
use crate::talk::doubt_note;

/// The most messages and people that are known before the chats are read.
const KNOWN_MAX: usize = 1_000_000;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "skype-json"
    }

    fn name(&self) -> &'static str {
        "Skype export (messages.json)"
    }

    fn checked_against(&self) -> &'static str {
        "Skype exports of 2019 to 2025, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let has = |name: &str| text.contains(name);
        let messages = has("\"messagetype\"") || has("\"originalarrivaltime\"");
        let account = has("\"userId\"") && has("\"exportDate\"") && has("\"conversations\"");
        let chats = has("\"MessageList\"") && messages;
        match text.starts_with('{') && has("\"conversations\"") && (account || chats) {
            true if has("\"MessageList\"") => Likelihood::Certain,
            true => Likelihood::Likely,
            false => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let known = Known::of(&mut Json::of(source, &survey, &options.limits)?)?;
        let mut json = Json::of(source, &survey, &options.limits)?;
        let clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        let mut export = Export { clock, known, sink };
        let outcome = export.account(&mut json);
        json.finish(outcome, export.sink)
    }
}

/// What a first pass tells: the export is newest first, so an answer stands before what it answers.
#[derive(Default)]
struct Known {
    names: HashMap<String, String>,
    /// The number of the record of each message, by the number of its chat and its id.
    numbers: HashMap<(u64, String), u32>,
    count: u32,
}

impl Known {
    /// A text that breaks off tells what it holds.
    fn of(json: &mut Json<'_>) -> Result<Self, ImportError> {
        let mut known = Self::default();
        let outcome = json.members(&mut |json, name| match name {
            "conversations" if json.is(ValueType::Array)? => json.items(&mut |json, chat| {
                if !json.is(ValueType::Object)? {
                    return json.skip();
                }
                known.chat(json, chat)
            }),
            _ => json.skip(),
        });
        match outcome {
            Err(Broken::Import(error)) => Err(error),
            _ => Ok(known),
        }
    }

    fn chat(&mut self, json: &mut Json<'_>, chat: u64) -> Result<(), Broken> {
        self.count += 1;
        let (gathered, _) = json.gather("", &mut |json, name, _| {
            if name != "MessageList" || !json.is(ValueType::Array)? {
                return Ok(false);
            }
            json.items(&mut |json, _| {
                let (value, _) = json.record("", &mut Vec::new())?;
                self.message(&value, chat);
                Ok(())
            })?;
            Ok(true)
        })?;
        let title = |name: &str| gathered.members.get(name).and_then(Value::as_str);
        if let (Some(id), Some(name)) = (title("id"), title("displayName").filter(|_| title("id").is_some_and(is_person))) {
            self.learn(id, name);
        }
        Ok(())
    }

    fn message(&mut self, value: &Value, chat: u64) {
        if !value.is_object() {
            return;
        }
        if let (Some(id), Some(name)) = (text(value, "from"), text(value, "displayName")) {
            self.learn(id, name);
        }
        if let Some(id) = text(value, "id").filter(|_| self.numbers.len() < KNOWN_MAX) {
            self.numbers.insert((chat, id.to_owned()), self.count);
        }
        self.count += 1;
    }

    fn learn(&mut self, id: &str, name: &str) {
        if self.names.len() < KNOWN_MAX {
            self.names.entry(id.to_owned()).or_insert_with(|| name.to_owned());
        }
    }
}

/// Whether a chat's id is that of the person it is with, not of a group (`19:…`).
fn is_person(id: &str) -> bool {
    !id.starts_with("19:")
}

/// The id of a person without the number of the network in front: `live:ann` of `8:live:ann`.
fn plain_id(id: &str) -> &str {
    id.split_once(':')
        .filter(|(network, _)| !network.is_empty() && network.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(id, |(_, id)| id)
}

struct Export<'a> {
    clock: Clock<'a>,
    known: Known,
    sink: &'a mut dyn MessageSink,
}

impl Export<'_> {
    fn account(&mut self, json: &mut Json<'_>) -> Result<(), Broken> {
        json.members(&mut |json, name| {
            let pointer = format!("/{}", pointer_piece(name));
            match name {
                "conversations" if json.is(ValueType::Array)? => {
                    json.items(&mut |json, index| self.chat(json, &format!("{pointer}/{index}"), index))
                }
                "userId" if json.is(ValueType::String)? => {
                    let mut notes = Vec::new();
                    let (value, locator) = json.record(&pointer, &mut notes)?;
                    let found = value.as_str().unwrap_or_default();
                    notes.push(ImportNote::new(NoteKind::ItemSays, locator, found, "the account that was exported"));
                    Ok(notes.into_iter().try_for_each(|note| self.sink.note(note))?)
                }
                "exportDate" => json.skip(),
                _ => json.leave_out(&pointer, name, self.sink),
            }
        })
    }

    /// A chat: a system event with its name, then its messages.
    fn chat(&mut self, json: &mut Json<'_>, pointer: &str, chat: u64) -> Result<(), Broken> {
        if !json.is(ValueType::Object)? {
            let note = ImportNote::new(NoteKind::RecordUnreadable, Locator::pointer(pointer), "", "no chat; kept in the evidence");
            self.sink.note(note)?;
            return json.skip();
        }
        let mut titled = false;
        let (gathered, locator) = json.gather(pointer, &mut |json, name, gathered| {
            if name != "MessageList" || !json.is(ValueType::Array)? {
                return Ok(false);
            }
            if !std::mem::replace(&mut titled, true) {
                self.title(gathered, Locator::pointer(pointer))?;
            }
            json.items(&mut |json, index| self.record(json, &format!("{pointer}/MessageList/{index}"), chat))?;
            Ok(true)
        })?;
        if !titled {
            self.title(&gathered, locator)?;
        }
        Ok(gathered.notes.into_iter().try_for_each(|note| self.sink.note(note))?)
    }

    fn title(&mut self, gathered: &Gathered, locator: Locator) -> Result<(), Broken> {
        let told = |name: &str| gathered.members.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let topic = gathered.members.get("threadProperties").and_then(|properties| properties.get("topic")?.as_str());
        let name = topic.filter(|topic| !topic.is_empty()).or_else(|| told("displayName")).or_else(|| told("id").map(plain_id));
        let body = Hostile::new(name.unwrap_or_default());
        Ok(self.sink.message(Message { kind: MessageKind::System, body, ..Message::blank(locator) })?)
    }

    fn record(&mut self, json: &mut Json<'_>, pointer: &str, chat: u64) -> Result<(), Broken> {
        let (value, locator) = json.read(pointer, self.sink)?;
        if !value.is_object() {
            let note = ImportNote::new(NoteKind::RecordUnreadable, locator, &value.to_string(), "no message; kept in the evidence");
            return Ok(self.sink.note(note)?);
        }
        let find = |id: &str| self.known.numbers.get(&(chat, id.to_owned())).copied();
        let said = content::said(&value, &find);
        let sender = text(&value, "from").map(|id| {
            let name = text(&value, "displayName").or_else(|| self.known.names.get(id).map(String::as_str));
            Hostile::new(name.unwrap_or_else(|| plain_id(id)))
        });
        let mut message = Message {
            kind: said.kind,
            sender: sender.or_else(|| text(&value, "displayName").map(Hostile::new)),
            body: Hostile::new(said.body),
            attachments: said.attachments,
            state: said.state,
            reply_to: said.reply_to,
            ..Message::blank(locator)
        };
        message.sent_at = self.moment(&value, &message.locator)?;
        for (kind, found, kept_as) in said.notes {
            self.sink.note(ImportNote::new(kind, member(&message.locator, "content"), &found, kept_as))?;
        }
        Ok(self.sink.message(message)?)
    }

    /// When the service took it; of a message that does not tell, the id is the moment in milliseconds.
    fn moment(&mut self, value: &Value, locator: &Locator) -> Result<Option<Stamp>, Broken> {
        if let Some(raw) = text(value, "originalarrivaltime") {
            let (stamp, doubt) = self.clock.stamp(raw);
            if let Some(note) = doubt_note(doubt, &stamp, &member(locator, "originalarrivaltime")) {
                self.sink.note(note)?;
            }
            return Ok(Some(stamp));
        }
        let id = text(value, "id").filter(|id| id.len() == 13);
        let stamp = id.and_then(|id| self.clock.unix_ms(id, id.parse().ok()?));
        if stamp.is_none() {
            self.sink.note(ImportNote::new(NoteKind::TimeMissing, locator.clone(), "", "no time"))?;
        }
        Ok(stamp)
    }
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str().filter(|text| !text.is_empty())
}
