//! A talk that a tool wrote as Markdown: `**Ann** 10:12: text`, or a heading for each message. Code in fences is text, whatever it looks like.
//!
//! Source: CommonMark 0.31 for fences, rules and headings; the layouts in `tests/formats/markdown/README.md`.

use shakedown_core::{Hostile, MessageKind};

use crate::calendar::{Calendar, english};
use crate::dates::{Clock, Day, Votes, Written};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::formats::text::plain;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::roles;
use crate::sniff::Head;
use crate::speakers::{Ledger, Split, Spoken};
use crate::talk::{Header, Talk, doubt_note};

/// The longest name, in characters.
const NAME_MAX: usize = 60;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "markdown"
    }

    fn name(&self) -> &'static str {
        "Chat as Markdown"
    }

    fn checked_against(&self) -> &'static str {
        "chats that exporters and note programs write as Markdown, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let mut seen = Seen::default();
        head.lines(400).for_each(|line| seen.see(line));
        if seen.is_talk() { Likelihood::Likely } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        survey.note().into_iter().try_for_each(|note| sink.note(note))?;
        let piece = options.limits.body_bytes;
        let mut seen = Seen::default();
        let mut lines = Lines::of(source, &survey, piece)?;
        while let Some(line) = lines.next()? {
            if !line.rest {
                seen.see(&line.text);
            }
        }
        let (order, split) = (seen.votes.order(), seen.split());
        order.note().into_iter().try_for_each(|note| sink.note(note))?;
        let mut lines = Lines::of(source, &survey, piece)?;
        let mut talk = Talk::new(sink, piece, plain);
        let (mut clock, mut calendar, mut fence) = (Clock::new(order, options.zone.as_ref()), Calendar::default(), Fence::default());
        let mut opened = false;
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            let text = line.text.clone();
            let in_code = !line.rest && fence.holds(&text);
            if in_code || line.rest {
                talk.go_on(&line)?;
                continue;
            }
            match Entry::of(&text).filter(|entry| split.begins(entry)) {
                Some(entry) => begin(&mut talk, &mut clock, &mut calendar, &line, &entry)?,
                // What stands above the talk is its title.
                None if !opened && !line.is_blank() => talk.begin(event(), &line, text.trim_start_matches('\u{feff}'))?,
                None => beside(&mut talk, &mut calendar, &line)?,
            }
            opened |= !line.is_blank();
        }
        Ok(talk.flush()?)
    }
}

fn begin(talk: &mut Talk<'_>, clock: &mut Clock<'_>, calendar: &mut Calendar, line: &Line, entry: &Entry<'_>) -> Result<(), ImportError> {
    let mut header = Header { sender: Some(Hostile::new(entry.name)), role: roles::by_label(entry.name), ..Header::nameless() };
    if let Some(raw) = entry.stamp {
        let meant = calendar.meant(raw);
        let (stamp, doubt) = clock.stamp_as(raw, &meant);
        if let Some(note) = doubt_note(doubt, &stamp, &talk.place(line)) {
            talk.note(note)?;
        }
        header.sent_at = Some(stamp);
    }
    Ok(talk.begin(header, line, entry.text)?)
}

fn event() -> Header {
    Header { kind: MessageKind::System, ..Header::nameless() }
}

/// A line that begins no message: a day, a rule between messages, or more of the text.
fn beside(talk: &mut Talk<'_>, calendar: &mut Calendar, line: &Line) -> Result<(), ImportError> {
    if let Some(date) = day_of(&line.text) {
        *calendar = Calendar::of(date);
        return Ok(talk.begin(event(), line, heading(&line.text).unwrap_or(line.text.trim()))?);
    }
    if is_rule(&line.text) {
        talk.cover(line);
        return Ok(());
    }
    Ok(talk.go_on(line)?)
}

/// What a pass over the lines tells.
#[derive(Default)]
struct Seen {
    fence: Fence,
    lines: u64,
    /// Headers with a time.
    stamped: u64,
    ledger: Ledger,
    votes: Votes,
    /// Whether the talk begins at the top.
    first: bool,
}

