//! The headers of a TAR, old, ustar, GNU and pax.

use std::io::{self, Read, SeekFrom};

use shakedown_core::{ImportNote, Locator, NoteKind, Place};
use tar::{EntryType, Header, PaxExtensions};

use super::{Listing, Way, names};
use crate::importer::ReadSeek;

/// Bytes of a header, and the unit that members are padded to.
pub(super) const BLOCK: usize = 512;

/// The most bytes of a long name or of a pax header that are read.
const EXTENSION_MAX: u64 = 64 * 1024;

/// Whether an item that begins with `head` is a TAR: its first block has the checksum it states.
pub(super) fn is_header(head: &[u8]) -> bool {
    header(head.get(..BLOCK).unwrap_or_default()).is_some_and(|header| !header.path_bytes().is_empty())
}

fn header(block: &[u8]) -> Option<Header> {
    let mut header = Header::new_old();
    if block.len() != BLOCK {
        return None;
    }
    header.as_mut_bytes().copy_from_slice(block);
    let sum: u32 = block.iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) }).sum();
    (header.cksum().ok() == Some(sum)).then_some(header)
}

/// List the members; `way` is the way to a member from where its bytes begin and how many they are.
pub(super) fn list(source: &mut dyn ReadSeek, list: &mut Listing<'_>, way: &dyn Fn(u64, u64) -> Way) -> io::Result<()> {
    let mut at = 0u64;
    let mut long_name: Option<Vec<u8>> = None;
    let mut long_size: Option<u64> = None;
    loop {
        source.seek(SeekFrom::Start(at))?;
        let mut block = Vec::with_capacity(BLOCK);
        Read::take(&mut *source, BLOCK as u64).read_to_end(&mut block)?;
        if block.iter().all(|byte| *byte == 0) {
            return Ok(());
        }
        let Some((header, size)) = header(&block).and_then(|header| header.entry_size().ok().map(|size| (header, size))) else {
            let kept_as = "no header of a member from here on; what comes after stays in the archive";
            let note = ImportNote::new(NoteKind::Truncated, Locator::at(Place::Whole), &format!("byte {at}"), kept_as);
            list.archive.notes.push(note);
            return Ok(());
        };
        let data = at + BLOCK as u64;
        let kind = header.entry_type();
        let size = long_size.filter(|_| !is_extension(kind)).unwrap_or(size);
        at = size.checked_next_multiple_of(BLOCK as u64).and_then(|padded| data.checked_add(padded)).unwrap_or(u64::MAX);
        if !list.count() {
            return Ok(());
        }
        if is_extension(kind) {
            let mut bytes = Vec::new();
            Read::take(&mut *source, size.min(EXTENSION_MAX)).read_to_end(&mut bytes)?;
            read_extension(kind, bytes, &mut long_name, &mut long_size);
            continue;
        }
        let name = long_name.take().unwrap_or_else(|| header.path_bytes().into_owned());
        long_size = None;
        let name = names::decode(&name);
        match kind {
            EntryType::Directory => {}
            EntryType::Regular | EntryType::Continuous if name.ends_with('/') => {}
            EntryType::Regular | EntryType::Continuous => list.add(&name, Some(size), way(data, size)),
            EntryType::Link | EntryType::Symlink => list.refuse(&name, "it is a link"),
            EntryType::Char | EntryType::Block | EntryType::Fifo => list.refuse(&name, "it is a device or a pipe"),
            EntryType::GNUSparse => list.refuse(&name, "it is kept with holes, which is not read"),
            _ => list.refuse(&name, "it is of a kind that is not read"),
        }
    }
}

fn is_extension(kind: EntryType) -> bool {
    matches!(kind, EntryType::GNULongName | EntryType::GNULongLink | EntryType::XHeader | EntryType::XGlobalHeader)
}

fn read_extension(kind: EntryType, mut bytes: Vec<u8>, name: &mut Option<Vec<u8>>, size: &mut Option<u64>) {
    match kind {
        EntryType::GNULongName => {
            let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
            bytes.truncate(end);
            *name = Some(bytes);
        }
        EntryType::XHeader => {
            for extension in PaxExtensions::new(&bytes).flatten() {
                match extension.key_bytes() {
                    b"path" => *name = Some(extension.value_bytes().to_vec()),
                    b"size" => *size = std::str::from_utf8(extension.value_bytes()).ok().and_then(|text| text.parse().ok()),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}
