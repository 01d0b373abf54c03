//! The page that imessage-exporter writes: `div.message` for each message, `div.reply` around the answers under it.

use std::collections::HashSet;

use shakedown_core::{ImportNote, MessageKind, MessageState, NoteKind};

use super::{Post, Thread, is_unsent, stamped};
use crate::elements::{Node, Selector, Tree, html_of};
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;

/// The reader.
pub(in crate::formats) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "imessage-html"
    }

    fn name(&self) -> &'static str {
        "Apple messages (imessage-exporter, HTML)"
    }

    fn checked_against(&self) -> &'static str {
        "imessage-exporter 0.1 to 3, on invented pages"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let has = |part: &str| text.contains(part);
        let said = has("class=\"message_part\"") && has("class=\"sender\"") && has("class=\"timestamp\"");
        let sides = has("class=\"received") || has("class=\"sent");
        if text.starts_with('<') && said && sides && has("class=\"message\"") { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let (html, whole) = html_of(source, sink)?;
        let tree = Tree::of(&html);
        drop(html);
        if tree.is_full() {
            sink.note(ImportNote::new(NoteKind::LimitReached, whole.clone(), "", "the elements beyond stay in the evidence"))?;
        }
        let page = Page::new(&tree);
        let tops = Selector::of("div.message, div.announcement").all(&tree);
        if tops.is_empty() {
            return Ok(sink.note(ImportNote::new(
                NoteKind::RecordUnreadable,
                whole,
                "",
                "a page without messages; kept in the evidence",
            ))?);
        }
        let answers: HashSet<u64> = tops.iter().map(|top| page.post(*top, "")).filter(|post| post.answers).map(|post| post.key()).collect();
        let mut thread = Thread::new(options.zone.as_ref(), answers, sink);
        let mut elsewhere = 0;
        for (at, top) in tops.iter().enumerate() {
            elsewhere = page.between(elsewhere, *top, &mut thread)?;
            let words = format!("message {}", at + 1);
            let answers = page.answers(*top).into_iter().zip(1..);
            let under = answers.map(|(node, number)| page.post(node, &format!("{words}, answer {number}"))).collect();
            thread.give(page.post(*top, &words), under)?;
        }
        page.between(elsewhere, tree.end(0), &mut thread)?;
        Ok(())
    }
}

struct Page<'t> {
    tree: &'t Tree,
    message: Selector,
    aside: Selector,
    stamp: Selector,
    sender: Selector,
    replies: Selector,
    reaction: Selector,
    file: Selector,
}

impl<'t> Page<'t> {
    fn new(tree: &'t Tree) -> Self {
        Self {
            tree,
            message: Selector::of("div.message"),
            aside: Selector::of(".replies, .tapbacks, .reactions, .reply_context, .expressive, .reply_anchor"),
            stamp: Selector::of("span.timestamp"),
            sender: Selector::of("span.sender"),
            replies: Selector::of(".replies"),
            reaction: Selector::of(".tapback, .reaction"),
            file: Selector::of("img, video, audio, source"),
        }
    }

    /// The nodes of a message without those of the answers under it.
    fn own(&self, node: Node) -> Vec<Node> {
        let mut own = Vec::new();
        let mut past = 0;
        for inner in self.tree.inside(node) {
            if inner < past {
                continue;
            }
            if self.replies.is(self.tree, inner) {
                past = self.tree.end(inner);
            } else {
                own.push(inner);
            }
        }
        own
    }

    /// The answers under a message.
    fn answers(&self, node: Node) -> Vec<Node> {
        self.tree.inside(node).filter(|inner| self.message.is(self.tree, *inner)).collect()
    }

