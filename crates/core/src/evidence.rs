//! Bytes as received.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{Digest, EvidenceId, Hostile};

codes! {
    /// How an evidence item came to us.
    AcquisitionKind {
        File = "file", "a file, byte for byte";
        Paste = "paste", "a transcription: text that a person pasted or typed";
    }
}

/// How, when and by whom an evidence item came to us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Acquisition {
    /// File or paste.
    pub kind: AcquisitionKind,
    /// The analyst who took it in.
    pub by: String,
    /// When, on this machine's clock.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
}

/// One item of evidence: what we were given, never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvidenceItem {
    /// Its identifier in this store.
    pub id: EvidenceId,
    /// The label a person gives it (`MK/3`).
    pub exhibit_ref: String,
    /// SHA-256 of the bytes, taken before anything read them.
    pub sha256: Digest,
    /// Length in bytes.
    pub byte_len: u64,
    /// The name the file had, which is exhibit text too.
    pub file_name: Option<Hostile>,
    /// How it came to us.
    pub acquired: Acquisition,
    /// The item that it is a member of, where that is an archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<EvidenceId>,
}
