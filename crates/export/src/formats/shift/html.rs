//! The shift report as a page, in the dress of the report on a case.

use askama::Template;

use super::Shift;
use crate::ExportError;
use crate::formats::report::text::Text;
use crate::formats::report::words::{distance, moment, several};
use crate::formats::report::{marking, style_hash};

/// The page.
#[derive(Template)]
#[template(path = "html/shift.html")]
struct Page<'a> {
    shift: &'a Shift,
    style_hash: String,
}

pub(super) fn page(shift: &Shift) -> Result<String, ExportError> {
    Ok(Page { shift, style_hash: style_hash() }.render()?)
}

impl Page<'_> {
    fn marking(&self) -> &'static str {
        marking(self.shift.options.tlp)
    }

    /// What people and criminals wrote, one line of it.
    fn text(&self, raw: &str) -> Text {
        Text::quote(raw)
    }

    fn distance(&self, at: &jiff::Timestamp) -> String {
        distance(self.shift.options.made_at, *at)
    }

    fn moment(&self, at: &jiff::Timestamp) -> String {
        moment(*at)
    }

    fn brief(&self) -> String {
        let (came, changed, due) = (self.shift.came_in.len(), self.shift.changed.len(), self.shift.due.len());
        let came = several(came, "case came in", "cases came in");
        format!("{came}; {}; {}.", several(changed, "was worked on", "were worked on"), several(due, "limit is told", "limits are told"))
    }
}
