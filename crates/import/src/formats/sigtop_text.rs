//! Signal chats as sigtop writes them as text: records with `From:`, `Type:` and `Sent:` lines, or one `2024-03-05 10:11 Ann: text` line each
//! (`text-short`).
//!
//! Source: sigtop, `fmt_text.go` and `fmt_text_short.go`; see `tests/formats/sigtop-text/README.md`.

use shakedown_core::{Attachment, Hostile, MessageKind, MessageState, Role};

use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::formats::text::plain;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::sniff::Head;
use crate::talk::{Header, Talk, doubt_note};

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "sigtop-text"
    }

    fn name(&self) -> &'static str {
        "Signal chat (sigtop, text)"
    }

    fn checked_against(&self) -> &'static str {
        "sigtop 0.1 to 0.20, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let lines: Vec<&str> = head.lines(40).map(|line| line.trim_start_matches('\u{feff}')).collect();
        let field = |at: usize, name: &str| lines.get(at).is_some_and(|line| line.starts_with(name));
        let typed = |at| field(at, "Type: ") && (field(at + 1, "Sent: ") || field(at + 1, "Received: "));
        if field(0, "Conversation: ") && (typed(1) || (field(1, "From: ") && typed(2))) {
            return Likelihood::Certain;
        }
        let short: Vec<Short<'_>> = lines.iter().filter_map(|line| Short::of(line)).collect();
        let own = |short: &Short<'_>| short.detail().is_some();
        let first = lines.first().is_some_and(|line| Short::of(line).is_some());
        match first && short.len() * 2 >= lines.len() {
            true if short.iter().any(own) => Likelihood::Certain,
            true if short.iter().any(|short| short.name == "You") => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let piece = options.limits.body_bytes;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let long = is_long(&mut Lines::of(source, &survey, piece)?)?;
        let mut clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        let mut lines = Lines::of(source, &survey, piece)?;
        let mut talk = Talk::new(sink, piece, plain);
        let mut records = Records::default();
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            if long {
                records.line(&mut talk, &mut clock, line)?;
            } else {
                short_line(&mut talk, &mut clock, &line)?;
            }
        }
        records.give_up(&mut talk)?;
        Ok(talk.flush()?)
    }
}

/// Whether the item has records of several lines.
fn is_long(lines: &mut Lines<'_>) -> Result<bool, ImportError> {
    while let Some(line) = lines.next()? {
        if !line.is_blank() {
            return Ok(Short::of(&line.text).is_none());
        }
    }
    Ok(true)
}

/// `2024-03-05 10:11 Ann: text`.
struct Short<'l> {
    stamp: &'l str,
    name: &'l str,
    text: &'l str,
}

impl<'l> Short<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let line = line.trim_start_matches('\u{feff}');
        let (stamp, rest) = line.split_at_checked(16).filter(|(stamp, _)| is_minute(stamp)).or_else(|| {
            let stamp = line.get(..7).filter(|stamp| *stamp == "unknown")?;
            Some((stamp, line.get(7..)?))
        })?;
        let rest = rest.strip_prefix(' ')?;
        let end = rest.match_indices(':').map(|(at, _)| at).find(|at| {
            let after = rest.get(at + 1..).unwrap_or_default();
            after.is_empty() || after.starts_with(' ')
        })?;
        let name =
            rest.get(..end).filter(|name| !name.trim().is_empty() && !name.starts_with(['<', '*', '-', ' ']) && name.len() <= 240)?;
        let text = rest.get(end + 1..)?;
        Some(Self { stamp, name, text: text.strip_prefix(' ').unwrap_or(text) })
    }

    /// What stands in brackets before the text.
    fn detail(&self) -> Option<&'l str> {
        let (detail, _) = self.text.strip_prefix('[')?.split_once(']')?;
        let known = |part: &str| {
            part == "edited"
                || part.starts_with("reply to ")
                || part.ends_with(" message")
                || part.trim_start_matches(|digit: char| digit.is_ascii_digit()).trim_end_matches('s') == " attachment"
        };
        detail.rsplit(", ").next().filter(|last| known(last)).map(|_| detail)
    }
}

fn is_minute(text: &str) -> bool {
    text.bytes().zip(*b"0000-00-00 00:00").all(|(found, wanted)| if wanted == b'0' { found.is_ascii_digit() } else { found == wanted })
}

