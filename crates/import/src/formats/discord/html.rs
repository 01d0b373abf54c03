//! DiscordChatExporter, HTML.

use shakedown_core::{Attachment, Hostile, ImportNote, Message, MessageKind, MessageState, NoteKind, Stamp};

use super::snowflake_ms;
use crate::dates::{Clock, Votes, Written};
use crate::elements::{Node, Selector, Tree, html_of};
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::replies::Seen;
use crate::sniff::Head;
use crate::talk::doubt_note;

/// The reader.
pub(in crate::formats) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "discord-html"
    }

    fn name(&self) -> &'static str {
        "DiscordChatExporter (HTML)"
    }

    fn checked_against(&self) -> &'static str {
        "the templates of DiscordChatExporter 2.20 to 2.46, on invented pages"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.as_str();
        let styled = text.contains("chatlog__message-group") && text.contains("chatlog__");
        if styled && text.trim_start().starts_with('<') && text.contains("class=") { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let (html, whole) = html_of(source, sink)?;
        let tree = Tree::of(&html);
        drop(html);
        if tree.is_full() {
            sink.note(ImportNote::new(NoteKind::LimitReached, whole.clone(), "", "the elements beyond stay in the evidence"))?;
        }
        let messages: Vec<Node> = outermost(&tree);
        if messages.is_empty() {
            sink.note(ImportNote::new(NoteKind::RecordUnreadable, whole, "", "a page without messages; kept in the evidence"))?;
            return Ok(());
        }
        let parts = Parts::new();
        let mut votes = Votes::default();
        let by_stamp = messages.iter().filter(|node| tree.attribute(**node, "data-message-id").and_then(snowflake_ms).is_none());
        by_stamp.filter_map(|node| Written::of(&parts.stamp(&tree, *node)?)).for_each(|written| votes.see(&written));
        if let Some(note) = votes.order().note() {
            sink.note(note)?;
        }
        let clock = Clock::new(votes.order(), options.zone.as_ref());
        let mut page = Page { tree: &tree, parts, clock, seen: Seen::default(), sender: None, sink };
        messages.into_iter().try_for_each(|node| page.message(node))
    }
}

/// The element of each message: it bears the message's id.
fn outermost(tree: &Tree) -> Vec<Node> {
    let mut found = Vec::new();
    let mut past = 0;
    for node in tree.nodes() {
        if node >= past && tree.attribute(node, "data-message-id").is_some() {
            found.push(node);
            past = tree.end(node);
        }
    }
    found
}

/// The elements that a message is made of, in the names of newer and older templates.
struct Parts {
    group: Selector,
    author: Selector,
    stamp: Selector,
    event: Selector,
    event_author: Selector,
    content: Selector,
    edited: Selector,
    answered: Selector,
    attachment: Selector,
    embed: Selector,
}

impl Parts {
    fn new() -> Self {
        Self {
            group: Selector::of(".chatlog__message-group"),
            author: Selector::of(".chatlog__author, .chatlog__author-name"),
            stamp: Selector::of(".chatlog__timestamp, .chatlog__short-timestamp, .chatlog__system-notification-timestamp"),
            event: Selector::of(".chatlog__system-notification-content"),
            event_author: Selector::of(".chatlog__system-notification-author"),
            content: Selector::of(".chatlog__content"),
            edited: Selector::of(".chatlog__edited-timestamp"),
            answered: Selector::of(".chatlog__reply-link, .chatlog__reference-link"),
            attachment: Selector::of(".chatlog__attachment a, .chatlog__attachment video, .chatlog__attachment audio"),
            embed: Selector::of(".chatlog__embed"),
        }
    }

    /// The stamp of a message as the page writes it.
    fn stamp(&self, tree: &Tree, node: Node) -> Option<String> {
        let found = self.stamp.first(tree, node).or_else(|| self.stamp.first(tree, self.group_of(tree, node)?))?;
        let title = tree.attribute(found, "title").filter(|title| !title.trim().is_empty());
        Some(title.map_or_else(|| tree.text(found), str::to_owned))
    }

    /// The older template names sender and time once, beside the messages of a group.
    fn group_of(&self, tree: &Tree, node: Node) -> Option<Node> {
        let parent = tree.parent(node)?;
        [Some(parent), tree.parent(parent)].into_iter().flatten().find(|around| self.group.is(tree, *around))
    }
}

