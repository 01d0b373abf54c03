//! What the words around a name prove.

use std::ops::Range;

use shakedown_core::Grade;

use super::cues::{
    AFFIXES, BY, DONE_BY, FILLERS, LABEL_WORDS, REPORTED, SELF, SETTLES, SIGN_OFF, SUGGESTS_AFTER, SUGGESTS_BEFORE, SURE_AFFIXES,
};
use super::file::Alias;
use super::{Place, address};

/// How far the words around a name are read, in bytes to each side.
const REACH: usize = 120;

/// Why a name counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ground {
    pub grade: Grade,
    pub conditional: bool,
    pub because: &'static str,
}

impl Ground {
    pub(super) fn own(because: &'static str) -> Self {
        Self { grade: Grade::SelfNamed, conditional: false, because }
    }

    pub(super) fn mention(because: &'static str) -> Self {
        Self { grade: Grade::Mentioned, conditional: false, because }
    }

    pub(super) fn if_extortion(self) -> Self {
        Self { conditional: true, ..self }
    }
}

/// Whether the name at `range` is the group, and why. None where it is only a word.
pub(super) fn ground(alias: &Alias, text: &str, range: Range<usize>, place: Place) -> Option<Ground> {
    let inside_word = ends_in_word(text.get(..range.start)?);
    if inside_word && alias.cue {
        return None;
    }
    if place == Place::Sender {
        return label(alias, text, range);
    }
    match address::around(text, &range) {
        Some(address) => address.ground(alias),
        None if inside_word => None,
        None => prose(alias, text, range),
    }
}

/// A sender's label counts where nothing but the name and the name of an office stands in it.
fn label(alias: &Alias, text: &str, range: Range<usize>) -> Option<Ground> {
    let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
    if ends_in_word(before) || (starts_in_word(after) && !is_version(run(after))) {
        return None;
    }
    let ground = Ground::own("the sender's label is the name");
    if !alias.cue {
        return Some(ground);
    }
    let plain = |word: &str| is_one_of(LABEL_WORDS, word) || is_version(word);
    let bare = words(before).all(plain) && words(after).all(plain);
    bare.then(|| ground.if_extortion())
}

fn prose(alias: &Alias, text: &str, range: Range<usize>) -> Option<Ground> {
    let attached = run(text.get(range.end..)?);
    if !may_be_attached(alias, attached) {
        return None;
    }
    let written = text.get(range.clone())?;
    let split = is_split(written, &alias.text);
    let around = Around::of(text, range.start, range.end + attached.len())?;
    if !alias.cue && !split {
        return Some(around.names_itself(attached).unwrap_or(Ground::mention("the text names it")));
    }
    let as_name = is_spelled_as_name(written, &alias.text);
    if (as_name || around.has_no_capitals()) && (is_one_of(SURE_AFFIXES, attached) || around.is_settled(alias)) {
        let own = around.names_itself(attached);
        return Some(own.unwrap_or(Ground::mention("a word beside the name says that it is a group")));
    }
    if around.is_speaker() {
        return Some(Ground::own("the name stands before what is said").if_extortion());
    }
    if !as_name || around.goes_on() {
        return None;
    }
    let suggested = around.is_suggested() || words(&alias.text).last().is_some_and(|word| is_one_of(SUGGESTS_AFTER, word));
    let branded = (split || written == alias.text) && is_brand(written) && !around.has_no_small();
    let mention = || match (suggested, branded) {
        (true, _) => Some(Ground::mention("a word beside the name suggests a group")),
        (false, true) => Some(Ground::mention("it is spelled as the group spells it")),
        (false, false) => None,
    };
    around.names_itself(attached).or_else(mention).map(Ground::if_extortion)
}

