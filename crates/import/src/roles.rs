//! The part that a sender's label states by itself. What needs reading the talk is left to detection.

use shakedown_core::Role;

/// The part that `label` states; `Unknown` for a name.
///
/// Source: the labels that negotiation panels and published negotiation chats use.
pub(crate) fn by_label(label: &str) -> Role {
    let plain: String = label.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match plain.as_str() {
        "victim" | "client" | "you" | "user" | "customer" | "company" => Role::Victim,
        "attacker" | "threatactor" | "hacker" | "extortionist" | "ransomwaregroup" | "ransomwareoperator" => Role::Attacker,
        _ => Role::Unknown,
    }
}
