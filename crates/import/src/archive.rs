//! Archives: ZIP, TAR and GZIP, listed and read under caps. No name in them is ever a path, nothing is unpacked to a disk.
//!
//! [`Archive::list`] tells what an item holds; [`Member::open`] gives the bytes of one member, unpacked as they are read, and lets them be read
//! again from any place. A member that is refused is a note that says why, and stays in the evidence.
//!
//! Source: PKWARE APPNOTE 6.3.10, POSIX.1-2017 pax, RFC 1951, RFC 1952; the bombs are those that D. Fifield describes ("A better zip bomb", 2019).

mod inflate;
mod names;
mod tar;
#[cfg(test)]
mod tests;
mod zip;

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::importer::ReadSeek;
use inflate::{Inflated, Marks};

/// How much of an archive, and of the archives in it, is unpacked at most. What is beyond stays in the evidence, and a note says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveLimits {
    /// Entries, all archives together.
    pub entries: u64,
    /// Unpacked bytes for each packed byte of one member; counted beyond the first mebibyte.
    pub ratio: u64,
    /// Unpacked bytes, all members together.
    pub bytes: u64,
    /// Archives in archives; 1 is an archive whose members are no archives.
    pub depth: usize,
}

impl Default for ArchiveLimits {
    /// 10,000 entries, 200 to 1, 2 GiB, depth 3.
    fn default() -> Self {
        Self { entries: 10_000, ratio: 200, bytes: 2 << 30, depth: 3 }
    }
}

/// What is left of the limits for one item and the archives in it.
#[derive(Debug)]
pub struct Budget {
    limits: ArchiveLimits,
    entries: AtomicU64,
    bytes: AtomicU64,
}

impl Budget {
    /// The whole of `limits`.
    pub fn new(limits: ArchiveLimits) -> Arc<Self> {
        Arc::new(Self { entries: AtomicU64::new(limits.entries), bytes: AtomicU64::new(limits.bytes), limits })
    }

    /// How deep archives in archives are opened.
    pub fn depth(&self) -> usize {
        self.limits.depth
    }

    fn take_entry(&self) -> bool {
        take(&self.entries, 1) == 1
    }

    /// Take `count` bytes, or as many as are left.
    fn take_bytes(&self, count: u64) -> u64 {
        take(&self.bytes, count)
    }
}

fn take(left: &AtomicU64, count: u64) -> u64 {
    let before = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some(left.saturating_sub(count))).unwrap_or_default();
    before.min(count)
}

/// What an item holds that is an archive.
#[derive(Debug, Default)]
pub struct Archive {
    /// The members that may be read, in the order of the archive. Folders are none.
    pub members: Vec<Member>,
    /// What was refused or is damaged, and why.
    pub notes: Vec<ImportNote>,
}

/// One member of an archive.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name as the archive has it, decoded; `/` between its parts. It is a label and never a path.
    pub name: String,
    /// How many bytes the archive says it has, where it says so. It may lie.
    pub bytes: Option<u64>,
    way: Way,
}

/// Where a member stands in the item and how it is packed there.
#[derive(Clone, Debug)]
struct Way {
    start: u64,
    packed: u64,
    packing: Packing,
    /// The part of what is unpacked that is the member; all of it where there is none.
    section: Option<(u64, u64)>,
    crc: Option<u32>,
    /// How far it was unpacked so far: reading a member twice counts once.
    counted: Arc<AtomicU64>,
    marks: Option<Arc<Mutex<Marks>>>,
    budget: Arc<Budget>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Stored,
    Deflate,
    Gzip,
}

/// What was wrong with a member as it was read. What came before was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The packed bytes end in the middle.
    Truncated,
    /// The packed bytes are not what they are said to be.
    Broken,
    /// The checksum or the length is not the one that the archive states.
    Differs,
    /// It unpacks to more than the ratio allows.
    Ratio,
    /// Nothing is left of the bytes that may be unpacked.
    Total,
}