/// What stands to both sides of a name, at most [`REACH`] bytes of it, and the words nearest to it.
struct Around<'a> {
    before: &'a str,
    after: &'a str,
    /// The words before the name on its line, the last first; empty where there are no more.
    lead: [&'a str; 12],
    /// The words after the name in its sentence.
    next: [&'a str; 4],
}

impl<'a> Around<'a> {
    fn of(text: &'a str, start: usize, end: usize) -> Option<Self> {
        let before = text.get(text.floor_char_boundary(start.saturating_sub(REACH))..start)?;
        let after = text.get(end..text.ceil_char_boundary(end.saturating_add(REACH)))?;
        let line = before.rsplit('\n').next().unwrap_or_default();
        let stop = after.find(['\n', '!', '?']).or_else(|| after.find(". ")).unwrap_or(after.len());
        let sentence = after.get(..stop).unwrap_or_default();
        let backwards = line.rsplit(|character: char| !is_word(character)).filter(|word| !word.is_empty());
        Some(Self { before, after, lead: nearest(backwards), next: nearest(words(sentence)) })
    }

    fn last(&self) -> &'a str {
        self.lead.first().copied().unwrap_or_default()
    }

    /// The first word after the name that is no version.
    fn first(&self) -> &'a str {
        self.next.iter().copied().find(|word| !is_version(word)).unwrap_or_default()
    }

    /// A word beside the name that no other use of it has.
    fn is_settled(&self, alias: &Alias) -> bool {
        let settles = |word: &str| is_one_of(SETTLES, word) || alias.cues.iter().any(|cue| same(cue, word));
        let inside = || words(&alias.text).nth(1).is_some() && words(&alias.text).last().is_some_and(|word| is_one_of(SETTLES, word));
        let [last, before, ..] = self.lead;
        let called = is_one_of(SETTLES, last) || is_one_of(FILLERS, last) && is_one_of(SETTLES, before);
        settles(self.first()) || called || self.is_key_block() || inside()
    }

    fn is_suggested(&self) -> bool {
        is_one_of(SUGGESTS_AFTER, self.first()) || is_one_of(SUGGESTS_BEFORE, self.last())
    }

    /// `---BEGIN MAZE KEY---`
    fn is_key_block(&self) -> bool {
        is_one_of(&["begin", "end"], self.last()) && is_one_of(&["key", "id", "message", "block"], self.first())
    }

    /// The ground on which the writer himself bears the name.
    fn names_itself(&self, attached: &str) -> Option<Ground> {
        if self.is_key_block() {
            return Some(Ground::own("a key block carries the name"));
        }
        if self.is_title() {
            return Some(Ground::own("the name stands on a line of its own"));
        }
        if self.is_speaker() {
            return Some(Ground::own("the name stands before what is said"));
        }
        if is_one_of(SIGN_OFF, self.last()) {
            return Some(Ground::own("the text is signed with the name"));
        }
        let fillers = self.lead.iter().take_while(|word| is_one_of(FILLERS, word) || is_one_of(SUGGESTS_AFTER, word)).count();
        let lead = self.lead.get(fillers..).unwrap_or_default();
        if is_after_any(&self.lead, SELF) || is_after_any(lead, SELF) || lead.first().is_some_and(|word| same("we", word)) {
            return Some(Ground::own("the writer says that this is who he is"));
        }
        if self.is_by() {
            return Some(Ground::own("the writer says who did it"));
        }
        let office = is_one_of(SUGGESTS_AFTER, attached) || is_one_of(SUGGESTS_AFTER, self.first());
        let told = || self.next.iter().take(3).any(|word| is_one_of(REPORTED, word));
        (office && !told()).then(|| Ground::own("the name bears an office: team, group, support"))
    }

    /// "Your network was encrypted by the …"
    fn is_by(&self) -> bool {
        let by = self.lead.iter().find(|word| !is_one_of(&["the", "a"], word)).is_some_and(|word| is_one_of(BY, word));
        by && self.lead.iter().take(4).any(|word| is_one_of(DONE_BY, word)) && self.lead.iter().any(|word| is_one_of(YOUR, word))
    }

    /// Whether the name stands alone on its line, or with the name of an office.
    fn is_title(&self) -> bool {
        let (before, after) = (self.before.rsplit('\n').next().unwrap_or_default(), self.after.split('\n').next().unwrap_or_default());
        let whole = before.len() < REACH && after.len() < REACH;
        let office = |word: &str| is_version(word) || same("the", word) || is_one_of(SETTLES, word) || is_one_of(SUGGESTS_AFTER, word);
        whole && words(before).all(office) && words(after).all(office)
    }

    /// "LockBit 3.0: hello": the label of a speaker in a talk that came as plain text.
    fn is_speaker(&self) -> bool {
        let (before, after) = (self.before.rsplit('\n').next().unwrap_or_default(), self.after.split('\n').next().unwrap_or_default());
        let Some((label, said)) = after.split_once(':') else { return false };
        let bare = before.len() < REACH && before.trim().is_empty() && label.len() < 30;
        bare && !said.starts_with('/') && words(label).all(|word| is_version(word) || is_one_of(LABEL_WORDS, word))
    }

    /// Whether the name is the start of a longer one: "Royal Mail".
    fn goes_on(&self) -> bool {
        let next = self.after.strip_prefix(' ').map(run).unwrap_or_default();
        let name = next.chars().next().is_some_and(char::is_uppercase) && next.contains(char::is_lowercase);
        name && !is_one_of(SETTLES, next) && !is_one_of(SUGGESTS_AFTER, next)
    }

    /// All capitals tell names from words no more.
    fn has_no_small(&self) -> bool {
        let loud = |text: &str| text.contains(char::is_uppercase) && !text.contains(char::is_lowercase);
        loud(self.before) || loud(self.after)
    }

    fn has_no_capitals(&self) -> bool {
        !self.before.contains(char::is_uppercase) && !self.after.contains(char::is_uppercase)
    }
}

