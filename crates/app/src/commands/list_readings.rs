//! What every likely reader would make of the item on the table, and the tables in it.

use serde::Deserialize;

use super::no_longer_at_hand;
use crate::intake::{IntakeOptions, candidates, propose_columns};
use crate::job::Watch;
use crate::view::readings;
use crate::wire::ReadingsView;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    draft: String,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<ReadingsView, Failure> {
    let origin = app.draft(&arguments.draft)?.origin.ok_or_else(no_longer_at_hand)?;
    let options = IntakeOptions::default().read_by(app.worker());
    let candidates = candidates(&origin.source, &options)?;
    // An item that holds no table has no columns to be proposed.
    let tables = propose_columns(&origin.source, &options).unwrap_or_default();
    Ok(readings(&candidates, &tables))
}
