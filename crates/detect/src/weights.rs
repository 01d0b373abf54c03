//! What each rule adds to the score.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shakedown_core::Level;

use crate::built_in;
use crate::error::DetectError;

/// Points in nats: what a rule adds to the log-odds that a text is extortion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Raised whenever the points change.
    pub version: u32,
    /// The starting point: the log-odds of a text in which nothing is found.
    pub base: f64,
    /// Points of a rule that the table does not have, by its level; a rule that speaks against extortion takes them away.
    pub levels: BTreeMap<Level, f64>,
    /// Points by rule.
    pub points: BTreeMap<String, f64>,
}

impl Weights {
    /// The points that come with the engine. Errors: [`DetectError::Table`].
    pub fn built_in() -> Result<Self, DetectError> {
        let (file, text) = built_in::WEIGHTS;
        Self::parse(file, text)
    }

    /// Read a table of points. Errors: [`DetectError::Table`].
    pub fn parse(file: &str, text: &str) -> Result<Self, DetectError> {
        toml::from_str(text).map_err(|source| DetectError::Table {
            file: file.to_owned(),
            expected: "a table of points",
            source: Box::new(source),
        })
    }

    /// The points of a rule: its own, or those of its level.
    pub fn of(&self, rule: &str, level: Level, side: Side) -> f64 {
        let level = self.levels.get(&level).copied().unwrap_or(0.0);
        let default = match side {
            Side::For => level,
            Side::Against => -level,
            Side::Topic => 0.0,
        };
        self.points.get(rule).copied().unwrap_or(default)
    }
}

/// What a rule speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It is a sign of extortion.
    For,
    /// It is a sign against.
    Against,
    /// It says what the text is about.
    Topic,
}
