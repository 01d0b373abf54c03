//! Whether the lines of a text tell who speaks, and which labels are speakers.
//!
//! A ransom note has labels too (`Email: …`, `Step 1: …`, `ID: …`). A speaker is told from a field by coming back after another one has spoken,
//! and by saying something: fields name addresses, keys and numbers, come once, or come round in a fixed order.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use shakedown_core::Role;

use crate::dates::{Votes, Written};
use crate::guard::floor_char_boundary;
use crate::roles;
use crate::shadow::Shadow;

/// The longest label, in characters.
const LABEL_MAX: usize = 40;
/// The most words of a label.
const LABEL_WORDS: usize = 6;
/// Labels that are counted; a talk has fewer speakers.
const LABELS_MAX: usize = 10_000;
/// Where a stamp ends at the latest, in characters.
const STAMP_MAX: usize = 48;

/// How a line names its speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Naming {
    /// `Name: text`.
    Colon,
    /// `<Name> text`.
    Angle,
    /// The name stands alone after a stamp, the text on the lines below.
    Alone,
    /// `Name, [stamp]`, the text beside it after a colon, or on the lines below.
    Before,
    /// Nobody is named after the stamp.
    Nobody,
}

/// What a line that may begin a message says.
#[derive(Debug)]
pub(crate) struct Spoken<'l> {
    /// The stamp before the name.
    pub(crate) stamp: Option<&'l str>,
    /// Whether the stamp stands in brackets.
    pub(crate) bracket: bool,
    pub(crate) naming: Naming,
    pub(crate) name: &'l str,
    pub(crate) text: &'l str,
}

impl<'l> Spoken<'l> {
    /// What `line` says, if it begins with a stamp, a label, or both.
    pub(crate) fn of(line: &'l str) -> Option<Self> {
        let line = without_indent(line);
        if let Some(spoken) = before(line) {
            return Some(spoken);
        }
        let (stamp, bracket, rest) = match stamped(line) {
            Some((stamp, bracket, rest)) => (Some(stamp), bracket, rest),
            None => (None, false, line),
        };
        let named = angle(rest).map(|named| (Naming::Angle, named)).or_else(|| colon(rest).map(|named| (Naming::Colon, named)));
        let (naming, (name, text)) = match (named, stamp) {
            (Some(named), _) => named,
            (None, Some(_)) if bracket && is_person(rest) => (Naming::Alone, (rest.trim(), "")),
            (None, Some(_)) => (Naming::Nobody, ("", rest)),
            (None, None) => return None,
        };
        Some(Self { stamp, bracket, naming, name, text })
    }
}

fn without_indent(line: &str) -> &str {
    if line.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return line;
    }
    line.trim_start_matches(|character: char| character.is_whitespace() || matches!(character, '>' | '\u{feff}' | '\u{200e}'))
}

/// `Name, [stamp]` or `Name (stamp): text`.
fn before(line: &str) -> Option<Spoken<'_>> {
    let start = line.get(..floor_char_boundary(line, LABEL_MAX * 4 + 1)).unwrap_or_default();
    let opens = memchr::memchr2_iter(b'[', b'(', start.as_bytes()).take_while(|at| *at <= LABEL_MAX * 4).take(3);
    opens.filter(|at| *at > 0).find_map(|open| {
        let (name, rest) = line.split_at_checked(open)?;
        let name = name.trim_end().trim_end_matches(',').trim_end();
        let (stamp, true, text) = stamped(rest)? else { return None };
        let after = rest.get(stamp.len() + 2..)?.trim_start();
        let short = name.chars().count() <= LABEL_MAX && name.split_whitespace().count() <= LABEL_WORDS;
        let fits = short && !name.is_empty() && !name.contains(':') && (after.is_empty() || after.starts_with(':'));
        fits.then_some(Spoken { stamp: Some(stamp), bracket: true, naming: Naming::Before, name, text })
    })
}

/// A stamp at the start of `line`, whether it stands in brackets, and what follows.
fn stamped(line: &str) -> Option<(&str, bool, &str)> {
    if line.starts_with(|first: char| first.is_ascii() && !first.is_ascii_digit() && !matches!(first, '[' | '(')) {
        return None;
    }
    let shadow = Shadow::of(line, STAMP_MAX);
    let text = &*shadow.text;
    let close = match text.chars().next()? {
        '[' => Some(']'),
        '(' => Some(')'),
        first if first.is_ascii_digit() => None,
        _ => return None,
    };
    let found = |from: usize, to: usize, after: usize| {
        let stamp = line.get(shadow.origin(from)..shadow.origin(to))?;
        Written::alone(stamp).and(Some((stamp, line.get(shadow.origin(after)..)?)))
    };
    if let Some(close) = close {
        let end = text.find(close)?;
        let (stamp, rest) = found(1, end, end + 1)?;
        return Some((stamp, true, rest.trim_start_matches([' ', '\t', '-', '–', '|', ':'])));
    }
    // A stamp has few words; looking at more would only cost time.
    let ends = text.match_indices([' ', '\t', '|']).map(|(at, _)| at).take(if text.contains(':') { 8 } else { 0 }).collect::<Vec<_>>();
    let (stamp, rest) =
        ends.into_iter().rev().find_map(|end| found(0, text.get(..end)?.trim_end_matches([' ', '-', '–', '|']).len(), end))?;
    Some((stamp, false, rest.trim_start_matches([' ', '\t', '-', '–', '|'])))
}

