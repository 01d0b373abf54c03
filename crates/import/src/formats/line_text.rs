//! A chat that LINE exports as text: lines that name a day, then `10:12<TAB>Ann<TAB>text`, or with spaces in exports of the desktop program.
//!
//! Source: the readers and layouts named in `tests/formats/line-text/README.md`.

use std::collections::HashMap;

use shakedown_core::{Hostile, ImportNote, Locator, MessageKind, NoteKind, Place, Role};

use crate::dates::{Clock, Order, Votes, Written};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::formats::text::plain;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::sniff::Head;
use crate::talk::{Header, Talk, doubt_note};

/// Beginnings of lines that are counted to tell names.
const BEGINNINGS: usize = 50_000;
/// The most words of a name.
const NAME_WORDS: usize = 5;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "line-text"
    }

    fn name(&self) -> &'static str {
        "LINE chat (text)"
    }

    fn checked_against(&self) -> &'static str {
        "LINE for phones and desktops, in English, Japanese, Chinese, Korean and Thai, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let lines: Vec<&str> = head.lines(120).map(|line| line.trim_start_matches('\u{feff}')).collect();
        let titled = lines.first().is_some_and(|line| line.starts_with("[LINE]"));
        let days = lines.iter().filter(|line| day_of(line).is_some()).count();
        let columns = lines.iter().filter(|line| Entry::of(line).is_some_and(|entry| entry.columns > 1)).count();
        let spaced = lines.iter().filter(|line| Entry::of(line).is_some_and(|entry| entry.columns == 1)).count();
        let opens = lines.first().is_some_and(|line| day_of(line).is_some());
        match () {
            () if titled && (days > 0 || columns > 0) => Likelihood::Certain,
            () if opens && days > 0 && columns >= 2 => Likelihood::Likely,
            () if opens && days > 0 && spaced >= 2 && spaced * 10 >= (lines.len() - days) * 6 => Likelihood::Likely,
            () => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        survey.note().into_iter().try_for_each(|note| sink.note(note))?;
        let piece = options.limits.body_bytes;
        let (order, names) = look(&mut Lines::of(source, &survey, piece)?)?;
        order.note().into_iter().try_for_each(|note| sink.note(note))?;
        if names.are_told {
            let kept_as = "names and texts are parted by a space alone: names are told by how lines begin";
            sink.note(ImportNote::new(NoteKind::SpeakersUnknown, Locator::at(Place::Whole), "", kept_as))?;
        }
        let mut lines = Lines::of(source, &survey, piece)?;
        let clock = Clock::new(order, options.zone.as_ref());
        let mut chat = Chat { talk: Talk::new(sink, piece, plain), clock, day: None, names, quoted: false };
        while let Some(line) = lines.next()? {
            chat.see(line)?;
        }
        Ok(chat.talk.flush()?)
    }
}

/// A first pass: the order of day and month, and the names where only a space follows them.
fn look(lines: &mut Lines<'_>) -> Result<(Order, Names), ImportError> {
    let (mut votes, mut names) = (Votes::default(), Names::default());
    while let Some(line) = lines.next()? {
        if let Some(written) = day_of(&line.text) {
            votes.see(&written);
        } else if let Some(entry) = Entry::of(&line.text).filter(|entry| entry.columns == 1 && !line.rest) {
            names.see(entry.said);
        }
    }
    names.are_told = !names.counts.is_empty();
    Ok((votes.order(), names))
}

struct Chat<'a> {
    talk: Talk<'a>,
    clock: Clock<'a>,
    /// The day as the last line that names one has it.
    day: Option<String>,
    names: Names,
    /// Whether a text in quotes goes on.
    quoted: bool,
}

