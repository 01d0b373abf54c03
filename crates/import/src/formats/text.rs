//! Pasted or plain text: lines that name their speaker, lines with a stamp and a speaker, or one message.
//!
//! Source: the layouts in `tests/formats/text/README.md`.

use shakedown_core::{Hostile, ImportNote, Locator, MessageKind, MessageState, NoteKind, Place};

use crate::dates::Clock;
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::{Line, Lines};
use crate::roles;
use crate::sniff::Head;
use crate::speakers::{Ledger, Naming, Split, Spoken};
use crate::talk::{Finish, Header, Talk, doubt_note};

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "text"
    }

    fn name(&self) -> &'static str {
        "Plain or pasted text"
    }

    fn checked_against(&self) -> &'static str {
        "notes, mails and chats as text, in UTF-8, UTF-16 and legacy encodings"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let signs: [&[u8]; 9] =
            [b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"];
        if signs.iter().any(|sign| head.bytes.starts_with(sign)) || head.text.trim().is_empty() {
            return Likelihood::No;
        }
        let odd = |character: &char| matches!(character, '\u{1}'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}' | '\u{fffd}');
        let count = head.text.chars().count();
        if head.text.chars().filter(odd).count() * 20 > count { Likelihood::No } else { Likelihood::Fallback }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let piece = options.limits.body_bytes;
        let (ledger, structure) = look(&mut Lines::of(source, &survey, piece)?)?;
        // The lines of a structure that no reader knows are no talk, whatever their labels.
        let split = if structure.is_some() { Split::Whole { like_a_talk: false } } else { ledger.split() };
        let order = ledger.votes.order();
        let mut notes = Vec::from_iter(survey.note());
        if matches!(split, Split::Stamped { .. }) {
            notes.extend(order.note());
        }
        if let Split::Whole { like_a_talk: true } = split {
            let whole = Locator::at(Place::Whole);
            notes.push(ImportNote::new(NoteKind::SpeakersUnknown, whole, "", "one message: the stamps name no speakers"));
        }
        if let Some(structure) = structure {
            let whole = Locator::at(Place::Whole);
            notes.push(ImportNote::new(NoteKind::FormatUnknown, whole, structure, "read as plain text"));
        }
        notes.into_iter().try_for_each(|note| sink.note(note))?;
        let mut clock = Clock::new(order, options.zone.as_ref());
        let mut lines = Lines::of(source, &survey, piece)?;
        let mut talk = Talk::new(sink, piece, plain);
        let mut first = true;
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            give(&mut talk, &mut clock, &split, &line, first)?;
            first = false;
            lines.reuse(line);
        }
        Ok(talk.flush()?)
    }
}

/// A first pass: what the lines tell of speakers, and the kind of structure that a text has that no reader knows.
fn look(lines: &mut Lines<'_>) -> Result<(Ledger, Option<&'static str>), ImportError> {
    let mut ledger = Ledger::default();
    let mut structure = None;
    while let Some(line) = lines.next()? {
        if line.number == 1 && !line.rest {
            structure = structure_of(line.text.trim_start());
        }
        if !line.rest {
            ledger.see(&line.text);
        }
        lines.reuse(line);
    }
    Ok((ledger, structure))
}

fn structure_of(start: &str) -> Option<&'static str> {
    let json = start == "{" || start == "[" || start.starts_with("{\"") || start.starts_with("[{");
    [(json, "JSON"), (start.starts_with("<?xml"), "XML"), (start.starts_with("{\\rtf"), "RTF")]
        .into_iter()
        .find_map(|(is, name)| is.then_some(name))
}

/// Nothing is known of a record of plain text but its words.
pub(crate) fn plain(_: &Header, _: &str) -> Finish {
    Finish { state: MessageState::Sent, attachments: Vec::new() }
}

/// Give one line of a text that is split so to `talk`; whether it is the `first` one.
pub(crate) fn give(talk: &mut Talk<'_>, clock: &mut Clock<'_>, split: &Split, line: &Line, first: bool) -> Result<(), ImportError> {
    if let Split::Whole { .. } = split {
        // The body is the text from its first byte on, so that places in it are places in the exhibit.
        let given = if first { talk.begin(Header::nameless(), line, &line.text) } else { talk.go_on(line) };
        return Ok(given?);
    }
    let spoken = if line.rest { None } else { Spoken::of(&line.text).filter(|spoken| split.begins(spoken)) };
    let Some(spoken) = spoken else {
        if is_event(split, &line.text) && !line.rest {
            let event = Header { kind: MessageKind::System, ..Header::nameless() };
            return Ok(talk.begin(event, line, &line.text)?);
        }
        return Ok(talk.go_on(line)?);
    };
    let mut header = Header::nameless();
    if let Some(raw) = spoken.stamp {
        let (stamp, doubt) = clock.stamp(raw);
        if let Some(note) = doubt_note(doubt, &stamp, &talk.place(line)) {
            talk.note(note)?;
        }
        header.sent_at = Some(stamp);
    }
    if spoken.naming == Naming::Nobody {
        header.kind = MessageKind::System;
    } else {
        header.role = roles::by_label(spoken.name);
        header.sender = Some(Hostile::new(spoken.name));
    }
    Ok(talk.begin(header, line, spoken.text)?)
}

/// A line of a chat program in a log of stamped or angled lines (`=== ann is now known as bob`).
fn is_event(split: &Split, line: &str) -> bool {
    let logs = matches!(split, Split::Angles | Split::Stamped { naming: Naming::Angle, .. });
    logs && ["=== ", "*** ", "-!- ", "--- ", "--> ", "<-- ", "* "].iter().any(|sign| line.trim_start().starts_with(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_is_taken_for_text() {
        let likelihood = |bytes: &[u8]| {
            Format.sniff(&Head { bytes: bytes.to_vec(), text: crate::decode::head_text(bytes), cut: false, members: Vec::new() })
        };
        assert_eq!(likelihood(b"All your files"), Likelihood::Fallback);
        assert_eq!(likelihood(b"\xff\xfeA\0l\0l\0"), Likelihood::Fallback);
        for bytes in [&b"%PDF-1.4 text"[..], b"", b" \r\n", b"\x00\x01\x02\x03\x04", b"PK\x03\x04abc"] {
            assert_eq!(likelihood(bytes), Likelihood::No);
        }
    }
}
