//! What rules nearly found, for whoever asks why one did not.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use shakedown_core::{Level, Span};

use crate::engine::Engine;

/// The shortest word, in bytes, by which a rule is said to be near: shorter ones stand in every text.
const WORD_MIN: usize = 5;

/// A rule that finds nothing in a text, and the words in it that are nearest to what it looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The rule.
    pub rule: String,
    /// The words.
    pub span: Span,
    /// Whether they are what the rule looks for, and words beside them say that something else is meant.
    pub meant_otherwise: bool,
}

impl Engine {
    /// Rules of level high or critical that were near to `text` and found nothing in it, each once: first those whose words are there and
    /// meant otherwise, then those of which a single word is there, the longest first.
    pub fn near_misses(&self, text: &str) -> Vec<NearMiss> {
        let mut nearest: BTreeMap<usize, (Span, bool)> = BTreeMap::new();
        for (rule, span, otherwise) in self.matcher.nearly(text) {
            let better = |known: &(Span, bool)| (otherwise, span.len()) > (known.1, known.0.len());
            if (otherwise || span.len() >= WORD_MIN) && nearest.get(&rule).is_none_or(better) {
                nearest.insert(rule, (span, otherwise));
            }
        }
        let misses = nearest.into_iter().filter_map(|(place, (span, meant_otherwise))| {
            let rule = self.rules().get(place).filter(|rule| rule.level >= Level::High && !rule.against && !rule.topic)?;
            let found = !self.matcher.matches(text, place).is_empty();
            (!found).then(|| NearMiss { rule: rule.id.clone(), span, meant_otherwise })
        });
        let mut misses: Vec<NearMiss> = misses.collect();
        misses.sort_by_key(|miss| (!miss.meant_otherwise, Reverse(miss.span.len())));
        misses
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lexicons, Own, RuleSet};

    const RULE: &str = r#"id = "claim.access.gate"
version = 1
family = "claim"
code = "access"
level = "high"
words = "says that the gate is theirs"
languages = ["en"]

[[pattern]]
literals = ["harbour gate"]
regex = '''\bthe harbour gate is ours\b'''
unless = ['''\bto paint\b''']

[examples]
matches = ["Since Monday [[the harbour gate is ours]]."]
passes = ["The harbour gate is closed for repairs."]
disguised = ["the h4rb0ur g4t3 1s 0urs"]
"#;

    #[test]
    fn a_rule_whose_word_stands_there_without_the_rest_is_a_near_miss() {
        let rules = RuleSet::parse(std::iter::once(("gate.toml", RULE))).unwrap();
        assert_eq!(rules.test(&Lexicons::built_in().unwrap()), []);
        let engine = Engine::with_own(Own { rules, ..Own::default() }).unwrap();
        let near = |text: &str| {
            let misses = engine.near_misses(text).into_iter().filter(|miss| miss.rule == "claim.access.gate");
            misses.map(|miss| (miss.span.of(text).unwrap_or_default().to_owned(), miss.meant_otherwise)).collect::<Vec<_>>()
        };
        assert_eq!(near("The harbour gate was shut."), [("harbour gate".to_owned(), false)]);
        assert_eq!(near("The harbour gate is ours to paint."), [("The harbour gate is ours".to_owned(), true)]);
        assert_eq!(near("Now the harbour gate is ours."), []);
        assert_eq!(near("Nothing of the kind."), []);
    }
}
