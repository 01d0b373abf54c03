//! Digits and signs that stand for letters.

use super::lexicon_words::Words;
use super::map::{OffsetMap, Rewriter};

/// The longest word that is read as disguised, in bytes.
const WORD_MAX: usize = 24;

/// Most readings of one word that are tried.
const READINGS_MAX: usize = 32;

/// `text` with words such as `3ncryp73d` and `p@y` written in letters. Nothing where it holds none that becomes a known word.
pub fn letters(text: &str, words: &Words) -> Option<(String, OffsetMap)> {
    let mut out = Rewriter::with_capacity(text.len());
    let mut at = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let bare = part.trim_end();
        let start = bare.len() - bare.trim_start_matches(['"', '\'', '(', '*', '-']).len();
        let core = bare.get(start..).unwrap_or_default().trim_end_matches(['.', ',', '!', '?', ':', ';', ')', '"', '\'', '*']);
        match reading(core, words) {
            Some(word) => {
                out.copy(text, at, at + start);
                out.replace(at + start, at + start + core.len(), &word);
                out.copy(text, at + start + core.len(), at + part.len());
            }
            None => out.copy(text, at, at + part.len()),
        }
        at += part.len();
    }
    out.finish()
}

/// The known word that `word` stands for; nothing where it is a plain word or number, or becomes no known word.
fn reading(word: &str, words: &Words) -> Option<String> {
    if !(2..=WORD_MAX).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    if letters == word.len() || letters == 0 {
        return None;
    }
    let mut readings = vec![String::with_capacity(word.len())];
    for byte in word.bytes() {
        let (first, second) = stands_for(byte)?;
        let many = readings.len();
        if let Some(second) = second.filter(|_| many * 2 <= READINGS_MAX) {
            readings.extend_from_within(..);
            readings.iter_mut().skip(many).for_each(|reading| reading.push(second));
        }
        readings.iter_mut().take(many).for_each(|reading| reading.push(first));
    }
    readings.into_iter().find(|reading| words.contains(reading))
}

/// The letter that a byte stands for, and another that it may stand for.
fn stands_for(byte: u8) -> Option<(char, Option<char>)> {
    Some(match byte {
        b'a'..=b'z' | b'A'..=b'Z' => (byte.to_ascii_lowercase() as char, None),
        b'0' => ('o', None),
        b'1' | b'|' => ('i', Some('l')),
        b'!' => ('i', None),
        b'3' => ('e', None),
        b'4' | b'@' => ('a', None),
        b'5' | b'$' => ('s', None),
        b'6' | b'9' => ('g', None),
        b'7' | b'+' => ('t', None),
        b'8' => ('b', None),
        b'\'' => ('\'', None),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_become_known_words_are_read() {
        let words = Words::new(["encrypted", "files", "all", "data", "your"].into_iter());
        let (text, _) = letters("4ll y0ur f1l35 (3ncryp73d) 2024 x264 b2b", &words).unwrap();
        assert_eq!(text, "all your files (encrypted) 2024 x264 b2b");
        assert!(letters("in 2024 a 4k screen", &words).is_none());
    }
}
