//! Backups: written where the analyst says, kept by the program itself, and put in the place of a store that is damaged.

use std::path::{Path, PathBuf};

use shakedown_store::{Backup, By, KeptBackup, Passphrase, Store, StoreError};

use crate::{App, Failure, FailureCode};

impl App {
    /// Write the store as one file. Errors: `out-not-writable` for a file that is there, `disk-full` and those of the store.
    pub fn back_up_store(&self, out: &Path) -> Result<Backup, Failure> {
        self.with_store(|store| {
            let by = self.by(&store.analyst()?);
            store.back_up(out, &by)
        })
    }

    /// Keep a backup of the day where a store is open, something changed in it and the last backup is a day old; the oldest go. To be called when
    /// the work is done: it takes as long as the store is large. Gives what was kept.
    ///
    /// Errors: those of the store; the work before is stored whatever they are.
    pub fn keep_backup(&self) -> Result<Option<KeptBackup>, Failure> {
        if !self.has_open_store() {
            return Ok(None);
        }
        let kept = self.with_store(|store| {
            let by = self.by(&store.analyst()?);
            store.keep_backup(&by)
        });
        kept.map_err(|failure| Failure {
            message: format!("no backup of the day was kept: {}", failure.message),
            next_step: format!("{}; backups go to {}", failure.next_step, self.backup_folder().display()),
            ..failure
        })
    }

    /// The backups that the program kept, the newest first; the store need not open for it. Errors: `disk-full` for a folder that cannot be read.
    pub fn kept_backups(&self) -> Result<Vec<KeptBackup>, Failure> {
        Store::kept_backups(&self.host.store_dir()).map_err(|error| self.store_failure(error))
    }

    /// The folder that backups of the days go to.
    pub fn backup_folder(&self) -> PathBuf {
        Store::backup_folder(&self.host.store_dir())
    }

    /// Name that folder; nothing names the one in the store again. Errors: `store-missing`, `disk-full` for one that is not absolute or cannot be made.
    pub fn set_backup_folder(&self, folder: Option<&Path>) -> Result<(), Failure> {
        self.with_store(|_| Ok(()))?;
        Store::set_backup_folder(&self.host.store_dir(), folder).map_err(|error| self.store_failure(error))
    }

    /// Make the store out of a backup, the newest that was kept where none is named; who does it is named by the account of the operating system.
    /// Where a store lies here, `replace` sets it aside whole; gives the folder that it went to.
    ///
    /// Errors: `wrong-usage` for a file that is no backup or a place that has a store, `not-found` where none was kept, `store-busy` where another
    /// program has the store open, `wrong-passphrase`, `store-locked`, `disk-full`.
    pub fn restore_store(&self, backup: Option<&Path>, replace: bool, passphrase: Option<&str>) -> Result<Option<PathBuf>, Failure> {
        let backup = match backup {
            Some(backup) => backup.to_owned(),
            None => self.kept_backups()?.into_iter().next().map(|newest| newest.path).ok_or_else(|| self.nothing_kept())?,
        };
        let by = self.by(&self.host.os_account());
        if replace {
            self.close_store();
        }
        let restored = match self.restored(&backup, replace, passphrase, &by) {
            Err(StoreError::NeedsPassphrase) if passphrase.is_none() => {
                let words = self.passphrase()?.ok_or_else(|| self.store_failure(StoreError::NeedsPassphrase))?;
                self.restored(&backup, replace, Some(&words), &by)
            }
            restored => restored,
        };
        let (store, aside) = restored.map_err(|error| self.store_failure(error))?;
        self.use_store(store);
        Ok(aside)
    }

    fn restored(&self, backup: &Path, replace: bool, words: Option<&str>, by: &By) -> Result<(Store, Option<PathBuf>), StoreError> {
        let dir = self.host.store_dir();
        let words = words.map(Passphrase::new).transpose()?;
        if replace {
            return Store::restore_over(backup, &dir, words.as_ref(), by).map(|(store, aside)| (store, Some(aside)));
        }
        Store::restore(backup, &dir, words.as_ref(), by).map(|store| (store, None))
    }

    fn nothing_kept(&self) -> Failure {
        Failure::new(
            FailureCode::NotFound,
            format!("{}: no backup was kept; nothing was changed", self.backup_folder().display()),
            "name a file that shakedown store backup made",
        )
    }
}
