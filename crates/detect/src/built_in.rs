//! The files that come with the engine; the build writes the lists.

include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// The points of each rule.
pub static WEIGHTS: (&str, &str) = ("weights.toml", include_str!("../weights.toml"));

/// What decides verdict and priority.
pub static POLICY: (&str, &str) = ("policy.toml", include_str!("../policy.toml"));

/// The word lists that rules share.
pub static TERMS: &str = include_str!("../terms.toml");
