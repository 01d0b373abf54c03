//! A mail as it travelled (RFC 5322), alone in its item: one message.
//!
//! Source: RFC 5322, RFC 2045 to 2049; see `tests/formats/eml/README.md`.

use std::io::{Cursor, Read};

use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::decode::{self, Survey};
use crate::error::ImportError;
use crate::formats::mbox;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::mail::{self, Seat};
use crate::sniff::Head;

/// The most bytes of a mail that are read.
const MAIL_MAX: u64 = 128 * 1024 * 1024;

/// Headers that only a mail has at its top.
pub(crate) const MAIL_HEADERS: [&str; 12] = [
    "received", "from", "return-path", "message-id", "mime-version", "content-type", "delivered-to", "x-mailer", "to", "subject", "date",
    "reply-to",
];

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "eml"
    }

    fn name(&self) -> &'static str {
        "Mail (RFC 5322)"
    }

    fn checked_against(&self) -> &'static str {
        "mails of 1994 to 2026, well-formed and broken"
    }

    fn version(&self) -> u32 {
        3
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches(['\u{feff}', '\r', '\n']);
        if mbox::begins(text) {
            return Likelihood::No;
        }
        let text = if text.starts_with("From ") { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
        let names = header_names(text);
        let is = |wanted: &str| names.iter().any(|name| name == wanted);
        let known = MAIL_HEADERS.iter().filter(|name| is(name)).count();
        let travelled =
            ["received", "message-id", "mime-version", "return-path", "delivered-to", "content-type"].iter().any(|name| is(name));
        let addressed = is("from") && (is("to") || is("subject") || is("date"));
        match known {
            2.. if travelled && (addressed || names.first().is_some_and(|name| MAIL_HEADERS.contains(&name.as_str()))) => {
                Likelihood::Certain
            }
            2.. if addressed => Likelihood::Likely,
            _ if is("content-type") && names.first().is_some_and(|name| name == "content-type") => Likelihood::Likely,
            _ if travelled && known >= 2 => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let mut bytes = Vec::new();
        source.take(MAIL_MAX).read_to_end(&mut bytes)?;
        let length = bytes.len() as u64;
        let mut after = [0];
        if length == MAIL_MAX && source.read(&mut after)? > 0 {
            let locator = Locator::at(Place::Whole).with_bytes(MAIL_MAX, MAIL_MAX);
            sink.note(ImportNote::new(NoteKind::LimitReached, locator, &MAIL_MAX.to_string(), "bytes of the mail read; the rest stays"))?;
        }
        let survey = Survey::of(&mut Cursor::new(&bytes))?;
        if survey.unit() == 2 {
            // An editor saved the mail anew, as UTF-16: its bytes are not the ones that travelled.
            survey.note().into_iter().try_for_each(|note| sink.note(note))?;
            let bom = usize::try_from(survey.bom).unwrap_or_default();
            let (text, _) = decode::decode(survey.encoding, bytes.get(bom..).unwrap_or_default());
            return mail::tell(text.as_bytes(), &Seat { name: None, bytes: (0, length), start: None }, options, sink);
        }
        let start = mail_start(&bytes);
        let seat = Seat { name: None, bytes: (0, length), start: Some(start as u64) };
        mail::tell(bytes.get(start..).unwrap_or_default(), &seat, options, sink)
    }
}

/// The names of the headers at the top, in lower case; none where the top is no block of headers.
fn header_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in text.lines().take(200) {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && !names.is_empty() {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            // One torn line does not unmake a mail that has several headers before it.
            if names.len() >= 3 { break } else { return Vec::new() }
        };
        let name = name.trim_end();
        if name.is_empty()
            || name.len() > 70
            || !name.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
            || name.matches(' ').count() > 1
        {
            if names.len() >= 3 { break } else { return Vec::new() }
        }
        names.push(name.to_ascii_lowercase());
    }
    names
}

/// Where the mail begins: after a byte order mark, empty lines and the separator line of a mailbox.
fn mail_start(bytes: &[u8]) -> usize {
    let bom = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let rest = bytes.get(bom..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let rest = rest.get(blank..).unwrap_or_default();
    let line = if rest.starts_with(b"From ") { memchr::memchr(b'\n', rest).map_or(0, |end| end + 1) } else { 0 };
    bom + blank + line
}