impl Chat<'_> {
    fn see(&mut self, mut line: Line) -> Result<(), ImportError> {
        std::mem::take(&mut line.notes).into_iter().try_for_each(|note| self.talk.note(note))?;
        let text = line.text.trim_start_matches('\u{feff}').to_owned();
        if self.quoted || line.rest {
            return self.go_on(line);
        }
        if day_of(&text).is_some() {
            self.day = Some(spelled(&text));
            return Ok(self.talk.begin(event(), &line, text.trim())?);
        }
        let Some(entry) = Entry::of(&text) else {
            return if is_title(&text) { Ok(self.talk.begin(event(), &line, &text)?) } else { self.go_on(line) };
        };
        let hour = entry.stamp.strip_prefix("24:").map_or_else(|| entry.stamp.to_owned(), |minute| format!("00:{minute}"));
        let meant = self.day.as_ref().map_or_else(|| hour.clone(), |day| format!("{day} {hour}"));
        let (stamp, doubt) = self.clock.stamp_as(entry.stamp, &meant);
        if let Some(note) = doubt_note(doubt, &stamp, &self.talk.place(&line)) {
            self.talk.note(note)?;
        }
        let (name, said) = match entry.columns {
            1 => self.names.split(entry.said),
            2 => (None, entry.said),
            _ => entry.said.split_once('\t').map_or((None, entry.said), |(name, said)| (Some(name), said)),
        };
        let name = name.filter(|name| !name.trim().is_empty());
        let kind = if name.is_some() { MessageKind::Message } else { MessageKind::System };
        let said = if name.is_some() { self.open(said) } else { said.trim_start_matches('\t').to_owned() };
        let header = Header { kind, sender: name.map(Hostile::new), role: Role::Unknown, sent_at: Some(stamp) };
        Ok(self.talk.begin(header, &line, &said)?)
    }

    /// A text of several lines stands in quotes, with its own quotes doubled.
    fn open(&mut self, said: &str) -> String {
        let Some(inside) = said.strip_prefix('"') else { return said.to_owned() };
        self.quoted = inside.matches('"').count().is_multiple_of(2);
        // A whole line in quotes was said so.
        if self.quoted { inside.replace("\"\"", "\"") } else { said.to_owned() }
    }

    fn go_on(&mut self, mut line: Line) -> Result<(), ImportError> {
        if self.quoted {
            let ends = !line.text.matches('"').count().is_multiple_of(2) && line.text.trim_end().ends_with('"');
            if ends {
                line.text.truncate(line.text.trim_end().len() - 1);
                self.quoted = false;
            }
            line.text = line.text.replace("\"\"", "\"");
        }
        Ok(self.talk.go_on(&line)?)
    }
}

fn event() -> Header {
    Header { kind: MessageKind::System, ..Header::nameless() }
}

/// The lines above the first day: whose chat it is, and when it was saved.
fn is_title(line: &str) -> bool {
    const SAVED: [&str; 7] = ["Saved on", "保存日時", "保存日期", "儲存日期", "저장한 날짜", "저장일", "บันทึก"];
    line.starts_with("[LINE]") || SAVED.iter().any(|word| line.starts_with(word))
}

/// What a line says that names a day: `2024/01/01(Mon)`, `2017.09.03 Sunday`, `Sat, 11/01/2025`, `2024年1月1日(月)`.
fn day_of(line: &str) -> Option<Written> {
    let line = line.trim();
    if line.len() > 60 || !line.contains(|character: char| character.is_ascii_digit()) || line.contains(['\t', ':']) {
        return None;
    }
    // The day of the week stands behind, or before a comma.
    let is_word = |word: &&str| !word.contains(|character: char| character.is_ascii_digit());
    let before = line.split_whitespace().next().filter(is_word).is_some_and(|word| !word.ends_with(','));
    if before || line.split_whitespace().filter(is_word).count() > 1 {
        return None;
    }
    let written = Written::of(&spelled(line))?;
    (written.day.is_some() && written.time.is_none() && !written.junk).then_some(written)
}

/// The day without the day of the week, which is written in many languages.
fn spelled(line: &str) -> String {
    let line = line.trim().trim_start_matches('\u{feff}');
    let without = line.split_once(['(', '（']).map_or(line, |(day, _)| day).trim();
    let ends = |character: char| character.is_ascii_digit() || matches!(character, '日' | '일' | '.');
    // `Sat, 11/01/2025` and `2017.09.03 Sunday`.
    let words: Vec<&str> = without.split_whitespace().filter(|word| word.contains(|character: char| character.is_ascii_digit())).collect();
    words.join(" ").trim_end_matches(|character: char| !ends(character)).trim_end_matches('.').to_owned()
}

