//! The message that is being gathered, and what the paste says about it besides its text.

use std::collections::VecDeque;

use shakedown_core::{Hostile, ImportNote, Locator, Message, MessageKind, MessageState, NoteKind, Place, Stamp, Zone};

use super::layout::{self, Header};
use super::words::{self, Day};
use crate::dates::{Clock, Order};
use crate::importer::{MessageSink, ReadOptions, Stopped};
use crate::lines::Line;
use crate::talk::doubt_note;

/// How many messages back a quoted one is looked for, and how much of each is compared.
const QUOTES_REACH: usize = 500;
const QUOTE_LETTERS: usize = 80;

/// A message that is answered, as the reply repeats it.
#[derive(Debug)]
struct Quote {
    name: String,
    text: String,
}

/// The record that is being gathered.
#[derive(Debug)]
pub(super) struct Draft {
    kind: MessageKind,
    name: Option<String>,
    stamp: Option<String>,
    preview: Option<String>,
    edited: bool,
    quote: Option<Quote>,
    /// Whether the line before counted reactions: the client writes their number again below.
    reacted: bool,
    body: String,
    /// Line ends and blank lines that belong to the body only if text follows.
    gap: String,
    lines: (u64, u64),
    bytes: (u64, u64),
}

impl Draft {
    fn of(kind: MessageKind) -> Self {
        let (lines, bytes) = ((0, 0), (0, 0));
        let (name, stamp, preview, quote) = (None, None, None, None);
        Self { kind, name, stamp, preview, edited: false, quote, reacted: false, body: String::new(), gap: String::new(), lines, bytes }
    }

    /// The message that `header` begins.
    pub(super) fn begun(header: &Header<'_>) -> Self {
        let owned = |text: &str| text.to_owned();
        Self {
            name: Some(owned(header.name)),
            stamp: header.stamp.map(owned),
            preview: header.preview.map(owned),
            ..Self::of(MessageKind::Message)
        }
    }

    /// `line` is a part of the record, whether or not its text is.
    fn covers(&mut self, line: &Line) {
        if self.lines.0 == 0 {
            (self.lines.0, self.bytes.0) = (line.number, line.start);
        }
        (self.lines.1, self.bytes.1) = (line.number, line.end);
    }

    fn say(&mut self, line: &Line) {
        if !self.body.is_empty() && !line.rest {
            self.body.push_str(&self.gap);
        }
        self.gap.clear();
        self.gap.push_str(line.ending);
        self.body.push_str(&line.text);
        self.covers(line);
    }

    fn locator(&self) -> Locator {
        Locator::at(Place::Lines(self.lines.0, self.lines.1)).with_bytes(self.bytes.0, self.bytes.1)
    }
}

/// The words with which the client announces a reply.
const REPLY: &str = "Begin Reference, ";

/// What is said once for the whole item.
#[derive(Default)]
struct Said {
    counted: bool,
    no_year: bool,
}

/// The chat as it is read.
pub(super) struct Chat<'a> {
    sink: &'a mut dyn MessageSink,
    clock: Clock<'a>,
    body_bytes: usize,
    draft: Option<Draft>,
    /// The day that stands above the messages.
    day: Option<(String, Day)>,
    said: Said,
    given: u32,
    recent: VecDeque<(u32, String, String)>,
}

impl<'a> Chat<'a> {
    pub(super) fn new(order: Order, options: &'a ReadOptions, sink: &'a mut dyn MessageSink) -> Self {
        let clock = Clock::new(order, options.zone.as_ref());
        let (said, recent) = (Said::default(), VecDeque::new());
        Self { sink, clock, body_bytes: options.limits.body_bytes, draft: None, day: None, said, given: 0, recent }
    }

    /// Whether nothing was read yet.
    pub(super) fn is_empty(&self) -> bool {
        self.draft.is_none() && self.given == 0
    }

    /// Begin a record over `lines`.
    pub(super) fn begin(&mut self, mut draft: Draft, lines: Vec<Line>) -> Result<(), Stopped> {
        self.flush()?;
        for line in lines {
            self.notes(&line)?;
            draft.covers(&line);
        }
        self.draft = Some(draft);
        Ok(())
    }

    /// `lines` are parts of the record and not of its text.
    pub(super) fn belongs(&mut self, lines: Vec<Line>) -> Result<(), Stopped> {
        for line in lines {
            self.notes(&line)?;
            if let Some(draft) = &mut self.draft {
                draft.covers(&line);
            }
        }
        Ok(())
    }

