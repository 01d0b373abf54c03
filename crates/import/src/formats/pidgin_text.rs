//! Pidgin logs as text: `Conversation with … at … on … (…)`, then `(10:11:12) Ann: text`.
//!
//! Source: libpurple, `log.c`; see `tests/formats/pidgin-text/README.md`.

use std::collections::BTreeSet;

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

/// Names that are remembered; a conversation has fewer.
const NAMES_MAX: usize = 1000;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "pidgin-text"
    }

    fn name(&self) -> &'static str {
        "Pidgin log (text)"
    }

    fn checked_against(&self) -> &'static str {
        "a Gaim log of 2006 and the writer's source (libpurple 2)"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let mut lines = head.lines(2);
        let first = lines.next().unwrap_or_default().trim_start_matches('\u{feff}');
        let stamped = lines.next().is_none_or(|line| parenthesised(line).is_some());
        if opening(first).is_some() && stamped { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let piece = options.limits.body_bytes;
        let mut votes = Votes::default();
        let mut names = BTreeSet::new();
        let dated = names_day(options);
        let mut lines = Lines::of(source, &survey, piece)?;
        while let Some(line) = lines.next()? {
            let record = parenthesised(&line.text).filter(|_| !line.rest);
            let raw = record.map(|(raw, _)| raw).or_else(|| opening(&line.text).filter(|_| !dated));
            raw.and_then(Written::of).iter().for_each(|written| votes.see(written));
            if let Some((MessageKind::Message, Some(name), _)) = record.map(|(_, rest)| told(rest, &names))
                && names.len() < NAMES_MAX
            {
                names.insert(name.to_owned());
            }
        }
        let order = votes.order();
        for note in survey.note().into_iter().chain(order.note()) {
            sink.note(note)?;
        }
        let mut watch = Watch::of(options, Clock::new(order, options.zone.as_ref()));
        let mut lines = Lines::of(source, &survey, piece)?;
        let mut talk = Talk::new(sink, piece, plain);
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            if let Some(at) = opening(&line.text).filter(|_| !line.rest) {
                watch.open(at, &mut talk)?;
                talk.begin(Header { kind: MessageKind::System, ..Header::nameless() }, &line, &line.text)?;
            } else if let Some((raw, rest)) = parenthesised(&line.text).filter(|_| !line.rest) {
                let sent_at = Some(watch.stamp(raw, &line, &mut talk)?);
                let (kind, sender, text) = told(rest, &names);
                talk.begin(Header { kind, sender: sender.map(Hostile::new), role: Role::Unknown, sent_at }, &line, text)?;
            } else {
                talk.go_on(&line)?;
            }
        }
        Ok(talk.flush()?)
    }
}

/// The moment in `Conversation with Ann at 2006-12-21 22:36:06 on account (aim)`, in the words of the writer's language in between.
pub(crate) fn opening(line: &str) -> Option<&str> {
    let line = line.trim_start_matches('\u{feff}').trim_end();
    let rest = line.strip_prefix("Conversation with ")?;
    let (rest, protocol) = rest.strip_suffix(')')?.rsplit_once(" (")?;
    let plain = !protocol.is_empty() && protocol.len() <= 40 && !protocol.contains(' ');
    let starts = rest.match_indices(" at ").map(|(at, _)| at).collect::<Vec<_>>();
    let ends = rest.match_indices(" on ").map(|(at, _)| at).collect::<Vec<_>>();
    let stamp = starts.into_iter().rev().take(8).find_map(|start| {
        let between =
            |end: &usize| rest.get(start + 4..*end).filter(|text| Written::of(text).is_some_and(|written| written.time.is_some()));
        ends.iter().take(8).find_map(between)
    });
    stamp.filter(|_| plain)
}

/// `(10:11:12) rest`, `(2006-12-21 22:36:11) rest`.
pub(crate) fn parenthesised(line: &str) -> Option<(&str, &str)> {
    let (raw, rest) = line.strip_prefix('(')?.split_once(')')?;
    let sound =
        raw.len() <= 40 && Written::of(raw).is_some_and(|written| !written.relative && (written.time.is_some() || written.day.is_some()));
    sound.then(|| (raw, rest.strip_prefix(' ').unwrap_or(rest)))
}

