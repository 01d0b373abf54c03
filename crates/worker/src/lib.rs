//! Pictures and PDF pages, read in a process of its own, where a crash or an exploit costs nothing.
//!
//! The same program is started again with [`ARGUMENT`] and an empty environment: a [`Task`] and the bytes come in on standard input, each
//! [`Answer`] leaves as a line of JSON on standard output. The process limits itself before it reads a byte ([`confine`]): memory, time, no
//! file, no connection. Tesseract is the only program it starts, before the first byte of evidence is looked at, and what Tesseract gets is
//! never evidence but pixels drawn anew.

mod blocks;
mod canvas;
mod confine;
mod ground;
mod ocr;
mod pdf;
mod picture;
mod task;
mod work;

use std::process::ExitCode;

pub use task::{ARGUMENT, Answer, EVIDENCE_MAX, LIFETIME, Task, What};

/// Do the work where this process was started for it; none where it was not. Call it first of all.
pub fn as_worker() -> Option<ExitCode> {
    let asked = std::env::args_os().nth(1).is_some_and(|argument| argument == ARGUMENT);
    asked.then(work::run)
}
