//! Names inside addresses: onion services, mail, handles, links.

use std::ops::Range;

use super::cues::{AFFIXES, NAMELESS_MAIL};
use super::file::Alias;
use super::judge::{Ground, ends_in_word, is_one_of};

/// How far an address is read, in bytes to each side of the name.
const REACH: usize = 120;

/// The top-level domains that tell a host from two sentences without a space between them.
const TOP_LEVEL: &[&str] = &[
    "onion", "com", "net", "org", "top", "su", "ru", "io", "cc", "me", "info", "biz", "xyz", "uz", "site", "online", "best", "click",
    "blog", "news", "vc", "to", "is", "li", "pw", "club", "space", "co", "de", "fr", "uk", "im", "app", "dev", "ch", "nl", "se", "link",
    "live", "website", "support", "cloud", "one", "pro", "lol", "gg", "eu", "us", "in", "cn", "ws", "st", "kz", "ua", "by", "it", "es",
    "br", "onl", "store", "tech", "cfd", "sbs", "zip",
];

/// A name inside an address.
#[derive(Debug)]
pub(super) struct Address<'a> {
    kind: Kind,
    /// The part of the address that holds the name: a label of the host, a side of the mail address.
    part: &'a str,
    /// Where in the part the name stands.
    at: Range<usize>,
    /// The whole.
    whole: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Onion,
    Mail,
    Handle,
    Host,
    Path,
}

/// The address around the name at `range`, if it stands in one.
pub(super) fn around<'a>(text: &'a str, range: &Range<usize>) -> Option<Address<'a>> {
    let (from, to) = bounds(text, range, |character| character.is_whitespace() || "<>()[]{}\"'|,;`*".contains(character))?;
    let whole = text.get(from..to)?.trim_end_matches(['.', ':', '!', '?']);
    if !whole.contains(['.', '@', '/']) {
        return None;
    }
    let name = range.start - from..range.end - from;
    let before = whole.get(..name.start)?;
    let after = whole.get(name.end..)?;
    let (from, to) = bounds(whole, &name, |character| "/@:?#=&".contains(character))?;
    let part = whole.get(from..to)?;
    let address = |kind, part: &'a str, from: usize| Some(Address { kind, part, at: name.start - from..name.end - from, whole });
    if before.ends_with('@') && before.len() == 1
        || before.to_lowercase().contains("t.me/")
        || before.to_lowercase().contains("telegram.me/")
    {
        return address(Kind::Handle, part, from);
    }
    let mail = before.trim_start_matches('@').contains('@')
        || (after.contains('@') && !after.starts_with('@') || after.len() > 1 && after.starts_with('@'));
    if mail && !before.contains("//") {
        return address(Kind::Mail, part, from);
    }
    let link = whole.contains("://");
    if before.trim_end_matches(part.get(..name.start.checked_sub(from)?)?).trim_end_matches("//").contains('/') {
        return (link || is_host(whole.split('/').next()?)).then(|| address(Kind::Path, part, from))?;
    }
    if !is_host(part) {
        return None;
    }
    let (from, to) = bounds(whole, &name, |character| "/@:?#=&.".contains(character))?;
    let label = whole.get(from..to)?;
    let kind = if whole.get(to..)?.to_lowercase().starts_with(".onion") { Kind::Onion } else { Kind::Host };
    address(kind, label, from)
}

