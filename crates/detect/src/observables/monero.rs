//! Monero addresses: standard and subaddresses (95 characters), integrated ones (106).
//!
//! Source: Monero documentation "Standard address", "Subaddress", "Integrated address": block-wise Base58, network byte 18, 42 or 19, then the keys, last
//! the first 4 bytes of the Keccak-256 of all before.

use sha3::{Digest, Keccak256};
use shakedown_core::ObservableKind;

use super::address::{Address, BASE58, Check, WhenItFails};

/// `4…` or `8…`.
pub(super) const MONERO: Address = Address {
    kind: ObservableKind::Monero,
    prefixes: &["4", "8"],
    lengths: 95..=106,
    alphabet: BASE58,
    check,
    fails: WhenItFails::Report,
    misread: &[],
    words: &["xmr", "monero"],
};

fn check(token: &str) -> Check {
    let mixed = token.bytes().any(|b| b.is_ascii_lowercase()) && token.bytes().any(|b| b.is_ascii_uppercase());
    if !mixed || !matches!(token.len(), 95 | 106) {
        return Check::Other;
    }
    let Ok(decoded) = base58_monero::decode(token) else { return Check::Fails };
    let network = decoded.first().copied();
    let right_length = match network {
        Some(18 | 42) => decoded.len() == 69,
        Some(19) => decoded.len() == 77,
        _ => false,
    };
    match decoded.split_last_chunk::<4>() {
        Some((body, sum)) if right_length && Keccak256::digest(body).starts_with(sum) => Check::Valid(token.to_owned()),
        _ => Check::Fails,
    }
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
                "xmr 46gRvdCxWL2VdW9AGfy2pWKSaMDQYniTwCRBadeahGdA2wBnemj5stSin5jSrKRZ2TigLSKrvmnUXRShDJZtJnQpFkrjcvN",
                &[(Monero, "46gRvdCxWL2VdW9AGfy2pWKSaMDQYniTwCRBadeahGdA2wBnemj5stSin5jSrKRZ2TigLSKrvmnUXRShDJZtJnQpFkrjcvN", Valid)],
            ),
            (
                "88ywfpAMAyGXCvcoEG4WjrHD1QreNFC18ULwmvyqwDLZK84hkLjr4Kz7b2PudhUs2CDGDCmA3p3QY8FQEgFiaCZrG5GCm99",
                &[(Monero, "88ywfpAMAyGXCvcoEG4WjrHD1QreNFC18ULwmvyqwDLZK84hkLjr4Kz7b2PudhUs2CDGDCmA3p3QY8FQEgFiaCZrG5GCm99", Valid)],
            ),
            (
                "4FVdbfoM7G7N1fkiy2KDZ544wS4oBPmpV7gqYMbbXQdZhdb3XMWdBuTSYHBd1PDd996VGkz2VatthMXDrbsMdQ7zF4ZppdSfJzvPQ1qUkD",
                &[(
                    Monero,
                    "4FVdbfoM7G7N1fkiy2KDZ544wS4oBPmpV7gqYMbbXQdZhdb3XMWdBuTSYHBd1PDd996VGkz2VatthMXDrbsMdQ7zF4ZppdSfJzvPQ1qUkD",
                    Valid,
                )],
            ),
            (
                "46gRvdCxWL2VdW9AGfy2pWKSaMDQYniTwCRBadeahGdA2wBnem\nj5stSin5jSrKRZ2TigLSKrvmnUXRShDJZtJnQpFkrjcvN",
                &[(Monero, "46gRvdCxWL2VdW9AGfy2pWKSaMDQYniTwCRBadeahGdA2wBnemj5stSin5jSrKRZ2TigLSKrvmnUXRShDJZtJnQpFkrjcvN", Valid)],
            ),
            (
                "46gRvdCxWL2VdW9AGfy2pWKSaMDQYniTwCRBad\neahGdA2wBnemj5stSin5jSrKRZ2TigLSKrvmnU\nXRShDJZtJnQpFkrjcvN",
                &[(Monero, "46gRvdCxWL2VdW9AGfy2pWKSaMDQYniTwCRBadeahGdA2wBnemj5stSin5jSrKRZ2TigLSKrvmnUXRShDJZtJnQpFkrjcvN", Valid)],
            ),
            ("44444444444444444444444444444444444444444444444444444444444444444444444444444444444444444444444", &[]),
        ]);
    }

    #[test]
    fn a_near_miss_monero_offers_the_one_that_would_hold() {
        check_repairs(
            Monero,
            &[
                (
                    "46gRvdCxWL2VdW9AGfy2pWKSaMDQYniTwCRBadeapGdA2wBnemj5stSin5jSrKRZ2TigLSKrvmnUXRShDJZtJnQpFkrjcvN",
                    Some("46gRvdCxWL2VdW9AGfy2pWKSaMDQYniTwCRBadeahGdA2wBnemj5stSin5jSrKRZ2TigLSKrvmnUXRShDJZtJnQpFkrjcvN"),
                ),
                ("46gRvdCxWL2VdW9AGfy2pWKSaMDQYniTwCRBadeahzzz2wBnemj5stSin5jSrKRZ2TigLSKrvmnUXRShDJZtJnQpFkrjcvN", None),
            ],
        );
    }
}
