//! A backup is one file: a line of JSON with the key block and the SHA-256 of what follows, then the database, encrypted as it lies in the store.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::limits::Limit;
use serde::{Deserialize, Serialize};
use shakedown_core::{CustodyAction, Digest, SubjectKind};
use zeroize::Zeroizing;

use crate::custody::STORE_ID;
use crate::keys::KeyBlock;
use crate::open::Files;
use crate::{By, Passphrase, Store, StoreError, files, schema};

const BACKUP_VERSION: u32 = 1;
/// A first line that is longer is none of ours.
const HEAD_MAX: u64 = 64 * 1024;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    shakedown_backup: u32,
    /// What the key file says.
    key: Zeroizing<String>,
    /// Bytes of the database.
    bytes: u64,
    /// Of the database.
    sha256: Digest,
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// SHA-256 of the database in it.
    pub sha256: Digest,
    /// Length of the file.
    pub bytes: u64,
}

impl Store {
    /// Write the whole store as one file; the passphrase that opens the store opens the backup too. Others may work on meanwhile: the backup is the
    /// store at one moment. The file appears whole or not at all; one that is there is not written over. The backup stands in the chain.
    ///
    /// Errors: [`StoreError::Taken`] for a file that is there, [`StoreError::Full`], [`StoreError::File`].
    pub fn back_up(&mut self, path: &Path, by: &By) -> Result<Backup, StoreError> {
        let backup = write(&self.connection, &self.files.key_block()?, path)?;
        let recorded = self.change(by, |change| change.record_detail(SubjectKind::Store, STORE_ID, CustodyAction::BackedUp, backup.sha256));
        // What is not in the chain must not have left.
        recorded.inspect_err(|_| drop(files::remove(path)))?;
        Ok(backup)
    }

    /// Make a store in `dir` out of a backup, and put that on record in it. A backup that is not what was written is refused before anything is
    /// made.
    ///
    /// Errors: [`StoreError::AlreadyAStore`], [`StoreError::NotABackup`], [`StoreError::NeedsPassphrase`], [`StoreError::WrongPassphrase`],
    /// [`StoreError::Full`], [`StoreError::ReadOnly`].
    pub fn restore(backup: &Path, dir: &Path, passphrase: Option<&Passphrase>, by: &By) -> Result<Self, StoreError> {
        let files = Files::of(dir);
        files.expect_none()?;
        let mut source = BufReader::new(File::open(backup)?);
        let head = read_head(&mut source)?;
        let block = KeyBlock::from_file(head.key.as_bytes()).ok_or(StoreError::NotABackup)?;
        let key = block.open(passphrase)?;
        files::create_dir(dir)?;
        {
            let _lock = files.lock_for_a_new_store()?;
            files.remove_draft()?;
            let mut draft = files::create(&files.draft)?;
            let found = copy(&mut source, &mut draft)?;
            if found != (head.sha256, head.bytes) {
                drop(draft);
                files.remove_draft()?;
                return Err(StoreError::NotABackup);
            }
            draft.sync_all()?;
            let connection = schema::connect(&files.draft, &key)?;
            schema::check(&connection)?;
            connection.close().map_err(|(_, error)| error)?;
            files.write_key_block(&block)?;
            files::rename(&files.draft, &files.database)?;
        }
        let mut store = Self::open(dir, passphrase)?;
        store.change(by, |change| change.record(SubjectKind::Store, STORE_ID, CustodyAction::Restored))?;
        Ok(store)
    }
}

/// Keep what is about to become another schema, in `backups` beside it.
pub(crate) fn before_migration(connection: &Connection, files: &Files, schema: u32) -> Result<(), StoreError> {
    files::create_dir(&files.backups)?;
    let name = |again: u32| {
        files.backups.join(if again == 1 {
            format!("before-schema-{}.backup", schema + 1)
        } else {
            format!("before-schema-{}-{again}.backup", schema + 1)
        })
    };
    let path = (1..).map(name).find(|path| !path.exists()).unwrap_or_default();
    write(connection, &files.key_block()?, &path).map(drop)
}

fn write(connection: &Connection, block: &KeyBlock, path: &Path) -> Result<Backup, StoreError> {
    if path.exists() {
        return Err(StoreError::Taken);
    }
    let beside = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    let (database, draft) = (beside(".db.new"), beside(".new"));
    let made = copy_database(connection, &database).and_then(|()| pack(&database, block, &draft));
    files::remove(&database)?;
    let made = made.and_then(|backup| files::rename(&draft, path).map(|()| backup).map_err(StoreError::from));
    made.inspect_err(|_| drop(files::remove(&draft)))
}

/// A copy of the database at one moment, under the same key.
fn copy_database(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    files::create(to)?;
    let name = to.to_str().ok_or_else(|| StoreError::File(io::Error::other("the name of the backup is no text")))?;
    // VACUUM INTO attaches what it writes; nothing else may.
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    let done = connection.execute("VACUUM INTO ?1", [name]);
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    done?;
    Ok(())
}

fn pack(database: &Path, block: &KeyBlock, draft: &Path) -> Result<Backup, StoreError> {
    let (sha256, bytes) = Digest::of_reader(&mut File::open(database)?)?;
    let key = Zeroizing::new(String::from_utf8_lossy(&block.to_file()).trim_end().to_owned());
    let head = Head { shakedown_backup: BACKUP_VERSION, key, bytes, sha256 };
    let mut line = Zeroizing::new(serde_json::to_vec(&head).expect("a backup's first line is plain JSON"));
    line.push(b'\n');
    let mut file = files::create(draft)?;
    file.write_all(&line)?;
    io::copy(&mut File::open(database)?, &mut file)?;
    file.sync_all()?;
    Ok(Backup { sha256, bytes: fs::metadata(draft)?.len() })
}

fn read_head(source: &mut impl BufRead) -> Result<Head, StoreError> {
    let mut line = Zeroizing::new(Vec::new());
    source.take(HEAD_MAX).read_until(b'\n', &mut line)?;
    let head: Head = serde_json::from_slice(&line).map_err(|_| StoreError::NotABackup)?;
    if head.shakedown_backup == BACKUP_VERSION { Ok(head) } else { Err(StoreError::NotABackup) }
}

/// Copy all that is left, and say what it was.
fn copy(source: &mut impl Read, out: &mut File) -> Result<(Digest, u64), StoreError> {
    struct Tee<'a, R>(R, &'a mut File);
    impl<R: Read> Read for Tee<'_, R> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.0.read(buffer)?;
            self.1.write_all(&buffer[..count])?;
            Ok(count)
        }
    }
    Ok(Digest::of_reader(&mut Tee(source, out))?)
}
