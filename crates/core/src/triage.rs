//! The order of work, explained.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{
    ActorMatch, Amount, ClaimCode, Coded, DataType, Deadline, Finding, LedgerStep, Observable, Participant, ProofCode, RegisteredClaim,
    Span, ThreatCode, Victim, Volume,
};

codes! {
    /// What a text is.
    Verdict {
        Extortion = "extortion", "Extortion";
        AboutExtortion = "about-extortion", "About extortion";
        Unrelated = "unrelated", "No signs found";
    }
}

codes! {
    /// The order of work.
    Priority {
        P1 = "P1", "act now";
        P2 = "P2", "today";
        P3 = "P3", "this week";
        P4 = "P4", "when there is time";
    }
}

codes! {
    /// What the verdict could not take into account; shown beside it.
    Caveat {
        TooShort = "too-short", "the text is too short to judge";
        LanguageNotCovered = "language-not-covered", "the language is not covered";
        MostlyPictures = "mostly-pictures", "most of it is pictures, which were not read";
        MostlyUnreadable = "mostly-unreadable", "most of it could not be read";
        TextByOcr = "text-by-ocr", "the text was read from a picture";
        FormatUnknown = "format-unknown", "no reader knows this format";
        NameDisputed = "name-disputed", "the name it gives and the infrastructure it uses belong to different groups";
    }
}

/// One summand of the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// The rule; `base` for the starting point.
    pub rule: String,
    /// What it adds to the log-odds, in nats.
    pub points: f64,
    /// Why, in plain words.
    pub words: String,
    /// The `seq` of the message; none for `base`.
    pub message: Option<u32>,
    /// Where in its body; none for `base`.
    pub span: Option<Span>,
    /// The score (0–100) had this rule not matched; none for `base`.
    #[serde(default)]
    pub without: Option<f64>,
}

/// An ATT&CK technique.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Technique {
    /// Its id (`T1657`).
    pub id: String,
    /// Its name.
    pub name: String,
}

/// The machine's judgement of one transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assessment {
    /// What the text is; `extortion` exactly where `score` ≥ 50.
    pub verdict: Verdict,
    /// 0–100: how likely the text is itself (part of) an extortion message or a negotiation with an extortionist.
    pub score: f64,
    /// What the verdict could not take into account.
    pub caveats: Vec<Caveat>,
    /// The order of work.
    pub priority: Priority,
    /// Why this priority, in plain words.
    pub priority_because: String,
    /// The summands: Σ points = ln(p / (1 − p)) with p = score / 100.
    pub reasons: Vec<Reason>,
    /// The hash of the rules, actors and weights that judged (`sha256:…`).
    pub rule_set: String,
    /// The version of the engine.
    pub engine: String,
}

/// Everything that is derived from one transcript: delete it, run again, get the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Analysis {
    /// The judgement.
    #[serde(flatten)]
    pub assessment: Assessment,
    /// Who it may be, likeliest first.
    pub actors: Vec<ActorMatch>,
    /// Things seen, in order of place.
    pub observables: Vec<Observable>,
    /// Sums, in order of place.
    pub amounts: Vec<Amount>,
    /// Time limits, in order of place.
    pub deadlines: Vec<Deadline>,
    /// The demand ledger: each price, discount, offer, payment and time limit in order, with who said it.
    #[serde(default)]
    pub ledger: Vec<LedgerStep>,
    /// The claim register: each claim once, with how it stands.
    #[serde(default)]
    pub register: Vec<RegisteredClaim>,
    /// Claims.
    pub claims: Vec<Coded<ClaimCode>>,
    /// Data said to be taken.
    pub data_types: Vec<Coded<DataType>>,
    /// How much of it.
    pub volume: Vec<Volume>,
    /// Threats.
    pub threats: Vec<Coded<ThreatCode>>,
    /// Proof offered or shown.
    pub proof: Vec<Coded<ProofCode>>,
    /// ATT&CK techniques the text speaks of.
    pub techniques: Vec<Technique>,
    /// Victims named.
    pub victims: Vec<Victim>,
    /// Who speaks, with the part each plays.
    pub participants: Vec<Participant>,
    /// Every rule that matched, in order of place.
    pub findings: Vec<Finding>,
}
