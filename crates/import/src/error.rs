//! Why a reading ended.

/// Why an item could not be read. Damage inside an item is never one of these: it is a note.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The bytes could not be fetched.
    #[error("the evidence could not be read")]
    Io(#[from] std::io::Error),
    /// A format was asked for that no reader has.
    #[error("expected one of the formats {known}, found {found:?}")]
    UnknownFormat {
        /// What was asked for, capped at 60 characters.
        found: String,
        /// What there is.
        known: String,
    },
    /// The bytes are not of the format that was asked for.
    #[error("{place}: expected {expected}")]
    NotThisFormat {
        /// Where it shows.
        place: String,
        /// What was expected there.
        expected: &'static str,
    },
    /// The analyst named a column that the table does not have.
    #[error("columns: expected the name or the number of one of {columns} columns, found {wanted:?}")]
    NoSuchColumn {
        /// What was named, capped at 60 characters.
        wanted: String,
        /// How many columns the table has.
        columns: usize,
    },
    /// The analyst stopped the work.
    #[error("stopped")]
    Stopped,
}

impl From<crate::importer::Stopped> for ImportError {
    fn from(_: crate::importer::Stopped) -> Self {
        Self::Stopped
    }
}
