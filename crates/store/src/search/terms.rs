//! Words of a text, as both indexes see them: lower case, without marks on letters.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether a script puts no spaces between its words; then each character counts as one.
const fn stands_alone(character: char) -> bool {
    matches!(
        character,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
    )
}

/// `text` with spaces around each character that counts as a word; nothing where it has none.
pub(super) fn spaced(text: &str) -> Option<String> {
    if text.is_ascii() || !text.chars().any(stands_alone) {
        return None;
    }
    let mut out = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        if stands_alone(character) {
            out.extend([' ', character, ' ']);
        } else {
            out.push(character);
        }
    }
    Some(out)
}

/// A text in lower case without marks, and for each of its bytes where in the text it came from.
pub(super) struct Lowered {
    pub(super) text: String,
    from: Vec<u32>,
}

impl Lowered {
    pub(super) fn of(text: &str) -> Self {
        let mut lowered = Self { text: String::with_capacity(text.len()), from: Vec::with_capacity(text.len() + 1) };
        for (at, character) in text.char_indices() {
            let before = lowered.text.len();
            if character.is_ascii() {
                lowered.text.push(character.to_ascii_lowercase());
            } else {
                let plain = std::iter::once(character).nfd().filter(|part| !is_combining_mark(*part));
                lowered.text.extend(plain.flat_map(char::to_lowercase));
            }
            lowered.from.extend(std::iter::repeat_n(at as u32, lowered.text.len() - before));
        }
        lowered.from.push(text.len() as u32);
        lowered
    }

    /// Where `range` of this text stands in the text that it was made from.
    pub(super) fn source(&self, range: Range<usize>) -> Range<usize> {
        let at = |index: usize| self.from[index.min(self.from.len() - 1)] as usize;
        at(range.start)..at(range.end)
    }

    /// Where its words stand.
    pub(super) fn words(&self) -> Vec<Range<usize>> {
        let mut words = Vec::new();
        let mut open: Option<usize> = None;
        for (at, character) in self.text.char_indices() {
            let (alone, part) = (stands_alone(character), character.is_alphanumeric());
            if let Some(start) = open.filter(|_| alone || !part) {
                words.push(start..at);
                open = None;
            }
            if alone && part {
                words.push(at..at + character.len_utf8());
            } else if part && open.is_none() {
                open = Some(at);
            }
        }
        words.extend(open.map(|start| start..self.text.len()));
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let lowered = Lowered::of(text);
        lowered.words().into_iter().map(|word| lowered.text[word].to_owned()).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_or_single_signs() {
        assert_eq!(words("Zahlt: pay@mail.example, 5BTC"), ["zahlt", "pay", "mail", "example", "5btc"]);
        assert_eq!(words("Über façade"), ["uber", "facade"]);
        assert_eq!(words("付款BTC地址"), ["付", "款", "btc", "地", "址"]);
        assert_eq!(spaced("付款").as_deref(), Some(" 付  款 "));
        assert_eq!(spaced("plain"), None);
    }

    #[test]
    fn what_was_lowered_leads_back() {
        let lowered = Lowered::of("Ünder ÄÖ");
        assert_eq!((lowered.text.as_str(), lowered.source(0..5), lowered.source(6..8)), ("under ao", 0..6, 7..11));
    }
}
