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
use crate::keys::{Key, KeyBlock};
use crate::open::{Files, Held};
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

    /// Put a backup in the place of the store in `dir`, which may be damaged or in parts: what is there goes whole to a folder `set-aside-…` in it,
    /// which is given. Nobody else may have the store open. Whatever happens on the way, the folder holds the old store or the new one.
    ///
    /// Errors: those of [`restore`](Self::restore) but `AlreadyAStore`, and [`StoreError::Busy`] where a program has the store open.
    pub fn restore_over(backup: &Path, dir: &Path, passphrase: Option<&Passphrase>, by: &By) -> Result<(Self, PathBuf), StoreError> {
        let files = Files::of(dir);
        let aside = files.name_aside(by);
        files::create_dir(dir)?;
        {
            let _alone = Held::alone_at_once(&files)?;
            let (mut source, head) = head_of(backup)?;
            let block = KeyBlock::from_file(head.key.as_bytes()).ok_or(StoreError::NotABackup)?;
            let key = block.open(passphrase)?;
            // A rekey that was cut off left these; the backup takes their place too.
            files::remove(&files.next_key_block)?;
            files.remove_anew()?;
            unpack(&mut source, &head, &files.anew, &key).inspect_err(|_| drop(files.remove_anew()))?;
            files.set_aside(&aside).inspect_err(|_| drop(files.remove_anew()))?;
            files::replace(&files.next_key_block, &block.to_file())?;
            files::rename(&files.anew, &files.database)?;
            files.finish_rekey()?;
        }
        let mut store = Self::open(dir, passphrase)?;
        store.change(by, |change| change.record(SubjectKind::Store, STORE_ID, CustodyAction::Restored))?;
        Ok((store, aside))
    }

    /// Make a store in `dir` out of a backup, and put that on record in it. A backup that is not what was written is refused before anything is
    /// made.
    ///
    /// Errors: [`StoreError::AlreadyAStore`], [`StoreError::NotABackup`], [`StoreError::NeedsPassphrase`], [`StoreError::WrongPassphrase`],
    /// [`StoreError::Full`], [`StoreError::ReadOnly`].
    pub fn restore(backup: &Path, dir: &Path, passphrase: Option<&Passphrase>, by: &By) -> Result<Self, StoreError> {
        let files = Files::of(dir);
        files.expect_none()?;
        let (mut source, head) = head_of(backup)?;
        let block = KeyBlock::from_file(head.key.as_bytes()).ok_or(StoreError::NotABackup)?;
        let key = block.open(passphrase)?;
        files::create_dir(dir)?;
        {
            let _lock = files.lock_for_a_new_store()?;
            files.remove_draft()?;
            unpack(&mut source, &head, &files.draft, &key).inspect_err(|_| drop(files.remove_draft()))?;
            files.write_key_block(&block)?;
            files::rename(&files.draft, &files.database)?;
        }
        let mut store = Self::open(dir, passphrase)?;
        store.change(by, |change| change.record(SubjectKind::Store, STORE_ID, CustodyAction::Restored))?;
        Ok(store)
    }
}

/// The first line of a backup, and what follows it.
fn head_of(backup: &Path) -> Result<(BufReader<File>, Head), StoreError> {
    let mut source = BufReader::new(File::open(backup)?);
    let head = read_head(&mut source)?;
    Ok((source, head))
}

/// Write the database of a backup, found whole, to a file of its own.
fn unpack(source: &mut impl Read, head: &Head, to: &Path, key: &Key) -> Result<(), StoreError> {
    let mut out = files::create(to)?;
    let found = copy(source, &mut out)?;
    if found != (head.sha256, head.bytes) {
        return Err(StoreError::NotABackup);
    }
    out.sync_all()?;
    let connection = schema::connect(to, key)?;
    schema::check(&connection)?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

impl Files {
    /// A folder that is not there yet, named by the moment.
    fn name_aside(&self, by: &By) -> PathBuf {
        let name = |again: u32| {
            let mut name = self.set_aside.clone().into_os_string();
            name.push(by.now.strftime("-%Y%m%dT%H%M%SZ").to_string());
            if again > 1 {
                name.push(format!("-{again}"));
            }
            PathBuf::from(name)
        };
        (1..).map(name).find(|path| !path.exists()).unwrap_or_default()
    }

    /// Give every file of the database a second name in a folder; where the disk knows no second names, copy it.
    fn set_aside(&self, to: &Path) -> Result<(), StoreError> {
        files::create_dir(to)?;
        let beside = |suffix: &str| {
            let mut name = self.database.clone().into_os_string();
            name.push(suffix);
            PathBuf::from(name)
        };
        let all = [self.database.clone(), beside("-wal"), beside("-journal")].into_iter().chain(self.key_blocks.clone());
        for from in all.filter(|file| file.exists()) {
            let name = to.join(from.file_name().unwrap_or_default());
            fs::hard_link(&from, &name).or_else(|_| fs::copy(&from, &name).map(drop))?;
        }
        Ok(())
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
