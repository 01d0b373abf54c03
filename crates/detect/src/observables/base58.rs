//! Addresses in Base58Check: Bitcoin, Litecoin, Dogecoin, Dash, Zcash, TRON, XRP.
//!
//! Source: Bitcoin wiki "Base58Check encoding" (double SHA-256, first 4 bytes); version bytes from `chainparams.cpp` of each coin; TRON developer
//! documentation "Account" (0x41); XRPL documentation "base58 Encodings" (alphabet `rpsh…`, version 0).

use shakedown_core::ObservableKind;

use super::address::{Address, BASE58, Check, WhenItFails};

/// Bitcoin, pay to public key hash (0x00) or script hash (0x05). Litecoin's old script addresses are written the same.
pub(super) const BITCOIN: Address = Address {
    kind: ObservableKind::Bitcoin,
    prefixes: &["1", "3"],
    lengths: 26..=35,
    alphabet: BASE58,
    check: |token| check(token, &[&[0x00], &[0x05]]),
    fails: WhenItFails::ReportIfNamed,
    misread: &[("l", "1"), ("I", "1")],
    words: &["btc", "bitcoin", "bitcoins"],
};

/// Litecoin (0x30, 0x32).
pub(super) const LITECOIN: Address = Address {
    kind: ObservableKind::Litecoin,
    prefixes: &["L", "M"],
    lengths: 33..=34,
    alphabet: BASE58,
    check: |token| check(token, &[&[0x30], &[0x32]]),
    fails: WhenItFails::ReportIfNamed,
    misread: &[],
    words: &["ltc", "litecoin"],
};

/// Dogecoin (0x1e, 0x16).
pub(super) const DOGECOIN: Address = Address {
    kind: ObservableKind::Dogecoin,
    prefixes: &["D", "A", "9"],
    lengths: 33..=34,
    alphabet: BASE58,
    check: |token| check(token, &[&[0x1e], &[0x16]]),
    fails: WhenItFails::ReportIfNamed,
    misread: &[],
    words: &["doge", "dogecoin"],
};

/// Dash (0x4c, 0x10).
pub(super) const DASH: Address = Address {
    kind: ObservableKind::Dash,
    prefixes: &["X", "7"],
    lengths: 33..=34,
    alphabet: BASE58,
    check: |token| check(token, &[&[0x4c], &[0x10]]),
    fails: WhenItFails::ReportIfNamed,
    misread: &[],
    words: &["dash"],
};

/// Zcash, transparent (0x1cb8, 0x1cbd).
pub(super) const ZCASH: Address = Address {
    kind: ObservableKind::Zcash,
    prefixes: &["t1", "t3"],
    lengths: 35..=35,
    alphabet: BASE58,
    check: |token| check(token, &[&[0x1c, 0xb8], &[0x1c, 0xbd]]),
    fails: WhenItFails::ReportIfNamed,
    misread: &[],
    words: &["zec", "zcash"],
};

/// TRON (0x41).
pub(super) const TRON: Address = Address {
    kind: ObservableKind::Tron,
    prefixes: &["T"],
    lengths: 34..=34,
    alphabet: BASE58,
    check: |token| check(token, &[&[0x41]]),
    fails: WhenItFails::ReportIfNamed,
    misread: &[],
    words: &["trx", "tron", "trc20", "usdt"],
};

/// XRP, in an alphabet of its own.
pub(super) const RIPPLE: Address = Address {
    kind: ObservableKind::Ripple,
    prefixes: &["r"],
    lengths: 25..=35,
    alphabet: BASE58,
    check: |token| in_alphabet(token, bs58::Alphabet::RIPPLE, &[&[0x00]]),
    fails: WhenItFails::ReportIfNamed,
    misread: &[],
    words: &["xrp", "ripple"],
};

fn check(token: &str, versions: &[&[u8]]) -> Check {
    in_alphabet(token, bs58::Alphabet::BITCOIN, versions)
}

