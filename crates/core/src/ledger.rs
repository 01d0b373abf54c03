//! The talk about money, step by step, and how each claim stands.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{ClaimCode, Hostile, ProofCode, Role, Span};

codes! {
    /// What a step of the talk about money is.
    StepKind {
        Demand = "demand", "a demand";
        Discount = "discount", "a discount";
        Offer = "offer", "an offer";
        Payment = "payment", "a payment";
        Limit = "limit", "a time limit";
    }
}

/// One step of the demand ledger: a price, a discount, an offer, a payment or a time limit. What only repeats the step that stands is no step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerStep {
    /// What it is.
    pub kind: StepKind,
    /// Who said it.
    pub by: Role,
    /// The sum, in units of the currency; for a discount the demand that is left, where it can be worked out.
    pub value: Option<f64>,
    /// ISO 4217 code, or the ticker of a coin.
    pub currency: Option<String>,
    /// A discount's share, in hundredths (`20` for 20 %).
    pub percent: Option<f64>,
    /// A limit's length in hours, where it was written as one.
    pub hours: Option<f64>,
    /// The moment a limit falls due, where it can be said.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub due: Option<Timestamp>,
    /// The place in the ledger, from 0, of the step this one hangs on: the demand that a discount or a new demand changes, the offer that a demand
    /// takes up, the price that a limit is set for.
    pub of: Option<u32>,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body.
    pub span: Span,
    /// The exact text under the span.
    pub as_written: Hostile,
}

codes! {
    /// How a claim stands.
    Standing {
        Asserted = "asserted", "asserted, without proof";
        SampleOffered = "sample-offered", "proof was offered";
        SampleShown = "sample-shown", "proof was shown";
        Verified = "verified", "verified by an analyst";
        Contradicted = "contradicted", "contradicted by what is said elsewhere";
    }
}

/// A place that speaks for or against a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimSign {
    /// What stands there, in plain words without text of the exhibit.
    pub words: String,
    /// The kind of proof, where it is one.
    pub proof: Option<ProofCode>,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body.
    pub span: Span,
}

/// One claim of the attacker in the claim register, however often it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RegisteredClaim {
    /// What is claimed.
    pub claim: ClaimCode,
    /// How it stands. Nothing here was verified: that is an analyst's word, given later.
    pub standing: Standing,
    /// How often it is made.
    pub times: u32,
    /// The `seq` of the message that makes it first.
    pub message: u32,
    /// Where in its body.
    pub span: Span,
    /// The exact text under the span.
    pub as_written: Hostile,
    /// Proof that was offered or shown for it, in order of place.
    pub support: Vec<ClaimSign>,
    /// What contradicts it, in order of place.
    pub against: Vec<ClaimSign>,
}