/// `<Name> text`.
fn angle(rest: &str) -> Option<(&str, &str)> {
    let (name, text) = rest.strip_prefix('<')?.split_once('>')?;
    let plain = name.trim_start_matches(['@', '+', '%', '&', '~', ' ']);
    let is_name = !plain.is_empty() && plain.chars().count() <= LABEL_MAX && !plain.contains(['<', '/', '=', '"', ':']);
    let text = text.strip_prefix(' ').or(text.is_empty().then_some(text))?;
    is_name.then_some((plain, text))
}

/// `Name: text`, up to the first colon that a space or the end of the line follows.
fn colon(rest: &str) -> Option<(&str, &str)> {
    // No label ends beyond.
    let start = rest.get(..floor_char_boundary(rest, LABEL_MAX * 4 + 1))?;
    let at = memchr::memchr_iter(b':', start.as_bytes())
        .find(|at| rest.get(at + 1..).is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t', '\u{a0}'])))?;
    let (name, text) = rest.split_at_checked(at)?;
    let text = text.get(1..)?;
    let text = text.strip_prefix([' ', '\t', '\u{a0}']).unwrap_or(text);
    let word = |byte: u8| byte.is_ascii_alphanumeric();
    if name.len() <= LABEL_MAX && name.bytes().all(|byte| word(byte) || byte == b' ') {
        let spaces = memchr::memchr_iter(b' ', name.as_bytes()).count();
        let bare = name.bytes().next().is_some_and(word) && name.bytes().next_back().is_some_and(word);
        if bare && spaces < LABEL_WORDS {
            return Some((name, text));
        }
    }
    let is_label = name.chars().count() <= LABEL_MAX
        && name.split_whitespace().count() <= LABEL_WORDS
        && name.trim() == name
        && !name.starts_with(['-', '*', '•', '#', '|', '(', '`', '$', '/', '\\'])
        && !name.contains(['\t', '{', '}', '=', ';'])
        && name.chars().any(|character| character.is_alphanumeric() || !character.is_ascii());
    is_label.then_some((name, text))
}

/// Whether `text` looks like the name of a person: one to five capitalised words.
fn is_person(text: &str) -> bool {
    let text = text.trim();
    let words = text.split_whitespace().count();
    (1..=5).contains(&words)
        && text.chars().count() <= 60
        && !text.ends_with(['.', '!', '?', ':', ';'])
        && text.split_whitespace().all(|word| word.starts_with(|first: char| first.is_uppercase() || first == '(' || first == '['))
}

/// How a text is split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// It is one message; whether it looks like a talk all the same.
    Whole { like_a_talk: bool },
    /// Labels begin messages; they stand here as [`key`] makes them.
    Labels(BTreeSet<String>),
    /// Lines with a stamp and a name begin messages.
    Stamped { bracket: bool, naming: Naming },
    /// Names in angle brackets begin messages.
    Angles,
}

impl Split {
    /// Whether `spoken` begins a message.
    pub(crate) fn begins(&self, spoken: &Spoken<'_>) -> bool {
        match self {
            Self::Whole { .. } => false,
            Self::Labels(labels) => spoken.stamp.is_none() && spoken.naming == Naming::Colon && holds(labels, spoken.name),
            Self::Stamped { bracket, naming } => {
                let alone = matches!(naming, Naming::Alone | Naming::Before);
                spoken.stamp.is_some() && spoken.bracket == *bracket && (spoken.naming == *naming || !alone)
            }
            Self::Angles => spoken.stamp.is_none() && spoken.naming == Naming::Angle,
        }
    }
}

/// What a first pass over the lines counts.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    lines: u64,
    first: Option<usize>,
    labels: Vec<Label>,
    /// The place of each label in `labels`, under its key and under each way it is spelled.
    places: HashMap<String, usize>,
    last: Option<usize>,
    returns: u64,
    stamped: BTreeMap<(bool, Naming), u64>,
    /// The form of the first line, where it has a stamp.
    first_form: Option<(bool, Naming)>,
    angles: HashMap<String, u64>,
    pub(crate) votes: Votes,
}

