//! Making, finding and opening a store.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;
use shakedown_core::{Actor, CustodyAction, SubjectKind};
use zeroize::Zeroizing;

use crate::custody::STORE_ID;
use crate::keys::{Key, KeyBlock};
use crate::search::ReadBy;
use crate::{Passphrase, Random, Reading, StoreError, backup, files, schema};

/// Who acts, and when. Every change takes one: it goes into the custody event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// Who, on which machine.
    pub actor: Actor,
    /// When, on this machine's clock.
    pub now: Timestamp,
}

/// What a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreState {
    /// No store.
    Missing,
    /// A store behind a passphrase.
    NeedsPassphrase,
    /// A store that opens without one.
    Ready,
}

/// An open store: one connection. Several programs may each have one; whoever writes waits for the other.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) guarded: bool,
    pub(crate) files: Files,
    pub(crate) held: Held,
    pub(crate) reading: ReadBy,
}

/// The files of a store.
#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) dir: PathBuf,
    pub(crate) database: PathBuf,
    /// The database while it is made; it becomes `database` when the key block is on the disk.
    pub(crate) draft: PathBuf,
    /// The database under another key, while it is written.
    pub(crate) anew: PathBuf,
    pub(crate) key_blocks: [PathBuf; 2],
    /// The key block of `anew`; it becomes `key` once `anew` is `database`.
    pub(crate) next_key_block: PathBuf,
    /// Backups that the program makes by itself.
    pub(crate) backups: PathBuf,
    /// Names another folder for those of the days.
    pub(crate) backup_folder: PathBuf,
    /// Begins the names of folders that a store goes to when a backup takes its place.
    pub(crate) set_aside: PathBuf,
    lock: PathBuf,
}

/// A store that is open: others may open it too, and nobody may replace its files.
#[derive(Debug)]
pub(crate) struct Held {
    lock: fs::File,
}

/// A program that this one is just starting still has a copy of the open file: the lock must not stay with it.
impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.lock.unlock();
    }
}

impl Held {
    /// Hold it as one of several.
    pub(crate) fn shared(files: &Files) -> Result<Self, StoreError> {
        let lock = files::create(&files.lock)?;
        lock.lock_shared()?;
        Ok(Self { lock })
    }

    /// Hold it alone, where nobody else has it open. Errors: `Busy`.
    pub(crate) fn alone(self, files: &Files) -> Result<Self, StoreError> {
        drop(self);
        Self::alone_at_once(files)
    }

    /// Hold it alone. Errors: `Busy` where somebody has it open.
    pub(crate) fn alone_at_once(files: &Files) -> Result<Self, StoreError> {
        let lock = files::create(&files.lock)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { lock }),
            Err(fs::TryLockError::WouldBlock) => Err(StoreError::Busy),
            Err(fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

impl Files {
    pub(crate) fn of(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            anew: dir.join("store.db.anew"),
            next_key_block: dir.join("key.next"),
            backups: dir.join("backups"),
            backup_folder: dir.join("backup-folder"),
            set_aside: dir.join("set-aside"),
            database: dir.join("store.db"),
            draft: dir.join("store.db.new"),
            key_blocks: [dir.join("key"), dir.join("key.bak")],
            lock: dir.join("lock"),
        }
    }

    /// The key block: the first copy that is whole. The other one is mended.
    pub(crate) fn key_block(&self) -> Result<KeyBlock, StoreError> {
        let read = |path: &PathBuf| fs::read(path).ok().and_then(|bytes| KeyBlock::from_file(&Zeroizing::new(bytes)));
        let [first, second] = self.key_blocks.each_ref().map(read);
        let whole = [first.is_some(), second.is_some()];
        let block = first.or(second).ok_or(StoreError::KeyBlockDamaged)?;
        for (path, _) in self.key_blocks.iter().zip(whole).filter(|(_, whole)| !whole) {
            // One copy is enough to open the store, in a folder that cannot be written too.
            let _ = files::replace(path, &block.to_file());
        }
        Ok(block)
    }

    pub(crate) fn write_key_block(&self, block: &KeyBlock) -> Result<(), StoreError> {
        let bytes = block.to_file();
        self.key_blocks.iter().try_for_each(|path| files::replace(path, &bytes)).map_err(StoreError::from)
    }

    fn has_key_block(&self) -> bool {
        self.key_blocks.iter().any(|path| path.exists())
    }

    pub(crate) fn remove_draft(&self) -> Result<(), StoreError> {
        remove_database(&self.draft)
    }

    pub(crate) fn remove_anew(&self) -> Result<(), StoreError> {
        remove_database(&self.anew)
    }

    /// What a database that another one took the place of left beside it.
    pub(crate) fn remove_log(&self) -> Result<(), StoreError> {
        remove_beside(&self.database)
    }

    /// Held while a store is made, so that two programs never make one in the same place.
    fn lock(&self) -> Result<fs::File, StoreError> {
        let lock = files::create(&self.lock)?;
        lock.lock()?;
        Ok(lock)
    }

    /// The lock, where no store lies here: looked at before too, for whoever has a store open holds the lock. Errors: `AlreadyAStore`.
    pub(crate) fn lock_for_a_new_store(&self) -> Result<fs::File, StoreError> {
        self.expect_none()?;
        let lock = self.lock()?;
        self.expect_none()?;
        Ok(lock)
    }

    /// Errors: `AlreadyAStore` where a store, or a part of one, lies here.
    pub(crate) fn expect_none(&self) -> Result<(), StoreError> {
        if self.database.exists() || self.has_key_block() { Err(StoreError::AlreadyAStore) } else { Ok(()) }
    }

    /// Whether a database lies here. One whose making was cut off in its last step, the rename, gets that step now.
    fn settle(&self) -> Result<bool, StoreError> {
        if !self.database.exists() && self.draft.exists() && self.has_key_block() {
            let _lock = self.lock()?;
            if !self.database.exists() {
                files::rename(&self.draft, &self.database)?;
            }
        }
        self.settle_rekey()?;
        Ok(self.database.exists())
    }
}

fn remove_database(path: &Path) -> Result<(), StoreError> {
    files::remove(path)?;
    remove_beside(path)
}

fn remove_beside(path: &Path) -> Result<(), StoreError> {
    ["-wal", "-shm", "-journal"].iter().try_for_each(|suffix| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        files::remove(Path::new(&name))
    })?;
    Ok(())
}

