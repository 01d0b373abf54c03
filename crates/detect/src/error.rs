//! What can go wrong when the engine is put together. Scanning itself has no errors.

use std::fmt;

/// What is wrong in a rule file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct RuleError {
    /// The file as it was named.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What should stand there.
    pub expected: String,
    /// What stands there, capped at 80 characters, without control characters.
    pub found: String,
    /// The nearest valid name, where a name is wrong.
    pub nearest: Option<String>,
}

impl RuleError {
    pub(crate) fn new(file: &str, line: usize, expected: impl Into<String>, found: &str) -> Self {
        let found = found.chars().filter(|character| !shakedown_core::is_hidden(*character) && *character != '\n').take(80).collect();
        Self { file: file.to_owned(), line, expected: expected.into(), found, nearest: None }
    }

    /// The same, naming the one of `known` that is spelled most like what was found.
    pub(crate) fn near<'a>(mut self, known: impl IntoIterator<Item = &'a str>) -> Self {
        let found = self.found.clone();
        self.nearest = known
            .into_iter()
            .map(|name| (distance(&found, name), name))
            .filter(|(distance, name)| *distance <= name.len().div_ceil(2))
            .min()
            .map(|(_, name)| name.to_owned());
        self
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: expected {}, found {:?}", self.file, self.line, self.expected, self.found)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; nearest: {nearest}"),
            None => Ok(()),
        }
    }
}

/// Why no engine could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DetectError {
    /// Rule files that cannot be read.
    #[error("{} faults in rule files, the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Rules(Vec<RuleError>),
    /// Actor files that cannot be read.
    #[error("{0} faults in actor files, the first: {1}")]
    Actors(usize, String),
    /// A table of weights, a policy or a lexicon that cannot be read.
    #[error("{file}: expected {expected}")]
    Table {
        /// The file as it was named.
        file: String,
        /// What should stand there.
        expected: &'static str,
        /// What the reader of the format says.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// The literals of all rules together are too many for one automaton.
    #[error("the literals of the rules make no automaton")]
    Automaton(#[from] aho_corasick::BuildError),
}

/// How many insertions, deletions and replacements lead from `a` to `b`, both cut to 40 characters.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(40).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().take(40).enumerate() {
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, right) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX);
            let before = row.get(j).copied().unwrap_or(usize::MAX);
            let cost = (diagonal + usize::from(left != *right)).min(above + 1).min(before + 1);
            diagonal = above;
            if let Some(slot) = row.get_mut(j + 1) {
                *slot = cost;
            }
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_is_not() {
        let near = |found| RuleError::new("a.toml", 3, "a level", found).near(["low", "medium", "high"]).nearest;
        assert_eq!(near("hihg").as_deref(), Some("high"));
        assert_eq!(near("something else"), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
