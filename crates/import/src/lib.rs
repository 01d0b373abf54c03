//! Readers that turn evidence bytes into transcripts. The input is hostile: nothing here panics, opens a file or asks a clock.
//!
//! [`read`] looks at the content, picks a reader out of [`formats`] and gives every record to a [`MessageSink`] in exhibit order. Nothing is
//! lost in silence: every non-blank line or record is a message, a system event, a line of the message before, or a note.

pub mod archive;
mod calendar;
mod candidates;
mod code_pages;
mod cues;
mod dates;
mod decode;
mod elements;
pub mod error;
mod formats;
mod guard;
mod handed_over;
pub mod importer;
mod json;
pub mod limits;
mod lines;
mod mail;
mod recognised;
mod replies;
mod roles;
mod rtf;
mod sample;
mod shadow;
pub mod sniff;
mod speakers;
mod table;
mod talk;
mod visible;
mod within;
mod workbook;

use std::cell::RefCell;
use std::io::Seek;

use shakedown_core::{ImportNote, Locator, NoteKind, Place};

pub use candidates::{Candidate, candidates};
pub use error::ImportError;
pub use handed_over::{HandOverError, HandedOver, chain_holds, handed_over};
pub use importer::{Collected, Importer, Likelihood, MessageSink, ReadOptions, ReadSeek, Reading, Stopped};
pub use limits::Limits;
pub use sample::sample;
pub use sniff::Head;
pub use table::{ColumnMap, Field, MapError, Proposal};

use guard::{Guard, Metered};

/// The id of an item that no reader knows.
pub const UNKNOWN: &str = "unknown";

/// The format of an archive that is no chat: its members are items of their own.
pub const ARCHIVE: &str = "archive";

/// Every reader, in the order in which they are asked.
pub fn formats() -> &'static [&'static dyn Importer] {
    formats::ALL
}

/// The reader that [`read`] would take for `source`; none where nobody knows it. Errors: [`Io`](ImportError::Io),
/// [`UnknownFormat`](ImportError::UnknownFormat).
pub fn reader_of(source: &mut dyn ReadSeek, options: &ReadOptions) -> Result<Option<&'static dyn Importer>, ImportError> {
    let asked = options.format.as_deref().map(by_id).transpose()?;
    Ok(asked.or(sniff::pick(formats(), &Head::of(source)?)))
}

/// Read one evidence item into `sink`.
///
/// The reader is the one that [`ReadOptions::format`] names, else the one that is surest after a look at the first 64 KiB; the first in the list
/// wins a tie. An item that no reader knows gives one `format-unknown` note and the format [`UNKNOWN`].
///
/// Damage inside the evidence is a note. Errors: [`Io`](ImportError::Io), [`UnknownFormat`](ImportError::UnknownFormat),
/// [`NotThisFormat`](ImportError::NotThisFormat) (only for a format that was asked for), [`Stopped`](ImportError::Stopped).
pub fn read<'s>(
    source: &'s mut (dyn ReadSeek + 's),
    options: &ReadOptions,
    sink: &'s mut (dyn MessageSink + 's),
) -> Result<Reading, ImportError> {
    let sink = RefCell::new(sink);
    let mut source = Metered::new(source, &sink, options.limits.bytes);
    let mut guard = Guard::new(&sink, &options.limits);
    let outcome = read_guarded(&mut source, options, &mut guard);
    match outcome {
        Err(_) if source.was_stopped() => Err(ImportError::Stopped),
        other => other,
    }
}

fn read_guarded(source: &mut Metered<'_, '_>, options: &ReadOptions, guard: &mut Guard<'_, '_>) -> Result<Reading, ImportError> {
    let head = Head::of(source)?;
    let asked = options.format.as_deref().map(by_id).transpose()?;
    let Some(importer) = asked.or_else(|| sniff::pick_for(formats(), &head, options.columns.is_some())) else {
        let found: String = head.bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        guard.note(ImportNote::new(NoteKind::FormatUnknown, Locator::at(Place::Whole), &found, "kept as evidence, not read"))?;
        return Ok(Reading { format: UNKNOWN, reader_version: 1 });
    };
    if asked.is_none() && options.columns.is_none() {
        sniff::doubt(formats(), &head, importer).map_or(Ok(()), |note| guard.note(note))?;
    }
    source.rewind()?;
    match importer.read(source, options, guard) {
        Err(ImportError::Stopped) if guard.is_full() => {}
        other => other?,
    }
    if asked.is_some() && guard.is_empty() && importer.sniff(&head) == Likelihood::No {
        return Err(ImportError::NotThisFormat { place: "start".to_owned(), expected: importer.name() });
    }
    guard.finish(source.left_over()?)?;
    Ok(Reading { format: importer.id(), reader_version: importer.version() })
}

/// What the tables of `source` would be read as: one for each sheet, for the analyst to look at and to change; nothing where it holds none.
///
/// Errors: those of [`read`].
pub fn propose_columns(source: &mut dyn ReadSeek, options: &ReadOptions) -> Result<Vec<Proposal>, ImportError> {
    let head = Head::of(source)?;
    let asked = options.format.as_deref().map(by_id).transpose()?;
    let importer = asked.or_else(|| sniff::pick_for(formats(), &head, true));
    importer.map_or(Ok(Vec::new()), |importer| importer.propose(source, options))
}

fn by_id(id: &str) -> Result<&'static dyn Importer, ImportError> {
    formats().iter().copied().find(|importer| importer.id() == id).ok_or_else(|| ImportError::UnknownFormat {
        found: id.chars().take(60).collect(),
        known: formats().iter().map(|importer| importer.id()).collect::<Vec<_>>().join(", "),
    })
}