impl Address<'_> {
    /// Whether the address belongs to the group, and why.
    pub(super) fn ground(&self, alias: &Alias) -> Option<Ground> {
        let (before, after) = (self.part.get(..self.at.start)?, self.part.get(self.at.end..)?);
        match self.kind {
            Kind::Onion => self.onion(alias, before, after),
            Kind::Mail | Kind::Handle => self.handle(alias, before, after),
            Kind::Host if !self.fits(alias, before, after) => None,
            Kind::Host if !alias.cue => Some(Ground::own("a host name carries the name")),
            Kind::Host => has_affix(before, after).then(|| Ground::own("a host name carries the name").if_extortion()),
            Kind::Path => (!alias.cue && self.fits(alias, before, after)).then_some(Ground::mention("a link carries the name")),
        }
    }

    /// Names are worked into the start of an onion address; anywhere else letters fall where they will.
    fn onion(&self, alias: &Alias, before: &str, after: &str) -> Option<Ground> {
        let length = if alias.cue { matches!(self.part.len(), 56) } else { matches!(self.part.len(), 16 | 56) };
        let whole = length || self.part.contains(|character: char| !character.is_ascii_alphanumeric());
        let long = self.at.len() >= 4 || after.is_empty();
        let ground = Ground::own("the onion address begins with the name");
        (before.is_empty() && whole && long).then(|| if alias.cue { ground.if_extortion() } else { ground })
    }

    fn handle(&self, alias: &Alias, before: &str, after: &str) -> Option<Ground> {
        let ground = Ground::own("a contact address carries the name");
        if !self.fits(alias, before, after) {
            return None;
        }
        if !alias.cue {
            return Some(ground);
        }
        let is_host = self.whole.rsplit('@').next().is_some_and(|host| host.contains(self.part))
            && self.whole.contains('@')
            && !self.whole.starts_with('@');
        if is_host && !has_affix(before, after) {
            return None;
        }
        let nameless = self.whole.rsplit('@').next().is_some_and(|host| host.split('.').any(|label| is_one_of(NAMELESS_MAIL, label)));
        let other_side = self.whole.split(|character: char| !character.is_alphanumeric()).any(|word| is_one_of(AFFIXES, word));
        (nameless || other_side || has_affix(before, after)).then(|| ground.if_extortion())
    }

    /// Whether the name ends where a word of the address ends.
    fn fits(&self, alias: &Alias, before: &str, after: &str) -> bool {
        let after_word = after.split(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
        let long = !alias.cue && self.at.len() >= 6;
        let starts = !ends_in_word(before) || long || AFFIXES.iter().any(|affix| ends_with(before, affix));
        let ends = after_word.is_empty()
            || long
            || after_word.bytes().all(|byte| byte.is_ascii_digit())
            || AFFIXES.iter().any(|affix| starts_with(after_word, affix));
        starts && ends
    }
}

fn has_affix(before: &str, after: &str) -> bool {
    let (before, after) = (before.trim_end_matches(['-', '_', '.']), after.trim_start_matches(['-', '_', '.']));
    AFFIXES.iter().any(|affix| ends_with(before, affix) || starts_with(after, affix))
}

fn ends_with(text: &str, affix: &str) -> bool {
    text.len().checked_sub(affix.len()).and_then(|from| text.get(from..)).is_some_and(|end| end.eq_ignore_ascii_case(affix))
}

fn starts_with(text: &str, affix: &str) -> bool {
    text.get(..affix.len()).is_some_and(|start| start.eq_ignore_ascii_case(affix))
}

/// Whether `text` is a host: its last label is a top-level domain.
fn is_host(text: &str) -> bool {
    let mut labels = text.rsplit('.');
    let top = labels.next().is_some_and(|label| is_one_of(TOP_LEVEL, label));
    top && labels.next().is_some_and(|label| !label.is_empty())
}

/// The stretch around `range` that holds no character of `ends`, at most [`REACH`] bytes to each side.
fn bounds(text: &str, range: &Range<usize>, ends: impl Fn(char) -> bool) -> Option<(usize, usize)> {
    let from = text.floor_char_boundary(range.start.saturating_sub(REACH));
    let to = text.ceil_char_boundary(range.end.saturating_add(REACH));
    let before = text.get(from..range.start)?;
    let after = text.get(range.end..to)?;
    let start = before
        .char_indices()
        .rev()
        .find(|(_, character)| ends(*character))
        .map_or(from, |(at, character)| from + at + character.len_utf8());
    let end = after.find(&ends).map_or(to, |at| range.end + at);
    Some((start, end))
}
