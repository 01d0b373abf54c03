//! What stands between a reader and the caller: limits, numbering and progress, once for all formats.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};

use shakedown_core::{Hostile, ImportNote, Locator, Message, NoteKind, Place};

use crate::importer::{MessageSink, ReadSeek, Stopped};
use crate::limits::Limits;

/// Notes of one kind that are listed singly; the rest is counted in one.
const NOTES_PER_KIND: u64 = 200;

/// Bytes between two reports of progress.
const PROGRESS_STEP: u64 = 256 * 1024;

type SharedSink<'s> = RefCell<&'s mut (dyn MessageSink + 's)>;

/// The caller's sink with the limits in front of it.
pub(crate) struct Guard<'a, 's> {
    sink: &'a SharedSink<'s>,
    limits: &'a Limits,
    messages: u32,
    notes: BTreeMap<NoteKind, u64>,
    full: bool,
}

impl<'a, 's> Guard<'a, 's> {
    pub(crate) fn new(sink: &'a SharedSink<'s>, limits: &'a Limits) -> Self {
        Self { sink, limits, messages: 0, notes: BTreeMap::new(), full: false }
    }

    /// Whether the limit of messages ended the reading.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// Whether no record was read.
    pub(crate) fn is_empty(&self) -> bool {
        self.messages == 0
    }

    /// Say what the limits kept out; `left_over` is the number of bytes beyond the limit of bytes.
    pub(crate) fn finish(&mut self, left_over: u64) -> Result<(), Stopped> {
        let whole = || Locator::at(Place::Whole);
        if self.full {
            let found = self.limits.messages.to_string();
            self.note(ImportNote::new(NoteKind::LimitReached, whole(), &found, "messages read; the rest stays in the evidence"))?;
        }
        if left_over > 0 {
            let end = self.limits.bytes;
            let locator = whole().with_bytes(end, end.saturating_add(left_over));
            self.note(ImportNote::new(
                NoteKind::LimitReached,
                locator,
                &left_over.to_string(),
                "bytes not read; they stay in the evidence",
            ))?;
        }
        for (kind, count) in std::mem::take(&mut self.notes) {
            if let Some(more) = count.checked_sub(NOTES_PER_KIND).filter(|more| *more > 0) {
                let note = ImportNote::new(kind, whole(), &more.to_string(), "more notes of this kind, not listed singly");
                self.sink.borrow_mut().note(note)?;
            }
        }
        Ok(())
    }

    fn cut_body(&mut self, message: &mut Message) -> Result<(), Stopped> {
        let body = message.body.raw();
        if body.len() <= self.limits.body_bytes {
            return Ok(());
        }
        let kept = floor_char_boundary(body, self.limits.body_bytes);
        let found = body.get(kept..).unwrap_or_default().to_owned();
        message.body = Hostile::new(body.get(..kept).unwrap_or_default());
        let kept_as = format!("the first {kept} bytes of the message");
        self.note(ImportNote::new(NoteKind::LimitReached, message.locator.clone(), &found, kept_as))
    }
}

impl MessageSink for Guard<'_, '_> {
    fn message(&mut self, mut message: Message) -> Result<(), Stopped> {
        if self.messages >= self.limits.messages {
            self.full = true;
            return Err(Stopped);
        }
        self.cut_body(&mut message)?;
        message.seq = self.messages;
        self.messages += 1;
        self.sink.borrow_mut().message(message)
    }

    fn note(&mut self, note: ImportNote) -> Result<(), Stopped> {
        let count = self.notes.entry(note.kind).or_default();
        *count += 1;
        if *count > NOTES_PER_KIND { Ok(()) } else { self.sink.borrow_mut().note(note) }
    }

    fn progress(&mut self, bytes: u64) -> Result<(), Stopped> {
        self.sink.borrow_mut().progress(bytes)
    }
}

/// The largest index up to `index` at which `text` may be cut.
pub(crate) fn floor_char_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

/// The evidence with the limit of bytes, reporting progress as it is read. A reader that reads twice reports twice.
pub(crate) struct Metered<'a, 's> {
    source: &'s mut (dyn ReadSeek + 's),
    sink: &'a SharedSink<'s>,
    position: u64,
    reported: u64,
    limit: u64,
    stopped: bool,
}

impl<'a, 's> Metered<'a, 's> {
    pub(crate) fn new(source: &'s mut (dyn ReadSeek + 's), sink: &'a SharedSink<'s>, limit: u64) -> Self {
        Self { source, sink, position: 0, reported: 0, limit, stopped: false }
    }

    /// Whether the caller stopped the work while bytes were read.
    pub(crate) fn was_stopped(&self) -> bool {
        self.stopped
    }

    /// How many bytes the item has beyond the limit.
    pub(crate) fn left_over(&mut self) -> io::Result<u64> {
        Ok(self.source.seek(SeekFrom::End(0))?.saturating_sub(self.limit))
    }
}

impl Read for Metered<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.limit.saturating_sub(self.position)).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.source.read(buffer.get_mut(..room).unwrap_or_default())?;
        self.position += count as u64;
        if self.position.abs_diff(self.reported) >= PROGRESS_STEP {
            self.reported = self.position;
            if self.sink.borrow_mut().progress(self.position).is_err() {
                self.stopped = true;
                return Err(io::Error::other(Stopped));
            }
        }
        Ok(count)
    }
}

impl Seek for Metered<'_, '_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = self.source.seek(to)?;
        Ok(self.position)
    }
}
