//! The JSON Schema of everything that leaves as JSON.

use schemars::schema_for;
use serde_json::Value;

use crate::actors::ActorRow;
use crate::linked::{LinkFound, ObservableFound};
use crate::report::{CaseListed, CaseLogged, TranscriptRecord, TriageError, TriageReport};
use crate::rescan::Rescanned;
use crate::rules::{RuleRow, RulesEffect};
use crate::sample::SampleReport;
use crate::search::SearchFound;

/// The names that [`schema`] knows.
pub const SCHEMAS: &[&str] = &[
    "triage", "triage-error", "transcript", "case-log", "case-list", "rules-list", "rules-effect", "actors-list", "case-file", "sample",
    "search", "case-link", "observables", "rescan",
];

/// The JSON Schema (draft 2020-12) of what `name` names; none for another name.
pub fn schema(name: &str) -> Option<Value> {
    let schema = match name {
        "triage" => schema_for!(TriageReport),
        "triage-error" => schema_for!(TriageError),
        "transcript" => schema_for!(TranscriptRecord),
        "case-log" => schema_for!(CaseLogged),
        "case-list" => schema_for!(CaseListed),
        "sample" => schema_for!(SampleReport),
        "case-link" => schema_for!(LinkFound),
        "observables" => schema_for!(ObservableFound),
        "rescan" => schema_for!(Rescanned),
        "search" => schema_for!(SearchFound),
        "rules-list" => schema_for!(RuleRow),
        "rules-effect" => schema_for!(RulesEffect),
        "actors-list" => schema_for!(ActorRow),
        other => return shakedown_export::schema(other),
    };
    Some(schema.to_value())
}