struct Page<'a> {
    tree: &'a Tree,
    parts: Parts,
    clock: Clock<'a>,
    seen: Seen<String>,
    sender: Option<String>,
    sink: &'a mut dyn MessageSink,
}

impl Page<'_> {
    fn message(&mut self, node: Node) -> Result<(), ImportError> {
        let tree = self.tree;
        let id = tree.attribute(node, "data-message-id").unwrap_or_default().to_owned();
        let locator = tree.locator(node, &format!("message {id}"));
        let event = self.parts.event.first(tree, node);
        let named = match event {
            Some(_) => self.parts.event_author.first(tree, node),
            None => self.parts.author.first(tree, node).or_else(|| self.group_author(node)),
        };
        let name = named.map(|named| tree.text(named)).filter(|name| !name.is_empty());
        if event.is_none() && name.is_some() {
            self.sender.clone_from(&name);
        }
        let said = event.or_else(|| self.parts.content.first(tree, node));
        let body = said.map(|said| tree.text_without(said, &|inner| self.parts.edited.is(tree, inner))).unwrap_or_default();
        let edited = event.is_none() && said.is_some_and(|said| self.parts.edited.first(tree, said).is_some());
        let answered = self.parts.answered.first(tree, node).and_then(|link| tree.attribute(link, "onclick"));
        let reply_to = answered.and_then(|call| self.seen.find(&quoted(call)?.to_owned()));
        let message = Message {
            kind: if event.is_some() { MessageKind::System } else { MessageKind::Message },
            sender: if event.is_some() { name } else { self.sender.clone() }.map(Hostile::new),
            sent_at: self.stamp(node, &id, &locator)?,
            body: Hostile::new(body),
            attachments: self.attachments(node),
            state: if edited { MessageState::Edited } else { MessageState::Sent },
            reply_to,
            ..Message::blank(locator.clone())
        };
        self.seen.add(Some(id));
        self.sink.message(message)?;
        for embed in tree.inside(node).filter(|inner| self.parts.embed.is(tree, *inner)) {
            let body = tree.text(embed);
            if !body.is_empty() {
                self.seen.add(None);
                self.sink.message(Message { kind: MessageKind::System, body: Hostile::new(body), ..Message::blank(locator.clone()) })?;
            }
        }
        Ok(())
    }

    fn group_author(&self, node: Node) -> Option<Node> {
        self.parts.author.first(self.tree, self.parts.group_of(self.tree, node)?).filter(|author| *author < node)
    }

    /// The moment in the id is exact; what the page writes is the exporter's own clock, to the minute.
    fn stamp(&mut self, node: Node, id: &str, locator: &shakedown_core::Locator) -> Result<Option<Stamp>, ImportError> {
        let written = self.parts.stamp(self.tree, node);
        if let Some(stamp) = snowflake_ms(id).and_then(|ms| self.clock.unix_ms(written.as_deref().unwrap_or(id), ms)) {
            return Ok(Some(stamp));
        }
        let Some(written) = written else {
            self.sink.note(ImportNote::new(NoteKind::TimeMissing, locator.clone(), id, "no time"))?;
            return Ok(None);
        };
        let (stamp, doubt) = self.clock.stamp(&written);
        if let Some(note) = doubt_note(doubt, &stamp, locator) {
            self.sink.note(note)?;
        }
        Ok(Some(stamp))
    }

    fn attachments(&self, node: Node) -> Vec<Attachment> {
        let tree = self.tree;
        let found = tree.inside(node).filter(|inner| self.parts.attachment.is(tree, *inner));
        let links = found.filter_map(|inner| ["href", "src"].iter().find_map(|name| tree.attribute(inner, name)));
        let mut links: Vec<&str> = links.filter(|link| !link.starts_with('#')).collect();
        links.dedup();
        links.into_iter().map(|link| Attachment { name: Hostile::new(link), sha256: None, bytes: None }).collect()
    }
}

/// The id in `scrollToMessage(event, '123')`.
fn quoted(call: &str) -> Option<&str> {
    call.split('\'').nth(1).or_else(|| call.split('"').nth(1))
}
