//! A set of rules, and the test of each by its own examples.

use std::collections::HashMap;

use crate::compile::Matcher;
use crate::error::RuleError;
use crate::lexicon::Lexicons;
use crate::normalize::Views;
use crate::rule::{Pattern, Rule};

/// Most rules of a set.
const RULES_MAX: usize = 5_000;

/// Most bytes of all files of a set together.
const BYTES_MAX: usize = 8 << 20;

/// Rules, sorted by id, each id once.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
}

/// An example that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFailure {
    /// The rule.
    pub rule: String,
    /// The file of the rule.
    pub file: String,
    /// What was expected of the example, in plain words.
    pub expected: String,
    /// The example.
    pub example: String,
    /// What came instead.
    pub found: String,
}

impl RuleSet {
    /// Read rule files, given as name and text.
    ///
    /// Errors: every fault in every file: unknown fields, codes, levels or languages with the nearest valid name, expressions that are too large
    /// or cannot be compiled, missing examples, an id twice, too many rules.
    pub fn parse<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<RuleError>> {
        let (set, mut faults) = Self::read(files);
        for rule in &set.rules {
            for expression in rule.patterns.iter().flat_map(|pattern| std::iter::once(&pattern.regex).chain(&pattern.unless)) {
                if let Err(error) = Pattern::compile(expression) {
                    faults.push(RuleError::new(&rule.file, 1, format!("an expression that compiles ({})", plain(&error)), expression));
                }
            }
        }
        if faults.is_empty() { Ok(set) } else { Err(faults) }
    }

    /// The rules that come with the engine. Their expressions are compiled when a literal first wakes them; a test compiles all.
    ///
    /// Errors: those of [`RuleSet::parse`], but for expressions.
    pub fn built_in() -> Result<Self, Vec<RuleError>> {
        let (set, faults) = Self::read(crate::built_in::RULES.iter().copied());
        if faults.is_empty() { Ok(set) } else { Err(faults) }
    }

    /// Every rule, by id.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Both sets as one.
    ///
    /// Errors: an id that stands in both.
    pub fn with(self, other: Self) -> Result<Self, Vec<RuleError>> {
        let mut faults = Vec::new();
        let set = Self::ordered(self.rules.into_iter().chain(other.rules).collect(), &mut faults);
        if faults.is_empty() { Ok(set) } else { Err(faults) }
    }

    /// Try every rule on its own examples; gives the examples that do not hold.
    pub fn test(&self, lexicons: &Lexicons) -> Vec<ExampleFailure> {
        let Ok(matcher) = Matcher::new(&self.rules, |_| true, std::iter::empty()) else { return Vec::new() };
        let words = lexicons.words(&self.rules, std::iter::empty());
        let mut failures = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let found = |text: &str| {
                matcher.matches(text, index).into_iter().filter_map(|span| span.of(text).map(str::to_owned)).collect::<Vec<_>>()
            };
            let mut check = |holds: bool, expected: String, example: &str, found: Vec<String>| {
                if !holds {
                    let (rule, file) = (rule.id.clone(), rule.file.clone());
                    failures.push(ExampleFailure { rule, file, expected, example: example.to_owned(), found: found.join(" | ") });
                }
            };
            for example in &rule.examples.matches {
                let (text, marked) = unmarked(example);
                let spans = found(&text);
                check(spans.contains(&marked), format!("the span {marked:?}"), example, spans);
            }
            for example in &rule.examples.passes {
                let spans = found(example);
                check(spans.is_empty(), "no match".into(), example, spans);
            }
            for example in &rule.examples.disguised {
                let plain = found(example);
                check(plain.is_empty(), "no match in the text as written".into(), example, plain);
                let views = Views::of(example, &words);
                let seen = views.iter().any(|(_, _, text)| !found(text).is_empty());
                check(seen, "a match in a cleaned-up view".into(), example, views.iter().map(|(_, _, text)| text.to_owned()).collect());
            }
        }
        failures
    }

    fn read<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> (Self, Vec<RuleError>) {
        let (mut rules, mut faults, mut bytes) = (Vec::new(), Vec::new(), 0);
        for (file, text) in files {
            bytes += text.len();
            if bytes > BYTES_MAX || rules.len() >= RULES_MAX {
                faults.push(RuleError::new(file, 1, format!("at most {RULES_MAX} rules in {BYTES_MAX} bytes"), "more"));
                break;
            }
            match Rule::parse(file, text) {
                Ok(rule) => rules.push(rule),
                Err(more) => faults.extend(more),
            }
        }
        let set = Self::ordered(rules, &mut faults);
        (set, faults)
    }

    fn ordered(mut rules: Vec<Rule>, faults: &mut Vec<RuleError>) -> Self {
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        let mut files: HashMap<&str, &str> = HashMap::new();
        for rule in &rules {
            if let Some(first) = files.insert(&rule.id, &rule.file) {
                faults.push(RuleError::new(&rule.file, 1, format!("an id that no other rule has ({first} has it)"), &rule.id));
            }
        }
        Self { rules }
    }
}

/// An example without its marks, and the text that they mark.
pub(crate) fn unmarked(example: &str) -> (String, String) {
    let marked = example.split_once("[[").and_then(|(_, rest)| rest.split_once("]]")).map(|(marked, _)| marked).unwrap_or_default();
    (example.replacen("[[", "", 1).replacen("]]", "", 1), marked.to_owned())
}

/// The last line of the compiler's message: what is wrong, without the drawing of where.
fn plain(error: &regex::Error) -> String {
    error.to_string().lines().last().unwrap_or_default().trim().to_owned()
}
