//! Cleaned-up views of a message, each with the way back to the text as written.
//!
//! A plain message has none: one pass over its bytes decides whether any step could change it. The steps build on each other, so that a text that
//! is quoted, wrapped and written with look-alike letters is read too.

mod byte_signs;
mod decode;
mod fold;
mod layout;
mod leet;
mod lexicon_words;
mod map;
mod markup;
mod spaced;

use shakedown_core::Span;

pub use byte_signs::Signs;
pub use lexicon_words::Words;
pub use map::OffsetMap;

/// How often blocks may be decoded out of decoded blocks.
const DEPTH_MAX: usize = 3;

/// Most views of one message, so that work stays linear in its length.
const VIEWS_MAX: usize = 12;

/// One cleaned-up text.
#[derive(Debug)]
pub struct View {
    /// What was done, last step first in mind: `folded`, `spaced`.
    pub name: &'static str,
    /// The text after the step.
    pub text: String,
    map: OffsetMap,
    /// The view it was made from; none for the text as written.
    parent: Option<usize>,
}

/// A message in every form in which it is matched.
#[derive(Debug)]
pub struct Views<'a> {
    raw: &'a str,
    made: Vec<View>,
    /// What the text as written shows.
    raw_signs: Signs,
    /// What the last view shows.
    signs: Signs,
}

impl<'a> Views<'a> {
    /// Every view of `raw` that differs from the one before. `words` are the words that settle what a disguised word means.
    pub fn of(raw: &'a str, words: &Words) -> Self {
        let mut views = Self::unmade(raw);
        views.step("decoded", |text, signs| signs.reference.then(|| markup::references(text)).flatten());
        views.step("seen", |text, signs| signs.tag.then(|| markup::visible(text)).flatten());
        views.step("unquoted", |text, signs| signs.quote.then(|| layout::unquote(text)).flatten());
        views.step("unwrapped", |text, signs| (signs.lines >= 3).then(|| layout::unwrap(text)).flatten());
        for _ in 0..DEPTH_MAX {
            if !views.step("decoded", |text, signs| signs.block.then(|| decode::blocks(text)).flatten()) {
                break;
            }
        }
        views.step("revealed", |text, signs| signs.foreign.then(|| fold::reveal(text)).flatten());
        views.step("folded", |text, signs| signs.foreign.then(|| fold::fold(text)).flatten());
        views.step("spaced", |text, signs| signs.spaced.then(|| spaced::join(text, words)).flatten());
        views.step("leet", |text, signs| signs.leet.then(|| leet::letters(text, words)).flatten());
        views.step("turned", |text, _| decode::turned(text, words));
        views
    }

    /// `raw` as it reads: without the characters that nobody sees, look-alike letters made plain. Nothing is decoded, no word is guessed.
    pub fn as_it_reads(raw: &'a str) -> Self {
        let mut views = Self::unmade(raw);
        views.step("revealed", |text, signs| signs.foreign.then(|| fold::reveal(text)).flatten());
        views.step("folded", |text, signs| signs.foreign.then(|| fold::fold(text)).flatten());
        views
    }

    fn unmade(raw: &'a str) -> Self {
        let signs = Signs::of(raw);
        Self { raw, made: Vec::new(), raw_signs: signs, signs }
    }

    /// The text as written.
    pub fn raw(&self) -> &'a str {
        self.raw
    }

    /// Each view with its name, the text as written first (no name).
    pub fn iter(&self) -> impl Iterator<Item = (usize, Option<&'static str>, &str)> {
        let made = self.made.iter().enumerate().map(|(index, view)| (index + 1, Some(view.name), view.text.as_str()));
        std::iter::once((0, None, self.raw)).chain(made)
    }

    /// What the text as written shows of what it may hold.
    pub fn raw_signs(&self) -> Signs {
        self.raw_signs
    }

    /// The last view that was made, with its number and what it shows; none where the text is plain.
    pub fn last_made(&self) -> Option<(usize, &str, Signs)> {
        self.made.last().map(|view| (self.made.len(), view.text.as_str(), self.signs))
    }

    /// The span of the text as written that `span` of view `index` was made from, on character borders.
    pub fn source(&self, index: usize, span: Span) -> Span {
        let mut span = span;
        let mut view = index.checked_sub(1).and_then(|index| self.made.get(index));
        while let Some(current) = view {
            span = current.map.source(span);
            view = current.parent.and_then(|parent| self.made.get(parent));
        }
        on_borders(self.raw, span)
    }

    fn step(&mut self, name: &'static str, make: impl FnOnce(&str, &Signs) -> Option<(String, OffsetMap)>) -> bool {
        let parent = self.made.len().checked_sub(1);
        let text = self.made.last().map_or(self.raw, |view| view.text.as_str());
        let made = if self.made.len() < VIEWS_MAX { make(text, &self.signs) } else { None };
        let changed = made.is_some();
        if let Some((text, map)) = made {
            self.signs = Signs::of(&text);
            self.made.push(View { name, text, map, parent });
        }
        changed
    }
}

/// `span` held inside `text` and widened to character borders.
fn on_borders(text: &str, span: Span) -> Span {
    let (mut start, mut end) = ((span.start as usize).min(text.len()), (span.end as usize).min(text.len()));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end.max(start))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words() -> Words {
        Words::new(["we", "have", "your", "data", "encrypted", "files", "all"].into_iter())
    }

    #[test]
    fn a_plain_message_has_no_view() {
        let text = "Hello team, the meeting is at ten. Please bring the report, and don't be late!\nThanks,\nAnna";
        assert_eq!(Views::of(text, &words()).iter().count(), 1);
    }

    #[test]
    fn disguises_on_top_of_each_other_are_read() {
        let text = "> wе h\u{200b}ave 4ll y0ur fil&#101;s";
        let views = Views::of(text, &words());
        let (index, _, last) = views.iter().last().unwrap();
        assert_eq!(last, "we have all your files");
        let files = last.find("files").unwrap();
        assert_eq!(views.source(index, Span::new(files, files + 5)).of(text), Some("fil&#101;s"));
    }

    proptest! {
        #[test]
        fn every_span_of_every_view_leads_back_to_whole_characters(
            text in "(\\PC|[a-z4301 \n>&;#%<./=-]|\u{200b}|\u{301}|0100000[01]|&#1[0-9]{2};|%2[0-9]|d2UgaGF2ZSB5b3VyIGRhdGE=|<p>|e n c r y p t e d){0,60}",
            from in 0_usize..200, length in 0_usize..40,
        ) {
            let views = Views::of(&text, &words());
            for (index, _, view) in views.iter() {
                let borders: Vec<usize> = view.char_indices().map(|(at, _)| at).chain([view.len()]).collect();
                let start = borders[from % borders.len()];
                let end = borders[(from + length).min(borders.len() - 1)].max(start);
                let source = views.source(index, Span::new(start, end));
                prop_assert!(source.of(&text).is_some());
                if index == 0 {
                    prop_assert_eq!(source, Span::new(start, end));
                }
            }
        }
    }
}