impl Damage {
    /// The note on it, for a member at `locator`.
    pub fn note(self, locator: Locator, name: &str) -> ImportNote {
        let (kind, kept_as) = match self {
            Self::Truncated => (NoteKind::Truncated, "the packed bytes end in the middle; what comes before was read"),
            Self::Broken => (NoteKind::RecordUnreadable, "the packed bytes are damaged; what comes before was read"),
            Self::Differs => (NoteKind::RecordUnreadable, "its checksum or length is not the one that the archive states"),
            Self::Ratio => (NoteKind::LimitReached, "it unpacks to more than 200 times its size; the rest stays packed"),
            Self::Total => (NoteKind::LimitReached, "the archive unpacks to more than is read; the rest stays packed"),
        };
        ImportNote::new(kind, locator, name, kept_as)
    }
}

/// Whether an item that begins with `head` is an archive.
pub fn is_archive(head: &[u8]) -> bool {
    is_zip(head) || is_gzip(head) || tar::is_header(head)
}

fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || head.starts_with(b"PK\x07\x08PK\x03\x04")
}

fn is_gzip(head: &[u8]) -> bool {
    head.starts_with(b"\x1f\x8b\x08")
}

impl Archive {
    /// What `source` holds; nothing where it is no archive.
    ///
    /// Damage and what is refused are notes. Errors: only where the bytes cannot be fetched.
    pub fn list(source: &mut dyn ReadSeek, budget: &Arc<Budget>) -> io::Result<Option<Self>> {
        let mut head = Vec::new();
        source.rewind()?;
        Read::take(&mut *source, tar::BLOCK as u64).read_to_end(&mut head)?;
        let mut list = Listing { archive: Self::default(), names: names::Seen::default(), passed_over: 0, budget };
        if is_zip(&head) {
            zip::list(source, &mut list)?;
        } else if tar::is_header(&head) {
            let length = source.seek(SeekFrom::End(0))?;
            tar::list(source, &mut list, &|start, bytes| Way::stored(start, bytes.min(length.saturating_sub(start)), budget))?;
        } else if is_gzip(&head) {
            list_gzip(source, &mut list)?;
        } else {
            return Ok(None);
        }
        Ok(Some(list.finish()))
    }
}

/// A GZIP is one member, or a TAR.
fn list_gzip(source: &mut dyn ReadSeek, list: &mut Listing<'_>) -> io::Result<()> {
    let packed = source.seek(SeekFrom::End(0))?;
    let marks = Some(Arc::new(Mutex::new(Marks::default())));
    let whole = Way { packing: Packing::Gzip, marks, ..Way::stored(0, packed, list.budget) };
    let mut opened = whole.open(&mut *source)?;
    let mut head = Vec::new();
    Read::take(&mut opened, tar::BLOCK as u64).read_to_end(&mut head)?;
    if tar::is_header(&head) {
        tar::list(&mut opened, list, &|start, bytes| Way { section: Some((start, bytes)), ..whole.clone() })?;
        if let Some(damage) = opened.damage() {
            list.archive.notes.push(damage.note(Locator::at(Place::Whole), ""));
        }
        return Ok(());
    }
    let name = opened.gzip_name().filter(|name| !name.is_empty()).unwrap_or_else(|| "content".to_owned());
    list.add(&name, None, Way { marks: None, ..whole });
    Ok(())
}

/// An archive as it is being listed.
struct Listing<'b> {
    archive: Archive,
    names: names::Seen,
    passed_over: u64,
    budget: &'b Arc<Budget>,
}

impl Listing<'_> {
    /// Count an entry of any kind; whether there is room for it.
    fn count(&mut self) -> bool {
        let room = self.passed_over == 0 && self.budget.take_entry();
        self.passed_over += u64::from(!room);
        room
    }

    fn add(&mut self, name: &str, bytes: Option<u64>, way: Way) {
        match self.names.judge(name) {
            Ok(name) => self.archive.members.push(Member { name, bytes, way }),
            Err(why) => self.refuse(name, why),
        }
    }

    fn refuse(&mut self, name: &str, why: &str) {
        self.archive.notes.push(refusal(name, why));
    }

    fn finish(mut self) -> Archive {
        if self.passed_over > 0 {
            let found = self.passed_over.to_string();
            let kept_as = "entries not listed; they stay in the archive";
            self.archive.notes.push(ImportNote::new(NoteKind::LimitReached, Locator::at(Place::Whole), &found, kept_as));
        }
        self.archive
    }
}

