//! TON addresses, in the form meant for people.
//!
//! Source: TON documentation "Smart contract addresses": base64 or base64url of tag (0x11 bounceable, 0x51 not; +0x80 test net), workchain (0 or −1),
//! hash of 32 bytes, CRC-16/XMODEM, high byte first.

use data_encoding::BASE64URL;
use shakedown_core::{ObservableKind, Validity};

use super::stellar::crc16;
use super::{Context, Found, cue};

const LENGTH: usize = 48;
const WORDS: &[&str] = &["ton", "toncoin", "tonkeeper"];

/// Every token of 48 characters that proves itself, or fails beside a word that names it.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    let mut done = 0;
    for token in context.tokens.iter() {
        if token.start < done {
            continue;
        }
        let span = widened(context, token.start, done);
        done = span.end.max(token.end);
        let text = context.slice(span.clone());
        if span.len() != LENGTH || !["EQ", "UQ", "Ef", "Uf", "kQ", "0Q"].iter().any(|prefix| text.starts_with(prefix)) {
            continue;
        }
        let canonical = text.replace('+', "-").replace('/', "_");
        if holds(&canonical) {
            found.push(Found::new(ObservableKind::Ton, span, canonical, Validity::Valid));
        } else if cue::is_near(context.text, &span, WORDS) {
            found.push(Found::new(ObservableKind::Ton, span, canonical, Validity::Invalid));
        }
    }
}

fn holds(token: &str) -> bool {
    let Ok(decoded) = BASE64URL.decode(token.as_bytes()) else { return false };
    match decoded.split_last_chunk::<2>() {
        Some((body @ [0x11 | 0x51 | 0x91 | 0xd1, 0 | 0xff, ..], sum)) => crc16(body) == u16::from_be_bytes(*sum),
        _ => false,
    }
}

/// The base64 characters around `at`, at most one more than an address has on each side.
fn widened(context: &Context<'_>, at: usize, floor: usize) -> std::ops::Range<usize> {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'/');
    let head = context.bytes().get(floor.min(at)..at).unwrap_or(&[]);
    let back = head.iter().rev().take(LENGTH + 1).take_while(|b| part(b)).count();
    let on = context.bytes().get(at..).unwrap_or(&[]).iter().take(LENGTH + 1).take_while(|b| part(b)).count();
    at - back..at + on
}

#[cfg(test)]
mod tests {
    use ObservableKind::*;
    use Validity::*;
    use shakedown_core::{ObservableKind, Validity};

    use crate::observables::table::check;

    #[test]
    fn what_holds_is_seen_and_what_fails_is_not_valid() {
        check(&[
            (
                "send to EQCna1H3Gc7XTqxlGa5Pfd1cstW0mBF7OUDw6QhRKaQhc4Qn",
                &[(Ton, "EQCna1H3Gc7XTqxlGa5Pfd1cstW0mBF7OUDw6QhRKaQhc4Qn", Valid)],
            ),
            ("UQBS9bn0T8HePdmFKd5SxyTClvCwcJyYBPLe_R1uSkvHQa5P.", &[(Ton, "UQBS9bn0T8HePdmFKd5SxyTClvCwcJyYBPLe_R1uSkvHQa5P", Valid)]),
            (
                "ton: EQCna1H3Gc7XTqxlGa5Pnd1cstW0mBF7OUDw6QhRKaQhc4Qn",
                &[(Ton, "EQCna1H3Gc7XTqxlGa5Pnd1cstW0mBF7OUDw6QhRKaQhc4Qn", Invalid)],
            ),
            ("build EQCna1H3Gc7XTqxlGa5Pnd1cstW0mBF7OUDw6QhRKaQhc4Qn", &[]),
        ]);
    }
}
