//! Messages out of what a worker process recognised on pages and in pictures.
//!
//! Bubbles that stand on two sides are a talk of two. What stands elsewhere is read as text: the talk that its lines tell, or one message a page.

use std::sync::LazyLock;

use regex::Regex;
use shakedown_core::{
    Area, Fault, Hostile, ImportNote, Locator, Message, MessageKind, NoteKind, PageKind, Place, Recognised, RecognisedLine, RecognisedPage,
};

use crate::dates::{Clock, Votes, Written};
use crate::error::ImportError;
use crate::formats::text;
use crate::importer::{MessageSink, ReadOptions, Stopped};
use crate::lines::Line;
use crate::speakers::{Ledger, Split};
use crate::talk::{Talk, doubt_note};

/// A word of so many letters and digits is an address or a key: Tesseract is never sure of these, and they matter most.
const KEY: usize = 16;
/// Tesseract is so unsure of it that the analyst is told, in percent.
const UNSURE: u8 = 80;

/// The senders of bubbles.
const SIDES: [&str; 2] = ["left side", "right side"];

/// A time and nothing else, but for the ticks that a chat puts beside it and are read as a letter or two.
static STAMP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let time = r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?\s?m\b\.?)?";
    Regex::new(&format!(r"(?i)^(?P<before>.*?)(?:\b(?:read|delivered|sent|seen|edited)\W+)?\b(?P<time>{time})(?:\W*\b\w{{1,2}})?\W*$")).ok()
});

/// Tell everything that was recognised; where no worker was asked, that `page` was not read.
pub(crate) fn tell(page: Option<u32>, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    let unread = Recognised { faults: vec![(page, Fault::NoReader)], ..Recognised::default() };
    let recognised = options.recognised.as_ref().unwrap_or(&unread);
    faults(recognised, sink)?;
    let (lines, unsure): (Vec<_>, Vec<_>) = recognised.lines.iter().partition(|line| is_text(line));
    about(recognised, &lines, &unsure, sink)?;
    let mut flow: Vec<&RecognisedLine> = Vec::new();
    for page in &recognised.pages {
        let of_page: Vec<&RecognisedLine> = lines.iter().copied().filter(|line| line.page == page.page).collect();
        let groups = Group::of(&of_page);
        match Sides::of(&groups) {
            Some(sides) => {
                self::flow(&std::mem::take(&mut flow), options, sink)?;
                talk(*page, &groups, sides, options, sink)?;
            }
            None => flow.extend(of_page),
        }
    }
    self::flow(&flow, options, sink)
}

/// Whether a line is sure enough to be text: the shorter, the surer. Icons and artwork are read as a letter or a few; a bubble holds text.
fn is_text(line: &RecognisedLine) -> bool {
    let letters = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).count();
    let count = letters(line.text.raw());
    let wanted = match (count, line.bubble) {
        _ if line.text.raw().split_whitespace().any(|word| letters(word) >= KEY) => 0,
        (..3, None) => UNSURE,
        (..6, None) => 65,
        (_, None) => 40,
        (..4, Some(_)) => 50,
        (_, Some(_)) => 30,
    };
    count > 0 && line.confidence.is_none_or(|sure| sure >= wanted)
}

/// A note on each thing that could not be recognised.
fn faults(recognised: &Recognised, sink: &mut dyn MessageSink) -> Result<(), Stopped> {
    for (page, fault) in &recognised.faults {
        let of_text = recognised.pages.iter().any(|known| Some(known.page) == *page && known.kind == PageKind::Text);
        let kind = match fault {
            Fault::Encrypted => NoteKind::Encrypted,
            Fault::PagesLeftOut | Fault::TextLeftOut => NoteKind::LimitReached,
            _ if page.is_none() || of_text => NoteKind::RecordUnreadable,
            _ => NoteKind::PictureNotRead,
        };
        let next = match fault {
            Fault::Encrypted => "; open it with its password, save a copy without one, and take that in as evidence too",
            Fault::NoTesseract => "; install the package tesseract-ocr, then read it again",
            Fault::NoLanguage => "; install the package tesseract-ocr-eng, then read it again",
            _ => "",
        };
        let locator = Locator::at(page.map_or(Place::Whole, Place::Page));
        sink.note(ImportNote::new(kind, locator, fault.words(), format!("kept as evidence, not read{next}")))?;
    }
    Ok(())
}

