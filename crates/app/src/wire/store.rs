//! The store as the window shows it.

use super::wire;

wire! {
    /// What the window finds at its start.
    pub enum StoreState {
        /// There is no store yet: ask who the analyst is.
        FirstRun,
        /// A passphrase is needed.
        Locked,
        /// The store is open.
        Open,
    }

    /// The store.
    pub struct StoreStatus {
        /// What the window finds.
        pub state: StoreState,
        /// Where it lies.
        pub path: String,
        /// Whether a passphrase guards it.
        pub encrypted: bool,
        /// Who works.
        pub analyst: String,
        /// How many cases it holds.
        pub cases: u32,
        /// The program's version.
        pub version: String,
    }

    /// A backup of the store.
    pub struct BackupRow {
        /// The file, for [`RestoreRequest`].
        pub path: String,
        /// Why it is there: "backup of the day", "before the store got another schema", "written by hand".
        pub words: String,
        /// When it was made, RFC 3339.
        pub at: String,
        /// Its length.
        pub bytes: u64,
    }

    /// The backups that the program keeps by itself.
    pub struct Backups {
        /// Where those of the days go.
        pub folder: String,
        /// The newest first.
        pub backups: Vec<BackupRow>,
    }

    /// Put a backup in the place of a store, or make a store of it where there is none.
    pub struct RestoreRequest {
        /// The file; the newest that was kept where none is named.
        pub backup: Option<String>,
        /// Whether a store that lies here is set aside.
        pub replace: bool,
        /// The passphrase that the backup was made under.
        pub passphrase: Option<String>,
    }

    /// What a restore gives.
    pub struct Restored {
        /// The folder that the store before went to, whole.
        pub set_aside: Option<String>,
        /// The store as it is now.
        pub status: StoreStatus,
    }

    /// What was saved of a damaged store.
    pub struct SalvageReport {
        /// Cases written as case files.
        pub cases: u32,
        /// Evidence items written, their bytes hashed again.
        pub evidence: u32,
        /// What could not be read, in words.
        pub lost: Vec<String>,
    }

    /// The answers of a first run.
    pub struct FirstRun {
        /// Who works.
        pub analyst: String,
        /// The passphrase; none by the button named so.
        pub passphrase: Option<String>,
    }
}
