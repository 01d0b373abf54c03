//! International bank account numbers, in one piece or in groups of four.
//!
//! Source: ISO 13616 and the SWIFT IBAN Registry (country and length); ISO 7064 MOD 97-10.

use shakedown_core::{ObservableKind, Validity};

use super::{Context, Found, cue};

/// Country code and length of the whole number.
const COUNTRIES: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 \
    FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 \
    ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 \
    TN24 TR26 UA29 VA22 VG24 XK20 YE30";

/// Every number whose country, length and check digits agree; one whose check digits fail only behind the word IBAN.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    let mut done = 0;
    for token in &context.tokens {
        let head = context.slice(token.start..(token.start + 4).min(token.end)).as_bytes();
        let &[a, b, c, d] = head else { continue };
        let shaped = a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit();
        if token.start < done || !shaped {
            continue;
        }
        let country = [a.to_ascii_uppercase(), b.to_ascii_uppercase()];
        let Some(length) = length(country) else { continue };
        let Some((end, value)) = gather(context, token.start, length) else { continue };
        let named = cue::last_before(context.text, token.start, &["iban"]).is_some();
        let validity = if holds(&value) { Validity::Valid } else { Validity::Invalid };
        // One token in 97 passes by chance: what nobody calls an IBAN must look like one throughout.
        let believable = named
            || (validity == Validity::Valid && context.slice(token.start..end) == context.slice(token.start..end).to_ascii_uppercase());
        if believable {
            done = end;
            found.push(Found::new(ObservableKind::Iban, token.start..end, value, validity));
        }
    }
}

fn length(country: [u8; 2]) -> Option<usize> {
    COUNTRIES.split_ascii_whitespace().find(|entry| entry.as_bytes().starts_with(&country))?.get(2..)?.parse().ok()
}

/// `length` letters and digits from `start`, single blanks between groups passed over; nothing where they end in the middle of a word.
fn gather(context: &Context<'_>, start: usize, length: usize) -> Option<(usize, String)> {
    let mut value = String::with_capacity(length);
    let mut at = start;
    while value.len() < length {
        match context.byte(at) {
            b if b.is_ascii_alphanumeric() => value.push(char::from(b.to_ascii_uppercase())),
            b' ' | b'-' if context.before(at).is_ascii_alphanumeric() && value.len().is_multiple_of(4) => {}
            _ => return None,
        }
        at += 1;
    }
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    (!context.byte(at).is_ascii_alphanumeric() && digits * 2 >= length).then_some((at, value))
}

fn holds(value: &str) -> bool {
    let Some((head, tail)) = value.split_at_checked(4) else { return false };
    let rest = tail.chars().chain(head.chars()).filter_map(|c| c.to_digit(36));
    rest.fold(0, |rest, digit| (rest * if digit > 9 { 100 } else { 10 } + digit) % 97) == 1
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
            ("IBAN DE41500105170123456789", &[(Iban, "DE41500105170123456789", Valid)]),
            ("DE41 5001 0517 0123 4567 89 please", &[(Iban, "DE41500105170123456789", Valid)]),
            ("GB88ABCD20201555550123", &[(Iban, "GB88ABCD20201555550123", Valid)]),
            ("iban: DE41500105170123456780", &[(Iban, "DE41500105170123456780", Invalid)]),
            ("DE41500105170123456780", &[]),
            ("DE41 days, GB88 more", &[]),
        ]);
    }
}
