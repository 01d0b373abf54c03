//! Name the folder that backups of the days go to.

use std::path::Path;

use serde::Deserialize;

use super::list_backups::backups;
use crate::job::Watch;
use crate::wire::Backups;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    /// Nothing names the one in the store again.
    folder: Option<String>,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<Backups, Failure> {
    app.set_backup_folder(arguments.folder.as_deref().map(Path::new))?;
    backups(app)
}
