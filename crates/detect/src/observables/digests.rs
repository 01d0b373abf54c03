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
