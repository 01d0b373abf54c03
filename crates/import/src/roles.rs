//! The part that a sender's label states by itself. What needs reading the talk is left to detection.

use shakedown_core::Role;

/// No label that states a part is longer, in bytes.
const LONGEST: usize = 80;

const VICTIM: [&str; 6] = ["victim", "client", "you", "user", "customer", "company"];
const ATTACKER: [&str; 6] = ["attacker", "threatactor", "hacker", "extortionist", "ransomwaregroup", "ransomwareoperator"];

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
    let bare = label.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let plain = || label.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase);
    let is = |word: &&str| if bare { word.eq_ignore_ascii_case(label) } else { plain().eq(word.chars()) };
    if VICTIM.iter().any(is) {
        Role::Victim
    } else if ATTACKER.iter().any(is) {
        Role::Attacker
    } else {
        Role::Unknown
    }
}
