//! What a reader is, and what it gives to.

use std::collections::HashMap;
use std::io::{Read, Seek};

use jiff::tz::TimeZone;
use shakedown_core::{Hostile, ImportNote, Message, MessageKind, Participant, Recognised, Role, Transcript};

use crate::error::ImportError;
use crate::limits::Limits;
use crate::table::{ColumnMap, Proposal};

/// Evidence bytes: read only, from any place.
pub trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// How a reader reads.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Read as this format id, whatever the bytes look like.
    pub format: Option<String>,
    /// The zone of stamps that state none, as the analyst gave it; such stamps are marked [`Zone::Assumed`](shakedown_core::Zone::Assumed).
    pub zone: Option<TimeZone>,
    /// The name the file had, without its folder. It never decides the format; some logs have their date or zone in it alone, and say so in a note.
    pub file_name: Option<String>,
    /// Which column holds what, as the analyst gave it; only readers of tables ask.
    pub columns: Option<ColumnMap>,
    /// What a worker process recognised in the item, for a reader that [reads it](Importer::is_recognised).
    pub recognised: Option<Recognised>,
    /// How much is read at most.
    pub limits: Limits,
}

impl Default for ReadOptions {
    /// Any format, no zone, no name, no columns, the default limits.
    fn default() -> Self {
        Self { format: None, zone: None, file_name: None, columns: None, recognised: None, limits: Limits::default() }
    }
}

/// The analyst stopped the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Stopped;

/// Where a reader puts what it reads, piece by piece.
pub trait MessageSink {
    /// One record, in exhibit order, numbered from 0.
    fn message(&mut self, message: Message) -> Result<(), Stopped>;
    /// Something that was not read plainly.
    fn note(&mut self, note: ImportNote) -> Result<(), Stopped>;
    /// The place in the item, in bytes; asked at least once a megabyte. It goes back to the start where an item is read twice.
    fn progress(&mut self, bytes: u64) -> Result<(), Stopped>;
}

/// How sure a reader is that the bytes are of its format, after a look at the first 64 KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likelihood {
    /// They are not.
    No,
    /// They can be read so if nobody knows better.
    Fallback,
    /// They look like it.
    Likely,
    /// They carry a sign that no other format has.
    Certain,
}

/// One reader. It lives in `formats/<id>.rs` and stands in the list of `formats/mod.rs`.
pub trait Importer: Sync {
    /// The format id: kebab-case, never changed once a case has stored one.
    fn id(&self) -> &'static str;
    /// The name for people.
    fn name(&self) -> &'static str;
    /// The programs and versions it was checked against.
    fn checked_against(&self) -> &'static str;
    /// Counted up whenever the same bytes give another transcript.
    fn version(&self) -> u32;
    /// Whether it reads [`ReadOptions::recognised`] in place of the bytes: pixels and pages are looked at by a worker process alone.
    fn is_recognised(&self) -> bool {
        false
    }
    /// How sure it is, from the head of the item.
    fn sniff(&self, head: &crate::sniff::Head) -> Likelihood;
    /// Read `source` from its start into `sink`. Damage inside the evidence is a note, not an error.
    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError>;
    /// Whether it reads tables: [`ReadOptions::columns`] is for it.
    fn maps_columns(&self) -> bool {
        false
    }
    /// What the tables of `source` would be read as; nothing where it reads none.
    fn propose(&self, _source: &mut dyn ReadSeek, _options: &ReadOptions) -> Result<Vec<Proposal>, ImportError> {
        Ok(Vec::new())
    }
}

/// A sink that keeps everything: the pieces of a [`Transcript`].
#[derive(Debug, Default)]
pub struct Collected {
    /// Who speaks, in order of first appearance.
    pub participants: Vec<Participant>,
    /// Every record, in exhibit order, numbered.
    pub messages: Vec<Message>,
    /// Everything that was not read plainly.
    pub notes: Vec<ImportNote>,
    known: HashMap<Hostile, usize>,
}

impl MessageSink for Collected {
    fn message(&mut self, mut message: Message) -> Result<(), Stopped> {
        message.seq = u32::try_from(self.messages.len()).map_err(|_| Stopped)?;
        if let (MessageKind::Message, Some(name)) = (message.kind, &message.sender) {
            self.meet(name, message.role);
        }
        self.messages.push(message);
        Ok(())
    }

    fn note(&mut self, note: ImportNote) -> Result<(), Stopped> {
        self.notes.push(note);
        Ok(())
    }

    fn progress(&mut self, _bytes: u64) -> Result<(), Stopped> {
        Ok(())
    }
}

/// What one reading gave, apart from what went to the sink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The format id; `unknown` where no reader knows the item.
    pub format: &'static str,
    /// The version of the reader.
    pub reader_version: u32,
}

impl Collected {
    /// Keep `name` with the first part that is known of it.
    fn meet(&mut self, name: &Hostile, role: Role) {
        match self.known.get(name) {
            None => {
                self.known.insert(name.clone(), self.participants.len());
                self.participants.push(Participant { name: name.clone(), role });
            }
            Some(place) => {
                if let Some(participant) = self.participants.get_mut(*place).filter(|participant| participant.role == Role::Unknown) {
                    participant.role = role;
                }
            }
        }
    }

    /// The transcript of these pieces.
    pub fn into_transcript(
        self,
        id: shakedown_core::TranscriptId,
        evidence_id: shakedown_core::EvidenceId,
        reading: &Reading,
    ) -> Transcript {
        Transcript {
            id,
            evidence_id,
            format: reading.format.to_owned(),
            reader_version: reading.reader_version,
            participants: self.participants,
            messages: self.messages,
            notes: self.notes,
        }
    }
}
