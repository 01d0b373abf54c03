//! Cardano addresses: Shelley (`addr1…`, `stake1…`) and Byron (`Ae2…`, `DdzFF…`).
//!
//! Source: CIP-19 (Bech32 without its length limit; header byte, then hashes of 28 bytes) and the Byron address format (CBOR: tagged bytes, then their
//! CRC-32, in Base58).

use bech32::Bech32;
use bech32::primitives::decode::CheckedHrpstring;
use shakedown_core::ObservableKind;

use super::address::{Address, BASE58, BECH32, Check, WhenItFails};

/// Shelley.
pub(super) const CARDANO: Address = Address {
    kind: ObservableKind::Cardano,
    prefixes: &["addr1", "stake1"],
    lengths: 58..=110,
    alphabet: BECH32,
    check: shelley,
    fails: WhenItFails::Report,
    misread: &[],
    words: WORDS,
};

/// Byron.
pub(super) const BYRON: Address = Address {
    kind: ObservableKind::Cardano,
    prefixes: &["Ae2", "DdzFF"],
    lengths: 58..=110,
    alphabet: BASE58,
    check: byron,
    fails: WhenItFails::ReportIfNamed,
    misread: &[],
    words: WORDS,
};

const WORDS: &[&str] = &["ada", "cardano"];

fn shelley(token: &str) -> Check {
    match CheckedHrpstring::new::<Bech32>(token) {
        Ok(decoded) if decoded.byte_iter().count() >= 29 => Check::Valid(token.to_owned()),
        _ => Check::Fails,
    }
}

fn byron(token: &str) -> Check {
    match bs58::decode(token).into_vec() {
        Ok(decoded) if byron_holds(&decoded).is_some() => Check::Valid(token.to_owned()),
        _ => Check::Fails,
    }
}

/// `82 d818 58 LEN bytes 1a CRC`: an array of two, the first tagged 24.
fn byron_holds(decoded: &[u8]) -> Option<()> {
    let (len, rest) = decoded.strip_prefix(&[0x82, 0xd8, 0x18, 0x58])?.split_first()?;
    let (body, rest) = rest.split_at_checked(usize::from(*len))?;
    let sum: [u8; 4] = rest.strip_prefix(&[0x1a])?.try_into().ok()?;
    (crc32(body) == u32::from_be_bytes(sum)).then_some(())
}

/// CRC-32 (ISO-HDLC).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ ((crc & 1) * 0xedb8_8320)))
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
                "ada addr1qy0jqx8mvp2cks92e82d4u7mdwf7rjr4qk5kru58a65pk5lt8e3qd99f72r2w6gnadaw2smzpa3dud2dhpp4cqk2velqku6ylc",
                &[(
                    Cardano,
                    "addr1qy0jqx8mvp2cks92e82d4u7mdwf7rjr4qk5kru58a65pk5lt8e3qd99f72r2w6gnadaw2smzpa3dud2dhpp4cqk2velqku6ylc",
                    Valid,
                )],
            ),
            (
                "stake1ux3kgeuj70g5uyjfjexca9hs7plm378dt0kwpgpjdg09nhgevlx82",
                &[(Cardano, "stake1ux3kgeuj70g5uyjfjexca9hs7plm378dt0kwpgpjdg09nhgevlx82", Valid)],
            ),
            (
                "Ae2tdPwUPEZ1k6ekGFECyionqCsiD9abRUTda2GHoTEp5ipsMyQJw6fTiCc",
                &[(Cardano, "Ae2tdPwUPEZ1k6ekGFECyionqCsiD9abRUTda2GHoTEp5ipsMyQJw6fTiCc", Valid)],
            ),
            (
                "addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x",
                &[(
                    Cardano,
                    "addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x",
                    Valid,
                )],
            ),
            (
                "addr1qy0jqx8mvp2cks92e82d4u7mdwf7rjr4qk5kru58a65pk5lt8e3qd99\nf72r2w6gnadaw2smzpa3dud2dhpp4cqk2velqku6ylc",
                &[(
                    Cardano,
                    "addr1qy0jqx8mvp2cks92e82d4u7mdwf7rjr4qk5kru58a65pk5lt8e3qd99f72r2w6gnadaw2smzpa3dud2dhpp4cqk2velqku6ylc",
                    Valid,
                )],
            ),
        ]);
    }

    #[test]
    fn a_near_miss_cardano_offers_the_one_that_would_hold() {
        check_repairs(
            Cardano,
            &[(
                "addr1qy0jqx8mvp2cks92e82d4u7md4f7rjr4qk5kru58a65pk5lt8e3qd99f72r2w6gnadaw2smzpa3dud2dhpp4cqk2velqku6ylc",
                Some("addr1qy0jqx8mvp2cks92e82d4u7mdwf7rjr4qk5kru58a65pk5lt8e3qd99f72r2w6gnadaw2smzpa3dud2dhpp4cqk2velqku6ylc"),
            )],
        );
    }
}