    /// How many lines, none of them blank, name and repeat the message that is answered: its sender, its time, its beginning.
    pub(super) fn quote(&mut self, texts: &[&str], is_header: impl Fn(&[&str]) -> bool) -> Option<usize> {
        let draft = self.draft.as_mut().filter(|draft| draft.body.is_empty() && draft.quote.is_none() && draft.preview.is_some())?;
        let (name, stamp, text) = (texts.first()?, texts.get(1)?, texts.get(2)?);
        if !layout::is_name(name) || !matches!(words::stamp(stamp), Some(Day::Full | Day::NoYear)) {
            return None;
        }
        let preview = draft.preview.as_deref().unwrap_or_default();
        let announced = preview.starts_with(REPLY) || layout::begins(preview, text) == Some(true);
        // An answer says something of its own below what it repeats.
        let answers = texts.get(3).is_some() && !is_header(texts.get(3..).unwrap_or_default());
        if !announced || !answers {
            return None;
        }
        draft.quote = Some(Quote { name: (*name).to_owned(), text: (*text).to_owned() });
        Some(3)
    }

    pub(super) fn blank(&mut self, line: Line) -> Result<(), Stopped> {
        if line.rest {
            return self.say(line);
        }
        if let Some(draft) = self.draft.as_mut().filter(|draft| draft.gap.len() < self.body_bytes) {
            draft.gap.push_str(&line.text);
            draft.gap.push_str(line.ending);
        }
        Ok(())
    }

    /// A day stands above the messages that follow.
    pub(super) fn day(&mut self, line: Line) -> Result<(), Stopped> {
        let day = line.text.trim().to_owned();
        self.day = words::separator(&day).map(|kind| (day, kind));
        self.event(line)
    }

    /// A line of the program. The client writes some of them twice.
    pub(super) fn event(&mut self, line: Line) -> Result<(), Stopped> {
        self.notes(&line)?;
        match &mut self.draft {
            Some(draft) if draft.kind == MessageKind::System && draft.body == line.text => draft.covers(&line),
            _ => {
                self.flush()?;
                let mut draft = Draft::of(MessageKind::System);
                draft.say(&line);
                self.draft = Some(draft);
            }
        }
        Ok(())
    }

    /// Whether a line that looks like one of the program can be one: nobody is in the middle of saying something.
    pub(super) fn may_be_event(&self, text: &str) -> bool {
        self.draft.as_ref().is_none_or(|draft| {
            let apart = draft.gap.matches(['\n', '\r']).count() > draft.gap.matches("\r\n").count() + 1;
            draft.kind == MessageKind::System || draft.body.is_empty() || apart || draft.body == text
        })
    }

    /// A line below a header: text, or what the window says of it. `text` and `below` are the line and the next one.
    pub(super) fn line(&mut self, line: Line, text: &str, below: &str) -> Result<(), Stopped> {
        let Some(draft) = self.draft.as_mut().filter(|draft| draft.kind == MessageKind::Message) else {
            return self.outside(line);
        };
        let reacted = std::mem::take(&mut draft.reacted);
        let is_count = reacted && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_reaction = words::is_reaction(&line.text);
        // The picture or the name of a reaction stands above its count.
        let announces = words::is_reaction(below) && !draft.body.is_empty() && text.chars().count() <= 24 && !text.contains(' ');
        if words::is_edited(text) && (draft.body.is_empty() || below.is_empty() || text.ends_with('.')) {
            draft.edited = true;
        } else if is_reaction {
            draft.reacted = true;
        } else if !(is_count || announces || words::is_noise(text)) {
            return self.say(line);
        }
        self.belongs(vec![line])
    }

    /// A line above the first header, or below a line of the program.
    fn outside(&mut self, line: Line) -> Result<(), Stopped> {
        if !words::is_noise(&line.text) {
            self.flush()?;
            self.draft = Some(Draft::of(MessageKind::Message));
            return self.say(line);
        }
        self.notes(&line)?;
        self.draft.get_or_insert_with(|| Draft::of(MessageKind::System)).say(&line);
        Ok(())
    }

