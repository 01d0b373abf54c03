//! Adium logs: `<chat><message sender="…" time="…" alias="…"><div>…</div></message>…</chat>`.
//!
//! The file is read as elements, never by an XML processor: nothing is expanded, and a log that its program did not close is read to its end.
//!
//! Source: the log format 0.4 of Adium and its ULF draft; see `tests/formats/adium-xml/README.md`.

use shakedown_core::{Attachment, Hostile, ImportNote, Message, MessageKind, NoteKind};

use crate::dates::{Clock, Votes};
use crate::elements::{Node, Tree, html_of};
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;
use crate::talk::doubt_note;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "adium-xml"
    }

    fn name(&self) -> &'static str {
        "Adium log (XML)"
    }

    fn checked_against(&self) -> &'static str {
        "an Adium 1.5 log of 2013"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let chat = text.starts_with("<?xml") || text.starts_with("<chat");
        let signs = ["<message ", "<event ", "<status "].iter().any(|tag| text.contains(tag));
        match chat && text.contains("<chat") && text.contains("account=") && text.contains("service=") {
            true if text.contains("purl.org/net/ulf/") => Likelihood::Certain,
            true if signs && text.contains("sender=") && text.contains("time=") => Likelihood::Certain,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let (xml, whole) = html_of(source, sink)?;
        let tree = Tree::of_xml(&xml);
        drop(xml);
        if tree.is_full() {
            sink.note(ImportNote::new(NoteKind::LimitReached, whole.clone(), "", "the elements beyond stay in the evidence"))?;
        }
        let records: Vec<Node> =
            tree.nodes().filter(|node| matches!(tree.tag(*node), Some("message" | "action" | "status" | "event"))).collect();
        let mut clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        for (index, node) in records.iter().enumerate() {
            let message = record(&tree, *node, index + 1, &mut clock, sink)?;
            sink.message(message)?;
        }
        let rest = tree.text_without(0, &|node| records.binary_search(&node).is_ok());
        if !rest.trim().is_empty() {
            sink.note(ImportNote::new(NoteKind::PartNotRead, whole, rest.trim(), "text outside of the records, kept in the evidence"))?;
        }
        Ok(())
    }
}

/// The message of one element.
fn record(tree: &Tree, node: Node, number: usize, clock: &mut Clock<'_>, sink: &mut dyn MessageSink) -> Result<Message, ImportError> {
    let attribute = |name: &str| tree.attribute(node, name).filter(|value| !value.is_empty());
    let tag = tree.tag(node).unwrap_or_default();
    let locator = tree.locator(node, &format!("{tag} {number}"));
    let text = tree.text(node);
    let said = matches!(tag, "message" | "action");
    let body = match attribute("type").filter(|_| !said) {
        Some(kind) if text.is_empty() => kind.to_owned(),
        Some(kind) => format!("{kind}\n{text}"),
        None => text,
    };
    let pictures = tree.inside(node).filter(|inner| tree.tag(*inner) == Some("img"));
    let pictures = pictures.filter_map(|inner| tree.attribute(inner, "src").or(tree.attribute(inner, "alt")));
    let mut message = Message {
        kind: if said { MessageKind::Message } else { MessageKind::System },
        sender: attribute("alias").or(attribute("sender")).map(Hostile::new),
        body: Hostile::new(body),
        attachments: pictures.map(|name| Attachment { name: Hostile::new(name), sha256: None, bytes: None }).collect(),
        ..Message::blank(locator)
    };
    match attribute("time") {
        Some(raw) => {
            let (stamp, doubt) = clock.stamp(raw);
            if let Some(note) = doubt_note(doubt, &stamp, &message.locator) {
                sink.note(note)?;
            }
            message.sent_at = Some(stamp);
        }
        None => sink.note(ImportNote::new(NoteKind::TimeMissing, message.locator.clone(), "", "no time"))?,
    }
    Ok(message)
}
