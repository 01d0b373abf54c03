//! Words of each language: those by which it is known, and those that turn a sentence.

use std::borrow::Cow;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::built_in;
use crate::error::DetectError;
use crate::normalize::Words;
use crate::rule::Rule;

/// Fewest words before a language is judged.
const JUDGED_MIN: usize = 12;

/// Words that are looked at to judge the language.
const JUDGED_MAX: usize = 400;

/// The words of one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    /// Its ISO 639-1 code.
    language: String,
    /// The commonest words, by which the language is known.
    stop: Vec<String>,
    /// Words that deny what stands beside them.
    negations: Vec<String>,
    /// Words that say that somebody else speaks or acts.
    reporting: Vec<String>,
    /// Words and forms of verbs that name the one who speaks.
    first: Vec<String>,
    /// Words that name the one spoken to.
    second: Vec<String>,
    /// Other common words, so that a disguised one can be told from noise.
    words: String,
}

/// The words of every language that is covered.
#[derive(Clone, Debug)]
pub struct Lexicons {
    lexicons: Vec<Lexicon>,
    stop: FxHashSet<String>,
    negations: FxHashSet<String>,
    reporting: FxHashSet<String>,
    first: FxHashSet<String>,
    second: FxHashSet<String>,
}

impl Lexicons {
    /// The lexicons that come with the engine. Errors: a file that cannot be read.
    pub fn built_in() -> Result<Self, DetectError> {
        Self::parse(built_in::LEXICONS.iter().copied())
    }

    /// Read lexicon files. Errors: [`DetectError::Table`].
    pub fn parse<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, DetectError> {
        let lexicons: Vec<Lexicon> = files
            .map(|(file, text)| {
                toml::from_str(text).map_err(|source| DetectError::Table {
                    file: file.to_owned(),
                    expected: "a lexicon",
                    source: Box::new(source),
                })
            })
            .collect::<Result<_, _>>()?;
        let all = |list: fn(&Lexicon) -> &Vec<String>| lexicons.iter().flat_map(list).cloned().collect();
        let (stop, negations, reporting) = (all(|l| &l.stop), all(|l| &l.negations), all(|l| &l.reporting));
        let (first, second) = (all(|l| &l.first), all(|l| &l.second));
        Ok(Self { lexicons, stop, negations, reporting, first, second })
    }

    /// The languages covered, by their codes.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.lexicons.iter().map(|lexicon| lexicon.language.as_str())
    }

    /// Every word that settles what a disguised word means: those of the lexicons and of the rules' examples.
    pub fn words<'a>(&self, rules: &[Rule], names: impl Iterator<Item = &'a str>) -> Words {
        let examples = rules.iter().flat_map(|rule| rule.examples.matches.iter().chain(&rule.examples.passes));
        let texts = examples.map(String::as_str).chain(self.lexicons.iter().map(|lexicon| lexicon.words.as_str()));
        let mut words: Vec<String> = texts.flat_map(tokens).filter(|word| word.len() > 2).map(Cow::into_owned).collect();
        words.extend(
            self.lexicons
                .iter()
                .flat_map(|lexicon| lexicon.stop.iter().chain(&lexicon.negations).chain(&lexicon.reporting).chain(&lexicon.first))
                .cloned(),
        );
        words.extend(names.map(str::to_owned));
        Words::new(words.iter().map(String::as_str))
    }

    /// Whether `word` (lower case) denies what stands beside it.
    pub fn denies(&self, word: &str) -> bool {
        self.negations.contains(word) || word.ends_with("n't") || word.ends_with("n’t")
    }

    /// Whether `word` (lower case) says that somebody else speaks or acts.
    pub fn reports(&self, word: &str) -> bool {
        self.reporting.contains(word)
    }

    /// Whether `word` (lower case) names the one who speaks.
    pub fn names_speaker(&self, word: &str) -> bool {
        self.first.contains(word)
    }

    /// Whether `word` (lower case) names the one spoken to.
    pub fn names_reader(&self, word: &str) -> bool {
        self.second.contains(word)
    }

    /// Whether `text` is long enough to judge, and in none of the languages covered.
    pub fn foreign(&self, text: &str) -> bool {
        let letters = text.chars().filter(|character| character.is_alphabetic()).take(JUDGED_MAX * 5);
        let (mut all, mut other) = (0, 0);
        for character in letters {
            all += 1;
            other += usize::from(!matches!(character, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{400}'..='\u{4ff}'));
        }
        let words: Vec<_> = tokens(text).take(JUDGED_MAX).collect();
        let known = words.iter().filter(|word| self.stop.contains(word.as_ref())).count();
        (all >= JUDGED_MIN && other * 2 > all) || (words.len() >= JUDGED_MIN && known * 12 < words.len())
    }
}

/// The words of `text` in lower case: letters and apostrophes.
pub fn tokens(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.split(|character: char| !(character.is_alphabetic() || matches!(character, '\'' | '’')))
        .filter(|word| word.chars().any(char::is_alphabetic))
        .map(|word| lower(word.trim_matches(['\'', '’'])))
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}
