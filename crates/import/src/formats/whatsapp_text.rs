//! WhatsApp "Export chat" text of iOS and Android phones, in any of their locales.
//!
//! Source: real exports and the readers named in `tests/formats/whatsapp-text/README.md`.

use std::collections::BTreeMap;

use shakedown_core::{Attachment, Hostile, ImportNote, MessageKind, MessageState, NoteKind, Role};

use crate::dates::{Clock, Order, Votes, Written};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::shadow::Shadow;
use crate::sniff::Head;
use crate::talk::{Finish, Header, Talk, doubt_note};

/// Where a header ends at the latest, in characters.
const STAMP_MAX: usize = 60;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "whatsapp-text"
    }

    fn name(&self) -> &'static str {
        "WhatsApp chat export (text)"
    }

    fn checked_against(&self) -> &'static str {
        "WhatsApp for iOS and Android, 2016 to 2023, in 12 locales"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let lines: Vec<&str> = head.lines(30).collect();
        let headers: Vec<Stamped<'_>> = lines.iter().filter_map(|line| Stamped::of(line)).collect();
        let named = headers.iter().filter(|header| header.name().is_some()).count();
        // Brackets around an ISO date are other programs' logs.
        let foreign =
            headers.iter().filter(|header| header.shape.bracket && header.shape.separator == '-' && header.shape.year_first).count();
        match headers.len() * 10 >= lines.len() * 6 && named * 10 >= headers.len() && named > 0 && foreign * 2 < headers.len() {
            true if headers.len() > 1 => Likelihood::Certain,
            true => Likelihood::Likely,
            false if headers.len() >= 3 && headers.len() * 10 >= lines.len() * 3 && foreign == 0 && named > 1 => Likelihood::Likely,
            false => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let piece = options.limits.body_bytes;
        let (shape, order) = look(&mut Lines::of(source, &survey, piece)?)?;
        for note in survey.note().into_iter().chain(order.note()) {
            sink.note(note)?;
        }
        let mut clock = Clock::new(order, options.zone.as_ref());
        let mut lines = Lines::of(source, &survey, piece)?;
        let mut talk = Talk::new(sink, piece, finish);
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            match header_of(&line, shape) {
                Some(stamped) => begin(&mut talk, &mut clock, &line, &stamped)?,
                None => talk.go_on(&line)?,
            }
            lines.reuse(line);
        }
        Ok(talk.flush()?)
    }
}

/// What all headers of one export share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    bracket: bool,
    separator: char,
    year_digits: usize,
    year_first: bool,
}

/// A line that begins with a stamp: `[18/03/2022, 14:56:00] rest` or `18/03/2022, 14:56 - rest`.
struct Stamped<'l> {
    stamp: &'l str,
    written: Written,
    rest: &'l str,
    shape: Shape,
}

impl<'l> Stamped<'l> {
    fn of(line: &'l str) -> Option<Self> {
        // A plain bracket ends the header: what is said need not be looked at.
        let near = memchr::memchr(b']', line.as_bytes()).filter(|_| line.starts_with('['));
        let shadow = Shadow::of(line, near.map_or(STAMP_MAX, |end| STAMP_MAX.min(end + 1)));
        let text = &*shadow.text;
        let bracket = text.starts_with('[');
        let starts_so = bracket || text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, 'R' | 'H' | 'S'));
        if !starts_so {
            return None;
        }
        let (start, end, after) = if bracket {
            let end = text.find(']')?;
            (1, end, end + 1)
        } else {
            let dash = [" - ", " – ", " — "].iter().filter_map(|dash| Some((text.find(dash)?, dash.len()))).min()?;
            (0, dash.0, dash.0 + dash.1)
        };
        let (from, to) = (shadow.origin(start), shadow.origin(end));
        let stamp = line.get(from..to)?.trim_matches(|character: char| character.is_whitespace() || is_mark(character));
        let written = Written::alone(stamp).filter(|written| written.day.is_some())?;
        let rest = shadow.after(line, after)?;
        // The mark that opens a notice or an attachment stands after the space and belongs to the text.
        let rest = if bracket { rest.strip_prefix(' ')? } else { rest };
        let year_first = text.get(start..).is_some_and(|text| text.chars().take_while(char::is_ascii_digit).count() == 4);
        let shape = Shape { bracket, separator: written.separator, year_digits: written.year_digits, year_first };
        Some(Self { stamp, written, rest, shape })
    }

    /// The sender and what is said: everything up to the first colon that a space or the end of the line follows.
    fn name(&self) -> Option<(&'l str, &'l str)> {
        let colon = memchr::memchr_iter(b':', self.rest.as_bytes()).find(|at| self.rest.as_bytes().get(at + 1) == Some(&b' '));
        let (name, text) = match colon.and_then(|at| Some((self.rest.get(..at)?, self.rest.get(at + 2..)?))) {
            Some((name, text)) => (name, text),
            None => (self.rest.strip_suffix(':')?, ""),
        };
        // A notice quotes the group's name, which may hold a colon.
        let is_name = !name.trim().is_empty() && name.chars().count() <= 100 && !name.contains(['"', '“', '«', '„']);
        is_name.then_some((name, text))
    }
}

