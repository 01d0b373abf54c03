//! One mail (RFC 5322) as one message, whether it came alone or in a mailbox. Its subject counts as text and stands before the body.
//!
//! Source: RFC 5322, RFC 2045 to 2049; see `tests/formats/eml/README.md`.

mod attached;
pub(crate) mod quoted;
mod uuencode;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Cursor;

use encoding_rs::{Encoding, UTF_8};
use mail_parser::{Header, Message as Mail, MessageParser, MessagePart, MimeHeaders, PartType};
use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, MessageKind, NoteKind, Place, Stamp};

use crate::dates::{Clock, Votes};
use crate::decode::{self, Survey};
use crate::error::ImportError;
use crate::formats::html::{self, visible_notes};
use crate::importer::{MessageSink, ReadOptions};
use crate::talk::doubt_note;
use crate::visible;

/// How deep mails within mails are read.
const INNER_MAX: usize = 8;

/// How many parts that hold other parts are read of one mail: the parser goes as deep as they do.
const NESTS_MAX: usize = 2000;

/// The subject of the record that mail servers keep in a mailbox for themselves.
const SERVER_RECORD: &str = "DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA";

/// What the item class of a Teams message begins with, as Purview exports it.
const TEAMS: &str = "IPM.SkypeTeams.";

/// Where one mail stands in the evidence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seat {
    /// Its name in a mailbox.
    pub(crate) name: Option<String>,
    /// First byte and one past the last.
    pub(crate) bytes: (u64, u64),
    /// Where the bytes that are read begin, if they stand in the evidence one by one.
    pub(crate) start: Option<u64>,
}

impl Seat {
    /// `place` in this mail.
    pub(crate) fn at(&self, place: Place) -> Locator {
        Locator::at(match &self.name {
            Some(name) => Place::Within(name.clone(), Box::new(place)),
            None => place,
        })
    }

    /// The whole mail.
    pub(crate) fn whole(&self) -> Locator {
        self.at(Place::Whole).with_bytes(self.bytes.0, self.bytes.1)
    }

    fn header(&self, name: &str) -> Locator {
        self.at(Place::Part(format!("header/{name}")))
    }
}

/// Give the mail in `bytes` to `sink`: one message, with notes on what was not read plainly.
pub(crate) fn tell(bytes: &[u8], seat: &Seat, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    let read = shallow(bytes);
    if let Some(rest) = bytes.len().checked_sub(read.len()).filter(|rest| *rest > 0) {
        let kept_as = format!("bytes behind {NESTS_MAX} parts of parts not read; they stay");
        sink.note(ImportNote::new(NoteKind::LimitReached, seat.whole(), &rest.to_string(), kept_as))?;
    }
    let disguised = disguised(read);
    let Some(mail) = MessageParser::default().parse(&*disguised).filter(|mail| !mail.parts.is_empty()) else {
        let (text, _) = decode::decode(UTF_8, read);
        sink.note(ImportNote::new(NoteKind::RecordUnreadable, seat.whole(), "", "a message of the whole text"))?;
        return Ok(sink.message(Message { body: Hostile::new(text), ..Message::blank(seat.whole()) })?);
    };
    let mut telling = Telling { seat, parts: Parts::of(&mail, seat), attachments: Vec::new(), sink };
    let subject = telling.subject(&mail)?;
    let sender = telling.sender(&mail)?;
    let sent_at = date(&mail, options, seat, telling.sink)?;
    let class = item_class(&mail);
    if let Some(class) = &class {
        teams_note(class, seat.at(Place::Part("header".to_owned())), telling.sink)?;
        for (name, address) in [("To", mail.to()), ("Cc", mail.cc())] {
            members_note(&listed(address), seat.header(name), telling.sink)?;
        }
    }
    let server_record = subject.as_deref() == Some(SERVER_RECORD);
    let body = telling.body(&mail, read, subject)?;
    let saved =
        sender.as_deref().is_some_and(|sender| sender.starts_with("Saved by ")) || mail.header("Snapshot-Content-Location").is_some();
    telling.list(&mail, read)?;
    let Telling { attachments, .. } = telling;
    if saved && html::is_talk(&body) {
        let kept_as = "a page that a browser saved; it is read as a talk";
        sink.note(ImportNote::new(NoteKind::ItemSays, seat.header("From"), sender.as_deref().unwrap_or_default(), kept_as))?;
        return html::tell(&body, seat.whole(), options, sink);
    }
    claims(&body, seat, sink)?;
    let system = server_record || class.is_some_and(|class| class.starts_with("IPM.SkypeTeams.SystemMessage"));
    let kind = if system { MessageKind::System } else { MessageKind::Message };
    let body = Hostile::new(body);
    Ok(sink.message(Message { kind, sender: sender.map(Hostile::new), sent_at, body, attachments, ..Message::blank(seat.whole()) })?)
}

