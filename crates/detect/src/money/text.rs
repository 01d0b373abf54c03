//! What money and time limits share: patterns, and the sentence around a place.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{CaptureMatches, Captures, Regex};
use regex_automata::meta;
use regex_automata::nfa::thompson::WhichCaptures;
use regex_syntax::hir::literal::Extractor;

/// Not followed by an ASCII letter, digit or underscore. Letters of other scripts may follow, because stems stand for their inflections; it keeps
/// the search a plain automaton, which a word boundary of Unicode would not.
pub(crate) const WORD_END: &str = r"(?-u:\b{end-half})";

/// Not preceded by an ASCII letter, digit or underscore.
pub(crate) const WORD_START: &str = r"(?-u:\b{start-half})";

/// How much of a sentence is looked at on either side of a place, in bytes: it bounds the work for each hit.
const REACH: usize = 280;

/// A pattern of this crate, compiled at first use. One that did not compile would match nothing; a build with assertions stops there instead.
pub(crate) struct Pattern(LazyLock<Option<Regex>>);

impl Pattern {
    pub(crate) const fn new(compile: fn() -> Option<Regex>) -> Self {
        Self(LazyLock::new(compile))
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    pub(crate) fn find_at(&self, text: &str, at: usize) -> Option<Range<usize>> {
        self.0.as_ref().filter(|_| at <= text.len())?.find_at(text, at).map(|found| found.range())
    }

    /// Where the first group of the first match stands, counted from `offset`, the place of `part` in its text.
    pub(crate) fn place(&self, part: &str, offset: usize) -> Option<Range<usize>> {
        let regex = self.0.as_ref().filter(|regex| regex.is_match(part))?;
        let group = regex.captures(part)?.get(1)?.range();
        Some(group.start + offset..group.end + offset)
    }

    /// The groups of the first match at or behind `at`.
    pub(crate) fn captures_at<'t>(&self, text: &'t str, at: usize) -> Option<Captures<'t>> {
        self.0.as_ref().filter(|_| at <= text.len())?.captures_at(text, at)
    }

    pub(crate) fn captures_iter<'s, 't>(&'s self, text: &'t str) -> impl Iterator<Item = Captures<'t>> + use<'s, 't> {
        self.0.as_ref().map(|regex| regex.captures_iter(text)).into_iter().flat_map(|all: CaptureMatches<'s, 't>| all)
    }
}

/// Several patterns that are searched at once: each match tells which of them it is of. Where several begin at one place, the first counts.
///
/// The same pattern with a named group for each would have to be searched twice, the second time by an engine that is ten times slower.
pub(crate) struct Choice(LazyLock<Option<meta::Regex>>);

impl Choice {
    pub(crate) const fn new(compile: fn() -> Option<meta::Regex>) -> Self {
        Self(LazyLock::new(compile))
    }

    /// Each match with the place of its pattern in the list.
    pub(crate) fn find_iter<'s>(&'s self, text: &'s str) -> impl Iterator<Item = (usize, Range<usize>)> {
        let all = self.0.as_ref().map(|regex| regex.find_iter(text));
        all.into_iter().flatten().map(|found| (found.pattern().as_usize(), found.range()))
    }
}

/// Compile patterns that are searched at once, as [`compile`] does; none of their groups is kept.
pub(crate) fn compile_choice(patterns: &[&str]) -> Option<meta::Regex> {
    let ready: Vec<String> = patterns.iter().map(|pattern| format!("(?i){}", narrowed(pattern))).collect();
    let config = meta::Regex::config().which_captures(WhichCaptures::Implicit);
    let compiled = meta::Regex::builder().configure(config).build_many(&ready);
    debug_assert!(compiled.is_ok(), "{compiled:?}");
    compiled.ok()
}

