//! Tox and Session IDs.
//!
//! Source: Tox specification "Tox ID": key of 32 bytes, nospam of 4, then a checksum of 2 bytes, the exclusive or of all pairs of bytes before it.
//! Session documentation "Account ID": `05`, then the X25519 key of 32 bytes; no checksum.

use data_encoding::HEXUPPER;
use shakedown_core::ObservableKind;

use super::address::{Address, Check, HEX, WhenItFails};

/// 76 hexadecimal digits. One wrong digit could be made good in nineteen places, so only letters that are no digits are repaired.
pub(super) const TOX: Address = Address {
    kind: ObservableKind::Tox,
    prefixes: &[""],
    lengths: 76..=76,
    alphabet: HEX,
    check: tox,
    fails: WhenItFails::Report,
    misread: &[],
    words: &["tox", "qtox", "utox"],
};

/// 66 hexadecimal digits after which no public key of another system is written.
pub(super) const SESSION: Address = Address {
    kind: ObservableKind::Session,
    prefixes: &["05"],
    lengths: 66..=66,
    alphabet: HEX,
    check: session,
    fails: WhenItFails::ReportIfNamed,
    misread: &[],
    words: &["session"],
};

fn tox(token: &str) -> Check {
    let upper = token.to_ascii_uppercase();
    let Ok(bytes) = HEXUPPER.decode(upper.as_bytes()) else {
        let misread = upper.bytes().filter(|b| !b.is_ascii_hexdigit()).count();
        return if misread <= 4 { Check::Fails } else { Check::Other };
    };
    let sum = bytes.chunks_exact(2).fold([0, 0], |[a, b], pair| match pair {
        [x, y] => [a ^ x, b ^ y],
        _ => [a, b],
    });
    if sum == [0, 0] { Check::Valid(upper) } else { Check::Fails }
}

fn session(token: &str) -> Check {
    let lower = token.to_ascii_lowercase();
    if lower.bytes().all(|b| b.is_ascii_hexdigit()) { Check::Unchecked(lower) } else { Check::Other }
}

#[cfg(test)]
mod tests {
    use ObservableKind::*;
    use Validity::*;
    use shakedown_core::{ObservableKind, Validity};

    use crate::observables::table::{check, check_repairs};

    #[test]
    fn what_holds_is_seen_and_what_fails_is_not_valid() {
        check(&[
            (
                "TOX: 661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE",
                &[(Tox, "661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE", Valid)],
            ),
            (
                "661b59b79c019bc5556ae13e575a7e56551e8f13f2bc4e8b610be0a424cb6fa7157ecb09d7be",
                &[(Tox, "661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE", Valid)],
            ),
            (
                "661B59B79C019BC5556 AE13E575A7E56551E8F 13F2BC4E8B610BE0A42 4CB6FA7157ECB09D7BE",
                &[(Tox, "661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE", Valid)],
            ),
            (
                "add 661B 59B7 9C01 9BC5 556A E13E 575A 7E56 551E 8F13 F2BC 4E8B 610B E0A4 24CB 6FA7 157E CB09 D7BE now",
                &[(Tox, "661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE", Valid)],
            ),
            (
                "661B59B79C019BC5556AE13E575A7E56551E8F\n13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE",
                &[(Tox, "661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE", Valid)],
            ),
            (
                "661B59B79C019BC5556AE13E575A7E\u{200d}56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE",
                &[(Tox, "661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE", Valid)],
            ),
            (
                "661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7B0",
                &[(Tox, "661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7B0", Invalid)],
            ),
            (
                "Session ID: 05210b4174af3698292b5d6033130b597b2fd6423cb4d50db052e7269378a96eb5",
                &[(Session, "05210b4174af3698292b5d6033130b597b2fd6423cb4d50db052e7269378a96eb5", Unchecked)],
            ),
            (
                "05210B4174AF3698292B5D6033130B597B2FD6423CB4D50DB052E7269378A96EB5",
                &[(Session, "05210b4174af3698292b5d6033130b597b2fd6423cb4d50db052e7269378a96eb5", Unchecked)],
            ),
            (
                "session 05210b4174af3698292b5d6033130b597\nb2fd6423cb4d50db052e7269378a96eb5",
                &[(Session, "05210b4174af3698292b5d6033130b597b2fd6423cb4d50db052e7269378a96eb5", Unchecked)],
            ),
            ("03210b4174af3698292b5d6033130b597b2fd6423cb4d50db052e7269378a96eb5", &[]),
        ]);
    }

    #[test]
    fn a_near_miss_tox_offers_the_one_that_would_hold() {
        check_repairs(
            Tox,
            &[(
                "661B59B79CO19BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE",
                Some("661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE"),
            )],
        );
    }
}
