//! What a format is.

use std::collections::BTreeSet;
use std::io;

use jiff::Timestamp;
use shakedown_core::{Artifact, CaseFile, Digest, Tlp};
use typst::foundations::Bytes;
use typst::text::Font;

use crate::{ExportError, Gatherer};

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

    /// Characters of `case` that no font at hand has, for a format that sets them itself. Errors: those of [`write`](Self::write).
    fn missing(&self, _case: &CaseFile, _options: &ExportOptions) -> Result<BTreeSet<char>, ExportError> {
        Ok(BTreeSet::new())
    }

    /// How it takes many cases in one file; none where each case is a file of its own.
    fn gatherer(&self) -> Option<&'static dyn Gatherer> {
        None
    }

    /// Write `case` with what stands beside it, for a format that takes it. Errors: those of [`write`](Self::write), and [`ExportError::Archive`]
    /// where it could not be signed.
    fn write_with(&self, case: &CaseFile, options: &ExportOptions, _: &mut Beside<'_>) -> Result<Artifact, ExportError> {
        self.write(case, options)
    }
}

/// Signs bytes, and gives the signature in minisign's form.
pub type Sign<'a> = dyn FnMut(&[u8]) -> io::Result<String> + 'a;

/// What a bundle takes beside the case file.
#[derive(Default)]
pub struct Beside<'a> {
    /// The evidence itself.
    pub originals: &'a [Original],
    /// Who signs; a bundle without is not signed.
    pub sign: Option<&'a mut Sign<'a>>,
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
    /// Fonts of this machine, for characters that the fonts of this program lack; asked in this order.
    pub fonts: Vec<FontFile>,
}

/// A font of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFile(Font);

impl FontFile {
    /// The first font in the bytes of a file (TrueType, OpenType or a collection of them); none where there is none.
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        Font::new(Bytes::new(bytes), 0).map(Self)
    }

    /// Whether it has a glyph for `character`.
    pub fn has(&self, character: char) -> bool {
        self.0.info().coverage.contains(character.into())
    }

    pub(crate) fn font(&self) -> &Font {
        &self.0
    }
}

/// What becomes a token beside that which the case itself tells of the victim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redaction {
    /// Names, numbers and words that the analyst marked.
    pub marked: Vec<String>,
}
