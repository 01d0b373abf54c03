//! A room as text: `3/5/2024, 10:11:12 AM - Ann: text`, the stamp in whatever way the exporter's browser or Element writes it.

use std::collections::{BTreeMap, HashSet, VecDeque};

use shakedown_core::{Attachment, Hostile, ImportNote, Message, MessageKind, MessageState, Role};

use crate::calendar::english;
use crate::dates::{Clock, Order, Votes, Written};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek, Stopped};
use crate::lines::{Line, Lines};
use crate::sniff::Head;
use crate::talk::{Finish, Header, Talk, doubt_note};

/// Where a stamp ends at the latest, in bytes.
const STAMP_MAX: usize = 80;

/// The most names that are looked for at the start of a line without a colon.
const NAMES_MAX: usize = 2_000;

/// How many messages back an answer is looked for.
const REACH: usize = 2_000;

/// How many characters of a message an answer repeats.
const SOURCE_MAX: usize = 32;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "element-text"
    }

    fn name(&self) -> &'static str {
        "Matrix room (Element, text)"
    }

    fn checked_against(&self) -> &'static str {
        "Element Web 1.9 to 1.11, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let lines: Vec<&str> = head.lines(40).collect();
        let headers: Vec<Stamped<'_>> = lines.iter().filter_map(|line| Stamped::of(line)).collect();
        let first = lines.first().is_some_and(|line| Stamped::of(line).is_some());
        let alike = headers.first().map_or(0, |first| headers.iter().filter(|header| header.shape == first.shape).count());
        let named = headers.iter().filter(|header| header.name().is_some()).count();
        match first && alike * 10 >= headers.len() * 8 && headers.len() * 10 >= lines.len() * 3 && named > 0 {
            true if headers.len() > 1 => Likelihood::Certain,
            true => Likelihood::Likely,
            false => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let piece = options.limits.body_bytes;
        let looked = look(&mut Lines::of(source, &survey, piece)?)?;
        for note in survey.note().into_iter().chain(looked.order.note()) {
            sink.note(note)?;
        }
        let mut clock = Clock::new(looked.order, options.zone.as_ref());
        let mut lines = Lines::of(source, &survey, piece)?;
        let mut answers = Answers { sink, recent: VecDeque::new(), count: 0 };
        let mut talk = Talk::new(&mut answers, piece, finish);
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            match Stamped::of(&line.text).filter(|stamped| !line.rest && Some(stamped.shape) == looked.shape) {
                Some(stamped) => begin(&mut talk, &mut clock, &line, &stamped, &looked.names)?,
                None => talk.go_on(&line)?,
            }
        }
        Ok(talk.flush()?)
    }
}

/// What all headers of one export share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    worded: bool,
    separator: char,
    year_digits: usize,
    twelve_hours: bool,
}

/// A line that begins with a stamp of a day and a time with its seconds.
struct Stamped<'l> {
    stamp: &'l str,
    written: Written,
    rest: &'l str,
    shape: Shape,
}

impl<'l> Stamped<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let line = line.strip_prefix('\u{feff}').unwrap_or(line);
        let (stamp, rest) = line.split_once(" - ").filter(|(stamp, _)| stamp.len() <= STAMP_MAX)?;
        let written = Written::of(&english(stamp)).filter(|written| written.day.is_some() && !written.relative)?;
        let seconds = written.time.is_some_and(|time| time.has_seconds() && time.civil().is_some());
        let worded = stamp.starts_with(char::is_alphabetic);
        // A stamp that begins with a number is all stamp; one that begins with a day of the week has it in any language.
        if !seconds || (!worded && written.junk && written.month_day.is_none() && written.separator != '\0') {
            return None;
        }
        let shape = Shape { worded, separator: written.separator, year_digits: written.year_digits, twelve_hours: written.twelve_hours };
        Some(Self { stamp, written, rest, shape })
    }

    /// The sender and what is said.
    fn name(&self) -> Option<(&'l str, &'l str)> {
        let (name, text) = match self.rest.split_once(": ") {
            Some((name, text)) => (name, text),
            None => (self.rest.strip_suffix(':')?, ""),
        };
        // An event quotes a topic or a reason, which may hold a colon.
        let event = name.contains(['"', '“', '«', '„']) || name.contains(" banned ") || name.ends_with(" left the room");
        (!name.trim().is_empty() && name.len() <= 260 && !event).then_some((name, text))
    }
}

/// What a first pass tells.
struct Looked {
    shape: Option<Shape>,
    order: Order,
    /// Who speaks.
    names: HashSet<String>,
}

/// The shape that most headers have, the order of day and month in them, and the names of those who speak.
fn look(lines: &mut Lines<'_>) -> Result<Looked, ImportError> {
    let mut shapes: BTreeMap<Shape, (u64, Votes)> = BTreeMap::new();
    let mut names = HashSet::new();
    while let Some(line) = lines.next()? {
        let Some(stamped) = Stamped::of(&line.text).filter(|_| !line.rest) else { continue };
        if let Some((name, _)) = stamped.name().filter(|_| names.len() < NAMES_MAX) {
            names.insert(name.to_owned());
        }
        let (count, votes) = shapes.entry(stamped.shape).or_default();
        *count += 1;
        votes.see(&stamped.written);
    }
    let most = shapes.into_iter().max_by_key(|(_, (count, _))| *count);
    let (shape, order) = most.map_or((None, Votes::default().order()), |(shape, (_, votes))| (Some(shape), votes.order()));
    Ok(Looked { shape, order, names })
}