impl Store {
    /// Make a store in `dir`, which may not exist yet; the analyst's name is that of `by`. Without a passphrase the key lies beside the database,
    /// and whoever has the folder can read it.
    ///
    /// Errors: [`StoreError::AlreadyAStore`], [`StoreError::Random`], [`StoreError::Full`], [`StoreError::ReadOnly`].
    pub fn create(dir: &Path, passphrase: Option<&Passphrase>, by: &By, random: &mut Random<'_>) -> Result<Self, StoreError> {
        files::create_dir(dir)?;
        let files = Files::of(dir);
        {
            let lock = files.lock_for_a_new_store()?;
            files.remove_draft()?;
            files::create(&files.draft)?;
            let key = Key::random(random)?;
            let connection = schema::connect(&files.draft, &key)?;
            let mut draft =
                Self { connection, guarded: passphrase.is_some(), files: Files::of(dir), held: Held { lock }, reading: ReadBy::default() };
            schema::migrate(&mut draft.connection)?;
            draft.begin(by)?;
            let Self { connection, held: _lock, .. } = draft;
            connection.close().map_err(|(_, error)| error)?;
            files.write_key_block(&KeyBlock::new(&key, passphrase, random)?)?;
            files::rename(&files.draft, &files.database)?;
        }
        Self::open(dir, passphrase)
    }

    /// The first row and the first link of the chain.
    fn begin(&mut self, by: &By) -> Result<(), StoreError> {
        self.change(by, |change| {
            change.tx.execute("INSERT INTO store VALUES (1, ?1, ?2)", (&by.actor.analyst, by.now.to_string()))?;
            change.record(SubjectKind::Store, STORE_ID, CustodyAction::Created)?;
            Ok(())
        })
    }

    /// What `dir` holds. Errors: [`StoreError::KeyBlockDamaged`], [`StoreError::Damaged`] where the key block is there and the database is not.
    pub fn state(dir: &Path) -> Result<StoreState, StoreError> {
        let files = Files::of(dir);
        match (files.settle()?, files.has_key_block()) {
            (false, false) => Ok(StoreState::Missing),
            (false, true) => Err(StoreError::damaged_at("store.db: the file is missing")),
            (true, _) if files.key_block()?.is_guarded() => Ok(StoreState::NeedsPassphrase),
            (true, _) => Ok(StoreState::Ready),
        }
    }

    /// Open the store in `dir`, and bring it to the newest schema; a backup of what it was before stays in `backups`. A passphrase for a store that
    /// needs none is passed over.
    ///
    /// Errors: [`StoreError::NotAStore`], [`StoreError::NeedsPassphrase`], [`StoreError::WrongPassphrase`], [`StoreError::KeyBlockDamaged`],
    /// [`StoreError::Damaged`], [`StoreError::Busy`] where another program has a store of an earlier schema open, [`StoreError::FromANewerVersion`], [`StoreError::ReadOnly`], [`StoreError::NotTheEncryptingEngine`].
    pub fn open(dir: &Path, passphrase: Option<&Passphrase>) -> Result<Self, StoreError> {
        if Self::state(dir)? == StoreState::Missing {
            return Err(StoreError::NotAStore);
        }
        let files = Files::of(dir);
        let mut held = Held::shared(&files)?;
        let block = files.key_block()?;
        let mut connection = schema::connect(&files.database, &block.open(passphrase)?)?;
        schema::leave_as_it_is(&connection, true)?;
        schema::check(&connection)?;
        if schema::old_version(&connection)?.is_some() {
            held = held.alone(&files)?;
            if let Some(found) = schema::old_version(&connection)? {
                backup::before_migration(&connection, &files, found)?;
                schema::migrate(&mut connection)?;
            }
            drop(held);
            held = Held::shared(&files)?;
        }
        schema::leave_as_it_is(&connection, false)?;
        Ok(Self { connection, guarded: block.is_guarded(), files, held, reading: ReadBy::default() })
    }

    /// How wordings read that are compared with each other: without what hides their words. Where nobody says, they are compared as they stand.
    pub fn read_as(&mut self, reading: &'static (dyn Reading + Sync)) {
        self.reading = ReadBy::of(reading);
    }

    /// Whether a passphrase guards it.
    pub const fn is_guarded(&self) -> bool {
        self.guarded
    }

    /// The analyst's name, as last given.
    pub fn analyst(&self) -> Result<String, StoreError> {
        Ok(self.connection.query_row("SELECT analyst FROM store", [], |row| row.get(0))?)
    }

    /// Give the analyst's name; the change is in the custody log.
    pub fn set_analyst(&mut self, name: &str, by: &By) -> Result<(), StoreError> {
        self.change(by, |change| {
            change.tx.execute("UPDATE store SET analyst = ?1", [name])?;
            change.record(SubjectKind::Store, STORE_ID, CustodyAction::Changed)?;
            Ok(())
        })
    }
}
