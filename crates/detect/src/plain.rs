//! A text as it reads, for whoever looks for words in it.

use shakedown_core::Span;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_disguise_is_found_where_it_stands() {
        let raw = "send the p\u{200b}\u{430}yment";
        let plain = Plain::of(raw);
        assert_eq!(plain.text(), "send the payment");
        assert_eq!(plain.source(Span::new(9, 16)).of(raw), Some("p\u{200b}\u{430}yment"));
        assert_eq!(Plain::of("plain words").text(), "plain words");
    }
}
