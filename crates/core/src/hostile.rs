//! Text that criminals wrote.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Text out of an exhibit. It has no `Display`: whoever shows it says how, with [`visible`](Hostile::visible), an escaping template or JSON.
///
/// `Debug` prints its length alone, so that no log line can hold exhibit text.
///
/// ```compile_fail
/// println!("{}", shakedown_core::Hostile::new("pay"));
/// ```
/// ```
/// let text = shakedown_core::Hostile::new("a\u{202e}b\u{1b}[31m");
/// assert_eq!(text.visible(), "a⟨U+202E⟩b⟨U+001B⟩[31m");
/// assert_eq!(format!("{text:?}"), "Hostile(10 bytes)");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Hostile(String);

impl Hostile {
    /// Wrap exhibit text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The exact text, for matching, hashing and lossless output. Never for a terminal or a page.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// The text with every control, bidi and invisible character written as `⟨U+XXXX⟩`; line breaks and tabs stay.
    pub fn visible(&self) -> Cow<'_, str> {
        visible(&self.0)
    }
}

impl fmt::Debug for Hostile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hostile({} bytes)", self.0.len())
    }
}

/// `text` with every character that [`is_hidden`] written as `⟨U+XXXX⟩`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_hidden(character) {
            out.push_str(&format!("⟨U+{:04X}⟩", character as u32));
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Whether a reader cannot see `character`, or it changes how others are seen: C0 (but line feed and tab), DEL, C1, bidi controls, zero-width
/// and default-ignorable characters, variation selectors, tags, line and paragraph separators, and the noncharacters, which no page may hold.
///
/// Source: Unicode 16, `Default_Ignorable_Code_Point`, `Bidi_Control` and `Noncharacter_Code_Point`.
pub fn is_hidden(character: char) -> bool {
    u32::from(character) & 0xfffe == 0xfffe
        || matches!(character,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hidden_character_is_shown_and_no_other_changes() {
        for character in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = character.to_string();
            let shown = visible(&text);
            assert!(!shown.chars().any(is_hidden), "U+{:04X} stays hidden", character as u32);
            assert_eq!(is_hidden(character), shown != text);
        }
    }
}
