//! A mailbox (mbox): one mail after the other, each below a line `From sender date`. It is read mail by mail, whatever its size.
//!
//! Source: RFC 4155, appendix A; mbox(5); see `tests/formats/mbox/README.md`.

use std::io::{self, SeekFrom};

use memchr::{memchr, memmem};
use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::error::ImportError;
use crate::formats::eml::MAIL_HEADERS;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::mail::{self, Seat};
use crate::sniff::Head;

/// The most bytes of one mail that are read.
const MAIL_MAX: usize = 64 * 1024 * 1024;

/// How much is fetched at once, and how much lies ahead at the start of a line.
const CHUNK: usize = 256 * 1024;
const AHEAD: usize = 8 * 1024;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "mbox"
    }

    fn name(&self) -> &'static str {
        "Mailbox (mbox)"
    }

    fn checked_against(&self) -> &'static str {
        "mboxo, mboxrd and mboxcl2 as mailing list archives, Thunderbird, Gmail Takeout and UW IMAP write them"
    }

    fn version(&self) -> u32 {
        2
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        if begins(head.text.trim_start_matches(['\u{feff}', '\r', '\n'])) { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let mut lines = RawLines::of(source)?;
        let mut mailbox = Mailbox { mail: Gathered::default(), number: 0, options, sink };
        let mut below_blank = true;
        while lines.advance()? {
            let separates = lines.is_first_piece && below_blank && separates(lines.line(), lines.ahead());
            let inside = match mailbox.mail.claimed_end.filter(|end| separates && *end > lines.start()) {
                Some(end) => lines.mail_ends_at(end)?,
                None => false,
            };
            let line = lines.line();
            if separates && !inside {
                mailbox.finish(lines.start())?;
                mailbox.mail.begin(lines.start(), lines.end());
            } else {
                if inside || (lines.is_first_piece && mailbox.mail.in_body && is_dated(line)) {
                    mailbox.looked_like_another(lines.start(), lines.end(), line)?;
                }
                mailbox.mail.add(line, lines.end(), lines.is_first_piece, inside);
            }
            below_blank = lines.is_first_piece && is_blank(line);
        }
        mailbox.finish(lines.end())
    }
}

/// Whether `text` begins as a mailbox does: a separator and a mail's header below it.
pub(crate) fn begins(text: &str) -> bool {
    let Some((line, ahead)) = text.split_once('\n') else { return false };
    separates(line.as_bytes(), ahead.as_bytes())
}

/// Whether a line separates two mails: `From sender date` above a header, or without a date above a header that only a mail has.
fn separates(line: &[u8], ahead: &[u8]) -> bool {
    if !line.starts_with(b"From ") {
        return false;
    }
    let next = ahead.get(..memchr(b'\n', ahead).unwrap_or(ahead.len())).unwrap_or_default();
    let name = next.get(..memchr(b':', next).unwrap_or_default()).unwrap_or_default();
    let is_header = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    if is_dated(line) {
        return is_header || is_blank(next) || next.starts_with(b">From ");
    }
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    is_header && (MAIL_HEADERS.contains(&name.as_str()) || name.starts_with("x-") || name == "status")
}

/// Whether a line beginning with `From ` ends in a date, as mail programs write it: `Mon Jun 01 04:28:28 2009`.
fn is_dated(line: &[u8]) -> bool {
    const MONTHS: [&[u8]; 12] = [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    let clock = |word: &[u8]| word.contains(&b':') && word.iter().all(|byte| byte.is_ascii_digit() || *byte == b':');
    line.starts_with(b"From ") && {
        let words = || line.trim_ascii().split(u8::is_ascii_whitespace).skip(1).filter(|word| !word.is_empty());
        words().any(clock) && words().any(|word| word.get(..3).is_some_and(|start| MONTHS.contains(&start)))
    }
}

fn is_blank(line: &[u8]) -> bool {
    matches!(line, b"" | b"\n" | b"\r\n" | b"\r")
}

/// The mails of one item, as they are met.
struct Mailbox<'a> {
    mail: Gathered,
    number: u64,
    options: &'a ReadOptions,
    sink: &'a mut dyn MessageSink,
}