/// What has to be known of the text as a whole, and of what is doubtful in it.
fn about(
    recognised: &Recognised,
    lines: &[&RecognisedLine],
    unsure: &[&RecognisedLine],
    sink: &mut dyn MessageSink,
) -> Result<(), Stopped> {
    let whole = || Locator::at(Place::Whole);
    if lines.iter().any(|line| line.confidence.is_none()) {
        let kept_as = "lines in the order in which the file draws them, or from top to bottom";
        sink.note(ImportNote::new(NoteKind::OrderNotGuaranteed, whole(), "", kept_as))?;
    }
    let sure: Vec<u64> = lines.iter().filter_map(|line| line.confidence).map(u64::from).collect();
    if let Some(least) = sure.iter().min() {
        let mean = sure.iter().sum::<u64>() / sure.len() as u64;
        let kept_as = format!("{} lines, {mean} % sure on average, {least} % at the least; the picture is the evidence", sure.len());
        sink.note(ImportNote::new(NoteKind::TextByOcr, whole(), "", kept_as))?;
    }
    for line in lines {
        if let Some(sure) = line.confidence.filter(|sure| *sure < UNSURE) {
            let kept_as = format!("text, but {sure} % sure");
            sink.note(ImportNote::new(NoteKind::TextByOcr, line.area.on(line.page), line.text.raw(), kept_as))?;
        }
    }
    for page in &recognised.pages {
        let silent =
            !recognised.lines.iter().any(|line| line.page == page.page) && !recognised.faults.iter().any(|(of, _)| *of == Some(page.page));
        if silent && page.kind == PageKind::Picture {
            let locator = Locator::at(Place::Page(page.page));
            sink.note(ImportNote::new(NoteKind::PictureNotRead, locator, "", "kept as evidence; no text was found in it"))?;
        }
        let of_page: Vec<&str> = unsure.iter().filter(|line| line.page == page.page).map(|line| line.text.raw()).collect();
        if !of_page.is_empty() {
            let kept_as = format!("{} pieces too unsure to be text: signs, or parts of pictures", of_page.len());
            sink.note(ImportNote::new(NoteKind::RecordUnreadable, Locator::at(Place::Page(page.page)), &of_page.join(" · "), kept_as))?;
        }
    }
    Ok(())
}

/// Lines that stand together: those of one bubble, or one line outside.
struct Group<'l> {
    bubble: Option<Area>,
    lines: Vec<&'l RecognisedLine>,
}

impl<'l> Group<'l> {
    fn of(lines: &[&'l RecognisedLine]) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for line in lines {
            match groups.last_mut().filter(|group| line.bubble.is_some() && group.bubble == line.bubble) {
                Some(group) => group.lines.push(line),
                None => groups.push(Self { bubble: line.bubble, lines: vec![line] }),
            }
        }
        groups
    }

    fn text(&self) -> String {
        body(&self.lines)
    }

    fn area(&self) -> Area {
        self.bubble.or_else(|| area_of(&self.lines)).unwrap_or_default()
    }
}

/// The column that bubbles stand in.
#[derive(Clone, Copy)]
struct Sides {
    left: u32,
    right: u32,
}

