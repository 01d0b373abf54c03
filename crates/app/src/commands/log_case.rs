//! Log what was triaged as a case.

use std::io::{self, Read};

use serde::Deserialize;
use shakedown_core::{Acquisition, AnalysedTranscript, Case, CaseId, EvidenceId, EvidenceItem, Hostile, Review, Tlp, TranscriptId};
use shakedown_store::{By, LogEntry, LogInto, LogItem, NewReview};

use super::no_longer_at_hand;
use crate::intake::{Assessed, Bytes, IntakeOptions, Source};
use crate::job::{Job, Watch};
use crate::view::sentence;
use crate::walk::Walk;
use crate::wire::{CaseDetail, LogRequest};
use crate::{App, Failure, FailureCode};

/// The longest title that is made, in characters.
const TITLE_MAX: usize = 120;

#[derive(Deserialize)]
pub(super) struct Arguments {
    request: LogRequest,
}

pub(super) fn run(app: &App, arguments: Arguments, watch: Watch<'_>) -> Result<CaseDetail, Failure> {
    let LogRequest { draft, title, case } = arguments.request;
    let draft = app.draft(&draft)?;
    let origin = draft.origin.ok_or_else(no_longer_at_hand)?;
    let mut assessed =
        Assessed { source: origin.source, sha256: origin.sha256, byte_len: origin.byte_len, analysed: (*draft.analysed).clone() };
    let mut walk = Walk::below(&mut assessed)?;
    let mut items = vec![assessed];
    let (options, job) = (IntakeOptions { now: Some(app.host.now()), worker: app.worker(), ..IntakeOptions::default() }, Job::new(watch));
    let engine = app.engine()?;
    while let Some(member) = walk.assess(&engine, &options, &job)? {
        items.push(member);
    }
    let logged = app.log_case(LogOrder { items, title, tlp: None, case })?;
    app.keep_reviews(&logged, &draft.reviews)?;
    app.show_case(logged.case.id.as_str())
}

/// Items to be logged together.
pub struct LogOrder {
    /// The items; they are read and hashed once more, from where they came.
    pub items: Vec<Assessed>,
    /// The case's title; one is made where it is empty.
    pub title: Option<String>,
    /// How far the new case may travel; `TLP:AMBER+STRICT` where nothing is said.
    pub tlp: Option<Tlp>,
    /// An existing case to log them in.
    pub case: Option<String>,
}

/// What was logged.
pub struct Logged {
    /// The case as it stands.
    pub case: Case,
    /// Its new evidence, in the order of the items.
    pub evidence: Vec<EvidenceId>,
}

impl App {
    /// Log items as a new case or in an existing one, all of them or none.
    ///
    /// Errors: `evidence-unreadable` where an item is gone or has changed since it was assessed, `not-found`, and those of the store.
    pub fn log_case(&self, order: LogOrder) -> Result<Logged, Failure> {
        if order.items.is_empty() {
            return Err(Failure::new(
                FailureCode::WrongUsage,
                "log: expected at least one item of evidence, found none; nothing was changed",
                "name a file",
            ));
        }
        let title = order.title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
        let case = match &order.case {
            Some(case) => LogInto::Existing(self.case_id(case)?),
            None => LogInto::New {
                id: CaseId::new(self.new_id()?),
                title: title.unwrap_or_else(|| made_title(&order.items)),
                tlp: order.tlp.unwrap_or(Tlp::AmberStrict),
            },
        };
        let (analyst, held) = self.with_store(|store| Ok((store.analyst()?, store.evidence_count()?)))?;
        let by = self.by(&analyst);
        let mut items = Vec::with_capacity(order.items.len());
        // The archives around the next item: each member comes after its archive.
        let mut around: Vec<EvidenceId> = Vec::new();
        for (item, number) in order.items.into_iter().zip(held + 1..) {
            around.truncate(item.source.depth());
            let opened = self.open_item(item, exhibit_ref(&analyst, number), around.last().cloned(), &by)?;
            around.push(opened.evidence.id.clone());
            items.push(opened);
        }
        let evidence = items.iter().map(|item| item.evidence.id.clone()).collect();
        let case = self.with_store(|store| {
            let items = items.iter_mut().map(OpenItem::log_item).collect();
            store.log(LogEntry { case, items }, &by, &mut |bytes| self.host.fill_random(bytes))
        })?;
        // The case is stored; what could not be indexed now is when somebody searches.
        let _ = self.index(&Job::quiet());
        Ok(Logged { case, evidence })
    }

