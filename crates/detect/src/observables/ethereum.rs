//! Ethereum addresses.
//!
//! Source: EIP-55: the capitals of the 40 hexadecimal digits follow the Keccak-256 of the lower-case form. One case alone carries no checksum.

use sha3::{Digest, Keccak256};
use shakedown_core::ObservableKind;

use super::address::{Address, Check, WhenItFails};

/// `0x` and 40 hexadecimal digits.
pub(super) const ETHEREUM: Address = Address {
    kind: ObservableKind::Ethereum,
    prefixes: &["0x", "0X"],
    lengths: 42..=42,
    alphabet: "0123456789abcdefABCDEF",
    check,
    fails: WhenItFails::Report,
    misread: &[("Ox", "0x"), ("ox", "0x")],
    words: &["eth", "ethereum", "erc20", "usdt", "usdc"],
};

fn check(token: &str) -> Check {
    let Some(digits) = token.get(2..) else { return Check::Other };
    // An O among 40 hexadecimal digits is a zero misread; more is another word.
    if digits.bytes().filter(|b| !b.is_ascii_hexdigit()).count() > 2 {
        return Check::Other;
    }
    let lower = digits.to_ascii_lowercase();
    let one_case = lower == digits || digits.to_ascii_uppercase() == digits;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return if one_case { Check::Other } else { Check::Fails };
    }
    match (one_case, capitals(&lower) == digits) {
        (true, _) => Check::Unchecked(format!("0x{lower}")),
        (false, true) => Check::Valid(format!("0x{digits}")),
        (false, false) => Check::Fails,
    }
}

fn capitals(lower: &str) -> String {
    let hash = Keccak256::digest(lower.as_bytes());
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    lower.chars().zip(nibbles).map(|(c, nibble)| if nibble >= 8 { c.to_ascii_uppercase() } else { c }).collect()
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
            ("eth 0x1F7964Af95eC21746540F94e77B0D6E6E6052eD6", &[(Ethereum, "0x1F7964Af95eC21746540F94e77B0D6E6E6052eD6", Valid)]),
            ("0x1f7964af95ec21746540f94e77b0d6e6e6052ed6", &[(Ethereum, "0x1f7964af95ec21746540f94e77b0d6e6e6052ed6", Unchecked)]),
            ("0x1F7964AF95EC21746540F94E77B0D6E6E6052ED6", &[(Ethereum, "0x1f7964af95ec21746540f94e77b0d6e6e6052ed6", Unchecked)]),
            (
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                &[
                    (Ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Valid),
                    (Ethereum, "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", Valid),
                ],
            ),
            ("0x1F7964Af95eC21746540\nF94e77B0D6E6E6052eD6 is ours", &[(Ethereum, "0x1F7964Af95eC21746540F94e77B0D6E6E6052eD6", Valid)]),
            ("0x1F7964\u{410}f95eC21746540F94e77B0D6E6E6052eD6", &[(Ethereum, "0x1F7964Af95eC21746540F94e77B0D6E6E6052eD6", Valid)]),
            ("0xdeadbeef and 0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &[]),
        ]);
    }

    #[test]
    fn a_near_miss_ethereum_offers_the_one_that_would_hold() {
        check_repairs(
            Ethereum,
            &[
                ("0x1F4964Af95eC21746540F94e77B0D6E6E6052eD6", Some("0x1F7964Af95eC21746540F94e77B0D6E6E6052eD6")),
                ("0x1F7964Af95EC21746540F94e77B0D6E6E6052eD6", Some("0x1F7964Af95eC21746540F94e77B0D6E6E6052eD6")),
                ("Ox1F7964Af95eC21746540F94e77B0D6E6E6052eD6", Some("0x1F7964Af95eC21746540F94e77B0D6E6E6052eD6")),
                ("0x1F7964Af95eC2174654OF94e77B0D6E6E6052eD6", Some("0x1F7964Af95eC21746540F94e77B0D6E6E6052eD6")),
            ],
        );
    }
}
