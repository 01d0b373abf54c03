//! Logs of IRC clients, proxies and bots: irssi, WeeChat, ZNC, HexChat, XChat, Textual, mIRC, dircproxy, Konversation and their like.
//!
//! A person says or does (`<ann> text`, `* ann waves`); all else is an event. The day stands in the stamp, in the lines that open a log or a day,
//! or in the name of the file alone, which a note says. Every line has an encoding of its own.
//!
//! Source: the layouts in `tests/formats/irc-log/README.md`; RFC 2812.

mod grammar;

use std::collections::HashSet;

use shakedown_core::{Hostile, ImportNote, Locator, MessageKind, NoteKind, Place, Role};

use crate::calendar::Calendar;
use crate::dates::{Clock, Votes, Written};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::formats::text::plain;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::sniff::Head;
use crate::talk::{Header, Talk, doubt_note};

use grammar::{Entry, Told, has_codes, without_codes};

/// Nicks that are remembered; a channel has fewer.
const NICKS_MAX: usize = 10_000;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "irc-log"
    }

    fn name(&self) -> &'static str {
        "IRC log"
    }

    fn checked_against(&self) -> &'static str {
        "irssi, XChat, Textual, dircproxy and Supybot logs of 2004 to 2021; WeeChat, ZNC, HexChat, mIRC, Konversation and eggdrop on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let lines: Vec<String> = head.lines(80).map(without_codes).collect();
        let entries: Vec<Entry<'_>> = lines.iter().filter_map(|line| Entry::of(line)).collect();
        let stamped = entries.iter().filter(|entry| entry.stamp.is_some()).count();
        let person = |entry: &&Entry<'_>| entry.stamp.is_some() && matches!(entry.told, Told::Said { .. } | Told::Acted { sure: true, .. });
        let people = entries.iter().filter(person).count();
        let opened = entries.first().is_some_and(|entry| names_day(entry));
        let tabbed = entries.iter().filter(|entry| entry.rest.contains('\t') && !entry.rest.starts_with(['<', '*'])).count();
        let signed =
            entries.iter().any(|entry| entry.told == Told::Event { marked: true }) || lines.iter().any(|line| line.contains("\t@"));
        match entries.len() * 10 >= lines.len() * 7 && people > 0 && (stamped * 2 >= entries.len() || opened) {
            true if tabbed * 2 > entries.len() && !signed => Likelihood::No,
            true if people >= 2 || opened => Likelihood::Certain,
            true => Likelihood::Likely,
            false => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let piece = options.limits.body_bytes;
        let (nicks, votes) = look(&mut Lines::of(source, &survey, piece)?.singly())?;
        let order = votes.order();
        for note in survey.note().into_iter().chain(order.note()) {
            sink.note(note)?;
        }
        let mut lines = Lines::of(source, &survey, piece)?.singly();
        let mut log = Log {
            talk: Talk::new(sink, piece, plain),
            clock: Clock::new(order, options.zone.as_ref()),
            calendar: Calendar::default(),
            nicks,
            file_name: options.file_name.as_deref().unwrap_or_default(),
        };
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| log.talk.note(note))?;
            if has_codes(&line.text) {
                line.text = without_codes(&line.text);
            }
            log.line(&line)?;
            lines.reuse(line);
        }
        Ok(log.talk.flush()?)
    }
}

/// A first pass: who speaks, and the order of day and month.
fn look(lines: &mut Lines<'_>) -> Result<(HashSet<String>, Votes), ImportError> {
    let mut nicks = HashSet::new();
    let mut votes = Votes::default();
    while let Some(mut line) = lines.next()? {
        if has_codes(&line.text) {
            line.text = without_codes(&line.text);
        }
        let Some(entry) = Entry::of(&line.text).filter(|_| !line.rest) else { continue };
        if let Some(written) = entry.stamp.and_then(Written::of) {
            votes.see(&written);
        }
        if let Told::Said { nick, .. } = entry.told
            && nicks.len() < NICKS_MAX
            && !nicks.contains(nick)
        {
            nicks.insert(nick.to_owned());
        }
        lines.reuse(line);
    }
    Ok((nicks, votes))
}

/// Whether an event opens or closes a log or a day.
fn names_day(entry: &Entry<'_>) -> bool {
    let opens = ["--- Log ", "--- Day ", "****", "Session ", "-!- Day "].iter().any(|sign| entry.rest.starts_with(sign));
    let dated = || entry.rest.strip_prefix("--- ").and_then(Written::of).is_some_and(|written| written.day.is_some() && !written.junk);
    if entry.stamp.is_none() { opens } else { dated() }
}

/// A log as it is read.
struct Log<'a> {
    talk: Talk<'a>,
    clock: Clock<'a>,
    calendar: Calendar,
    nicks: HashSet<String>,
    file_name: &'a str,
}

impl Log<'_> {
    fn line(&mut self, line: &Line) -> Result<(), ImportError> {
        let Some(entry) = Entry::of(&line.text).filter(|_| !line.rest) else { return Ok(self.talk.go_on(line)?) };
        if names_day(&entry) {
            self.calendar.see(entry.rest);
        }
        let (kind, sender, text) = match entry.told {
            Told::Said { nick, text } => (MessageKind::Message, Some(nick), text),
            Told::Acted { nick, text, sure } if sure || self.nicks.contains(nick) => (MessageKind::Message, Some(nick), text),
            Told::Noticed { nick } => (MessageKind::System, Some(nick), entry.rest),
            Told::Acted { .. } | Told::Event { .. } => (MessageKind::System, None, entry.rest),
        };
        let sent_at = entry.stamp.map(|raw| self.stamp(raw, line)).transpose()?;
        let header = Header { kind, sender: sender.map(Hostile::new), role: Role::Unknown, sent_at };
        Ok(self.talk.begin(header, line, text)?)
    }

    fn stamp(&mut self, raw: &str, line: &Line) -> Result<shakedown_core::Stamp, ImportError> {
        if self.calendar.lacks_day(raw)
            && let Some(calendar) = Calendar::by_name(self.file_name)
        {
            self.calendar = calendar;
            let whole = Locator::at(Place::Whole);
            self.talk.note(ImportNote::new(
                NoteKind::TimeMissing,
                whole,
                self.file_name,
                "the log names no day: the one in the file's name",
            ))?;
        }
        let meant = self.calendar.meant(raw);
        let (stamp, doubt) = self.clock.stamp_as(raw, &meant);
        let place = self.talk.place(line);
        if self.calendar.turned {
            self.talk.note(ImportNote::new(NoteKind::TimeMissing, place.clone(), raw, "the next day: the hours went back"))?;
        }
        if let Some(note) = doubt_note(doubt, &stamp, &place) {
            self.talk.note(note)?;
        }
        Ok(stamp)
    }
}
