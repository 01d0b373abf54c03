//! Finding names however they are written: in any case, joined or spaced, with brackets, hyphens or invisible characters between their letters.

use std::ops::Range;

use aho_corasick::{AhoCorasick, BuildError, MatchKind};

/// The most characters that may stand between two letters of a name.
const GAP_MAX: usize = 4;
/// A name of fewer letters and digits must stand alone; a longer one is found inside words too.
const ALONE_BELOW: usize = 5;

/// Names to look for.
pub(super) struct Names {
    finder: AhoCorasick,
    lengths: Vec<usize>,
}

/// The letters and digits of a text in lower case, and where each stands.
struct Letters {
    text: String,
    /// For each byte of `text` the range of the character it comes from.
    places: Vec<(usize, usize)>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        for (at, character) in text.char_indices().filter(|(_, character)| character.is_alphanumeric()) {
            let from = letters.text.len();
            letters.text.extend(character.to_lowercase());
            letters.places.extend(std::iter::repeat_n((at, at + character.len_utf8()), letters.text.len() - from));
        }
        letters
    }
}

/// How many letters and digits `name` has: one of none cannot be looked for.
pub(super) fn letters_in(name: &str) -> usize {
    name.chars().filter(|character| character.is_alphanumeric()).count()
}

impl Names {
    /// Errors: those of the finder, for lists of a size that no case has.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, BuildError> {
        let names: Vec<String> = names.into_iter().map(|name| Letters::of(name).text).collect();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names)?;
        Ok(Self { finder, lengths: names.iter().map(|name| name.chars().count()).collect() })
    }

    /// Where names stand in `text`, in order, and which.
    pub fn find(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        let letters = Letters::of(text);
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(hit) = letters.text.get(from..).and_then(|rest| self.finder.find(rest)) {
            let (start, end) = (from + hit.start(), from + hit.end());
            let which = hit.pattern().as_usize();
            match self.place(text, &letters, which, start..end) {
                Some(place) => {
                    found.push((which, place));
                    from = end;
                }
                // Not here; it may begin at the next letter.
                None => from = (start + 1..=end).find(|at| letters.text.is_char_boundary(*at)).unwrap_or(end),
            }
        }
        found
    }

    /// The range of `text` under a hit in its letters; none where the name is torn apart, or short and inside a word.
    fn place(&self, text: &str, letters: &Letters, which: usize, hit: Range<usize>) -> Option<Range<usize>> {
        let places = letters.places.get(hit)?;
        let (first, last) = (places.first()?.0, places.last()?.1);
        let torn = places.windows(2).any(|pair| matches!(pair, [a, b] if a != b && text[a.1..b.0].chars().count() > GAP_MAX));
        let alone = || {
            let inside = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
            !inside(text[..first].chars().next_back()) && !inside(text[last..].chars().next())
        };
        let short = self.lengths.get(which).is_some_and(|length| *length < ALONE_BELOW);
        (!torn && (!short || alone())).then_some(first..last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let names = Names::new(["Halvorsen Orchard Supply", "a.b@halvorsen.example", "Ada"]).unwrap();
        let table = [
            ("to Halvorsen Orchard Supply!", vec![(0, "Halvorsen Orchard Supply")]),
            ("HALVORSENORCHARDSUPPLY_2031.pdf", vec![(0, "HALVORSENORCHARDSUPPLY")]),
            ("halvorsen-orchard_su\u{200b}pply", vec![(0, "halvorsen-orchard_su\u{200b}pply")]),
            ("write to A.B[@]halvorsen[.]example", vec![(1, "A.B[@]halvorsen[.]example")]),
            ("Ada, adapt, ADA", vec![(2, "Ada"), (2, "ADA")]),
            ("Halvorsen. We shall see an Orchard Supply", vec![]),
            ("é Halvorsen\nOrchard Supply é", vec![(0, "Halvorsen\nOrchard Supply")]),
        ];
        for (text, expected) in table {
            let found: Vec<_> = names.find(text).into_iter().map(|(which, place)| (which, &text[place])).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
