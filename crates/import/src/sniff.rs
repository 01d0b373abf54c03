//! Which reader an item is for, by its content.

/// The beginning of an item, as every reader's [`sniff`](crate::importer::Importer::sniff) sees it.
#[derive(Clone, Debug)]
pub struct Head {
    /// The first bytes, at most 64 KiB.
    pub bytes: Vec<u8>,
    /// The same decoded to text, whatever the encoding; a character cut at the end is left out.
    pub text: String,
    /// Whether the item goes on after `bytes`.
    pub cut: bool,
}
