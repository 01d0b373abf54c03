//! Say where the work on a case stands.

use serde::Deserialize;
use shakedown_core::CaseStatus;

use crate::job::Watch;
use crate::wire::CaseDetail;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    case: String,
    status: CaseStatus,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<CaseDetail, Failure> {
    app.set_status(&arguments.case, arguments.status)?;
    app.show_case(&arguments.case)
}

impl App {
    /// Say where the work on a case stands. Errors: `not-found` and those of the store.
    pub fn set_status(&self, case: &str, status: CaseStatus) -> Result<(), Failure> {
        let case = self.case_id(case)?;
        self.with_store(|store| {
            let by = self.by(&store.analyst()?);
            store.set_status(&case, status, &by)
        })
        .map(drop)
    }
}
