//! The history of one contact in Psi: a line for each message, `|2024-03-05T10:11:12|1|from|N---|text`.
//!
//! Source: Psi, `eventdb.cpp` and `common.cpp`; see `tests/formats/psi-history/README.md`.

use shakedown_core::{Hostile, ImportNote, Locator, MessageKind, NoteKind, Place, Role};

use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::formats::text::plain;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::Lines;
use crate::sniff::Head;
use crate::talk::{Header, Talk, doubt_note};

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "psi-history"
    }

    fn name(&self) -> &'static str {
        "Psi history"
    }

    fn checked_against(&self) -> &'static str {
        "Psi 0.9 to 1.5 and Psi+, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let lines: Vec<&str> = head.lines(20).map(|line| line.trim_start_matches('\u{feff}')).collect();
        let known = lines.iter().filter(|line| Entry::of(line).is_some()).count();
        let first = lines.first().is_some_and(|line| Entry::of(line).is_some());
        if first && known * 10 >= lines.len() * 8 { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let contact = options.file_name.as_deref().and_then(contact);
        if let Some(contact) = &contact {
            let kept_as = "the contact, by the name of the file";
            sink.note(ImportNote::new(NoteKind::ItemSays, Locator::at(Place::Whole), contact, kept_as))?;
        }
        let mut clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        let mut lines = Lines::of(source, &survey, options.limits.body_bytes)?;
        let mut talk = Talk::new(sink, options.limits.body_bytes, plain);
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            let text = line.text.trim_start_matches('\u{feff}').to_owned();
            let Some(entry) = Entry::of(&text).filter(|_| !line.rest) else {
                if !line.is_blank() && !line.rest {
                    let kept_as = "no entry of a history; a line of the message before";
                    talk.note(ImportNote::new(NoteKind::RecordUnreadable, talk.place(&line), &line.text, kept_as))?;
                }
                talk.go_on(&line)?;
                continue;
            };
            let (stamp, doubt) = clock.stamp(entry.time);
            if let Some(note) = doubt_note(doubt, &stamp, &talk.place(&line)) {
                talk.note(note)?;
            }
            // An entry names nobody but by its direction: `to` stands for the owner of the history.
            let sender = contact.as_deref().filter(|_| entry.origin == "from").unwrap_or(entry.origin);
            let header = Header { kind: entry.kind(), sender: Some(Hostile::new(sender)), role: Role::Unknown, sent_at: Some(stamp) };
            talk.begin(header, &line, &entry.text())?;
        }
        Ok(talk.flush()?)
    }
}

/// One line.
struct Entry<'l> {
    time: &'l str,
    number: u8,
    /// `from` the contact, or `to` it.
    origin: &'l str,
    /// What of subject and address stands before the text: bit 0 a subject, bit 1 an address and what it is called.
    extra: u32,
    rest: &'l str,
}

impl<'l> Entry<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let mut fields = line.strip_prefix('|')?.splitn(5, '|');
        let mut next = || fields.next();
        let (time, number, origin, flags, rest) = (next()?, next()?, next()?, next()?, next()?);
        let dated = time.get(..19).is_some_and(|time| {
            time.bytes()
                .zip(*b"0000-00-00T00:00:00")
                .all(|(found, wanted)| if wanted == b'0' { found.is_ascii_digit() } else { found == wanted })
        });
        let number = number.parse().ok().filter(|number| *number <= 8)?;
        let extra = flags.chars().nth(1).and_then(|flag| flag.to_digit(16)).unwrap_or_default();
        let sound = dated && time.len() <= 40 && matches!(origin, "from" | "to") && flags.len() == 4;
        sound.then_some(Self { time, number, origin, extra, rest })
    }

    /// Requests and grants of subscription and errors are written by programs.
    fn kind(&self) -> MessageKind {
        if matches!(self.number, 0 | 1 | 5) { MessageKind::Message } else { MessageKind::System }
    }

    /// Subject, text and address, each on lines of its own.
    fn text(&self) -> String {
        let before = [self.extra & 1 != 0, self.extra & 2 != 0, self.extra & 2 != 0];
        let mut rest = self.rest;
        let mut parts = [""; 3];
        for (part, _) in parts.iter_mut().zip(before).filter(|(_, is_there)| *is_there) {
            (*part, rest) = rest.split_once('|').unwrap_or((rest, ""));
        }
        let [subject, address, called] = parts;
        [subject, rest, address, called].iter().filter(|part| !part.is_empty()).map(|part| unescaped(part)).collect::<Vec<_>>().join("\n")
    }
}

/// A text in which `\n` stands for a line end, `\p` for `|` and `\\` for `\`.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (character, if character == '\\' { characters.next() } else { None }) {
            ('\\', Some('n')) => plain.push('\n'),
            ('\\', Some('p')) => plain.push('|'),
            ('\\', Some('\\')) => plain.push('\\'),
            (character, other) => plain.extend([Some(character), other].into_iter().flatten()),
        }
    }
    plain
}

/// The address in the name of a file: `ann_at_example.org.history`, what is no letter or digit as `%5f`.
fn contact(name: &str) -> Option<String> {
    let name = name.strip_suffix(".history")?.replacen("_at_", "@", 1);
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        match hex.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok().filter(|name| !name.is_empty() && name.len() <= 260)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_told_by_the_name_of_the_file() {
        for (name, wanted) in [
            ("ann_at_example.org.history", Some("ann@example.org")),
            ("ann%5flee_at_example.org.history", Some("ann_lee@example.org")),
            ("%zz.history", Some("%zz")),
            ("%ff.history", None),
            ("notes.txt", None),
        ] {
            assert_eq!(contact(name).as_deref(), wanted, "{name}");
        }
    }

    #[test]
    fn escapes_are_read_and_what_is_none_stays() {
        assert_eq!(unescaped(r"a\nb\pc\\d\xe\"), "a\nb|c\\d\\xe\\");
    }
}