    fn post(&self, node: Node, words: &str) -> Post {
        let tree = self.tree;
        let own = self.own(node);
        let first = |selector: &Selector| own.iter().copied().find(|inner| selector.is(tree, *inner));
        let stamp = first(&self.stamp);
        let written = stamp.map(|stamp| tree.text(stamp));
        let raw = written.as_deref().and_then(stamped).map(|(raw, _)| raw).or(written.as_deref());
        let is_event = tree.classes(node).any(|class| class == "announcement");
        let kind = if is_event { MessageKind::System } else { MessageKind::Message };
        let locator = tree.locator(node, words);
        let mut post = Post::new(kind, raw, locator);
        let sender = first(&self.sender);
        post.sender = sender.map(|sender| tree.text(sender)).filter(|name| !name.is_empty());
        // The line above the text: who, when, and the links beside them.
        let heading = sender.and_then(|sender| tree.parent(sender)).filter(|heading| *heading != node && tree.tag(*heading) == Some("p"));
        let left_out = |inner: Node| {
            Some(inner) == heading
                || (is_event && Some(inner) == stamp)
                || Some(inner) == sender
                || self.aside.is(tree, inner)
                || self.download(inner).is_some()
        };
        post.body = tree.text_without(node, &left_out);
        let mut past = 0;
        for inner in own.iter().copied() {
            let classes = || tree.classes(inner);
            if classes().any(|class| class == "reply_context") {
                post.answers = true;
            } else if classes().any(|class| class == "edited") && post.state == MessageState::Sent {
                post.state = MessageState::Edited;
            } else if classes().any(|class| matches!(class, "unsent" | "deleted")) {
                post.state = MessageState::Deleted;
            } else if let Some(name) = self.download(inner) {
                post.attach(&name);
            }
            if inner >= past && self.reaction.is(tree, inner) {
                past = tree.end(inner);
                post.reactions.push((tree.text(inner), post.locator.clone()));
            } else if inner >= past
                && self.file.is(tree, inner)
                && let Some(path) = tree.attribute(inner, "src")
            {
                post.attach(path);
            }
        }
        for target in own.iter().filter_map(|inner| self.link(*inner)).filter(|target| !target.is_empty()) {
            // What is shared out of an app shows a title; where it leads stands behind it.
            if !post.body.contains(target.trim_end_matches('/')) {
                post.body.push_str(if post.body.is_empty() { "" } else { "\n" });
                post.body.push_str(target);
            }
        }
        if is_event && post.body.lines().any(is_unsent) {
            post.state = MessageState::Deleted;
        }
        post
    }

    /// The page to which a link leads.
    fn link(&self, node: Node) -> Option<&'t str> {
        let target = self.tree.attribute(node, "href").filter(|_| self.tree.tag(node) == Some("a"))?;
        (target.starts_with("http://") || target.starts_with("https://")).then_some(target)
    }

    /// The name of a file behind a link that offers it: `Click to download plan.pdf (3 KB)`.
    fn download(&self, node: Node) -> Option<String> {
        let text = self.tree.tag(node).filter(|tag| *tag == "a").map(|_| self.tree.text(node))?;
        let name = text.strip_prefix("Click to download ")?;
        Some(name.rsplit_once(" (").filter(|(_, size)| size.ends_with(')')).map_or(name, |(name, _)| name).to_owned())
    }

    /// What the page says between its messages, from node `from` on, is kept as events; the place after `top`.
    fn between(&self, from: Node, top: Node, thread: &mut Thread<'_>) -> Result<Node, ImportError> {
        let tree = self.tree;
        for node in from.max(1)..top.max(1) {
            let text = if tree.tag(node).is_none() && !self.is_unseen(node) { tree.text(node) } else { String::new() };
            if !text.is_empty() {
                let mut post = Post::new(MessageKind::System, None, tree.locator(node, "between the messages"));
                post.body = text;
                thread.give(post, Vec::new())?;
            }
        }
        Ok(tree.end(top))
    }

    /// Whether a text is a style sheet, a script or the title of the page.
    fn is_unseen(&self, node: Node) -> bool {
        self.tree
            .parent(node)
            .and_then(|parent| self.tree.tag(parent))
            .is_some_and(|tag| matches!(tag, "style" | "script" | "title" | "noscript"))
    }
}
