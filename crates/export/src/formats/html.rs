//! The report as one page that needs nothing but itself, without JavaScript.
//!
//! Exhibit text stands in text nodes alone, never in attributes, addresses or style: templates escape it, and only a text of the report
//! reaches them. Links lead to places in the page and are made of numbers. The page's own policy forbids everything but its one style sheet,
//! which it names by hash.

use askama::Template;
use shakedown_core::{Artifact, CaseFile};

use super::report::Report;
use crate::{ExportError, ExportOptions, Exporter};

/// The format.
pub(super) struct Format;

impl Exporter for Format {
    fn id(&self) -> &'static str {
        "html"
    }

    fn name(&self) -> &'static str {
        "HTML report"
    }

    fn words(&self) -> &'static str {
        "one page to read, print or hand over: a brief first, then every reason, the transcript, hashes and custody"
    }

    fn media_type(&self) -> &'static str {
        "text/html"
    }

    fn write(&self, case: &CaseFile, options: &ExportOptions) -> Result<Artifact, ExportError> {
        let page = Report::of(case, options).render()?;
        Ok(Artifact::new(page.into_bytes(), format!("case-{}.html", case.case.number), self.media_type(), options.tlp))
    }
}
