//! How much is read at most.

/// Caps on one reading. Where one is reached, a note says so and what was read stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the item.
    pub bytes: u64,
    /// Messages.
    pub messages: u32,
    /// Bytes of one message body; a longer one is cut at a character and noted.
    pub body_bytes: usize,
    /// Depth of nested JSON or MIME parts.
    pub depth: usize,
}

impl Default for Limits {
    /// 4 GiB, 20 million messages, 4 MiB a body, depth 64.
    fn default() -> Self {
        Self { bytes: 4 << 30, messages: 20_000_000, body_bytes: 4 << 20, depth: 64 }
    }
}
