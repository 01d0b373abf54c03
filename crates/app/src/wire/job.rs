//! Work that takes time.

use super::wire;

wire! {
    /// How far a job is.
    pub struct Progress {
        /// The job, as the caller named it.
        pub job: String,
        /// Units done: bytes while reading, messages while detecting.
        pub done: u64,
        /// Units in all, where they are known.
        pub total: Option<u64>,
        /// What is being done, in words.
        pub words: String,
    }
}