impl Seen {
    fn see(&mut self, line: &str) {
        if self.fence.holds(line) || line.trim().is_empty() {
            return;
        }
        self.lines += 1;
        let Some(entry) = Entry::of(line) else {
            return self.ledger.see("text");
        };
        if let Some(written) = entry.stamp.and_then(Written::of) {
            self.votes.see(&written);
        }
        self.first |= self.lines <= 3;
        if entry.stamp.is_some() {
            self.stamped += 1;
        } else if !entry.heading {
            self.ledger.see(&format!("{}: {}", entry.name, entry.text));
        }
    }

    fn split(&self) -> Begins {
        if self.stamped >= 2 {
            return Begins { stamped: true, labels: None };
        }
        Begins { stamped: self.stamped > 0, labels: Some(self.ledger.split()) }
    }

    fn is_talk(&self) -> bool {
        let stamped = self.stamped >= 2 && self.stamped * 12 >= self.lines;
        stamped || (self.stamped == 0 && self.first && matches!(self.ledger.split(), Split::Labels(_)))
    }
}

/// Which headers begin a message.
struct Begins {
    stamped: bool,
    labels: Option<Split>,
}

impl Begins {
    fn begins(&self, entry: &Entry<'_>) -> bool {
        if entry.stamp.is_some() {
            return self.stamped;
        }
        let label = format!("{}: {}", entry.name, entry.text);
        match &self.labels {
            Some(split) => !entry.heading && Spoken::of(&label).is_some_and(|spoken| split.begins(&spoken)),
            // Where others have their time, a name in bold alone is a word in bold.
            None => false,
        }
    }
}

/// A line that names its speaker.
struct Entry<'l> {
    name: &'l str,
    stamp: Option<&'l str>,
    text: &'l str,
    /// Whether it is a heading: `### Ann, 10:12`.
    heading: bool,
}

impl<'l> Entry<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() || !(line.starts_with('#') || line.contains("**") || line.contains("__")) {
            return None;
        }
        match heading(line) {
            Some(inside) => Self::of_heading(inside.trim_end_matches('#').trim()),
            None => Self::of_line(line),
        }
    }

    /// `Ann (10:12)`, `Ann — 2024-03-05 10:12`, `10:12 Ann`, the name in bold or not.
    fn of_heading(inside: &'l str) -> Option<Self> {
        if let Some(entry) = Self::of_line(inside).filter(|entry| entry.text.is_empty()) {
            return Some(Self { heading: true, ..entry });
        }
        let ends = inside.match_indices([' ', '(', '[', ',', '—', '–', '·', '|']).map(|(at, _)| at).filter(|at| *at > 0).take(12);
        ends.into_iter().find_map(|end| {
            let (name, rest) = inside.split_at_checked(end)?;
            let (stamp, text) = stamp_at(rest)?;
            let name = name.trim().trim_end_matches([',', '—', '–', '-', '·', '|']).trim_end();
            (text.is_empty() && is_name(name)).then_some(Self { name, stamp: Some(stamp), text: "", heading: true })
        })
    }

    /// `**Ann** 10:12: text`, `**Ann:** text`, `- [10:12] **Ann**: text`.
    fn of_line(line: &'l str) -> Option<Self> {
        let line = ["- ", "* ", "+ ", "> "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line).trim_start();
        let at = [line.find("**"), line.find("__")].into_iter().flatten().min()?;
        let (before, bold) = line.split_at_checked(at)?;
        let mark = bold.get(..2)?;
        let (name, rest) = bold.get(2..)?.split_once(mark)?;
        let before = before.trim();
        let stamp_before = if before.is_empty() { None } else { Some(stamp_at(before).filter(|(_, rest)| rest.is_empty())?.0) };
        // The time may stand in bold beside the name.
        let (name, inside) = match name.split_once(['(', '[']) {
            Some((name, _)) if !name.trim().is_empty() => {
                let (stamp, over) = stamp_at(bold.get(2 + name.len()..2 + name.len() + bold.get(2 + name.len()..)?.find(mark)?)?)?;
                (name, Some(stamp).filter(|_| over.trim_matches(':').is_empty()))
            }
            _ => (name, None),
        };
        let closed = name.trim_end().ends_with(':');
        let name = name.trim().trim_end_matches(':').trim_end();
        let (stamp_after, rest) = match stamp_at(rest) {
            Some((stamp, rest)) if stamp_before.is_none() && inside.is_none() => (Some(stamp), rest),
            _ => (None, rest),
        };
        let stamp = stamp_before.or(inside).or(stamp_after);
        let rest = rest.trim_start();
        let text = rest.strip_prefix([':', '—', '–', '-']).map_or(rest, str::trim_start);
        let parted = closed || text.len() < rest.len() || text.is_empty();
        (is_name(name) && (stamp.is_some() || (parted && (closed || !text.is_empty())))).then_some(Self {
            name,
            stamp,
            text,
            heading: false,
        })
    }
}

