//! What one message of Skype says: its text is marked up in something like XML.

use serde_json::Value;
use shakedown_core::{Attachment, Hostile, MessageKind, MessageState, NoteKind};

use super::text;
use crate::elements::{Node, Tree};

/// What a message says.
pub(super) struct Said {
    pub(super) kind: MessageKind,
    pub(super) state: MessageState,
    pub(super) body: String,
    pub(super) attachments: Vec<Attachment>,
    pub(super) reply_to: Option<u32>,
    pub(super) notes: Vec<(NoteKind, String, &'static str)>,
}

/// What the message `value` says; `find` gives the number of a message of the same chat by its id.
pub(super) fn said(value: &Value, find: &dyn Fn(&str) -> Option<u32>) -> Said {
    let content = text(value, "content").unwrap_or_default();
    let kind = text(value, "messagetype").unwrap_or_default();
    let happened = |name: &str| value.pointer(&format!("/properties/{name}")).is_some_and(|moment| !moment.is_null());
    let state = match (happened("deletetime"), happened("edittime")) {
        (true, _) => MessageState::Deleted,
        (_, true) => MessageState::Edited,
        _ => MessageState::Sent,
    };
    let mut said =
        Said { kind: MessageKind::Message, state, body: String::new(), attachments: Vec::new(), reply_to: None, notes: Vec::new() };
    if is_system(kind) {
        said.kind = MessageKind::System;
        let encrypted = kind == "EndToEndEncryption/EncryptedText";
        said.body = if encrypted { kind.to_owned() } else { event(kind, content) };
        if encrypted {
            said.notes.push((NoteKind::PartNotRead, kind.to_owned(), "a private conversation: its text never left the devices"));
        }
    } else if kind.is_empty() || kind == "Text" {
        content.clone_into(&mut said.body);
    } else {
        marked_up(content, find, &mut said);
    }
    said
}

/// Whether a message of this kind is written by the service.
fn is_system(kind: &str) -> bool {
    ["ThreadActivity/", "EndToEndEncryption/", "Event/", "Control/"].iter().any(|start| kind.starts_with(start))
        || matches!(kind, "Notice" | "PopCard" | "TranslationSettings" | "RichText/ScheduledCallInvite")
}

/// An event in its own words: its kind, then everything that its elements say.
fn event(kind: &str, content: &str) -> String {
    let tree = Tree::of_xml(content);
    let list = tree.nodes().find(|node| tree.tag(*node) == Some("partlist"));
    let state = list.and_then(|node| tree.attribute(node, "type")).map(str::to_owned);
    let texts = tree.nodes().filter(|node| tree.tag(*node).is_none()).map(|node| tree.text(node)).filter(|text| !text.is_empty());
    [kind.to_owned()].into_iter().filter(|kind| !kind.is_empty()).chain(state).chain(texts).collect::<Vec<_>>().join(" ")
}

/// The text of `content` as the client shows it. Line ends count as they do in plain text.
fn marked_up(content: &str, find: &dyn Fn(&str) -> Option<u32>, said: &mut Said) {
    if !content.contains(['<', '&']) {
        return content.trim().clone_into(&mut said.body);
    }
    let tree = Tree::of_xml(&format!("<pre>{content}</pre>"));
    let tags = |wanted: &'static str| tree.nodes().filter(|node| tree.tag(*node) == Some(wanted)).collect::<Vec<Node>>();
    let quotes = tags("quote");
    let known = quotes.first().and_then(|quote| find(tree.attribute(*quote, "messageid")?));
    said.reply_to = known;
    let objects = tags("uriobject");
    for object in &objects {
        said.attachments.push(attachment(&tree, *object));
    }
    let quoted = |node: Node| (known.is_some() && quotes.first() == Some(&node)) || objects.contains(&node);
    let body = tree.text_without(0, &quoted);
    body.trim().clone_into(&mut said.body);
    if !tags("e_m").is_empty() && said.state == MessageState::Sent {
        said.state = MessageState::Edited;
    }
    // A contact or a place stands in attributes alone.
    if said.body.is_empty() && objects.is_empty() {
        said.body = told_by_attributes(&tree);
    }
    if said.body.is_empty() && objects.is_empty() && known.is_none() && said.state == MessageState::Sent {
        content.trim().clone_into(&mut said.body);
    }
    for link in tags("a").into_iter().filter(|link| !objects.iter().any(|object| tree.inside(*object).any(|node| node == *link))) {
        let Some(target) = tree.attribute(link, "href") else { continue };
        if !said.body.contains(target.trim_end_matches('/')) {
            said.notes.push((NoteKind::HiddenText, target.to_owned(), "the target of a link that shows other words"));
        }
    }
}

fn told_by_attributes(tree: &Tree) -> String {
    let told = |node: Node| match tree.tag(node)? {
        "c" => Some(["f", "s", "p"].iter().filter_map(|name| tree.attribute(node, name)).collect::<Vec<_>>().join(" ")),
        "location" => {
            Some(["address", "latitude", "longitude"].iter().filter_map(|name| tree.attribute(node, name)).collect::<Vec<_>>().join(" "))
        }
        _ => None,
    };
    tree.nodes().filter_map(told).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A file that was sent: its name and length, as far as the object tells them.
fn attachment(tree: &Tree, object: Node) -> Attachment {
    let value = |tag: &str| tree.inside(object).find(|node| tree.tag(*node) == Some(tag)).and_then(|node| tree.attribute(node, "v"));
    let titled = || {
        let node = tree.inside(object).find(|node| matches!(tree.tag(*node), Some("title" | "description")))?;
        let text = tree.text(node);
        let title = text.split_once(": ").map_or(text.as_str(), |(_, title)| title).trim();
        (!title.is_empty()).then(|| title.to_owned())
    };
    let name = value("originalname").filter(|name| !name.is_empty()).map(str::to_owned).or_else(titled);
    let name = name.or_else(|| tree.attribute(object, "type").map(str::to_owned)).unwrap_or_default();
    Attachment { name: Hostile::new(name), sha256: None, bytes: value("filesize").and_then(|size| size.parse().ok()) }
}
