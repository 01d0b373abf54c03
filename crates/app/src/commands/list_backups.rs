//! The backups that the program keeps by itself; the store need not open for it.

use shakedown_core::visible;

use super::Nothing;
use crate::job::Watch;
use crate::wire::{BackupRow, Backups};
use crate::{App, Failure, KeptBackup, KeptFor};

pub(super) fn run(app: &App, _: Nothing, _: Watch<'_>) -> Result<Backups, Failure> {
    backups(app)
}

pub(super) fn backups(app: &App) -> Result<Backups, Failure> {
    let folder = visible(&app.backup_folder().to_string_lossy()).into_owned();
    Ok(Backups { folder, backups: app.kept_backups()?.iter().map(backup_row).collect() })
}

pub(super) fn backup_row(kept: &KeptBackup) -> BackupRow {
    let words = match kept.kept_for {
        KeptFor::Day => "backup of the day",
        KeptFor::Migration => "before the store got another schema",
    };
    BackupRow { path: kept.path.to_string_lossy().into_owned(), words: words.into(), at: kept.at.to_string(), bytes: kept.bytes }
}