/// `mail` up to the part that holds parts and is one too many.
fn shallow(mail: &[u8]) -> &[u8] {
    const NAME: &[u8] = b"content-type:";
    const LEAVES: [&[u8]; 6] = [b"text/", b"image/", b"audio/", b"video/", b"application/", b"font/"];
    let starts_with = |text: &[u8], start: &[u8]| text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start));
    let holds_parts = |at: &usize| {
        let Some(line) = mail.get(at + 1..).filter(|line| starts_with(line, NAME)) else { return false };
        let value = line.get(NAME.len()..).unwrap_or_default().trim_ascii_start();
        !LEAVES.iter().any(|leaf| starts_with(value, leaf))
    };
    let end = memchr::memchr_iter(b'\n', mail).filter(holds_parts).nth(NESTS_MAX);
    mail.get(..end.unwrap_or(mail.len())).unwrap_or(mail)
}

/// `mail` with another name for mails within it, as long as the old one. The parser then leaves them as bytes; its own way into them goes as deep
/// as they do, and a stack is only so high.
fn disguised(mail: &[u8]) -> Cow<'_, [u8]> {
    const NAMES: [&[u8]; 3] = [b"message/rfc822", b"message/global", b"multipart/digest"];
    let mut plain: Option<Vec<u8>> = None;
    for at in memchr::memchr_iter(b'/', mail) {
        let start = at.saturating_sub(9);
        let found = NAMES.iter().find_map(|name| {
            let from = at.checked_sub(memchr::memchr(b'/', name)?)?;
            mail.get(from..from + name.len())?.eq_ignore_ascii_case(name).then_some((from, name))
        });
        let Some((from, name)) = found.filter(|_| is_content_type(mail, start)) else { continue };
        let place = if name.starts_with(b"message") { from } else { at + 1 };
        if let Some(letter) = plain.get_or_insert_with(|| mail.to_vec()).get_mut(place) {
            *letter = b'x';
        }
    }
    plain.map_or(Cow::Borrowed(mail), Cow::Owned)
}

/// Whether byte `at` stands in a header `Content-Type`, which may take several lines.
fn is_content_type(mail: &[u8], at: usize) -> bool {
    let mut end = at;
    for _ in 0..20 {
        let start = memchr::memrchr(b'\n', mail.get(..end).unwrap_or_default()).map_or(0, |line| line + 1);
        let line = mail.get(start..).unwrap_or_default();
        if !line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
            return line.get(..12).is_some_and(|name| name.eq_ignore_ascii_case(b"content-type"));
        }
        end = start.saturating_sub(1);
    }
    true
}

/// Notes on the mails that are quoted in `body`.
pub(crate) fn claims(body: &str, seat: &Seat, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    for claim in quoted::claims(body) {
        let lines = Place::Within("body".to_owned(), Box::new(Place::Lines(claim.lines.0, claim.lines.1)));
        let kept_as = "part of this message; who wrote these lines is what the text says";
        sink.note(ImportNote::new(NoteKind::QuotedSender, seat.at(lines), &claim.said, kept_as))?;
    }
    Ok(())
}

/// The note on a Teams message that travels as a mail.
pub(crate) fn teams_note(class: &str, locator: Locator, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    if class.starts_with(TEAMS) {
        sink.note(ImportNote::new(NoteKind::ItemSays, locator, class, "a message of Microsoft Teams, kept as a mail"))?;
    }
    Ok(())
}

/// The note on those who a Teams message was sent to: the other members of its chat.
pub(crate) fn members_note(members: &str, locator: Locator, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    if !members.is_empty() {
        sink.note(ImportNote::new(NoteKind::ItemSays, locator, members, "the other members of the chat"))?;
    }
    Ok(())
}

/// Names and addresses as one line.
fn listed(address: Option<&mail_parser::Address<'_>>) -> String {
    let one = |address: &mail_parser::Addr<'_>| match (address.name(), address.address()) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (name, address) => name.or(address).map(str::to_owned),
    };
    address.iter().flat_map(|address| address.iter()).filter_map(one).take(100).collect::<Vec<_>>().join(", ")
}

/// The item class that Exchange wrote into a header, where it is one of Teams.
fn item_class(mail: &Mail<'_>) -> Option<String> {
    let class = |header: &Header<'_>| {
        let value = std::str::from_utf8(raw(mail, header)).ok()?.trim();
        value.starts_with(TEAMS).then(|| value.to_owned())
    };
    mail.headers().iter().find_map(class)
}

/// The bytes of a header's value.
fn raw<'m>(mail: &'m Mail<'_>, header: &Header<'_>) -> &'m [u8] {
    mail.raw_message.get(header.offset_start as usize..header.offset_end as usize).unwrap_or_default()
}

