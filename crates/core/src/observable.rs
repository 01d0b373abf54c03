//! Something seen; no judgement.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{Hostile, Span};

codes! {
    /// The kinds of observable.
    ObservableKind {
        Bitcoin = "bitcoin", "Bitcoin address";
        BitcoinCash = "bitcoin-cash", "Bitcoin Cash address";
        Ethereum = "ethereum", "Ethereum address";
        Monero = "monero", "Monero address";
        Litecoin = "litecoin", "Litecoin address";
        Dogecoin = "dogecoin", "Dogecoin address";
        Dash = "dash", "Dash address";
        Zcash = "zcash", "Zcash address";
        Tron = "tron", "TRON address";
        Ripple = "ripple", "XRP address";
        Stellar = "stellar", "Stellar address";
        Cardano = "cardano", "Cardano address";
        Ton = "ton", "TON address";
        Solana = "solana", "Solana address";
        Onion = "onion", "onion service";
        Url = "url", "link";
        Domain = "domain", "domain";
        Ip = "ip", "IP address";
        Email = "email", "e-mail address";
        Jabber = "jabber", "Jabber address";
        Tox = "tox", "Tox ID";
        Session = "session", "Session ID";
        Telegram = "telegram", "Telegram name";
        Iban = "iban", "IBAN";
        Phone = "phone", "phone number";
        Cve = "cve", "CVE";
        Md5 = "md5", "MD5";
        Sha1 = "sha1", "SHA-1";
        Sha256 = "sha256", "SHA-256";
        VictimId = "victim-id", "victim's id";
    }
}

impl ObservableKind {
    /// Whether money can be sent to it.
    pub const fn is_wallet(self) -> bool {
        use ObservableKind::*;
        matches!(
            self,
            Bitcoin
                | BitcoinCash
                | Ethereum
                | Monero
                | Litecoin
                | Dogecoin
                | Dash
                | Zcash
                | Tron
                | Ripple
                | Stellar
                | Cardano
                | Ton
                | Solana
        )
    }
}

codes! {
    /// What its own check says of an observable.
    Validity {
        Valid = "valid", "its checksum holds";
        Invalid = "invalid", "its checksum fails";
        Unchecked = "unchecked", "it carries no checksum";
    }
}

/// Something seen in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Observable {
    /// What it is.
    pub kind: ObservableKind,
    /// The canonical form: what two writings of the same thing share.
    pub value: Hostile,
    /// The exact text under the span.
    pub as_written: Hostile,
    /// What its own check says.
    pub validity: Validity,
    /// For one that fails its check by one character: the candidate that would be valid.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub repair: Option<Hostile>,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body.
    pub span: Span,
}
