//! A room as JSON: what Element writes, and pages of events as the client-server API gives them.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use shakedown_core::{Hostile, ImportNote, Locator, Message, MessageKind, MessageState, NoteKind};

use super::event::{self, Edit};
use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::json::{Broken, Json, ValueType, member, pointer_piece};
use crate::replies::Seen;
use crate::sniff::Head;

/// The most people whose names are kept.
const NAMES_MAX: usize = 200_000;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "element-json"
    }

    fn name(&self) -> &'static str {
        "Matrix room (Element, JSON)"
    }

    fn checked_against(&self) -> &'static str {
        "Element Web 1.9 to 1.11, client-server API v3, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let has = |name: &str| text.contains(name);
        let events =
            has("\"origin_server_ts\"") && has("\"sender\"") && has("\"content\"") && (has("\"event_id\"") || has("\"room_name\""));
        // A room without an event is an export too.
        let empty = has("\"room_name\"") && has("\"room_creator\"") && has("\"exported_by\"") && has("\"messages\"");
        if text.starts_with(['{', '[']) && (events || empty) { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let names = Names::of(&mut Json::of(source, &survey, &options.limits)?)?;
        let mut json = Json::of(source, &survey, &options.limits)?;
        let clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        let mut export = Export { clock, names, seen: Seen::default(), sink };
        let outcome = export.room(&mut json);
        json.finish(outcome, export.sink)
    }
}

/// Where the events stand: in the room, in a page of them, or in an array of their own.
fn is_list(name: &str) -> bool {
    matches!(name, "messages" | "chunk" | "events")
}

/// The names that people gave themselves, by their ids.
#[derive(Default)]
struct Names {
    by_id: HashMap<String, String>,
    shared: HashSet<String>,
}

impl Names {
    /// A first pass: the names that events of membership tell, the last one of each person. A text that breaks off tells what it holds.
    fn of(json: &mut Json<'_>) -> Result<Self, ImportError> {
        let mut names = Self::default();
        let mut visit = |json: &mut Json<'_>| {
            let (value, _) = json.record("", &mut Vec::new())?;
            names.learn(&value);
            Ok(())
        };
        let outcome = match json.is(ValueType::Array) {
            Ok(true) => json.items(&mut |json, _| visit(json)),
            Ok(false) => json.members(&mut |json, name| match is_list(name) && json.is(ValueType::Array)? {
                true => json.items(&mut |json, _| visit(json)),
                false => json.skip(),
            }),
            Err(broken) => Err(broken),
        };
        match outcome {
            Err(Broken::Import(error)) => Err(error),
            _ => Ok(names.settle()),
        }
    }

    fn learn(&mut self, value: &Value) {
        if event::text(value, "type") != Some("m.room.member") {
            return;
        }
        let Some(id) = event::text(value, "state_key") else { return };
        let told = ["/content/displayname", "/prev_content/displayname", "/unsigned/prev_content/displayname"];
        let name = told.iter().find_map(|pointer| value.pointer(pointer)?.as_str().filter(|name| !name.trim().is_empty()));
        if let Some(name) = name
            && (self.by_id.len() < NAMES_MAX || self.by_id.contains_key(id))
        {
            self.by_id.insert(id.to_owned(), name.to_owned());
        }
    }

    /// A name that more than one person has tells nobody apart.
    fn settle(mut self) -> Self {
        let mut met = HashSet::new();
        self.shared = self.by_id.values().filter(|name| !met.insert(name.as_str())).cloned().collect();
        self
    }

    /// What the sender `id` is called.
    fn label(&self, id: &str) -> String {
        match self.by_id.get(id) {
            Some(name) if self.shared.contains(name) => format!("{name} ({id})"),
            Some(name) => name.clone(),
            None => id.to_owned(),
        }
    }
}

struct Export<'a> {
    clock: Clock<'a>,
    names: Names,
    seen: Seen<String>,
    sink: &'a mut dyn MessageSink,
}

