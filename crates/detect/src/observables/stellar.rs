//! Stellar accounts.
//!
//! Source: SEP-23 "Strkeys": Base32, version byte 6 << 3 (`G`) or 12 << 3 (`M`, with an id), CRC-16/XMODEM of what comes before, low byte first.

use data_encoding::BASE32_NOPAD;
use shakedown_core::ObservableKind;

use super::address::{Address, Check, WhenItFails};

/// `G…` (56 characters) and `M…` (69).
pub(super) const STELLAR: Address = Address {
    kind: ObservableKind::Stellar,
    prefixes: &["G", "M"],
    lengths: 56..=69,
    alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    check,
    fails: WhenItFails::ReportIfNamed,
    misread: &[],
    words: &["xlm", "stellar"],
};

fn check(token: &str) -> Check {
    if !matches!(token.len(), 56 | 69) || token.bytes().any(|b| b.is_ascii_lowercase()) {
        return Check::Other;
    }
    let Ok(decoded) = BASE32_NOPAD.decode(token.as_bytes()) else { return Check::Fails };
    match decoded.split_last_chunk::<2>() {
        Some((body, sum)) if matches!(body.first(), Some(0x30 | 0x60)) && crc16(body) == u16::from_le_bytes(*sum) => {
            Check::Valid(token.to_owned())
        }
        _ => Check::Fails,
    }
}

/// CRC-16/XMODEM.
pub(super) fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 })
    })
}

#[cfg(test)]
mod tests {
    use ObservableKind::*;
    use Validity::*;
    use shakedown_core::{ObservableKind, Validity};

    use crate::observables::table::check;

    #[test]
    fn what_holds_is_seen_and_what_fails_is_not_valid() {
        check(&[
            (
                "xlm GDRFXCH2M2BZUBEMXXCZHTZF2VBUHZOVLGCK4TXA57IJR6HIPIJDDCAG",
                &[(Stellar, "GDRFXCH2M2BZUBEMXXCZHTZF2VBUHZOVLGCK4TXA57IJR6HIPIJDDCAG", Valid)],
            ),
            (
                "MA77VPKSMSC6WOLUG7T76RZEZKFF3ZSOIV3CG354AADOPA6RLOSYVNKVJCKRC7FQ3VOJW",
                &[(Stellar, "MA77VPKSMSC6WOLUG7T76RZEZKFF3ZSOIV3CG354AADOPA6RLOSYVNKVJCKRC7FQ3VOJW", Valid)],
            ),
            ("GDRFXCH2M2BZUBEMXXCZZZZZ2VBUHZOVLGCK4TXA57IJR6HIPIJDZZZZ", &[]),
        ]);
    }
}
