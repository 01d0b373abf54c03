//! The way back from a cleaned-up text to the text it was made from.

use shakedown_core::Span;

/// A piece of a cleaned-up text, up to the next piece.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Where it begins in the cleaned-up text.
    at: u32,
    /// What it was made from.
    from: Span,
    /// Whether it is a copy, byte for byte; otherwise any part of it stands for all of `from`.
    copied: bool,
}

/// Maps every byte of a cleaned-up text back to the bytes it was made from. Its size follows the number of changes, not of bytes.
#[derive(Clone, Debug, Default)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

impl OffsetMap {
    /// The span in the source that `span` of the cleaned-up text was made from.
    ///
    /// It begins and ends on character borders of the source, as long as `span` does so in the cleaned-up text. An empty map is a copy.
    pub fn source(&self, span: Span) -> Span {
        let last = span.end.saturating_sub(1).max(span.start);
        match (self.piece(span.start), self.piece(last)) {
            (Some(first), Some(end)) => {
                let start = if first.copied { first.from.start + (span.start - first.at) } else { first.from.start };
                let stop = if end.copied { end.from.start + (span.end.max(end.at) - end.at) } else { end.from.end };
                Span { start, end: stop.min(end.from.end).max(start) }
            }
            _ => span,
        }
    }

    fn piece(&self, at: u32) -> Option<Piece> {
        let index = self.pieces.partition_point(|piece| piece.at <= at).checked_sub(1)?;
        self.pieces.get(index).copied()
    }
}

/// Builds a cleaned-up text together with its map.
#[derive(Debug, Default)]
pub struct Rewriter {
    text: String,
    map: OffsetMap,
    changed: bool,
}

impl Rewriter {
    /// An empty text, with room for `capacity` bytes.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), ..Self::default() }
    }

    /// Take over `source[from..to]` as it is.
    pub fn copy(&mut self, source: &str, from: usize, to: usize) {
        let Some(text) = source.get(from..to).filter(|text| !text.is_empty()) else { return };
        let at = self.text.len() as u32;
        match self.map.pieces.last_mut() {
            Some(piece) if piece.copied && piece.from.end == from as u32 => piece.from.end = to as u32,
            _ => self.map.pieces.push(Piece { at, from: Span::new(from, to), copied: true }),
        }
        self.text.push_str(text);
    }

    /// Write `text` in place of `source[from..to]`; an empty `text` leaves it out.
    pub fn replace(&mut self, from: usize, to: usize, text: &str) {
        self.changed = true;
        if text.is_empty() {
            return;
        }
        self.map.pieces.push(Piece { at: self.text.len() as u32, from: Span::new(from, to), copied: false });
        self.text.push_str(text);
    }

    /// The text and its map, or nothing where no byte was changed.
    pub fn finish(self) -> Option<(String, OffsetMap)> {
        self.changed.then_some((self.text, self.map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_and_replacements_lead_back() {
        let source = "ab\u{200b}cd&amp;e";
        let mut rewriter = Rewriter::with_capacity(8);
        rewriter.copy(source, 0, 2);
        rewriter.replace(2, 5, "");
        rewriter.copy(source, 5, 7);
        rewriter.replace(7, 12, "&");
        rewriter.copy(source, 12, 13);
        let (text, map) = rewriter.finish().unwrap();
        assert_eq!(text, "abcd&e");
        let back = |from, to| map.source(Span::new(from, to)).of(source).unwrap();
        assert_eq!(back(0, 2), "ab");
        assert_eq!(back(1, 3), "b\u{200b}c");
        assert_eq!(back(4, 5), "&amp;");
        assert_eq!(back(3, 6), "d&amp;e");
    }
}
