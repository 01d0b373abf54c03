//! A page as a tree of elements, for readers of pages that a program wrote. Nothing is rendered, loaded or run.
//!
//! The tree takes time and memory in proportion to the page, whatever the tags: it has at most [`NODES_MAX`] nodes and is [`DEPTH_MAX`] deep.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Read;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::{LocalName, local_name};
use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::decode::{self, Survey};
use crate::error::ImportError;
use crate::importer::{MessageSink, ReadSeek};
use crate::visible::{self, Flow};

/// The most bytes of a page that are read.
const PAGE_MAX: u64 = 32 * 1024 * 1024;
/// The most nodes of a tree; the text beyond stays with the last element.
const NODES_MAX: usize = 2_000_000;
/// How deep elements nest; deeper ones stand beside each other.
const DEPTH_MAX: usize = 256;

/// The text of a page and where it stands; what was not decoded plainly goes to `sink`.
pub(crate) fn html_of(source: &mut dyn ReadSeek, sink: &mut dyn MessageSink) -> Result<(String, Locator), ImportError> {
    let survey = Survey::of(source)?;
    let mut bytes = Vec::new();
    source.take(PAGE_MAX).read_to_end(&mut bytes)?;
    let length = bytes.len() as u64;
    let mut after = [0];
    if length == PAGE_MAX && source.read(&mut after)? > 0 {
        let locator = Locator::at(Place::Whole).with_bytes(PAGE_MAX, PAGE_MAX);
        sink.note(ImportNote::new(NoteKind::LimitReached, locator, &PAGE_MAX.to_string(), "bytes of the page read; the rest stays"))?;
    }
    if let Some(note) = survey.note() {
        sink.note(note)?;
    }
    let bom = usize::try_from(survey.bom).unwrap_or_default();
    let body = bytes.get(bom..).unwrap_or_default();
    let (mut html, damage) = decode::decode(survey.encoding, body);
    for run in &damage {
        sink.note(decode::damage_note(run, body, Place::Whole, survey.bom))?;
    }
    let whole = html.len();
    html.retain(|character| character != '\0');
    let locator = Locator::at(Place::Whole).with_bytes(survey.bom, length);
    if html.len() < whole {
        let found = (whole - html.len()).to_string();
        sink.note(ImportNote::new(NoteKind::PaddingDropped, locator.clone(), &found, "NUL characters left out"))?;
    }
    Ok((html, locator))
}

/// An element or a piece of text, by its number in the order of the page; 0 is the page itself.
pub(crate) type Node = u32;

enum What {
    Element { tag: LocalName, attributes: Box<[(LocalName, StrTendril)]> },
    Text { start: usize, end: usize },
}

struct Entry {
    parent: Node,
    /// One past the last node inside.
    end: Node,
    what: What,
}

/// A page.
pub(crate) struct Tree {
    entries: Vec<Entry>,
    text: String,
    hidden_classes: Vec<String>,
}

impl Tree {
    /// The tree of `html`.
    pub(crate) fn of(html: &str) -> Self {
        Self::grown(html, false)
    }

    /// The tree of `xml`, where an element may close itself. Nothing is declared, expanded or fetched; names are in small letters.
    pub(crate) fn of_xml(xml: &str) -> Self {
        Self::grown(xml, true)
    }

    fn grown(html: &str, self_closing: bool) -> Self {
        let tokenizer = Tokenizer::new(Builder(RefCell::new(Growing::new(self_closing))), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(html));
        // The tokenizer stops after each script, which is never run, and goes on.
        while !input.is_empty() {
            let _ = tokenizer.feed(&input);
        }
        tokenizer.end();
        tokenizer.sink.0.into_inner().finish()
    }

    /// Whether the page has more nodes than the tree.
    pub(crate) fn is_full(&self) -> bool {
        self.entries.len() >= NODES_MAX
    }

    fn entry(&self, node: Node) -> Option<&Entry> {
        self.entries.get(usize::try_from(node).ok()?)
    }

