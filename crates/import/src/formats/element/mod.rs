//! Rooms of Matrix as Element exports them: JSON, text, and either in a ZIP with the files that were sent.
//!
//! Source: Element Web, `src/utils/exportUtils` and `src/TextForEvent.tsx`, and the Matrix specification 1.11; see `tests/formats/element-*/README.md`.

mod event;
pub(crate) mod json;
pub(crate) mod text;
pub(crate) mod zip;
