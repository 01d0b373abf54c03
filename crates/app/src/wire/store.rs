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

    /// The answers of a first run.
    pub struct FirstRun {
        /// Who works.
        pub analyst: String,
        /// The passphrase; none by the button named so.
        pub passphrase: Option<String>,
    }
}
