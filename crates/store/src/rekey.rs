//! Another passphrase: the key is wrapped anew, and where it lay open before it is another key.

use std::fs;

use rusqlite::limits::Limit;
use shakedown_core::{CustodyAction, SubjectKind};

use crate::custody::STORE_ID;
use crate::keys::{Key, KeyBlock};
use crate::open::{Files, Held};
use crate::{By, Passphrase, Random, Store, StoreError, files, schema};

impl Store {
    /// Guard this store by another passphrase from now on. The one before opens nothing any more but the backups made under it.
    ///
    /// A store that had no passphrase gets another key too, because the old one lay beside the database: everything is written anew. Nobody else may
    /// have the store open meanwhile. Whatever happens on the way, the store opens with the old passphrase or with the new one.
    ///
    /// Errors: [`StoreError::Busy`] where another program has the store open, [`StoreError::Random`], [`StoreError::Full`].
    pub fn rekey(self, old: Option<&Passphrase>, new: &Passphrase, by: &By, random: &mut Random<'_>) -> Result<Self, StoreError> {
        let Self { connection, guarded, files, held, reading } = self;
        let key = files.key_block()?.open(old)?;
        let alone = held.alone(&files)?;
        let mut store = Self { connection, guarded, files, held: alone, reading };
        store.change(by, |change| change.record(SubjectKind::Store, STORE_ID, CustodyAction::Rekeyed))?;
        if guarded {
            store.files.write_key_block(&KeyBlock::new(&key, Some(new), random)?)?;
        } else {
            let fresh = Key::random(random)?;
            store.write_anew(&fresh)?;
            let Self { connection, files, held, .. } = store;
            connection.close().map_err(|(_, error)| error)?;
            files::replace(&files.next_key_block, &KeyBlock::new(&fresh, Some(new), random)?.to_file())?;
            files::rename(&files.anew, &files.database)?;
            files.finish_rekey()?;
            drop(held);
            return Self::open(&files.dir, Some(new));
        }
        let Self { connection, files, held, .. } = store;
        drop((connection, held));
        Self::open(&files.dir, Some(new))
    }

    /// The whole database under another key, in a file of its own.
    fn write_anew(&self, key: &Key) -> Result<(), StoreError> {
        self.files.remove_anew()?;
        files::create(&self.files.anew)?;
        let name = self.files.anew.to_str().ok_or_else(|| StoreError::File(std::io::Error::other("the folder's name is no text")))?;
        self.connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
        let made = self.export_to(name, key);
        self.connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        made?;
        // It must open and hold before it takes the place of the other.
        let anew = schema::connect(&self.files.anew, key)?;
        schema::check(&anew)?;
        anew.close().map_err(|(_, error)| error)?;
        fs::File::open(&self.files.anew)?.sync_all()?;
        Ok(())
    }

    fn export_to(&self, name: &str, key: &Key) -> Result<(), StoreError> {
        self.connection.execute(&format!("ATTACH ?1 AS anew KEY \"x'{}'\"", key.to_hex().as_str()), [name])?;
        // Rows that the triggers keep from being written twice are copied, not changed; counters of row ids come along.
        let copied = self.connection.query_row("SELECT sqlcipher_export('anew')", [], |_| Ok(())).and_then(|()| {
            let version: u32 = self.connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
            let application: i32 = self.connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
            self.connection.execute_batch(&format!("PRAGMA anew.user_version = {version}; PRAGMA anew.application_id = {application};"))
        });
        let detached = self.connection.execute_batch("DETACH anew");
        copied?;
        detached?;
        Ok(())
    }
}

impl Files {
    /// Bring a rekey that was cut off to its end, or take it back: it is done once the new database has the place of the old one.
    pub(crate) fn settle_rekey(&self) -> Result<(), StoreError> {
        if !self.next_key_block.exists() && !self.anew.exists() {
            return Ok(());
        }
        let _alone = Held::alone_at_once(self)?;
        if !self.next_key_block.exists() {
            return self.remove_anew();
        }
        if self.anew.exists() {
            files::remove(&self.next_key_block)?;
            return self.remove_anew();
        }
        self.finish_rekey()
    }

    /// The key block of the new database takes the place of the old one.
    pub(crate) fn finish_rekey(&self) -> Result<(), StoreError> {
        let bytes = zeroize::Zeroizing::new(fs::read(&self.next_key_block)?);
        let block = KeyBlock::from_file(&bytes).ok_or(StoreError::KeyBlockDamaged)?;
        self.remove_log()?;
        self.write_key_block(&block)?;
        files::remove(&self.next_key_block)?;
        Ok(())
    }
}