/// Who says `rest`: `Ann: text`, `Ann <AUTO-REPLY>: text`, `***Ann text`; else the program does.
fn told<'l>(rest: &'l str, names: &BTreeSet<String>) -> (MessageKind, Option<&'l str>, &'l str) {
    if let Some(acted) = rest.strip_prefix("***") {
        // A name may have spaces: the longest one that speaks elsewhere, else one word.
        let known = names.iter().filter(|name| acted.strip_prefix(name.as_str()).is_some_and(|text| text.starts_with(' ')));
        let length = known.map(String::len).max().or(acted.find(' ')).unwrap_or(acted.len());
        let (name, text) = acted.split_at_checked(length).unwrap_or((acted, ""));
        return (MessageKind::Message, Some(name), text.strip_prefix(' ').unwrap_or(text));
    }
    let end = rest.match_indices(':').map(|(at, _)| at).find(|at| {
        let after = rest.get(at + 1..).unwrap_or_default();
        after.is_empty() || after.starts_with(' ')
    });
    match end.and_then(|end| Some((rest.get(..end)?, rest.get(end + 1..)?))) {
        Some((name, text)) if is_name(name) => {
            (MessageKind::Message, Some(name.trim_end_matches(" <AUTO-REPLY>")), text.strip_prefix(' ').unwrap_or(text))
        }
        _ => (MessageKind::System, None, rest),
    }
}

/// The writer's own sentences have colons too.
fn is_name(name: &str) -> bool {
    let sentence =
        ["Unable to ", "The topic ", "Buddy ", "Mode ", "mode (", "Topic ", "Error", "Received file", "Offering to", "Transfer of"];
    !name.trim().is_empty() && name.chars().count() <= 80 && !sentence.iter().any(|start| name.starts_with(start))
}

/// Whether the name of the file tells the day, so that the heading need not.
pub(crate) fn names_day(options: &ReadOptions) -> bool {
    options.file_name.as_deref().and_then(Calendar::by_name).is_some()
}

/// The stamps of one log: the day comes from the line that opens it, or from the name of the file.
pub(crate) struct Watch<'a> {
    clock: Clock<'a>,
    calendar: Calendar,
    file_name: &'a str,
}

impl<'a> Watch<'a> {
    /// The stamps of the log that `options` name.
    pub(crate) fn of(options: &'a ReadOptions, clock: Clock<'a>) -> Self {
        Self { clock, calendar: Calendar::default(), file_name: options.file_name.as_deref().unwrap_or_default() }
    }

    /// The log opens at `at`.
    pub(crate) fn open(&mut self, at: &str, talk: &mut Talk<'_>) -> Result<(), ImportError> {
        let (stamp, _) = self.clock.stamp(at);
        let named = Calendar::by_name(self.file_name);
        self.calendar = named.or(stamp.wall.map(|wall| Calendar::of(wall.date()))).unwrap_or_default();
        if let Some(zone) = zone_in(self.file_name) {
            let kept_as = "a zone in the file's name alone, not applied: give it as the zone of this item to place its times";
            talk.note(ImportNote::new(NoteKind::TimeMissing, Locator::at(Place::Whole), zone, kept_as))?;
        }
        Ok(())
    }

    /// The stamp that `raw` is on `line`.
    pub(crate) fn stamp(&mut self, raw: &str, line: &Line, talk: &mut Talk<'_>) -> Result<shakedown_core::Stamp, ImportError> {
        let meant = self.calendar.meant(raw);
        let (stamp, doubt) = self.clock.stamp_as(raw, &meant);
        if let Some(wall) = stamp.wall {
            self.calendar.reach(wall.date());
        }
        let place = talk.place(line);
        if self.calendar.turned {
            talk.note(ImportNote::new(NoteKind::TimeMissing, place.clone(), raw, "the next day: the hours went back"))?;
        }
        if let Some(note) = doubt_note(doubt, &stamp, &place) {
            talk.note(note)?;
        }
        Ok(stamp)
    }
}

/// `-0800PST` in `2011-12-09.011343-0800PST.html`.
fn zone_in(name: &str) -> Option<&str> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let start = stem.rfind(['+', '-'])?;
    let zone = stem.get(start..)?;
    let digits = zone.get(1..5)?.bytes().all(|byte| byte.is_ascii_digit());
    let before = stem.get(..start)?.ends_with(|character: char| character.is_ascii_digit());
    (digits && before && zone.get(5..)?.chars().all(|character| character.is_ascii_alphabetic())).then_some(zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_and_the_zone_in_a_name_are_found() {
        for (line, at) in [
            ("Conversation with BUDDY at 2006-12-21 22:36:06 on awesome SN (aim)", Some("2006-12-21 22:36:06")),
            ("Conversation with a@b.example at 3/16/2014 11:55:43 PM on me (jabber)", Some("3/16/2014 11:55:43 PM")),
            ("Conversation with the board at lunch on Friday (we won)", None),
            ("Conversation with Ann", None),
        ] {
            assert_eq!(opening(line), at, "{line}");
        }
        assert_eq!(zone_in("2011-12-09.011343-0800PST.html"), Some("-0800PST"));
        assert_eq!(zone_in("2011-12-09.011343+0100CET.txt"), Some("+0100CET"));
        assert_eq!(zone_in("2011-12-09.txt"), None);
    }
}
