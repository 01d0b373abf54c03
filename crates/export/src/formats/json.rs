//! The case file as JSON, lossless: read back, it is the same case file.

use shakedown_core::{Artifact, CaseFile};

use super::visible_json;
use crate::{ExportError, ExportOptions, Exporter};

/// The format.
pub(super) struct Format;

impl Exporter for Format {
    fn id(&self) -> &'static str {
        "json"
    }

    fn name(&self) -> &'static str {
        "JSON case file"
    }

    fn words(&self) -> &'static str {
        "everything in the case, lossless, for another program or another machine"
    }

    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn write(&self, case: &CaseFile, options: &ExportOptions) -> Result<Artifact, ExportError> {
        Ok(Artifact::new(visible_json::bytes(case)?, format!("case-{}.json", case.case.number), self.media_type(), options.tlp))
    }
}
