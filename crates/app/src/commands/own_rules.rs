//! The files of the analyst's own rules.

use super::Nothing;
use crate::job::Watch;
use crate::own::{Part, file_name};
use crate::wire::OwnRules;
use crate::{App, Failure};

pub(super) fn run(app: &App, _: Nothing, _: Watch<'_>) -> Result<Vec<OwnRules>, Failure> {
    let files = app.own_files(Part::Rules)?;
    Ok(files.into_iter().map(|(path, text)| OwnRules { file: file_name(&path), text }).collect())
}