/// Words that address the victim, without which "encrypted by" is news.
const YOUR: &[&str] = &[
    "your", "you", "ihre", "ihr", "eure", "vos", "votre", "vous", "sus", "su", "tus", "seus", "seu", "vostri", "tuoi", "ваши", "вас",
    "files", "network",
];

/// Whether `word` is one of `list`, whatever its case.
pub(super) fn is_one_of(list: &[&str], word: &str) -> bool {
    list.iter().any(|item| same(item, word))
}

/// Whether two words are the same but for their case; `lower` is in lower case.
pub(super) fn same(lower: &str, word: &str) -> bool {
    lower.eq_ignore_ascii_case(word) || (!word.is_ascii() && lower.chars().eq(word.chars().flat_map(char::to_lowercase)))
}

/// Whether a word goes on over the end of `before`.
pub(super) fn ends_in_word(before: &str) -> bool {
    before.chars().next_back().is_some_and(char::is_alphanumeric)
}

fn starts_in_word(after: &str) -> bool {
    after.chars().next().is_some_and(char::is_alphanumeric)
}

/// The letters and digits at the start of `after`: what is written onto the name.
fn run(after: &str) -> &str {
    after.get(..after.find(|character: char| !character.is_alphanumeric()).unwrap_or(after.len())).unwrap_or_default()
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric()
}

fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(|character: char| !is_word(character)).filter(|word| !word.is_empty())
}

/// `2`, `3`, `v2`: a version after a name.
fn is_version(word: &str) -> bool {
    let digits = word.strip_prefix(['v', 'V']).unwrap_or(word);
    !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn may_be_attached(alias: &Alias, attached: &str) -> bool {
    let list = if alias.cue { SURE_AFFIXES } else { AFFIXES };
    attached.is_empty() || is_one_of(list, attached) || (!alias.cue && is_version(attached))
}

/// Whether the name is written as a name: in the spelling of the catalogue, or with a capital in front.
fn is_spelled_as_name(written: &str, name: &str) -> bool {
    written == name && name.contains(|character: char| character.is_uppercase() || character.is_ascii_digit() || character == '$')
        || written.chars().find(|character| character.is_alphabetic()).is_some_and(char::is_uppercase)
}

/// Whether the words of a name that is written as one stand apart: "Dragon Force" may be two words and no more.
fn is_split(written: &str, name: &str) -> bool {
    let apart = |text: &str| text.contains([' ', '-', '_']);
    apart(written) && !apart(name)
}

/// Whether a spelling is nobody else's: several words, each with its capital, or capitals, digits and signs inside a word.
fn is_brand(name: &str) -> bool {
    let capital = |word: &str| word.chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit());
    let several = words(name).nth(1).is_some() && words(name).all(capital);
    let odd = |character: char| character.is_uppercase() || character.is_ascii_digit() || character == '$';
    several || (name.contains(char::is_lowercase) || name.contains('$')) && name.chars().skip(1).any(odd)
}

/// Whether the words, the last first, end in one of the phrases.
fn is_after_any(words: &[&str], phrases: &[&[&str]]) -> bool {
    phrases.iter().any(|phrase| phrase.len() <= words.len() && phrase.iter().zip(words).all(|(part, word)| same(part, word)))
}

/// The first `N` words, the rest empty.
fn nearest<'a, const N: usize>(words: impl Iterator<Item = &'a str>) -> [&'a str; N] {
    let mut nearest = [""; N];
    for (place, word) in nearest.iter_mut().zip(words) {
        *place = word;
    }
    nearest
}
