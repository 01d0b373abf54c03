//! Where in the text as written a hit is, and what stands around it.

use std::ops::Range;

use shakedown_core::{Hostile, Span};

use super::Reading;
use super::query::{Atom, Query};
use super::terms::Lowered;

/// How much of a text is looked through for places to show, in bytes.
const LOOKED_THROUGH: usize = 256 * 1024;
/// How much is shown before the first place and in all, in bytes.
const BEFORE: usize = 80;
const SHOWN: usize = 320;
/// Most places that are shown.
const PLACES: usize = 32;

/// A hit in its surroundings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// A piece of the text as written.
    pub text: Hostile,
    /// What was found in it, in order; empty where it stands further on than is looked.
    pub found: Vec<Span>,
    /// Whether something stands before the piece.
    pub cut_before: bool,
    /// Whether something stands after it.
    pub cut_after: bool,
}

/// The piece of `raw` around what the query finds in it. Nothing where a part that is wanted is not there: the index of parts knows no order.
pub(super) fn excerpt(raw: &str, query: &Query, reading: &dyn Reading) -> Option<Excerpt> {
    let looked = &raw[..raw.floor_char_boundary(LOOKED_THROUGH)];
    let plain = reading.plain(looked);
    let lowered = Lowered::of(&plain);
    let words = lowered.words();
    let mut places = Vec::new();
    for clause in query.wanted() {
        let before = places.len();
        clause.any.iter().for_each(|atom| find(atom, &lowered, &words, &mut places));
        let is_part = matches!(clause.any[..], [Atom::Part(_), ..]);
        if is_part && places.len() == before && looked.len() == raw.len() {
            return None;
        }
    }
    places.sort_by_key(|place| (place.start, place.end));
    places.truncate(PLACES);
    let source = |place: Range<usize>| {
        let place = lowered.source(place);
        reading.source(looked, Span::new(place.start, place.end))
    };
    Some(cut(raw, places.into_iter().map(source).collect()))
}

fn find(atom: &Atom, lowered: &Lowered, words: &[Range<usize>], places: &mut Vec<Range<usize>>) {
    match atom {
        Atom::Part(part) => places.extend(lowered.text.match_indices(part.as_str()).take(PLACES).map(|(at, _)| at..at + part.len())),
        Atom::Near { sides, .. } => sides.iter().for_each(|side| find(side, lowered, words, places)),
        Atom::Words { words: wanted, prefix, .. } => {
            let is = |word: &Range<usize>, wanted: &str, last: bool| {
                let found = &lowered.text[word.clone()];
                if last && *prefix { found.starts_with(wanted) } else { found == wanted }
            };
            let fits = |run: &&[Range<usize>]| {
                (1..).zip(run.iter().zip(wanted)).all(|(number, (word, wanted))| is(word, wanted, number == run.len()))
            };
            let runs = words.windows(wanted.len()).filter(fits).take(PLACES);
            places.extend(runs.filter_map(|run| Some(run.first()?.start..run.last()?.end)));
        }
    }
}

fn cut(raw: &str, places: Vec<Span>) -> Excerpt {
    let first = places.first().map_or(0, |place| place.start as usize);
    let start = raw.floor_char_boundary(first.saturating_sub(BEFORE));
    let end = raw.ceil_char_boundary((start + SHOWN).min(raw.len()));
    let within = |place: &Span| place.start as usize >= start && place.end as usize <= end;
    let mut found: Vec<Span> = Vec::new();
    for place in places.iter().filter(|place| within(place)) {
        let place = Span::new(place.start as usize - start, place.end as usize - start);
        if found.last().is_none_or(|last| last.end <= place.start) {
            found.push(place);
        }
    }
    Excerpt { text: Hostile::new(&raw[start..end]), found, cut_before: start > 0, cut_after: end < raw.len() }
}