fn short_line(talk: &mut Talk<'_>, clock: &mut Clock<'_>, line: &Line) -> Result<(), ImportError> {
    let Some(short) = Short::of(&line.text).filter(|_| !line.rest) else { return Ok(talk.go_on(line)?) };
    let (stamp, doubt) = clock.stamp(short.stamp);
    if let Some(note) = doubt_note(doubt, &stamp, &talk.place(line)) {
        talk.note(note)?;
    }
    let detail = short.detail();
    let system = detail.is_some_and(|detail| detail.ends_with(" message"));
    let kind = if system { MessageKind::System } else { MessageKind::Message };
    let sender = Some(Hostile::new(short.name));
    talk.begin(Header { kind, sender, role: Role::Unknown, sent_at: Some(stamp) }, line, short.text)?;
    if detail.is_some_and(|detail| detail.split(", ").any(|part| part == "edited")) {
        talk.mark(MessageState::Edited);
    }
    Ok(())
}

/// Where the reader stands among records of several lines.
#[derive(Default)]
struct Records {
    /// The lines that may be the top of a record: `From:`, `Type:`.
    held: Vec<Line>,
    /// Whether the line before was blank, or there was none.
    after_blank: bool,
    begun: bool,
    in_header: bool,
}

impl Records {
    fn line(&mut self, talk: &mut Talk<'_>, clock: &mut Clock<'_>, line: Line) -> Result<(), ImportError> {
        let field = |name: &str| line.text.strip_prefix(name).filter(|_| !line.rest);
        let may_begin = self.after_blank || !self.begun;
        let typed = self.held.last().is_some_and(|held| held.text.starts_with("Type: "));
        if self.held.is_empty() && may_begin && (field("From: ").is_some() || field("Type: ").is_some()) {
            self.held.push(line);
            return Ok(());
        }
        if !self.held.is_empty() && !typed && field("Type: ").is_some() {
            self.held.push(line);
            return Ok(());
        }
        if typed && (field("Sent: ").is_some() || field("Received: ").is_some()) {
            return self.begin(talk, clock, &line);
        }
        self.give_up(talk)?;
        self.after_blank = line.is_blank();
        if !self.begun && field("Conversation: ").is_some() {
            self.begun = true;
            return Ok(talk.begin(Header { kind: MessageKind::System, ..Header::nameless() }, &line, &line.text)?);
        }
        if !self.in_header {
            return Ok(talk.go_on(&line)?);
        }
        talk.cover(&line);
        self.in_header = !line.is_blank();
        if let Some(attachment) = field("Attachment: ") {
            talk.attach(attached(attachment));
        } else if field("Edited: ").is_some() {
            talk.mark(MessageState::Edited);
        }
        Ok(())
    }

    /// The held lines and `line`, which tells the time, are the top of a record.
    fn begin(&mut self, talk: &mut Talk<'_>, clock: &mut Clock<'_>, line: &Line) -> Result<(), ImportError> {
        let held = std::mem::take(&mut self.held);
        let value = |name: &str| held.iter().find_map(|line| line.text.strip_prefix(name));
        let kind = match value("Type: ") {
            Some("incoming" | "outgoing") => MessageKind::Message,
            _ => MessageKind::System,
        };
        let raw = line.text.split_once(": ").map_or("", |(_, raw)| raw);
        let (stamp, doubt) = clock.stamp(raw);
        if let Some(note) = doubt_note(doubt, &stamp, &talk.place(line)) {
            talk.note(note)?;
        }
        let header = Header { kind, sender: value("From: ").map(Hostile::new), role: Role::Unknown, sent_at: Some(stamp) };
        if let Some(top) = held.first() {
            // What an event is stands in its type alone.
            let text = if kind == MessageKind::System { value("Type: ").unwrap_or_default() } else { "" };
            talk.begin(header, top, text)?;
            talk.cover(line);
        }
        (self.begun, self.in_header, self.after_blank) = (true, true, false);
        Ok(())
    }

    /// The held lines are no top of a record: they go on with the one before.
    fn give_up(&mut self, talk: &mut Talk<'_>) -> Result<(), ImportError> {
        for line in std::mem::take(&mut self.held) {
            self.after_blank = false;
            if self.in_header { talk.cover(&line) } else { talk.go_on(&line)? }
        }
        Ok(())
    }
}

/// `plan.pdf (application/pdf, 1024 bytes)`.
fn attached(text: &str) -> Attachment {
    let (name, detail) = text.rsplit_once(" (").unwrap_or((text, ""));
    let size = detail.trim_end_matches(')').rsplit_once(", ").and_then(|(_, size)| size.strip_suffix(" bytes")?.parse().ok());
    let name = if name == "no filename" { "" } else { name };
    Attachment { name: Hostile::new(name), sha256: None, bytes: size }
}
