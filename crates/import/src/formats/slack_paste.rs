//! A talk copied out of the Slack client: `Ann Lee  10:12 AM`, the text below; a time alone where the same person goes on.
//!
//! Source: the layouts named in `tests/formats/slack-paste/README.md`.

use shakedown_core::{Hostile, MessageKind, MessageState, Role};

use crate::calendar::{Calendar, english};
use crate::dates::{Clock, Day, Votes, Written};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::sniff::Head;
use crate::talk::{Finish, Header, Talk, doubt_note};

/// The longest name, in characters.
const NAME_MAX: usize = 60;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "slack-paste"
    }

    fn name(&self) -> &'static str {
        "Slack chat (pasted text)"
    }

    fn checked_against(&self) -> &'static str {
        "copies out of the Slack client of 2016 and of 2020 to 2025, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let lines: Vec<&str> = head.lines(200).collect();
        let begins = |at: usize| {
            let line = lines.get(at)?;
            Named::of(line).or_else(|| {
                alone(lines.get(at + 1)?).filter(|_| lines.get(at + 1).is_some_and(|next| is_set_in(next))).and_then(|_| {
                    let name = clean(line);
                    is_name(name).then_some(Named { name, stamp: "" })
                })
            })
        };
        // A list of appointments has such lines too, but nothing is said below them.
        let spoken = (0..lines.len()).filter(|at| begins(*at).is_some() && *at + 1 < lines.len() && begins(*at + 1).is_none()).count();
        let all = (0..lines.len()).filter(|at| begins(*at).is_some()).count();
        if spoken >= 2 && spoken * 10 >= all * 8 && all * 10 >= lines.len() { Likelihood::Likely } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        survey.note().into_iter().try_for_each(|note| sink.note(note))?;
        let piece = options.limits.body_bytes;
        let mut lines = Lines::of(source, &survey, piece)?;
        let clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        let mut chat = Chat { talk: Talk::new(sink, piece, finish), clock, calendar: Calendar::default(), sender: None };
        let mut held: Option<Line> = None;
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| chat.talk.note(note))?;
            if let Some(name) = held.take() {
                // The name stands alone, its time on the line below.
                if let Some(stamp) = alone(&line.text).filter(|_| is_set_in(&line.text)) {
                    chat.sender = Some(clean(&name.text).to_owned());
                    chat.begin(&name, stamp, "")?;
                    chat.talk.cover(&line);
                    continue;
                }
                chat.see(&name)?;
            }
            let may_be_name = !line.rest && is_name(clean(&line.text)) && Named::of(&line.text).is_none() && alone(&line.text).is_none();
            if may_be_name {
                held = Some(line);
            } else {
                chat.see(&line)?;
            }
        }
        held.iter().try_for_each(|name| chat.see(name))?;
        Ok(chat.talk.flush()?)
    }
}

struct Chat<'a> {
    talk: Talk<'a>,
    clock: Clock<'a>,
    calendar: Calendar,
    sender: Option<String>,
}

impl Chat<'_> {
    fn see(&mut self, line: &Line) -> Result<(), ImportError> {
        if line.rest {
            return Ok(self.talk.go_on(line)?);
        }
        if let Some(named) = Named::of(&line.text) {
            self.sender = Some(named.name.to_owned());
            return self.begin(line, named.stamp, "");
        }
        if self.sender.is_some() {
            if let Some(stamp) = alone(&line.text) {
                return self.begin(line, stamp, "");
            }
            if let Some((stamp, text)) = bracketed(&line.text) {
                return self.begin(line, stamp, text);
            }
        }
        let event = || Header { kind: MessageKind::System, ..Header::nameless() };
        if let Some(written) = day_of(&line.text) {
            if let Some(Day::Fixed { year, month, day }) = written.day
                && let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day))
                && let Ok(date) = jiff::civil::Date::new(year, month, day)
            {
                self.calendar = Calendar::of(date);
            } else {
                self.calendar = Calendar::default();
            }
            return Ok(self.talk.begin(event(), line, line.text.trim())?);
        }
        if is_of_client(line.text.trim()) {
            return Ok(self.talk.begin(event(), line, line.text.trim())?);
        }
        Ok(self.talk.go_on(line)?)
    }

    fn begin(&mut self, line: &Line, raw: &str, text: &str) -> Result<(), ImportError> {
        let meant = self.calendar.meant(raw);
        let (stamp, doubt) = self.clock.stamp_as(raw, &meant);
        if let Some(note) = doubt_note(doubt, &stamp, &self.talk.place(line)) {
            self.talk.note(note)?;
        }
        let sender = self.sender.as_deref().map(Hostile::new);
        Ok(self.talk.begin(Header { kind: MessageKind::Message, sender, role: Role::Unknown, sent_at: Some(stamp) }, line, text)?)
    }
}

