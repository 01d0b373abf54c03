//! An item and, where it is an archive that is no chat, what is in it: each member after its archive, an item of its own.

use std::sync::Arc;

use shakedown_core::{ImportNote, Locator, NoteKind, Place};
use shakedown_detect::Engine;
use shakedown_import::ARCHIVE;
use shakedown_import::archive::{Archive, ArchiveLimits, Budget, Damage};

use crate::Failure;
use crate::intake::{Assessed, IntakeOptions, Packed, Source, assess, evidence_unreadable};
use crate::job::Job;

/// Items that are still to be assessed. The caps on archives hold for one walk.
pub struct Walk {
    /// The next one last.
    next: Vec<Source>,
    budget: Arc<Budget>,
    at: String,
}

impl Walk {
    /// A walk that begins with `source`.
    pub fn of(source: Source) -> Self {
        Self { next: vec![source], budget: Budget::new(ArchiveLimits::default()), at: String::new() }
    }

    /// A walk over the members of an archive that was assessed before. Errors: `evidence-unreadable`.
    pub(crate) fn below(assessed: &mut Assessed) -> Result<Self, Failure> {
        let mut walk = Self { next: Vec::new(), budget: Budget::new(ArchiveLimits::default()), at: String::new() };
        walk.open(assessed)?;
        Ok(walk)
    }

    /// The way from the first item to the one that was given last: `!/notes/README.txt`, nothing for the first itself.
    pub fn way(&self) -> &str {
        &self.at
    }

    /// Assess the next item; nothing at the end. A member that unpacks to more than the caps allow is passed over: its archive names it in a note.
    ///
    /// Errors: those of [`assess`], for this item alone.
    pub fn assess(&mut self, engine: &Engine, options: &IntakeOptions, job: &Job<'_>) -> Result<Option<Assessed>, Failure> {
        while let Some(source) = self.next.pop() {
            self.at = source.way();
            if floods(&source)? {
                continue;
            }
            // What the analyst says of an archive is not said of its members.
            let format = options.format.clone().filter(|_| source.depth() == 0);
            let mut assessed = assess(engine, source, &IntakeOptions { format, ..options.clone() }, job)?;
            self.open(&mut assessed)?;
            return Ok(Some(assessed));
        }
        Ok(None)
    }

    /// Put the members of an archive before what is left.
    fn open(&mut self, assessed: &mut Assessed) -> Result<(), Failure> {
        if assessed.analysed.transcript.format != ARCHIVE {
            return Ok(());
        }
        if assessed.source.depth() >= self.budget.depth() {
            let kept_as = "archives in it are too deep: its members are named here and not taken as items";
            assessed.analysed.transcript.notes.push(ImportNote::new(NoteKind::LimitReached, Locator::at(Place::Whole), "", kept_as));
            return Ok(());
        }
        // Its members are read from many places in it.
        let archive = match &assessed.source {
            Source::Member(packed) => {
                Source::Member(Arc::new(Packed { archive: packed.archive.clone(), member: packed.member.clone().for_many_places() }))
            }
            other => other.clone(),
        };
        let listed = archive.open().and_then(|mut bytes| Archive::list(&mut bytes, &self.budget));
        let members = listed.map_err(|error| evidence_unreadable(&archive, &error))?.unwrap_or_default().members;
        let sources = members.into_iter().map(|member| Source::Member(Arc::new(Packed { archive: archive.clone(), member })));
        self.next.extend(sources.rev());
        Ok(())
    }
}

/// Whether a member unpacks to more than the caps allow.
fn floods(source: &Source) -> Result<bool, Failure> {
    if source.depth() == 0 {
        return Ok(false);
    }
    let read = source.open().and_then(|mut bytes| std::io::copy(&mut bytes, &mut std::io::sink()).map(|_| bytes.damage()));
    let damage = read.map_err(|error| evidence_unreadable(source, &error))?;
    Ok(matches!(damage, Some(Damage::Ratio | Damage::Total)))
}
