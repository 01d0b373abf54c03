//! A word processor's document (Office Open XML): its text is one message, or a talk; deleted text and comments stand apart.
//!
//! Source: ISO/IEC 29500-1, 17 (WordprocessingML); see `tests/formats/docx/README.md`.

use std::io::{BufRead, BufReader, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::archive::{Archive, ArchiveLimits, Budget, Member};
use crate::error::ImportError;
use crate::formats::{html, rtf};
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::rtf::Document;
use crate::sniff::Head;

/// The most bytes of one part that are read; a document of as much text has thirty thousand pages.
const PART_BYTES: u64 = 64 << 20;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "docx"
    }

    fn name(&self) -> &'static str {
        "Word document (DOCX)"
    }

    fn checked_against(&self) -> &'static str {
        "Word 2007 to 2021 and LibreOffice: tracked changes, comments, text boxes, notes, headers"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        if head.members.iter().any(|name| is_main(name)) { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let budget = Budget::new(ArchiveLimits::default());
        let archive = Archive::list(source, &budget)?.unwrap_or_default();
        archive.notes.iter().try_for_each(|note| sink.note(note.clone()))?;
        let Some(main) = archive.members.iter().find(|member| is_main(&member.name)) else {
            let note =
                ImportNote::new(NoteKind::FormatUnknown, Locator::at(Place::Whole), "", "no word/document.xml in it: kept in the evidence");
            return Ok(sink.note(note)?);
        };
        let mut document = Document::default();
        let mut text = String::new();
        read_part(source, main, Part::Text, &mut text, &mut document, sink)?;
        for member in &archive.members {
            let mut beside = String::new();
            let Some(part) = Part::of(&member.name) else { continue };
            read_part(source, member, part, &mut beside, &mut document, sink)?;
            match part {
                Part::Comments => document.comments.extend(beside.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned)),
                // What stands at the edge of every page is said once, after the text.
                Part::Beside if !beside.trim().is_empty() => text.extend(["\n", beside.trim()]),
                _ => {}
            }
        }
        let locator = Locator::at(Place::Within(main.name.clone(), Box::new(Place::Whole)));
        rtf::notes(&document, &locator, sink)?;
        let text = text.trim_end();
        if text.is_empty() { Ok(()) } else { html::tell(text, locator, options, sink) }
    }
}

fn is_main(name: &str) -> bool {
    name.strip_prefix("word/document")
        .and_then(|rest| rest.strip_suffix(".xml"))
        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What a part of the document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The text itself.
    Text,
    /// Headers, footers, foot- and endnotes.
    Beside,
    Comments,
    /// Where links lead.
    Links,
}

impl Part {
    fn of(name: &str) -> Option<Self> {
        let name = name.strip_prefix("word/")?;
        if name == "_rels/document.xml.rels" {
            return Some(Self::Links);
        }
        let stem =
            name.strip_suffix(".xml").filter(|stem| !stem.contains('/'))?.trim_end_matches(|character: char| character.is_ascii_digit());
        match stem {
            "comments" => Some(Self::Comments),
            "header" | "footer" | "footnotes" | "endnotes" => Some(Self::Beside),
            _ => None,
        }
    }
}

fn read_part(
    source: &mut dyn ReadSeek,
    member: &Member,
    part: Part,
    text: &mut String,
    document: &mut Document,
    sink: &mut dyn MessageSink,
) -> Result<(), ImportError> {
    let place = || Locator::at(Place::Within(member.name.clone(), Box::new(Place::Whole)));
    let mut opened = member.open(source)?;
    let mut limited = BufReader::with_capacity(64 * 1024, Read::take(&mut opened, PART_BYTES));
    let outcome = walk(&mut limited, part, text, document);
    let cut = limited.get_ref().limit() == 0;
    if let Err(error) = outcome {
        match error {
            quick_xml::Error::Io(error) => return Err(ImportError::Io(std::io::Error::new(error.kind(), error.to_string()))),
            _ if cut => {}
            _ => sink.note(ImportNote::new(
                NoteKind::RecordUnreadable,
                place(),
                "",
                "no XML from some place on; what comes before was read",
            ))?,
        }
    }
    document.is_cut |= cut;
    if let Some(damage) = opened.damage() {
        sink.note(damage.note(place(), &member.name))?;
    }
    Ok(())
}

