//! Bitcoin Cash addresses in CashAddr, with or without `bitcoincash:`.
//!
//! Source: `cashaddr.md` of the Bitcoin Cash specification: 40-bit BCH code over the prefix, 5-bit characters, hashes of 20 or 32 bytes. Addresses in the
//! old form are Bitcoin addresses in writing, and are reported as such.

use shakedown_core::ObservableKind;

use super::address::{Address, BECH32, Check, WhenItFails};

/// `q…` pays to a key, `p…` to a script.
pub(super) const BITCOIN_CASH: Address = Address {
    kind: ObservableKind::BitcoinCash,
    prefixes: &["q", "p", "Q", "P"],
    lengths: 42..=42,
    alphabet: BECH32,
    check,
    fails: WhenItFails::ReportIfNamed,
    misread: &[],
    words: &["bch", "bitcoincash"],
};

fn check(token: &str) -> Check {
    let lower = token.to_ascii_lowercase();
    if lower != token && token.to_ascii_uppercase() != token {
        return Check::Other;
    }
    // The prefix counts by the low five bits of its letters, then a zero.
    let prefix = b"bitcoincash".iter().map(|b| b & 0x1f).chain([0]);
    let digits: Option<Vec<u8>> = lower.chars().map(|c| BECH32.find(c).map(|at| at as u8)).collect();
    match digits {
        Some(digits) if remainder(prefix.chain(digits.iter().copied())) == 0 => Check::Valid(format!("bitcoincash:{lower}")),
        _ => Check::Fails,
    }
}

fn remainder(digits: impl Iterator<Item = u8>) -> u64 {
    const GENERATOR: [u64; 5] = [0x98_f2bc_8e61, 0x79_b76d_99e2, 0xf3_3e5f_b3c4, 0xae_2eab_e2a8, 0x1e_4f43_e470];
    let sum = digits.fold(1u64, |sum, digit| {
        let top = sum >> 35;
        let shifted = ((sum & 0x07_ffff_ffff) << 5) ^ u64::from(digit);
        GENERATOR.iter().enumerate().filter(|(bit, _)| top >> bit & 1 == 1).fold(shifted, |sum, (_, generator)| sum ^ generator)
    });
    sum ^ 1
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
                "bch bitcoincash:qz2vwer3jj3w7fetx2cf2femxqe654n94q7y2980qj",
                &[(BitcoinCash, "bitcoincash:qz2vwer3jj3w7fetx2cf2femxqe654n94q7y2980qj", Valid)],
            ),
            (
                "pr5lnq0kwp682447jt0nl4xkqnl64gnzkgklvhztw5",
                &[(BitcoinCash, "bitcoincash:pr5lnq0kwp682447jt0nl4xkqnl64gnzkgklvhztw5", Valid)],
            ),
            (
                "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
                &[(BitcoinCash, "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", Valid)],
            ),
            ("qwertyuiopqwertyuiopqwertyuiopqwertyuiop12", &[]),
        ]);
    }

    #[test]
    fn a_near_miss_bitcoincash_offers_the_one_that_would_hold() {
        check_repairs(
            BitcoinCash,
            &[("qz2vwer3je3w7fetx2cf2femxqe654n94q7y2980qj", Some("bitcoincash:qz2vwer3jj3w7fetx2cf2femxqe654n94q7y2980qj"))],
        );
    }
}
