//! A room in a ZIP: `export.json` or `export.txt`, and the files that were sent in folders by their kind.

use shakedown_core::{ImportNote, Message, Place};

use super::{json, text};
use crate::archive::{Archive, ArchiveLimits, Budget, Member};
use crate::error::ImportError;
use crate::formats::archive;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek, Stopped};
use crate::sniff::Head;
use crate::within::{self, Within, folder};

/// The folders of the files that were sent.
const FOLDERS: [&str; 5] = ["images", "videos", "audio", "stickers", "files"];

/// The fewest digits that a day and a time to the second have: `3-5-2024 at 1-02-03`.
const MOMENT_DIGITS: usize = 10;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "element-zip"
    }

    fn name(&self) -> &'static str {
        "Matrix room with its files (Element, ZIP)"
    }

    fn checked_against(&self) -> &'static str {
        "Element Web 1.9 to 1.11, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let names: Vec<&str> = head.members.iter().map(String::as_str).collect();
        if chat(&names).is_some() { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let listed = Archive::list(source, &Budget::new(ArchiveLimits::default()))?.unwrap_or_default();
        let names: Vec<&str> = listed.members.iter().map(|member| member.name.as_str()).collect();
        let Some(member) = chat(&names).and_then(|name| listed.members.iter().find(|member| member.name == name)) else { return Ok(()) };
        let name = member.name.clone();
        let mut opened = member.open(&mut *source)?;
        let head = Head::of(&mut opened)?;
        let readers: [&dyn Importer; 2] = [&json::Format, &text::Format];
        let Some(reader) = readers.into_iter().find(|reader| reader.sniff(&head) > Likelihood::No) else {
            // Another program's file of that name: the archive is no chat.
            drop(opened);
            return archive::Format.read(source, options, sink);
        };
        listed.notes.iter().cloned().try_for_each(|note| sink.note(note))?;
        let named = vec![false; listed.members.len()];
        let mut sent = Sent { sink: Within::new(sink, &name, 0), root: folder(&name), members: &listed.members, named };
        reader.read(&mut opened, options, &mut sent)?;
        let Sent { named, .. } = sent;
        if let Some(damage) = opened.damage() {
            sink.note(damage.note(within::place(&name, Place::Whole), &name))?;
        }
        Ok(within::note_unnamed(&listed.members, &named, &name, sink)?)
    }
}

/// The chat among `names`, where all others are files that were sent in it.
fn chat<'n>(names: &[&'n str]) -> Option<&'n str> {
    let is_chat = |name: &str| matches!(name.rsplit('/').next(), Some("export.json" | "export.txt"));
    let chat = names.iter().copied().find(|name| is_chat(name))?;
    let sent = |name: &str| sent_in(name, folder(chat)).is_some();
    let all = names.iter().all(|name| *name == chat || sent(name));
    (all && names.len() > 1).then_some(chat)
}

/// The name of a file that was sent in the chat of the folder `root`: in the folder of its kind, with a moment in it.
fn sent_in<'n>(name: &'n str, root: &str) -> Option<&'n str> {
    let inside = if root.is_empty() { name } else { name.strip_prefix(root)?.strip_prefix('/')? };
    let (folder, file) = inside.split_once('/')?;
    let (_, moment) = file.split_once('-')?;
    let digits = moment.chars().filter(|character| character.is_numeric()).count();
    (FOLDERS.contains(&folder) && digits >= MOMENT_DIGITS).then_some(file)
}

/// Gives the names and lengths of the files in the archive to the messages that sent them.
struct Sent<'a> {
    sink: Within<'a>,
    root: &'a str,
    members: &'a [Member],
    named: Vec<bool>,
}

impl Sent<'_> {
    /// The file that was sent under `name`; the archive has the moment in its name: `plan-3-5-2024 at 10-11-12 AM.pdf`.
    fn find(&self, name: &str) -> Option<usize> {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let is_it = |file: &str| {
            let middle = file.strip_prefix(stem).and_then(|rest| rest.strip_prefix('-'));
            middle.is_some_and(|middle| middle.ends_with(ending) && middle.starts_with(|first: char| first.is_alphanumeric()))
        };
        let mut members = self.members.iter().zip(&self.named);
        members.position(|(member, named)| !named && sent_in(&member.name, self.root).is_some_and(is_it))
    }
}

impl MessageSink for Sent<'_> {
    fn message(&mut self, mut message: Message) -> Result<(), Stopped> {
        for attachment in &mut message.attachments {
            let Some(at) = self.find(attachment.name.raw()) else { continue };
            attachment.bytes = self.members.get(at).and_then(|member| member.bytes).or(attachment.bytes);
            if let Some(named) = self.named.get_mut(at) {
                *named = true;
            }
        }
        self.sink.message(message)
    }

    fn note(&mut self, note: ImportNote) -> Result<(), Stopped> {
        self.sink.note(note)
    }

    fn progress(&mut self, bytes: u64) -> Result<(), Stopped> {
        self.sink.progress(bytes)
    }
}
