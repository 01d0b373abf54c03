//! Microsoft Teams messages as Microsoft Graph gives them: `chatMessage` resources in camelCase (REST) or PascalCase (dumps of the .NET library).
//!
//! Source: the chatMessage resource type of Microsoft Graph v1.0; see `tests/formats/teams-graph/README.md`.

mod parts;

use serde_json::{Map, Value};
use shakedown_core::{Hostile, ImportNote, Locator, Message, MessageKind, MessageState, NoteKind};

use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::json::{Broken, Json, ValueType, member, pointer_piece};
use crate::replies::Seen;
use crate::sniff::Head;
use crate::talk::doubt_note;

use parts::{Parts, field, text};

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "teams-graph"
    }

    fn name(&self) -> &'static str {
        "Microsoft Teams messages (Graph JSON)"
    }

    fn checked_against(&self) -> &'static str {
        "Microsoft Graph v1.0 and its .NET library, 2025 and 2026"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let start = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        if !start.starts_with(['{', '[']) {
            return Likelihood::No;
        }
        let text = start.to_ascii_lowercase();
        let has = |name: &str| text.contains(name);
        // Mail of the same interface has bodies of the same shape.
        let mail = has("\"torecipients\"") || has("\"receiveddatetime\"");
        let chat = has("\"createddatetime\"") && has("\"body\"") && has("\"contenttype\"");
        let teams = has("\"messagetype\"") || has("\"replytoid\"") || has("\"chatid\"") || has("\"channelidentity\"");
        let spoken = has("\"from\"") && (has("\"user\"") || has("\"application\""));
        match chat && !mail {
            true if teams => Likelihood::Certain,
            true if spoken => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let mut json = Json::of(source, &survey, &options.limits)?;
        let clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        let mut export = Export { clock, seen: Seen::default(), chat: None, depth: options.limits.depth, sink };
        let outcome = export.value(&mut json, "", 0);
        json.finish(outcome, export.sink)
    }
}

struct Export<'a> {
    clock: Clock<'a>,
    /// By chat and id: ids are the moments of sending, which two chats can share.
    seen: Seen<(String, String)>,
    /// The chat of the message before.
    chat: Option<String>,
    depth: usize,
    sink: &'a mut dyn MessageSink,
}

