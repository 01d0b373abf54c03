//! A damaged store is still read: whatever pages are whole.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use crate::open::{Files, Held};
use crate::search::ReadBy;
use crate::{Passphrase, Store, StoreError, rows, schema};

impl Store {
    /// Open a store for reading alone, whatever state it is in: nothing in it is changed, and no schema is brought up. What lies on a damaged page gives
    /// [`StoreError::Damaged`] when it is read; the rest can be read.
    ///
    /// Errors: [`StoreError::NotAStore`], [`StoreError::NeedsPassphrase`], [`StoreError::WrongPassphrase`], [`StoreError::KeyBlockDamaged`],
    /// [`StoreError::Damaged`] where not even the first page can be read.
    pub fn open_damaged(dir: &Path, passphrase: Option<&Passphrase>) -> Result<Self, StoreError> {
        let files = Files::of(dir);
        if !files.database.exists() {
            return Err(StoreError::NotAStore);
        }
        let held = Held::shared(&files)?;
        let block = files.key_block()?;
        let connection = schema::connect_to_read(&files.database, &block.open(passphrase)?)?;
        Ok(Self { connection, guarded: block.is_guarded(), files, held, reading: ReadBy::default() })
    }

    /// From now on this connection reads alone: a store in which damage was met is not written to.
    ///
    /// Errors: those of the connection.
    pub fn read_only(&self) -> Result<(), StoreError> {
        schema::leave_as_it_is(&self.connection, true)?;
        Ok(self.connection.pragma_update(None, "query_only", true)?)
    }

    /// The highest number that a case has or had.
    pub fn last_case_number(&self) -> Result<u32, StoreError> {
        let counted = |connection: &Connection| {
            connection.query_row("SELECT seq FROM sqlite_sequence WHERE name = 'cases'", [], rows::first::<u32>).optional()
        };
        match counted(&self.connection) {
            Ok(number) => Ok(number.unwrap_or(0)),
            Err(_) => Ok(self.connection.query_row("SELECT coalesce(max(id), 0) FROM cases", [], rows::first)?),
        }
    }
}
