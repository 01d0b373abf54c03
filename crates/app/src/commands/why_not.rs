//! What was found and does not count, and for one message what was nearly found.

use serde::Deserialize;

use crate::job::Watch;
use crate::view::near_misses;
use crate::wire::NearMissView;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    draft: String,
    message: Option<u32>,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<Vec<NearMissView>, Failure> {
    let draft = app.draft(&arguments.draft)?;
    Ok(near_misses(&*app.engine()?, &draft.analysed, &draft.marks(), arguments.message))
}
