//! Keep a query under a name; without a query the name is forgotten.

use serde::Deserialize;

use crate::job::Watch;
use crate::wire::SavedSearch;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    name: String,
    query: Option<String>,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<Vec<SavedSearch>, Failure> {
    match &arguments.query {
        Some(query) => app.save_search(&arguments.name, query)?,
        None => app.forget_search(&arguments.name)?,
    }
    app.saved_searches()
}
