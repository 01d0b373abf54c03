//! What leaves.

use crate::{Digest, Tlp};

/// One exported file, whole.
#[derive(Clone, PartialEq, Eq)]
pub struct Artifact {
    /// The file.
    pub bytes: Vec<u8>,
    /// A name for it: lower-case letters, digits, `-` and `.` only.
    pub file_name: String,
    /// Its media type (RFC 6838).
    pub media_type: &'static str,
    /// SHA-256 of the bytes.
    pub sha256: Digest,
    /// How far it may travel.
    pub tlp: Tlp,
}

impl Artifact {
    /// An artifact, its hash taken here.
    pub fn new(bytes: Vec<u8>, file_name: String, media_type: &'static str, tlp: Tlp) -> Self {
        Self { sha256: Digest::of(&bytes), bytes, file_name, media_type, tlp }
    }
}

impl std::fmt::Debug for Artifact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Artifact({}, {} bytes, {})", self.file_name, self.bytes.len(), self.sha256)
    }
}
