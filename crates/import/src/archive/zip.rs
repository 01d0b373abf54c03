//! The directory of a ZIP. It is read entry by entry; what it says of sizes is not believed.

use std::cell::RefCell;
use std::io::{self, SeekFrom};

use rawzip::{CompressionMethod, ErrorKind, RECOMMENDED_BUFFER_SIZE, ReaderAt, ZipFileHeaderRecord, ZipLocator};
use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use super::{Listing, Packing, Way, names, refusal};
use crate::importer::ReadSeek;

/// Bytes from any place of the item.
struct At<'a>(RefCell<&'a mut dyn ReadSeek>);

impl ReaderAt for At<'_> {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut source = self.0.borrow_mut();
        source.seek(SeekFrom::Start(offset))?;
        source.read(buffer)
    }
}

/// An entry as the directory has it.
struct Entry {
    name: String,
    bytes: u64,
    crc: u32,
    header: u64,
    refused: Option<&'static str>,
    packing: Packing,
    wayfinder: rawzip::ZipArchiveEntryWayfinder,
}

pub(super) fn list(source: &mut dyn ReadSeek, list: &mut Listing<'_>) -> io::Result<()> {
    let length = source.seek(SeekFrom::End(0))?;
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let located = ZipLocator::new().locate_in_reader(At(RefCell::new(source)), &mut buffer, length);
    let archive = match located {
        Ok(archive) => archive,
        Err((_, error)) => return damaged(error, list),
    };
    let mut entries = archive.entries(&mut buffer);
    let mut kept: Vec<Entry> = Vec::new();
    loop {
        match entries.next_entry() {
            Ok(None) => break,
            Ok(Some(record)) if list.count() => kept.extend(entry(&record)),
            Ok(Some(_)) => {}
            Err(error) => {
                damaged(error, list)?;
                break;
            }
        }
    }
    let mut placed = Vec::new();
    for entry in kept {
        if let Some(why) = entry.refused {
            list.refuse(&entry.name, why);
            continue;
        }
        match archive.get_entry(entry.wayfinder).map(|found| found.compressed_data_range()) {
            Ok((start, end)) if end <= length => placed.push((entry, start, end)),
            Ok(_) => list.refuse(&entry.name, "its bytes are not all in the archive"),
            Err(error) => match error.into_kind() {
                ErrorKind::IO(error) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error),
                _ => list.refuse(&entry.name, "its bytes are not in the archive"),
            },
        }
    }
    for (entry, start, end) in apart(placed, list) {
        let way = Way { packing: entry.packing, crc: Some(entry.crc), ..Way::stored(start, end - start, list.budget) };
        list.add(&entry.name, Some(entry.bytes), way);
    }
    Ok(())
}

/// The entry of a record; nothing for a folder.
fn entry(record: &ZipFileHeaderRecord<'_>) -> Option<Entry> {
    let name = names::decode(record.file_path().as_bytes());
    if record.is_dir() || name.ends_with(['/', '\\']) {
        return None;
    }
    let (packing, packed_otherwise) = match record.compression_method() {
        CompressionMethod::STORE => (Packing::Stored, None),
        CompressionMethod::DEFLATE => (Packing::Deflate, None),
        CompressionMethod::AES => (Packing::Stored, Some(ENCRYPTED)),
        _ => (Packing::Stored, Some("it is packed by a method that is not read")),
    };
    let flags = record.flags();
    let is_unix = matches!(record.version_made_by().creator_system().as_u8(), 3 | 19);
    let kind = record.mode().value() & 0o170_000;
    let refused = match kind {
        _ if flags.is_encrypted() || flags.has_strong_encryption() || flags.is_masked() => Some(ENCRYPTED),
        0o120_000 if is_unix => Some("it is a link"),
        0o020_000 | 0o060_000 | 0o010_000 | 0o140_000 if is_unix => Some("it is a device, a pipe or a socket"),
        _ => packed_otherwise,
    };
    Some(Entry {
        name,
        bytes: record.uncompressed_size_hint(),
        crc: record.crc32(),
        header: record.local_header_offset(),
        refused,
        packing,
        wayfinder: record.wayfinder(),
    })
}

const ENCRYPTED: &str = "it is encrypted, and the password is not known here: unpack it with the password and add what is in it";

/// The entries that share no bytes with one before them, in the order of the directory.
fn apart(mut placed: Vec<(Entry, u64, u64)>, list: &mut Listing<'_>) -> Vec<(Entry, u64, u64)> {
    let mut by_place: Vec<usize> = (0..placed.len()).collect();
    by_place.sort_by_key(|at| placed.get(*at).map(|(entry, ..)| entry.header));
    let mut reached = 0;
    for at in by_place {
        let Some((entry, _, end)) = placed.get_mut(at) else { continue };
        if entry.header < reached {
            entry.refused = Some("its bytes are also those of another member, as in an archive made to flood its reader");
        }
        reached = reached.max(*end);
    }
    let (refused, apart): (Vec<_>, Vec<_>) = placed.into_iter().partition(|(entry, ..)| entry.refused.is_some());
    let notes = refused.iter().map(|(entry, ..)| refusal(&entry.name, entry.refused.unwrap_or_default()));
    list.archive.notes.extend(notes);
    apart
}

fn damaged(error: rawzip::Error, list: &mut Listing<'_>) -> io::Result<()> {
    match error.into_kind() {
        ErrorKind::IO(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error),
        kind => {
            let words = "the list of members is damaged or cut off; members after this point stay in the archive";
            let found = rawzip::Error::from(kind).to_string();
            list.archive.notes.push(ImportNote::new(NoteKind::Truncated, Locator::at(Place::Whole), &found, words));
            Ok(())
        }
    }
}
