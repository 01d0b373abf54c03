//! Full text over every stored message, note and title; queries that are kept.

use schemars::JsonSchema;
use serde::Serialize;
use shakedown_core::{Hostile, Priority, Span};
use shakedown_detect::Plain;
use shakedown_store::{Reading, SearchHit, SearchOrder, SearchPage, Searched};

use crate::intake::stopped;
use crate::job::Job;
use crate::wire::SavedSearch;
use crate::{App, Failure, FailureCode};

/// How many messages are brought into the index while nobody else can write.
const PORTION: u32 = 5_000;

/// Texts as the engine reads them when it looks for disguised words.
pub(crate) struct AsItReads;

impl Reading for AsItReads {
    fn version(&self) -> u32 {
        Plain::VERSION
    }

    fn plain(&self, text: &str) -> String {
        Plain::of(text).text().to_owned()
    }

    fn source(&self, text: &str, span: Span) -> Span {
        Plain::of(text).source(span)
    }
}

/// `search --json`: one hit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SearchFound {
    /// `title`, `note` or `message`.
    pub what: &'static str,
    /// The case.
    pub case: String,
    /// Its number for people.
    pub number: u32,
    /// Its title.
    pub title: Hostile,
    /// Its priority, the analyst's where there is one.
    pub priority: Priority,
    /// For a message: the evidence item.
    pub evidence: Option<String>,
    /// For a message: the label of the evidence item.
    pub exhibit_ref: Option<String>,
    /// For a message: its number in the transcript.
    pub message: Option<u32>,
    /// For a note: its id.
    pub note: Option<String>,
    /// Who said or wrote it.
    pub by: Option<Hostile>,
    /// When, as far as it is known.
    pub at: Option<String>,
    /// The text around what was found, as written.
    pub text: Hostile,
    /// What was found in it, byte ranges.
    pub found: Vec<Span>,
    /// Whether something stands before the text.
    pub cut_before: bool,
    /// Whether something stands after it.
    pub cut_after: bool,
}

impl SearchFound {
    /// The hit as JSON.
    pub fn new(hit: &SearchHit) -> Self {
        let (evidence, exhibit_ref, message) = match &hit.message {
            Some((_, evidence, label, seq)) => (Some(evidence.to_string()), Some(label.clone()), Some(*seq)),
            None => (None, None, None),
        };
        Self {
            what: match hit.what {
                Searched::Title => "title",
                Searched::Note => "note",
                Searched::Message => "message",
            },
            case: hit.case.to_string(),
            number: hit.number,
            title: Hostile::new(&hit.title),
            priority: hit.priority,
            evidence,
            exhibit_ref,
            message,
            note: hit.note.as_ref().map(ToString::to_string),
            by: hit.by.clone(),
            at: hit.at.clone(),
            text: hit.excerpt.text.clone(),
            found: hit.excerpt.found.clone(),
            cut_before: hit.excerpt.cut_before,
            cut_after: hit.excerpt.cut_after,
        }
    }
}

impl App {
    /// Bring everything that is stored into the index, in portions between which others may write. Stopped, it goes on from there the next time.
    ///
    /// Errors: `stopped` and those of the store.
    pub fn index(&self, job: &Job<'_>) -> Result<(), Failure> {
        loop {
            let indexed = self.with_store(|store| store.index(&AsItReads, PORTION))?;
            if indexed.complete {
                return Ok(());
            }
            if job.tell(indexed.done, Some(indexed.total), "indexing") {
                return Err(stopped());
            }
        }
    }

    /// A page of what a query finds, from `after` on, only in `case` where one is named; what is not in the index yet comes in first.
    ///
    /// Errors: `wrong-usage` for a query that cannot be read, with the character where it breaks off, `not-found`, `stopped` and those of the store.
    pub fn search(&self, query: &str, case: Option<&str>, after: Option<i64>, count: u32, job: &Job<'_>) -> Result<SearchPage, Failure> {
        let case = case.map(|case| self.case_id(case)).transpose()?;
        self.index(job)?;
        let order = SearchOrder { query, case: case.as_ref(), after, count };
        self.with_store(|store| store.search(&order, &AsItReads))
    }

    /// Keep a query under a name, in the place of the one that had it. Errors: `wrong-usage` for a blank name or query; those of the store.
    pub fn save_search(&self, name: &str, query: &str) -> Result<(), Failure> {
        let (name, query) = (name.trim(), query.trim());
        if name.is_empty() || query.is_empty() {
            return Err(Failure::new(
                FailureCode::WrongUsage,
                "saved search: expected a name and a query, found a blank; nothing was changed",
                "give both",
            ));
        }
        self.with_store(|store| {
            let by = self.by(&store.analyst()?);
            store.save_search(name, query, &by)
        })
    }

    /// Forget a query that was kept. Errors: `not-found` and those of the store.
    pub fn forget_search(&self, name: &str) -> Result<(), Failure> {
        self.with_store(|store| store.forget_search(name))
    }

    /// The queries that were kept, by name. Errors: those of the store.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, Failure> {
        let saved = self.with_store(|store| store.saved_searches())?;
        Ok(saved.into_iter().map(|(name, query)| SavedSearch { name, query }).collect())
    }
}
