//! A message in plain ASCII, with the way back to what was written.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use shakedown_core::{ObservableKind, is_hidden};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// Stands for a character that resembles nothing in ASCII: it ends every token.
pub(super) const OPAQUE: u8 = 0x1a;
/// A dot that was written as a word or between spaces: it counts in a mail address or an onion host alone.
pub(super) const WEAK_DOT: u8 = 0x02;
/// An `@` that was written as the word "at".
pub(super) const WEAK_AT: u8 = 0x03;

/// Text made of ASCII alone, and for each of its bytes the bytes of the message that it stands for.
pub(super) struct View<'t> {
    original: &'t str,
    text: Cow<'t, str>,
    /// Nothing where the view is the message itself.
    sources: Option<Vec<(u32, u32)>>,
}

impl<'t> View<'t> {
    /// Fold `original`: compatibility forms and look-alikes become the ASCII they pass for, invisible characters and combining marks go.
    ///
    /// Source: UAX 15 (NFKC), UTS 39 (confusables) through their published tables.
    pub(super) fn of(original: &'t str) -> Self {
        if original.is_ascii() || u32::try_from(original.len()).is_err() {
            let text = if original.is_ascii() { original } else { "" };
            return Self { original, text: Cow::Borrowed(text), sources: None };
        }
        let mut text = String::with_capacity(original.len());
        let mut sources = Vec::with_capacity(original.len());
        for (at, character) in original.char_indices() {
            let folded = fold(character);
            if folded != DROPPED {
                text.push(char::from(folded));
                sources.push((at as u32, (at + character.len_utf8()) as u32));
            }
        }
        Self { original, text: Cow::Owned(text), sources: Some(sources) }
    }

