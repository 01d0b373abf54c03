//! A chat that Gajim's history manager exports: `Ann on Tue Mar  5 10:11:12 2024 said: text`.
//!
//! Source: Gajim, `history_manager.py`; see `tests/formats/gajim-text/README.md`.

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
        "gajim-text"
    }

    fn name(&self) -> &'static str {
        "Gajim chat (history manager, text)"
    }

    fn checked_against(&self) -> &'static str {
        "Gajim 0.10 to 1.8 in English, on invented files"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let lines: Vec<&str> = head.lines(30).map(|line| line.trim_start_matches('\u{feff}')).collect();
        let known = lines.iter().filter(|line| Said::of(line).is_some()).count();
        let first = lines.first().is_some_and(|line| Said::of(line).is_some());
        if first && known * 10 >= lines.len() * 3 { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        let piece = options.limits.body_bytes;
        let mut votes = Votes::default();
        let mut lines = Lines::of(source, &survey, piece)?;
        while let Some(line) = lines.next()? {
            if let Some(written) = Said::of(&line.text).and_then(|said| Written::of(&english(said.stamp))) {
                votes.see(&written);
            }
        }
        let order = votes.order();
        for note in survey.note().into_iter().chain(order.note()) {
            sink.note(note)?;
        }
        let mut clock = Clock::new(order, options.zone.as_ref());
        let mut lines = Lines::of(source, &survey, piece)?;
        let mut talk = Talk::new(sink, piece, plain);
        while let Some(mut line) = lines.next()? {
            std::mem::take(&mut line.notes).into_iter().try_for_each(|note| talk.note(note))?;
            let Some(said) = Said::of(&line.text).filter(|_| !line.rest) else {
                talk.go_on(&line)?;
                continue;
            };
            let (stamp, doubt) = clock.stamp_as(said.stamp, &english(said.stamp));
            if let Some(note) = doubt_note(doubt, &stamp, &talk.place(&line)) {
                talk.note(note)?;
            }
            let sender = Some(Hostile::new(said.name));
            talk.begin(Header { kind: MessageKind::Message, sender, role: Role::Unknown, sent_at: Some(stamp) }, &line, said.text)?;
        }
        Ok(talk.flush()?)
    }
}

/// A line that begins a message.
struct Said<'l> {
    name: &'l str,
    stamp: &'l str,
    text: &'l str,
}

impl<'l> Said<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let (before, text) = line.trim_start_matches('\u{feff}').split_once(" said: ")?;
        let (name, stamp) = before.rsplit_once(" on ").filter(|(name, stamp)| !name.trim().is_empty() && stamp.len() <= 60)?;
        let written = Written::of(&english(stamp)).filter(|written| written.day.is_some() && !written.relative)?;
        (!written.junk || written.time.is_some()).then_some(Self { name, stamp, text })
    }
}
