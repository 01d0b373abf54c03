//! Write the store as one file.

use std::path::Path;

use serde::Deserialize;

use crate::job::Watch;
use crate::wire::BackupRow;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    path: String,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<BackupRow, Failure> {
    let made = app.back_up_store(Path::new(&arguments.path))?;
    Ok(BackupRow { path: arguments.path, words: "written by hand".into(), at: app.now().to_string(), bytes: made.bytes })
}
