//! What makes a text one about extortion, and what decides the order of work.

use serde::Deserialize;
use shakedown_core::{ClaimCode, Priority, ProofCode, ThreatCode, Verdict};

use crate::built_in;
use crate::error::DetectError;

/// The policy, a versioned file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Raised whenever an answer changes.
    pub version: u32,
    /// When a text that is no extortion is about extortion.
    pub about: About,
    /// When a verdict carries caveats.
    pub caveats: CaveatLimits,
    /// The steps of priority; the first that holds decides, and the last holds always.
    pub step: Vec<Step>,
}

/// When a text that is no extortion is about extortion.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Least number of different rules on its topic, or that match in a denied, quoted or reported form.
    pub rules: usize,
    /// The same, where it names an actor.
    pub rules_with_actor: usize,
    /// The score (0–100) from which signs alone are enough.
    pub score: f64,
}

/// When a verdict carries caveats.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaveatLimits {
    /// Fewer letters than this are too short to judge.
    pub short_letters: usize,
    /// The share of replaced characters from which a text is mostly unreadable.
    pub unreadable: f64,
}

/// One step of priority.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What it gives.
    pub priority: Priority,
    /// Why, in plain words.
    pub because: String,
    /// The verdicts for which it holds; none is any.
    #[serde(default)]
    pub verdicts: Vec<Verdict>,
    /// The score from which it holds.
    #[serde(default)]
    pub score: f64,
    /// It holds where one of these is claimed; none is any.
    #[serde(default)]
    pub claims: Vec<ClaimCode>,
    /// It holds where one of these is threatened; none is any.
    #[serde(default)]
    pub threats: Vec<ThreatCode>,
    /// It holds where one of these is offered or shown; none is any.
    #[serde(default)]
    pub proof: Vec<ProofCode>,
    /// It holds where a limit falls due within so many hours.
    #[serde(default)]
    pub within_hours: Option<f64>,
}

impl Policy {
    /// The policy that comes with the engine. Errors: [`DetectError::Table`].
    pub fn built_in() -> Result<Self, DetectError> {
        let (file, text) = built_in::POLICY;
        Self::parse(file, text)
    }

    /// Read a policy. Errors: [`DetectError::Table`].
    pub fn parse(file: &str, text: &str) -> Result<Self, DetectError> {
        toml::from_str(text).map_err(|source| DetectError::Table { file: file.to_owned(), expected: "a policy", source: Box::new(source) })
    }
}
