//! One case, whole.

use std::sync::PoisonError;

use serde::Deserialize;
use shakedown_core::CaseFile;

use crate::job::Watch;
use crate::view::{case_detail, case_row};
use crate::wire::CaseDetail;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    case: String,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<CaseDetail, Failure> {
    app.show_case(&arguments.case)
}

impl App {
    /// One case, whole, its transcripts kept at hand. Errors: `not-found` and those of the store.
    pub fn show_case(&self, case: &str) -> Result<CaseDetail, Failure> {
        let id = self.case_id(case)?;
        let now = self.host.now();
        let (mut file, summary) = self.with_store(|store| Ok((store.case_file(&id)?, store.case_summary(&id, now)?)))?;
        let transcripts = std::mem::take(&mut file.transcripts);
        let transcripts = self.drafts.lock().unwrap_or_else(PoisonError::into_inner).keep_case(transcripts, &file);
        Ok(case_detail(&file, case_row(summary), now, &transcripts))
    }

    /// All that an export may see of a case. Errors: `not-found` and those of the store.
    pub fn case_file(&self, case: &str) -> Result<CaseFile, Failure> {
        let case = self.case_id(case)?;
        self.with_store(|store| store.case_file(&case))
    }
}
