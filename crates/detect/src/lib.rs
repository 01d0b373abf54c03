//! The engine that finds, explains and weighs what a transcript says.

pub mod observables;
pub mod seen;