fn refusal(name: &str, why: &str) -> ImportNote {
    ImportNote::new(NoteKind::PartNotRead, Locator::at(Place::Whole), name, format!("refused: {why}; it stays in the archive"))
}

impl Way {
    fn stored(start: u64, packed: u64, budget: &Arc<Budget>) -> Self {
        let counted = Arc::default();
        Self { start, packed, packing: Packing::Stored, section: None, crc: None, counted, marks: None, budget: Arc::clone(budget) }
    }

    fn open<R: Read + Seek>(&self, source: R) -> io::Result<Opened<R>> {
        let window = Window { source, start: self.start, length: self.packed, at: 0 };
        let bytes = match self.packing {
            Packing::Stored => Bytes::Stored(window),
            Packing::Deflate | Packing::Gzip => Bytes::Packed(Box::new(Inflated::new(window, self))),
        };
        Ok(Opened { bytes, section: self.section, at: 0 })
    }
}

impl Member {
    /// The bytes of this member out of `source`, the same item that was listed.
    ///
    /// Bytes that are damaged or beyond the limits end the reading early; [`Opened::damage`] then tells why.
    pub fn open<R: Read + Seek>(&self, source: R) -> io::Result<Opened<R>> {
        self.way.open(source)
    }

    /// The same member, to be read from many places: as an archive is that stands in another one.
    pub fn for_many_places(mut self) -> Self {
        self.way.marks.get_or_insert_with(Arc::default);
        self
    }
}

/// The bytes of one member.
pub struct Opened<R> {
    bytes: Bytes<R>,
    section: Option<(u64, u64)>,
    at: u64,
}

enum Bytes<R> {
    Stored(Window<R>),
    Packed(Box<Inflated<R>>),
}

impl<R: Read + Seek> Opened<R> {
    /// What was wrong with the bytes, as far as they were read.
    pub fn damage(&self) -> Option<Damage> {
        match &self.bytes {
            Bytes::Stored(_) => None,
            Bytes::Packed(inflated) => inflated.damage(),
        }
    }

    fn gzip_name(&self) -> Option<String> {
        match &self.bytes {
            Bytes::Stored(_) => None,
            Bytes::Packed(inflated) => inflated.gzip_name(),
        }
    }

    fn length(&mut self) -> io::Result<u64> {
        match (&mut self.bytes, self.section) {
            (Bytes::Packed(inflated), Some((start, length))) => {
                Ok(inflated.end().map_or(length, |end| length.min(end.saturating_sub(start))))
            }
            (Bytes::Stored(_), Some((_, length))) => Ok(length),
            (Bytes::Stored(window), None) => Ok(window.length),
            (Bytes::Packed(inflated), None) => inflated.length(),
        }
    }
}

impl<R: Read + Seek> Read for Opened<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (offset, room) = match self.section {
            Some((start, length)) => (start, length.saturating_sub(self.at)),
            None => (0, u64::MAX),
        };
        let room = usize::try_from(room).unwrap_or(usize::MAX).min(buffer.len());
        let buffer = buffer.get_mut(..room).unwrap_or_default();
        let count = match &mut self.bytes {
            Bytes::Stored(window) => window.read_at(offset + self.at, buffer)?,
            Bytes::Packed(inflated) => inflated.read_at(offset + self.at, buffer)?,
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl<R: Read + Seek> Seek for Opened<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (base, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(by) => (self.at, by),
            SeekFrom::End(by) => (self.length()?, by),
        };
        self.at = base.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// A part of the item.
struct Window<R> {
    source: R,
    start: u64,
    length: u64,
    /// Where the source stands, from `start`; nothing is known of it before the first reading.
    at: u64,
}

impl<R: Read + Seek> Window<R> {
    fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.length.saturating_sub(at)).unwrap_or(usize::MAX).min(buffer.len());
        if room == 0 {
            return Ok(0);
        }
        if at == 0 || self.at != at {
            self.source.seek(SeekFrom::Start(self.start.saturating_add(at)))?;
        }
        let count = self.source.read(buffer.get_mut(..room).unwrap_or_default())?;
        self.at = at + count as u64;
        Ok(count)
    }
}
