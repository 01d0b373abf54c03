//! The shadow of a line, for matching only: no marks, plain spaces, ASCII digits. The line itself stays as the exhibit has it.

use std::borrow::Cow;

/// A shadow and the way back into the line it was made from.
pub(crate) struct Shadow<'l> {
    /// The text to match.
    pub(crate) text: Cow<'l, str>,
    /// For each byte of `text`, and for its end, the byte of the line where it came from; nothing where the two are the same.
    origins: Vec<usize>,
}

impl<'l> Shadow<'l> {
    /// The shadow of at most the first `max` characters of `line`.
    pub(crate) fn of(line: &'l str, max: usize) -> Self {
        let start = line.get(..max.min(line.len())).unwrap_or_default();
        // No early end: so the whole start is looked at in a few steps.
        let odd = start.bytes().fold(false, |odd, byte| odd | !(matches!(byte, b' '..=b'~') | (byte == b'\t')));
        if !start.is_empty() && !odd {
            return Self { text: Cow::Borrowed(start), origins: Vec::new() };
        }
        let mut text = String::with_capacity(line.len().min(max));
        let mut origins = Vec::with_capacity(line.len().min(max) + 1);
        let mut end = 0;
        for (at, character) in line.char_indices().take(max) {
            end = at + character.len_utf8();
            if let Some(plain) = plain(character) {
                text.push(plain);
                origins.resize(text.len(), at);
            }
        }
        origins.push(end);
        Self { text: Cow::Owned(text), origins }
    }

    /// What of `line` follows the first `count` bytes of its shadow, marks included.
    pub(crate) fn after(&self, line: &'l str, count: usize) -> Option<&'l str> {
        let mut rest = line.get(self.origin(count.checked_sub(1)?)..)?.chars();
        rest.next();
        Some(rest.as_str())
    }

    /// Where byte `at` of the shadow stands in the line.
    pub(crate) fn origin(&self, at: usize) -> usize {
        self.origins.get(at).or(self.origins.last()).copied().unwrap_or(at.min(self.text.len()))
    }
}

/// `character` as it is matched; nothing for a mark that has no shape of its own.
fn plain(character: char) -> Option<char> {
    match character {
        ' '..='~' | '\t' => Some(character),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => None,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        _ => Some(ascii_digit(character).unwrap_or(character)),
    }
}

/// The ASCII digit for a decimal digit of another script.
///
/// Source: Unicode 16, general category Nd of the Basic Multilingual Plane scripts that phones write dates in.
fn ascii_digit(character: char) -> Option<char> {
    const ZEROS: [u32; 18] =
        [0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0xff10];
    let code = character as u32;
    let value = ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_digits_become_ascii_and_the_way_back_is_kept() {
        let line = "\u{200e}[\u{200f}١٨/3،\u{202f}x";
        let shadow = Shadow::of(line, 80);
        assert_eq!(shadow.text, "[18/3، x");
        assert_eq!(line.get(shadow.origin(1)..shadow.origin(3)), Some("١٨"));
        assert_eq!(shadow.origin(shadow.text.len()), line.len());
        assert_eq!(shadow.after(line, 7), Some("\u{202f}x"));
        assert_eq!(Shadow::of("a\u{202a}b", 5).after("a\u{202a}b", 1), Some("\u{202a}b"));
        assert_eq!(Shadow::of("", 5).origin(9), 0);
    }
}
