//! An encrypted Signal backup of an Android phone: no text to read. The item is kept and a note says what to ask for.
//!
//! Source: Signal for Android, `Backups.proto` (an unencrypted header frame, then encrypted frames); see `tests/formats/signal-backup/README.md`.

use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;

/// Bytes of the salt and of the start value in the first frame.
const SALT: u8 = 32;
const START: u8 = 16;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "signal-backup"
    }

    fn name(&self) -> &'static str {
        "Signal backup of a phone (encrypted, not read)"
    }

    fn checked_against(&self) -> &'static str {
        "Signal for Android backups, by their first frame"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        if is_backup(&head.bytes).is_some() { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, _: &mut dyn ReadSeek, _: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let kept_as =
            "encrypted, kept as evidence, not read; export the chats as text from the phone's owner's Signal Desktop and give that";
        Ok(sink.note(ImportNote::new(NoteKind::PartNotRead, Locator::at(Place::Whole), "Signal backup", kept_as))?)
    }
}

/// A length in four bytes, then a frame that holds a header: field 1, in it a start value of 16 bytes and a salt of 32.
fn is_backup(bytes: &[u8]) -> Option<()> {
    let (length, frame) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok().filter(|length| (50..100).contains(length))?;
    let (tag, rest) = frame.get(..length)?.split_first()?;
    let (inner, fields) = rest.split_first()?;
    let sound = *tag == 0x0a && usize::from(*inner) + 2 <= length;
    let start = fields.strip_prefix(&[0x0a, START])?;
    let salt = start.get(usize::from(START)..)?.strip_prefix(&[0x12, SALT])?;
    (sound && salt.len() >= usize::from(SALT)).then_some(())
}
