//! Saved pages of negotiation panels: the layouts of 17 groups, in one table.
//!
//! A layout tells by its elements who is the victim and who the attacker; a message that bears neither sign has no part. Where a panel shows
//! no name, the word by which its page marks the side stands for one.
//!
//! Source: the elements that published readers of such pages look for; see `tests/formats/panel-html/README.md`.

mod layouts;

use std::collections::BTreeMap;

use shakedown_core::{Hostile, ImportNote, Locator, Message, MessageKind, NoteKind, Role};

use crate::dates::{Clock, Votes, Written};
use crate::elements::{Node, Selector, Tree, html_of};
use crate::error::ImportError;
use crate::formats::html::{tell, visible_notes};
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;
use crate::talk::doubt_note;
use crate::visible;

use layouts::{ALL, At, Layout, Side};

/// The longest text of a row that names a day, in characters.
const DAY_MAX: usize = 40;
/// How many characters the stamp in a heading has.
const HEADING_STAMP: usize = 19;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "panel-html"
    }

    fn name(&self) -> &'static str {
        "Negotiation panel (saved page)"
    }

    fn checked_against(&self) -> &'static str {
        "the layouts of Akira, Avaddon, Avos, Babuk, Black Basta, BlackMatter, Cloak, Conti, DarkSide, Fog, Hive, LockBit, MountLocker, \
         NoEscape, Ranzy, REvil and Trinity panels, on invented pages"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        if !head.text.trim_start().starts_with('<') {
            return Likelihood::No;
        }
        let tree = Tree::of(&head.text);
        let found = pick(&tree).is_some() || (head.cut && styled(&head.text));
        if found { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let (html, whole) = html_of(source, sink)?;
        let page = visible::page(&html);
        visible_notes(&page, &whole, sink)?;
        let tree = Tree::of(&html);
        drop(html);
        if tree.is_full() {
            sink.note(ImportNote::new(NoteKind::LimitReached, whole.clone(), "", "the elements beyond stay in the evidence"))?;
        }
        let Some(chat) = pick(&tree) else { return tell(&page.text, whole, options, sink) };
        give(&tree, chat, &whole, options, sink)
    }
}

/// Whether a style sheet at the top has the class of every part of one layout: a page whose messages come later.
fn styled(text: &str) -> bool {
    ALL.iter().any(|layout| {
        let parts = [Some(layout.message), layout.text.map(|at| at.selector), layout.time.map(|at| at.selector)];
        let words = parts.iter().flatten().flat_map(|selector| selector.split([' ', ',']));
        let classes: Vec<&str> = words.flat_map(|word| word.split('.').skip(1)).filter(|class| class.len() > 4).collect();
        classes.len() >= 3 && classes.iter().all(|class| text.contains(&format!(".{class}")))
    })
}

/// What a layout reads of a page.
struct Chat {
    layout: &'static Layout,
    said: Vec<Said>,
    /// The rows that name a day, by their node.
    days: BTreeMap<Node, String>,
}

/// What the layout reads that reads most messages of the page.
fn pick(tree: &Tree) -> Option<Chat> {
    let mut best: Option<(usize, Chat)> = None;
    for layout in ALL {
        let chat = Parts::of(layout).read(tree);
        let fitting = chat.said.iter().filter(|said| said.role != Role::Unknown && said.whole).count();
        if fitting > best.as_ref().map_or(0, |(count, _)| *count) {
            best = Some((fitting, chat));
        }
    }
    best.map(|(_, chat)| chat)
}

/// One message as the page has it.
struct Said {
    node: Node,
    role: Role,
    name: Option<String>,
    time: Option<String>,
    body: String,
    /// What of its text belongs to none of its parts.
    beside: String,
    /// Whether the part that the layout cannot do without is there.
    whole: bool,
}

