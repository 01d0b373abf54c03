//! Which characters can be set, and what stands in the place of those that cannot.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;
use shakedown_core::Digest;
use typst::text::Font;

/// The longest word that is not broken, in characters.
const WORD_MAX: usize = 20;
/// How many characters of a longer one stay together.
const BREAK_EVERY: usize = 4;

/// How many fonts are asked: each is a bit.
pub(super) const FONTS_MAX: usize = 64;

/// How much is set as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// Whatever some font has.
    Covered,
    /// ASCII alone.
    Ascii,
}

/// The fonts at hand.
pub(super) struct Glyphs<'a> {
    fonts: &'a [Font],
    care: Care,
}

impl<'a> Glyphs<'a> {
    pub fn new(fonts: &'a [Font], care: Care) -> Self {
        Self { fonts, care }
    }

    /// Write every character of `value` that cannot be set as `⟨U+XXXX⟩`, and tell which ones there are. A zero-width space, which
    /// is hidden and so stands in no value, goes where a long word may be broken.
    pub fn fit(&self, value: &mut Value) -> BTreeSet<char> {
        let mut fitting = Fitting { glyphs: self, known: HashMap::new(), missing: BTreeSet::new() };
        fitting.walk(value);
        fitting.missing
    }

    /// One hash over all fonts, in their order: with the case file and the options it decides the bytes.
    pub fn fingerprint(&self) -> String {
        let hashes: Vec<u8> = self.fonts.iter().flat_map(|font| *Digest::of(font.data()).as_bytes()).collect();
        let names: BTreeSet<&str> = self.fonts.iter().map(|font| font.info().family.as_str()).collect();
        format!("{}; SHA-256 {}", names.into_iter().collect::<Vec<_>>().join(", "), Digest::of(&hashes))
    }

    /// The fonts that have `character`, a bit for each.
    fn having(&self, character: char) -> u64 {
        if self.care == Care::Ascii && !character.is_ascii() && !matches!(character, '⟨' | '⟩') {
            return 0;
        }
        let has = |font: &Font| font.info().coverage.contains(character.into());
        self.fonts.iter().take(FONTS_MAX).enumerate().filter(|(_, font)| has(font)).fold(0, |bits, (place, _)| bits | 1 << place)
    }
}

/// One walk over the data of a report.
struct Fitting<'a> {
    glyphs: &'a Glyphs<'a>,
    known: HashMap<char, u64>,
    missing: BTreeSet<char>,
}

impl Fitting<'_> {
    fn walk(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if !text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)) {
                    *text = self.text(text);
                }
                if let Some(soft) = softened(text) {
                    *text = soft;
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|one| self.walk(one)),
            Value::Object(map) => map.values_mut().for_each(|one| self.walk(one)),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> String {
        let mut fitted = String::with_capacity(text.len());
        // The fonts that have all of the cluster so far: a mark is set with its letter, out of one font.
        let mut cluster = 0;
        for character in text.chars() {
            match character {
                '\n' => fitted.push('\n'),
                '\t' => fitted.push_str("    "),
                _ => {
                    let glyphs = self.glyphs;
                    let fonts = *self.known.entry(character).or_insert_with(|| glyphs.having(character));
                    let fonts = if is_mark(character) { fonts & cluster } else { fonts };
                    if fonts == 0 {
                        self.missing.insert(character);
                        fitted.push_str(&format!("⟨U+{:04X}⟩", u32::from(character)));
                        continue;
                    }
                    cluster = fonts;
                    fitted.push(character);
                }
            }
        }
        fitted
    }
}

/// `text` with places to break in every word that is longer than a column is wide; none where it has no such word.
fn softened(text: &str) -> Option<String> {
    let is_long = |word: &str| word.len() > WORD_MAX && word.chars().count() > WORD_MAX;
    if !text.split_whitespace().any(is_long) {
        return None;
    }
    let mut soft = String::with_capacity(text.len() + text.len() / 2);
    for word in text.split_inclusive(char::is_whitespace) {
        let long = is_long(word.trim_end());
        // A mark stays with its letter.
        for (place, character) in word.chars().enumerate() {
            if long && place > 0 && place.is_multiple_of(BREAK_EVERY) && !is_mark(character) {
                soft.push('\u{200b}');
            }
            soft.push(character);
        }
    }
    Some(soft)
}

/// Whether `character` is set upon the one before, as far as the fonts of this program have such characters.
///
/// Source: Unicode 16, `Grapheme_Extend` in the blocks of Latin, Greek, Cyrillic, Hebrew and Arabic.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{898}'..='\u{8ff}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::formats::pdf::world::bundled;

    #[test]
    fn what_no_font_has_is_written_by_its_number_and_counted_once() {
        let table = [
            ("plain\ttext\n", Care::Covered, "plain    text\n", 0),
            ("Жизнь, Ελλάδα, سلام, שלום, ₿ → ▲ 🙂", Care::Covered, "Жизнь, Ελλάδα, سلام, שלום, ₿ → ▲ 🙂", 0),
            ("付款 付", Care::Covered, "⟨U+4ED8⟩⟨U+6B3E⟩ ⟨U+4ED8⟩", 2),
            ("e\u{301} س\u{483}", Care::Covered, "e\u{301} س⟨U+0483⟩", 1),
            ("é", Care::Ascii, "⟨U+00E9⟩", 1),
            ("a 0123456789abcdef01234", Care::Covered, "a 0123\u{200b}4567\u{200b}89ab\u{200b}cdef\u{200b}0123\u{200b}4", 0),
        ];
        for (text, care, written, missing) in table {
            let mut value = json!([text]);
            assert_eq!(Glyphs::new(bundled(), care).fit(&mut value).len(), missing, "{text}");
            assert_eq!(value, json!([written]));
        }
    }
}