/// The same with whole words as alternatives (for ASCII ends).
pub(crate) fn compile_word_choice(patterns: &[&str]) -> Option<meta::Regex> {
    let whole: Vec<String> = patterns.iter().map(|pattern| format!("{WORD_START}(?:{pattern}){WORD_END}")).collect();
    compile_choice(&whole.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Compile a pattern: case-insensitive, white space in it ignored, and the classes `\d`, `\s`, `\w`, `\p{L}` and the boundary `\b` read narrowly.
///
/// Digits are ASCII digits, letters in a row are those of Latin and Cyrillic, and a boundary is one of ASCII words. The classes of Unicode would make
/// the automata of this crate a hundred times as large, and its boundaries would take them out of use for every text that is not ASCII; both would
/// say nothing more, because the words themselves are listed.
pub(crate) fn compile(pattern: &str) -> Option<Regex> {
    let compiled = Regex::new(&format!("(?i){}", narrowed(pattern)));
    debug_assert!(compiled.is_ok(), "{compiled:?}");
    compiled.ok()
}

/// The pattern as the compiler takes it, its case still counting.
fn narrowed(pattern: &str) -> String {
    let narrow = pattern.replace(r"\d", "[0-9]").replace(r"\s", r"[\x20\t\r\n\u{a0}\u{202f}]").replace(r"\p{L}", "[a-zà-ÿа-яё]");
    let narrow = narrow.replace(r"\w", "[0-9A-Za-z_À-ÿА-Яа-яЁё]");
    let mut parts = narrow.split(r"\b");
    let mut ready = format!("(?x){}", parts.next().unwrap_or_default());
    for part in parts {
        ready.push_str(match part.chars().next() {
            Some('{') => r"\b",
            Some(c) if c.is_alphabetic() || c == '(' => WORD_START,
            _ => WORD_END,
        });
        ready.push_str(part);
    }
    ready
}

/// What every match of a pattern begins with, in lower case, up to six bytes of it. A beginning of one byte is left out: it would be in every text.
pub(crate) fn openings(pattern: &str) -> Vec<String> {
    let begins = regex_syntax::parse(&narrowed(pattern)).map(|hir| Extractor::new().limit_literal_len(6).limit_total(1_000).extract(&hir));
    debug_assert!(begins.as_ref().is_ok_and(|begins| begins.is_finite()), "{begins:?}");
    let literals = begins.as_ref().ok().and_then(|begins| begins.literals()).unwrap_or_default();
    let mut openings: Vec<String> = literals.iter().map(|literal| whole_characters(literal.as_bytes()).to_lowercase()).collect();
    openings.retain(|opening| opening.len() > 1);
    openings.sort_unstable();
    openings.dedup();
    openings
}

/// The characters that `bytes` hold whole.
fn whole_characters(bytes: &[u8]) -> &str {
    bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid())
}

/// Compile a pattern whose alternatives are whole words (for ASCII ends).
pub(crate) fn compile_words(alternatives: &str) -> Option<Regex> {
    compile(&format!("{WORD_START}(?:{alternatives}){WORD_END}"))
}

/// At most `length` bytes of text before a place, fewer where that would cut a character.
pub(crate) fn before(text: &str, at: usize, length: usize) -> &str {
    text.get(text.ceil_char_boundary(at.saturating_sub(length))..at).unwrap_or_default()
}

/// At most `length` bytes of text behind a place, fewer where that would cut a character.
pub(crate) fn after(text: &str, at: usize, length: usize) -> &str {
    text.get(at..text.floor_char_boundary(at.saturating_add(length).min(text.len()))).unwrap_or_default()
}

/// The sentence around a place, cut at [`REACH`]. A line break ends a sentence unless the next line goes on in lower case or with a number,
/// as hard-wrapped text does.
pub(crate) fn sentence(text: &str, place: &Range<usize>) -> Range<usize> {
    let floor = text.floor_char_boundary(place.start.saturating_sub(REACH));
    let ceiling = text.ceil_char_boundary((place.end + REACH).min(text.len()));
    let start = text.get(floor..place.start).and_then(last_end).map_or(floor, |end| floor + end);
    let end = text.get(place.end..ceiling).and_then(first_end).map_or(ceiling, |end| place.end + end);
    start..end
}

/// One past the last sentence end in `before`.
fn last_end(before: &str) -> Option<usize> {
    ends(before).last()
}

/// The first sentence end in `after`.
fn first_end(after: &str) -> Option<usize> {
    ends(after).next()
}

fn ends(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().filter_map(move |(at, c)| {
        let end = at + c.len_utf8();
        let rest = text.get(end..)?;
        let ends_here = match c {
            '.' | '!' | '?' | '…' | ';' => rest.is_empty() || rest.starts_with(char::is_whitespace),
            '。' | '！' | '？' => true,
            '\n' => !goes_on(rest),
            _ => false,
        };
        ends_here.then_some(end)
    })
}

/// Whether a line that begins so goes on with the sentence of the line before.
fn goes_on(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t', '>']);
    match rest.chars().next() {
        Some(c) if c.is_ascii_digit() => !rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with([')', '.']),
        Some(c) => c.is_lowercase() || "$€£".contains(c),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_at_marks_and_at_new_lines_but_not_at_wraps() {
        for (text, place, expected) in [
            ("One. Two 5k three! Four", "5k", " Two 5k three!"),
            ("Costs 1.5m today", "1.5m", "Costs 1.5m today"),
            ("How can I pay a\n 100,000?", "100,000", "How can I pay a\n 100,000?"),
            ("Price\nPay 5k\nNow", "5k", "Pay 5k\n"),
            ("we\n1) pay 5k", "5k", "1) pay 5k"),
        ] {
            let at = text.find(place).expect(place);
            assert_eq!(&text[sentence(text, &(at..at + place.len()))], expected, "{text:?}");
        }
    }
}
