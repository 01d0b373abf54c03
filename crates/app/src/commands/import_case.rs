//! Take over a case that another store gave away.

use std::path::Path;

use serde::Deserialize;
use shakedown_core::visible;
use shakedown_store::{KnownCase, TakenOver};

use crate::job::Watch;
use crate::wire::{CaseRef, Conflicting, TakenOverView};
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    /// A case file (JSON) or an evidence bundle.
    path: String,
    /// Whether a copy of the same case that is here takes it in; else it comes in beside it.
    merge: bool,
    job: String,
}

pub(super) fn run(app: &App, arguments: Arguments, watch: Watch<'_>) -> Result<TakenOverView, Failure> {
    let Arguments { path, merge, job } = arguments;
    let known = if merge { KnownCase::Merged } else { KnownCase::Apart };
    let imported = app.jobs.run(&job, watch, |job| app.import_case(Path::new(&path), known, job))?;
    Ok(TakenOverView { signer: imported.signer.words(), ..view(&imported.taken) })
}

fn view(taken: &TakenOver) -> TakenOverView {
    let conflicts = taken.conflicts.iter().map(|conflict| Conflicting {
        about: conflict.about.clone(),
        here: conflict.here.visible().into_owned(),
        there: conflict.there.visible().into_owned(),
    });
    TakenOverView {
        case: CaseRef { id: taken.case.id.to_string(), number: taken.case.number, title: visible(&taken.case.title).into_owned() },
        merged: taken.merged,
        signer: String::new(),
        evidence: taken.case.evidence.len() as u32,
        renamed: taken.renamed,
        absent: taken.absent,
        conflicts: conflicts.collect(),
    }
}
