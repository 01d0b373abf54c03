//! A mail as it travelled (RFC 5322): one message. Its subject counts as text and stands before the body.
//!
//! Source: RFC 5322, RFC 2045 to 2049; see `tests/formats/eml/README.md`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message as Mail, MessageParser, MessagePart, MimeHeaders, PartType};
use shakedown_core::{Attachment, Digest, Hostile, ImportNote, Locator, Message, NoteKind, Place, Stamp};

use crate::dates::{Clock, Votes};
use crate::error::ImportError;
use crate::formats::html::visible_notes;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;
use crate::talk::{blank_message, doubt_note};
use crate::{decode, visible};

/// The most bytes of a mail that are read.
const MAIL_MAX: u64 = 128 * 1024 * 1024;

/// How deep mails within mails are read.
const INNER_MAX: usize = 8;

/// Headers that only a mail has at its top.
const MAIL_HEADERS: [&str; 12] = [
    "received",
    "from",
    "return-path",
    "message-id",
    "mime-version",
    "content-type",
    "delivered-to",
    "x-mailer",
    "to",
    "subject",
    "date",
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
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches('\u{feff}');
        let text = if text.starts_with("From ") { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
        if head.text.starts_with("From ") && (text.contains("\n\nFrom ") || text.contains("\r\n\r\nFrom ")) {
            return Likelihood::No;
        }
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
        let start = usize::try_from(mail_start(&bytes)).unwrap_or_default();
        let whole = Locator::at(Place::Whole).with_bytes(0, length);
        let Some(mail) = MessageParser::default().parse(bytes.get(start..).unwrap_or_default()) else {
            let (text, _) = decode::decode(encoding_rs::UTF_8, &bytes);
            sink.note(ImportNote::new(NoteKind::RecordUnreadable, whole.clone(), "", "a message of the whole text"))?;
            return Ok(sink.message(Message { body: Hostile::new(text), ..blank_message(whole) })?);
        };
        let parts = Parts::of(&mail);
        let sent_at = date(&mail, options, sink)?;
        let body = body(&mail, &parts, sink)?;
        let sender = sender(&mail).map(Hostile::new);
        let attachments = attachments(&mail, &parts, sink)?;
        for (name, text) in [("From", sender.as_ref().map_or("", Hostile::raw)), ("Subject", mail.subject().unwrap_or_default())] {
            if text.contains('\u{fffd}') {
                let locator = Locator::at(Place::Part(format!("header/{name}")));
                sink.note(ImportNote::new(NoteKind::BytesReplaced, locator, text, "U+FFFD in the text"))?;
            }
        }
        Ok(sink.message(Message { sender, sent_at, body: Hostile::new(body), attachments, ..blank_message(whole) })?)
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

/// Where the mail begins: after a byte order mark and the separator line of a mailbox.
fn mail_start(bytes: &[u8]) -> u64 {
    let bom = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let rest = bytes.get(bom..).unwrap_or_default();
    let line = if rest.starts_with(b"From ") { memchr::memchr(b'\n', rest).map_or(0, |end| end + 1) } else { 0 };
    (bom + line) as u64
}

/// `Name <address>` of the first author, else of the sender; as the header has it where it is no address.
fn sender(mail: &Mail<'_>) -> Option<String> {
    let address = mail.from().or_else(|| mail.sender()).and_then(|address| address.first());
    let named = address.and_then(|address| match (address.name(), address.address()) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (Some(only), None) | (None, Some(only)) => Some(only.to_owned()),
        (None, None) => None,
    });
    named.or_else(|| mail.header_raw("From").map(|raw| raw.trim().to_owned())).filter(|sender| !sender.is_empty())
}

/// The time of the `Date` header, or a note that it is missing or no time.
fn date(mail: &Mail<'_>, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<Option<Stamp>, ImportError> {
    let locator = Locator::at(Place::Part("header/Date".to_owned()));
    let Some(raw) = mail.header_raw("Date").map(str::trim).filter(|raw| !raw.is_empty()) else {
        sink.note(ImportNote::new(NoteKind::TimeMissing, locator, "", "no time"))?;
        return Ok(None);
    };
    let plain = numeric_zone(without_comments(raw).trim());
    let (mut stamp, doubt) = Clock::new(Votes::default().order(), options.zone.as_ref()).stamp(&plain);
    stamp.as_written = Hostile::new(raw);
    if let Some(note) = doubt_note(doubt, &stamp, &locator) {
        sink.note(note)?;
    }
    Ok(Some(stamp))
}

/// `date` without comments in round brackets.
fn without_comments(date: &str) -> String {
    let mut depth = 0u32;
    date.chars()
        .filter(|character| {
            depth += u32::from(*character == '(');
            let kept = depth == 0;
            depth = depth.saturating_sub(u32::from(*character == ')'));
            kept
        })
        .collect()
}

/// `date` with the zone names of RFC 5322, section 4.3, as offsets.
fn numeric_zone(date: &str) -> String {
    let zones = [
        ("EST", "-0500"),
        ("EDT", "-0400"),
        ("CST", "-0600"),
        ("CDT", "-0500"),
        ("MST", "-0700"),
        ("MDT", "-0600"),
        ("PST", "-0800"),
        ("PDT", "-0700"),
    ];
    let found = zones.iter().find_map(|(name, offset)| Some(format!("{}{offset}", date.strip_suffix(name)?)));
    found.unwrap_or_else(|| date.to_owned())
}

/// The number of each part, as in IMAP: `1`, `1.2`.
struct Parts(HashMap<u32, String>);

impl Parts {
    fn of(mail: &Mail<'_>) -> Self {
        let mut numbers = HashMap::new();
        let mut open = vec![(0u32, String::new())];
        while let Some((id, number)) = open.pop() {
            let Some(part) = mail.parts.get(id as usize).filter(|_| !numbers.contains_key(&id)) else { continue };
            if let PartType::Multipart(children) = &part.body {
                let dot = if number.is_empty() { "" } else { "." };
                open.extend(children.iter().zip(1..).map(|(child, place)| (*child, format!("{number}{dot}{place}"))));
            }
            numbers.insert(id, number);
        }
        Self(numbers)
    }

    fn locator(&self, id: u32, part: &MessagePart<'_>) -> Locator {
        let number = self.0.get(&id).filter(|number| !number.is_empty()).map_or("1", String::as_str);
        Locator::at(Place::Part(number.to_owned())).with_bytes(part.offset_body.into(), part.offset_end.max(part.offset_body).into())
    }
}

/// `Subject: …`, an empty line and the text: the plain one, else what is seen of the HTML one. A mail within the mail follows, with its own
/// `From`, `Date` and `Subject`.
fn body(mail: &Mail<'_>, parts: &Parts, sink: &mut dyn MessageSink) -> Result<String, ImportError> {
    let mut body = mail.subject().map(|subject| format!("Subject: {subject}\n\n")).unwrap_or_default();
    body.push_str(&spoken(mail, &|id, part| parts.locator(id, part), sink)?);
    other_views(mail, parts, sink)?;
    let mut inner: Vec<(&Mail<'_>, Locator, usize)> =
        inner_mails(mail).map(|(id, part, mail)| (mail, parts.locator(id, part), 1)).collect();
    inner.reverse();
    while let Some((mail, locator, depth)) = inner.pop() {
        body.push_str("\n\n");
        for name in ["From", "Date", "Subject"] {
            if let Some(value) = mail.header_raw(name) {
                body.push_str(&format!("{name}: {}\n", if name == "Subject" { mail.subject().unwrap_or(value) } else { value }.trim()));
            }
        }
        body.push('\n');
        body.push_str(&spoken(mail, &|_, _| locator.clone(), sink)?);
        if depth < INNER_MAX {
            let more: Vec<_> = inner_mails(mail).map(|(_, _, mail)| (mail, locator.clone(), depth + 1)).collect();
            inner.extend(more.into_iter().rev());
        } else if inner_mails(mail).next().is_some() {
            sink.note(ImportNote::new(
                NoteKind::LimitReached,
                locator,
                &INNER_MAX.to_string(),
                "mails within mails read; deeper ones stay",
            ))?;
        }
    }
    Ok(body)
}

fn inner_mails<'m, 'x>(mail: &'m Mail<'x>) -> impl Iterator<Item = (u32, &'m MessagePart<'x>, &'m Mail<'x>)> {
    mail.attachments.iter().filter_map(|id| {
        let part = mail.parts.get(*id as usize)?;
        Some((*id, part, part.message()?))
    })
}

/// The text of one mail.
fn spoken(mail: &Mail<'_>, locator: &dyn Fn(u32, &MessagePart<'_>) -> Locator, sink: &mut dyn MessageSink) -> Result<String, ImportError> {
    let mut pieces = Vec::new();
    for id in &mail.text_body {
        let Some(part) = mail.parts.get(*id as usize) else { continue };
        let locator = locator(*id, part);
        let text = match &part.body {
            PartType::Text(text) => text.to_string(),
            PartType::Html(html) => {
                let page = visible::page(html);
                visible_notes(&page, &locator, sink)?;
                page.text
            }
            _ => continue,
        };
        if part.is_encoding_problem || text.contains('\u{fffd}') {
            sink.note(ImportNote::new(NoteKind::BytesReplaced, locator, "", "text of a part with a broken encoding"))?;
        }
        pieces.push(text);
    }
    Ok(pieces.join("\n"))
}

/// Notes on the HTML that stands beside a plain text: another view of the mail, and its hidden text.
fn other_views(mail: &Mail<'_>, parts: &Parts, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    for id in mail.html_body.iter().filter(|id| !mail.text_body.contains(id)) {
        let Some(part) = mail.parts.get(*id as usize) else { continue };
        let locator = parts.locator(*id, part);
        let kept_as = "another view of the same mail; the plain text was read";
        sink.note(ImportNote::new(NoteKind::PartNotRead, locator.clone(), "text/html", kept_as))?;
        if let PartType::Html(html) = &part.body {
            let mut page = visible::page(html);
            page.active.clear();
            visible_notes(&page, &locator, sink)?;
        }
    }
    Ok(())
}

