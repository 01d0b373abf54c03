//! Time limits that an attacker sets.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{Hostile, Role, Span};

codes! {
    /// What a deadline is for.
    DeadlineKind {
        Payment = "payment", "to pay";
        Contact = "contact", "to make contact";
        Publish = "publish", "before data is published";
        PriceIncrease = "price_increase", "before the price rises";
        KeyDestroy = "key_destroy", "before the key is destroyed";
        Discount = "discount", "for a discount";
        Response = "response", "to answer";
    }
}

/// A time limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deadline {
    /// The limit in hours, where it was written as a length of time.
    pub hours: Option<f64>,
    /// The date, or date and time, as ISO 8601, where it was written as one.
    pub iso: Option<String>,
    /// The moment it falls due, where it can be said.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub due: Option<Timestamp>,
    /// What was assumed to say it ("counted from the message's own time").
    pub assumed: Option<String>,
    /// What it is for.
    pub kind: DeadlineKind,
    /// Whether nothing is said to follow when it passes.
    pub soft: bool,
    /// Who said it.
    pub by: Role,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body.
    pub span: Span,
    /// The exact text under the span.
    pub as_written: Hostile,
}
