//! The first scan: runs of letters and digits worth a second look.

use std::ops::Range;

/// A run without a digit is looked at only from this length on: an address of 25 or more characters without one is rare, but exists.
const LONG: usize = 24;

/// Every run of ASCII letters and digits that holds a digit, or is at least 24 characters long, in order.
///
/// Digits are rare in talk, so the bytes are asked for them in blocks; long runs are found by looking at every 24th byte alone.
pub(super) fn tokens(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut tokens = with_digits(bytes);
    let long = long_runs(bytes);
    if !long.is_empty() {
        tokens.extend(long);
        tokens.sort_by_key(|token| token.start);
        tokens.dedup();
    }
    tokens
}

fn with_digits(bytes: &[u8]) -> Vec<Range<usize>> {
    const BLOCK: usize = 32;
    let mut tokens = Vec::new();
    let mut done = 0;
    for (index, block) in bytes.chunks(BLOCK).enumerate() {
        if !block.iter().fold(false, |any, byte| any | byte.is_ascii_digit()) {
            continue;
        }
        for (offset, byte) in block.iter().enumerate() {
            let at = index * BLOCK + offset;
            if byte.is_ascii_digit() && at >= done {
                let token = run_around(bytes, at, done);
                done = token.end;
                tokens.push(token);
            }
        }
    }
    tokens
}

fn long_runs(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut done = 0;
    let mut probe = LONG - 1;
    while let Some(byte) = bytes.get(probe) {
        if byte.is_ascii_alphanumeric() {
            let run = run_around(bytes, probe, done);
            done = run.end;
            probe = run.end + LONG;
            if run.len() >= LONG {
                runs.push(run);
            }
        } else {
            probe += LONG;
        }
    }
    runs
}

/// The run of letters and digits around `at`, not reaching back before `floor`.
pub(super) fn run_around(bytes: &[u8], at: usize, floor: usize) -> Range<usize> {
    let start =
        bytes.get(floor..at).unwrap_or(&[]).iter().rposition(|b| !b.is_ascii_alphanumeric()).map_or(floor, |before| floor + before + 1);
    let end = bytes.get(at..).unwrap_or(&[]).iter().position(|b| !b.is_ascii_alphanumeric()).map_or(bytes.len(), |after| at + after);
    start.min(at)..end
}

/// What follows `word` at the start of `text`, ASCII case aside.
pub(super) fn rest_after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_with_a_digit_and_long_runs_are_tokens() {
        let text = "pay 2k to AbcdefghijkmnopqrstuvwxyzABCD, or x9y within 72h. no more words here at all, 1";
        let seen: Vec<&str> = tokens(text).into_iter().filter_map(|token| text.get(token)).collect();
        assert_eq!(seen, ["2k", "AbcdefghijkmnopqrstuvwxyzABCD", "x9y", "72h", "1"]);
    }

    #[test]
    fn every_long_run_is_found_wherever_it_starts() {
        for offset in 0..60 {
            let text = format!("{}{} end", "w ".repeat(offset), "abcdefghijklmnopqrstuvwx");
            assert_eq!(tokens(&text).first(), Some(&(offset * 2..offset * 2 + 24)), "{offset}");
        }
    }
}
