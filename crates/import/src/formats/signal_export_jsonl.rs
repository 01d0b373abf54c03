//! Signal chats as signal-export writes them to `data.json`: one object a line, `{date, sender, body, quote, sticker, reactions, attachments, …}`.
//!
//! Source: signal-export, `models.py`; see `tests/formats/signal-export-jsonl/README.md`.

use serde_json::Value;
use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, MessageState, NoteKind};

use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::replies::Seen;
use crate::sniff::Head;
use crate::talk::doubt_note;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "signal-export-jsonl"
    }

    fn name(&self) -> &'static str {
        "Signal chat (signal-export, JSON lines)"
    }

    fn checked_against(&self) -> &'static str {
        "signal-export 1 to 3, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let Some(first) = head.lines(1).next() else { return Likelihood::No };
        let known = ["\"date\"", "\"sender\"", "\"body\"", "\"quote\"", "\"reactions\"", "\"attachments\""];
        let is = first.trim_start_matches('\u{feff}').starts_with('{') && known.iter().all(|name| first.contains(name));
        if is { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let mut clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        let mut lines = Lines::of(source, &survey, options.limits.body_bytes)?;
        let mut seen = Seen::default();
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| sink.note(note))?;
            if !line.is_blank() {
                let message = record(&line, &mut clock, &seen, sink)?;
                seen.add(Some(message.body.raw().trim().to_owned()).filter(|body| !body.is_empty() && body.len() <= 1000));
                sink.message(message)?;
            }
        }
        Ok(())
    }
}

/// The message of one line.
fn record(line: &Line, clock: &mut Clock<'_>, seen: &Seen<String>, sink: &mut dyn MessageSink) -> Result<Message, ImportError> {
    let locator = Locator::lines(line.number, line.number).with_bytes(line.start, line.end);
    let Some(value) = serde_json::from_str::<Value>(&line.text).ok().filter(Value::is_object) else {
        sink.note(ImportNote::new(NoteKind::RecordUnreadable, locator.clone(), &line.text, "a message of this line"))?;
        return Ok(Message { body: Hostile::new(line.text.as_str()), ..Message::blank(locator) });
    };
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let sticker = value.get("sticker").and_then(|sticker| sticker.as_str().or_else(|| sticker.get("emoji")?.as_str()));
    let body = text("body").filter(|body| !body.trim().is_empty()).or(sticker).unwrap_or_default();
    let deleted = value.get("deleted").and_then(Value::as_bool) == Some(true);
    let mut message = Message {
        sender: text("sender").map(Hostile::new),
        body: Hostile::new(body),
        attachments: attachments(&value),
        state: if deleted { MessageState::Deleted } else { MessageState::Sent },
        ..Message::blank(locator)
    };
    if let Some(quote) = text("quote").map(unquoted).filter(|quote| !quote.is_empty()) {
        message.reply_to = seen.find(&quote);
        if message.reply_to.is_none() {
            let kept_as = "quoted from a message that this file does not hold";
            sink.note(ImportNote::new(NoteKind::PartNotRead, message.locator.clone(), &quote, kept_as))?;
        }
    }
    match text("date") {
        Some(raw) => {
            let (stamp, doubt) = clock.stamp(raw);
            if let Some(note) = doubt_note(doubt, &stamp, &message.locator) {
                sink.note(note)?;
            }
            message.sent_at = Some(stamp);
        }
        None => sink.note(ImportNote::new(NoteKind::TimeMissing, message.locator.clone(), "", "no time"))?,
    }
    Ok(message)
}

/// A quote without its marks.
fn unquoted(quote: &str) -> String {
    let lines = quote.lines().map(|line| line.strip_prefix("> ").or(line.strip_prefix('>')).unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn attachments(value: &Value) -> Vec<Attachment> {
    let named = value.get("attachments").and_then(Value::as_array).into_iter().flatten();
    let name = |attachment: &Value| attachment.get("name").or(attachment.get("path"))?.as_str().map(Hostile::new);
    named.filter_map(name).map(|name| Attachment { name, sha256: None, bytes: None }).collect()
}
