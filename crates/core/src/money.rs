//! Sums of money.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{Hostile, Role, Span};

codes! {
    /// What a sum is for.
    AmountRole {
        Demand = "demand", "asked by the attacker";
        Offer = "offer", "offered by the victim";
        Paid = "paid", "paid";
        Other = "other", "another sum";
    }
}

/// A sum of money.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Amount {
    /// How much, in units of the currency.
    pub value: f64,
    /// ISO 4217 code, or the ticker of a coin (`BTC`, `XMR`).
    pub currency: String,
    /// What it is for.
    pub role: AmountRole,
    /// Who said it.
    pub by: Role,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body.
    pub span: Span,
    /// The exact text under the span.
    pub as_written: Hostile,
}
