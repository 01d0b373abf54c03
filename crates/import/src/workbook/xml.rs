//! The parts of a workbook, piece by piece, none of them larger than memory should hold.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::error::ImportError;

/// The most bytes of one tag or one run of characters: a cell holds at most 32,767 characters.
const PIECE: usize = 4 << 20;

/// Why a part ended early.
#[derive(Debug)]
pub(super) enum Fault {
    Io(io::Error),
    /// It is no XML, or a piece of it is too long.
    Xml,
}

impl Fault {
    /// The error it is for whoever reads; none for damage.
    pub(super) fn into_import(self) -> Option<ImportError> {
        match self {
            Self::Io(error) => Some(ImportError::Io(error)),
            Self::Xml => None,
        }
    }
}

impl From<quick_xml::Error> for Fault {
    fn from(error: quick_xml::Error) -> Self {
        match error {
            quick_xml::Error::Io(error) if error.kind() != io::ErrorKind::InvalidData => {
                Self::Io(io::Error::new(error.kind(), error.to_string()))
            }
            _ => Self::Xml,
        }
    }
}

/// The events of one part.
pub(super) struct Xml<'a> {
    reader: Reader<Measured<'a>>,
    buffer: Vec<u8>,
}

impl<'a> Xml<'a> {
    pub(super) fn of(source: &'a mut dyn Read) -> Self {
        let source = Measured { source: BufReader::with_capacity(64 * 1024, source), left: PIECE };
        Self { reader: Reader::from_reader(source), buffer: Vec::new() }
    }

    /// The next event; nothing at the end.
    pub(super) fn next(&mut self) -> Result<Option<Event<'_>>, Fault> {
        self.buffer.clear();
        self.reader.get_mut().left = PIECE;
        match self.reader.read_event_into(&mut self.buffer)? {
            Event::Eof => Ok(None),
            event => Ok(Some(event)),
        }
    }
}

/// A source that ends a piece that is too long.
struct Measured<'a> {
    source: BufReader<&'a mut dyn Read>,
    left: usize,
}

impl Read for Measured<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.source.read(buffer)
    }
}

impl BufRead for Measured<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.source.consume(count);
    }
}

/// The characters of one text: of `t` elements, but not how they are pronounced.
#[derive(Default)]
pub(super) struct Text {
    text: String,
    /// Whether characters count: a `t` or `v` is open.
    open: bool,
    /// Whether a guide to pronunciation is open.
    spoken: bool,
}

impl Text {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The text, with `_xHHHH_` as the characters that they stand for.
    pub(super) fn take(&mut self) -> String {
        let text = std::mem::take(&mut self.text);
        self.clear();
        if text.contains("_x") { unescape(&text) } else { text }
    }

    pub(super) fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "rPh" => self.spoken = true,
                "t" | "v" => self.open = !self.spoken,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "rPh" => self.spoken = false,
                "t" | "v" => self.open = false,
                _ => {}
            },
            Event::Text(characters) if self.open => self.text.push_str(characters),
            Event::CData(characters) if self.open => self.text.push_str(characters),
            Event::GeneralRef(name) if self.open => {
                let known = match &**name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    // Entities that a part defines for itself are never expanded.
                    _ => None,
                };
                self.text.extend(known.or_else(|| name.resolve_char_ref().ok().flatten()));
            }
            _ => {}
        }
    }
}

/// `_x000D_` is a carriage return, `_x005F_` the underscore of a text that holds such a sign itself.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, sign) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let digits = sign.get(2..6).filter(|_| sign.get(6..7) == Some("_"));
        let character = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        let (kept, after) = sign.split_at_checked(if character.is_some() { 7 } else { 2 }).unwrap_or((sign, ""));
        match character {
            Some(character) => out.push(character),
            None => out.push_str(kept),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The value of the attribute with this local name.
pub(super) fn attribute(element: &BytesStart<'_>, local: &str) -> Option<String> {
    attribute_named(element, |name| name == local)
}

/// The value of the first attribute whose whole name `is_it`.
pub(super) fn attribute_named(element: &BytesStart<'_>, is_it: impl Fn(&str) -> bool) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| is_it(attribute.key.as_ref()))?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_for_characters_are_resolved_and_others_stay() {
        for (text, wanted) in [("a_x000D_\nb", "a\r\nb"), ("_x005F_x000D_", "_x000D_"), ("max_x12", "max_x12"), ("_xD800_", "_xD800_")] {
            assert_eq!(unescape(text), wanted);
        }
    }
}