impl Sides {
    /// The two sides of a talk, where bubbles stand on both.
    fn of(groups: &[Group<'_>]) -> Option<Self> {
        let bubbles = || groups.iter().filter_map(|group| group.bubble);
        let sides = Self { left: bubbles().map(|bubble| bubble.left).min()?, right: bubbles().map(Area::right).max()? };
        let both = (0..SIDES.len()).all(|side| bubbles().any(|bubble| sides.side(bubble) == Some(side)));
        both.then_some(sides)
    }

    /// On which side a bubble stands: near one edge of the column, further from the other.
    fn side(self, bubble: Area) -> Option<usize> {
        let (before, after) = (bubble.left.saturating_sub(self.left), self.right.saturating_sub(bubble.right()));
        let near = self.right.saturating_sub(self.left) / 16;
        match (before <= near, after <= near) {
            (true, false) => Some(0),
            (false, true) => Some(1),
            _ => None,
        }
    }
}

/// A talk in bubbles: each is a message of its side, the time in or under it is when; what stands between them is of the program.
fn talk(
    page: RecognisedPage,
    groups: &[Group<'_>],
    sides: Sides,
    options: &ReadOptions,
    sink: &mut dyn MessageSink,
) -> Result<(), ImportError> {
    let mut votes = Votes::default();
    groups.iter().filter_map(|group| Written::of(&group.text())).for_each(|written| votes.see(&written));
    let mut clock = Clock::new(votes.order(), options.zone.as_ref());
    let bubbles = || groups.iter().filter(|group| group.bubble.is_some());
    let stamped = bubbles().filter(|group| stamp(&group.text()).is_some()).count() * 2 > bubbles().count();
    let mut open: Option<(Area, Message)> = None;
    for group in groups {
        let (text, area) = (group.text(), group.area());
        let found = stamp(&text).filter(|(before, _)| before.is_empty() || (stamped && group.bubble.is_some()));
        let below = |(bubble, message): &(Area, Message)| {
            message.sent_at.is_none() && area.top + area.height >= bubble.bottom() && area.top < bubble.bottom() + 3 * area.height
        };
        if let (None, Some((_, time)), Some((_, message))) = (group.bubble, found, open.as_mut().filter(|open| below(open))) {
            message.sent_at = Some(told(&mut clock, time, area.on(page.page), sink)?);
            continue;
        }
        if let Some((_, message)) = open.take() {
            sink.message(message)?;
        }
        let mut message = Message::blank(area.on(page.page));
        let side = group.bubble.filter(|_| !is_empty_field(&text)).and_then(|bubble| sides.side(bubble)).and_then(|side| SIDES.get(side));
        match (side, found) {
            (Some(side), found) => {
                message.sender = Some(Hostile::new(*side));
                let (before, time) = found.map_or((text.as_str(), None), |(before, time)| (before, Some(time)));
                message.body = Hostile::new(before);
                message.sent_at = time.map(|time| told(&mut clock, time, area.on(page.page), sink)).transpose()?;
            }
            _ => {
                // A day between the bubbles is the day of those below it.
                if Written::of(&text).is_some_and(|written| written.day.is_some() && !written.junk) {
                    clock.stamp(&text);
                }
                message.kind = MessageKind::System;
                message.body = Hostile::new(text);
            }
        }
        open = Some((area, message));
    }
    Ok(open.into_iter().try_for_each(|(_, message)| sink.message(message))?)
}

/// Whether a box is the field that the next message is typed in.
fn is_empty_field(text: &str) -> bool {
    let words = ["message", "imessage", "text message", "type a message", "write a message", "send a message", "aa", "reply"];
    words.contains(&text.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase().as_str())
}

/// The time at the end of a text, and what stands before it.
fn stamp(text: &str) -> Option<(&str, &str)> {
    let (start, last) = text.rsplit_once('\n').map_or(("", text), |(before, _)| (before, text.get(before.len() + 1..).unwrap_or_default()));
    let found = STAMP.as_ref()?.captures(last)?;
    let time = found.name("time")?.as_str();
    Written::alone(time)?;
    let before = found.name("before")?.as_str().trim_end();
    let end = if before.is_empty() { start.len() } else { text.len() - last.len() + before.len() };
    Some((text.get(..end)?.trim_end(), time))
}

fn told(clock: &mut Clock<'_>, time: &str, locator: Locator, sink: &mut dyn MessageSink) -> Result<shakedown_core::Stamp, Stopped> {
    let (stamp, doubt) = clock.stamp(time);
    doubt_note(doubt, &stamp, &locator).map(|note| sink.note(note)).transpose()?;
    Ok(stamp)
}

/// The text of lines, paragraphs apart.
fn body(lines: &[&RecognisedLine]) -> String {
    let mut text = String::new();
    let mut before: Option<&RecognisedLine> = None;
    for line in lines {
        if let Some(before) = before {
            let apart =
                line.page == before.page && line.area.top.saturating_sub(before.area.bottom()) > line.area.height.max(before.area.height);
            text.push_str(if apart { "\n\n" } else { "\n" });
        }
        text.push_str(line.text.raw());
        before = Some(line);
    }
    text
}

fn area_of(lines: &[&RecognisedLine]) -> Option<Area> {
    lines.iter().map(|line| line.area).reduce(Area::and)
}

/// Where lines stand: the rectangle around them where pixels were read, else their first page.
fn place(lines: &[&RecognisedLine]) -> Locator {
    let Some(first) = lines.first() else { return Locator::at(Place::Whole) };
    let same = lines.iter().all(|line| line.page == first.page && line.confidence.is_some());
    area_of(lines).filter(|_| same).map_or(Locator::at(Place::Page(first.page)), |area| area.on(first.page))
}

/// Lines as a text: the talk that they tell, or one message a page.
fn flow(lines: &[&RecognisedLine], options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    let mut ledger = Ledger::default();
    lines.iter().for_each(|line| ledger.see(line.text.raw()));
    let split = ledger.split();
    if let Split::Whole { .. } = split {
        for page in lines.chunk_by(|one, next| one.page == next.page && one.bubble == next.bubble) {
            sink.message(Message { body: Hostile::new(body(page)), ..Message::blank(place(page)) })?;
        }
        return Ok(());
    }
    let mut clock = Clock::new(ledger.votes.order(), options.zone.as_ref());
    let mut placed = Placed { lines, sink };
    let mut talk = Talk::new(&mut placed, options.limits.body_bytes, text::plain);
    for (line, number) in lines.iter().zip(1..) {
        let line = Line { text: line.text.raw().to_owned(), ending: "\n", number, ..Line::default() };
        text::give(&mut talk, &mut clock, &split, &line, false)?;
    }
    Ok(talk.flush()?)
}

/// A sink that turns numbers of lines into places on pages.
struct Placed<'a> {
    lines: &'a [&'a RecognisedLine],
    sink: &'a mut dyn MessageSink,
}