impl Export<'_> {
    fn room(&mut self, json: &mut Json<'_>) -> Result<(), Broken> {
        if json.is(ValueType::Array)? {
            return json.items(&mut |json, index| self.record(json, &format!("/{index}")));
        }
        json.members(&mut |json, name| {
            let pointer = format!("/{}", pointer_piece(name));
            match name {
                _ if is_list(name) && json.is(ValueType::Array)? => {
                    json.items(&mut |json, index| self.record(json, &format!("{pointer}/{index}")))
                }
                "room_name" | "topic" | "room_creator" | "exported_by" if json.is(ValueType::String)? => self.header(json, &pointer),
                "export_date" | "start" | "end" | "state" => json.skip(),
                _ => json.leave_out(&pointer, name, self.sink),
            }
        })
    }

    /// What the export says of the room.
    fn header(&mut self, json: &mut Json<'_>, pointer: &str) -> Result<(), Broken> {
        let (value, locator) = json.read(pointer, self.sink)?;
        let said = value.as_str().unwrap_or_default();
        if said.is_empty() {
            return Ok(());
        }
        let kept_as = match pointer {
            "/room_name" => "the name of the room",
            "/topic" => "the topic of the room",
            "/room_creator" => "who made the room",
            _ => "who exported the room",
        };
        Ok(self.sink.note(ImportNote::new(NoteKind::ItemSays, locator, said, kept_as))?)
    }

    fn record(&mut self, json: &mut Json<'_>, pointer: &str) -> Result<(), Broken> {
        let (value, locator) = json.read(pointer, self.sink)?;
        let Some(kind) = event::text(&value, "type") else {
            let note = ImportNote::new(NoteKind::RecordUnreadable, locator, &value.to_string(), "no event; kept in the evidence");
            return Ok(self.sink.note(note)?);
        };
        let target = event::relates_to(&value).and_then(|id| self.seen.find(&id.to_owned()));
        let said = event::said(kind, &value, target.is_some());
        let mut message = Message {
            kind: said.kind,
            sender: event::text(&value, "sender").map(|id| Hostile::new(self.names.label(id))),
            body: Hostile::new(said.body),
            attachments: said.attachments,
            state: said.state,
            reply_to: target,
            ..Message::blank(locator)
        };
        message.sent_at = self.moment(&value, "origin_server_ts", &message.locator)?;
        for (place, found, kept_as) in said.notes {
            let place = member(&member(&message.locator, "content"), place);
            self.sink.note(ImportNote::new(NoteKind::PartNotRead, place, &found, kept_as))?;
        }
        let (sender, place) = (message.sender.clone(), message.locator.clone());
        let id = event::text(&value, "event_id").map(str::to_owned);
        self.give(id.clone(), message)?;
        match event::edit_of(&value) {
            Some(edit) => self.edited(edit, sender, &place, id.as_ref()),
            None => Ok(()),
        }
    }

    /// The text that replaced the one of the event before, where the event tells both.
    fn edited(&mut self, edit: Edit<'_>, sender: Option<Hostile>, event: &Locator, id: Option<&String>) -> Result<(), Broken> {
        let place = ["unsigned", "m.relations", "m.replace"].iter().fold(event.clone(), |place, name| member(&place, name));
        let mut message = Message {
            kind: MessageKind::Message,
            sender,
            body: Hostile::new(edit.body),
            state: MessageState::Edited,
            reply_to: id.and_then(|id| self.seen.find(id)),
            ..Message::blank(place)
        };
        message.sent_at = self.moment(edit.event, "origin_server_ts", &message.locator)?;
        self.give(None, message)
    }

    fn give(&mut self, id: Option<String>, message: Message) -> Result<(), Broken> {
        self.seen.add(id);
        Ok(self.sink.message(message)?)
    }

    fn moment(&mut self, value: &Value, name: &str, locator: &Locator) -> Result<Option<shakedown_core::Stamp>, Broken> {
        let millisecond = value.get(name).and_then(Value::as_i64);
        let stamp = millisecond.and_then(|millisecond| self.clock.unix_ms(&millisecond.to_string(), millisecond));
        if stamp.is_none() {
            let found = value.get(name).map(Value::to_string).unwrap_or_default();
            self.sink.note(ImportNote::new(NoteKind::TimeMissing, locator.clone(), &found, "no time"))?;
        }
        Ok(stamp)
    }
}
