//! One function for each analyst action, shared by the window and the terminal.

mod failure;
pub mod wire;

pub use failure::{Failure, FailureCode};
