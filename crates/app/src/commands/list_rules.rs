//! The rules in use, built in and the analyst's own.

use std::collections::HashMap;

use shakedown_detect::{Own, Rule};

use super::Nothing;
use crate::job::Watch;
use crate::own::file_name;
use crate::wire::RuleCard;
use crate::{App, Failure};

pub(super) fn run(app: &App, _: Nothing, _: Watch<'_>) -> Result<Vec<RuleCard>, Failure> {
    let Own { rules: own, .. } = app.own()?;
    let files: HashMap<&str, &str> = own.rules().iter().map(|rule| (rule.id.as_str(), rule.file.as_str())).collect();
    Ok(app.engine()?.rules().iter().map(|rule| card(rule, files.get(rule.id.as_str()).copied())).collect())
}

fn card(rule: &Rule, own: Option<&str>) -> RuleCard {
    RuleCard {
        id: rule.id.clone(),
        version: rule.version,
        family: rule.family.to_string(),
        level: rule.level.to_string(),
        words: rule.words.clone(),
        languages: rule.languages.clone(),
        techniques: rule.techniques.clone(),
        patterns: rule.patterns.iter().map(|pattern| pattern.regex.clone()).collect(),
        matches: rule.examples.matches.clone(),
        passes: rule.examples.passes.clone(),
        own_file: own.map(file_name),
    }
}
