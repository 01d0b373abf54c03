//! A chat that qTox exports: `2024-03-05<TAB>10:11:12<TAB>Ann<TAB>text`, in older versions the moment in one column.
//!
//! Source: qTox, `chatform.cpp` and `genericchatform.cpp`; see `tests/formats/qtox-text/README.md`.

use std::collections::BTreeSet;

use shakedown_core::{Hostile, MessageKind, Role};

use crate::calendar::english;
use crate::dates::{Clock, Votes, Written};
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
        "qtox-text"
    }

    fn name(&self) -> &'static str {
        "qTox chat (text)"
    }

    fn checked_against(&self) -> &'static str {
        "qTox 1.9 to 1.18, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let lines: Vec<&str> = head.lines(60).map(|line| line.trim_start_matches('\u{feff}')).collect();
        let entries: Vec<Entry<'_>> = lines.iter().filter_map(|line| Entry::of(line)).collect();
        let first = lines.first().is_some_and(|line| Entry::of(line).is_some());
        let authors: BTreeSet<&str> = entries.iter().map(|entry| entry.author).collect();
        // A table of the same columns has other names, and more of them, where a chat has its few members.
        let few = authors.len() <= 2 || authors.len() * 3 <= entries.len();
        let named = authors.iter().all(|author| author.contains(char::is_alphabetic) && author.chars().count() <= 128);
        let spoken = entries.iter().filter(|entry| entry.text.contains(' ')).count() * 4 >= entries.len();
        let enough = entries.len() * 10 >= lines.len() * 3;
        if first && few && named && spoken && enough { Likelihood::Likely } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let mut clock = Clock::new(Votes::default().order(), options.zone.as_ref());
        let mut lines = Lines::of(source, &survey, options.limits.body_bytes)?;
        let mut talk = Talk::new(sink, options.limits.body_bytes, plain);
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            let text = line.text.trim_start_matches('\u{feff}').to_owned();
            let Some(entry) = Entry::of(&text).filter(|_| !line.rest) else {
                talk.go_on(&line)?;
                continue;
            };
            let (stamp, doubt) = clock.stamp_as(entry.stamp, &english(&entry.stamp.replace('\t', " ")));
            if let Some(note) = doubt_note(doubt, &stamp, &talk.place(&line)) {
                talk.note(note)?;
            }
            let sender = Some(Hostile::new(entry.author));
            talk.begin(Header { kind: MessageKind::Message, sender, role: Role::Unknown, sent_at: Some(stamp) }, &line, entry.text)?;
        }
        Ok(talk.flush()?)
    }
}

/// A line that begins a message.
struct Entry<'l> {
    stamp: &'l str,
    author: &'l str,
    text: &'l str,
}

impl<'l> Entry<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let split = |stamp: &'l str, rest: &'l str| {
            let (author, text) = rest.split_once('\t')?;
            (!author.trim().is_empty()).then_some(Self { stamp, author, text })
        };
        if let Some((stamp, rest)) = line.split_at_checked(19).filter(|(stamp, _)| is_moment(stamp)) {
            return split(stamp, rest.strip_prefix('\t')?);
        }
        // `Tue Mar 5 10:11:12 2024`, as Qt writes a moment where nothing else is asked for.
        let (stamp, rest) = line.split_once('\t').filter(|(stamp, _)| stamp.len() <= 40 && stamp.starts_with(char::is_alphabetic))?;
        let written = Written::of(&english(stamp))?;
        (written.day.is_some() && written.time.is_some_and(|time| time.has_seconds())).then(|| split(stamp, rest)).flatten()
    }
}

fn is_moment(text: &str) -> bool {
    text.bytes().zip(*b"0000-00-00\t00:00:00").all(|(found, wanted)| if wanted == b'0' { found.is_ascii_digit() } else { found == wanted })
}
