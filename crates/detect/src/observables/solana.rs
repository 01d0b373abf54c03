//! Solana accounts.
//!
//! Source: Solana documentation "Accounts": 32 bytes in Base58, no checksum. So a word beside it must say that it is an address.

use shakedown_core::ObservableKind;

use super::{Context, Found, cue};

const WORDS: &[&str] = &[
    "sol", "solana", "phantom", "solflare", "spl", "wallet", "wallets", "address", "pay", "payment", "send", "transfer", "deposit",
    "contact", "usdc", "usdt",
];

/// Every token of 43 or 44 characters that decodes to 32 bytes, with a word that names an address beside it. Shorter ones exist, and are too rare to believe.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    for token in &context.tokens {
        if !(43..=44).contains(&token.len()) {
            continue;
        }
        let text = context.slice(token.clone());
        let glued = |b: u8| matches!(b, b'-' | b'_' | b'+' | b'/' | b'=' | b'.' | b'@' | b'%' | b'&');
        let varied =
            [u8::is_ascii_digit, u8::is_ascii_lowercase, u8::is_ascii_uppercase].iter().all(|class| text.bytes().any(|b| class(&b)));
        let goes_on = glued(context.byte(token.end)) && context.byte(token.end + 1).is_ascii_alphanumeric();
        let free = !goes_on && !glued(context.before(token.start));
        if varied && free && is_key(text) && cue::is_near(context.text, token, WORDS) {
            found.push(Found::unchecked(ObservableKind::Solana, token.clone(), text));
        }
    }
}

fn is_key(text: &str) -> bool {
    bs58::decode(text).into_vec().is_ok_and(|bytes| bytes.len() == 32)
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
                "SOL wallet AQZxEPNpZrF7qGA1zY436XQPYzNf67CtdjGxeQvWoLEK",
                &[(Solana, "AQZxEPNpZrF7qGA1zY436XQPYzNf67CtdjGxeQvWoLEK", Unchecked)],
            ),
            ("cookie AQZxEPNpZrF7qGA1zY436XQPYzNf67CtdjGxeQvWoLEK expired", &[]),
            ("address abc-AQZxEPNpZrF7qGA1zY436XQPYzNf67CtdjGxeQvWoLEK", &[]),
        ]);
    }
}
