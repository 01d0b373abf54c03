//! Readers that turn evidence bytes into transcripts. The input is hostile: nothing here panics, opens a file or asks a clock.

pub mod error;
pub mod importer;
pub mod limits;
pub mod sniff;
