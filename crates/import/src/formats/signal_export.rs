//! Signal chats as signal-export writes them to `chat.md`: `[2024-03-05 10:11:12] Ann: text`, in older versions `[2024-03-05, 10:11] Ann: text`.
//!
//! Source: signal-export, `models.py` and `create.py`; see `tests/formats/signal-export/README.md`.

use std::collections::BTreeMap;

use shakedown_core::{Attachment, Hostile, MessageKind, MessageState, Role};

use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::sniff::Head;
use crate::talk::{Finish, Header, Talk, doubt_note};

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "signal-export"
    }

    fn name(&self) -> &'static str {
        "Signal chat (signal-export, chat.md)"
    }

    fn checked_against(&self) -> &'static str {
        "signal-export 0.9 to 3, one real file of 2020 and invented ones"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        // WhatsApp sets invisible marks before what it writes itself.
        if head.text.contains('\u{200e}') || !head.text.trim_start_matches(['\u{feff}', '\r', '\n']).starts_with('[') {
            return Likelihood::No;
        }
        let lines: Vec<&str> = head.lines(40).collect();
        let headers: Vec<Stamped<'_>> = lines.iter().filter_map(|line| Stamped::of(line)).collect();
        let Some(first) = lines.first().and_then(|line| Stamped::of(line)) else { return Likelihood::No };
        let alike = headers.iter().filter(|header| header.shape == first.shape).count();
        let own = |header: &&Stamped<'_>| {
            header.text.ends_with("  ") || header.text.contains("](./media/") || header.name == "No-Sender" || header.text == DELETED
        };
        let signed = headers.iter().filter(own).count();
        match first.shape {
            _ if alike * 10 < headers.len() * 8 || headers.len() * 10 < lines.len() => Likelihood::No,
            Shape { comma: true, seconds: false } => Likelihood::Certain,
            Shape { comma: false, seconds: true } if signed * 2 >= headers.len() => Likelihood::Certain,
            Shape { comma: false, seconds: true } if headers.iter().any(|header| header.name == "Me") => Likelihood::Likely,
            _ if signed * 2 >= headers.len() => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let piece = options.limits.body_bytes;
        let shape = dominant(&mut Lines::of(source, &survey, piece)?)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let mut clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        let mut lines = Lines::of(source, &survey, piece)?;
        let mut talk = Talk::new(sink, piece, finish);
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            match Stamped::of(&line.text).filter(|stamped| !line.rest && Some(stamped.shape) == shape) {
                Some(stamped) => begin(&mut talk, &mut clock, &line, &stamped)?,
                None => talk.go_on(&line)?,
            }
            lines.reuse(line);
        }
        Ok(talk.flush()?)
    }
}

/// What all headers of one export share: a body that quotes a header of another version begins no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    comma: bool,
    seconds: bool,
}

/// A line that begins a message.
struct Stamped<'l> {
    shape: Shape,
    stamp: &'l str,
    name: &'l str,
    text: &'l str,
}

impl<'l> Stamped<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let (stamp, rest) = line.strip_prefix('\u{feff}').unwrap_or(line).strip_prefix('[')?.split_once(']')?;
        let comma = stamp.contains(',');
        let (date, time) = stamp.split_once(if comma { ", " } else { " " })?;
        let is = |text: &str, form: &str| {
            text.len() == form.len()
                && text
                    .bytes()
                    .zip(form.bytes())
                    .all(|(found, wanted)| if wanted == b'0' { found.is_ascii_digit() } else { found == wanted })
        };
        let seconds = is(time, "00:00:00");
        if !is(date, "0000-00-00") || !(seconds || is(time, "00:00")) {
            return None;
        }
        let rest = rest.strip_prefix(' ')?;
        let end = rest.match_indices(':').map(|(at, _)| at).find(|at| {
            let after = rest.get(at + 1..).unwrap_or_default();
            after.is_empty() || after.starts_with(' ')
        })?;
        let name = rest.get(..end).filter(|name| !name.trim().is_empty() && !name.starts_with(['<', '*', '-']) && name.len() <= 240)?;
        let text = rest.get(end + 1..)?;
        Some(Self { shape: Shape { comma, seconds }, stamp, name, text: text.strip_prefix(' ').unwrap_or(text) })
    }
}

/// The shape that most headers have.
fn dominant(lines: &mut Lines<'_>) -> Result<Option<Shape>, ImportError> {
    let mut shapes: BTreeMap<Shape, u64> = BTreeMap::new();
    while let Some(line) = lines.next()? {
        if let Some(stamped) = Stamped::of(&line.text).filter(|_| !line.rest) {
            *shapes.entry(stamped.shape).or_default() += 1;
        }
        lines.reuse(line);
    }
    Ok(shapes.into_iter().max_by_key(|(_, count)| *count).map(|(shape, _)| shape))
}

fn begin(talk: &mut Talk<'_>, clock: &mut Clock<'_>, line: &Line, stamped: &Stamped<'_>) -> Result<(), ImportError> {
    let (stamp, doubt) = clock.stamp(stamped.stamp);
    if let Some(note) = doubt_note(doubt, &stamp, &talk.place(line)) {
        talk.note(note)?;
    }
    let sender = Some(Hostile::new(stamped.name));
    Ok(talk.begin(Header { kind: MessageKind::Message, sender, role: Role::Unknown, sent_at: Some(stamp) }, line, stamped.text)?)
}

/// What stands in place of a deleted message.
const DELETED: &str = "(This message was deleted)";

/// What the text itself tells: a deleted message, the names of media.
fn finish(_: &Header, body: &str) -> Finish {
    let state = if body.trim() == DELETED { MessageState::Deleted } else { MessageState::Sent };
    Finish { state, attachments: media(body) }
}

/// The names in `![name](./media/…)` and `[name](./media/…)`.
fn media(body: &str) -> Vec<Attachment> {
    let name = |(at, _): (usize, &str)| {
        let before = body.get(..at)?;
        let name = before.get(before.rfind('[')? + 1..)?;
        Some(Attachment { name: Hostile::new(name), sha256: None, bytes: None })
    };
    if !body.contains(']') {
        return Vec::new();
    }
    ["](./media/", "](media/"].iter().flat_map(|sign| body.match_indices(sign)).filter_map(name).collect()
}
