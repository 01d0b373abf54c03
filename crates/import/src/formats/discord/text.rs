//! DiscordChatExporter, plain text.

use shakedown_core::{Attachment, Hostile, ImportNote, MessageKind, MessageState, NoteKind, Role};

use crate::dates::{Clock, Order, Votes, Written};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::sniff::Head;
use crate::talk::{Finish, Header, Talk, doubt_note};

/// The line above and below what the export says of itself.
const RULE: &str = "==============================================================";

/// What follows the name of a pinned message's sender.
const PINNED: &str = " (pinned)";

/// The reader.
pub(in crate::formats) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "discord-txt"
    }

    fn name(&self) -> &'static str {
        "DiscordChatExporter (text)"
    }

    fn checked_against(&self) -> &'static str {
        "DiscordChatExporter 2.23 to 2.46 and its source"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let mut lines = head.lines(4).map(str::trim_end);
        let ruled = lines.next().map(|line| line.trim_start_matches('\u{feff}')) == Some(RULE);
        let guild = lines.next().is_some_and(|line| line.starts_with("Guild: "));
        let channel = lines.next().is_some_and(|line| line.starts_with("Channel: "));
        if ruled && guild && channel { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let piece = options.limits.body_bytes;
        let order = look(&mut Lines::of(source, &survey, piece)?)?;
        for note in survey.note().into_iter().chain(order.note()) {
            sink.note(note)?;
        }
        let mut clock = Clock::new(order, options.zone.as_ref());
        let mut lines = Lines::of(source, &survey, piece)?;
        let mut talk = Talk::new(sink, piece, finish);
        let mut place = At::Start;
        let mut after_blank = true;
        let mut count = 0u64;
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            let ruled = line.text.trim_end() == RULE && !line.rest;
            if let Some(stamped) = Stamped::of(&line.text).filter(|_| after_blank && !line.rest && place != At::Preamble) {
                begin(&mut talk, &mut clock, &line, &stamped)?;
                (place, count) = (At::Messages, count + 1);
            } else if ruled && place != At::Preamble {
                let header = Header { kind: MessageKind::System, ..Header::nameless() };
                talk.begin(header, &line, &line.text)?;
                place = if place == At::Start { At::Preamble } else { At::Footer };
            } else {
                if place == At::Footer {
                    check(&mut talk, &line, count)?;
                }
                talk.go_on(&line)?;
                place = if ruled { At::Messages } else { place };
            }
            after_blank = line.is_blank() || ruled;
        }
        Ok(talk.flush()?)
    }
}

/// Where in the export a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Preamble,
    Messages,
    Footer,
}

/// `[stamp] name`, on a line of its own.
struct Stamped<'l> {
    stamp: &'l str,
    written: Written,
    name: &'l str,
}

impl<'l> Stamped<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let (stamp, name) = line.trim_end().strip_prefix('[')?.split_once("] ")?;
        let written = Written::alone(stamp).filter(|written| written.day.is_some())?;
        let name = name.strip_suffix(PINNED).unwrap_or(name);
        (!name.trim().is_empty() && name.chars().count() <= 100).then_some(Self { stamp, written, name })
    }
}

fn look(lines: &mut Lines<'_>) -> Result<Order, ImportError> {
    let mut votes = Votes::default();
    while let Some(line) = lines.next()? {
        if let Some(stamped) = Stamped::of(&line.text) {
            votes.see(&stamped.written);
        }
    }
    Ok(votes.order())
}

fn begin(talk: &mut Talk<'_>, clock: &mut Clock<'_>, line: &Line, stamped: &Stamped<'_>) -> Result<(), ImportError> {
    let (stamp, doubt) = clock.stamp(stamped.stamp);
    if let Some(note) = doubt_note(doubt, &stamp, &talk.place(line)) {
        talk.note(note)?;
    }
    let sender = Some(Hostile::new(stamped.name));
    Ok(talk.begin(Header { kind: MessageKind::Message, sender, role: Role::Unknown, sent_at: Some(stamp) }, line, "")?)
}

/// `Exported 1,234 message(s)`: the export counts its own messages.
fn check(talk: &mut Talk<'_>, line: &Line, count: u64) -> Result<(), ImportError> {
    let Some(stated) = line.text.trim().strip_prefix("Exported ").and_then(|rest| rest.strip_suffix(" message(s)")) else { return Ok(()) };
    let digits: String = stated.chars().filter(char::is_ascii_digit).collect();
    if digits.parse() != Ok(count) {
        let kept_as = format!("the export counts its messages so; there are {count}");
        talk.note(ImportNote::new(NoteKind::RecordUnreadable, talk.place(line), stated, kept_as))?;
    }
    Ok(())
}

/// The files and stickers that a text lists below itself.
fn finish(_: &Header, body: &str) -> Finish {
    let mut attachments = Vec::new();
    let mut listing = false;
    for line in body.lines() {
        listing = if line.starts_with('{') {
            matches!(line.trim_end(), "{Attachments}" | "{Stickers}")
        } else {
            listing && !line.trim().is_empty()
        };
        if listing && !line.starts_with('{') {
            attachments.push(Attachment { name: Hostile::new(line.trim()), sha256: None, bytes: None });
        }
    }
    Finish { state: MessageState::Sent, attachments }
}
