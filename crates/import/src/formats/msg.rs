//! A mail as Outlook saves it (`.msg`): properties in an OLE compound file. It is one message, as a mail is.
//!
//! Source: \[MS-OXMSG\], \[MS-OXPROPS\], \[MS-CFB\]; see `tests/formats/msg/README.md`.

mod compressed_rtf;
mod properties;

use std::io::{ErrorKind, SeekFrom};

use cfb::CompoundFile;
use mail_parser::{HeaderForm, HeaderName, MessageParser};
use memchr::memmem;
use shakedown_core::{Attachment, Digest, Hostile, ImportNote, Locator, Message, MessageKind, NoteKind, Place, Stamp};

use crate::dates::{Clock, Votes};
use crate::error::ImportError;
use crate::formats::{html, rtf};
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::mail::{self, Seat};
use crate::sniff::Head;
use crate::visible;
use properties::{Bag, Store};

/// How every OLE compound file begins.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// How deep items within items are read, and how many attachments are listed.
const INNER_MAX: usize = 8;
const ATTACHMENTS_MAX: usize = 2000;

/// Seconds from 1601, where Windows counts from, to 1970.
const SINCE_1601: u64 = 11_644_473_600;

/// The flag of an item that was written and not sent.
const UNSENT: u64 = 8;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "msg"
    }

    fn name(&self) -> &'static str {
        "Outlook item (MSG)"
    }

    fn checked_against(&self) -> &'static str {
        "Outlook 2003 to 365, in Unicode and in code pages"
    }

    fn version(&self) -> u32 {
        2
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let named: Vec<u8> = properties::SHORT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        match (head.bytes.starts_with(OLE), memmem::find(&head.bytes, &named).is_some()) {
            (true, true) => Likelihood::Certain,
            // The names may stand at the end of the item.
            (true, false) if head.cut => Likelihood::Fallback,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let length = source.seek(SeekFrom::End(0))?.min(options.limits.bytes);
        source.rewind()?;
        let whole = Locator::at(Place::Whole).with_bytes(0, length);
        let file = match CompoundFile::open(source) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::Other => return Err(error.into()),
            Err(error) => {
                let kept_as = format!("kept as evidence, not read: {error}");
                return Ok(sink.note(ImportNote::new(NoteKind::RecordUnreadable, whole, "OLE compound file", kept_as))?);
            }
        };
        let mut store = Store { file, damage: Vec::new() };
        let Some(item) = Bag::of(&mut store, "/".to_owned(), 32, None)? else {
            let kept_as = "kept as evidence, not read: it holds no item of Outlook";
            return Ok(sink.note(ImportNote::new(NoteKind::FormatUnknown, whole, "OLE compound file", kept_as))?);
        };
        let (attachments, within, budget) = (Vec::new(), String::new(), length.saturating_mul(2));
        let mut telling = Telling { store, options, sink, attachments, within, budget };
        let kind = telling.class(&item)?;
        let Mail { sender, sent_at, subject, text } = telling.mail(&item)?;
        let mut body = subject.map(|subject| format!("Subject: {subject}\n\n")).unwrap_or_default();
        body.push_str(&text);
        telling.attachments(&item, &mut body, 0)?;
        let Telling { store, attachments, .. } = telling;
        for (path, kept_as) in store.damage {
            sink.note(ImportNote::new(NoteKind::RecordUnreadable, Locator::at(Place::Part(path.clone())), &path, kept_as))?;
        }
        mail::claims(&body, &Seat { bytes: (0, length), ..Seat::default() }, sink)?;
        let (sender, body) = (sender.map(Hostile::new), Hostile::new(body));
        Ok(sink.message(Message { kind, sender, sent_at, body, attachments, ..Message::blank(whole) })?)
    }
}

/// What an item says.
struct Mail {
    sender: Option<String>,
    sent_at: Option<Stamp>,
    subject: Option<String>,
    text: String,
}

/// An item on its way into a message.
struct Telling<'a, 'f, 's> {
    store: Store<'f, 's>,
    options: &'a ReadOptions,
    sink: &'a mut dyn MessageSink,
    attachments: Vec<Attachment>,
    /// Where the item stands that is read: nothing for the outermost, `attachment/3/` for one within.
    within: String,
    /// Bytes of attachments that may still be read: streams of a hostile file may share their bytes.
    budget: u64,
}

