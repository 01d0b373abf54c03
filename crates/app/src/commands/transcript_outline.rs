//! What a transcript holds, to go to: days, speakers, marks.

use serde::Deserialize;

use crate::job::Watch;
use crate::view::outline;
use crate::wire::OutlineView;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    draft: String,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<OutlineView, Failure> {
    let draft = app.draft(&arguments.draft)?;
    Ok(outline(&draft.analysed, &draft.marks()))
}