fn finish(header: &Header, body: &str) -> Finish {
    let edited = header.kind == MessageKind::Message && body.trim_end().ends_with("(edited)");
    Finish { state: if edited { MessageState::Edited } else { MessageState::Sent }, attachments: Vec::new() }
}

/// `Ann Lee  10:12 AM`, `deploy bot APP  10:12 AM`, `Ann Lee [10:12 AM]`: a line that names its speaker and holds nothing else.
struct Named<'l> {
    name: &'l str,
    stamp: &'l str,
}

impl<'l> Named<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let line = line.trim_end();
        if line.len() > NAME_MAX * 4 + 40 {
            return None;
        }
        let (name, stamp) = match line.strip_suffix(']') {
            Some(inside) => inside.rsplit_once('[').filter(|(name, _)| name.ends_with([' ', '\u{a0}']))?,
            None => {
                let gap = line.char_indices().map(|(at, _)| at).find(|at| {
                    let mut rest = line.get(*at..).unwrap_or_default().chars();
                    is_gap(rest.next()) && is_gap(rest.next())
                })?;
                line.split_at_checked(gap)?
            }
        };
        let stamp = stamp.trim_matches(|character: char| is_gap(Some(character)));
        let name = clean(name);
        (is_name(name) && is_hour(stamp)).then_some(Self { name, stamp })
    }
}

fn is_gap(character: Option<char>) -> bool {
    matches!(character, Some(' ' | '\u{a0}' | '\t'))
}

/// A name without the badge of a program.
fn clean(name: &str) -> &str {
    let name = name.trim_matches(|character: char| is_gap(Some(character)));
    name.strip_suffix(" APP").or(name.strip_suffix("\u{a0}APP")).unwrap_or(name).trim_end()
}

fn is_name(name: &str) -> bool {
    let starts = name.starts_with(|first: char| first.is_alphanumeric() || matches!(first, '_' | '~'));
    starts
        && name.chars().count() <= NAME_MAX
        && name.split_whitespace().count() <= 6
        && name.contains(char::is_alphabetic)
        && !name.ends_with(['.', ':', ',', ';', '!', '?'])
        && !name.contains([':', '[', ']'])
}

/// The time that stands alone on a line; seen in the client only where the pointer is.
fn alone(line: &str) -> Option<&str> {
    let text = line.trim_matches(|character: char| is_gap(Some(character)));
    let text = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    is_hour(text).then_some(text)
}

fn is_set_in(line: &str) -> bool {
    line.starts_with([' ', '\u{a0}', '\t'])
}

/// `[10:12 AM] text`.
fn bracketed(line: &str) -> Option<(&str, &str)> {
    let (stamp, text) = line.strip_prefix('[')?.split_once(']')?;
    is_hour(stamp).then(|| (stamp, text.strip_prefix(' ').unwrap_or(text)))
}

/// `10:12`, `10:12 AM`.
fn is_hour(text: &str) -> bool {
    let clock = |text: &str| text.len() <= 12 && text.starts_with(|first: char| first.is_ascii_digit()) && text.contains(':');
    clock(text) && Written::alone(text).is_some_and(|written| written.day.is_none() && !written.day_named && written.offset.is_none())
}

/// A line that names a day: `Tuesday, March 5th`, `March 5th, 2024`, `Yesterday`.
fn day_of(line: &str) -> Option<Written> {
    let line = line.trim();
    if line.len() > 40 || line.split_whitespace().count() > 4 {
        return None;
    }
    let plain: Vec<String> = line.split_whitespace().map(without_ordinal).collect();
    let written = Written::of(&english(&plain.join(" ")))?;
    let names = written.day.is_some() || written.month_day.is_some() || (written.relative && plain.len() == 1);
    (names && written.time.is_none() && !written.junk).then_some(written)
}

/// `5th,` as `5,`.
fn without_ordinal(word: &str) -> String {
    let (bare, comma) = word.strip_suffix(',').map_or((word, ""), |bare| (bare, ","));
    let number = ["st", "nd", "rd", "th"].iter().find_map(|end| bare.strip_suffix(end)).filter(|number| number.parse::<u8>().is_ok());
    number.map_or_else(|| word.to_owned(), |number| format!("{number}{comma}"))
}

/// Words of the client itself.
fn is_of_client(line: &str) -> bool {
    let replies = line.split_once(' ').is_some_and(|(count, word)| count.parse::<u32>().is_ok() && matches!(word, "reply" | "replies"));
    let joins = line.starts_with("joined #") || line.starts_with("was added to #") || line.starts_with("left #");
    replies
        || joins
        || line.starts_with("Last reply ")
        || matches!(line, "New" | "New messages" | "View thread" | "View newer replies" | "Also sent to the channel")
}
