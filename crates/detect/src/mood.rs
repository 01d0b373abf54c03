//! How the words around a match turn it: denied, asked, reported or quoted.

use std::ops::Range;

use memchr::memchr3;
use shakedown_core::{Family, Mood};

use crate::lexicon::{Lexicons, tokens};
use crate::rule::Rule;
use crate::sentence;

/// How far before a quotation its opening mark is looked for, in bytes.
const QUOTE_REACH: usize = 600;

/// How far behind a match the closing mark is looked for, in bytes.
const QUOTE_LENGTH: usize = 8_000;

/// How far around a quotation a reporting word is looked for, in bytes.
const REPORT_REACH: usize = 120;

/// What a sentence as a whole tells; kept while matches in the same sentence are judged.
#[derive(Clone, Debug)]
pub struct Told {
    sentence: Range<usize>,
    /// Somebody speaks of "we", or to "you".
    person: bool,
    /// A word says that somebody else speaks or acts.
    reports: bool,
    /// One that is no "report", which in a list of data is a document.
    reports_but_documents: bool,
    /// It ends in a question mark.
    asked: bool,
    /// Somebody wants or needs something.
    wanted: bool,
}

impl Told {
    fn by(text: &str, sentence: Range<usize>, lexicons: &Lexicons) -> Self {
        let whole = text.get(sentence.clone()).unwrap_or_default();
        let asked = whole.trim_end_matches(['"', '\'', '”', '’', ')', ' ', '\n', '\r']).ends_with('?');
        let mut told = Self { sentence, person: false, reports: false, reports_but_documents: false, asked, wanted: false };
        for word in tokens(whole) {
            told.person |= lexicons.names_speaker(&word) || lexicons.names_reader(&word);
            if lexicons.reports(&word) {
                told.reports = true;
                told.reports_but_documents |= !word.starts_with("report");
            }
            told.wanted |= matches!(word.as_ref(), "want" | "need");
        }
        told
    }

    /// Whether the sentence of `range` is this one. One that is too long to be followed to its ends differs from place to place.
    fn holds(&self, range: &Range<usize>) -> bool {
        self.sentence.len() <= sentence::REACH && self.sentence.start <= range.start && range.end <= self.sentence.end
    }
}

/// How the words around `range` of `text` turn a match of `rule`. `told` is what the last sentence judged tells, for the next match of the same text.
///
/// A question mark at the end of the sentence asks, but for a volume: who asks about "90 GB" has been told so; a denying word in the two words before the match, or inside a claim, denies; quotation marks
/// with a reporting word near them quote; a reporting word in a sentence in which nobody speaks of "we" to "you" reports. In a list of data, "reports" are documents.
pub fn mood(text: &str, range: Range<usize>, rule: &Rule, lexicons: &Lexicons, told: &mut Option<Told>) -> Mood {
    let told = match told {
        Some(told) if told.holds(&range) => told,
        _ => told.insert(Told::by(text, sentence::around(text, range.start, range.end), lexicons)),
    };
    let matched = text.get(range.clone()).unwrap_or_default();
    let before = text.get(told.sentence.start..range.start).unwrap_or_default();
    if !rule.negated && denied(before, matched, rule, lexicons) {
        return Mood::Denied;
    }
    if quoted(text, range.start, lexicons) {
        return Mood::Quoted;
    }
    let listed = matches!(rule.family, Family::DataType | Family::Volume);
    if !told.person && (if listed { told.reports_but_documents } else { told.reports }) {
        return Mood::Reported;
    }
    if told.asked && matches!(rule.family, Family::Claim | Family::DataType) && !told.wanted {
        return Mood::Asked;
    }
    Mood::Asserted
}

fn denied(before: &str, matched: &str, rule: &Rule, lexicons: &Lexicons) -> bool {
    let inside = rule.family == Family::Claim && tokens(matched).any(|word| lexicons.denies(&word));
    let clause = before.rsplit([',', ';', ':', '.', '\n']).next().unwrap_or_default();
    let words: Vec<_> = tokens(clause).collect();
    let subject = tokens(matched).next().is_some_and(|word| lexicons.names_speaker(&word) || lexicons.names_reader(&word));
    let reach = if subject || !matches!(rule.family, Family::Claim | Family::DataType | Family::Volume) { 1 } else { 3 };
    let first_person = words.iter().any(|word| lexicons.names_speaker(word));
    let near = words.iter().rev().take(reach).any(|word| lexicons.denies(word));
    inside || (near && !(subject && first_person))
}

/// Whether byte `at` stands between quotation marks that somebody who reports has set.
fn quoted(text: &str, at: usize, lexicons: &Lexicons) -> bool {
    let mut from = at.saturating_sub(QUOTE_REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let Some(before) = text.get(from..at) else { return false };
    let paragraph = before.rfind("\n\n").map_or(0, |index| index + 2);
    let Some(before) = before.get(paragraph..).filter(|before| may_quote(before)) else { return false };
    let Some(open) = open_quote(before) else { return false };
    let ahead: String =
        before.get(..open).unwrap_or_default().chars().rev().take(REPORT_REACH).collect::<Vec<_>>().into_iter().rev().collect();
    let rest = text.get(at..text.floor_char_boundary(at + QUOTE_LENGTH)).unwrap_or_default();
    let Some(close) = rest.find(['"', '”', '»', '“']) else { return tokens(&ahead).any(|word| lexicons.reports(&word)) };
    let rest = text.get(at..).unwrap_or_default();
    let after: String = rest.get(close..).unwrap_or_default().chars().take(REPORT_REACH).collect();
    tokens(&ahead).chain(tokens(&after)).any(|word| lexicons.reports(&word))
}

/// Whether a mark that opens a quotation may stand in `text`: by the first byte of each, which is far faster than by the marks.
fn may_quote(text: &str) -> bool {
    memchr3(b'"', 0xe2, 0xc2, text.as_bytes()).is_some()
}

/// Where the quotation that is open at the end of `before` begins.
fn open_quote(before: &str) -> Option<usize> {
    let mut open = None;
    for (index, character) in before.char_indices() {
        match character {
            '"' => open = if open.is_some() { None } else { Some(index) },
            '“' | '„' | '«' => open = Some(index),
            '”' | '»' => open = None,
            _ => {}
        }
    }
    open
}
