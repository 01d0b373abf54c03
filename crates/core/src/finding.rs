//! One rule, here.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{Hostile, Role, Span};

codes! {
    /// The families of rules.
    Family {
        Claim = "claim", "claims";
        DataType = "data-type", "data types";
        Volume = "volume", "volume";
        Threat = "threat", "threats";
        Proof = "proof", "proof";
        Amount = "amount", "amounts";
        Deadline = "deadline", "deadlines";
        Payment = "payment", "payment";
        Contact = "contact", "contact";
        Pressure = "pressure", "pressure";
        Context = "context", "context that speaks for or against";
        Actor = "actor", "actors";
        Observable = "observable", "observables";
        Victim = "victim", "victims";
    }
}

codes! {
    /// A rule's own weight, Sigma's five.
    Level {
        Informational = "informational", "informational";
        Low = "low", "low";
        Medium = "medium", "medium";
        High = "high", "high";
        Critical = "critical", "critical";
    }
}

codes! {
    /// How the words around a match turn it.
    Mood {
        Asserted = "asserted", "said as a fact";
        Denied = "denied", "denied";
        Quoted = "quoted", "quoted from somebody else";
        Reported = "reported", "reported of somebody else";
        Asked = "asked", "asked or supposed";
    }
}

codes! {
    /// What an analyst said of a finding.
    ReviewVerdict {
        Confirmed = "confirmed", "confirmed";
        Dismissed = "dismissed", "dismissed as a false positive";
        Withdrawn = "withdrawn", "review taken back";
    }
}

/// One rule matching one span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The rule's id (`claim.exfiltrated`).
    pub rule: String,
    /// The rule's version.
    pub rule_version: u32,
    /// Its family.
    pub family: Family,
    /// The code it stands for in its family (`exfiltrated`), where it has one.
    pub code: Option<String>,
    /// Its weight.
    pub level: Level,
    /// Why, in plain words.
    pub words: String,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body; empty at 0 where the sender's label is what matched.
    pub span: Span,
    /// The exact text under the span; for a sender's label, the label.
    pub as_written: Hostile,
    /// Who said it.
    pub by: Role,
    /// How the words around it turn it.
    pub mood: Mood,
    /// The cleaned-up view in which it matched; none for the text as written.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub view: Option<String>,
}
