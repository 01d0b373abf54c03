//! The database behind its key: how a connection is made, and how a schema becomes the next one.

use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use crate::StoreError;
use crate::keys::Key;

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// `SHKD`, as the first schema file sets it.
const APPLICATION_ID: i32 = 0x5348_4b44;

/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// Keyed, and set so that nothing in the file can act: no trusted schema, no attached database, every page's cells checked, deleted bytes
/// overwritten, temporary tables in memory only. A log that a large item blew up shrinks to 64 MiB again. `recursive_triggers` lets the append-only triggers see what REPLACE deletes.
const SETTINGS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA foreign_keys = ON;
    PRAGMA recursive_triggers = ON;
    PRAGMA secure_delete = ON;
    PRAGMA cell_size_check = ON;
    PRAGMA temp_store = MEMORY;
";

/// Connect to an existing file. Errors: `NotTheEncryptingEngine`, `Damaged` where the key does not fit the file, `ReadOnly`.
pub(crate) fn connect(path: &Path, key: &Key) -> Result<Connection, StoreError> {
    let connection = keyed(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if connection.is_readonly("main")? {
        return Err(StoreError::ReadOnly);
    }
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.execute_batch(SETTINGS)?;
    leave_as_it_is(&connection, false)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Connect to an existing file for reading alone; it may be damaged. Errors: those of [`connect`].
pub(crate) fn connect_to_read(path: &Path, key: &Key) -> Result<Connection, StoreError> {
    let connection = keyed(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;")?;
    Ok(connection)
}

fn keyed(path: &Path, key: &Key, access: OpenFlags) -> Result<Connection, StoreError> {
    start_engine();
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.execute_batch(&key.pragma())?;
    assert_encrypting(&connection)?;
    leave_as_it_is(&connection, true)?;
    Ok(connection)
}

/// Whether closing `connection` leaves the file as it is. SQLite writes its log into the file when it closes, also into one that was found damaged.
pub(crate) fn leave_as_it_is(connection: &Connection, leave: bool) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave)?;
    Ok(())
}

/// SQLite calls itself ready before SQLCipher, its extra initialisation, is: of two threads that open the first connections of a process, the
/// second is refused its key. So one thread opens one, and the others wait for it.
fn start_engine() {
    static STARTED: OnceLock<()> = OnceLock::new();
    STARTED.get_or_init(|| drop(Connection::open_in_memory()));
}

/// Plain SQLite takes a key without a word and writes plain text: only the encrypting one knows its cipher's version.
fn assert_encrypting(connection: &Connection) -> Result<(), StoreError> {
    let version: Option<String> = connection.query_row("PRAGMA cipher_version", [], |row| row.get(0)).optional()?;
    version.filter(|version| !version.is_empty()).map(drop).ok_or(StoreError::NotTheEncryptingEngine)
}

/// Refuse a database of another program, or of a newer version of this one.
pub(crate) fn check(connection: &Connection) -> Result<(), StoreError> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION_ID {
        return Err(StoreError::NotAStore);
    }
    let (found, known) = (version(connection)?, MIGRATIONS.len() as u32);
    if found > known { Err(StoreError::FromANewerVersion { found, known }) } else { Ok(()) }
}

/// The schema of a database that is not yet of the newest one.
pub(crate) fn old_version(connection: &Connection) -> Result<Option<u32>, StoreError> {
    Ok(Some(version(connection)?).filter(|found| (*found as usize) < MIGRATIONS.len()))
}

/// Bring the database to the newest schema.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    migrate_by(connection, MIGRATIONS)
}

/// One transaction for each step; the version is read again inside it, so that two programs that start together do not both migrate.
fn migrate_by(connection: &mut Connection, migrations: &[&str]) -> Result<(), StoreError> {
    while (version(connection)? as usize) < migrations.len() {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let from = version(&transaction)?;
        if let Some(migration) = migrations.get(from as usize) {
            transaction.execute_batch(migration)?;
            transaction.pragma_update(None, "user_version", from + 1)?;
        }
        transaction.commit()?;
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// The tables, indexes and triggers: kind, name and definition, in order of name.
pub(crate) type Objects = Vec<(String, String, Option<String>)>;

/// What this database is made of.
pub(crate) fn objects(connection: &Connection) -> Result<Objects, StoreError> {
    let sql = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name, type";
    let mut statement = connection.prepare(sql)?;
    let objects = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    Ok(objects)
}

/// What a database of the newest schema is made of.
pub(crate) fn expected_objects() -> Result<Objects, StoreError> {
    let mut blank = Connection::open_in_memory()?;
    migrate(&mut blank)?;
    objects(&blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_of_each_earlier_schema_gets_every_step_after_it() {
        let with_next: Vec<&str> = MIGRATIONS.iter().copied().chain(["CREATE TABLE next (id INTEGER PRIMARY KEY) STRICT;"]).collect();
        for from in 0..=MIGRATIONS.len() {
            let mut connection = Connection::open_in_memory().unwrap();
            migrate_by(&mut connection, &MIGRATIONS[..from]).unwrap();
            migrate_by(&mut connection, &with_next).unwrap();
            assert_eq!(version(&connection).unwrap() as usize, with_next.len());
            let names: Vec<String> = objects(&connection).unwrap().into_iter().map(|(_, name, _)| name).collect();
            assert!(names.contains(&"custody".to_owned()) && names.contains(&"next".to_owned()), "from {from}: {names:?}");
        }
    }

    #[test]
    fn a_step_that_breaks_off_leaves_the_schema_before_it() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        let before = objects(&connection).unwrap();
        let broken: Vec<&str> = MIGRATIONS.iter().copied().chain(["CREATE TABLE next (id INTEGER); CREATE TABLE cases (id);"]).collect();
        assert!(migrate_by(&mut connection, &broken).is_err());
        assert_eq!((version(&connection).unwrap() as usize, objects(&connection).unwrap()), (MIGRATIONS.len(), before));
    }

    #[test]
    fn a_database_of_another_program_is_refused() {
        let connection = Connection::open_in_memory().unwrap();
        assert!(matches!(check(&connection), Err(StoreError::NotAStore)));
    }
}
