//! The table of cases.

use shakedown_store::CaseQuery;

use super::Nothing;
use crate::job::Watch;
use crate::view::case_row;
use crate::wire::CaseRow;
use crate::{App, Failure};

pub(super) fn run(app: &App, _: Nothing, _: Watch<'_>) -> Result<Vec<CaseRow>, Failure> {
    app.list_cases()
}

impl App {
    /// Every case, the most urgent first. Errors: those of the store.
    pub fn list_cases(&self) -> Result<Vec<CaseRow>, Failure> {
        let now = self.host.now();
        let cases = self.with_store(|store| store.cases(&CaseQuery::all(now)))?;
        Ok(cases.into_iter().map(case_row).collect())
    }
}