#[derive(Debug, Default)]
struct Label {
    /// As [`key`] makes it.
    key: String,
    count: u64,
    /// Whether it is the name of a field.
    is_field: bool,
    /// How often nothing but an address or a key follows.
    terse: u64,
    /// The label that came next the first time, and how often another one did.
    next: Option<usize>,
    other_next: u64,
}

impl Ledger {
    /// Count one line.
    pub(crate) fn see(&mut self, line: &str) {
        if line.trim_matches(|character: char| character.is_whitespace() || character == '>').is_empty() {
            return;
        }
        self.lines += 1;
        let Some(spoken) = Spoken::of(line) else { return };
        if let Some(stamp) = spoken.stamp {
            let form = (spoken.bracket, spoken.naming);
            *self.stamped.entry(form).or_default() += 1;
            if self.lines == 1 {
                self.first_form = Some(form);
            }
            if let Some(written) = Written::of(stamp) {
                self.votes.see(&written);
            }
        } else if spoken.naming == Naming::Angle {
            if self.angles.len() < LABELS_MAX {
                *self.angles.entry(spoken.name.to_owned()).or_default() += 1;
            }
        } else {
            self.label(&spoken);
        }
    }

    fn label(&mut self, spoken: &Spoken<'_>) {
        let Some((place, known)) = self.place(spoken.name) else { return };
        if self.lines == 1 {
            self.first = Some(place);
        }
        let changes = self.last != Some(place);
        if let Some(before) = self.last.and_then(|last| self.labels.get_mut(last)) {
            let next = *before.next.get_or_insert(place);
            before.other_next += u64::from(next != place);
        }
        self.last = Some(place);
        let Some(label) = self.labels.get_mut(place) else { return };
        self.returns += u64::from(known && changes && !label.is_field);
        label.count += 1;
        label.terse += u64::from(is_terse(spoken.text));
    }

    /// The place of the label that is spelled so in `labels`, and whether it came before; nothing for one too many.
    fn place(&mut self, name: &str) -> Option<(usize, bool)> {
        if let Some(place) = self.places.get(name) {
            return Some((*place, true));
        }
        let key = key(name);
        let known = self.places.get(&key).copied();
        let place = known.unwrap_or(self.labels.len());
        if known.is_none() {
            if self.labels.len() >= LABELS_MAX {
                return None;
            }
            self.labels.push(Label { is_field: is_field(&key), key: key.clone(), ..Label::default() });
            self.places.insert(key, place);
        }
        if self.places.len() < 2 * LABELS_MAX {
            self.places.insert(name.to_owned(), place);
        }
        Some((place, known.is_some()))
    }

    /// How the text is split.
    pub(crate) fn split(&self) -> Split {
        if let Some(split) = self.by_stamps().or_else(|| self.by_angles()).or_else(|| self.by_labels()) {
            return split;
        }
        let stamps: u64 = self.stamped.values().sum();
        Split::Whole { like_a_talk: stamps >= 2 && stamps * 5 >= self.lines }
    }

    fn by_stamps(&self) -> Option<Split> {
        let named = self.stamped.iter().filter(|((_, naming), _)| *naming != Naming::Nobody);
        let ((bracket, naming), count) = named.max_by_key(|(form, count)| (**count, **form))?;
        let enough = *count >= 2 || (*naming != Naming::Alone && self.lines <= 2);
        // A text that opens with such a line may have long messages.
        let share = if self.first_form == Some((*bracket, *naming)) { 1 } else { 3 };
        (enough && count * 10 >= self.lines * share).then_some(Split::Stamped { bracket: *bracket, naming: *naming })
    }

    fn by_angles(&self) -> Option<Split> {
        let count: u64 = self.angles.values().sum();
        (self.angles.len() >= 2 && count * 2 >= self.lines).then_some(Split::Angles)
    }

    fn by_labels(&self) -> Option<Split> {
        let speakers: Vec<(&str, &Label)> = self.speakers().collect();
        let recurring = || speakers.iter().filter(|(_, label)| label.count >= 2);
        let all: u64 = speakers.iter().map(|(_, label)| label.count).sum();
        let back: u64 = recurring().map(|(_, label)| label.count).sum();
        let first = self.first.and_then(|first| self.labels.get(first));
        let opens = first.is_some_and(|first| speakers.iter().any(|(name, _)| *name == first.key));
        let parts = speakers.iter().filter(|(name, _)| roles::by_label(name) != Role::Unknown).count();
        let sides = speakers.iter().any(|(name, _)| is_side(name));
        let dense = all * 20 >= self.lines * if opens { 4 } else { 8 };
        let two = speakers.len() >= 2 && dense && !self.goes_round();
        let full = all == self.lines;
        let talk = (two && back > 0 && (self.returns > 0 || parts > 0))
            || (two && opens && sides)
            || (two && full && all >= 5 && speakers.len() >= 3 && back > 0)
            || (opens && speakers.len() == 1 && back * 2 >= self.lines && (back >= 4 || sides))
            || (back == 0 && full && (2..=6).contains(&all) && self.short_talk(parts));
        if !talk {
            return None;
        }
        let most = recurring().map(|(_, label)| label.count).max().unwrap_or_default();
        let nearly_full = all * 10 >= self.lines * 9;
        let is_speaker = |name: &str, label: &Label| {
            let comes_back = label.count >= 2 && label.count * 20 >= most;
            nearly_full || comes_back || roles::by_label(name) != Role::Unknown || speakers.len() == 2
        };
        let labels = speakers.iter().filter(|(name, label)| is_speaker(name, label)).map(|(name, _)| (*name).to_owned());
        Some(Split::Labels(labels.collect()))
    }

