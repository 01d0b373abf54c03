//! WhatsApp "Export chat" with its media: a ZIP of one `_chat.txt` or `WhatsApp Chat with ….txt` and the files that were sent.
//!
//! Source: as for the text; see `tests/formats/whatsapp-zip/README.md`.

use shakedown_core::{ImportNote, NoteKind, Place};

use super::whatsapp_text;
use crate::archive::{Archive, ArchiveLimits, Budget, Member};
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek, Stopped};
use crate::sniff::Head;
use crate::within::{self, Within, folder};

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "whatsapp-zip"
    }

    fn name(&self) -> &'static str {
        "WhatsApp chat export (ZIP)"
    }

    fn checked_against(&self) -> &'static str {
        "WhatsApp for iOS and Android, 2020 to 2023"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let names = || head.members.iter().map(String::as_str);
        match chat(names()) {
            // Where more stands in it than one chat and its media, it is a bundle.
            Some(chat) if names().all(|name| folder(name) == folder(chat)) => Likelihood::Certain,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let archive = Archive::list(source, &Budget::new(ArchiveLimits::default()))?.unwrap_or_default();
        archive.notes.into_iter().try_for_each(|note| sink.note(note))?;
        let names = archive.members.iter().map(|member| member.name.as_str());
        let Some(name) = chat(names).map(str::to_owned) else { return Ok(()) };
        let Some(member) = archive.members.iter().find(|member| member.name == name) else { return Ok(()) };
        let mut opened = member.open(&mut *source)?;
        let within = Within::new(sink, &name, 0);
        let mut sent = Sent { sink: within, folder: folder(&name), members: &archive.members, named: vec![false; archive.members.len()] };
        whatsapp_text::Format.read(&mut opened, options, &mut sent)?;
        let Sent { named, .. } = sent;
        if let Some(damage) = opened.damage() {
            sink.note(damage.note(within::place(&name, Place::Whole), &name))?;
        }
        Ok(within::note_unnamed(&archive.members, &named, &name, sink)?)
    }
}

/// The one chat among `names`.
fn chat<'n>(names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut chats = names.filter(|name| is_chat(name));
    chats.next().filter(|_| chats.next().is_none())
}

/// `_chat.txt`, `WhatsApp Chat with Ann.txt`, `Chat de WhatsApp con Ann.txt`: the product's name stays in every language.
fn is_chat(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    let Some(stem) = file.strip_suffix(".txt") else { return false };
    stem == "_chat" || stem.to_lowercase().contains("whatsapp")
}

/// Attachments that the archive holds get their length, and no note that their bytes are elsewhere.
struct Sent<'a> {
    sink: Within<'a>,
    folder: &'a str,
    members: &'a [Member],
    named: Vec<bool>,
}

impl Sent<'_> {
    fn find(&self, name: &str) -> Option<usize> {
        let is_it = |member: &Member| folder(&member.name) == self.folder && member.name.rsplit('/').next() == Some(name);
        self.members.iter().position(is_it)
    }
}

impl MessageSink for Sent<'_> {
    fn message(&mut self, mut message: shakedown_core::Message) -> Result<(), Stopped> {
        for attachment in &mut message.attachments {
            let found = self.find(attachment.name.raw());
            attachment.bytes = found.and_then(|at| self.members.get(at)?.bytes);
            if let Some(named) = found.and_then(|at| self.named.get_mut(at)) {
                *named = true;
            }
        }
        self.sink.message(message)
    }

    fn note(&mut self, note: ImportNote) -> Result<(), Stopped> {
        let here = note.kind == NoteKind::PartNotRead && self.members.iter().any(|member| named_in(note.found.raw(), &member.name));
        if here { Ok(()) } else { self.sink.note(note) }
    }

    fn progress(&mut self, bytes: u64) -> Result<(), Stopped> {
        self.sink.progress(bytes)
    }
}

fn named_in(text: &str, member: &str) -> bool {
    let file = member.rsplit('/').next().unwrap_or_default();
    !file.is_empty() && text.contains(file)
}
