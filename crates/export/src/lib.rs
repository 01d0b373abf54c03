//! Writers that turn a [`CaseFile`] into an [`Artifact`].
//!
//! An export sees the case file and its options and nothing else: no store, no clock, no file. The same case file with the same options
//! gives the same bytes. [`release::check`] runs before every format.

mod error;
mod exporter;
mod formats;
mod gather;
pub mod release;

use schemars::generate::SchemaSettings;
use shakedown_core::{Artifact, CaseFile};

pub use error::ExportError;
pub use exporter::{Beside, ExportOptions, Exporter, FontFile, Original, Redaction, Sign};
pub use formats::formats;
pub use formats::shift::{Shift, ShiftFormat};
pub use gather::{Aside, Gatherer, Gathering, MakeAside};
pub use release::{Identities, Released, Removed};

/// Export `case` in the format called `id`, after [`release::check`] has let it go.
///
/// Errors: [`UnknownFormat`](ExportError::UnknownFormat), those of the gate, and those of the format.
pub fn export(id: &str, case: &CaseFile, options: &ExportOptions) -> Result<Artifact, ExportError> {
    write(format(id)?, &release::check(case, options)?, &mut Beside::default())
}

/// The format called `id`. Errors: [`UnknownFormat`](ExportError::UnknownFormat).
pub fn format(id: &str) -> Result<&'static dyn Exporter, ExportError> {
    formats().iter().copied().find(|format| format.id() == id).ok_or_else(|| ExportError::unknown_format(id))
}

/// Write what the gate has let go, with what stands beside it. Errors: those of the format.
pub fn write(format: &dyn Exporter, released: &Released<'_>, beside: &mut Beside<'_>) -> Result<Artifact, ExportError> {
    format.write_with(&released.case, &released.options, beside)
}

/// The JSON Schema (draft 2020-12) of what an export called `name` holds: `case-file` is what the format `json` writes.
pub fn schema(name: &str) -> Option<serde_json::Value> {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    (name == "case-file").then(|| settings.into_generator().into_root_schema_for::<CaseFile>().to_value())
}
