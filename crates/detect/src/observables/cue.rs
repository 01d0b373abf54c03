//! The words around a candidate.

use std::ops::Range;

/// How far back a label may stand, in bytes of the view.
const BEFORE: usize = 64;
/// How far after a candidate its name may stand, as in `… (telegram)`.
const AFTER: usize = 24;

/// Whether one of `words` (lower case) stands as a whole word shortly before or after `span`.
pub(super) fn is_near(text: &str, span: &Range<usize>, words: &[&str]) -> bool {
    last_before(text, span.start, words).is_some() || holds(window_after(text, span.end), words)
}

/// The last of `words` in the 64 bytes before `at`.
pub(super) fn last_before<'w>(text: &str, at: usize, words: &[&'w str]) -> Option<&'w str> {
    last_within(text, at, BEFORE, words)
}

/// The last of `words` in the `reach` bytes before `at`.
pub(super) fn last_within<'w>(text: &str, at: usize, reach: usize, words: &[&'w str]) -> Option<&'w str> {
    let window = text.get(text.ceil_char_boundary(at.saturating_sub(reach))..at)?;
    window
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .find_map(|word| words.iter().find(|known| known.eq_ignore_ascii_case(word)).copied())
}

/// The first of `words` in the 24 bytes after `at`, on the same line.
pub(super) fn is_after(text: &str, at: usize, words: &[&str]) -> bool {
    holds(window_after(text, at), words)
}

fn window_after(text: &str, at: usize) -> &str {
    let window = text.get(at..text.floor_char_boundary((at + AFTER).min(text.len()))).unwrap_or("");
    window.split('\n').next().unwrap_or("")
}

fn holds(window: &str, words: &[&str]) -> bool {
    window.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| words.iter().any(|known| known.eq_ignore_ascii_case(word)))
}
