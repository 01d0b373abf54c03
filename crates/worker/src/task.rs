//! What the worker is asked, and what it answers.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use shakedown_core::{Fault, RecognisedLine, RecognisedPage};

/// The argument by which the program knows that it is the worker.
pub const ARGUMENT: &str = "--worker";

/// The most bytes of an item that a worker takes.
pub const EVIDENCE_MAX: u64 = 128 << 20;

/// How long a worker lives at most; it ends itself then, together with what it started.
pub const LIFETIME: Duration = Duration::from_secs(60);

/// One piece of work: a line of JSON before the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What to do with the bytes.
    pub what: What,
    /// The Tesseract to use: an absolute path.
    pub tesseract: Option<PathBuf>,
}

/// What to do with the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// They are a picture (PNG, JPEG, WebP): read its text.
    Picture,
    /// They are a PDF: give the text that its pages hold.
    PdfText,
    /// They are a PDF: draw this page, the first is 1, and read its text.
    PdfPicture(u32),
}

/// One line of JSON of the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A page, before its lines.
    Page(RecognisedPage),
    /// A line of text.
    Line(RecognisedLine),
    /// Something that could not be read, with the page where it is known.
    Fault(Option<u32>, Fault),
    /// The last line: the work is done.
    End,
}