    /// The ASCII text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The same view with each of `edits` (sorted, apart) replaced by its ASCII text.
    pub(super) fn edited(self, edits: &[(Range<usize>, &'static str)]) -> Self {
        let mut text = String::with_capacity(self.text.len());
        let mut sources = Vec::with_capacity(self.text.len());
        let mut copied = 0;
        for (range, new) in edits {
            self.copy(copied..range.start, &mut text, &mut sources);
            if let Some(source) = self.source(range) {
                text.push_str(new);
                sources.extend(new.bytes().map(|_| (source.start as u32, source.end as u32)));
            }
            copied = range.end;
        }
        self.copy(copied..self.text.len(), &mut text, &mut sources);
        Self { original: self.original, text: Cow::Owned(text), sources: Some(sources) }
    }

    fn copy(&self, range: Range<usize>, text: &mut String, sources: &mut Vec<(u32, u32)>) {
        text.push_str(self.text.get(range.clone()).unwrap_or(""));
        match &self.sources {
            Some(known) => sources.extend_from_slice(known.get(range).unwrap_or(&[])),
            None => sources.extend(range.map(|at| (at as u32, at as u32 + 1))),
        }
    }

    /// Where in the message a range of the view was written.
    pub(super) fn source(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let Some(sources) = &self.sources else { return Some(range.clone()) };
        let (start, _) = sources.get(range.start)?;
        let (_, end) = sources.get(range.end.checked_sub(1)?)?;
        Some(*start as usize..*end as usize)
    }

    /// The message as written under a range of the view.
    pub(super) fn written(&self, range: &Range<usize>) -> &'t str {
        self.source(range).and_then(|source| self.original.get(source)).unwrap_or("")
    }

    /// Whether what has no checksum is written in Latin letters enough to be believed: a Russian word that looks like a host name is a word.
    pub(super) fn is_plausible(&self, kind: ObservableKind, range: &Range<usize>) -> bool {
        use ObservableKind::*;
        if self.sources.is_none() || !matches!(kind, Url | Domain | Email | Jabber | Telegram | VictimId) {
            return true;
        }
        let written = self.written(range);
        let plain = written.bytes().filter(u8::is_ascii_alphanumeric).count();
        let other = written.chars().filter(|c| !c.is_ascii() && c.is_alphanumeric()).count();
        if kind == Domain { plain > other } else { plain * 2 > other }
    }

    /// The name with its own letters, in lower case, where a host name holds letters such as `ü`: those are no disguise.
    pub(super) fn international(&self, kind: ObservableKind, range: &Range<usize>) -> Option<String> {
        use ObservableKind::*;
        if !matches!(kind, Url | Domain | Email) {
            return None;
        }
        let own = |(start, end): &(u32, u32)| {
            let mut written = self.original.get(*start as usize..*end as usize)?.chars();
            written.next().filter(|c| matches!(c, '\u{df}'..='\u{f6}' | '\u{f8}'..='\u{17f}'))
        };
        let sources = self.sources.as_ref()?.get(range.clone())?;
        let letters: Vec<Option<char>> = sources.iter().map(own).collect();
        let folded = self.text.get(range.clone())?.chars();
        let dots = |c: char| if c == char::from(WEAK_DOT) { '.' } else { c };
        let name = folded.zip(&letters).map(|(folded, own)| own.unwrap_or(dots(folded)));
        letters.iter().any(Option::is_some).then(|| name.flat_map(char::to_lowercase).collect())
    }
}

/// Mark of a character that leaves nothing behind.
const DROPPED: u8 = 0;

/// The blocks that hold letters which pass for Latin ones; all others are opaque or foldable by arithmetic.
const BLOCKS: [Range<u32>; 5] = [0x80..0x3100, 0xa000..0xac00, 0xfb00..0x1_0000, 0x1_d400..0x1_d800, 0x1_f100..0x1_f200];

/// What each character of [`BLOCKS`] folds to; built once, in a few milliseconds, when the first message that is not ASCII comes.
static FOLDS: LazyLock<[Vec<u8>; 5]> =
    LazyLock::new(|| BLOCKS.map(|block| block.map(|code| char::from_u32(code).map_or(OPAQUE, resemblance)).collect()));

fn fold(character: char) -> u8 {
    if character.is_ascii() {
        // The bytes that have a meaning of their own here must come from nowhere else.
        let byte = character as u8;
        return if matches!(byte, DROPPED | WEAK_DOT | WEAK_AT) { OPAQUE } else { byte };
    }
    let code = character as u32;
    // Nearly every letter of a message that is not ASCII comes from the first block.
    if let [first, ..] = &*FOLDS
        && let Some(folded) = first.get((code - 0x80) as usize)
    {
        return *folded;
    }
    let block = BLOCKS.iter().zip(FOLDS.iter()).find(|(block, _)| block.contains(&code));
    match block.and_then(|(block, folds)| folds.get((code - block.start) as usize)) {
        Some(folded) => *folded,
        None if is_hidden(character) => DROPPED,
        None => OPAQUE,
    }
}

fn resemblance(character: char) -> u8 {
    match character {
        '\u{85}' | '\u{2028}' | '\u{2029}' => return b'\n',
        '。' | '｡' => return b'.',
        _ if is_hidden(character) || is_combining_mark(character) => return DROPPED,
        _ if character.is_whitespace() => return b' ',
        _ => {}
    }
    let plain: String = std::iter::once(character).nfkd().filter(|c| !is_combining_mark(*c)).collect();
    if let Some(byte) = single(&plain) {
        return byte;
    }
    let like: String = skeleton(&plain).filter(|c| !is_combining_mark(*c)).collect();
    match single(&like) {
        // The prototype of I, l and 1 is "l"; a capital letter is read as a capital.
        Some(b'l') if character.is_uppercase() => b'I',
        Some(byte) => byte,
        None if like == "rn" => b'm',
        None => OPAQUE,
    }
}

fn single(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [byte] if byte.is_ascii_graphic() || *byte == b' ' => Some(*byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disguises_fold_to_what_they_pass_for() {
        for (written, folded) in [
            ("plain", "plain"),
            ("1Fe\u{200b}ex", "1Feex"),
            ("\u{441}\u{43e}\u{440}e", "cope"),
            ("\u{ff41}\u{ff0e}\u{ff42}", "a.b"),
            ("e\u{301}x\u{323}", "ex"),
            ("\u{1d5ee}\u{1d7ce}", "a0"),
            ("a\u{a0}b", "a b"),
            ("a\u{c8fc}b", "a\u{1a}b"),
            ("m\u{fc}nchen", "munchen"),
        ] {
            assert_eq!(View::of(written).text(), folded, "{written:?}");
        }
    }

    #[test]
    fn a_range_leads_back_to_whole_characters() {
        let view = View::of("x \u{441}\u{200b}b y");
        assert_eq!(view.text(), "x cb y");
        assert_eq!(view.written(&(2..4)), "\u{441}\u{200b}b");
        let view = View::of("a [.] b").edited(&[(1..6, ".")]);
        assert_eq!((view.text(), view.written(&(0..3))), ("a.b", "a [.] b"));
    }
}
