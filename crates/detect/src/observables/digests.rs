//! MD5, SHA-1 and SHA-256 digests: bare hexadecimal tokens of exactly that length.
//!
//! Source: RFC 1321, FIPS 180-4 (lengths of 16, 20 and 32 bytes).

use shakedown_core::ObservableKind;

use super::{Context, Found};

/// Every token of 32, 40 or 64 hexadecimal digits with letters and digits in one case.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    for token in &context.tokens {
        let kind = match token.len() {
            32 => ObservableKind::Md5,
            40 => ObservableKind::Sha1,
            64 => ObservableKind::Sha256,
            _ => continue,
        };
        let text = context.slice(token.clone());
        let glued = |b: u8| matches!(b, b'_' | b'+' | b'%' | b'@' | b'-');
        let one_case = text.to_ascii_lowercase() == text || text.to_ascii_uppercase() == text;
        let varied = text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().any(|b| b.is_ascii_alphabetic());
        let glued = glued(context.before(token.start)) || glued(context.byte(token.end));
        if text.bytes().all(|b| b.is_ascii_hexdigit()) && one_case && varied && !glued {
            found.push(Found::unchecked(kind, token.clone(), text.to_ascii_lowercase()));
        }
    }
}

#[cfg(test)]
mod tests {
    use ObservableKind::*;
    use Validity::*;
    use shakedown_core::{ObservableKind, Validity};

    use crate::observables::table::check;

    #[test]
    fn digests_are_bare_tokens_of_their_length() {
        check(&[
            ("md5 05ecfffa6d3cc5cfb25cf18d81d191a0", &[(Md5, "05ecfffa6d3cc5cfb25cf18d81d191a0", Unchecked)]),
            ("05ECFFFA6D3CC5CFB25CF18D81D191A088722D7F", &[(Sha1, "05ecfffa6d3cc5cfb25cf18d81d191a088722d7f", Unchecked)]),
            (
                "sha256: 05ecfffa6d3cc5cfb25cf18d81d191a088722d7ffc6aacc513378fa7eaf46693",
                &[(Sha256, "05ecfffa6d3cc5cfb25cf18d81d191a088722d7ffc6aacc513378fa7eaf46693", Unchecked)],
            ),
            ("11111111111111111111111111111111", &[]),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &[]),
            ("05ecfffa6d3cc5cfb25cf18d81d191a 05ecfffa6d3cc5cfb25cf18d81d191a08 x_05ecfffa6d3cc5cfb25cf18d81d191a0", &[]),
        ]);
    }
}
