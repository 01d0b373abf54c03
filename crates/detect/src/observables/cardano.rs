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
