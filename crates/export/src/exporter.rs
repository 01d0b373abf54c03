//! What a format is.

use jiff::Timestamp;
use shakedown_core::{Artifact, CaseFile, Digest, Tlp};

use crate::ExportError;

/// A format that a case file can leave in.
pub trait Exporter: Sync {
    /// Its id (`html`): kebab-case, never changed.
    fn id(&self) -> &'static str;

    /// Its name for people.
    fn name(&self) -> &'static str;

    /// What it is good for, in a sentence.
    fn words(&self) -> &'static str;

    /// Its media type (RFC 6838).
    fn media_type(&self) -> &'static str;

    /// Write `case`, which [`release::check`](crate::release::check) has let go. Errors: [`ExportError::Template`], [`ExportError::Json`],
    /// [`ExportError::Archive`].
    fn write(&self, case: &CaseFile, options: &ExportOptions) -> Result<Artifact, ExportError>;

    /// Whether it holds the evidence itself, beside what was read out of it.
    fn takes_originals(&self) -> bool {
        false
    }

    /// Write `case` with the bytes of its evidence, for a format that takes them. Errors: those of [`write`](Self::write).
    fn write_with(&self, case: &CaseFile, options: &ExportOptions, _: &[Original]) -> Result<Artifact, ExportError> {
        self.write(case, options)
    }
}

/// The bytes of an evidence item, under the hash that they have.
pub struct Original {
    sha256: Digest,
    bytes: Vec<u8>,
}

impl Original {
    /// The bytes, hashed here.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { sha256: Digest::of(&bytes), bytes }
    }

    /// Their hash.
    pub fn sha256(&self) -> Digest {
        self.sha256
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// How a case file leaves. With the same case file they decide every byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    /// How far the artifact may travel; never further than the case.
    pub tlp: Tlp,
    /// When the export is made.
    pub made_at: Timestamp,
    /// The analyst who makes it.
    pub by: String,
    /// The program that makes it, with its version (`Shakedown 0.1.0`).
    pub program: String,
    /// Where it is given, whatever tells who the victim is becomes a token.
    pub redaction: Option<Redaction>,
    /// Whether a passphrase guards the store that the case file comes from.
    pub store_guarded: bool,
}

/// What becomes a token beside that which the case itself tells of the victim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redaction {
    /// Names, numbers and words that the analyst marked.
    pub marked: Vec<String>,
}
