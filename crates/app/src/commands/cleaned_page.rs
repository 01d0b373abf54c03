//! The messages of a page that the engine reads otherwise than they were written.

use serde::Deserialize;

use crate::job::Watch;
use crate::view::cleaned;
use crate::wire::CleanedView;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    draft: String,
    first: u32,
    count: u32,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<Vec<CleanedView>, Failure> {
    let draft = app.draft(&arguments.draft)?;
    Ok(cleaned(&*app.engine()?, &draft.analysed, &draft.marks(), arguments.first, arguments.count))
}
