//! A document in Rich Text Format, as notes and letters come: its text is one message, or a talk.
//!
//! Source: Rich Text Format Specification 1.9.1; see `tests/formats/rtf/README.md`.

use std::io::{BufReader, Read, SeekFrom};

use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::error::ImportError;
use crate::formats::html;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::rtf::{self, Document};
use crate::sniff::Head;
use crate::visible;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "rtf"
    }

    fn name(&self) -> &'static str {
        "RTF document"
    }

    fn checked_against(&self) -> &'static str {
        "Word, WordPad and LibreOffice documents in Western, Eastern European, Cyrillic and East Asian code pages"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let start = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        if start.starts_with("{\\rtf") { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let length = source.seek(SeekFrom::End(0))?.min(options.limits.bytes);
        source.rewind()?;
        let document = rtf::read(&mut BufReader::with_capacity(64 * 1024, source.take(length)))?;
        let locator = Locator::at(Place::Whole).with_bytes(0, length);
        notes(&document, &locator, sink)?;
        let mut text = document.text;
        if document.is_html {
            let page = visible::page(&text);
            html::visible_notes(&page, &locator, sink)?;
            text = page.text;
        }
        html::tell(text.trim_end(), locator, options, sink)
    }
}

/// Notes on what a document hides, links to and brings along.
pub(crate) fn notes(document: &Document, locator: &Locator, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    let mut note = |kind, found: &str, kept_as: &str| sink.note(ImportNote::new(kind, locator.clone(), found, kept_as));
    for hidden in &document.hidden {
        let kept_as = format!("hidden or deleted, apart from the message: {} characters", hidden.chars().count());
        note(NoteKind::HiddenText, hidden, &kept_as)?;
    }
    for comment in &document.comments {
        note(NoteKind::PartNotRead, comment, "a comment beside the text, not part of the message")?;
    }
    for link in &document.links {
        note(NoteKind::PartNotRead, link, "where a field or a template leads; not followed")?;
    }
    for object in &document.objects {
        note(NoteKind::PartNotRead, object, "an embedded object of this class, kept in the evidence, not opened")?;
    }
    if document.pictures > 0 {
        note(NoteKind::PartNotRead, &document.pictures.to_string(), "pictures, kept in the evidence")?;
    }
    if document.replaced > 0 {
        note(NoteKind::BytesReplaced, &document.replaced.to_string(), "runs with U+FFFD in the text")?;
    }
    if document.is_torn {
        note(NoteKind::Truncated, "", "the document ends inside a group; what was read is kept")?;
    }
    if document.is_cut {
        note(NoteKind::LimitReached, "", "the document is too long or too deep; the rest stays in the evidence")?;
    }
    Ok(())
}