/// A line that begins a message.
struct Entry<'l> {
    stamp: &'l str,
    /// How many columns the line has after the stamp's own: 1 where a space alone follows it.
    columns: usize,
    said: &'l str,
}

impl<'l> Entry<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let line = line.trim_start_matches('\u{feff}');
        if let Some((stamp, said)) = line.split_once('\t').filter(|(stamp, _)| is_hour(stamp)) {
            let columns = if said.contains('\t') && !said.starts_with('\t') { 3 } else { 2 };
            return Some(Self { stamp, columns, said });
        }
        let (stamp, said) = line.split_once(' ')?;
        let (stamp, said) = match said.split_once(' ') {
            Some((half, rest)) if half.eq_ignore_ascii_case("am") || half.eq_ignore_ascii_case("pm") => {
                (line.get(..stamp.len() + 1 + half.len())?, rest)
            }
            _ => (stamp, said),
        };
        (is_hour(stamp) && !said.trim().is_empty()).then_some(Self { stamp, columns: 1, said })
    }
}

/// `10:12`, `24:05`, `9:30AM`, `午前9:30`, `下午 2:56`.
fn is_hour(text: &str) -> bool {
    let text = text.trim();
    let midnight = text.strip_prefix("24:").is_some_and(|minute| minute.len() == 2 && minute.bytes().all(|byte| byte.is_ascii_digit()));
    let written = || Written::alone(text).is_some_and(|written| written.day.is_none() && !written.day_named && written.offset.is_none());
    text.len() <= 20 && text.contains(':') && (midnight || written())
}

/// Names, where only a space stands between a name and what is said: how many lines begin with which words.
#[derive(Default)]
struct Names {
    counts: HashMap<String, u32>,
    are_told: bool,
}

impl Names {
    fn see(&mut self, said: &str) {
        for end in ends_of_words(said) {
            let beginning = said.get(..end).unwrap_or_default();
            if let Some(count) = self.counts.get_mut(beginning) {
                *count += 1;
            } else if self.counts.len() < BEGINNINGS {
                self.counts.insert(beginning.to_owned(), 1);
            }
        }
    }

    /// Name and text: the name goes on as long as nearly every line that begins so goes on so.
    fn split<'l>(&self, said: &'l str) -> (Option<&'l str>, &'l str) {
        let count = |end: usize| said.get(..end).and_then(|beginning| self.counts.get(beginning)).copied().unwrap_or_default();
        let mut name = 0;
        for end in ends_of_words(said) {
            let known = count(end);
            if name > 0 && (known < 2 || known * 5 < count(name) * 4) {
                break;
            }
            name = end;
        }
        // A name that comes once says nothing about where it ends.
        if name == 0 || count(name) < 2 {
            return (None, said);
        }
        let (name, text) = said.split_at_checked(name).unwrap_or((said, ""));
        (Some(name), text.trim_start())
    }
}

/// Where the first words of `text` end, but not the last one.
fn ends_of_words(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(' ').map(|(at, _)| at).filter(|at| *at > 0).take(NAME_WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::Day;

    #[test]
    fn days_of_every_app_version_are_read() {
        for line in
            ["2024/01/15(Mon)", "2024/1/15（月）", "2024.01.15 Monday", "2024年1月15日(月)", "2024년 1월 15일 월요일", "2024. 1. 15."]
        {
            assert_eq!(day_of(line).and_then(|written| written.day), Some(Day::Fixed { year: 2024, month: 1, day: 15 }), "{line}");
        }
        assert!(day_of("Sat, 11/01/2025").is_some());
        for line in ["10:12\tAnn\tsee you 2024/01/15", "the 15th", "2024", "call 2024/01/15"] {
            assert!(day_of(line).is_none(), "{line}");
        }
    }
}
