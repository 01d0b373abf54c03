//! Read, detect, assess; nothing is stored.

use std::path::PathBuf;
use std::sync::PoisonError;

use serde::Deserialize;

use super::no_longer_at_hand;
use crate::intake::{IntakeOptions, Source, assess};
use crate::job::Watch;
use crate::view::{Shown, triage_view};
use crate::wire::{TriageRequest, TriageSource, TriageView};
use crate::{App, Failure};

/// The built-in sample case: an invented negotiation.
const SAMPLE: &[u8] = include_bytes!("../sample/negotiation.json");

#[derive(Deserialize)]
pub(super) struct Arguments {
    request: TriageRequest,
    job: String,
}

pub(super) fn run(app: &App, arguments: Arguments, watch: Watch<'_>) -> Result<TriageView, Failure> {
    let TriageRequest { source, format, zone, columns, roles } = arguments.request;
    let source = match source {
        TriageSource::Paste { text } => Source::Paste(text.into_bytes().into()),
        TriageSource::File { path } => Source::File(PathBuf::from(path)),
        TriageSource::Sample => Source::Bytes(SAMPLE.into(), "sample-negotiation.json".into()),
        TriageSource::Again(draft) => app.draft(&draft)?.origin.ok_or_else(no_longer_at_hand)?.source,
    };
    let began = app.host.now();
    let options = IntakeOptions::new(format, zone.as_deref(), Some(began))?.read_by(app.worker()).with_columns(columns.as_deref())?;
    let options = IntakeOptions { roles: roles.into_iter().map(|said| (said.name, said.role)).collect(), ..options };
    let assessed = app.jobs.run(&arguments.job, watch, |job| assess(&*app.engine()?, source, &options, job))?;
    let draft = app.new_id()?;
    let file_name = assessed.source.file_name();
    let shown = Shown {
        draft: &draft,
        file_name: file_name.as_deref(),
        acquired: assessed.source.kind(),
        sha256: assessed.sha256,
        bytes: assessed.byte_len,
        elapsed_ms: app.host.now().duration_since(began).as_secs_f64() * 1000.0,
    };
    let kept = app.drafts.lock().unwrap_or_else(PoisonError::into_inner).keep(draft.clone(), assessed, options.now);
    Ok(triage_view(&shown, &kept.analysed, &kept.placed))
}
