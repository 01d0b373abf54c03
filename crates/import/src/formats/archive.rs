//! Any archive that is no chat: a system event for each member, with its length and its hash. The members are items of their own.
//!
//! Source: see [`crate::archive`].

use shakedown_core::{Attachment, Digest, Hostile, Message, MessageKind, Place};

use crate::archive::{Archive, ArchiveLimits, Budget, is_archive};
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;
use crate::within;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        crate::ARCHIVE
    }

    fn name(&self) -> &'static str {
        "Archive (ZIP, TAR, GZIP)"
    }

    fn checked_against(&self) -> &'static str {
        "PKWARE APPNOTE 6.3.10, POSIX.1-2017 pax and GNU tar, RFC 1952"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        // A chat or a document that is kept in an archive is surer of it.
        if is_archive(&head.bytes) { Likelihood::Likely } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, _: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let archive = Archive::list(source, &Budget::new(ArchiveLimits::default()))?.unwrap_or_default();
        archive.notes.into_iter().try_for_each(|note| sink.note(note))?;
        for member in archive.members {
            let mut opened = member.open(&mut *source)?;
            let (sha256, bytes) = Digest::of_reader(&mut opened)?;
            let locator = within::place(&member.name, Place::Whole);
            let whole = opened.damage().is_none();
            if let Some(damage) = opened.damage() {
                sink.note(damage.note(locator.clone(), &member.name))?;
            }
            let name = Hostile::new(&*member.name);
            let attachment = Attachment { name: name.clone(), sha256: whole.then_some(sha256), bytes: Some(bytes) };
            sink.message(Message { kind: MessageKind::System, body: name, attachments: vec![attachment], ..Message::blank(locator) })?;
        }
        Ok(())
    }
}
