//! A member of an archive, read as an item of its own: its records keep their order, and their places name the member.

use shakedown_core::{ImportNote, Locator, Message, NoteKind, Place};

use crate::archive::Member;
use crate::importer::{MessageSink, Stopped};

/// Gives the records of one member to the sink of the archive.
pub(crate) struct Within<'a> {
    sink: &'a mut dyn MessageSink,
    name: &'a str,
    /// How many records came before those of this member.
    before: u32,
    count: u32,
}

impl<'a> Within<'a> {
    /// A sink for the member `name`, after `before` records.
    pub(crate) fn new(sink: &'a mut dyn MessageSink, name: &'a str, before: u32) -> Self {
        Self { sink, name, before, count: 0 }
    }

    /// How many records there are by now, with those before.
    pub(crate) fn count(&self) -> u32 {
        self.before.saturating_add(self.count)
    }

    /// Places in the member; its bytes are packed and have no place in the evidence.
    fn place(&self, locator: Locator) -> Locator {
        place(self.name, locator.place)
    }
}

/// A place in the member `name`.
pub(crate) fn place(name: &str, place: Place) -> Locator {
    Locator::at(Place::Within(name.to_owned(), Box::new(place)))
}

/// The folder that a member lies in; nothing where it lies in none.
pub(crate) fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Note each member but the chat itself that no message of the chat names. `named` says it of each of `members`.
pub(crate) fn note_unnamed(members: &[Member], named: &[bool], chat: &str, sink: &mut dyn MessageSink) -> Result<(), Stopped> {
    for (member, _) in members.iter().zip(named).filter(|(member, named)| !**named && member.name != chat) {
        let at = place(&member.name, Place::Whole);
        sink.note(ImportNote::new(NoteKind::PartNotRead, at, &member.name, "no message names it; kept in the archive"))?;
    }
    Ok(())
}

impl MessageSink for Within<'_> {
    fn message(&mut self, mut message: Message) -> Result<(), Stopped> {
        message.locator = self.place(message.locator);
        message.reply_to = message.reply_to.map(|number| number.saturating_add(self.before));
        self.count += 1;
        self.sink.message(message)
    }

    fn note(&mut self, mut note: ImportNote) -> Result<(), Stopped> {
        note.locator = self.place(note.locator);
        self.sink.note(note)
    }

    fn progress(&mut self, bytes: u64) -> Result<(), Stopped> {
        self.sink.progress(bytes)
    }
}
