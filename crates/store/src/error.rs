//! What the store refuses, and why.

use std::error::Error;
use std::io;

use jiff::Timestamp;
use rusqlite::ErrorCode;
use shakedown_core::Digest;

/// Why the store did not do what was asked. Whatever the error, nothing was changed: every change is one transaction.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No case, evidence item or transcript has this identifier.
    #[error("the store holds no {what} {id:?}")]
    NotFound {
        /// What was looked for: `case`, `evidence item`, `transcript`.
        what: &'static str,
        /// The identifier.
        id: String,
    },
    /// A new store was asked for where one lies.
    #[error("a store lies here already; it was not touched")]
    AlreadyAStore,
    /// The folder holds no store, or a database of another program.
    #[error("this is not a Shakedown store")]
    NotAStore,
    /// The store is locked by a passphrase and none was given.
    #[error("the store is locked: expected a passphrase, found none")]
    NeedsPassphrase,
    /// A passphrase without a character.
    #[error("expected a passphrase, found an empty one")]
    EmptyPassphrase,
    /// The key block is whole, and this passphrase does not open it.
    #[error("the passphrase is wrong; the store itself is whole")]
    WrongPassphrase,
    /// Neither copy of the key block can be read. The passphrase was not even tried.
    #[error("both copies of the key block (key, key.bak) are missing or damaged; the passphrase was not tried")]
    KeyBlockDamaged,
    /// The database is damaged: a page, a row or a chunk is not what was written.
    #[error("the store is damaged at {place}")]
    Damaged {
        /// Where.
        place: &'static str,
        /// What was found there.
        #[source]
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    /// A newer Shakedown wrote this store.
    #[error("the store has schema {found}, this program knows up to {known}; use the newer program")]
    FromANewerVersion {
        /// The schema of the store.
        found: u32,
        /// The newest schema that this program knows.
        known: u32,
    },
    /// The SQLite of this program would write plain text.
    #[error("this program was built without the encrypting SQLite; nothing was opened")]
    NotTheEncryptingEngine,
    /// Another program works on the store and did not finish in time.
    #[error("another program is writing to the store; nothing was changed, try again")]
    Busy,
    /// No room on the disk.
    #[error("the disk is full; nothing was changed")]
    Full,
    /// The store, or the file system that holds it, cannot be written.
    #[error("the store cannot be written: it is read-only; nothing was changed")]
    ReadOnly,
    /// The bytes of an evidence item did not come with the case that was taken over.
    #[error("the bytes of evidence item {id} are not here: the case came without them")]
    Absent {
        /// The item.
        id: String,
    },
    /// The bytes that came in are not those that were hashed before.
    #[error("the evidence changed while it was read: expected SHA-256 {expected}, found {found}; nothing was stored")]
    EvidenceChanged {
        /// The hash that the evidence item carries.
        expected: Digest,
        /// The hash of the bytes that came in.
        found: Digest,
    },
    /// The same identifier was given to two things.
    #[error("the store already holds this, or it belongs to nothing in the store; nothing was changed")]
    Conflict(#[source] rusqlite::Error),
    /// The file is none of our backups, or not what was written.
    #[error("this is not a whole Shakedown backup; nothing was changed")]
    NotABackup,
    /// A file lies where one was to be written.
    #[error("a file lies there already; it was not touched")]
    Taken,
    /// The case was deleted.
    #[error("case {id:?} is deleted; nothing was changed")]
    Deleted {
        /// The case.
        id: String,
    },
    /// The case is not deleted.
    #[error("case {id:?} is not deleted; nothing was changed")]
    NotDeleted {
        /// The case.
        id: String,
    },
    /// The case went into another one.
    #[error("case {id:?} was merged into case {into:?}; nothing was changed")]
    Merged {
        /// The case.
        id: String,
        /// Where it went.
        into: String,
    },
    /// The deletion lies too far back.
    #[error("case {id:?} could be taken back until {until}; nothing was changed")]
    TooLate {
        /// The case.
        id: String,
        /// Until when it could.
        until: Timestamp,
    },
    /// A legal hold keeps the case.
    #[error("case {id:?} is under a legal hold: {why:?}; nothing was changed")]
    Held {
        /// The case.
        id: String,
        /// Why it is held.
        why: String,
    },
    /// A case cannot be merged into itself.
    #[error("expected two cases, found {id:?} twice; nothing was changed")]
    SameCase {
        /// The case.
        id: String,
    },
    /// A split would leave one of the two cases without evidence.
    #[error("splitting case {id:?} so would leave one of the two without evidence; nothing was changed")]
    NothingToSplit {
        /// The case.
        id: String,
    },
    /// A query that cannot be read.
    #[error("query, character {at}: expected {expected}, found {found:?}")]
    Query {
        /// The character where it breaks off, counted from 1.
        at: usize,
        /// What was expected there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// The work was called off.
    #[error("stopped; nothing was changed")]
    Stopped,
    /// The evidence that was to be stored could not be read.
    #[error("the evidence could not be read; nothing was stored")]
    Evidence(#[source] io::Error),
    /// A file of the store could not be read or written.
    #[error("a file of the store could not be read or written; nothing was changed")]
    File(#[source] io::Error),
    /// The source of randomness gave nothing.
    #[error("no randomness for keys; nothing was changed")]
    Random(#[source] io::Error),
    /// Anything else that SQLite says.
    #[error("the database refused; nothing was changed")]
    Sql(#[source] rusqlite::Error),
}

impl StoreError {
    /// Damage at a place, with what was found there.
    pub(crate) fn damaged(place: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Damaged { place, source: Some(source.into()) }
    }

    /// Damage at a place that needs no more words.
    pub(crate) const fn damaged_at(place: &'static str) -> Self {
        Self::Damaged { place, source: None }
    }

    /// Something that was asked for and is not there.
    pub(crate) fn not_found(what: &'static str, id: impl ToString) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as Sql;
        match &error {
            Sql::FromSqlConversionFailure(..) | Sql::IntegralValueOutOfRange(..) | Sql::InvalidColumnType(..) | Sql::Utf8Error(..) => {
                Self::damaged("a row", error)
            }
            Sql::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::DiskFull => Self::Full,
                ErrorCode::ReadOnly => Self::ReadOnly,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::damaged("the database file", error),
                ErrorCode::ConstraintViolation => Self::Conflict(error),
                _ => Self::Sql(error),
            },
            _ => Self::Sql(error),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::File(error),
        }
    }
}
