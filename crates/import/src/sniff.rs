//! Which reader an item is for, by its content.

use std::io::{self, Read};

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
