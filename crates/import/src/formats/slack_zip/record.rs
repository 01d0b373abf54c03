//! One message of a Slack export.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, MessageKind, MessageState, NoteKind};

use super::text;
use crate::dates::{Clock, Votes};
use crate::error::ImportError;
use crate::importer::{MessageSink, ReadOptions};
use crate::json::member;

/// Turns records into messages.
pub(super) struct Records<'a> {
    clock: Clock<'a>,
    users: &'a HashMap<String, String>,
    /// The numbers of this conversation's messages by their `ts`, from the start of the archive.
    seen: HashMap<String, u32>,
    given: u32,
    /// Ids that the list of users does not have, and the names that their messages carry.
    unlisted: BTreeMap<String, String>,
}

impl<'a> Records<'a> {
    pub(super) fn new(options: &'a ReadOptions, users: &'a HashMap<String, String>) -> Self {
        let clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        Self { clock, users, seen: HashMap::new(), given: 0, unlisted: BTreeMap::new() }
    }

    /// Another conversation begins, with a system event as its first record.
    pub(super) fn turn(&mut self, given: u32) {
        self.seen.clear();
        self.given = given + 1;
    }

    pub(super) fn give(&mut self, value: &Value, locator: Locator, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let (Some(ts), true) = (text(value, "ts"), value.is_object()) else {
            let note = ImportNote::new(NoteKind::RecordUnreadable, locator, &value.to_string(), "no message; kept in the evidence");
            return Ok(sink.note(note)?);
        };
        let subtype = text(value, "subtype").unwrap_or_default();
        let deleted = subtype == "tombstone";
        let answered = text(value, "thread_ts").filter(|thread| *thread != ts);
        let state = match (deleted, value.get("edited").is_some_and(Value::is_object)) {
            (true, _) => MessageState::Deleted,
            (_, true) => MessageState::Edited,
            _ => MessageState::Sent,
        };
        let mut message = Message {
            kind: if is_event(subtype) { MessageKind::System } else { MessageKind::Message },
            sender: self.sender(value, &locator, sink)?.map(Hostile::new),
            body: Hostile::new(body(value)),
            attachments: attachments(value),
            state,
            reply_to: None,
            ..Message::blank(locator)
        };
        message.reply_to = answered.and_then(|thread| self.seen.get(thread).copied());
        match millisecond(ts).and_then(|ms| self.clock.unix_ms(ts, ms)) {
            Some(stamp) => message.sent_at = Some(stamp),
            None => {
                let place = member(&message.locator, "ts");
                sink.note(ImportNote::new(NoteKind::TimeUnreadable, place, ts, "no time"))?;
            }
        }
        self.seen.insert(ts.to_owned(), self.given);
        self.given = self.given.saturating_add(1);
        Ok(sink.message(message)?)
    }

    /// The name in the list of users; else the id, or what a program calls itself.
    fn sender(&mut self, value: &Value, locator: &Locator, sink: &mut dyn MessageSink) -> Result<Option<String>, ImportError> {
        let id = text(value, "user").filter(|id| !id.is_empty());
        let listed = id.and_then(|id| self.users.get(id));
        if let Some(name) = listed {
            return Ok(Some(name.clone()));
        }
        let called = text(value, "username").or_else(|| value.get("bot_profile").and_then(|bot| text(bot, "name")));
        let called = called.filter(|name| !name.trim().is_empty());
        let Some(id) = id else { return Ok(called.or_else(|| text(value, "bot_id")).map(str::to_owned)) };
        let profile = value.get("user_profile").and_then(|profile| {
            ["display_name", "real_name", "name"].iter().find_map(|name| text(profile, name).filter(|name| !name.trim().is_empty()))
        });
        if let Some(name) = profile.or(called)
            && self.unlisted.get(id).is_none_or(|known| known != name)
        {
            self.unlisted.insert(id.to_owned(), name.to_owned());
            let kept_as = format!("users.json does not list {id}; its messages carry this name and keep the id");
            sink.note(ImportNote::new(NoteKind::SpeakersUnknown, locator.clone(), name, kept_as))?;
        }
        Ok(Some(id.to_owned()))
    }
}

/// Joins, topics, pins and the like are the program's words.
fn is_event(subtype: &str) -> bool {
    let events = [
        "tombstone",
        "pinned_item",
        "unpinned_item",
        "bot_add",
        "bot_remove",
        "bot_enable",
        "bot_disable",
        "reminder_add",
        "huddle_thread",
        "sh_room_created",
        "ekm_access_denied",
        "app_conversation_join",
        "joiner_notification",
        "joiner_notification_for_inviter",
    ];
    subtype.starts_with("channel_") || subtype.starts_with("group_") || subtype.starts_with("me_joined") || events.contains(&subtype)
}

/// `1681413317.397479` in milliseconds.
fn millisecond(ts: &str) -> Option<i64> {
    let (second, fraction) = ts.split_once('.').unwrap_or((ts, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    second.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(digits.parse().ok()?)
}

/// What was written; a message built of blocks or cards alone says it there.
fn body(value: &Value) -> String {
    let written = plain(text(value, "text").unwrap_or_default());
    let mut parts = vec![written];
    if parts.iter().all(String::is_empty) {
        let mut words = String::new();
        let blocks = value.get("blocks").and_then(Value::as_array).into_iter().flatten();
        blocks.for_each(|block| block_text(block, 0, &mut words));
        parts.push(words.trim().to_owned());
    }
    let cards = value.get("attachments").and_then(Value::as_array).into_iter().flatten();
    for card in cards.filter(|_| text(value, "text").unwrap_or_default().is_empty()) {
        for words in ["pretext", "title", "text", "fallback"].iter().filter_map(|name| text(card, name)).map(plain) {
            // What a card says twice is said once.
            if !parts.iter().any(|part| part.contains(&words)) {
                parts.push(words);
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// The three characters that Slack writes as references.
fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn block_text(block: &Value, depth: usize, words: &mut String) {
    if depth > 16 {
        return;
    }
    match block.get("text") {
        Some(Value::String(text)) => words.push_str(text),
        Some(text @ Value::Object(_)) => block_text(text, depth + 1, words),
        _ => {}
    }
    let bare = block.get("text").is_none() && block.get("elements").is_none();
    match text(block, "type").filter(|_| bare) {
        Some("emoji") => words.push_str(&format!(":{}:", text(block, "name").unwrap_or_default())),
        Some("link") => words.push_str(text(block, "url").unwrap_or_default()),
        Some("user") => words.push_str(&format!("<@{}>", text(block, "user_id").unwrap_or_default())),
        _ => {}
    }
    for part in ["elements", "fields"].iter().filter_map(|name| block.get(name)?.as_array()).flatten() {
        block_text(part, depth + 1, words);
    }
    if matches!(text(block, "type"), Some("rich_text_section" | "section" | "header" | "rich_text_preformatted" | "rich_text_quote")) {
        words.push('\n');
    }
}

fn attachments(value: &Value) -> Vec<Attachment> {
    let files = value.get("files").and_then(Value::as_array).into_iter().flatten().chain(value.get("file"));
    let files = files.filter_map(|file| Some((file, ["name", "title", "id"].iter().find_map(|name| text(file, name))?)));
    files
        .map(|(file, name)| Attachment { name: Hostile::new(name), sha256: None, bytes: file.get("size").and_then(Value::as_u64) })
        .collect()
}
