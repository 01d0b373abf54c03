//! Many cases that leave at once.

use shakedown_core::Tlp;

use super::{RemovedRow, wire};

wire! {
    /// Cases to be exported at once.
    pub struct ExportManyRequest {
        /// The cases; every one that is not deleted where nothing is given.
        pub cases: Option<Vec<String>>,
        /// The format's id.
        pub format: String,
        /// How far they may travel: those that may not stay behind. Where nothing is given, a file of many is marked as the strictest of its cases.
        pub tlp: Option<Tlp>,
        /// Where it is given, whatever tells who the victims are becomes a token, and these words too.
        pub redact: Option<Vec<String>>,
        /// Where to write: a folder, or a file for a format that takes many cases in one.
        pub out: String,
    }

    /// Cases that were exported.
    pub struct ExportManyResult {
        /// The file, or one for each case where the format takes one.
        pub files: Vec<ExportedFile>,
        /// How many cases left.
        pub cases: u32,
        /// Those that stayed behind.
        pub held_back: Vec<HeldBack>,
        /// What was removed, case by case.
        pub removed: Vec<RemovedFrom>,
    }

    /// A file that was written.
    pub struct ExportedFile {
        /// Where it lies.
        pub path: String,
        /// SHA-256 of its bytes.
        pub sha256: String,
        /// Length in bytes.
        pub bytes: u64,
    }

    /// A case that may not leave at the chosen marking.
    pub struct HeldBack {
        /// Its number.
        pub number: u32,
        /// Its title.
        pub title: String,
        /// Why it stayed.
        pub because: String,
    }

    /// What was removed from one case.
    pub struct RemovedFrom {
        /// Its number.
        pub number: u32,
        /// What.
        pub rows: Vec<RemovedRow>,
    }

    /// A shift report to be made.
    pub struct ShiftRequest {
        /// When the shift began, RFC 3339.
        pub since: String,
        /// How many hours from now limits are told of.
        pub hours: u32,
        /// `html` or `md`.
        pub format: String,
        /// How far it may travel; cases that may not are left out.
        pub tlp: Option<Tlp>,
        /// Where it is given, whatever tells who the victims are becomes a token, and these words too.
        pub redact: Option<Vec<String>>,
        /// Where to write it: a folder or a file.
        pub out: String,
    }
}