    /// Store what was said of a triage before it was logged, as said of the first item that was logged.
    fn keep_reviews(&self, logged: &Logged, reviews: &[Review]) -> Result<(), Failure> {
        let (Some(first), false) = (logged.evidence.first(), reviews.is_empty()) else { return Ok(()) };
        let file = self.with_store(|store| store.case_file(&logged.case.id))?;
        let Some(read) = file.transcripts.iter().find(|read| read.transcript.evidence_id == *first) else { return Ok(()) };
        self.with_store(|store| {
            let by = self.by(&store.analyst()?);
            for Review { rule, message, span, verdict, .. } in reviews {
                let new = NewReview { transcript: &read.transcript.id, rule, message: *message, span: *span, verdict: *verdict };
                store.review(&new, &by)?;
            }
            Ok(())
        })
    }

    fn open_item(&self, item: Assessed, exhibit_ref: String, parent: Option<EvidenceId>, by: &By) -> Result<OpenItem, Failure> {
        let Assessed { source, sha256, byte_len, mut analysed } = item;
        let id = EvidenceId::new(self.new_id()?);
        analysed.transcript.id = TranscriptId::new(self.new_id()?);
        analysed.transcript.evidence_id = id.clone();
        let acquired = Acquisition { kind: source.kind(), by: by.actor.analyst.clone(), at: by.now };
        let evidence =
            EvidenceItem { id, exhibit_ref, sha256, byte_len, file_name: source.file_name().map(Hostile::new), acquired, parent };
        Ok(OpenItem { evidence, bytes: OnFirstRead::Before(source), analysed })
    }
}

/// An item with its identifiers.
struct OpenItem {
    evidence: EvidenceItem,
    bytes: OnFirstRead,
    analysed: AnalysedTranscript,
}

impl OpenItem {
    fn log_item(&mut self) -> LogItem<'_> {
        let Self { evidence, bytes, analysed } = self;
        LogItem { evidence, bytes, transcript: &analysed.transcript, analysis: &analysed.analysis }
    }
}

/// The bytes of an item, opened when they are first read and closed at their end: a thousand items are not a thousand open files.
enum OnFirstRead {
    Before(Source),
    Open(Bytes),
    After,
}

impl Read for OnFirstRead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Self::Before(source) = self {
            *self = Self::Open(source.open()?);
        }
        let Self::Open(reader) = self else { return Ok(0) };
        let count = reader.read(buffer)?;
        if count == 0 && !buffer.is_empty() {
            *self = Self::After;
        }
        Ok(count)
    }
}

/// `MK/3`: the analyst's initials and the number of the exhibit in this store.
fn exhibit_ref(analyst: &str, number: u64) -> String {
    let initials: String = analyst.split_whitespace().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).take(4).collect();
    format!("{initials}/{number}")
}

/// A title of what the most telling item says.
fn made_title(items: &[Assessed]) -> String {
    let score = |item: &Assessed| item.analysed.analysis.assessment.score;
    let first = items.iter().max_by(|a, b| score(a).total_cmp(&score(b)));
    first.map_or_else(|| "Case".into(), |item| shortened(&sentence(&item.analysed.analysis)))
}

/// A sentence of at most [`TITLE_MAX`] characters: a longer one ends after a whole word, and says so.
fn shortened(sentence: &str) -> String {
    let Some((end, _)) = sentence.char_indices().nth(TITLE_MAX) else { return sentence.to_owned() };
    let kept = &sentence[..end];
    let whole = kept.rfind(' ').map_or(kept, |space| &kept[..space]);
    format!("{} …", whole.trim_end_matches([',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_title_is_cut_between_words() {
        let long = format!("Extortion: {}proof: a test decryption", "data theft, ".repeat(9));
        assert_eq!(shortened(&long), format!("Extortion: {}data theft …", "data theft, ".repeat(8)));
        assert_eq!(shortened("Extortion: data theft"), "Extortion: data theft");
        assert_eq!(shortened(&"é".repeat(TITLE_MAX + 1)), format!("{} …", "é".repeat(TITLE_MAX)));
    }
}