/// Where in a document the reader stands.
#[derive(Default)]
struct State {
    /// Elements that are open inside one whose text is said elsewhere in the same file.
    skipped: usize,
    /// Deletions and moves that are open: their text is not part of the document any more.
    deleted: usize,
    /// Whether the run that is open is hidden.
    hidden_run: bool,
    /// Whether characters are text: they stand in `w:t` or `w:delText`.
    in_text: bool,
    run: String,
}

fn walk(source: &mut dyn BufRead, part: Part, text: &mut String, document: &mut Document) -> Result<(), quick_xml::Error> {
    let mut reader = Reader::from_reader(source);
    let mut buffer = Vec::new();
    let mut state = State::default();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Eof => break,
            Event::Start(element) => open(&element, &mut state, false, part, text, document),
            Event::Empty(element) => open(&element, &mut state, true, part, text, document),
            Event::End(element) => close(element.local_name().as_ref(), &mut state, text, document),
            Event::Text(characters) if state.in_text => state.run.push_str(&characters),
            Event::CData(characters) if state.in_text => state.run.push_str(&characters),
            Event::GeneralRef(name) if state.in_text => {
                let known = match &*name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    // Entities that a document defines for itself are never expanded.
                    _ => None,
                };
                state.run.extend(known.or_else(|| name.resolve_char_ref().ok().flatten()));
            }
            _ => {}
        }
    }
    flush(&mut state, text, document);
    Ok(())
}

fn open(element: &BytesStart<'_>, state: &mut State, empty: bool, part: Part, text: &mut String, document: &mut Document) {
    let local = element.local_name();
    if state.skipped > 0 {
        state.skipped += usize::from(!empty);
        return;
    }
    match local.as_ref() {
        // The same drawing once more, for older programs.
        "Fallback" if !empty => state.skipped = 1,
        "del" | "moveFrom" if !empty => {
            flush(state, text, document);
            state.deleted += 1;
        }
        "r" => {
            flush(state, text, document);
            state.hidden_run = false;
        }
        "vanish" => state.hidden_run = !matches!(attribute(element, "val").as_deref(), Some("0" | "false" | "off")),
        "t" | "delText" => state.in_text = !empty,
        "tab" if !empty || !is_stop(element) => state.run.push('\t'),
        "br" | "cr" => state.run.push('\n'),
        "noBreakHyphen" => state.run.push('\u{2011}'),
        "drawing" | "pict" => document.pictures += 1,
        "OLEObject" => document.objects.extend(attribute(element, "ProgID")),
        "comment" if part == Part::Comments => {
            flush(state, text, document);
            let author = attribute(element, "author").unwrap_or_default();
            text.push_str(&format!("\n{author}: "));
        }
        "Relationship" if part == Part::Links && attribute(element, "TargetMode").as_deref() == Some("External") => {
            document.links.extend(attribute(element, "Target"));
        }
        _ => {}
    }
}

/// Whether a `w:tab` sets a stop in the style of a paragraph, and is no character.
fn is_stop(element: &BytesStart<'_>) -> bool {
    attribute(element, "pos").is_some()
}

fn close(local: &str, state: &mut State, text: &mut String, document: &mut Document) {
    if state.skipped > 0 {
        state.skipped -= 1;
        return;
    }
    match local {
        "del" | "moveFrom" => {
            flush(state, text, document);
            state.deleted = state.deleted.saturating_sub(1);
        }
        "r" => {
            flush(state, text, document);
            state.hidden_run = false;
        }
        "t" | "delText" => state.in_text = false,
        "p" => {
            flush(state, text, document);
            text.push('\n');
        }
        // Cells of a row stand beside each other.
        "tc" if text.ends_with('\n') => {
            text.pop();
            text.push('\t');
        }
        "tr" => {
            text.truncate(text.trim_end_matches('\t').len());
            text.push('\n');
        }
        _ => {}
    }
}

/// Put the run that was read where it belongs.
fn flush(state: &mut State, text: &mut String, document: &mut Document) {
    if state.run.is_empty() {
        return;
    }
    let run = std::mem::take(&mut state.run);
    if state.deleted > 0 || state.hidden_run {
        if !run.trim().is_empty() {
            document.hidden.push(run);
        }
    } else {
        text.push_str(&run);
    }
}

fn attribute(element: &BytesStart<'_>, local: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == local)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}