fn attachments(mail: &Mail<'_>, parts: &Parts, sink: &mut dyn MessageSink) -> Result<Vec<Attachment>, ImportError> {
    let mut attachments = Vec::new();
    for id in &mail.attachments {
        let Some(part) = mail.parts.get(*id as usize) else { continue };
        let media_type = part.content_type().map(|kind| match kind.subtype() {
            Some(subtype) => format!("{}/{subtype}", kind.ctype()),
            None => kind.ctype().to_owned(),
        });
        let nested = part.message().and_then(|mail| mail.subject()).map(str::to_owned);
        let name = part.attachment_name().map(str::to_owned).or(nested).or_else(|| media_type.clone()).unwrap_or_default();
        let bytes = original(mail, part);
        let kept_as = format!("an attachment of {} bytes, {}", bytes.len(), media_type.as_deref().unwrap_or("of no stated kind"));
        sink.note(ImportNote::new(NoteKind::PartNotRead, parts.locator(*id, part), &name, kept_as))?;
        attachments.push(Attachment { name: Hostile::new(name), sha256: Some(Digest::of(&bytes)), bytes: Some(bytes.len() as u64) });
    }
    Ok(attachments)
}

/// The bytes of an attachment as they were before the mail wrapped them, whatever their charset.
fn original<'m>(mail: &'m Mail<'_>, part: &'m MessagePart<'_>) -> Cow<'m, [u8]> {
    if let PartType::Binary(bytes) | PartType::InlineBinary(bytes) = &part.body {
        return Cow::Borrowed(bytes.as_ref());
    }
    let wrapped = mail.raw_message.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    match part.encoding {
        Encoding::None => Cow::Borrowed(wrapped),
        Encoding::Base64 => base64_decode(wrapped).map_or(Cow::Borrowed(wrapped), Cow::Owned),
        Encoding::QuotedPrintable => quoted_printable_decode(wrapped).map_or(Cow::Borrowed(wrapped), Cow::Owned),
    }
}
