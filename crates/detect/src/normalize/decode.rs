//! Text written as base64, hexadecimal or binary digits, turned letters or turned words.

use data_encoding::{BASE64, BASE64_NOPAD};

use super::lexicon_words::Words;
use super::map::{OffsetMap, Rewriter};

/// Fewest characters of a token that is tried as base64.
const BASE64_MIN: usize = 16;

/// Fewest bytes that a block must give to be taken for text.
const BYTES_MIN: usize = 5;

/// Words that are looked at before a text counts as turned.
const SAMPLE_WORDS: usize = 40;

/// A byte with the place that it was read from.
type ReadByte = (u8, usize, usize);

/// `text` with each block that is plain text in base64, hexadecimal or binary digits written as that text. Nothing where it has none.
pub fn blocks(text: &str) -> Option<(String, OffsetMap)> {
    let mut out = Rewriter::with_capacity(text.len());
    let (mut at, mut copied) = (0, 0);
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        let token = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+/=_-".contains(c))).unwrap_or(rest.len());
        let read = if token == 0 { None } else { block_at(text, at, token) };
        if let Some((end, bytes)) = read {
            out.copy(text, copied, at);
            write_bytes(&mut out, &bytes);
            (at, copied) = (end, end);
        } else {
            at += token.max(1);
            while !text.is_char_boundary(at) {
                at += 1;
            }
        }
    }
    out.copy(text, copied, text.len());
    out.finish()
}

fn block_at(text: &str, at: usize, token: usize) -> Option<(usize, Vec<ReadByte>)> {
    let word = text.get(at..at + token)?;
    if word.len() >= 8 && word.bytes().all(|byte| matches!(byte, b'0' | b'1')) {
        return digits(text, at, 2, 8);
    }
    if word.len() >= 2 && word.len() % 2 == 0 && word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return digits(text, at, 16, 2);
    }
    if word.len() < BASE64_MIN {
        return None;
    }
    let bare = word.trim_end_matches('=');
    let bytes = BASE64_NOPAD.decode(bare.as_bytes()).or_else(|_| BASE64.decode(word.as_bytes())).ok()?;
    let read: Vec<ReadByte> =
        bytes.iter().enumerate().map(|(index, &byte)| (byte, at + index / 3 * 4, at + (index / 3 * 4 + 4).min(token))).collect();
    is_text(&bytes).then_some((at + token, read))
}

/// Bytes written in `base` with `width` digits each, in one token or several with one space between them.
fn digits(text: &str, at: usize, base: u32, width: usize) -> Option<(usize, Vec<ReadByte>)> {
    let mut read: Vec<ReadByte> = Vec::new();
    let mut position = at;
    while let Some(byte) = text.get(position..position + width).and_then(|digits| byte_of(digits, base)) {
        read.push((byte, position, position + width));
        position += width;
        let gap = text.get(position..).is_some_and(|rest| rest.starts_with([' ', '\n', ','])) as usize;
        if gap == 1 && text.get(position + 1..position + 1 + width).and_then(|digits| byte_of(digits, base)).is_some() {
            position += 1;
        }
    }
    let bytes: Vec<u8> = read.iter().map(|(byte, _, _)| *byte).collect();
    is_text(&bytes).then_some((position, read))
}

fn byte_of(digits: &str, base: u32) -> Option<u8> {
    if digits.bytes().all(|digit| (digit as char).is_digit(base)) { u8::from_str_radix(digits, base).ok() } else { None }
}

/// Whether bytes are text that somebody wrote: UTF-8, no controls, mostly letters.
fn is_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let letters = text.chars().filter(|character| character.is_alphabetic() || *character == ' ').count();
    let controls = text.chars().any(|character| character.is_control() && !matches!(character, '\n' | '\r' | '\t'));
    bytes.len() >= BYTES_MIN && !controls && letters * 10 >= text.chars().count() * 7
}

fn write_bytes(out: &mut Rewriter, read: &[ReadByte]) {
    let bytes: Vec<u8> = read.iter().map(|(byte, _, _)| *byte).collect();
    let Ok(text) = std::str::from_utf8(&bytes) else { return };
    for (index, character) in text.char_indices() {
        let last = index + character.len_utf8() - 1;
        if let (Some(&(_, from, _)), Some(&(_, _, to))) = (read.get(index), read.get(last)) {
            out.replace(from, to, character.encode_utf8(&mut [0; 4]));
        }
    }
}

/// `text` with its letters turned by thirteen, or its lines read from the end, where that makes words of what was none.
pub fn turned(text: &str, words: &Words) -> Option<(String, OffsetMap)> {
    let letters = |text| str::split(text, |character: char| !character.is_ascii_alphabetic()).filter(|word| word.len() >= 3);
    let mut small = String::new();
    let mut known_as_it_is = |word: &&str| {
        small.clear();
        small.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        words.contains(&small)
    };
    if letters(text).take(SAMPLE_WORDS / 2).filter(&mut known_as_it_is).nth(2).is_some() {
        return None;
    }
    let sample: Vec<String> = letters(text).take(SAMPLE_WORDS).map(str::to_ascii_lowercase).collect();
    let known = |turn: &dyn Fn(&str) -> String| sample.iter().filter(|word| words.contains(&turn(word))).count();
    if sample.len() < 4 || known(&|word| word.to_owned()) * 4 >= sample.len() {
        return None;
    }
    if known(&|word| word.chars().map(rot13).collect()) * 2 > sample.len() {
        let mut out = Rewriter::with_capacity(text.len());
        for (at, character) in text.char_indices() {
            let end = at + character.len_utf8();
            if character.is_ascii_alphabetic() {
                out.replace(at, end, rot13(character).encode_utf8(&mut [0; 4]));
            } else {
                out.copy(text, at, end);
            }
        }
        return out.finish();
    }
    (known(&|word| word.chars().rev().collect()) * 2 > sample.len()).then(|| from_the_end(text)).flatten()
}

fn rot13(character: char) -> char {
    let turn = |base: u8| ((character as u8 - base + 13) % 26 + base) as char;
    match character {
        'a'..='z' => turn(b'a'),
        'A'..='Z' => turn(b'A'),
        _ => character,
    }
}

fn from_the_end(text: &str) -> Option<(String, OffsetMap)> {
    let mut out = Rewriter::with_capacity(text.len());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        for (index, character) in body.char_indices().rev() {
            out.replace(at + index, at + index + character.len_utf8(), character.encode_utf8(&mut [0; 4]));
        }
        out.copy(text, at + body.len(), at + line.len());
        at += line.len();
    }
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_in_digits_or_base64_a_text_is_read() {
        for (from, to) in [
            ("from 01000100 01110010 01100001 01100111 01101111 01101110 !", "from Dragon !"),
            ("see d2UgaGF2ZSB5b3VyIGRhdGE= now", "see we have your data now"),
            ("77652068617665206974", "we have it"),
        ] {
            assert_eq!(blocks(from).map(|(text, _)| text).as_deref(), Some(to));
        }
        assert!(blocks("id 5d41402abc4b2a76b9719d911017c592 and 12345678").is_none());
    }

    #[test]
    fn turned_letters_are_read() {
        let words = Words::new(["we", "have", "stolen", "your", "files", "pay", "now"].into_iter());
        assert_eq!(turned("Jr unir fgbyra lbhe svyrf, cnl abj", &words).unwrap().0, "We have stolen your files, pay now");
        assert_eq!(turned("won yap selif ruoy nelots evah", &words).unwrap().0, "have stolen your files pay now");
        assert!(turned("we have your files", &words).is_none());
    }
}
