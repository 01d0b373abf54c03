//! What one Graph message is made of: its words, its files, what it quotes or passes on.

use serde_json::{Map, Value};
use shakedown_core::{Attachment, Hostile, MessageKind, NoteKind};

use crate::visible;

/// The most levels of an event's details, or of a card, that are looked at.
const DEPTH: usize = 24;

/// The member `name` in either casing; a null is none.
pub(super) fn field<'v>(members: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    let found = members.get(name).or_else(|| members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value));
    found.filter(|value| !value.is_null())
}

/// The same where it is text.
pub(super) fn text<'v>(members: &'v Map<String, Value>, name: &str) -> Option<&'v str> {
    field(members, name)?.as_str()
}

/// Whether there is anything but nulls in `value`.
pub(super) fn holds_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => items.iter().any(holds_something),
        Value::Object(members) => members.values().any(holds_something),
        _ => true,
    }
}

/// A message that is answered.
pub(super) struct Quote {
    pub(super) id: String,
    pub(super) text: String,
}

#[derive(Default)]
pub(super) struct Parts {
    pub(super) body: String,
    pub(super) attachments: Vec<Attachment>,
    pub(super) quote: Option<Quote>,
    pub(super) notes: Vec<(NoteKind, String, &'static str)>,
}

impl Parts {
    pub(super) fn of(record: &Map<String, Value>, kind: MessageKind) -> Self {
        let mut parts = Self::default();
        if let Some(subject) = text(record, "subject") {
            parts.say(subject);
        }
        if let Some(body) = field(record, "body").and_then(Value::as_object) {
            parts.words(body);
        }
        if kind == MessageKind::System && parts.body.is_empty() {
            let detail = field(record, "eventDetail").filter(|detail| holds_something(detail));
            match detail {
                Some(detail) => event("", detail, &mut parts.body, DEPTH),
                None => parts.say(text(record, "messageType").unwrap_or_default()),
            }
        }
        let attached = field(record, "attachments").and_then(Value::as_array).into_iter().flatten();
        attached.filter_map(Value::as_object).for_each(|attachment| parts.attached(attachment));
        parts
    }

    /// A piece of the body, on a line of its own.
    fn say(&mut self, piece: &str) {
        if !piece.is_empty() {
            self.body.push_str(if self.body.is_empty() { "" } else { "\n" });
            self.body.push_str(piece);
        }
    }

    fn words(&mut self, body: &Map<String, Value>) {
        let content = text(body, "content").unwrap_or_default();
        let plain = match field(body, "contentType") {
            Some(Value::String(kind)) => kind.eq_ignore_ascii_case("text"),
            Some(Value::Number(kind)) => kind.as_u64() == Some(0),
            _ => !content.trim_start().starts_with('<'),
        };
        if plain { self.say(content) } else { self.page(content) }
    }

    /// The visible text of `html`. Pictures are attachments; a quote in the old form is no part of what is said.
    fn page(&mut self, html: &str) {
        let own = match old_quote(html) {
            Some((before, quote, after)) => {
                self.quote = Some(quote);
                format!("{before}{after}")
            }
            None => html.to_owned(),
        };
        let page = visible::page(&own);
        self.say(&page.text);
        for hidden in page.hidden {
            self.notes.push((NoteKind::HiddenText, hidden, "apart from the message"));
        }
        for (tag, what) in page.active {
            match tag.as_str() {
                "img" => self.attachments.push(Attachment { name: Hostile::new(what), sha256: None, bytes: None }),
                _ => self.notes.push((NoteKind::PartNotRead, what, "kept in the evidence, neither run nor loaded")),
            }
        }
    }

    fn attached(&mut self, attachment: &Map<String, Value>) {
        let kind = text(attachment, "contentType").unwrap_or_default().to_ascii_lowercase();
        // What is attached by content comes as JSON in a string.
        let content = text(attachment, "content").and_then(|content| serde_json::from_str::<Value>(content).ok());
        let inner = content.as_ref().or_else(|| field(attachment, "content")).and_then(Value::as_object);
        match (kind.as_str(), inner) {
            ("messagereference", Some(inner)) => {
                let id = text(inner, "messageId").or_else(|| text(attachment, "id")).unwrap_or_default().to_owned();
                let preview = text(inner, "messagePreview").unwrap_or_default().to_owned();
                self.quote = Some(Quote { id, text: preview });
            }
            ("forwardedmessagereference", Some(inner)) => self.passed_on(inner),
            (card, Some(inner)) if card.contains(".card.") => {
                let mut words = Vec::new();
                card_words(inner, &mut words, DEPTH);
                words.iter().for_each(|word| self.say(word));
            }
            _ => {
                let name = ["name", "contentUrl", "id"].iter().find_map(|name| text(attachment, name)).unwrap_or_default();
                self.attachments.push(Attachment { name: Hostile::new(name), sha256: None, bytes: None });
            }
        }
    }

