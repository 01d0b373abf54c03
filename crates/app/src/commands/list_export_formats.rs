//! The formats a case can leave in.

use super::Nothing;
use crate::job::Watch;
use crate::wire::ExportFormat;
use crate::{App, Failure};

pub(super) fn run(_: &App, _: Nothing, _: Watch<'_>) -> Result<Vec<ExportFormat>, Failure> {
    let row = |format: &&dyn shakedown_export::Exporter| ExportFormat {
        id: format.id().into(),
        name: format.name().into(),
        words: format.words().into(),
    };
    Ok(shakedown_export::formats().iter().map(row).collect())
}
