//! The queries that were kept under a name.

use super::Nothing;
use crate::job::Watch;
use crate::wire::SavedSearch;
use crate::{App, Failure};

pub(super) fn run(app: &App, _: Nothing, _: Watch<'_>) -> Result<Vec<SavedSearch>, Failure> {
    app.saved_searches()
}
