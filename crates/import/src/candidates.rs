//! What every likely reader would make of an item, for an analyst to choose from.

use shakedown_core::{Hostile, ImportNote, Message, MessageKind};

use crate::error::ImportError;
use crate::importer::{Likelihood, MessageSink, ReadOptions, ReadSeek, Stopped};
use crate::sniff::Head;
use crate::{formats, read};

/// Messages that are shown of each reading.
const SHOWN: usize = 3;

/// Characters that are shown of each message.
const SHOWN_CHARACTERS: usize = 200;

/// One reader, and what it would read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The format id.
    pub format: &'static str,
    /// The reader's name for people.
    pub name: &'static str,
    /// How sure it is.
    pub likelihood: Likelihood,
    /// Messages said by somebody.
    pub messages: u64,
    /// Messages written by a program.
    pub system_events: u64,
    /// Notes on what is not read plainly.
    pub notes: u64,
    /// Sender and beginning of the first messages, at most 3, each text at most 200 characters.
    pub first: Vec<(Option<Hostile>, Hostile)>,
}

/// Every reader that is at least likely for `source`, the surest first; the fallback readers where none is.
///
/// Each of them reads the item to its end. Errors: those of [`read`]; a reader that refuses the item is left out.
pub fn candidates(source: &mut dyn ReadSeek, options: &ReadOptions) -> Result<Vec<Candidate>, ImportError> {
    let head = Head::of(source)?;
    let mut likely: Vec<_> = formats().iter().map(|importer| (importer.sniff(&head), *importer)).collect();
    let least = likely.iter().map(|(likelihood, _)| *likelihood).max().unwrap_or(Likelihood::No).min(Likelihood::Likely);
    likely.retain(|(likelihood, _)| *likelihood >= least && *likelihood > Likelihood::No);
    likely.sort_by_key(|(likelihood, _)| std::cmp::Reverse(*likelihood));
    let mut candidates = Vec::new();
    for (likelihood, importer) in likely {
        let mut shown = Shown::default();
        let options = ReadOptions { format: Some(importer.id().to_owned()), ..options.clone() };
        match read(source, &options, &mut shown) {
            Ok(reading) => candidates.push(Candidate {
                format: reading.format,
                name: importer.name(),
                likelihood,
                messages: shown.messages,
                system_events: shown.events,
                notes: shown.notes,
                first: shown.first,
            }),
            Err(ImportError::NotThisFormat { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(candidates)
}

/// A sink that counts, and keeps the first messages.
#[derive(Default)]
struct Shown {
    messages: u64,
    events: u64,
    notes: u64,
    first: Vec<(Option<Hostile>, Hostile)>,
}

impl MessageSink for Shown {
    fn message(&mut self, message: Message) -> Result<(), Stopped> {
        match message.kind {
            MessageKind::Message => self.messages += 1,
            MessageKind::System => self.events += 1,
        }
        if message.kind == MessageKind::Message && self.first.len() < SHOWN {
            let beginning: String = message.body.raw().chars().take(SHOWN_CHARACTERS).collect();
            self.first.push((message.sender, Hostile::new(beginning)));
        }
        Ok(())
    }

    fn note(&mut self, _note: ImportNote) -> Result<(), Stopped> {
        self.notes += 1;
        Ok(())
    }

    fn progress(&mut self, _bytes: u64) -> Result<(), Stopped> {
        Ok(())
    }
}