/// A layout with its selectors read.
struct Parts {
    layout: &'static Layout,
    message: Selector,
    victim: Option<(Selector, &'static str)>,
    attacker: Option<(Selector, &'static str)>,
    name: Option<Selector>,
    heading: Option<Selector>,
    time: Option<Selector>,
    text: Option<Selector>,
    day: Option<Selector>,
}

impl Parts {
    fn of(layout: &'static Layout) -> Self {
        let part = |at: Option<At>| at.map(|at| Selector::of(at.selector));
        let side = |text: &'static str| (Selector::of(text), text.rsplit('.').next().unwrap_or(text));
        let (victim, attacker) = match layout.side {
            Side::Own { victim, attacker } | Side::Inner { victim, attacker } | Side::Around { victim, attacker } => {
                (Some(side(victim)), Some(side(attacker)))
            }
            Side::Marked { victim } => (Some(side(victim)), None),
            Side::Name { .. } => (None, None),
        };
        Self {
            layout,
            message: Selector::of(layout.message),
            victim,
            attacker,
            name: part(layout.name),
            heading: layout.heading.map(Selector::of),
            time: part(layout.time),
            text: part(layout.text),
            day: layout.day.map(Selector::of),
        }
    }

    /// Every message of the page, in the order of the page.
    fn read(&self, tree: &Tree) -> Chat {
        let nodes = self.message.all(tree);
        let days = if nodes.is_empty() { BTreeMap::new() } else { self.days(tree, &nodes) };
        let mut said: Vec<Said> = nodes.iter().map(|node| self.message(tree, *node)).collect();
        for said in &mut said {
            let day = days.range(..said.node).next_back().map(|(_, day)| day.as_str());
            let hour = said.time.as_deref().filter(|time| Written::of(time).is_none_or(|written| written.day.is_none()));
            if let (Some(day), Some(hour)) = (day, hour) {
                said.time = Some(format!("{day} {hour}"));
            }
        }
        Chat { layout: self.layout, said, days }
    }

    /// The rows between the messages that name a day.
    fn days(&self, tree: &Tree, messages: &[Node]) -> BTreeMap<Node, String> {
        let mut days = BTreeMap::new();
        let Some(selector) = &self.day else { return days };
        let mut coming = messages.iter().copied().peekable();
        let mut past = 0;
        for node in tree.nodes() {
            while let Some(message) = coming.next_if(|message| *message <= node) {
                past = tree.end(message);
            }
            // A row holds little; what holds a message is none.
            if node < past || tree.end(node) - node > 6 || !selector.is(tree, node) {
                continue;
            }
            let text = tree.text(node);
            if text.chars().count() <= DAY_MAX && Written::of(&text).is_some_and(|written| written.time.is_none() && !written.junk) {
                days.insert(node, text);
            }
        }
        days
    }

    fn message(&self, tree: &Tree, node: Node) -> Said {
        let first = |selector: &Option<Selector>, nth: usize| {
            let selector = selector.as_ref()?;
            tree.inside(node).filter(|inner| selector.is(tree, *inner)).nth(nth)
        };
        let nth = |at: Option<At>| at.map_or(0, |at| at.nth);
        let name = first(&self.name, nth(self.layout.name));
        let heading = first(&self.heading, 0);
        let time = first(&self.time, nth(self.layout.time));
        let apart = |inner: Node| [name, heading, time].contains(&Some(inner));
        let texts = self.texts(tree, node, &apart);
        let (body, beside) = if texts.is_empty() {
            (tree.text_without(node, &apart), String::new())
        } else {
            let bodies: Vec<String> = texts.iter().map(|text| tree.text_without(*text, &apart)).collect();
            (bodies.join("\n"), tree.text_without(node, &|inner| apart(inner) || texts.contains(&inner)))
        };
        let (stamp, called) = heading.map_or((None, None), |heading| split_heading(&tree.text(heading)));
        let shown = name
            .map(|name| tree.text(name).trim_end_matches([',', ':', '>', '$', '#', ' ']).to_owned())
            .or(called)
            .filter(|name| !name.is_empty());
        let attribute = self.layout.time.and_then(|at| at.attribute);
        let better = time.zip(attribute).and_then(|(time, attribute)| tree.attribute(time, attribute)).map(str::to_owned);
        let time_text = better.or_else(|| time.map(|time| tree.text(time))).or(stamp);
        let (role, label) = self.side(tree, node, shown.as_deref());
        let needed = [(self.text.is_some(), !texts.is_empty()), (self.text.is_none() && self.time.is_some(), time.is_some())];
        Said {
            node,
            role,
            name: shown.or_else(|| label.map(str::to_owned)),
            time: time_text.filter(|time| !time.trim().is_empty()),
            body,
            beside,
            whole: needed.iter().all(|(needed, there)| *there || !needed) && (self.heading.is_none() || heading.is_some()),
        }
    }

    /// The elements of `node` that hold its text, none in another.
    fn texts(&self, tree: &Tree, node: Node, apart: &dyn Fn(Node) -> bool) -> Vec<Node> {
        let Some(selector) = &self.text else { return Vec::new() };
        let mut past = 0;
        let mut texts = Vec::new();
        for inner in tree.inside(node) {
            if inner >= past && selector.is(tree, inner) && !apart(inner) {
                texts.push(inner);
                past = tree.end(inner);
            }
        }
        texts
    }

    /// The part of a message, and the word that tells it.
    fn side(&self, tree: &Tree, node: Node, shown: Option<&str>) -> (Role, Option<&'static str>) {
        let has = |side: &Option<(Selector, &'static str)>| {
            let (selector, label) = side.as_ref()?;
            let is = match self.layout.side {
                Side::Inner { .. } => selector.first(tree, node).is_some(),
                Side::Around { .. } => {
                    std::iter::successors(tree.parent(node), |node| tree.parent(*node)).any(|node| selector.is(tree, node))
                }
                _ => selector.is(tree, node),
            };
            is.then_some(*label)
        };
        match (self.layout.side, has(&self.victim), has(&self.attacker), shown) {
            (Side::Name { visitor }, .., Some(name)) if name.eq_ignore_ascii_case(visitor) => (Role::Victim, None),
            (Side::Name { .. }, .., Some(_)) => (Role::Attacker, None),
            (Side::Name { .. }, ..) => (Role::Unknown, None),
            (Side::Marked { .. }, None, ..) => (Role::Attacker, self.layout.message.rsplit('.').next()),
            (_, Some(label), None, _) => (Role::Victim, Some(label)),
            (_, None, Some(label), _) => (Role::Attacker, Some(label)),
            _ => (Role::Unknown, None),
        }
    }
}

/// `2023-11-05 10:22:33 - Client` as stamp and name.
fn split_heading(text: &str) -> (Option<String>, Option<String>) {
    let end = text.char_indices().nth(HEADING_STAMP).map_or(text.len(), |(at, _)| at);
    let (stamp, name) = text.split_at_checked(end).unwrap_or((text, ""));
    let name = name.trim_matches(|character: char| !character.is_alphanumeric());
    (Some(stamp.trim().to_owned()), (!name.is_empty()).then(|| name.to_owned()))
}

/// Give the messages in the order in which they were said.
fn give(tree: &Tree, chat: Chat, whole: &Locator, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    let numbers: BTreeMap<Node, usize> = chat.said.iter().enumerate().map(|(index, said)| (said.node, index + 1)).collect();
    around(tree, &chat, &numbers, whole, sink)?;
    let Chat { layout, mut said, .. } = chat;
    if layout.newest_first {
        said.reverse();
        let found = format!("{} panel", layout.group);
        sink.note(ImportNote::new(
            NoteKind::Reordered,
            whole.clone(),
            &found,
            "the newest message stands first on the page; given oldest first",
        ))?;
    }
    let mut votes = Votes::default();
    said.iter().filter_map(|said| Written::of(said.time.as_deref()?)).for_each(|written| votes.see(&written));
    let order = votes.order();
    if let Some(note) = order.note() {
        sink.note(note)?;
    }
    let mut clock = Clock::new(order, options.zone.as_ref());
    let beside: Vec<&Said> = said.iter().filter(|said| !said.beside.trim().is_empty()).collect();
    if let Some(first) = beside.first() {
        let kept_as = format!("beside the text of messages: {}; kept in the evidence", beside.len());
        sink.note(ImportNote::new(NoteKind::PartNotRead, whole.clone(), first.beside.trim(), kept_as))?;
    }
    for said in said {
        let words = format!("message {}", numbers.get(&said.node).copied().unwrap_or_default());
        let locator = tree.locator(said.node, &words);
        let mut message = Message { role: said.role, body: Hostile::new(said.body), ..Message::blank(locator.clone()) };
        message.sender = said.name.map(Hostile::new);
        if let Some(raw) = said.time {
            let (stamp, doubt) = clock.stamp(&raw);
            if let Some(note) = doubt_note(doubt, &stamp, &locator) {
                sink.note(note)?;
            }
            message.sent_at = Some(stamp);
        }
        sink.message(message)?;
    }
    Ok(())
}

/// What the page says around and beside its messages: the name of the chat is an event, the rest a note.
fn around(
    tree: &Tree,
    chat: &Chat,
    numbers: &BTreeMap<Node, usize>,
    whole: &Locator,
    sink: &mut dyn MessageSink,
) -> Result<(), ImportError> {
    let chat_id = chat.layout.chat_id.map(Selector::of).and_then(|selector| {
        let inside = |node: Node| numbers.range(..=node).next_back().is_some_and(|(message, _)| tree.end(*message) > node);
        tree.nodes().find(|node| selector.is(tree, *node) && !inside(*node))
    });
    if let Some(node) = chat_id {
        let locator = tree.locator(node, tree.tag(node).unwrap_or_default());
        sink.message(Message { kind: MessageKind::System, body: Hostile::new(tree.text(node)), ..Message::blank(locator) })?;
    }
    let rest = tree.text_without(0, &|node| numbers.contains_key(&node) || chat.days.contains_key(&node) || Some(node) == chat_id);
    if !rest.trim().is_empty() {
        let kept_as = format!("around the messages: {} characters, kept in the evidence", rest.chars().count());
        sink.note(ImportNote::new(NoteKind::PartNotRead, whole.clone(), rest.trim(), kept_as))?;
    }
    Ok(())
}
