//! One function for each analyst action, shared by the window and the terminal.

pub mod wire;
