//! Rules: the built-in ones, and an analyst's own folder.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;
use shakedown_detect::{DetectError, Engine, ExampleFailure, Lexicons, RuleError, RuleSet};

use crate::intake::{Source, evidence_unreadable, items_under};
use crate::{Failure, FailureCode};

/// One rule, for a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleRow {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its family.
    pub family: String,
    /// The code it stands for.
    pub code: Option<String>,
    /// Its weight.
    pub level: String,
    /// What it finds.
    pub words: String,
    /// The languages it reads.
    pub languages: Vec<String>,
}

/// What looking at rules found.
#[derive(Debug)]
pub struct RulesReport {
    /// How many rules were read.
    pub rules: usize,
    /// What is wrong, each with its file and what was expected.
    pub faults: Vec<String>,
}

/// The built-in rules, by id.
pub fn list_rules(engine: &Engine) -> Vec<RuleRow> {
    let row = |rule: &shakedown_detect::Rule| RuleRow {
        id: rule.id.clone(),
        version: rule.version,
        family: rule.family.to_string(),
        code: rule.code.clone(),
        level: rule.level.to_string(),
        words: rule.words.clone(),
        languages: rule.languages.clone(),
    };
    engine.rules().iter().map(row).collect()
}

/// Check the rule files of a folder. Errors: `evidence-unreadable` for a folder or file that cannot be read.
pub fn check_rules(dir: &Path) -> Result<RulesReport, Failure> {
    Ok(match own_rules(dir)? {
        Ok(set) => RulesReport { rules: set.rules().len(), faults: Vec::new() },
        Err(faults) => RulesReport { rules: 0, faults: faults.iter().map(ToString::to_string).collect() },
    })
}

/// Run the examples of the rules of a folder, or of the built-in ones. Errors: those of [`check_rules`].
pub fn test_rules(engine: &Engine, dir: Option<&Path>) -> Result<RulesReport, Failure> {
    let Some(dir) = dir else {
        return Ok(report(engine.rules().len(), &engine.test_rules()));
    };
    match own_rules(dir)? {
        Ok(set) => Ok(report(set.rules().len(), &set.test(&Lexicons::built_in().map_err(|error| broken(&error))?))),
        Err(faults) => Ok(RulesReport { rules: 0, faults: faults.iter().map(ToString::to_string).collect() }),
    }
}

fn own_rules(dir: &Path) -> Result<Result<RuleSet, Vec<RuleError>>, Failure> {
    let mut files = Vec::new();
    for item in items_under(dir)? {
        let path = item?;
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = std::fs::read_to_string(&path).map_err(|error| evidence_unreadable(&Source::File(path.clone()), &error))?;
            files.push((path.to_string_lossy().into_owned(), text));
        }
    }
    Ok(RuleSet::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))))
}

fn report(rules: usize, failures: &[ExampleFailure]) -> RulesReport {
    let words = |failure: &ExampleFailure| {
        format!("{}: {}: expected {} in {:?}, found {:?}", failure.file, failure.rule, failure.expected, failure.example, failure.found)
    };
    RulesReport { rules, faults: failures.iter().map(words).collect() }
}

/// Something built in does not hold.
pub(crate) fn broken(error: &DetectError) -> Failure {
    Failure::new(
        FailureCode::Internal,
        format!("the built-in rules do not hold: {error}; nothing was changed"),
        "install the program again",
    )
}