    /// The words of a message that was passed on, and whose they are.
    fn passed_on(&mut self, inner: &Map<String, Value>) {
        self.page(text(inner, "originalMessageContent").unwrap_or_default());
        let who = field(inner, "originalMessageSender").and_then(Value::as_object);
        let user = who.and_then(|who| ["user", "application"].iter().find_map(|kind| field(who, kind)?.as_object()));
        let name = user.and_then(|user| text(user, "displayName").or_else(|| text(user, "id"))).unwrap_or_default();
        self.notes.push((NoteKind::PartNotRead, name.to_owned(), "forwarded from this name; kept in the evidence"));
    }
}

/// A quote as the first clients wrote it: a block at the start of the body that names the message it repeats.
fn old_quote(html: &str) -> Option<(&str, Quote, &str)> {
    let open = html.find("<blockquote")?;
    let (before, rest) = html.split_at_checked(open)?;
    let tag = rest.get(..rest.find('>')?)?;
    let close = rest.find("</blockquote>")?;
    let is_quote = tag.contains("schema.skype.com/Reply");
    let (_, id) = tag.split_once("itemid=\"").filter(|_| is_quote)?;
    let id = id.split('"').next()?.to_owned();
    let text = visible::page(rest.get(..close)?).text;
    Some((before, Quote { id, text }, rest.get(close + "</blockquote>".len()..)?))
}

/// The words that a card shows: its own from the title down, then those of the parts in it.
fn card_words(members: &Map<String, Value>, words: &mut Vec<String>, depth: usize) {
    let own = SHOWN.iter().filter_map(|name| members.get(*name)?.as_str());
    words.extend(own.map(str::to_owned));
    let mut inner: Vec<(&String, &Value)> =
        members.iter().filter(|(_, value)| depth > 0 && (value.is_array() || value.is_object())).collect();
    inner.sort_by_key(|(name, _)| (!name.contains("eader"), name.contains("ctions")));
    for (_, value) in inner {
        let items = value.as_array().map(Vec::as_slice).unwrap_or(std::slice::from_ref(value));
        items.iter().filter_map(Value::as_object).for_each(|item| card_words(item, words, depth - 1));
    }
}

/// The members of a card that hold words that are seen.
///
/// Source: Adaptive Cards 1.5 and the hero, thumbnail and connector cards of the Bot Framework.
const SHOWN: [&str; 9] = ["activityTitle", "title", "activitySubtitle", "subtitle", "activityText", "text", "summary", "altText", "value"];

/// An event in the words of its members, the kind of event first.
fn event(name: &str, value: &Value, words: &mut String, depth: usize) {
    let mut line = |word: &str| {
        words.push_str(if words.is_empty() { "" } else { "\n" });
        let kind = name.ends_with("@odata.type");
        let word = if kind { word.trim_start_matches("#microsoft.graph.") } else { word };
        let short = word.strip_suffix("EventMessageDetail").unwrap_or(word);
        words.push_str(&if kind || name.is_empty() { short.to_owned() } else { format!("{name}: {word}") });
    };
    match value {
        Value::Null => {}
        Value::String(word) => line(word),
        Value::Bool(_) | Value::Number(_) => line(&value.to_string()),
        Value::Array(items) if depth > 0 => items.iter().for_each(|item| event(name, item, words, depth - 1)),
        Value::Object(members) if depth > 0 => {
            let inner = |key: &str| if name.is_empty() || key == "@odata.type" { key.to_owned() } else { format!("{name}.{key}") };
            let outer = members.iter().filter(|(key, _)| name.is_empty() || *key != "@odata.type");
            outer.for_each(|(key, value)| event(&inner(key), value, words, depth - 1));
        }
        _ => {}
    }
}
