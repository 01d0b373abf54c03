//! Letters that look like others, marks that ride on letters, characters that nobody sees.

use std::collections::HashMap;
use std::sync::OnceLock;

use shakedown_core::is_hidden;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

use super::map::{OffsetMap, Rewriter};

/// The longest word that is judged as a whole, in bytes; a longer one is judged in parts of this length.
const WORD_MAX: usize = 256;

/// `text` without the characters that nobody sees. Nothing where it has none beside a letter or digit; the joiners of an emoji stay.
pub fn reveal(text: &str) -> Option<(String, OffsetMap)> {
    let mut out = Rewriter::with_capacity(text.len());
    let (mut copied, mut written) = (0, false);
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        if !character.is_ascii() && is_hidden(character) {
            let next = text.get(end..).and_then(|rest| rest.chars().find(|next| !is_hidden(*next)));
            if written || next.is_some_and(char::is_alphanumeric) {
                out.copy(text, copied, at);
                out.replace(at, end, "");
                copied = end;
            }
        } else {
            written = character.is_alphanumeric();
        }
    }
    out.copy(text, copied, text.len());
    out.finish()
}

/// `text` with combining marks dropped, compatibility forms written plainly and look-alike letters in Latin words made
/// Latin. Nothing where all of that changes nothing.
///
/// Source: Unicode NFKC, UTS 39 confusables.
pub fn fold(text: &str) -> Option<(String, OffsetMap)> {
    let mut out = Rewriter::with_capacity(text.len());
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let end = at + word_len(rest);
        let word = text.get(at..end).unwrap_or_default();
        if suspect(word) {
            fold_word(&mut out, text, at, word)
        } else {
            out.copy(text, at, end)
        }
        at = end;
    }
    out.finish()
}

/// Whether something in the word is not what it seems. Accents of Western languages and typographic signs are what they seem; an emoji with its
/// joiners is no word.
fn suspect(word: &str) -> bool {
    if word.is_ascii() || !word.chars().any(char::is_alphanumeric) {
        return false;
    }
    let accents = word.chars().filter(|character| western(*character)).count();
    let strange = |character: char| {
        let letter = character.is_alphanumeric() && !character.is_ascii() && !western(character);
        is_combining_mark(character) || letter && (look_alike(word) || !unicode_normalization::is_nfkc(character.encode_utf8(&mut [0; 4])))
    };
    accents >= 3 || word.chars().any(strange)
}

fn western(character: char) -> bool {
    matches!(character, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' | 'œ' | 'Œ')
}

/// The length of the word, or of what stands between two words, at the start of `rest`; at least one character.
fn word_len(rest: &str) -> usize {
    let mut chars = rest.char_indices();
    let first = chars.next().map_or(0, |(_, character)| character.len_utf8());
    let space = rest.starts_with(char::is_whitespace);
    for (index, character) in chars {
        if character.is_whitespace() != space || index >= WORD_MAX {
            return index;
        }
    }
    rest.len().max(first)
}

fn fold_word(out: &mut Rewriter, text: &str, at: usize, word: &str) {
    let foreign = !look_alike(word);
    for (index, character) in word.char_indices() {
        let (from, to) = (at + index, at + index + character.len_utf8());
        if character.is_ascii() {
            out.copy(text, from, to);
        } else if is_combining_mark(character) {
            out.replace(from, to, "");
        } else {
            let plain = plain(character, foreign);
            if plain.chars().eq([character]) { out.copy(text, from, to) } else { out.replace(from, to, &plain) }
        }
    }
}

/// Whether the word is Latin, or pretends to be: it holds a Latin letter, or each of its letters looks like one.
fn look_alike(word: &str) -> bool {
    if word.chars().flat_map(|character| std::iter::once(character).nfkc()).any(|character| character.is_ascii_alphabetic()) {
        return true;
    }
    let mut letters = 0;
    for character in word.chars() {
        if character.is_alphabetic() && !is_combining_mark(character) {
            letters += 1;
            if latin_twin(character).is_none() {
                return false;
            }
        }
    }
    letters > 2
}

/// The plain form of one character: NFKC, then without its marks, then (in Latin words) its Latin twin.
fn plain(character: char, foreign: bool) -> String {
    if let Some(plain) = plain_punctuation(character) {
        return plain.to_owned();
    }
    let keep = foreign && !('\u{c0}'..='\u{24f}').contains(&character);
    let one = std::iter::once(character);
    if keep {
        return one.nfkc().collect();
    }
    one.nfkd().filter(|part| !is_combining_mark(*part)).map(|part| latin_twin(part).or_else(|| neighbour(part)).unwrap_or(part)).collect()
}

fn plain_punctuation(character: char) -> Option<&'static str> {
    Some(match character {
        '‘' | '’' | 'ʼ' | '′' | '´' => "'",
        '“' | '”' | '„' | '″' => "\"",
        '‐'..='―' | '−' => "-",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '…' => "...",
        _ => return None,
    })
}

/// The ASCII letter that a reader takes `character` for.
fn latin_twin(character: char) -> Option<char> {
    static TWINS: OnceLock<HashMap<String, char>> = OnceLock::new();
    if character.is_ascii() {
        return None;
    }
    if let Some(twin) = ligature(character) {
        return Some(twin);
    }
    let twins = TWINS.get_or_init(|| {
        let letters = ('A'..='Z').chain('a'..='z');
        letters.map(|letter| (skeleton(letter.encode_utf8(&mut [0; 4])).collect(), letter)).collect()
    });
    let form: String = skeleton(character.encode_utf8(&mut [0; 4])).collect();
    twins.get(&form).map(|letter| if character.is_uppercase() { letter.to_ascii_uppercase() } else { *letter })
}

/// Latin letters that decompose into nothing.
fn ligature(character: char) -> Option<char> {
    Some(match character {
        'ø' => 'o',
        'Ø' => 'O',
        'đ' | 'ð' => 'd',
        'ł' => 'l',
        'ħ' => 'h',
        'ŧ' => 't',
        'ı' => 'i',
        _ => return None,
    })
}

/// The Latin letter that a Cyrillic one stands for beside Latin letters, though it is drawn like a small capital or not at all like it.
fn neighbour(character: char) -> Option<char> {
    Some(match character {
        'т' => 't',
        'м' => 'm',
        'к' => 'k',
        'н' => 'h',
        'в' => 'b',
        'п' => 'n',
        'и' => 'u',
        'я' => 'r',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disguised_letters_read_plainly_and_foreign_words_stay() {
        for (from, to) in [
            ("wе hаvе уоur dаtа", "we have your data"),
            ("e\u{301}ncr\u{306}ypted", "encrypted"),
            ("e\u{200b}n\u{200d}cry\u{ad}pted", "encrypted"),
            ("ｅｎｃｒｙｐｔｅｄ 𝐟𝐢𝐥𝐞𝐬", "encrypted files"),
            ("ẹńcrỵptéd", "encrypted"),
            ("don’t wait… größer ❤\u{fe0f}", "don’t wait… größer ❤\u{fe0f}"),
            ("dоn’t", "don't"),
            ("данные к вашим украдены й", "данные к вашим украдены й"),
            ("do\u{200b}n\u{200b}nées", "données"),
        ] {
            let seen = reveal(from).map_or(from.to_owned(), |(text, _)| text);
            let text = fold(&seen).map_or(seen.clone(), |(text, _)| text);
            assert_eq!(text, to);
        }
    }
}
