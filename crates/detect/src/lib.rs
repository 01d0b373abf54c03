//! The engine that finds, explains and weighs what a transcript says.
//!
//! | Word | Means |
//! |---|---|
//! | [`Rule`], [`RuleSet`] | what is looked for, a file each, with the examples that hold it |
//! | [`Engine`] | rules, actors, weights and policy, ready to run |
//! | [`Scan`], [`ChatState`] | what one message says, and what the talk remembers |
//! | [`triage`] | findings and weights in, the judgement out |
//!
//! It opens no file and asks no clock: the time from which limits are counted comes in as [`Context`].

pub mod actors;
mod brief;
mod built_in;
mod claims;
mod compile;
mod counts;
mod cues;
pub mod deadlines;
mod engine;
mod error;
mod ledger;
mod lexicon;
pub mod money;
mod mood;
mod near;
mod normalize;
pub mod observables;
mod own;
mod plain;
mod policy;
mod register;
mod roles;
mod rule;
mod rule_set;
mod scan;
pub mod seen;
mod sentence;
mod signs;
mod techniques;
pub mod templates;
mod triage;
mod volume;
mod weights;
mod without;

pub use counts::{CountOf, SaidCount, said_counts};
pub use engine::{Context, Engine};
pub use error::{DetectError, RuleError};
pub use lexicon::Lexicons;
pub use near::NearMiss;
pub use own::Own;
pub use plain::{Cleaned, CleanedPiece, Plain};
pub use policy::{About, CaveatLimits, Policy, Step};
pub use rule::{Examples, LANGUAGES, Part, Pattern, Rule};
pub use rule_set::{ExampleFailure, RuleSet};
pub use scan::{ChatState, Scan};
pub use triage::{Case, triage};
pub use weights::{Side, Weights};
pub use without::LeftOut;
