//! Negotiation chats as the Ransomchats project publishes them: `{chat_id, messages: [{party, content, timestamp, attachment}]}`.
//!
//! Source: the project's own files; see `tests/formats/ransomchats-json/README.md`.

use std::collections::BTreeSet;

use serde_json::Value;
use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, NoteKind, Role};

use crate::dates::{Clock, Order, Votes, Written};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::json::{Broken, Json, ValueType, member, pointer_piece};
use crate::roles;
use crate::sniff::Head;
use crate::talk::doubt_note;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "ransomchats-json"
    }

    fn name(&self) -> &'static str {
        "Ransomchats negotiation (JSON)"
    }

    fn checked_against(&self) -> &'static str {
        "Ransomchats, 2020 to 2026"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let has = |name: &str| text.contains(name);
        match text.starts_with('{') && has("\"messages\"") {
            true if has("\"party\"") && has("\"content\"") => Likelihood::Certain,
            true if has("\"chat_id\"") => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let chat = Chat::of(source, &survey, options)?;
        for note in survey.note().into_iter().chain(chat.order.note()) {
            sink.note(note)?;
        }
        let mut clock = Clock::new(chat.order, options.zone.as_ref());
        let mut json = Json::of(source, &survey, &options.limits)?;
        let outcome = walk(&mut json, &mut |item| {
            match item {
                Item::Record(value, locator, notes) => {
                    notes.into_iter().try_for_each(|note| sink.note(note))?;
                    emit(&value, locator, &mut clock, &chat, sink)?;
                }
                Item::Other(note) => sink.note(note)?,
            }
            Ok(())
        });
        json.finish(outcome, sink)
    }
}

/// What a first pass tells: the order of day and month, and who speaks.
struct Chat {
    order: Order,
    /// The only other party beside one that is called a victim.
    opponent: Option<String>,
}

impl Chat {
    fn of(source: &mut dyn ReadSeek, survey: &Survey, options: &ReadOptions) -> Result<Self, ImportError> {
        let mut votes = Votes::default();
        let mut parties = BTreeSet::new();
        let mut json = Json::of(source, survey, &options.limits)?.without(&["content"]);
        let outcome = walk(&mut json, &mut |item| {
            let Item::Record(value, ..) = item else { return Ok(()) };
            if let Some(written) = text(&value, "timestamp").and_then(Written::of) {
                votes.see(&written);
            }
            if let Some(party) = text(&value, "party").filter(|_| parties.len() < 3) {
                parties.insert(party.trim().to_lowercase());
            }
            Ok(())
        });
        if let Err(Broken::Import(error)) = outcome {
            return Err(error);
        }
        let (victims, others): (Vec<_>, Vec<_>) = parties.into_iter().partition(|party| roles::by_label(party) == Role::Victim);
        let opponent = match (victims.len(), <[String; 1]>::try_from(others)) {
            (1, Ok([opponent])) => Some(opponent),
            _ => None,
        };
        Ok(Self { order: votes.order(), opponent })
    }

    /// The part of `party`. A panel has two sides: where one is called the victim, a single other one is the attacker.
    fn role(&self, party: &str) -> Role {
        match roles::by_label(party) {
            Role::Unknown if self.opponent.as_deref() == Some(party.trim().to_lowercase().as_str()) => Role::Attacker,
            role => role,
        }
    }
}

/// What stands in the file.
enum Item {
    /// One element of `messages`.
    Record(Value, Locator, Vec<ImportNote>),
    /// Something else.
    Other(ImportNote),
}

fn walk(json: &mut Json<'_>, visit: &mut dyn FnMut(Item) -> Result<(), Broken>) -> Result<(), Broken> {
    if !json.is(ValueType::Object)? {
        visit(Item::Other(ImportNote::new(NoteKind::RecordUnreadable, Locator::pointer(""), "", "not read: no object")))?;
        return json.skip();
    }
    json.members(&mut |json, name| {
        if name == "messages" && json.is(ValueType::Array)? {
            return json.items(&mut |json, index| {
                let mut notes = Vec::new();
                let (value, locator) = json.record(&format!("/messages/{index}"), &mut notes)?;
                visit(Item::Record(value, locator, notes))
            });
        }
        if name != "chat_id" {
            let locator = Locator::pointer(format!("/{}", pointer_piece(name)));
            visit(Item::Other(ImportNote::new(NoteKind::PartNotRead, locator, name, "kept in the evidence")))?;
        }
        json.skip()
    })
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str()
}

fn emit(value: &Value, locator: Locator, clock: &mut Clock<'_>, chat: &Chat, sink: &mut dyn MessageSink) -> Result<(), Broken> {
    let Some(record) = value.as_object() else {
        let body = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        sink.note(ImportNote::new(NoteKind::RecordUnreadable, locator.clone(), &body, "a message of this text"))?;
        return Ok(sink.message(Message { body: Hostile::new(body), ..Message::blank(locator) })?);
    };
    let body = match record.get("content") {
        Some(Value::String(body)) => body.clone(),
        other => {
            let found = other.map(Value::to_string).unwrap_or_default();
            sink.note(ImportNote::new(NoteKind::RecordUnreadable, member(&locator, "content"), &found, "a message without text"))?;
            String::new()
        }
    };
    let mut message = Message { body: Hostile::new(body), ..Message::blank(locator) };
    if let Some(party) = text(value, "party") {
        message.sender = Some(Hostile::new(party));
        message.role = chat.role(party);
    }
    if let Some(raw) = text(value, "timestamp").filter(|raw| !raw.trim().is_empty()) {
        let (stamp, doubt) = clock.stamp(raw);
        if let Some(note) = doubt_note(doubt, &stamp, &member(&message.locator, "timestamp")) {
            sink.note(note)?;
        }
        message.sent_at = Some(stamp);
    }
    for (name, value) in record {
        match name.as_str() {
            "party" | "content" | "timestamp" => {}
            "attachment" | "attachments" => message.attachments.extend(attachments(value)),
            _ => sink.note(ImportNote::new(NoteKind::PartNotRead, member(&message.locator, name), name, "kept in the evidence"))?,
        }
    }
    Ok(sink.message(message)?)
}

fn attachments(value: &Value) -> Vec<Attachment> {
    match value {
        Value::Array(many) => many.iter().flat_map(attachments).collect(),
        Value::Object(_) => {
            let name = Hostile::new(text(value, "filename").unwrap_or_default());
            let size = value.get("filesize");
            let bytes = size.and_then(|size| size.as_u64().or_else(|| size.as_str()?.trim().parse().ok()));
            vec![Attachment { name, sha256: None, bytes }]
        }
        _ => Vec::new(),
    }
}