impl Mailbox<'_> {
    /// Give the mail that ends at byte `end` away.
    fn finish(&mut self, end: u64) -> Result<(), ImportError> {
        let mail = &mut self.mail;
        let bytes = (mail.start, end);
        if !mail.is_open {
            if !mail.bytes.trim_ascii().is_empty() {
                let locator = Locator::at(Place::Whole).with_bytes(bytes.0, bytes.1);
                let found = String::from_utf8_lossy(&mail.bytes);
                self.sink.note(ImportNote::new(NoteKind::RecordUnreadable, locator, &found, "text before the first mail; not read"))?;
            }
            return Ok(());
        }
        self.number += 1;
        // The empty line above a separator belongs to the mailbox.
        let line_end = if mail.bytes.ends_with(b"\r\n\r\n") { 2 } else { usize::from(mail.bytes.ends_with(b"\n\n")) };
        mail.bytes.truncate(mail.bytes.len() - line_end);
        let moved = !mail.is_counted && unquote(&mut mail.bytes);
        let start = Some(mail.body_start).filter(|_| !moved);
        let seat = Seat { name: Some(format!("mail {}", self.number)), bytes, start };
        if mail.left_out > 0 {
            let locator = seat.at(Place::Whole).with_bytes(end.saturating_sub(mail.left_out), end);
            let found = mail.left_out.to_string();
            self.sink.note(ImportNote::new(NoteKind::LimitReached, locator, &found, "bytes of the mail not read; they stay"))?;
        }
        mail::tell(&mail.bytes, &seat, self.options, self.sink)
    }

    /// A note on a line in a mail that looks like the beginning of another.
    fn looked_like_another(&mut self, start: u64, end: u64, line: &[u8]) -> Result<(), ImportError> {
        let place = Place::Within(format!("mail {}", self.number + 1), Box::new(Place::Whole));
        let found = String::from_utf8_lossy(line);
        let kept_as = "a line of this mail, though it looks like the beginning of another";
        let locator = Locator::at(place).with_bytes(start, end);
        Ok(self.sink.note(ImportNote::new(NoteKind::RecordUnreadable, locator, found.trim_end(), kept_as))?)
    }
}

/// The mail that is being gathered; before the first separator, what stands there.
#[derive(Default)]
struct Gathered {
    is_open: bool,
    bytes: Vec<u8>,
    start: u64,
    body_start: u64,
    in_body: bool,
    /// Where the mail ends by its own `Content-Length`, which many programs get wrong.
    claimed_end: Option<u64>,
    /// Whether the mail was proven to end by its length: then nothing in it is quoted.
    is_counted: bool,
    left_out: u64,
}

impl Gathered {
    fn begin(&mut self, start: u64, body_start: u64) {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        *self = Self { is_open: true, bytes, start, body_start, ..Self::default() };
    }

    fn add(&mut self, line: &[u8], end: u64, is_first_piece: bool, is_counted: bool) {
        if self.is_open && !self.in_body && is_first_piece && is_blank(line) {
            self.in_body = true;
            self.claimed_end = content_length(&self.bytes).and_then(|length| end.checked_add(length));
        }
        self.is_counted |= is_counted;
        let room = MAIL_MAX.saturating_sub(self.bytes.len()).min(line.len());
        self.bytes.extend_from_slice(line.get(..room).unwrap_or_default());
        self.left_out += (line.len() - room) as u64;
    }
}