impl Export<'_> {
    /// Messages, or lists and pages of them, whatever they are wrapped in.
    fn value(&mut self, json: &mut Json<'_>, pointer: &str, depth: usize) -> Result<(), Broken> {
        if depth < self.depth && json.is(ValueType::Array)? {
            return json.items(&mut |json, index| self.value(json, &format!("{pointer}/{index}"), depth + 1));
        }
        if depth < self.depth && json.is(ValueType::Object)? {
            return self.object(json, pointer, depth);
        }
        let (value, locator) = json.read(pointer, self.sink)?;
        Ok(self.sink.note(ImportNote::new(NoteKind::RecordUnreadable, locator, &value.to_string(), "kept in the evidence"))?)
    }

    fn object(&mut self, json: &mut Json<'_>, pointer: &str, depth: usize) -> Result<(), Broken> {
        let mut given = false;
        let (gathered, locator) = json.gather(pointer, &mut |json, name, gathered| {
            let lists = ["value", "messages", "replies", "chats", "channels"].iter().any(|list| name.eq_ignore_ascii_case(list));
            if !lists || !(json.is(ValueType::Array)? || json.is(ValueType::Object)?) {
                return Ok(false);
            }
            gathered.notes.drain(..).try_for_each(|note| self.sink.note(note))?;
            let members = std::mem::take(&mut gathered.members);
            // The answers to a message stand inside it: it comes first.
            if is_message(&members) {
                self.message(&members, Locator::pointer(pointer))?;
                given = true;
            } else {
                self.wrapping(&members, &Locator::pointer(pointer))?;
            }
            self.value(json, &format!("{pointer}/{}", pointer_piece(name)), depth + 1)?;
            Ok(true)
        })?;
        gathered.notes.into_iter().try_for_each(|note| self.sink.note(note))?;
        if is_message(&gathered.members) && !given {
            self.message(&gathered.members, locator)
        } else {
            self.wrapping(&gathered.members, &locator)
        }
    }

    /// What stands around lists of messages: the name of a chat is a system event, a link to a further page is a part that is missing.
    fn wrapping(&mut self, members: &Map<String, Value>, locator: &Locator) -> Result<(), Broken> {
        for (name, value) in members.iter().filter(|(_, value)| !value.is_null()) {
            let place = member(locator, name);
            match (name.to_ascii_lowercase().as_str(), value.as_str()) {
                ("topic" | "displayname", Some(topic)) => {
                    let body = Hostile::new(topic);
                    self.give(None, Message { kind: MessageKind::System, body, ..Message::blank(place) })?;
                }
                ("@odata.nextlink", Some(link)) => {
                    self.sink.note(ImportNote::new(NoteKind::Truncated, place, link, "the export goes on in another page"))?;
                }
                ("id" | "chattype" | "createddatetime" | "lastupdateddatetime" | "tenantid" | "weburl" | "viewpoint", _) => {}
                (plain, _) if plain.starts_with("@odata.") || plain.contains("@odata.") => {}
                _ => self.sink.note(ImportNote::new(NoteKind::PartNotRead, place, name, "kept in the evidence"))?,
            }
        }
        Ok(())
    }

    fn give(&mut self, id: Option<(String, String)>, message: Message) -> Result<(), Broken> {
        self.seen.add(id);
        Ok(self.sink.message(message)?)
    }

    fn message(&mut self, record: &Map<String, Value>, locator: Locator) -> Result<(), Broken> {
        let chat = text(record, "chatId").or_else(|| text(field(record, "channelIdentity")?.as_object()?, "channelId"));
        let chat = chat.unwrap_or_default().to_owned();
        self.turn_to(&chat, &locator)?;
        let sender = sender(record);
        let kind = kind(record, sender.is_some());
        let mut parts = Parts::of(record, kind);
        let said = |name: &str| field(record, name).is_some();
        let state = match (said("deletedDateTime"), said("lastEditedDateTime")) {
            (true, _) => MessageState::Deleted,
            (_, true) => MessageState::Edited,
            _ => MessageState::Sent,
        };
        let quoted = parts.quote.take();
        let answered = quoted.as_ref().map(|quote| quote.id.as_str()).or(text(record, "replyToId"));
        let reply_to = answered.and_then(|id| self.seen.find(&(chat.clone(), id.to_owned())));
        if let Some(quote) = quoted.filter(|_| reply_to.is_none()) {
            let kept_as = "a quote of a message that is not in this item; kept in the evidence";
            self.sink.note(ImportNote::new(NoteKind::PartNotRead, locator.clone(), &quote.text, kept_as))?;
        }
        for (kind, found, kept_as) in parts.notes {
            self.sink.note(ImportNote::new(kind, locator.clone(), &found, kept_as))?;
        }
        let mut message = Message {
            kind,
            sender: sender.map(Hostile::new),
            body: Hostile::new(parts.body),
            attachments: parts.attachments,
            state,
            reply_to,
            ..Message::blank(locator)
        };
        if let Some(raw) = text(record, "createdDateTime") {
            let (stamp, doubt) = self.clock.stamp(raw);
            if let Some(note) = doubt_note(doubt, &stamp, &member(&message.locator, "createdDateTime")) {
                self.sink.note(note)?;
            }
            message.sent_at = Some(stamp);
        }
        self.give(text(record, "id").map(|id| (chat, id.to_owned())), message)
    }

    /// One file may hold several chats: where the next message is of another one, a system event says so.
    fn turn_to(&mut self, chat: &str, locator: &Locator) -> Result<(), Broken> {
        let before = self.chat.replace(chat.to_owned());
        if before.is_some_and(|before| before != chat) {
            let body = Hostile::new(chat);
            self.give(None, Message { kind: MessageKind::System, body, ..Message::blank(member(locator, "chatId")) })?;
        }
        Ok(())
    }
}

fn is_message(members: &Map<String, Value>) -> bool {
    let has = |name| field(members, name).is_some();
    has("createdDateTime") && (has("body") || has("messageType") || has("deletedDateTime"))
}

/// The kind of a record. The library writes numbers where it was not told to write names.
fn kind(record: &Map<String, Value>, named: bool) -> MessageKind {
    let system = match field(record, "messageType") {
        Some(Value::String(kind)) if kind.eq_ignore_ascii_case("message") => false,
        Some(Value::String(kind)) if kind.eq_ignore_ascii_case("unknownFutureValue") => !named,
        Some(Value::String(_)) => true,
        Some(Value::Number(kind)) => kind.as_u64() != Some(0),
        _ => field(record, "eventDetail").is_some_and(parts::holds_something),
    };
    if system { MessageKind::System } else { MessageKind::Message }
}

/// Who sent a record: the name of a person, an application or a device, else its id.
fn sender(record: &Map<String, Value>) -> Option<&str> {
    let from = field(record, "from")?.as_object()?;
    let who = ["user", "application", "device"].iter().find_map(|kind| field(from, kind)?.as_object())?;
    text(who, "displayName").filter(|name| !name.trim().is_empty()).or_else(|| text(who, "id"))
}
