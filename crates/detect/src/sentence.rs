//! Sentences and clauses, found around a hit: the text as a whole is never cut.

use std::ops::Range;

/// How far a sentence is followed on either side, in bytes.
pub const REACH: usize = 320;

/// The sentence around `start..end`, on character borders.
///
/// It ends at `.`, `!`, `?` or `;` before white space, at a blank line, and at a line break after a short line that the next does not go on
/// (one that begins with a small letter); it never reaches further than 320 bytes.
pub fn around(text: &str, start: usize, end: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let floor = start.saturating_sub(REACH);
    let mut from = start;
    while from > floor && !ends_before(bytes, from) {
        from -= 1;
    }
    let ceiling = (end + REACH).min(bytes.len());
    let mut to = end.max(start + 1).min(bytes.len());
    while to < ceiling && !ends_before(bytes, to) {
        to += 1;
    }
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    from..to
}

/// Whether a sentence ends right before byte `at`.
fn ends_before(bytes: &[u8], at: usize) -> bool {
    let byte = |index: usize| bytes.get(index).copied().unwrap_or(b'\n');
    let Some(last) = at.checked_sub(1).map(byte) else { return true };
    let next = byte(at);
    match last {
        b'.' => next.is_ascii_whitespace() && !abbreviated(bytes, at - 1),
        b'!' | b'?' | b';' => next.is_ascii_whitespace() || next.is_ascii_alphabetic(),
        b'\n' => line_ends(bytes, at - 1),
        _ => false,
    }
}

/// Whether the full stop at `at` stands after a single letter or a number, as in `e.g.` and `1.`.
fn abbreviated(bytes: &[u8], at: usize) -> bool {
    let byte = |back: usize| at.checked_sub(back).and_then(|index| bytes.get(index)).copied().unwrap_or(b' ');
    byte(1).is_ascii_alphabetic() && !byte(2).is_ascii_alphanumeric() && byte(1) != b'I'
}

/// Whether the line break at `at` ends a sentence: a blank line follows, or the line was short and the next begins anew.
fn line_ends(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at + 1..).unwrap_or_default();
    let next = rest.iter().copied().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    let Some(next) = next.filter(|byte| *byte != b'\n') else { return true };
    if next.is_ascii_lowercase() || next >= 0x80 {
        return false;
    }
    let before = bytes.get(at.saturating_sub(REACH)..at).unwrap_or_default();
    let length = before.iter().rev().take_while(|byte| **byte != b'\n').count();
    length < 45 || !next.is_ascii_alphabetic()
}

/// The clause of `sentence` that holds `range`: up to `,`, `;`, `:`, a dash or a bracket on either side.
pub fn clause(sentence: &str, range: Range<usize>) -> Range<usize> {
    let breaks = |character: char| matches!(character, ',' | ';' | ':' | '(' | ')' | '–' | '—');
    let from = sentence.get(..range.start).and_then(|before| before.rfind(breaks)).map_or(0, |at| at + 1);
    let to = sentence.get(range.end..).and_then(|after| after.find(breaks)).map_or(sentence.len(), |at| range.end + at);
    let from = (from..=range.start).find(|at| sentence.is_char_boundary(*at)).unwrap_or(range.start);
    from..to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_found_around_a_hit() {
        for (text, hit, expected) in [
            ("Hello. We have your data! Pay.", "data", " We have your data!"),
            (
                "Title\n\nfirst line of the text that goes on\nin the next line. End",
                "line of",
                "\nfirst line of the text that goes on\nin the next line.",
            ),
            ("- one\n- we have data\n- two", "have", "- we have data\n"),
            ("данные украдены. Платите", "украдены", "данные украдены."),
        ] {
            let at = text.find(hit).unwrap();
            assert_eq!(&text[around(text, at, at + hit.len())], expected);
        }
    }

    #[test]
    fn a_clause_ends_at_a_comma() {
        let text = "if you do not pay, we publish the data, and more";
        let at = text.find("publish").unwrap();
        assert_eq!(&text[clause(text, at..at + 7)], " we publish the data");
    }
}
