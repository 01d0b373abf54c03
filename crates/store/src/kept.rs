//! Backups that the program keeps by itself: one a day while something changes, and one before each migration; the oldest go.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use rusqlite::OptionalExtension;

use crate::open::Files;
use crate::{By, Store, StoreError, custody, files, rows};

/// Backups of the days that stay.
const DAYS_KEPT: usize = 7;
/// Backups before migrations that stay.
const MIGRATIONS_KEPT: usize = 2;
/// How long after a backup another one is due.
const DUE_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// How the moment stands in a name.
const STAMP: &str = "%Y%m%dT%H%M%SZ";
const SUFFIX: &str = ".backup";
const DAILY: &str = "daily-";
const MIGRATION: &str = "before-schema-";

/// Why a backup was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptFor {
    /// A day of work.
    Day,
    /// What the store was before its schema became another one.
    Migration,
}

/// A backup that the program kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBackup {
    /// The file; `Store::restore` and `Store::restore_over` take it.
    pub path: PathBuf,
    /// Why it was kept.
    pub kept_for: KeptFor,
    /// When it was made.
    pub at: Timestamp,
    /// Its length.
    pub bytes: u64,
    /// The number of the last custody event in it, where its name says so.
    pub event: Option<u64>,
}

impl Store {
    /// The folder that backups of the days go to: `backups` in the store, where nobody named another one. The store need not open for it.
    pub fn backup_folder(dir: &Path) -> PathBuf {
        let files = Files::of(dir);
        let named = fs::read_to_string(&files.backup_folder).unwrap_or_default();
        if named.trim().is_empty() { files.backups } else { PathBuf::from(named.trim_end_matches('\n')) }
    }

    /// Name the folder for backups of the days, an absolute path; nothing names the one in the store again. What was kept stays where it is.
    ///
    /// Errors: [`StoreError::File`] for a folder that cannot be made or is not absolute, [`StoreError::Full`], [`StoreError::ReadOnly`].
    pub fn set_backup_folder(dir: &Path, folder: Option<&Path>) -> Result<(), StoreError> {
        let files = Files::of(dir);
        let Some(folder) = folder else {
            return Ok(files::remove(&files.backup_folder)?);
        };
        let name = folder.to_str().filter(|name| folder.is_absolute() && !name.contains('\n'));
        let name =
            name.ok_or_else(|| StoreError::File(io::Error::new(io::ErrorKind::InvalidInput, "expected an absolute path that is text")))?;
        files::create_dir(folder)?;
        Ok(files::replace(&files.backup_folder, format!("{name}\n").as_bytes())?)
    }

    /// Every backup that the program kept of the store in `dir`, the newest first. The store need not open for it.
    ///
    /// Errors: [`StoreError::File`] where a folder cannot be read; one that is not there holds none.
    pub fn kept_backups(dir: &Path) -> Result<Vec<KeptBackup>, StoreError> {
        let own = Files::of(dir).backups;
        let mut found = kept_in(&own)?;
        let named = Self::backup_folder(dir);
        if named != own {
            found.extend(kept_in(&named)?);
        }
        found.sort_by(|a, b| b.at.cmp(&a.at).then(b.event.cmp(&a.event)));
        Ok(found)
    }

    /// Keep a backup of the day where one is due: the last is a day old or there is none, and something changed since. Then the oldest go, so that
    /// seven days and two migrations stay. It is in the chain like every backup. Gives what was kept; nothing where none was due.
    ///
    /// Errors: [`StoreError::Full`], [`StoreError::File`] for a folder that is not there, [`StoreError::Damaged`]: of a damaged store no backup
    /// takes the place of a whole one.
    pub fn keep_backup(&mut self, by: &By) -> Result<Option<KeptBackup>, StoreError> {
        let dir = self.files.dir.clone();
        let kept = Self::kept_backups(&dir)?;
        let last = kept.iter().find(|backup| backup.kept_for == KeptFor::Day);
        let fresh = last.is_some_and(|last| by.now.duration_since(last.at) < DUE_AFTER && by.now >= last.at);
        if fresh || !self.changed_since(last.and_then(|last| last.event))? {
            return Ok(None);
        }
        let folder = Self::backup_folder(&dir);
        if folder == self.files.backups {
            files::create_dir(&folder)?;
        }
        let event = custody::head(&self.connection)?.map_or(0, |(seq, _)| seq);
        let path = folder.join(format!("{DAILY}{}-{event:06}{SUFFIX}", by.now.strftime(STAMP)));
        let made = self.back_up(&path, by)?;
        let backup = KeptBackup { path, kept_for: KeptFor::Day, at: by.now, bytes: made.bytes, event: Some(event) };
        for (kept_for, most) in [(KeptFor::Day, DAYS_KEPT), (KeptFor::Migration, MIGRATIONS_KEPT)] {
            for old in Self::kept_backups(&dir)?.into_iter().filter(|old| old.kept_for == kept_for).skip(most) {
                files::remove(&old.path)?;
            }
        }
        Ok(Some(backup))
    }

    /// Whether the chain tells of more than backups and looks since an event; where none is given, whether there is a case.
    fn changed_since(&self, event: Option<u64>) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM custody WHERE seq > ?1 AND action NOT IN ('backed-up', 'verified') LIMIT 1";
        let found = match event {
            Some(event) => self.connection.query_row(sql, [event as i64], rows::first::<i64>),
            None => self.connection.query_row("SELECT 1 FROM cases LIMIT 1", [], rows::first),
        };
        Ok(found.optional()?.is_some())
    }
}

fn kept_in(folder: &Path) -> Result<Vec<KeptBackup>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str().and_then(|name| name.strip_suffix(SUFFIX)) else { continue };
        let about = entry.metadata()?;
        let Some((kept_for, at, event)) = named(name, &about) else { continue };
        found.push(KeptBackup { path: entry.path(), kept_for, at, bytes: about.len(), event });
    }
    Ok(found)
}

/// What the name of a file says of it, where it is one that the program gives.
fn named(name: &str, about: &fs::Metadata) -> Option<(KeptFor, Timestamp, Option<u64>)> {
    if let Some((stamp, event)) = name.strip_prefix(DAILY).and_then(|rest| rest.split_once('-')) {
        let wall = jiff::civil::DateTime::strptime(STAMP, stamp).ok()?;
        let at = jiff::tz::Offset::UTC.to_timestamp(wall).ok()?;
        return Some((KeptFor::Day, at, Some(event.parse().ok()?)));
    }
    name.strip_prefix(MIGRATION)?;
    Some((KeptFor::Migration, Timestamp::try_from(about.modified().ok()?).ok()?, None))
}