    /// Every node of the page, in order.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node> {
        0..Node::try_from(self.entries.len()).unwrap_or(Node::MAX)
    }

    /// Every node inside `node`, in order.
    pub(crate) fn inside(&self, node: Node) -> impl Iterator<Item = Node> + use<> {
        node + 1..self.end(node)
    }

    /// One past the last node inside `node`.
    pub(crate) fn end(&self, node: Node) -> Node {
        self.entry(node).map_or(node, |entry| entry.end)
    }

    /// The element around `node`.
    pub(crate) fn parent(&self, node: Node) -> Option<Node> {
        self.entry(node).map(|entry| entry.parent).filter(|parent| *parent != node)
    }

    /// The name of the element `node`; nothing for a text.
    pub(crate) fn tag(&self, node: Node) -> Option<&str> {
        match &self.entry(node)?.what {
            What::Element { tag, .. } => Some(tag),
            What::Text { .. } => None,
        }
    }

    /// An attribute of the element `node`.
    pub(crate) fn attribute(&self, node: Node, name: &str) -> Option<&str> {
        match &self.entry(node)?.what {
            What::Element { attributes, .. } => attributes.iter().find(|(known, _)| &**known == name).map(|(_, value)| &**value),
            What::Text { .. } => None,
        }
    }

    /// The classes of the element `node`.
    pub(crate) fn classes(&self, node: Node) -> impl Iterator<Item = &str> {
        self.attribute(node, "class").unwrap_or_default().split_ascii_whitespace()
    }

    /// The text of `node` as a reader of the page sees it, without the nodes that `leave_out` names and all in them.
    pub(crate) fn text_without(&self, node: Node, leave_out: &dyn Fn(Node) -> bool) -> String {
        let mut flow = Flow::default();
        let mut open: Vec<(Node, &str)> = Vec::new();
        let (mut at, end) = (node, self.end(node).max(node + 1));
        while at < end {
            while let Some((_, tag)) = open.pop_if(|(end, _)| *end <= at) {
                flow.close(tag);
            }
            let Some(entry) = self.entry(at) else { break };
            match &entry.what {
                What::Text { start, end } => flow.text(self.text.get(*start..*end).unwrap_or_default()),
                What::Element { tag, .. } if at != node && (is_silent(tag) || self.is_hidden(at) || leave_out(at)) => {
                    flow.break_for(tag);
                    at = entry.end;
                    continue;
                }
                What::Element { tag, .. } => {
                    flow.open(tag);
                    if !visible::is_void(tag) {
                        open.push((entry.end, tag));
                    }
                }
            }
            at += 1;
        }
        flow.finish()
    }

    /// The text of `node` as a reader of the page sees it.
    pub(crate) fn text(&self, node: Node) -> String {
        self.text_without(node, &|_| false)
    }

    fn is_hidden(&self, node: Node) -> bool {
        self.attribute(node, "hidden").is_some()
            || self.attribute(node, "style").is_some_and(visible::hides)
            || (!self.hidden_classes.is_empty() && self.classes(node).any(|class| self.hidden_classes.iter().any(|hidden| hidden == class)))
    }

    /// The place of `node`: its id, else `words`.
    pub(crate) fn locator(&self, node: Node, words: &str) -> Locator {
        let id = self.attribute(node, "id").filter(|id| !id.is_empty() && id.len() <= 120);
        Locator::at(Place::Element(id.map_or_else(|| words.to_owned(), |id| format!("#{id}"))))
    }
}

/// Elements whose text is not for reading.
fn is_silent(tag: &str) -> bool {
    matches!(tag, "script" | "style" | "noscript" | "iframe" | "noembed" | "noframes" | "template" | "title" | "head")
}

/// One element as a style sheet would name it: `div.message.me`, `#chat`, `p`, `.text`; several after each other mean one in the other.
#[derive(Clone, Debug)]
pub(crate) struct Selector(Vec<Vec<Simple>>);

#[derive(Clone, Debug, Default)]
struct Simple {
    tag: String,
    id: String,
    classes: Vec<String>,
}

impl Selector {
    /// The selector that `text` writes; a comma stands between choices.
    pub(crate) fn of(text: &str) -> Self {
        let simple = |word: &str| {
            let mut simple = Simple::default();
            for piece in pieces(word) {
                match piece.split_at_checked(1) {
                    Some((".", class)) => simple.classes.push(class.to_owned()),
                    Some(("#", id)) => id.clone_into(&mut simple.id),
                    _ => piece.clone_into(&mut simple.tag),
                }
            }
            simple
        };
        Self(text.split(',').map(|choice| choice.split_whitespace().map(simple).collect()).collect())
    }