/// A time at the start of `text`, bare or in brackets, slanted or as code, and what follows it.
fn stamp_at(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches([' ', '\t', '\u{a0}', '—', '–', '-', ',', '·', '|']);
    let text = text.strip_prefix("at ").unwrap_or(text);
    let pairs = [("*(", ")*"), ("_(", ")_"), ("(", ")"), ("[", "]"), ("`", "`"), ("_", "_"), ("*", "*"), ("<small>", "</small>")];
    for (open, close) in pairs {
        if let Some((stamp, rest)) = text.strip_prefix(open).and_then(|inside| inside.split_once(close)) {
            return is_stamp(stamp).then_some((stamp, rest));
        }
    }
    let mut ends: Vec<usize> = text.match_indices([' ', ':']).map(|(at, _)| at).filter(|at| *at > 0).take(10).collect();
    ends.push(text.len());
    let fits = |end: &usize| {
        text.get(..*end).is_some_and(is_stamp) && text.get(*end..).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    // A colon inside the hour is no end: the longest stamp is the one.
    let end = ends.into_iter().filter(|end| *end <= 60).rev().find(fits)?;
    text.split_at_checked(end)
}

fn is_stamp(text: &str) -> bool {
    let text = text.trim();
    text.contains(|character: char| character.is_ascii_digit()) && !text.ends_with(':') && Written::alone(&english(text)).is_some()
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= NAME_MAX
        && name.split_whitespace().count() <= 6
        && name.contains(char::is_alphanumeric)
        && !name.ends_with(['.', '!', '?', ';'])
        && !name.contains(['*', '`', '\t', '|'])
        && !is_stamp(name)
}

/// What a heading says.
fn heading(line: &str) -> Option<&str> {
    let line = line.trim();
    let inside = line.trim_start_matches('#');
    ((1..=6).contains(&(line.len() - inside.len())) && inside.starts_with(' ')).then(|| inside.trim())
}

/// The day that a line is: `## 2024-03-05`, `**Tuesday, 5 March 2024**`.
fn day_of(line: &str) -> Option<jiff::civil::Date> {
    let text = heading(line).unwrap_or(line.trim()).trim_matches(['*', '_', '-', ' ']);
    if text.len() > 40 || text.len() < 8 {
        return None;
    }
    let written = Written::of(&english(text)).filter(|written| !written.junk && written.time.is_none())?;
    match written.day? {
        Day::Fixed { year, month, day } => jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok(),
        Day::Open { .. } => None,
    }
}

/// A rule between two messages: `---`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && ["-", "*", "_"].iter().any(|mark| line.replace(' ', "").split(mark).all(str::is_empty))
}

/// Code between fences.
#[derive(Default)]
struct Fence {
    open: Option<(char, usize)>,
}

impl Fence {
    /// Whether `line` stands in code, or opens or closes it.
    fn holds(&mut self, line: &str) -> bool {
        let line = line.trim();
        let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'));
        let length = mark.map_or(0, |mark| line.chars().take_while(|character| *character == mark).count());
        match (self.open, mark) {
            (Some((open, wanted)), _) => {
                if mark == Some(open) && length >= wanted && line.chars().all(|character| character == open) {
                    self.open = None;
                }
                true
            }
            (None, Some(mark)) if length >= 3 => {
                self.open = Some((mark, length));
                true
            }
            _ => false,
        }
    }
}
