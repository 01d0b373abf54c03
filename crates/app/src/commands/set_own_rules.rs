//! Put rule files in the place of the analyst's own. They are in force at once.

use serde::Deserialize;

use crate::job::Watch;
use crate::wire::OwnRules;
use crate::{App, Failure, FailureCode};

#[derive(Deserialize)]
pub(super) struct Arguments {
    files: Vec<OwnRules>,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<Vec<OwnRules>, Failure> {
    let Arguments { files } = arguments;
    for OwnRules { file, .. } in &files {
        let plain = file.strip_suffix(".toml").is_some_and(|stem| {
            !stem.is_empty() && stem.len() <= 64 && stem.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        });
        if !plain {
            return Err(Failure::new(
                FailureCode::WrongUsage,
                format!("{file:?}: expected small letters, digits and hyphens, then .toml; nothing was changed"),
                "give the file another name",
            ));
        }
    }
    app.set_own_rules(files.into_iter().map(|own| (own.file, own.text)).collect())?;
    super::own_rules::run(app, super::Nothing {}, &|_| {})
}
