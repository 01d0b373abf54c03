//! An HTML page or application (HTA), as ransom notes use them: the text that its reader would see is one message, or a talk.
//!
//! Source: HTML Standard, tokenization; see `tests/formats/html/README.md`.

use shakedown_core::{Hostile, ImportNote, Locator, Message, NoteKind};

use crate::dates::Clock;
use crate::elements::html_of;
use crate::error::ImportError;
use crate::formats::text;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::Line;
use crate::sniff::Head;
use crate::speakers::{Ledger, Split};
use crate::talk::Talk;
use crate::visible;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "html"
    }

    fn name(&self) -> &'static str {
        "HTML page or application"
    }

    fn checked_against(&self) -> &'static str {
        "HTML and HTA ransom notes, 2016 to 2024"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let start: String = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).chars().take(4096).collect();
        let start = start.to_ascii_lowercase();
        let opens = ["<!doctype html", "<html", "<hta:application", "<head", "<body"].iter().any(|tag| start.starts_with(tag));
        let page = start.starts_with('<') && ["<html", "<body", "<hta:application", "<head>"].iter().any(|tag| start.contains(tag));
        let pieces = ["<p", "<div", "<table", "<center", "<font", "<meta", "<title", "<style", "<h1", "<span", "<!--"];
        let fragment = pieces.iter().any(|tag| start.starts_with(tag)) && start.contains("</");
        match (opens, page || fragment) {
            (true, _) => Likelihood::Certain,
            (_, true) => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let (html, locator) = html_of(source, sink)?;
        let page = visible::page(&html);
        visible_notes(&page, &locator, sink)?;
        tell(&page.text, locator, options, sink)
    }
}

/// The text of a page: one message, or a talk where its lines tell who speaks.
pub(crate) fn tell(text: &str, locator: Locator, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    let mut ledger = Ledger::default();
    text.lines().for_each(|line| ledger.see(line));
    let split = ledger.split();
    if let Split::Whole { .. } = split {
        return Ok(sink.message(Message { body: Hostile::new(text), ..Message::blank(locator) })?);
    }
    let mut clock = Clock::new(ledger.votes.order(), options.zone.as_ref());
    let mut talk = Talk::new(sink, options.limits.body_bytes, text::plain).within(locator);
    for line in text.lines() {
        let line = Line { text: line.to_owned(), ending: "\n", ..Line::default() };
        text::give(&mut talk, &mut clock, &split, &line, false)?;
    }
    Ok(talk.flush()?)
}

/// Whether the lines of a page tell who speaks.
pub(crate) fn is_talk(text: &str) -> bool {
    let mut ledger = Ledger::default();
    text.lines().for_each(|line| ledger.see(line));
    !matches!(ledger.split(), Split::Whole { .. })
}

/// Notes on what a page hides, and on what it would run or load.
pub(crate) fn visible_notes(page: &visible::Page, locator: &Locator, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    for hidden in &page.hidden {
        let kept_as = format!("apart from the message: {} characters", hidden.chars().count());
        sink.note(ImportNote::new(NoteKind::HiddenText, locator.clone(), hidden, kept_as))?;
    }
    for (tag, what) in &page.active {
        let kept_as = format!("<{tag}> kept in the evidence, neither run nor loaded");
        sink.note(ImportNote::new(NoteKind::PartNotRead, locator.clone(), what.trim(), kept_as))?;
    }
    Ok(())
}
