//! Save what can be read of a damaged store.

use std::path::Path;

use serde::Deserialize;

use crate::job::Watch;
use crate::wire::SalvageReport;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    /// A folder that is not there yet.
    folder: String,
    passphrase: Option<String>,
    job: String,
}

pub(super) fn run(app: &App, arguments: Arguments, watch: Watch<'_>) -> Result<SalvageReport, Failure> {
    let Arguments { folder, passphrase, job } = arguments;
    let saved = app.jobs.run(&job, watch, |job| app.salvage_store(Path::new(&folder), passphrase.as_deref(), job))?;
    Ok(SalvageReport { cases: saved.cases, evidence: saved.evidence, lost: saved.lost })
}
