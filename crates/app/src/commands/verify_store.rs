//! Hash everything again.

use std::ops::ControlFlow;

use shakedown_core::Digest;

use super::Nothing;
use crate::job::{Job, Watch};
use crate::wire::VerifyReport;
use crate::{App, Failure, FailureCode};

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

    /// Look for the head of the chain that a report prints; what does not hold, in words, where it is not there.
    ///
    /// Errors: `wrong-usage` for what is no SHA-256; those of the store.
    pub fn find_head(&self, sha256: &str) -> Result<Option<String>, Failure> {
        let head: Digest = sha256.trim().parse().map_err(|_| {
            Failure::new(
                FailureCode::WrongUsage,
                "head: expected a SHA-256 of 64 hexadecimal digits; nothing was changed",
                "copy it from the report, where it says \"head of the chain\"",
            )
        })?;
        let is_there = self.with_store(|store| store.holds_link(&head))?;
        let fault =
            format!("no custody event has the SHA-256 {head}: the chain was cut off after that report, or the report is of another store");
        Ok((!is_there).then_some(fault))
    }
}
