//! Names that a text gives itself and this catalogue does not hold: most groups are younger than any catalogue.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;
use shakedown_core::Span;

use super::cues::NO_NAMES;
use super::judge::is_one_of;

/// One or two words that begin with a capital or a digit; in ASCII, which keeps the automata small.
const NAME: &str = r"(?P<name>[A-Z0-9][A-Za-z0-9_$]{2,24}(?:[ -][A-Z0-9][A-Za-z0-9_$]{1,24})?)";

/// The sentences in which a writer gives his name: words of which each holds one, the sentence, and the ground for the analyst.
const SENTENCES: &[(&[&str], &str, &str)] = &[
    (&["ransomware"], r"(?m)^[^A-Za-z0-9\n]*NAME[ -]?(?i:ransomware)[^A-Za-z0-9\n]*$", "a title names a ransomware"),
    (&["begin "], r"(?i:begin) NAME (?i:key)(?-u:\b)", "a key block carries the name"),
    (
        &["ed by "],
        r"(?-u:\b)(?i:encrypted|crypted|locked|hacked|breached|attacked|infected|compromised|penetrated|pwned) (?i:by)(?i: the)? NAME(?:(?i: ransomware| team| group| gang| hackers)|\s*[.!,~*\n]|\s*$)",
        "the writer says who did it",
    ),
    (
        &["ed with "],
        r"(?-u:\b)(?i:encrypted|locked|infected) (?i:with)(?i: the)? NAME (?i:ransomware)(?-u:\b)",
        "the writer says who did it",
    ),
    (
        &["we are ", "this is "],
        r"(?-u:\b)(?i:we are|this is)(?i: the| from)? NAME (?i:ransomware|group|team|gang|cartel|syndicate)(?-u:\b)",
        "the writer says that this is who he is",
    ),
    (
        &["regards", "sincerely", "greetings", "respectfully"],
        r"(?-u:\b)(?i:regards|sincerely|greetings|respectfully)[,.!]?\s{1,4}(?i:the )?NAME (?i:team|group|gang|ransomware)(?-u:\b)",
        "the text is signed with the name",
    ),
];

/// The sentences, compiled, and the words that wake them, each with the index of its sentence.
struct Compiled {
    words: AhoCorasick,
    wakes: Vec<usize>,
    sentences: Vec<(Regex, &'static str)>,
}

static COMPILED: LazyLock<Option<Compiled>> = LazyLock::new(|| {
    let words = SENTENCES.iter().flat_map(|(words, ..)| words.iter());
    let wakes = SENTENCES.iter().enumerate().flat_map(|(index, (words, ..))| words.iter().map(move |_| index)).collect();
    let compile = |(_, pattern, because): &(_, &str, &'static str)| Some((Regex::new(&pattern.replace("NAME", NAME)).ok()?, *because));
    let sentences = SENTENCES.iter().map(compile).collect::<Option<_>>()?;
    Some(Compiled { words: AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()?, wakes, sentences })
});

/// The names that the writer of `text` gives himself, in the order of the text, each with the ground in plain words.
///
/// For texts that are extortion by their other findings, and for spans that no name of the catalogue covers: the words prove a name, not
/// that anybody knows it. A name is letters, digits, `$`, `_` and at most one space or hyphen.
pub fn unlisted(text: &str) -> Vec<(Span, &'static str)> {
    let Some(compiled) = COMPILED.as_ref() else { return Vec::new() };
    let mut found = Vec::new();
    for (sentence, because) in compiled.awake(text) {
        for name in sentence.captures_iter(text).filter_map(|captures| captures.name("name")) {
            if is_name(name.as_str()) {
                found.push((Span::new(name.start(), name.end()), *because));
            }
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|(span, _)| *span);
    found
}

impl Compiled {
    /// The sentences of which `text` holds a word.
    fn awake(&self, text: &str) -> impl Iterator<Item = &(Regex, &'static str)> {
        let mut awake = vec![false; self.sentences.len()];
        let mut asleep = awake.len();
        for hit in self.words.find_overlapping_iter(text) {
            if let Some(flag) = self.wakes.get(hit.pattern().as_usize()).and_then(|index| awake.get_mut(*index)).filter(|flag| !**flag) {
                *flag = true;
                asleep -= 1;
            }
            if asleep == 0 {
                break;
            }
        }
        self.sentences.iter().zip(awake).filter_map(|(sentence, awake)| awake.then_some(sentence))
    }
}

/// Whether none of its words is one that stands in such a place without being a name.
fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    letters >= 3 && !text.split([' ', '-']).any(|word| is_one_of(NO_NAMES, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_compiles() {
        assert_eq!(COMPILED.as_ref().map(|compiled| compiled.sentences.len()), Some(SENTENCES.len()));
    }
}
