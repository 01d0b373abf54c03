//! Telegram Desktop `messages.html`, `messages2.html` …: one page of a chat.
//!
//! Source: Telegram Desktop, `export_output_html.cpp`; see `tests/formats/telegram-html/README.md`.

use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, MessageKind, NoteKind};

use crate::dates::{Clock, Votes};
use crate::elements::{Node, Selector, Tree, html_of};
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::replies::Seen;
use crate::sniff::Head;
use crate::talk::doubt_note;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "telegram-html"
    }

    fn name(&self) -> &'static str {
        "Telegram Desktop export (HTML)"
    }

    fn checked_against(&self) -> &'static str {
        "Telegram Desktop exports of 2018 to 2024 and the writer's source"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.as_str();
        let page = text.contains("Exported Data") && text.contains("page_wrap");
        let history = text.contains("\"history\"") || text.contains("message default clearfix") || text.contains("message service");
        if page && history { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let (html, whole) = html_of(source, sink)?;
        let tree = Tree::of(&html);
        drop(html);
        if tree.is_full() {
            sink.note(ImportNote::new(NoteKind::LimitReached, whole.clone(), "", "the elements beyond stay in the evidence"))?;
        }
        let mut page = Page {
            parts: Parts::new(),
            clock: Clock::new(Votes::default().order(), options.zone.as_ref()),
            seen: Seen::default(),
            sender: None,
            sink,
            tree: &tree,
        };
        let messages = Selector::of("div.message").all(&tree);
        for node in &messages {
            page.message(*node)?;
        }
        if messages.is_empty() {
            sink.note(ImportNote::new(NoteKind::RecordUnreadable, whole, "", "a page without messages; kept in the evidence"))?;
        }
        Ok(())
    }
}

/// The elements that a message is made of.
struct Parts {
    date: Selector,
    name: Selector,
    text: Selector,
    forwarded: Selector,
    answered: Selector,
    media: Selector,
    event: Selector,
    signature: Selector,
    title: Selector,
    description: Selector,
}

impl Parts {
    fn new() -> Self {
        Self {
            date: Selector::of("div.pull_right.date.details"),
            name: Selector::of("div.from_name"),
            text: Selector::of("div.text"),
            forwarded: Selector::of("div.forwarded"),
            answered: Selector::of("div.reply_to a"),
            media: Selector::of("div.media_wrap"),
            event: Selector::of("div.body"),
            signature: Selector::of("div.signature"),
            title: Selector::of("div.media_poll, .title"),
            description: Selector::of(".status, .description"),
        }
    }
}

struct Page<'a> {
    parts: Parts,
    clock: Clock<'a>,
    seen: Seen<String>,
    /// Who sent the message above: a message that is joined to it names nobody.
    sender: Option<String>,
    sink: &'a mut dyn MessageSink,
    tree: &'a Tree,
}

impl Page<'_> {
    fn message(&mut self, node: Node) -> Result<(), ImportError> {
        let tree = self.tree;
        let id = tree.attribute(node, "id").unwrap_or_default().to_owned();
        let locator = tree.locator(node, "message");
        if tree.classes(node).any(|class| class == "service") {
            let event = self.parts.event.first(tree, node).unwrap_or(node);
            let body = Hostile::new(tree.text(event));
            return self.give(id, Message { kind: MessageKind::System, body, ..Message::blank(locator) });
        }
        let forwarded = self.parts.forwarded.first(tree, node).filter(|inner| tree.classes(*inner).any(|class| class == "body"));
        let own = |inner: Node| forwarded.is_none_or(|forwarded| inner < forwarded || inner >= tree.end(forwarded));
        let named = tree.inside(node).find(|inner| self.parts.name.is(tree, *inner) && own(*inner));
        if let Some(named) = named {
            self.sender = Some(tree.text_without(named, &|inner| tree.tag(inner) == Some("span")));
        }
        let texts = tree.inside(node).filter(|inner| self.parts.text.is(tree, *inner));
        let body = texts.map(|inner| tree.text(inner)).collect::<Vec<_>>().join("\n");
        let answered = tree.inside(node).find(|inner| self.parts.answered.is(tree, *inner)).and_then(|link| tree.attribute(link, "href"));
        let reply_to = answered.and_then(|link| link.strip_prefix("#go_to_")).and_then(|id| self.seen.find(&id.to_owned()));
        let mut message = Message {
            sender: self.sender.clone().map(Hostile::new),
            body: Hostile::new(body),
            attachments: self.media(node),
            reply_to,
            ..Message::blank(locator)
        };
        self.stamp(node, &mut message)?;
        self.notes(node, forwarded, &message.locator)?;
        self.give(id, message)
    }

    fn give(&mut self, id: String, message: Message) -> Result<(), ImportError> {
        self.seen.add(Some(id).filter(|id| !id.is_empty()));
        Ok(self.sink.message(message)?)
    }

    fn stamp(&mut self, node: Node, message: &mut Message) -> Result<(), ImportError> {
        let date = self.parts.date.first(self.tree, node);
        let raw = date.and_then(|date| self.tree.attribute(date, "title").map(str::trim).filter(|title| !title.is_empty()));
        let raw = raw.map(str::to_owned).or_else(|| date.map(|date| self.tree.text(date)));
        let Some(raw) = raw else {
            let note = ImportNote::new(NoteKind::TimeMissing, message.locator.clone(), "", "no time");
            return Ok(self.sink.note(note)?);
        };
        let (stamp, doubt) = self.clock.stamp(&raw);
        if let Some(note) = doubt_note(doubt, &stamp, &message.locator) {
            self.sink.note(note)?;
        }
        message.sent_at = Some(stamp);
        Ok(())
    }

    /// Files that the message links to; else what the page shows in their place.
    fn media(&self, node: Node) -> Vec<Attachment> {
        let tree = self.tree;
        let Some(media) = self.parts.media.first(tree, node) else { return Vec::new() };
        let links = tree.inside(media).filter(|inner| tree.tag(*inner) == Some("a")).filter_map(|link| tree.attribute(link, "href"));
        let files = links.filter(|link| !link.contains(':') && !link.starts_with('#'));
        let mut attachments: Vec<Attachment> =
            files.map(|link| Attachment { name: Hostile::new(link), sha256: None, bytes: None }).collect();
        let words = |selector: &Selector| selector.first(tree, media).map(|inner| tree.text(inner)).filter(|words| !words.is_empty());
        let shown = [words(&self.parts.title), words(&self.parts.description)].into_iter().flatten().collect::<Vec<_>>().join("\n");
        if attachments.is_empty() && !shown.is_empty() {
            attachments.push(Attachment { name: Hostile::new(shown.replace('\n', ", ")), sha256: None, bytes: None });
        }
        attachments
    }

    fn notes(&mut self, node: Node, forwarded: Option<Node>, locator: &Locator) -> Result<(), ImportError> {
        let tree = self.tree;
        if let Some(forwarded) = forwarded {
            let name = self.parts.name.first(tree, forwarded).map(|name| tree.text(name)).unwrap_or_default();
            let kept_as = "forwarded from this name; kept in the evidence";
            self.sink.note(ImportNote::new(NoteKind::PartNotRead, locator.clone(), &name, kept_as))?;
        }
        if let Some(signature) = self.parts.signature.first(tree, node) {
            let kept_as = "signed with this name; kept in the evidence";
            self.sink.note(ImportNote::new(NoteKind::PartNotRead, locator.clone(), &tree.text(signature), kept_as))?;
        }
        Ok(())
    }
}
