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
