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