impl Placed<'_> {
    fn place(&self, locator: &Locator) -> Locator {
        let Place::Lines(first, last) = locator.place else { return locator.clone() };
        let index = |number: u64| usize::try_from(number).unwrap_or_default();
        place(self.lines.get(index(first.saturating_sub(1))..index(last)).unwrap_or_default())
    }
}

impl MessageSink for Placed<'_> {
    fn message(&mut self, message: Message) -> Result<(), Stopped> {
        let locator = self.place(&message.locator);
        self.sink.message(Message { locator, ..message })
    }

    fn note(&mut self, note: ImportNote) -> Result<(), Stopped> {
        let locator = self.place(&note.locator);
        self.sink.note(ImportNote { locator, ..note })
    }

    fn progress(&mut self, bytes: u64) -> Result<(), Stopped> {
        self.sink.progress(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_at_the_end_is_told_from_what_stands_before_it() {
        for (text, wanted) in [
            ("10:42 AM", Some(("", "10:42 AM"))),
            ("22:42 v/", Some(("", "22:42"))),
            ("Read 10:44 AM", Some(("", "10:44 AM"))),
            ("we want proof\n10:51 AM W", Some(("we want proof", "10:51 AM"))),
            ("we want\nproof 10:51 AM", Some(("we want\nproof", "10:51 AM"))),
            ("pay 2.50 dollars", None),
            ("see you", None),
            ("", None),
        ] {
            assert_eq!(stamp(text), wanted, "{text}");
        }
    }
}