fn is_mark(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A first pass: the shape that most headers have, and the order of day and month in them.
fn look(lines: &mut Lines<'_>) -> Result<(Option<Shape>, Order), ImportError> {
    let mut shapes: BTreeMap<Shape, (u64, Votes)> = BTreeMap::new();
    while let Some(line) = lines.next()? {
        if let Some(stamped) = Stamped::of(&line.text).filter(|_| !line.rest) {
            let (count, votes) = shapes.entry(stamped.shape).or_default();
            *count += 1;
            votes.see(&stamped.written);
        }
        lines.reuse(line);
    }
    let dominant = shapes.into_iter().max_by_key(|(_, (count, _))| *count);
    Ok(dominant.map_or((None, Votes::default().order()), |(shape, (_, votes))| (Some(shape), votes.order())))
}

/// The header that `line` begins with, if it has the shape of this export.
fn header_of(line: &Line, shape: Option<Shape>) -> Option<Stamped<'_>> {
    Stamped::of(&line.text).filter(|stamped| !line.rest && Some(stamped.shape) == shape)
}

fn begin(talk: &mut Talk<'_>, clock: &mut Clock<'_>, line: &Line, stamped: &Stamped<'_>) -> Result<(), ImportError> {
    let (stamp, doubt) = clock.stamp_of(stamped.stamp, Some(stamped.written.clone()));
    let locator = talk.place(line);
    if let Some(note) = doubt_note(doubt, &stamp, &locator) {
        talk.note(note)?;
    }
    let (kind, sender, text) = match stamped.name() {
        Some((name, text)) => (MessageKind::Message, Some(Hostile::new(name)), text),
        None => (MessageKind::System, None, stamped.rest),
    };
    let attached = text.contains(['<', '(']) && (text.contains("<attached:") || text.contains("(file attached)"));
    if attached {
        let note = ImportNote::new(NoteKind::PartNotRead, locator, text, "named as an attachment; its bytes are no part of this item");
        talk.note(note)?;
    }
    Ok(talk.begin(Header { kind, sender, role: Role::Unknown, sent_at: Some(stamp) }, line, text)?)
}

/// What the text itself tells: a deleted or edited message, an attachment's name.
fn finish(header: &Header, body: &str) -> Finish {
    let said = body.trim_matches(|character: char| character.is_whitespace() || is_mark(character));
    let plain = said.trim_end_matches('.');
    // Small letters take as many bytes as great ones in all of these.
    let is = |words: &&str| words.len() == plain.len() && plain.chars().flat_map(char::to_lowercase).eq(words.chars());
    let state = if header.kind == MessageKind::Message && DELETED.iter().any(is) {
        MessageState::Deleted
    } else if EDITED.iter().any(|mark| said.ends_with(mark)) {
        MessageState::Edited
    } else {
        MessageState::Sent
    };
    let bracketed = said
        .contains('<')
        .then_some(said)
        .and_then(|said| said.split_once("<attached: "))
        .and_then(|(_, rest)| rest.split_once('>'))
        .map(|(name, _)| name);
    let first = said.lines().next().unwrap_or_default();
    let name = bracketed.or(first.strip_suffix(" (file attached)"));
    let clean = |name: &str| name.trim_matches(is_mark).to_owned();
    let attachments = name.map(|name| Attachment { name: Hostile::new(clean(name)), sha256: None, bytes: None }).into_iter().collect();
    Finish { state, attachments }
}

/// What stands in place of a deleted message.
const DELETED: [&str; 8] = [
    "this message was deleted",
    "you deleted this message",
    "diese nachricht wurde gelöscht",
    "du hast diese nachricht gelöscht",
    "se eliminó este mensaje",
    "ce message a été supprimé",
    "данное сообщение удалено",
    "сообщение удалено",
];

/// What stands at the end of an edited message.
const EDITED: [&str; 3] = ["<This message was edited>", "<Diese Nachricht wurde bearbeitet.>", "<Se editó este mensaje.>"];
