//! Who plays which part: from the labels of senders, and from what they say.

use std::collections::HashMap;

use shakedown_core::{Family, Finding, Mood, Role};

/// Labels that exhibits give to the one who is extorted.
const VICTIM: [&str; 5] = ["victim", "client", "customer", "company", "negotiator"];

/// Labels that exhibits give to the extortionist.
const ATTACKER: [&str; 8] = ["attacker", "hacker", "threat actor", "ta", "extortionist", "ransomware", "blackmailer", "scammer"];

/// Labels that an extortionist's panel uses, and many an honest help desk too.
const DESK: [&str; 6] = ["support", "admin", "administrator", "operator", "manager", "helpdesk"];

/// With more speakers than this, who plays which part is settled at the end alone, so that each message costs the same.
const CROWD: usize = 64;

/// What a label alone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum Label {
    /// It names the part.
    Certain(Role),
    /// It fits the part, should there be one.
    Likely(Role),
    /// It says nothing.
    #[default]
    Plain,
}

/// Somebody who speaks.
#[derive(Clone, Debug)]
pub(crate) struct Speaker {
    pub name: String,
    label: Label,
    /// How many findings only an extortionist would say.
    threatens: u32,
    /// How many findings only the extorted would say.
    bargains: u32,
}

/// Everybody who has spoken so far, in order of appearance.
#[derive(Clone, Debug, Default)]
pub struct Speakers {
    pub(crate) all: Vec<Speaker>,
    places: HashMap<String, usize>,
}

impl Speakers {
    /// Note a speaker; `stated` is the part that the format tells, `named` whether the label names an extortionist's group.
    pub(crate) fn meet(&mut self, name: &str, stated: Role, named: bool) {
        if self.knows(name) {
            return;
        }
        let label = match stated {
            Role::Unknown if named => Label::Certain(Role::Attacker),
            Role::Unknown => label(name),
            role => Label::Certain(role),
        };
        self.places.insert(name.to_owned(), self.all.len());
        self.all.push(Speaker { name: name.to_owned(), label, threatens: 0, bargains: 0 });
    }

    /// Whether `name` has spoken.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// Note what a speaker said.
    pub(crate) fn hear(&mut self, name: &str, findings: &[Finding], only: impl Fn(&Finding) -> Option<Role>) {
        let Some(speaker) = self.places.get(name).and_then(|place| self.all.get_mut(*place)) else { return };
        for finding in findings.iter().filter(|finding| finding.mood == Mood::Asserted && finding.family != Family::Context) {
            match only(finding) {
                Some(Role::Attacker) => speaker.threatens += 1,
                Some(Role::Victim) => speaker.bargains += 1,
                _ => {}
            }
        }
    }

    /// The part `name` plays, as far as it is known from everything heard so far.
    ///
    /// Labels that name a part are taken at their word. Labels that merely fit count once somebody speaks as an extortionist. Of two speakers, one
    /// whose part is known gives the other theirs; with no label at all, the one who threatens most is the attacker. In a crowd only labels count, until
    /// the whole talk is known.
    pub fn role(&self, name: &str) -> Role {
        let Some((index, speaker)) = self.places.get(name).and_then(|index| Some((*index, self.all.get(*index)?))) else {
            return Role::Unknown;
        };
        match speaker.label {
            Label::Certain(role) => role,
            _ if self.all.len() > CROWD => Role::Unknown,
            _ => self.roles().get(index).copied().unwrap_or(Role::Unknown),
        }
    }

    /// The part that each speaker plays, in order of appearance.
    pub(crate) fn roles(&self) -> Vec<Role> {
        let threatened = self.all.iter().any(|speaker| speaker.threatens > 0);
        let mut roles: Vec<Role> = self
            .all
            .iter()
            .map(|speaker| match speaker.label {
                Label::Certain(role) => role,
                Label::Likely(role) if threatened => role,
                _ => Role::Unknown,
            })
            .collect();
        let attacker = roles.contains(&Role::Attacker);
        let victim = roles.contains(&Role::Victim);
        let loudest = self.all.iter().map(|speaker| speaker.threatens.saturating_sub(speaker.bargains)).max().unwrap_or(0);
        for (role, speaker) in roles.iter_mut().zip(&self.all).filter(|(role, _)| **role == Role::Unknown) {
            let threatens = speaker.threatens > speaker.bargains;
            *role = match (attacker, victim) {
                (true, _) if self.all.len() == 2 => Role::Victim,
                (_, true) if self.all.len() == 2 || threatens => Role::Attacker,
                (false, false) if threatens && speaker.threatens - speaker.bargains == loudest => Role::Attacker,
                (false, false) if loudest > 0 && self.all.len() == 2 => Role::Victim,
                (true, _) if speaker.bargains > speaker.threatens => Role::Victim,
                _ => Role::Unknown,
            };
        }
        roles
    }
}

fn label(name: &str) -> Label {
    let lower = name.trim().to_lowercase();
    let holds = |list: &[&str]| {
        list.iter().any(|word| lower == *word || lower.split([' ', '_', '-', '(', ')', ':', '.']).any(|part| part == *word))
    };
    if holds(&ATTACKER) || lower.contains("ransomware") || lower.contains("threat actor") {
        Label::Certain(Role::Attacker)
    } else if lower == "victim" || lower.starts_with("victim ") {
        Label::Certain(Role::Victim)
    } else if holds(&VICTIM) || lower == "you" {
        Label::Likely(Role::Victim)
    } else if holds(&DESK) {
        Label::Likely(Role::Attacker)
    } else {
        Label::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speakers(heard: &[(&str, u32, u32)]) -> Vec<Role> {
        let mut speakers = Speakers::default();
        for &(name, threatens, bargains) in heard {
            speakers.meet(name, Role::Unknown, false);
            let last = speakers.all.last_mut().unwrap();
            (last.threatens, last.bargains) = (threatens, bargains);
        }
        speakers.roles()
    }

    #[test]
    fn labels_and_words_give_the_parts() {
        use Role::{Attacker, Unknown, Victim};
        for (heard, expected) in [
            (vec![("Victim", 0, 0), ("Fog", 0, 0)], vec![Victim, Attacker]),
            (vec![("Support", 0, 0), ("Customer", 0, 0)], vec![Unknown, Unknown]),
            (vec![("Support", 2, 0), ("Customer", 0, 0)], vec![Attacker, Victim]),
            (vec![("anna", 0, 1), ("dark7", 3, 0)], vec![Victim, Attacker]),
            (vec![("anna", 0, 0), ("ben", 0, 0)], vec![Unknown, Unknown]),
        ] {
            assert_eq!(speakers(&heard), expected, "{heard:?}");
        }
    }
}
