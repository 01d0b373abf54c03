//! Which names of an archive are refused. None is ever used as a path; a name that tries to be one tells of an attack.

use std::collections::HashSet;

use crate::decode;

/// The longest name, in bytes.
const NAME_MAX: usize = 1024;

/// Names that Windows keeps for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A name as text: UTF-8 where it is, else what its bytes look like.
pub(super) fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(name) => name.to_owned(),
        Err(_) => decode::decode(decode::detect(bytes), bytes).0,
    }
}

/// The names met so far, as a file system without upper case would keep them.
#[derive(Default)]
pub(super) struct Seen {
    folded: HashSet<String>,
}

impl Seen {
    /// The name with `/` between its parts, or why it is refused.
    pub(super) fn judge(&mut self, name: &str) -> Result<String, &'static str> {
        if name.len() > NAME_MAX {
            return Err("its name is too long");
        }
        let name = name.replace('\\', "/");
        let name = name.strip_prefix("./").unwrap_or(&name);
        if name.is_empty() {
            return Err("it has no name");
        }
        if name.contains(|character: char| character.is_control()) {
            return Err("its name holds control characters");
        }
        if name.starts_with('/') || is_drive(name) {
            return Err("its name is an absolute path");
        }
        if name.split('/').any(|part| part.trim_end_matches([' ', '.']).is_empty() && part.starts_with("..")) {
            return Err("its name leads out of the archive");
        }
        if name.contains(':') && name.split('/').any(is_stream) {
            return Err("its name names a stream of another file");
        }
        if name.split('/').any(is_device) {
            return Err("its name is kept for a device");
        }
        if name.split('/').any(|part| part == "__MACOSX") {
            return Err("it is the archiving program's own note on another member");
        }
        let parts: Vec<String> = name.split('/').map(|part| part.trim_end_matches([' ', '.']).to_lowercase()).collect();
        if !self.folded.insert(parts.join("/")) {
            return Err("another member has the same name");
        }
        Ok(name.to_owned())
    }
}

/// `C:` at the start.
fn is_drive(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && characters.next() == Some(':')
}

/// `file.txt:stream` or `file.txt::$DATA`: nothing but a word follows the colon. A time or a title in a name is none.
fn is_stream(part: &str) -> bool {
    part.split_once(':').is_some_and(|(file, stream)| {
        !file.is_empty()
            && (stream.contains('$') || (!stream.starts_with([' ', '_']) && !stream.starts_with(|first: char| first.is_ascii_digit())))
    })
}

/// `NUL`, `nul.txt`, `COM1`, `lpt³ .x`.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim().to_lowercase();
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    DEVICES.contains(&&*stem)
        || numbered.is_some_and(|number| matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"))
}
