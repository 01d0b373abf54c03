//! What rule files would change in the stored cases in the place of the analyst's own. Nothing is stored.

use serde::Deserialize;

use crate::job::Watch;
use crate::rescan::Rescanned;
use crate::view::rescan_report;
use crate::wire::{OwnRules, RescanReport};
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    files: Vec<OwnRules>,
    job: String,
}

pub(super) fn run(app: &App, arguments: Arguments, watch: Watch<'_>) -> Result<RescanReport, Failure> {
    let files: Vec<_> = arguments.files.into_iter().map(|own| (own.file, own.text)).collect();
    let effect = app.jobs.run(&arguments.job, watch, |job| app.own_rules_effect(&files, job))?;
    Ok(rescan_report(&Rescanned { cases: effect.cases, changed: effect.changed, stored: false }))
}
