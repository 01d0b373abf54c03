//! What ties cases together: links with their reasons, networks, observables over all cases.

use schemars::JsonSchema;
use serde::Serialize;
use shakedown_core::{Hostile, ObservableKind, Priority, TieKind, defang, visible};
use shakedown_store::{CaseLink, CaseLinks, CaseNetwork, CaseQuery, ObservableQuery, SharedObservable, Tie, TiePlace};

use crate::intake::stopped;
use crate::job::Job;
use crate::view::case_row;
use crate::wire::CaseRow;
use crate::{App, Failure};

/// Transcripts whose traits are derived while nobody else can write.
const PORTION: u32 = 200;
/// Most cases of a network.
const NETWORK: usize = 500;

/// `case link --json`: one case that is tied to the one that was asked for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LinkFound {
    /// The case.
    pub case: String,
    /// Its number for people.
    pub number: u32,
    /// Its title.
    pub title: Hostile,
    /// Its priority, the analyst's where there is one.
    pub priority: Priority,
    /// Its likeliest actor.
    pub actor: Option<String>,
    /// 0–1: 1 − Π (1 − weight) over the ties.
    pub strength: f64,
    /// Why, the heaviest first.
    pub ties: Vec<TieFound>,
    /// The victim that both claim though their actors differ.
    pub recycled: Option<Hostile>,
}

/// One thing that two cases share.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TieFound {
    /// What.
    pub kind: TieKind,
    /// Which; empty for a wording and for bytes.
    pub value: Hostile,
    /// 0–1: what its kind says, less the more cases share it.
    pub weight: f64,
    /// How many cases share it.
    pub cases: u32,
    /// Of a wording: how much of it is the same, 0–1.
    pub similarity: Option<f64>,
    /// Where in the case that was asked for.
    pub here: PlaceFound,
    /// Where in the other.
    pub there: PlaceFound,
}

/// A place in a case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlaceFound {
    /// The evidence item.
    pub evidence: String,
    /// Its label.
    pub exhibit_ref: String,
    /// The number of the message.
    pub message: u32,
}

/// `observables --json`: one observable with the cases that have it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ObservableFound {
    /// What it is.
    pub kind: ObservableKind,
    /// Its canonical form.
    pub value: Hostile,
    /// How often it was seen.
    pub times: u32,
    /// In how many cases.
    pub cases: u32,
    /// The earliest moment of a message with it; a message without a known instant counts from when its case was logged.
    pub first_seen: String,
    /// The latest, likewise.
    pub last_seen: String,
    /// The ids of the newest of them, at most 20.
    pub newest: Vec<String>,
}

impl LinkFound {
    /// The link as JSON.
    pub fn new(link: &CaseLink) -> Self {
        Self {
            case: link.case.to_string(),
            number: link.number,
            title: Hostile::new(&link.title),
            priority: link.priority,
            actor: link.actor.clone(),
            strength: link.strength,
            ties: link.ties.iter().map(TieFound::new).collect(),
            recycled: link.recycled.clone(),
        }
    }
}

impl TieFound {
    fn new(tie: &Tie) -> Self {
        let place = |place: &TiePlace| PlaceFound {
            evidence: place.evidence.to_string(),
            exhibit_ref: place.exhibit_ref.clone(),
            message: place.message,
        };
        Self {
            kind: tie.kind,
            value: tie.value.clone(),
            weight: tie.weight,
            cases: tie.cases,
            similarity: tie.similarity,
            here: place(&tie.here),
            there: place(&tie.there),
        }
    }
}

impl ObservableFound {
    /// The observable as JSON.
    pub fn new(found: &SharedObservable) -> Self {
        Self {
            kind: found.kind,
            value: found.value.clone(),
            times: found.times,
            cases: found.cases,
            first_seen: found.first_seen.to_string(),
            last_seen: found.last_seen.to_string(),
            newest: found.newest.iter().map(|(case, ..)| case.to_string()).collect(),
        }
    }
}

/// Why, in words: `the same wallet bc1q…, in 3 cases (AA/1, message 4; there AA/9, message 0)`.
pub fn tie_words(tie: &Tie) -> String {
    let value = visible(&defang(tie.value.raw())).into_owned();
    let value = if value.is_empty() { String::new() } else { format!(" {value}") };
    let much = tie.similarity.map(|part| format!(" ({:.0} % of it)", part * 100.0)).unwrap_or_default();
    let cases = if tie.cases > 2 { format!(", in {} cases", tie.cases) } else { String::new() };
    format!("{}{value}{much}{cases}", tie.kind.words())
}

/// `strong`, `likely` or `weak`.
pub fn strength_words(strength: f64) -> &'static str {
    match strength {
        strength if strength >= 0.8 => "strong",
        strength if strength >= 0.4 => "likely",
        _ => "weak",
    }
}

impl App {
    /// Every case that shares something with this one, and what. Errors: `not-found`, `stopped` and those of the store.
    pub fn case_links(&self, case: &str, job: &Job<'_>) -> Result<CaseLinks, Failure> {
        let case = self.case_id(case)?;
        self.tie(job)?;
        self.with_store(|store| store.links(&case))
    }

    /// The cases that hang together with this one, at most 500. Errors: those of [`case_links`](Self::case_links).
    pub fn case_network(&self, case: &str, job: &Job<'_>) -> Result<CaseNetwork, Failure> {
        let case = self.case_id(case)?;
        self.tie(job)?;
        self.with_store(|store| store.network(&case, NETWORK))
    }

    /// Observables over all cases. Errors: those of the store.
    pub fn observables(&self, query: &ObservableQuery) -> Result<Vec<SharedObservable>, Failure> {
        self.with_store(|store| store.observables(query))
    }

    /// The cases that have an observable, the most urgent first. Errors: those of the store.
    pub fn observable_cases(&self, kind: ObservableKind, value: &str, first: u32, count: u32) -> Result<Vec<CaseRow>, Failure> {
        let query = CaseQuery { observable: Some((kind, value.to_owned())), first, count, ..CaseQuery::all(self.host.now()) };
        let cases = self.with_store(|store| store.cases(&query))?;
        Ok(cases.into_iter().map(case_row).collect())
    }

    /// Derive what may tie cases together, where an earlier version stored them without.
    fn tie(&self, job: &Job<'_>) -> Result<(), Failure> {
        loop {
            let left = self.with_store(|store| store.tie(PORTION))?;
            if left == 0 {
                return Ok(());
            }
            if job.tell(0, None, "looking for what ties cases together") {
                return Err(stopped());
            }
        }
    }
}