/// The value of the header `Content-Length`.
fn content_length(header: &[u8]) -> Option<u64> {
    let name = b"\ncontent-length:";
    let at = header.windows(name.len()).position(|window| window.eq_ignore_ascii_case(name))?;
    let value = header.get(at + name.len()..)?;
    let value = value.get(..memchr(b'\n', value)?)?.trim_ascii();
    std::str::from_utf8(value).ok()?.parse().ok()
}

/// Take one `>` off each line `>From `, `>>From ` …, as mboxrd puts it on; whether there was any.
fn unquote(mail: &mut Vec<u8>) -> bool {
    if memmem::find(mail, b">From ").is_none() {
        return false;
    }
    let mut plain = Vec::with_capacity(mail.len());
    for line in mail.split_inclusive(|byte| *byte == b'\n') {
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        let quoted = marks > 0 && line.get(marks..).is_some_and(|rest| rest.starts_with(b"From "));
        plain.extend_from_slice(line.get(usize::from(quoted)..).unwrap_or_default());
    }
    let changed = plain.len() < mail.len();
    *mail = plain;
    changed
}

/// The lines of an item as bytes, each with what stands below it in sight. A very long one comes in pieces.
struct RawLines<'a> {
    source: &'a mut dyn ReadSeek,
    length: u64,
    buffer: Vec<u8>,
    /// Where the buffer begins in the item.
    offset: u64,
    /// The line, in the buffer.
    first: usize,
    last: usize,
    ended: bool,
    is_first_piece: bool,
}

impl<'a> RawLines<'a> {
    fn of(source: &'a mut dyn ReadSeek) -> io::Result<Self> {
        let length = source.seek(SeekFrom::End(0))?;
        source.rewind()?;
        let mut lines = Self { source, length, buffer: Vec::new(), offset: 0, first: 0, last: 0, ended: false, is_first_piece: true };
        lines.fetch()?;
        if lines.buffer.starts_with(b"\xef\xbb\xbf") {
            (lines.first, lines.last) = (3, 3);
        }
        Ok(lines)
    }

    /// Go to the next line; whether there is one.
    fn advance(&mut self) -> io::Result<bool> {
        let whole = self.line().last().is_none_or(|byte| *byte == b'\n');
        self.first = self.last;
        if self.buffer.len() - self.first < AHEAD && !self.ended {
            self.fetch()?;
        }
        let rest = self.buffer.get(self.first..).unwrap_or_default();
        let length = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        self.last = self.first + length;
        self.is_first_piece = whole;
        Ok(length > 0)
    }

    fn fetch(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.first);
        self.offset += self.first as u64;
        (self.first, self.last) = (0, 0);
        let mut filled = self.buffer.len();
        self.buffer.resize(filled + CHUNK, 0);
        while filled < AHEAD {
            match self.source.read(self.buffer.get_mut(filled..).unwrap_or_default()) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.buffer.truncate(filled);
        Ok(())
    }

    fn line(&self) -> &[u8] {
        self.buffer.get(self.first..self.last).unwrap_or_default()
    }

    fn ahead(&self) -> &[u8] {
        self.buffer.get(self.last..).unwrap_or_default()
    }

    /// First byte of the line in the item.
    fn start(&self) -> u64 {
        self.offset + self.first as u64
    }

    /// One past its last byte.
    fn end(&self) -> u64 {
        self.offset + self.last as u64
    }

    /// Whether the item ends at byte `end`, or another mail begins there.
    fn mail_ends_at(&mut self, end: u64) -> io::Result<bool> {
        if end >= self.length {
            return Ok(end == self.length);
        }
        let mut start = [0; 16];
        self.source.seek(SeekFrom::Start(end))?;
        let read = self.source.read(&mut start);
        self.source.seek(SeekFrom::Start(self.offset + self.buffer.len() as u64))?;
        let start = start.get(..read?).unwrap_or_default();
        let lines = start.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let rest = start.get(lines..).unwrap_or_default();
        Ok(rest.starts_with(b"From ") || (rest.is_empty() && end + start.len() as u64 >= self.length))
    }
}
