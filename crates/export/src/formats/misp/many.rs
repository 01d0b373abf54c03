//! Many cases as one file of events, an event a line, as MISP itself gives out events that were searched for and takes them in again.
//!
//! Source: MISP, `addMISPExportFile` of its events, which takes a list of events under `response`.

use std::io::Write;

use super::event;
use crate::formats::visible_json;
use crate::{ExportError, ExportOptions, Gatherer, Gathering, MakeAside, Released};

/// The format, for many cases.
pub(super) struct Cases;

impl Gatherer for Cases {
    fn file_name(&self) -> &'static str {
        "cases.misp.json"
    }

    fn begin<'a>(&self, _: &ExportOptions, out: &'a mut dyn Write, _: &mut MakeAside<'_>) -> Result<Box<dyn Gathering + 'a>, ExportError> {
        out.write_all(b"{\"response\":[")?;
        Ok(Box::new(Many { out, events: 0 }))
    }
}

struct Many<'a> {
    out: &'a mut dyn Write,
    events: u32,
}

impl Gathering for Many<'_> {
    fn add(&mut self, released: &Released<'_>) -> Result<(), ExportError> {
        self.out.write_all(if self.events > 0 { b",\n" } else { b"\n" })?;
        self.events += 1;
        Ok(visible_json::line(self.out, &event(&released.case, &released.options))?)
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        Ok(self.out.write_all(b"\n]}\n")?)
    }
}