/// A hash of 20 bytes behind one of `versions`.
fn in_alphabet(token: &str, alphabet: &bs58::Alphabet, versions: &[&[u8]]) -> Check {
    // 33 characters without a capital, or without a small letter, are a hexadecimal number or a constant's name.
    let mixed = token.bytes().any(|b| b.is_ascii_lowercase()) && token.bytes().any(|b| b.is_ascii_uppercase());
    if !mixed {
        return Check::Other;
    }
    match bs58::decode(token).with_alphabet(alphabet).with_check(None).into_vec() {
        Ok(payload) if versions.iter().any(|version| payload.starts_with(version) && payload.len() == version.len() + 20) => {
            Check::Valid(token.to_owned())
        }
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
            ("pay to 18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji.", &[(Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid)]),
            ("bitcoin:37v71NzGbKoTGRRHb5HSmYYEG4VrdDmV2F?amount=2", &[(Bitcoin, "37v71NzGbKoTGRRHb5HSmYYEG4VrdDmV2F", Valid)]),
            ("send to 18gDqZ8wYKn\u{200b}pfKQiqP2Y\u{ad}W64ZounyaC1Bji now", &[(Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid)]),
            ("send to 18gDqZ8wY\u{41a}npfKQiqP2YW64Zouny\u{430}C1Bji now", &[(Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid)]),
            (
                "\u{ff11}\u{ff18}\u{ff47}\u{ff24}\u{ff51}\u{ff3a}\u{ff18}\u{ff57}\u{ff39}\u{ff2b}\u{ff4e}\u{ff50}\u{ff46}\u{ff2b}\u{ff31}\u{ff49}\u{ff51}\u{ff30}\u{ff12}\u{ff39}\u{ff37}\u{ff16}\u{ff14}\u{ff3a}\u{ff4f}\u{ff55}\u{ff4e}\u{ff59}\u{ff41}\u{ff23}\u{ff11}\u{ff22}\u{ff4a}\u{ff49}",
                &[(Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid)],
            ),
            ("our wallet 18gD qZ8w YKnp fKQi qP2Y W64Z ouny aC1B ji ok", &[(Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid)]),
            ("our wallet 18gDq Z8wYK npfKQ iqP2Y W64Zo unyaC 1Bji thanks", &[(Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid)]),
            ("our wallet 18gDqZ8wYKnpfKQiq\nP2YW64ZounyaC1Bji ok", &[(Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid)]),
            ("> our wallet 18gDqZ8wYKnpfKQiq\r\n> P2YW64ZounyaC1Bji\r\n", &[(Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid)]),
            (
                "send 1 8 g D q Z 8 w Y K n p f K Q i q P 2 Y W 6 4 Z o u n y a C 1 B j i ok",
                &[(Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid)],
            ),
            ("send 18gDqZ8wY-KnpfKQiqP2Y-W64ZounyaC1Bji ok", &[(Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid)]),
            ("send 18gDqZ8wY Knpf  KQiqP2Y W64ZounyaC1Bji ok", &[(Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid)]),
            (
                "\u{c8fc}\u{c18c}\u{b294}18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji\u{c785}\u{b2c8}\u{b2e4}",
                &[(Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid)],
            ),
            (
                "https://explorer.example.com/address/18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji",
                &[
                    (Url, "https://explorer.example.com/address/18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Unchecked),
                    (Bitcoin, "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Valid),
                ],
            ),
            (
                "LeGaQ8vTjs4KmLxcXcrtUbfvUVMUGF7rcb MPkvSPkucfUjPEqLWmvK3GxaNS3jvQFStu",
                &[(Litecoin, "LeGaQ8vTjs4KmLxcXcrtUbfvUVMUGF7rcb", Valid), (Litecoin, "MPkvSPkucfUjPEqLWmvK3GxaNS3jvQFStu", Valid)],
            ),
            (
                "doge DQMM4KYD4z1TFQKx3yndMBgmtGVV7D8nYm dash XsH9LfiEAWqQWfmDPvLAoyu6EJ2hD3Lc2Q",
                &[(Dogecoin, "DQMM4KYD4z1TFQKx3yndMBgmtGVV7D8nYm", Valid), (Dash, "XsH9LfiEAWqQWfmDPvLAoyu6EJ2hD3Lc2Q", Valid)],
            ),
            (
                "t1VYmqN13MUVUmRrYwkkjHV9B18SRMxX67a, TFU5nJLskRuDihoie5gNxnwPMLxzJ8zZdB",
                &[(Zcash, "t1VYmqN13MUVUmRrYwkkjHV9B18SRMxX67a", Valid), (Tron, "TFU5nJLskRuDihoie5gNxnwPMLxzJ8zZdB", Valid)],
            ),
            ("USDT TRC20 TFU5 nJLs kRuD ihoi e5gN xnwP MLxz J8zZ dB", &[(Tron, "TFU5nJLskRuDihoie5gNxnwPMLxzJ8zZdB", Valid)]),
            ("xrp rBGYqDsrV4NXdYhkE4HKteqmmJJyafCDis", &[(Ripple, "rBGYqDsrV4NXdYhkE4HKteqmmJJyafCDis", Valid)]),
            ("token 3QJmnhVnNhBz5dWkyRgYzGm2iKXHpWxT8b in the log", &[]),
            ("1a 1b 1c 1d 1e 1f 1g 1h 1i 1j 1k 1m 1n 1o 1p 1q 1r", &[]),
        ]);
    }

    #[test]
    fn a_near_miss_bitcoin_offers_the_one_that_would_hold() {
        check_repairs(
            Bitcoin,
            &[
                ("18gDqZ8wYKnpnKQiqP2YW64ZounyaC1Bji", Some("18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji")),
                ("18gDqZ8wYnKpfKQiqP2YW64ZounyaC1Bji", Some("18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji")),
                ("18gDqZ8wYKnpfKQiqP2YW64Z0unyaC1Bji", Some("18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji")),
                ("l8gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Some("18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji")),
                ("I8gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji", Some("18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji")),
                ("wallet: 18gDqZ8wzzzpfKQiqP2YW64ZounyaC1Bji", None),
            ],
        );
    }

    #[test]
    fn a_near_miss_tron_offers_the_one_that_would_hold() {
        check_repairs(Tron, &[("TFU5nJLskRuDihoie5gN5nwPMLxzJ8zZdB", Some("TFU5nJLskRuDihoie5gNxnwPMLxzJ8zZdB"))]);
    }
}