/// The value of a header whose bytes are not UTF-8, in the encoding that they look like.
fn guessed_header(mail: &Mail<'_>, name: &str) -> Option<(String, &'static str)> {
    let header = mail.headers().iter().rev().find(|header| header.name.as_str().eq_ignore_ascii_case(name))?;
    let bytes = raw(mail, header);
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let encoding = decode::detect(bytes);
    let (text, _) = decode::decode(encoding, bytes);
    let text = text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    Some((text, encoding.name()))
}

/// The time of the `Date` header, or a note that it is missing or no time.
fn date(mail: &Mail<'_>, options: &ReadOptions, seat: &Seat, sink: &mut dyn MessageSink) -> Result<Option<Stamp>, ImportError> {
    let raw = mail.header_raw("Date").unwrap_or_default();
    stamp(raw, seat.header("Date"), options, sink)
}

/// The time that the value of a `Date` header names, or a note that it is missing or no time.
pub(crate) fn stamp(raw: &str, locator: Locator, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<Option<Stamp>, ImportError> {
    let raw = raw.trim();
    if raw.is_empty() {
        sink.note(ImportNote::new(NoteKind::TimeMissing, locator, "", "no time"))?;
        return Ok(None);
    }
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

/// The place of each part, numbered as in IMAP: `1`, `1.2`.
struct Parts {
    numbers: HashMap<u32, String>,
    seat: Seat,
}

impl Parts {
    fn of(mail: &Mail<'_>, seat: &Seat) -> Self {
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
        Self { numbers, seat: seat.clone() }
    }

    fn locator(&self, id: u32, part: &MessagePart<'_>) -> Locator {
        let number = self.numbers.get(&id).filter(|number| !number.is_empty()).map_or("1", String::as_str);
        let locator = self.seat.at(Place::Part(number.to_owned()));
        let Some(start) = self.seat.start else { return locator };
        let bytes = (u64::from(part.offset_body), u64::from(part.offset_end.max(part.offset_body)));
        locator.with_bytes(start + bytes.0, start + bytes.1)
    }
}

/// A mail on its way into a message.
struct Telling<'a> {
    seat: &'a Seat,
    parts: Parts,
    attachments: Vec<Attachment>,
    sink: &'a mut dyn MessageSink,
}

impl Telling<'_> {
    fn subject(&mut self, mail: &Mail<'_>) -> Result<Option<String>, ImportError> {
        let subject = mail.subject().map(str::to_owned);
        self.legible(mail, "Subject", subject)
    }

    /// `Name <address>` of the first author, else of the sender; as the header has it where it is no address.
    fn sender(&mut self, mail: &Mail<'_>) -> Result<Option<String>, ImportError> {
        let address = mail.from().or_else(|| mail.sender()).and_then(|address| address.first());
        let named = address.and_then(|address| match (address.name(), address.address()) {
            (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
            (Some(only), None) | (None, Some(only)) => Some(only.to_owned()),
            (None, None) => None,
        });
        let sender = named.or_else(|| mail.header_raw("From").map(|raw| raw.trim().to_owned())).filter(|sender| !sender.is_empty());
        self.legible(mail, "From", sender)
    }

    /// `value` of the header `name`; where its bytes are no UTF-8, the value in the encoding they look like, and a note.
    fn legible(&mut self, mail: &Mail<'_>, name: &str, value: Option<String>) -> Result<Option<String>, ImportError> {
        let Some(broken) = value.as_ref().filter(|value| value.contains('\u{fffd}')) else { return Ok(value) };
        let locator = self.seat.header(name);
        let Some((text, encoding)) = guessed_header(mail, name) else {
            self.sink.note(ImportNote::new(NoteKind::BytesReplaced, locator, broken, "U+FFFD in the text"))?;
            return Ok(value);
        };
        self.sink.note(ImportNote::new(NoteKind::EncodingGuessed, locator, encoding, format!("header read as {encoding}")))?;
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    /// `Subject: …`, an empty line and the text: the plain one, else what is seen of the HTML one. A mail within the mail follows, with its
    /// own `From`, `Date` and `Subject`.
    fn body(&mut self, mail: &Mail<'_>, raw: &[u8], subject: Option<String>) -> Result<String, ImportError> {
        let mut body = subject.map(|subject| format!("Subject: {subject}\n\n")).unwrap_or_default();
        body.push_str(&self.spoken(mail, raw, None)?);
        self.other_views(mail)?;
        self.beside_the_parts(mail)?;
        self.inner(mail, raw, None, &mut body, 0)?;
        Ok(body)
    }

    /// The mails within `mail`, and those within them; `within` is where it stands if it is an inner one itself.
    fn inner(&mut self, mail: &Mail<'_>, raw: &[u8], within: Option<&Locator>, body: &mut String, depth: usize) -> Result<(), ImportError> {
        for id in &mail.attachments {
            let Some(part) = mail.parts.get(*id as usize).filter(|part| attached::is_mail(part)) else { continue };
            let locator = within.cloned().unwrap_or_else(|| self.parts.locator(*id, part));
            if depth >= INNER_MAX {
                let kept_as = "mails within mails read; deeper ones stay";
                return Ok(self.sink.note(ImportNote::new(NoteKind::LimitReached, locator, &INNER_MAX.to_string(), kept_as))?);
            }
            let bytes = attached::original(raw, part);
            let bytes = shallow(&bytes);
            let disguised = disguised(bytes);
            let Some(mail) = MessageParser::default().parse(&*disguised).filter(|mail| !mail.parts.is_empty()) else { continue };
            body.push_str("\n\n");
            for name in ["From", "Date", "Subject"] {
                if let Some(value) = mail.header_raw(name) {
                    body.push_str(&format!("{name}: {}\n", if name == "Subject" { mail.subject().unwrap_or(value) } else { value }.trim()));
                }
            }
            body.push('\n');
            body.push_str(&self.spoken(&mail, bytes, Some(&locator))?);
            self.inner(&mail, bytes, Some(&locator), body, depth + 1)?;
        }
        Ok(())
    }

    /// The text of one mail; `within` is where it stands if it is an inner one.
    fn spoken(&mut self, mail: &Mail<'_>, raw: &[u8], within: Option<&Locator>) -> Result<String, ImportError> {
        let mut pieces = Vec::new();
        for id in &mail.text_body {
            let Some(part) = mail.parts.get(*id as usize) else { continue };
            let locator = within.cloned().unwrap_or_else(|| self.parts.locator(*id, part));
            let text = match &part.body {
                PartType::Text(text) | PartType::Html(text) => self.decoded(mail, raw, part, text, &locator)?,
                _ => continue,
            };
            pieces.push(match &part.body {
                PartType::Html(_) => {
                    let page = visible::page(&text);
                    visible_notes(&page, &locator, self.sink)?;
                    page.text
                }
                _ => self.without_files(&text, &locator)?,
            });
        }
        Ok(pieces.join("\n"))
    }

    /// The text of a part; where it has no encoding or a wrong one, in the encoding that its bytes look like, and a note.
    fn decoded<'t>(
        &mut self,
        mail: &Mail<'_>,
        raw: &[u8],
        part: &MessagePart<'_>,
        text: &'t str,
        locator: &Locator,
    ) -> Result<Cow<'t, str>, ImportError> {
        let range = part.offset_body as usize..part.offset_end as usize;
        let is_disguised = mail.raw_message.get(range.clone()) != raw.get(range);
        if !part.is_encoding_problem && !text.contains('\u{fffd}') && !is_disguised {
            return Ok(Cow::Borrowed(text));
        }
        let bytes = attached::original(raw, part);
        let charset = part.content_type().and_then(|kind| kind.attribute("charset")).unwrap_or("us-ascii");
        let stated = Encoding::for_label(charset.as_bytes()).filter(|encoding| {
            let plain = ["us-ascii", "ascii", "utf-8", "utf8"].iter().any(|name| charset.eq_ignore_ascii_case(name));
            !plain || *encoding == UTF_8 && std::str::from_utf8(&bytes).is_ok()
        });
        let encoding = match stated {
            Some(encoding) => encoding,
            None => Survey::of(&mut Cursor::new(&*bytes))?.encoding,
        };
        let (text, damage) = decode::decode(encoding, &bytes);
        let name = encoding.name();
        let note = match (stated, encoding == UTF_8) {
            (None, false) => ImportNote::new(NoteKind::EncodingGuessed, locator.clone(), name, format!("text of a part read as {name}")),
            _ if damage.is_empty() && !part.is_encoding_problem => return Ok(Cow::Owned(text)),
            _ => ImportNote::new(NoteKind::BytesReplaced, locator.clone(), "", "text of a part with a broken encoding"),
        };
        self.sink.note(note)?;
        Ok(Cow::Owned(text))
    }

    /// Notes on the HTML that stands beside a plain text: another view of the mail, and its hidden text.
    fn other_views(&mut self, mail: &Mail<'_>) -> Result<(), ImportError> {
        for id in mail.html_body.iter().filter(|id| !mail.text_body.contains(id)) {
            let Some(part) = mail.parts.get(*id as usize) else { continue };
            let locator = self.parts.locator(*id, part);
            let kept_as = "another view of the same mail; the plain text was read";
            self.sink.note(ImportNote::new(NoteKind::PartNotRead, locator.clone(), "text/html", kept_as))?;
            if let PartType::Html(html) = &part.body {
                let mut page = visible::page(html);
                page.active.clear();
                visible_notes(&page, &locator, self.sink)?;
            }
        }
        Ok(())
    }
}
