//! A text as it reads: for whoever looks for words in it, and for whoever wants to see what the engine made of a disguise.

use shakedown_core::Span;

use crate::engine::Engine;
use crate::normalize::Views;

/// A text without the characters that nobody sees and with look-alike letters made plain, and the way back to the text as written.
#[derive(Debug)]
pub struct Plain<'a>(Views<'a>);

impl<'a> Plain<'a> {
    /// Counted up whenever the same text may read otherwise than before: an index of such texts is then made anew.
    pub const VERSION: u32 = 1;

    /// `raw` as it reads. Nothing is decoded and no word is guessed; a text that hides nothing stays as it is, without a copy.
    ///
    /// Source: Unicode NFKC, UTS 39 confusables.
    pub fn of(raw: &'a str) -> Self {
        Self(Views::as_it_reads(raw))
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.iter().last().map_or(self.0.raw(), |(_, _, text)| text)
    }

    /// The span of the text as written that `span` of the plain one stands for, on character borders.
    pub fn source(&self, span: Span) -> Span {
        self.0.source(self.0.iter().count() - 1, span)
    }
}

/// A text as the engine matches it last, beside the text as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// What was done to it, in order: `revealed`, `folded`, `decoded` …
    pub steps: Vec<&'static str>,
    /// The text, piece by piece.
    pub pieces: Vec<CleanedPiece>,
}

/// A piece of a cleaned-up text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CleanedPiece {
    /// What is read; empty where something was taken away.
    pub text: String,
    /// What stood there, in bytes of the text as written.
    pub from: Span,
    /// Whether another text than this stood there. White space in place of other white space is none.
    pub changed: bool,
}

impl Engine {
    /// `raw` with its disguises taken away and its encoded blocks decoded, and what each piece was made from; none for a text that hides nothing.
    ///
    /// Time is linear in its length but for the logarithm of the number of changes.
    pub fn cleaned(&self, raw: &str) -> Option<Cleaned> {
        let views = Views::of(raw, &self.words);
        let (last, text, _) = views.last_made()?;
        let mut pieces: Vec<CleanedPiece> = Vec::new();
        let mut end = 0;
        for (at, character) in text.char_indices() {
            let read = text.get(at..at + character.len_utf8()).unwrap_or_default();
            let from = views.source(last, Span::new(at, at + read.len()));
            if from.start > end {
                push(&mut pieces, raw, "", Span { start: end, end: from.start });
            }
            push(&mut pieces, raw, read, from);
            end = end.max(from.end);
        }
        if (end as usize) < raw.len() {
            push(&mut pieces, raw, "", Span::new(end as usize, raw.len()));
        }
        let blank = |text: &str| text.chars().all(char::is_whitespace);
        for piece in pieces.iter_mut().filter(|piece| piece.changed) {
            piece.changed = !(blank(&piece.text) && piece.from.of(raw).is_none_or(blank));
        }
        let steps = views.iter().filter_map(|(_, name, _)| name).collect();
        pieces.iter().any(|piece| piece.changed).then_some(Cleaned { steps, pieces })
    }
}

/// Add `read`, made from `from`: to the last piece where it goes on with it.
fn push(pieces: &mut Vec<CleanedPiece>, raw: &str, read: &str, from: Span) {
    let changed = from.of(raw) != Some(read);
    match pieces.last_mut() {
        // Of a decoded block, every character was made from all of it.
        Some(last) if changed && last.changed && from.start < last.from.end => {
            last.text.push_str(read);
            last.from.end = last.from.end.max(from.end);
        }
        Some(last) if last.changed == changed && from.start == last.from.end => {
            last.text.push_str(read);
            last.from.end = from.end;
        }
        _ => pieces.push(CleanedPiece { text: read.to_owned(), from, changed }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cleaned_text_says_of_each_piece_what_stood_there() {
        let engine = Engine::built_in().unwrap();
        let raw = "Send the p\u{200b}\u{430}yment today.\nOr we &#112;ublish.";
        let cleaned = engine.cleaned(raw).unwrap();
        let text: String = cleaned.pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(text, "Send the payment today.\nOr we publish.");
        let changed = cleaned.pieces.iter().filter(|piece| piece.changed).map(|piece| (piece.text.as_str(), piece.from.of(raw)));
        assert_eq!(changed.collect::<Vec<_>>(), [("a", Some("\u{200b}\u{430}")), ("p", Some("&#112;"))]);
        assert!(cleaned.steps.contains(&"folded"), "{:?}", cleaned.steps);
        assert_eq!(engine.cleaned("Plain words.\nIn two lines."), None);
    }

    #[test]
    fn a_word_in_disguise_is_found_where_it_stands() {
        let raw = "send the p\u{200b}\u{430}yment";
        let plain = Plain::of(raw);
        assert_eq!(plain.text(), "send the payment");
        assert_eq!(plain.source(Span::new(9, 16)).of(raw), Some("p\u{200b}\u{430}yment"));
        assert_eq!(Plain::of("plain words").text(), "plain words");
    }
}
