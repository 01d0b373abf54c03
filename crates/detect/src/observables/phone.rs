//! Telephone numbers.
//!
//! Source: ITU-T E.164 (`+`, country code, at most 15 digits).

use shakedown_core::ObservableKind;

use super::{Context, Found, cue};

const WORDS: &[&str] = &["phone", "telephone", "tel", "call", "whatsapp", "mobile", "cell", "fax", "signal", "viber", "sms"];

/// Every number written with `+`, and every one of seven or more digits right behind a word for telephone.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    let mut done = 0;
    for token in &context.tokens {
        if token.start < done || !context.slice(token.clone()).bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        let (start, plus) = match context.before(token.start) {
            b'+' => (token.start - 1, true),
            b'(' if context.before(token.start - 1) == b'+' => (token.start - 2, true),
            b'(' => (token.start - 1, false),
            _ => (token.start, false),
        };
        let before = context.before(start);
        if before.is_ascii_alphanumeric() || matches!(before, b'$' | b'.' | b'/' | b'-' | b'_' | b'=' | b'#' | b'+') {
            continue;
        }
        let (end, digits) = gather(context, start);
        let range = if plus { 8..=15 } else { 7..=15 };
        let shaped = range.contains(&digits.len()) && !digits.starts_with("00000");
        if shaped && !context.byte(end).is_ascii_alphanumeric() && (plus || is_called(context, start, end)) {
            let value = if plus { format!("+{digits}") } else { digits };
            found.push(Found::unchecked(ObservableKind::Phone, start..end, value));
        }
        done = end.max(token.end);
    }
}

/// A word for telephone stands right before, and the number is written in groups, as nobody writes an amount or an id.
fn is_called(context: &Context<'_>, start: usize, end: usize) -> bool {
    let written = context.slice(start..end);
    let grouped = written.bytes().any(|b| matches!(b, b' ' | b'-' | b'(' | b'.'));
    let long = written.len() >= 10;
    (grouped || long) && cue::last_within(context.text, start, 20, WORDS).is_some()
}

/// The digits from `start`, with the blanks, hyphens, dots and brackets that people put between them.
fn gather(context: &Context<'_>, start: usize) -> (usize, String) {
    let mut digits = String::new();
    let (mut at, mut end) = (start, start);
    while digits.len() <= 15 {
        let byte = context.byte(at);
        let separates = matches!(byte, b' ' | b'-' | b'.' | b'(' | b')') && at < end + 3;
        match byte {
            b if b.is_ascii_digit() => {
                digits.push(char::from(b));
                end = at + 1;
            }
            b'+' if at == start || at == start + 1 => end = at + 1,
            _ if separates => {}
            _ => break,
        }
        at += 1;
    }
    (end, digits)
}

#[cfg(test)]
mod tests {
    use ObservableKind::*;
    use Validity::*;
    use shakedown_core::{ObservableKind, Validity};

    use crate::observables::table::check;

    #[test]
    fn numbers_with_a_plus_or_a_word_for_telephone_are_seen() {
        check(&[
            ("call +1 (202) 555-0143 now", &[(Phone, "+12025550143", Unchecked)]),
            ("WhatsApp: +44 7700 900123.", &[(Phone, "+447700900123", Unchecked)]),
            ("tel. 202-555-0143", &[(Phone, "2025550143", Unchecked)]),
            ("we took 1+1 12345678 files, $+2 2025550143", &[]),
            ("id 202 555 0143", &[]),
        ]);
    }
}