    /// Whether `node` is such an element.
    pub(crate) fn is(&self, tree: &Tree, node: Node) -> bool {
        self.0.iter().any(|chain| {
            let mut wanted = chain.iter().rev();
            let Some(own) = wanted.next() else { return false };
            if !own.is(tree, node) {
                return false;
            }
            let mut around = tree.parent(node);
            wanted.all(|simple| {
                while let Some(node) = around {
                    around = tree.parent(node);
                    if simple.is(tree, node) {
                        return true;
                    }
                }
                false
            })
        })
    }

    /// The first such element inside `node`.
    pub(crate) fn first(&self, tree: &Tree, node: Node) -> Option<Node> {
        tree.inside(node).find(|inner| self.is(tree, *inner))
    }

    /// All such elements that stand in no other of them.
    pub(crate) fn all(&self, tree: &Tree) -> Vec<Node> {
        let mut found = Vec::new();
        let mut past = 0;
        for node in tree.nodes() {
            if node >= past && self.is(tree, node) {
                found.push(node);
                past = tree.end(node);
            }
        }
        found
    }
}

/// `div.a#b` as `div`, `.a`, `#b`.
fn pieces(word: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = word.match_indices(['.', '#']).map(|(at, _)| at).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([word.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| word.get(*start..end)).filter(|piece| !piece.is_empty()).collect()
}

impl Simple {
    fn is(&self, tree: &Tree, node: Node) -> bool {
        let Some(tag) = tree.tag(node) else { return false };
        (self.tag.is_empty() || self.tag == tag)
            && (self.id.is_empty() || tree.attribute(node, "id") == Some(&self.id))
            && self.classes.iter().all(|wanted| tree.classes(node).any(|class| class == wanted))
    }
}

struct Builder(RefCell<Growing>);

struct Growing {
    tree: Tree,
    /// The elements that are open, the page first.
    open: Vec<Node>,
    /// How many elements of each name are open.
    counts: HashMap<LocalName, usize>,
    in_style: bool,
    style: String,
    /// Whether every element may close itself.
    self_closing: bool,
}

impl TokenSink for Builder {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut growing = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => growing.text(&text),
            Token::TagToken(tag) => match tag.kind {
                TagKind::StartTag => return growing.start(tag),
                TagKind::EndTag => growing.end(&tag.name),
            },
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Growing {
    fn new(self_closing: bool) -> Self {
        let page = Entry { parent: 0, end: 1, what: What::Element { tag: local_name!(""), attributes: Box::default() } };
        let tree = Tree { entries: vec![page], text: String::new(), hidden_classes: Vec::new() };
        Self { tree, open: vec![0], counts: HashMap::new(), in_style: false, style: String::new(), self_closing }
    }

    fn text(&mut self, text: &str) {
        if self.in_style {
            self.style.push_str(text);
        }
        let start = self.tree.text.len();
        self.tree.text.push_str(text);
        let end = self.tree.text.len();
        if let Some(Entry { what: What::Text { end: last, .. }, .. }) = self.tree.entries.last_mut().filter(|_| start > 0)
            && *last == start
            && (self.tree.entries.len() >= NODES_MAX || self.is_last_in_open())
        {
            self.stretch_last(end);
            return;
        }
        self.add(What::Text { start, end });
    }

    /// Whether the last node stands right in the element that is open.
    fn is_last_in_open(&self) -> bool {
        self.tree.entries.last().is_some_and(|last| self.open.last() == Some(&last.parent))
    }

    fn stretch_last(&mut self, to: usize) {
        if let Some(Entry { what: What::Text { end, .. }, .. }) = self.tree.entries.last_mut() {
            *end = to;
        }
    }

    fn add(&mut self, what: What) -> Option<Node> {
        let number = Node::try_from(self.tree.entries.len()).ok().filter(|number| (*number as usize) < NODES_MAX)?;
        let parent = self.open.last().copied().unwrap_or_default();
        self.tree.entries.push(Entry { parent, end: number + 1, what });
        Some(number)
    }

    fn start(&mut self, tag: Tag) -> TokenSinkResult<()> {
        let raw = match &*tag.name {
            "script" | "style" | "noscript" | "iframe" | "noembed" | "noframes" | "xmp" => Some(RawKind::Rawtext),
            "title" | "textarea" => Some(RawKind::Rcdata),
            _ => None,
        };
        self.in_style = &*tag.name == "style";
        self.end_implied(&tag.name);
        let void = visible::is_void(&tag.name) || (tag.self_closing && raw.is_none() && (self.self_closing || is_foreign(&tag.name)));
        let attributes = tag.attrs.into_iter().map(|attribute| (attribute.name.local, attribute.value)).collect();
        let number = self.add(What::Element { tag: tag.name.clone(), attributes });
        if let Some(number) = number.filter(|_| !void && self.open.len() < DEPTH_MAX) {
            self.open.push(number);
            *self.counts.entry(tag.name).or_default() += 1;
        }
        raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }

    /// A paragraph, a row, a list item ends where the next one begins.
    fn end_implied(&mut self, name: &LocalName) {
        if matches!(&**name, "p" | "li" | "tr" | "td" | "th" | "dt" | "dd" | "option") {
            let last = self.open.last().copied().unwrap_or_default();
            if self.tree.tag(last) == Some(&**name) {
                self.end(name);
            }
        }
    }

    fn end(&mut self, name: &LocalName) {
        if self.in_style && &**name == "style" {
            self.in_style = false;
            let style = std::mem::take(&mut self.style);
            self.tree.hidden_classes.extend(visible::hidden_classes(&style));
        }
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        while self.open.len() > 1 {
            if self.close_last().as_ref() == Some(name) {
                return;
            }
        }
    }

    /// End the innermost element; its name.
    fn close_last(&mut self) -> Option<LocalName> {
        let end = Node::try_from(self.tree.entries.len()).unwrap_or(Node::MAX);
        let entry = self.tree.entries.get_mut(usize::try_from(self.open.pop()?).ok()?)?;
        entry.end = end;
        let What::Element { tag, .. } = &entry.what else { return None };
        if let Some(count) = self.counts.get_mut(tag) {
            *count = count.saturating_sub(1);
        }
        Some(tag.clone())
    }

    fn finish(mut self) -> Tree {
        while !self.open.is_empty() {
            self.close_last();
        }
        self.tree
    }
}

/// Elements of drawings, which may close themselves.
fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "path" | "circle" | "rect" | "line" | "use" | "g" | "polygon" | "polyline" | "ellipse")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_by_tag_class_id_and_what_is_around_them() {
        let tree =
            Tree::of("<div id=chat><div class='msg me'><b>Ann</b> hi<br>there<p>one<p>two</div><div class='msg you'>yes</div></div>");
        for (selector, wanted) in [
            ("div.msg", vec!["Ann hi\nthere\n\none\n\ntwo", "yes"]),
            ("#chat .you", vec!["yes"]),
            (".me b, .you b", vec!["Ann"]),
            ("div.msg.you", vec!["yes"]),
            ("p", vec!["one", "two"]),
            (".you .msg", vec![]),
            ("#chat", vec!["Ann hi\nthere\n\none\n\ntwo\n\nyes"]),
        ] {
            let found: Vec<String> = Selector::of(selector).all(&tree).into_iter().map(|node| tree.text(node)).collect();
            assert_eq!(found, wanted, "{selector}");
        }
    }

    #[test]
    fn what_is_hidden_or_left_out_is_no_text() {
        let tree = Tree::of(
            "<style>.h{display:none}</style><div>a <i class=h>b</i><span style='display:none'>c</span><u>d</u><pre>x\n y</pre></div>",
        );
        let node = Selector::of("div").first(&tree, 0).unwrap();
        assert_eq!(tree.text(node), "a d\n\nx\n y");
        assert_eq!(tree.text_without(node, &|node| tree.tag(node) == Some("u")), "a\n\nx\n y");
    }

    #[test]
    fn open_ends_and_stray_ends_do_no_harm() {
        let tree = Tree::of("</div><div><span>a</b></div>b</span><p>c");
        let texts: Vec<String> = ["div", "span", "p"].iter().map(|tag| tree.text(Selector::of(tag).first(&tree, 0).unwrap())).collect();
        assert_eq!(texts, ["a", "a", "c"]);
        let deep = "<div>".repeat(100_000) + "x";
        assert!(Tree::of(&deep).text(0).ends_with('x'));
    }
}
