//! Who it is, as far as the text tells.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{Hostile, Span};

codes! {
    /// How strong the ground for a name is, strongest first.
    Grade {
        Infrastructure = "infrastructure", "known infrastructure";
        Contact = "contact", "contact match";
        Template = "template", "note template";
        SelfNamed = "self-named", "by its own name";
        Mentioned = "mentioned", "merely mentioned";
    }
}

/// An entry of a sanctions list. Not legal advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sanction {
    /// The list (`OFAC SDN`).
    pub list: String,
    /// The entry as the list names it.
    pub entry: String,
    /// Since when, ISO 8601 date.
    pub date: String,
    /// When this catalogue last looked, ISO 8601 date.
    pub as_of: String,
    /// Where it can be read.
    pub source: String,
}

/// A group or person that the text may come from, or speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActorMatch {
    /// The catalogue's name.
    pub name: String,
    /// Whether the text itself names it.
    pub stated: bool,
    /// How strong the ground is.
    pub grade: Grade,
    /// The ground in plain words.
    pub because: String,
    /// The exact text under the span; for a sender's label, the label.
    pub as_written: Hostile,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body; empty at 0 where the sender's label names it.
    pub span: Span,
    /// ATT&CK id (`G1015`), where it has one.
    pub attack_id: Option<String>,
    /// Other names, for the reader.
    pub aliases: Vec<String>,
    /// Entries of sanctions lists known to this catalogue.
    pub sanctions: Vec<Sanction>,
    /// Where the text gives this name but uses the known infrastructure of another group: that group's name. Somebody may be posing as either.
    #[serde(default)]
    pub disputed_by: Option<String>,
}

codes! {
    /// What kind of victim is named.
    VictimKind {
        Organisation = "organisation", "organisation";
        Domain = "domain", "domain";
        Person = "person", "person";
    }
}

/// A victim that the text names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Victim {
    /// The name as written.
    pub name: Hostile,
    /// What kind.
    pub kind: VictimKind,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body.
    pub span: Span,
}
