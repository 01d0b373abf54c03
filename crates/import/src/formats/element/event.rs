//! What one event of a room says.

use serde_json::Value;
use shakedown_core::{Attachment, Hostile, MessageKind, MessageState};

use crate::visible;

/// What an event says.
pub(super) struct Said {
    pub(super) kind: MessageKind,
    pub(super) state: MessageState,
    pub(super) body: String,
    pub(super) attachments: Vec<Attachment>,
    /// Members of the content that were not read: which, what stands there, what became of it.
    pub(super) notes: Vec<(&'static str, String, &'static str)>,
}

impl Said {
    fn system(body: String) -> Self {
        Self { kind: MessageKind::System, state: MessageState::Sent, body, attachments: Vec::new(), notes: Vec::new() }
    }
}

/// A member of `value` that is a text and holds one.
pub(super) fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// The event that `value` answers, replaces, marks or takes back.
pub(super) fn relates_to(value: &Value) -> Option<&str> {
    let relation = value.pointer("/content/m.relates_to");
    let answered = relation.and_then(|relation| relation.pointer("/m.in_reply_to/event_id"));
    let related = relation.and_then(|relation| relation.get("event_id"));
    let redacted = value.get("redacts").or_else(|| value.pointer("/content/redacts"));
    answered.or(related).or(redacted)?.as_str()
}

/// What an event of the kind `kind` says. Where the event that it answers is at hand, what it quotes of that one is left out.
pub(super) fn said(kind: &str, value: &Value, at_hand: bool) -> Said {
    let content = value.get("content").unwrap_or(&Value::Null);
    let redacted = ["redacted_because", "redacted_by"].iter().any(|name| value.pointer(&format!("/unsigned/{name}")).is_some());
    match kind {
        "m.room.message" | "m.room.encrypted" | "m.sticker" if redacted => {
            Said { kind: MessageKind::Message, state: MessageState::Deleted, ..Said::system(String::new()) }
        }
        "m.room.encrypted" => {
            let found = text(content, "algorithm").unwrap_or_default().to_owned();
            Said { notes: vec![("algorithm", found, UNDECRYPTED)], ..Said::system(kind.to_owned()) }
        }
        "m.room.message" if text(content, "msgtype") == Some("m.bad.encrypted") => {
            let body = text(content, "body").unwrap_or(kind).to_owned();
            Said { notes: vec![("body", body.clone(), UNDECRYPTED)], ..Said::system(body) }
        }
        "m.room.message" | "m.sticker" => message(kind, value, content, at_hand),
        "m.poll.start" | "org.matrix.msc3381.poll.start" => {
            Said { kind: MessageKind::Message, ..Said::system(poll(content.get(kind).unwrap_or(content))) }
        }
        _ => Said::system(event(kind, value, content)),
    }
}

const UNDECRYPTED: &str = "whoever exported the room could not decrypt it: ask another member for an export";

fn message(kind: &str, value: &Value, content: &Value, at_hand: bool) -> Said {
    let replaced = value.pointer("/content/m.relates_to/rel_type").and_then(Value::as_str) == Some("m.replace");
    let content = content.get("m.new_content").filter(|new| replaced && new.is_object()).unwrap_or(content);
    let is_edited = replaced || value.pointer("/unsigned/m.relations/m.replace").is_some();
    let body = text(content, "body").map(str::to_owned);
    let body = body.or_else(|| text(content, "formatted_body").map(|html| visible::page(html).text)).unwrap_or_default();
    let answers = value.pointer("/content/m.relates_to/m.in_reply_to").is_some();
    let body = if answers && at_hand { without_quote(&body).to_owned() } else { body };
    let is_file = kind == "m.sticker" || matches!(text(content, "msgtype"), Some("m.image" | "m.file" | "m.video" | "m.audio"));
    let mut said =
        Said { kind: MessageKind::Message, state: if is_edited { MessageState::Edited } else { MessageState::Sent }, ..Said::system(body) };
    if is_file {
        // A caption stands in the text only where the file has a name of its own.
        let name = text(content, "filename").map_or_else(|| std::mem::take(&mut said.body), str::to_owned);
        if name == said.body {
            said.body.clear();
        }
        let bytes = content.pointer("/info/size").and_then(Value::as_u64);
        said.attachments.push(Attachment { name: Hostile::new(name), sha256: None, bytes });
    }
    if let Some(place) = text(content, "geo_uri").filter(|place| !said.body.contains(place)) {
        said.notes.push(("geo_uri", place.to_owned(), "a place on a map; kept in the evidence"));
    }
    said
}

/// The text of an answer without the lines that quote what it answers: `> <@ann:example.org> text`, further `> ` lines, a blank line.
fn without_quote(body: &str) -> &str {
    if !body.starts_with("> ") {
        return body;
    }
    let mut rest = body;
    while let Some(line) = rest.strip_prefix('>') {
        rest = line.split_once('\n').map_or("", |(_, after)| after);
    }
    rest.strip_prefix('\n').filter(|rest| !rest.trim().is_empty()).unwrap_or(body)
}

/// The question and the answers of a poll, a line each.
fn poll(content: &Value) -> String {
    let words = |value: &Value| -> Option<String> {
        let plain = ["org.matrix.msc1767.text", "body"].iter().find_map(|name| text(value, name));
        let parts = || value.get("m.text")?.as_array()?.iter().find_map(|part| text(part, "body"));
        plain.or_else(parts).map(str::to_owned)
    };
    let poll = content.get("m.poll").unwrap_or(content);
    let question = poll.get("question").and_then(words).into_iter();
    let answers = poll.get("answers").and_then(Value::as_array).into_iter().flatten().filter_map(words);
    question.chain(answers).collect::<Vec<_>>().join("\n")
}

/// An event that nobody said, in its own words: its kind, whom it is about and what it sets.
fn event(kind: &str, value: &Value, content: &Value) -> String {
    const TOLD: [&str; 10] =
        ["membership", "displayname", "name", "topic", "reason", "body", "alias", "join_rule", "history_visibility", "guest_access"];
    if kind == "m.reaction" {
        return value.pointer("/content/m.relates_to/key").and_then(Value::as_str).unwrap_or(kind).to_owned();
    }
    let about = text(value, "state_key").or_else(|| relates_to(value));
    let told = TOLD.iter().filter_map(|name| text(content, name));
    [kind].into_iter().chain(about).chain(told).collect::<Vec<_>>().join(" ")
}

/// A text that replaced the one of an event.
pub(super) struct Edit<'v> {
    pub(super) body: &'v str,
    pub(super) event: &'v Value,
}

/// The text that replaced the one of `value`, where both are told and differ.
pub(super) fn edit_of(value: &Value) -> Option<Edit<'_>> {
    let event = value.pointer("/unsigned/m.relations/m.replace")?;
    let body = event.pointer("/content/m.new_content/body")?.as_str()?;
    (value.pointer("/content/body").and_then(Value::as_str) != Some(body)).then_some(Edit { body, event })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_left_out_only_where_an_answer_follows_it() {
        for (body, wanted) in [
            ("> <@ann:example.org> one\n> two\n\nanswer\n\nmore", "answer\n\nmore"),
            ("> <@ann:example.org> one\n\n", "> <@ann:example.org> one\n\n"),
            ("> one\nno blank line", "> one\nno blank line"),
            ("answer", "answer"),
            ("", ""),
        ] {
            assert_eq!(without_quote(body), wanted, "{body}");
        }
    }
}
