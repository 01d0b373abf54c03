//! Which reader an item is for, by its content.

use std::io::{self, Read};

use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::archive::{self, Archive, ArchiveLimits, Budget};
use crate::decode;
use crate::importer::{Importer, Likelihood, ReadSeek};

/// The beginning of an item, as every reader's [`sniff`](crate::importer::Importer::sniff) sees it.
#[derive(Clone, Debug)]
pub struct Head {
    /// The first bytes, at most 64 KiB.
    pub bytes: Vec<u8>,
    /// The same decoded to text, whatever the encoding; a character cut at the end is left out.
    pub text: String,
    /// Whether the item goes on after `bytes`.
    pub cut: bool,
    /// The names of its members, where it is an archive: at most 10,000.
    pub members: Vec<String>,
}

impl Head {
    /// The most bytes a head holds.
    pub const MAX: usize = 64 * 1024;

    /// The head of `source`, read from its start.
    pub fn of(source: &mut dyn ReadSeek) -> io::Result<Self> {
        source.rewind()?;
        let mut bytes = Vec::new();
        source.take(Self::MAX as u64 + 1).read_to_end(&mut bytes)?;
        let cut = bytes.len() > Self::MAX;
        bytes.truncate(Self::MAX);
        let text = decode::head_text(&bytes);
        let members = if archive::is_archive(&bytes) { member_names(source)? } else { Vec::new() };
        Ok(Self { bytes, text, cut, members })
    }

    /// The lines that hold anything, at most `count`; a line cut at the end of the head is left out.
    pub(crate) fn lines(&self, count: usize) -> impl Iterator<Item = &str> {
        let end = if self.cut { self.text.rfind(['\n', '\r']).unwrap_or(self.text.len()) } else { self.text.len() };
        let whole = self.text.get(..end).unwrap_or_default();
        whole.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(count)
    }
}

fn member_names(source: &mut dyn ReadSeek) -> io::Result<Vec<String>> {
    let budget = Budget::new(ArchiveLimits::default());
    let archive = Archive::list(source, &budget)?.unwrap_or_default();
    Ok(archive.members.into_iter().map(|member| member.name).collect())
}

/// The reader that is surest of `head`; the first of equals.
pub(crate) fn pick(formats: &[&'static dyn Importer], head: &Head) -> Option<&'static dyn Importer> {
    let mut best: Option<(Likelihood, &'static dyn Importer)> = None;
    for importer in formats {
        let likelihood = importer.sniff(head);
        if likelihood > best.map_or(Likelihood::No, |(so_far, _)| so_far) {
            best = Some((likelihood, *importer));
        }
    }
    best.map(|(_, importer)| importer)
}

/// The same; where the analyst named columns, a reader of tables before any that is not certain.
pub(crate) fn pick_for(formats: &[&'static dyn Importer], head: &Head, columns: bool) -> Option<&'static dyn Importer> {
    let picked = pick(formats, head);
    let certain = picked.is_some_and(|importer| importer.sniff(head) == Likelihood::Certain);
    if !columns || certain {
        return picked;
    }
    let tables: Vec<_> = formats.iter().copied().filter(|importer| importer.maps_columns()).collect();
    pick(&tables, head).or_else(|| tables.first().copied())
}

/// The note on another reader to which `head` looks as likely as to `picked`, where there is one.
pub(crate) fn doubt(formats: &[&'static dyn Importer], head: &Head, picked: &'static dyn Importer) -> Option<ImportNote> {
    // A page or a mail is certain to be one, and so is the panel or the chat inside it: no doubt, but a closer look.
    if picked.sniff(head) != Likelihood::Likely {
        return None;
    }
    let others = formats.iter().filter(|importer| importer.id() != picked.id() && importer.sniff(head) == Likelihood::Likely);
    let ids: Vec<&str> = others.map(|importer| importer.id()).collect();
    let kept_as = format!("read as {}; `--format {}` reads it the other way", picked.id(), ids.join("` or `--format "));
    (!ids.is_empty()).then(|| ImportNote::new(NoteKind::FormatDoubtful, Locator::at(Place::Whole), &ids.join(", "), kept_as))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ImportError;
    use crate::importer::{MessageSink, ReadOptions};

    /// A reader that is as sure as it is told to be.
    struct Sure(&'static str, Likelihood);

    impl Importer for Sure {
        fn id(&self) -> &'static str {
            self.0
        }
        fn name(&self) -> &'static str {
            self.0
        }
        fn checked_against(&self) -> &'static str {
            ""
        }
        fn version(&self) -> u32 {
            1
        }
        fn sniff(&self, _head: &Head) -> Likelihood {
            self.1
        }
        fn read(&self, _: &mut dyn ReadSeek, _: &ReadOptions, _: &mut dyn MessageSink) -> Result<(), ImportError> {
            Ok(())
        }
    }

    #[test]
    fn another_reader_is_named_only_where_it_is_as_likely() {
        use Likelihood::{Certain, Fallback, Likely};
        let head = Head { bytes: Vec::new(), text: String::new(), cut: false, members: Vec::new() };
        for (sure, picked, others) in [
            ([Likely, Likely, Likely], "a", Some("b, c")),
            ([Likely, Likely, Fallback], "a", Some("b")),
            ([Likely, Certain, Certain], "b", None),
            ([Likely, Fallback, Fallback], "a", None),
            ([Fallback, Fallback, Fallback], "a", None),
        ] {
            let made = ["a", "b", "c"].into_iter().zip(sure).map(|(id, sure)| Box::leak(Box::new(Sure(id, sure))) as &'static dyn Importer);
            let formats: Vec<&'static dyn Importer> = made.collect();
            let first = pick(&formats, &head).unwrap();
            assert_eq!(first.id(), picked);
            let note = doubt(&formats, &head, first);
            assert_eq!(note.as_ref().map(|note| note.found.raw()), others);
            assert!(note.is_none_or(|note| note.kept_as.contains("`--format b`")));
        }
    }
}
