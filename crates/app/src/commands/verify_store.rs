//! Hash everything again.

use std::ops::ControlFlow;

use super::Nothing;
use crate::job::{Job, Watch};
use crate::wire::VerifyReport;
use crate::{App, Failure};

pub(super) fn run(app: &App, _: Nothing, watch: Watch<'_>) -> Result<VerifyReport, Failure> {
    app.verify_store(&Job::new(watch))
}

impl App {
    /// Hash every evidence item again, walk the chain of custody, compare every row with its last link and check the database itself.
    ///
    /// Errors: those of opening the store; what does not hold is in the report.
    pub fn verify_store(&self, job: &Job<'_>) -> Result<VerifyReport, Failure> {
        let found = self.with_store(|store| {
            store.verify(&mut |at| {
                if job.tell(at.done, Some(at.total), "verifying") { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        })?;
        Ok(VerifyReport {
            evidence: found.evidence,
            custody: found.custody,
            faults: found.faults.iter().map(ToString::to_string).collect(),
        })
    }
}
