//! The part that a sender's label states by itself. What needs reading the talk is left to detection.

use shakedown_core::Role;

/// No label that states a part is longer, in bytes.
const LONGEST: usize = 80;

/// The part that `label` states; `Unknown` for a name.
///
/// Source: the labels that negotiation panels and published negotiation chats use.
pub(crate) fn by_label(label: &str) -> Role {
    if label.len() > LONGEST {
        return Role::Unknown;
    }
    let opens =
        |first: char| matches!(first.to_ascii_lowercase(), 'v' | 'c' | 'y' | 'u' | 'a' | 't' | 'h' | 'e' | 'r') || !first.is_ascii();
    if !label.chars().find(|character| character.is_alphanumeric()).is_some_and(opens) {
        return Role::Unknown;
    }
    let plain: String = label.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match plain.as_str() {
        "victim" | "client" | "you" | "user" | "customer" | "company" => Role::Victim,
        "attacker" | "threatactor" | "hacker" | "extortionist" | "ransomwaregroup" | "ransomwareoperator" => Role::Attacker,
        _ => Role::Unknown,
    }
}