    /// A line of text.
    pub(super) fn say(&mut self, line: Line) -> Result<(), Stopped> {
        self.notes(&line)?;
        let draft = self.draft.get_or_insert_with(|| Draft::of(MessageKind::Message));
        if !draft.body.is_empty() && draft.body.len() + draft.gap.len() + line.text.len() > self.body_bytes {
            let next = Draft { name: draft.name.clone(), stamp: draft.stamp.clone(), ..Draft::of(draft.kind) };
            let locator = Locator::lines(line.number, line.number).with_bytes(line.start, line.end);
            let kept_as = "a message of its own that goes on with the one before";
            self.sink.note(ImportNote::new(NoteKind::LimitReached, locator, &line.text, kept_as))?;
            self.flush()?;
            self.draft = Some(next);
        }
        if let Some(draft) = &mut self.draft {
            draft.say(&line);
        }
        Ok(())
    }

    fn notes(&mut self, line: &Line) -> Result<(), Stopped> {
        line.notes.iter().try_for_each(|note| self.sink.note(note.clone()))
    }

    /// Give the last record away.
    pub(super) fn flush(&mut self) -> Result<(), Stopped> {
        let Some(draft) = self.draft.take() else { return Ok(()) };
        let locator = draft.locator();
        let preview = draft.preview.as_deref().map(|preview| preview.strip_prefix(REPLY).unwrap_or(preview));
        let proof = preview.filter(|_| !draft.body.is_empty() && draft.quote.is_none());
        if let Some(preview) = proof.filter(|preview| layout::begins(preview, &draft.body) == Some(false)) {
            let kept_as = "the beginning that the paste repeats is not how the text begins: see where this message starts";
            self.sink.note(ImportNote::new(NoteKind::RecordUnreadable, locator.clone(), preview, kept_as))?;
        }
        let reply_to = draft.quote.as_ref().and_then(|quote| self.find(quote));
        if let Some(quote) = draft.quote.as_ref().filter(|_| reply_to.is_none()) {
            let kept_as = "a quote of a message that is not in this item; kept in the evidence";
            self.sink.note(ImportNote::new(NoteKind::PartNotRead, locator.clone(), &quote.text, kept_as))?;
        }
        let sent_at = draft.stamp.as_deref().map(|raw| self.stamp(raw, &locator)).transpose()?;
        let state = match (words::is_deleted(&draft.body), draft.edited) {
            (true, _) => MessageState::Deleted,
            (_, true) => MessageState::Edited,
            _ => MessageState::Sent,
        };
        if let Some(name) = draft.name.as_ref().filter(|_| !draft.body.is_empty()) {
            self.recent.push_back((self.given, name.clone(), layout::fold(&draft.body, QUOTE_LETTERS)));
            if self.recent.len() > QUOTES_REACH {
                self.recent.pop_front();
            }
        }
        self.given = self.given.saturating_add(1);
        let sender = draft.name.map(Hostile::new);
        let body = Hostile::new(draft.body);
        self.sink.message(Message { kind: draft.kind, sender, sent_at, body, state, reply_to, ..Message::blank(locator) })
    }

    /// The message that `quote` repeats, the latest of equals.
    fn find(&self, quote: &Quote) -> Option<u32> {
        let wanted = layout::fold(&quote.text, QUOTE_LETTERS);
        let same = |(_, name, body): &&(u32, String, String)| *name == quote.name && !wanted.is_empty() && body.starts_with(&wanted);
        self.recent.iter().rev().find(same).map(|(seq, ..)| *seq)
    }

    /// The stamp for `raw`: of the day it names, else of the day above. What counts from the day of copying stays as written.
    fn stamp(&mut self, raw: &str, locator: &Locator) -> Result<Stamp, Stopped> {
        let kind = words::stamp(raw);
        let above = self.day.clone().filter(|_| kind == Some(Day::Hours));
        let (stamp, doubt) = match (kind, above) {
            (Some(Day::Hours), Some((day, Day::Full))) => self.clock.stamp_as(raw, &format!("{day} {raw}")),
            (Some(Day::NoYear), _) | (_, Some((_, Day::NoYear))) => {
                let first = !std::mem::replace(&mut self.said.no_year, true);
                (Stamp::unreadable(raw), first.then_some((NoteKind::TimeMissing, "no year, here and below")))
            }
            (Some(Day::Hours | Day::Counted), _) => {
                let first = !std::mem::replace(&mut self.said.counted, true);
                let counted = "counts from the day of copying, which the text does not tell, here and below";
                (Stamp { zone: Zone::Relative, ..Stamp::unreadable(raw) }, first.then_some((NoteKind::TimeMissing, counted)))
            }
            _ => self.clock.stamp(raw),
        };
        doubt_note(doubt, &stamp, locator).map_or(Ok(()), |note| self.sink.note(note))?;
        Ok(stamp)
    }
}
