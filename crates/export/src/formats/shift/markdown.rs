//! The shift report in CommonMark.

use super::Shift;
use crate::formats::markdown::Page;
use crate::formats::report::words::{distance, moment};
use crate::formats::said::{REDACTED, passage, quote};

pub(super) fn page(shift: &Shift) -> String {
    let options = &shift.options;
    let mut page = Page::default();
    page.heading(1, "Shift report");
    page.paragraph(&format!("{}: {}.", options.tlp, options.tlp.words()));
    if shift.redacted {
        page.paragraph(&format!("{REDACTED}."));
    }
    page.paragraph(&format!("{}.", shift.span()));
    page.item("This report", &format!("made {} by {} with {}", moment(options.made_at), quote(&options.by), quote(&options.program)));
    page.heading(2, "What is due");
    for due in &shift.due {
        let (case, left) = (&due.case, distance(options.made_at, due.at));
        page.item(&moment(due.at), &format!("{left}, case {} {}: {}, “{}”", case.number, quote(&case.title), due.what, quote(&due.words)));
    }
    if shift.due.is_empty() {
        page.paragraph("Nothing falls due.");
    }
    page.heading(2, "What came in");
    for came in &shift.came_in {
        let more = [came.actor.as_deref().map(quote), came.demand.as_ref().map(|sum| format!("demand {}", quote(sum)))];
        let more: String = more.into_iter().flatten().map(|words| format!(", {words}")).collect();
        let words = format!("{}: {}{more}; logged {} by {}", came.priority, came.verdict, came.logged, quote(&came.by));
        page.item(&format!("Case {} {}", came.case.number, quote(&came.case.title)), &words);
    }
    if shift.came_in.is_empty() {
        page.paragraph("No case came in.");
    }
    page.heading(2, "What changed");
    for changed in &shift.changed {
        page.heading(3, &format!("Case {} {}", changed.case.number, quote(&changed.case.title)));
        page.paragraph(&format!("Stands: {}.", quote(&changed.stands)));
        for change in &changed.changes {
            let times = if change.times > 1 { format!(", {} times", change.times) } else { String::new() };
            page.item(&change.at, &format!("{}, {}{times}", quote(&change.by), change.what));
            if let Some(about) = &change.about {
                page.fenced(&passage(about));
            }
        }
    }
    if shift.changed.is_empty() {
        page.paragraph("No case was worked on.");
    }
    page.finish()
}