    /// The labels that may be speakers: no names of fields, and not mostly followed by an address or a key.
    fn speakers(&self) -> impl Iterator<Item = (&str, &Label)> {
        let labels = self.labels.iter().map(|label| (label.key.as_str(), label));
        labels.filter(|(_, label)| !label.is_field && label.terse * 2 <= label.count)
    }

    /// Whether three or more labels come round in one order, as the fields of records do.
    fn goes_round(&self) -> bool {
        let recurring = || self.labels.iter().filter(|label| label.count >= 2);
        let others: u64 = recurring().map(|label| label.other_next).sum();
        let all: u64 = recurring().map(|label| label.count).sum();
        recurring().count() >= 3 && others * 10 < all
    }

    /// Whether lines that each have a label of their own are a talk: two known parts, or two names that say something.
    fn short_talk(&self, roles: usize) -> bool {
        let name_like = |name: &str| name.split_whitespace().count() <= 3 && name.starts_with(char::is_alphabetic);
        roles > 0
            || (self.labels.len() == 2
                && self.labels.iter().all(|label| name_like(&label.key))
                && self.labels.iter().all(|label| label.terse == 0))
    }
}

/// Whether `name` is one of `labels`. Most talks have few speakers, whose names need no key of their own.
fn holds(labels: &BTreeSet<String>, name: &str) -> bool {
    if labels.len() <= 8 && name.is_ascii() {
        return labels.iter().any(|label| label.eq_ignore_ascii_case(name));
    }
    labels.contains(&key(name))
}

/// A label as it is compared: small letters, without marks that are set over letters or are not seen.
fn key(label: &str) -> String {
    if label.is_ascii() {
        return label.to_ascii_lowercase();
    }
    let marks = |character: &char| matches!(character, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    label.chars().filter(|character| !marks(character)).flat_map(char::to_lowercase).collect()
}

/// Whether `label` names a side of an extortion, which no form has for a field.
fn is_side(label: &str) -> bool {
    matches!(label, "victim" | "attacker" | "threat actor" | "threat_actor" | "hacker")
}

/// Whether `text` is one address or key: what fields hold.
fn is_terse(text: &str) -> bool {
    let text = text.trim();
    let mut words = text.split_whitespace();
    let (Some(only), None) = (words.next(), words.next()) else { return false };
    only.contains("://") || only.contains('@') || only.contains(".onion") || only.chars().count() >= 24
}

/// Whether `label` is the name of a field rather than of a speaker.
fn is_field(label: &str) -> bool {
    label.split(|character: char| !character.is_alphanumeric() && character != '-').any(|word| {
        let word = word.trim_end_matches(|digit: char| digit.is_ascii_digit()).to_lowercase();
        FIELD_WORDS.contains(&word.as_str())
    })
}

/// Words that name fields of mails, notes, forms and reports.
const FIELD_WORDS: [&str; 105] = [
    "account", "address", "amount", "answer", "attachment", "attachments", "attention", "author", "bcc", "bitcoin", "bitmessage", "btc",
    "caution", "cc", "city", "contact", "contacts", "content-type", "copy", "country", "date", "deadline", "description", "discord",
    "e-mail", "email", "emails", "error", "eth", "ethereum", "example", "extension", "fax", "file", "filename", "files", "from", "fw",
    "fwd", "hash", "http", "https", "icq", "id", "importance", "important", "info", "instruction", "instructions", "ip", "jabber", "key",
    "link", "links", "location", "login", "mail", "md", "mirror", "mobile", "monero", "name", "note", "notes", "notice", "number",
    "password", "payment", "phone", "price", "ps", "qtox", "question", "re", "reference", "references", "reply-to", "sent", "sha",
    "signature", "site", "size", "skype", "solution", "source", "status", "step", "subject", "summary", "tel", "telegram", "telephone",
    "title", "to", "todo", "tor", "total", "tox", "type", "url", "username", "value", "wallet", "warning", "website",
];

#[cfg(test)]
mod tests;
