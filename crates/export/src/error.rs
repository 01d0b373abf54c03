//! Why an export was not made.

use shakedown_core::Tlp;

/// Why an export was not made. Nothing has left when one is returned.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// No format has this id.
    #[error("format: expected one of {}, found {found:?}", known.join(", "))]
    UnknownFormat {
        /// What was asked for, capped at 60 characters.
        found: String,
        /// What would have been right.
        known: Vec<&'static str>,
    },
    /// The chosen marking would let the case travel further than the case's own.
    #[error("release: this case is {case} ({}), so expected {case} or stricter, found {chosen}", case.words())]
    TooOpen {
        /// What was chosen.
        chosen: Tlp,
        /// What the case is marked with.
        case: Tlp,
    },
    /// A name of the victim would still be in the artifact.
    #[error("release: expected every name of the victim to be replaced, found one that cannot be")]
    Redaction,
    /// A page could not be written.
    #[error("report: a template could not be written")]
    Template(#[from] askama::Error),
    /// The sheets could not be set.
    #[error("report: it could not be set on sheets")]
    Typesetting,
    /// JSON could not be written.
    #[error("case file: it could not be written as JSON")]
    Json(#[from] serde_json::Error),
    /// An archive could not be written.
    #[error("archive: it could not be written")]
    Archive(#[from] std::io::Error),
}

impl ExportError {
    pub(crate) fn unknown_format(found: &str) -> Self {
        let known = crate::formats().iter().map(|format| format.id()).collect();
        Self::UnknownFormat { found: found.chars().take(60).collect(), known }
    }
}
