//! What ties cases together, as the window shows it.

use super::wire;
use shakedown_core::{ObservableKind, Priority, TieKind};

wire! {
    /// A place in a case.
    pub struct PlaceRow {
        /// The label of the evidence item.
        pub exhibit_ref: String,
        /// The number of the message.
        pub message: u32,
    }

    /// One thing that two cases share.
    pub struct TieRow {
        /// What.
        pub kind: TieKind,
        /// Why, in words: "the same wallet bc1q…, in 3 cases".
        pub words: String,
        /// Which, hidden characters visible and links defanged; empty for a wording and for bytes.
        pub shown: String,
        /// 0–1: what its kind says, less the more cases share it.
        pub weight: f64,
        /// How many cases share it.
        pub cases: u32,
        /// Of a wording: how much of it is the same, 0–1.
        pub similarity: Option<f64>,
        /// Where in this case.
        pub here: PlaceRow,
        /// Where in the other.
        pub there: PlaceRow,
    }

    /// Another case, and why.
    pub struct LinkRow {
        /// The case.
        pub case: String,
        /// Its number.
        pub number: u32,
        /// Its title, hidden characters visible.
        pub title: String,
        /// Its priority, the analyst's where there is one.
        pub priority: Priority,
        /// Its likeliest actor.
        pub actor: Option<String>,
        /// 0–1 over all ties.
        pub strength: f64,
        /// `strong`, `likely` or `weak`.
        pub strength_words: String,
        /// Why, the heaviest first.
        pub ties: Vec<TieRow>,
        /// The victim that both claim though their actors differ.
        pub recycled: Option<String>,
    }

    /// What a case is tied to.
    pub struct CaseLinks {
        /// Other cases, the strongest first.
        pub links: Vec<LinkRow>,
        /// What so many cases share that it ties none, in words.
        pub common: Vec<String>,
    }

    /// Two cases of a network that share something.
    pub struct NetworkEdge {
        /// One, by its place among the cases.
        pub from: u32,
        /// The other.
        pub to: u32,
        /// 0–1.
        pub strength: f64,
        /// What they share, the heaviest first.
        pub kinds: Vec<TieKind>,
        /// The same in words: "the same wallet, nearly the same wording".
        pub words: String,
    }

    /// Cases that hang together, whatever lies between.
    pub struct CaseNetwork {
        /// The cases, the one that was asked for first; without their ties.
        pub cases: Vec<LinkRow>,
        /// What ties them.
        pub edges: Vec<NetworkEdge>,
        /// Whether there are more than are given.
        pub cut: bool,
    }

    /// Which observables to list, those in most cases first.
    pub struct ObservablesRequest {
        /// Only of this kind.
        pub kind: Option<ObservableKind>,
        /// Only those that hold this text.
        pub contains: Option<String>,
        /// Only those that at least two cases have.
        pub shared: bool,
        /// How many to pass over.
        pub first: u32,
        /// How many, at most 500.
        pub count: u32,
    }

    /// Which cases have an observable, a page at a time.
    pub struct ObservableCasesRequest {
        /// What it is.
        pub kind: ObservableKind,
        /// Its canonical form, as [`ObservableRow`] gives it.
        pub value: String,
        /// How many to pass over.
        pub first: u32,
        /// How many, at most 500.
        pub count: u32,
    }

    /// A case by name.
    pub struct CaseRef {
        /// The case.
        pub id: String,
        /// Its number.
        pub number: u32,
        /// Its title, hidden characters visible.
        pub title: String,
    }

    /// An observable and where it is.
    pub struct ObservableRow {
        /// What it is.
        pub kind: ObservableKind,
        /// The same in words.
        pub kind_words: String,
        /// To show: hidden characters visible, links defanged.
        pub shown: String,
        /// Its canonical form, for copying raw.
        pub value: String,
        /// How often it was seen.
        pub times: u32,
        /// In how many cases.
        pub cases: u32,
        /// The earliest moment of a message with it, RFC 3339; a message without a known instant counts from when its case was logged.
        pub first_seen: String,
        /// The latest, likewise.
        pub last_seen: String,
        /// The newest of them, at most 20.
        pub newest: Vec<CaseRef>,
    }

    /// The judgement on the most urgent item of a case.
    pub struct JudgementRow {
        /// The order of work.
        pub priority: Priority,
        /// The verdict.
        pub verdict: shakedown_core::Verdict,
        /// 0–100.
        pub score: f64,
    }

    /// A case that other rules judge otherwise.
    pub struct RescanRow {
        /// The case.
        pub case: CaseRef,
        /// As it was judged.
        pub before: JudgementRow,
        /// As it is judged now.
        pub after: JudgementRow,
    }

    /// What judging again gives.
    pub struct RescanReport {
        /// How many cases were judged by other rules than those in use.
        pub outdated: u32,
        /// "12 of 340 cases change priority".
        pub sentence: String,
        /// Those whose priority, verdict or score changes.
        pub changed: Vec<RescanRow>,
        /// Whether it was stored, or only looked at.
        pub stored: bool,
    }
}
