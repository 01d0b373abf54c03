//! Keep a backup of the day where one is due; for when the work is done.

use super::Nothing;
use super::list_backups::backup_row;
use crate::job::Watch;
use crate::wire::BackupRow;
use crate::{App, Failure};

pub(super) fn run(app: &App, _: Nothing, _: Watch<'_>) -> Result<Option<BackupRow>, Failure> {
    Ok(app.keep_backup()?.as_ref().map(backup_row))
}