fn begin(
    talk: &mut Talk<'_>,
    clock: &mut Clock<'_>,
    line: &Line,
    stamped: &Stamped<'_>,
    names: &HashSet<String>,
) -> Result<(), ImportError> {
    let (stamp, doubt) = clock.stamp_as(stamped.stamp, &english(stamped.stamp));
    if let Some(note) = doubt_note(doubt, &stamp, &talk.place(line)) {
        talk.note(note)?;
    }
    let mut header = Header { kind: MessageKind::Message, sender: None, role: Role::Unknown, sent_at: Some(stamp) };
    let acted = stamped.rest.strip_prefix("* ").map(|acted| (acted, opening(acted, names)));
    let text = match (acted, stamped.name()) {
        (Some((acted, Some(name))), _) => {
            header.sender = Some(Hostile::new(name));
            acted
        }
        (None, Some((name, text))) => {
            header.sender = Some(Hostile::new(name));
            text
        }
        (Some(_), _) => stamped.rest,
        (None, None) => {
            let sent = [" sent an image.", " sent a sticker."].iter().find_map(|words| Some(stamped.rest.split_once(words)?.0));
            header.kind = if sent.is_some() { MessageKind::Message } else { MessageKind::System };
            header.sender = sent.or_else(|| opening(stamped.rest, names)).map(Hostile::new);
            stamped.rest
        }
    };
    Ok(talk.begin(header, line, text)?)
}

/// The longest of `names` with which `text` opens.
fn opening<'t>(text: &'t str, names: &HashSet<String>) -> Option<&'t str> {
    let ends = text.match_indices(' ').map(|(at, _)| at).take_while(|at| *at <= 260);
    ends.filter_map(|end| text.get(..end).filter(|name| names.contains(*name))).last()
}

/// What the text itself tells: a deleted message, the name of a file.
fn finish(header: &Header, body: &str) -> Finish {
    let deleted = header.kind == MessageKind::Message && (body == "Message deleted" || body.starts_with("Message deleted by "));
    let file = [" (File Attached)", " (Media omitted)", " (Media omitted - file size limit exceeded)", " (Error fetching file)"]
        .iter()
        .find_map(|words| body.strip_suffix(words).filter(|name| name.contains('.') && !name.contains('\n') && !name.ends_with('.')));
    let attachments = file.map(|name| Attachment { name: Hostile::new(name), sha256: None, bytes: None }).into_iter().collect();
    Finish { state: if deleted { MessageState::Deleted } else { MessageState::Sent }, attachments }
}

/// Finds the message that an answer repeats the start of: `<@ann:example.org "the first words of it..."> answer`.
struct Answers<'a> {
    sink: &'a mut dyn MessageSink,
    /// The number and the start of each message so far, the last ones.
    recent: VecDeque<(u32, String)>,
    count: u32,
}

impl Answers<'_> {
    fn remember(&mut self, body: &str) {
        let first = body.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        self.recent.push_back((self.count, first.chars().take(SOURCE_MAX).collect()));
        if self.recent.len() > REACH {
            self.recent.pop_front();
        }
        self.count += 1;
    }

    /// The message whose start `source` repeats; the last one of those that do.
    fn find(&self, source: &str) -> Option<u32> {
        let words = source.strip_suffix("...").unwrap_or(source);
        let is_it = |start: &str| if words.len() < source.len() { start.starts_with(words) } else { start == words };
        self.recent.iter().rev().find(|(_, start)| is_it(start)).map(|(number, _)| *number)
    }
}

/// What an answer repeats, and the answer.
fn answered(body: &str) -> Option<(&str, &str)> {
    let rest = body.strip_prefix("<@")?;
    let (id, rest) = rest.split_once(" \"").filter(|(id, _)| id.contains(':') && !id.contains(char::is_whitespace))?;
    let (source, answer) = rest.split_once("\"> ")?;
    (!id.is_empty() && source.chars().count() <= SOURCE_MAX + 3 && !answer.trim().is_empty()).then_some((source, answer))
}

impl MessageSink for Answers<'_> {
    fn message(&mut self, mut message: Message) -> Result<(), Stopped> {
        if let Some((source, answer)) = answered(message.body.raw())
            && let Some(number) = self.find(source)
        {
            message.reply_to = Some(number);
            message.body = Hostile::new(answer);
        }
        self.remember(message.body.raw());
        self.sink.message(message)
    }

    fn note(&mut self, note: ImportNote) -> Result<(), Stopped> {
        self.sink.note(note)
    }

    fn progress(&mut self, bytes: u64) -> Result<(), Stopped> {
        self.sink.progress(bytes)
    }
}