impl Telling<'_, '_, '_> {
    fn note(&mut self, kind: NoteKind, part: &str, found: &str, kept_as: &str) -> Result<(), ImportError> {
        Ok(self.sink.note(ImportNote::new(kind, self.at(part), found, kept_as))?)
    }

    fn at(&self, part: &str) -> Locator {
        Locator::at(Place::Part(format!("{}{part}", self.within)))
    }

    /// What kind of record an item of this class is; a note where it is no plain mail.
    fn class(&mut self, item: &Bag) -> Result<MessageKind, ImportError> {
        let class = item.text(&mut self.store, 0x001a)?.unwrap_or_default();
        if class.starts_with("IPM.SkypeTeams.") {
            mail::teams_note(&class, self.at("class"), self.sink)?;
            for (part, id) in [("to", 0x0e04), ("cc", 0x0e03)] {
                let members = item.text(&mut self.store, id)?.unwrap_or_default();
                mail::members_note(members.trim(), self.at(part), self.sink)?;
            }
        } else if !class.is_empty() && !class.eq_ignore_ascii_case("IPM.Note") {
            self.note(NoteKind::ItemSays, "class", &class, "an Outlook item of this class, read as a mail")?;
        }
        let system = class.starts_with("IPM.SkypeTeams.SystemMessage");
        Ok(if system { MessageKind::System } else { MessageKind::Message })
    }

    fn mail(&mut self, item: &Bag) -> Result<Mail, ImportError> {
        let headers = item.text(&mut self.store, 0x007d)?.unwrap_or_default();
        let headers = match headers.split_once('\n') {
            Some((first, rest)) if first.starts_with("Microsoft Mail Internet Headers") => rest.to_owned(),
            _ => headers,
        };
        let headers = Headers::of(&headers);
        let sender = match headers.from {
            Some(from) => Some(from),
            None => self.named_sender(item)?,
        };
        let sent_at = self.sent_at(item, headers.date.as_deref())?;
        let subject = item.text(&mut self.store, 0x0037)?.map(plain_subject);
        let text = self.text(item)?;
        Ok(Mail { sender, sent_at, subject, text })
    }

    /// The sender, else who it was sent for, by the properties of the item.
    fn named_sender(&mut self, item: &Bag) -> Result<Option<String>, ImportError> {
        for (name, smtp, kind, address) in [(0x0c1a, 0x5d01, 0x0c1e, 0x0c1f), (0x0042, 0x5d02, 0x0064, 0x0065)] {
            let name = item.text(&mut self.store, name)?;
            let smtp = item.text(&mut self.store, smtp)?;
            let is_smtp = item.text(&mut self.store, kind)?.is_some_and(|kind| kind.eq_ignore_ascii_case("SMTP"));
            let address = if is_smtp { item.text(&mut self.store, address)? } else { None };
            match (name, smtp, address) {
                (Some(name), Some(smtp), _) if name != smtp => return Ok(Some(format!("{name} <{smtp}>"))),
                (Some(name), None, Some(address)) if name != address => {
                    self.note(NoteKind::ItemSays, "sender", &address, "the address that the item keeps of its sender")?;
                    return Ok(Some(name));
                }
                (None, None, None) => {}
                (name, smtp, address) => return Ok(name.or(smtp).or(address)),
            }
        }
        Ok(None)
    }

    /// When it was sent: by its headers, else when it was handed in or delivered. A draft was not.
    fn sent_at(&mut self, item: &Bag, date: Option<&str>) -> Result<Option<Stamp>, ImportError> {
        if let Some(date) = date {
            return mail::stamp(date, self.at("header/Date"), self.options, self.sink);
        }
        if item.short(0x0e07).is_some_and(|flags| flags & UNSENT != 0) {
            self.note(NoteKind::TimeMissing, "header/Date", "", "no time: a draft that was not sent")?;
            return Ok(None);
        }
        let ticks = [0x0039, 0x0e06].into_iter().find_map(|id| item.short(id).filter(|ticks| *ticks > 0));
        let second = ticks.and_then(|ticks| i64::try_from((ticks / 10_000_000).checked_sub(SINCE_1601)?).ok());
        let mut clock = Clock::new(Votes::default().order(), self.options.zone.as_ref());
        let stamp = second.zip(ticks).and_then(|(second, ticks)| clock.unix(&ticks.to_string(), second));
        if stamp.is_none() {
            self.note(NoteKind::TimeMissing, "header/Date", "", "no time")?;
        }
        Ok(stamp)
    }

    /// The text of an item: the plain one, else what is seen of the HTML one, else of the RTF one. The other view gives its hidden text.
    fn text(&mut self, item: &Bag) -> Result<String, ImportError> {
        let plain = item.text(&mut self.store, 0x1000)?;
        if let Some(html) = item.html(&mut self.store)?.filter(|html| !html.trim().is_empty()) {
            return self.view("body/html", visible::page(&html), plain);
        }
        let packed = item.binary(&mut self.store, 0x1009)?.unwrap_or_default();
        let Some(rtf) = compressed_rtf::unpacked(&packed) else { return Ok(plain.unwrap_or_default()) };
        let mut document = crate::rtf::read(&mut rtf.as_slice())?;
        if document.is_html {
            return self.view("body/rtf", visible::page(&document.text), plain);
        }
        let text = std::mem::take(&mut document.text);
        if plain.is_some() {
            document.links.clear();
        }
        rtf::notes(&document, &self.at("body/rtf"), self.sink)?;
        Ok(plain.unwrap_or(text))
    }

    /// The text to read where `page` stands beside `plain`, and notes on what the page hides.
    fn view(&mut self, part: &str, mut page: visible::Page, plain: Option<String>) -> Result<String, ImportError> {
        if plain.is_some() {
            page.active.clear();
        }
        html::visible_notes(&page, &self.at(part), self.sink)?;
        Ok(plain.unwrap_or(page.text))
    }

    /// List the attachments of `item`. The text of items within follows in `body`, each with its own `From`, `Date` and `Subject`.
    fn attachments(&mut self, item: &Bag, body: &mut String, depth: usize) -> Result<(), ImportError> {
        let storages = item.storages.iter().filter(|name| name.starts_with("__attach_version1.0_"));
        for (number, storage) in storages.enumerate() {
            if self.attachments.len() >= ATTACHMENTS_MAX || depth >= INNER_MAX {
                return self.note(NoteKind::LimitReached, &item.path, storage, "attachments listed; more of them stay in the evidence");
            }
            let path = format!("{}{storage}/", item.path);
            let Some(bag) = Bag::of(&mut self.store, path.clone(), 8, Some(item))? else {
                self.note(NoteKind::RecordUnreadable, &path, storage, "an attachment without properties, not listed")?;
                continue;
            };
            let mut name = None;
            for id in [0x3707, 0x3704, 0x3001, 0x370d, 0x3708] {
                name = name.or(bag.text(&mut self.store, id)?);
            }
            let name = name.unwrap_or_else(|| format!("attachment {}", number + 1));
            let inner = format!("{path}__substg1.0_3701000D/");
            match Bag::of(&mut self.store, inner, 24, Some(item))? {
                Some(inner) => {
                    self.list(number, &name, None, "an item within, read below the text")?;
                    let within = format!("{}attachment/{}/", self.within, number + 1);
                    let outer = std::mem::replace(&mut self.within, within);
                    self.inner(&inner, body, depth + 1)?;
                    self.within = outer;
                }
                None => self.attachment(&bag, number, &name)?,
            }
        }
        Ok(())
    }

    fn inner(&mut self, item: &Bag, body: &mut String, depth: usize) -> Result<(), ImportError> {
        let Mail { sender, sent_at, subject, text } = self.mail(item)?;
        body.push_str("\n\n");
        for (name, value) in [("From", sender), ("Date", sent_at.and_then(|stamp| stamp.iso())), ("Subject", subject)] {
            body.extend(value.map(|value| format!("{name}: {value}\n")));
        }
        body.push('\n');
        body.push_str(&text);
        self.attachments(item, body, depth)
    }

    /// List one attachment with the hash of its bytes.
    fn attachment(&mut self, bag: &Bag, number: usize, name: &str) -> Result<(), ImportError> {
        let media_type = bag.text(&mut self.store, 0x370e)?.unwrap_or_else(|| "of no stated kind".to_owned());
        let Some(path) = bag.stream(0x3701, "0102") else {
            return self.list(number, name, None, "an object or a reference, not read");
        };
        let length = self.store.file.entry(&path).map_or(0, |entry| entry.len());
        let Some(budget) = self.budget.checked_sub(length) else {
            self.note(
                NoteKind::LimitReached,
                &path,
                name,
                "an attachment without its hash: the file says that it is longer than the file",
            )?;
            return self.list(number, name, None, "an attachment, not read");
        };
        self.budget = budget;
        let digest = match self.store.file.open_stream(&path).and_then(|mut stream| Digest::of_reader(&mut stream)) {
            Ok((digest, read)) => Some(digest).filter(|_| read == length),
            Err(error) => self.store.or_damage(error, &path)?.and(None),
        };
        let kept_as = format!("an attachment of {length} bytes, {media_type}");
        self.list(number, name, Some((digest, length)), &kept_as)
    }

    fn list(&mut self, number: usize, name: &str, read: Option<(Option<Digest>, u64)>, kept_as: &str) -> Result<(), ImportError> {
        self.note(NoteKind::PartNotRead, &format!("attachment/{}", number + 1), name, kept_as)?;
        let (sha256, bytes) = (read.and_then(|(digest, _)| digest), read.map(|(_, length)| length));
        self.attachments.push(Attachment { name: Hostile::new(name), sha256, bytes });
        Ok(())
    }
}

/// What the headers of a mail say that came over the internet.
#[derive(Default)]
struct Headers {
    from: Option<String>,
    date: Option<String>,
}

impl Headers {
    /// The author as the header has it, decoded, and the date as it is written.
    fn of(headers: &str) -> Self {
        let Some(mail) = MessageParser::default().parse_headers(headers.as_bytes()).filter(|mail| !mail.parts.is_empty()) else {
            return Self::default();
        };
        let from = mail.header_as(HeaderName::From, HeaderForm::Text).into_iter().next_back().and_then(|value| value.into_text());
        let date = mail.header_raw("Date").map(|date| date.trim().to_owned()).filter(|date| !date.is_empty());
        Self { from: from.map(|from| from.trim().to_owned()).filter(|from| !from.is_empty()), date }
    }
}

/// A subject without the two characters that tell the length of its prefix.
fn plain_subject(subject: String) -> String {
    let mut rest = subject.chars();
    if rest.next() == Some('\u{1}') {
        rest.next();
        return rest.as_str().to_owned();
    }
    subject
}
