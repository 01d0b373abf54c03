//! Observables of the case as STIX observables and as patterns.

use std::net::IpAddr;

use serde_json::{Value, json};
use shakedown_core::ObservableKind;

use super::ids;
use crate::formats::seen::{Seen, host_of};

/// An observable as STIX has it.
pub(super) struct Observed {
    /// Its object; none for a wallet, which STIX 2.1 has no type for.
    pub object: Option<Value>,
    /// What finds it.
    pub pattern: String,
}

impl Observed {
    /// `seen` as STIX; none where STIX has no type for it or the value is not of that type's shape.
    pub fn of(seen: &Seen<'_>) -> Option<Self> {
        use ObservableKind::{Domain, Email, Ip, Jabber, Md5, Onion, Session, Sha1, Sha256, Telegram, Tox, Url};
        let value = seen.value;
        match seen.kind {
            kind if kind.is_wallet() => Some(Self::wallet(value)),
            Onion | Domain => Self::host(&host_of(value)),
            Url if is_uri(value) => Some(Self::plain("url", value)),
            Url => Self::host(&host_of(value)),
            Ip => value.parse::<IpAddr>().ok().map(|address| Self::plain(if address.is_ipv4() { "ipv4-addr" } else { "ipv6-addr" }, value)),
            Email if is_mailbox(value) => Some(Self::plain("email-addr", value)),
            Jabber | Tox | Session => Some(Self::account("user_id", value)),
            Telegram => Some(Self::account("account_login", value)),
            Md5 => Self::hash("MD5", value, 32),
            Sha1 => Self::hash("SHA-1", value, 40),
            Sha256 => Self::hash("SHA-256", value, 64),
            _ => None,
        }
    }

    /// Whether the whole of `seen` is in it. A link without a scheme leaves only its host name.
    pub fn is_whole(seen: &Seen<'_>) -> bool {
        seen.kind != ObservableKind::Url || is_uri(seen.value)
    }

    fn plain(kind: &str, value: &str) -> Self {
        let contributing = json!({ "value": value });
        let id = ids::observable(kind, &contributing);
        let object = json!({ "type": kind, "spec_version": "2.1", "id": id, "value": value });
        Self { object: Some(object), pattern: format!("[{kind}:value = {}]", literal(value)) }
    }

    fn host(name: &str) -> Option<Self> {
        is_host_name(name).then(|| Self::plain("domain-name", name))
    }

    fn account(property: &str, value: &str) -> Self {
        let id = ids::observable("user-account", &json!({ property: value }));
        let object = json!({ "type": "user-account", "spec_version": "2.1", "id": id, property: value });
        Self { object: Some(object), pattern: format!("[user-account:{property} = {}]", literal(value)) }
    }

    fn hash(algorithm: &str, value: &str, digits: usize) -> Option<Self> {
        if value.len() != digits || !value.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let hashes = json!({ algorithm: value });
        let id = ids::observable("file", &json!({ "hashes": hashes }));
        let object = json!({ "type": "file", "spec_version": "2.1", "id": id, "hashes": hashes });
        Some(Self { object: Some(object), pattern: format!("[file:hashes.{} = {}]", literal(algorithm), literal(value)) })
    }

    /// A pattern of the type `cryptocurrency-wallet`, which the community uses. An object of it would need the definition of that type, whose
    /// identifier the validator of OASIS does not accept.
    fn wallet(value: &str) -> Self {
        Self { object: None, pattern: format!("[cryptocurrency-wallet:address = {}]", literal(value)) }
    }
}

/// A string constant of a pattern. Source: STIX 2.1, 9.2 "Constants": quotes and backslashes are escaped, nothing else.
fn literal(value: &str) -> String {
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// Labels of letters, digits and hyphens. Names outside ASCII are left to the note: their encoded form would have to be checked first.
fn is_host_name(name: &str) -> bool {
    let label = |label: &str| {
        let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        plain && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-') && label.get(2..4) != Some("--")
    };
    name.len() <= 253 && name.contains('.') && name.split('.').all(label)
}

/// A link with a scheme and a host, made of the characters of RFC 3986.
fn is_uri(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let character = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte);
    let escaped = value.split('%').skip(1).all(|part| part.len() >= 2 && part.bytes().take(2).all(|digit| digit.is_ascii_hexdigit()));
    let plain = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_lowercase()) && rest.bytes().all(character);
    let parts = authority.matches('@').count() <= 1 && value.matches('#').count() <= 1;
    let named = is_host_name(name) || name.parse::<IpAddr>().is_ok();
    plain && escaped && parts && named && port.bytes().all(|digit| digit.is_ascii_digit())
}

fn is_mailbox(value: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    value.split_once('@').is_some_and(|(local, host)| !local.is_empty() && local.bytes().all(plain) && is_host_name(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_of_the_right_shape_become_observables() {
        for good in ["http://a.example/x?y=%20#z", "https://u@a.example:8443/", "http://192.0.2.7/a'b"] {
            assert!(is_uri(good), "{good}");
        }
        for bad in ["a.example/x", "http://a.example:x/", "http://a b.example", "http://[a].example/", "http://a.example/%2", "http:///x"] {
            assert!(!is_uri(bad), "{bad}");
        }
        assert!(is_host_name("a-1.example") && is_mailbox("a.b+c@d.example"));
        for bad in ["", "a", "-a.example", "a..example", "a_b.example", "xn--a.example", "é.example"] {
            assert!(!is_host_name(bad), "{bad}");
        }
        assert!(!is_mailbox("@a.example") && !is_mailbox("a@b@c.example") && !is_mailbox("a b@c.example"));
    }

    #[test]
    fn a_value_cannot_leave_its_pattern() {
        assert_eq!(literal(r"a' OR b\"), r"'a\' OR b\\'");
    }
}
