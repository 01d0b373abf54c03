//! Addresses in Bech32 and Bech32m: Bitcoin, Litecoin, Zcash's shielded ones.
//!
//! Source: BIP 173 and BIP 350 (witness version 0 takes Bech32, 1 and above Bech32m), programs of 20 or 32 bytes for version 0; ZIP 32 (`zs`, 43 bytes).

use bech32::primitives::decode::CheckedHrpstring;
use bech32::{Bech32, segwit};
use shakedown_core::ObservableKind;

use super::address::{Address, BECH32, Check, WhenItFails};

/// Bitcoin, `bc1…`.
pub(super) const BITCOIN: Address = Address {
    kind: ObservableKind::Bitcoin,
    prefixes: &["bc1", "BC1", "Bc1"],
    lengths: 36..=64,
    alphabet: BECH32,
    check: witness,
    fails: WhenItFails::Report,
    misread: &[("bcl", "bc1"), ("bcI", "bc1"), ("BCI", "BC1"), ("BCl", "BC1")],
    words: &["btc", "bitcoin", "bitcoins"],
};

/// Litecoin, `ltc1…`.
pub(super) const LITECOIN: Address = Address {
    kind: ObservableKind::Litecoin,
    prefixes: &["ltc1", "LTC1", "Ltc1"],
    lengths: 37..=65,
    alphabet: BECH32,
    check: witness,
    fails: WhenItFails::Report,
    misread: &[("ltcl", "ltc1"), ("ltcI", "ltc1"), ("Itc1", "ltc1")],
    words: &["ltc", "litecoin"],
};

/// Zcash, shielded (Sapling), `zs1…`.
pub(super) const ZCASH: Address = Address {
    kind: ObservableKind::Zcash,
    prefixes: &["zs1"],
    lengths: 78..=78,
    alphabet: BECH32,
    check: sapling,
    fails: WhenItFails::Report,
    misread: &[],
    words: &["zec", "zcash"],
};

fn witness(token: &str) -> Check {
    match segwit::decode(token) {
        // Programs of version 1 and above are 32 bytes wherever money is sent to them.
        Ok((_, version, program)) if version.to_u8() == 0 || program.len() == 32 => Check::Valid(token.to_ascii_lowercase()),
        _ => Check::Fails,
    }
}

fn sapling(token: &str) -> Check {
    match CheckedHrpstring::new::<Bech32>(token) {
        Ok(decoded) if decoded.byte_iter().count() == 43 => Check::Valid(token.to_ascii_lowercase()),
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
            ("pay bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6 today", &[(Bitcoin, "bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6", Valid)]),
            ("pay BC1Q73T2E84UHCP2KLQRVW4YAQFW7YKCR4QTNJ7EJ6!", &[(Bitcoin, "bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6", Valid)]),
            (
                "bc1qkzv5acn2qzc2nxy0vvx45aeyj673k70y5p628p2uy2m4dtkk0ycq26llwt",
                &[(Bitcoin, "bc1qkzv5acn2qzc2nxy0vvx45aeyj673k70y5p628p2uy2m4dtkk0ycq26llwt", Valid)],
            ),
            (
                "bc1p5kzarpqtrxnn22ykxlf2w7rynhrpxx9xatsy33fu57l7y50xju9sddkm5p",
                &[(Bitcoin, "bc1p5kzarpqtrxnn22ykxlf2w7rynhrpxx9xatsy33fu57l7y50xju9sddkm5p", Valid)],
            ),
            ("ltc1qmsjduppgfvu2x22h6j5z8se5e7mrtnxx9cjg80", &[(Litecoin, "ltc1qmsjduppgfvu2x22h6j5z8se5e7mrtnxx9cjg80", Valid)]),
            (
                "zs1j7ftprlvx0egk59nw8ej0qcl9d6egg3dqwzwcz7rxh0fv439rquf0y4s3lkr8u5t2zehznstm30",
                &[(Zcash, "zs1j7ftprlvx0egk59nw8ej0qcl9d6egg3dqwzwcz7rxh0fv439rquf0y4s3lkr8u5t2zehznstm30", Valid)],
            ),
            (
                "b c 1 q 7 3 t 2 e 8 4 u h c p 2 k l q r v w 4 y a q f w 7 y k c r 4 q t n j 7 e j 6 end",
                &[(Bitcoin, "bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6", Valid)],
            ),
            ("bc1q 73t2 e84u hcp2 klqr vw4y aqfw 7ykc r4qt nj7e j6 end", &[(Bitcoin, "bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6", Valid)]),
            ("bc1q73t2e84uhcp2klqr\nvw4yaqfw7ykcr4qtnj7ej6 end", &[(Bitcoin, "bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6", Valid)]),
            ("bc1q73t2e84uhcp2klqr\u{2060}vw4yaqfw7ykcr4qtnj7ej6", &[(Bitcoin, "bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6", Valid)]),
            ("b\u{441}1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6", &[(Bitcoin, "bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6", Valid)]),
            ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", &[(Bitcoin, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Valid)]),
            (
                "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3",
                &[(Bitcoin, "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3", Valid)],
            ),
            (
                "bc1p5kzarpqtrxnn22ykxlf2w7rynhrpxx9xatsy33fu57l7y50xju9sc3xh3r",
                &[(Bitcoin, "bc1p5kzarpqtrxnn22ykxlf2w7rynhrpxx9xatsy33fu57l7y50xju9sc3xh3r", Invalid)],
            ),
            ("bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtxww4hc", &[(Bitcoin, "bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtxww4hc", Invalid)]),
            ("bc1q[redacted] and bc1qxxxx", &[]),
        ]);
    }

    #[test]
    fn a_near_miss_bitcoin_offers_the_one_that_would_hold() {
        check_repairs(
            Bitcoin,
            &[
                ("bc1q73t2e84uhcp3klqrvw4yaqfw7ykcr4qtnj7ej6", Some("bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6")),
                ("bc1q73t2e48uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6", Some("bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6")),
                ("Bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6", Some("bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6")),
                ("bclq73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6", Some("bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6")),
                ("bc1q73t2e84uhcp2klqrvw4yaqfw1ykcr4qtnj7ej6", Some("bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6")),
            ],
        );
    }
}
