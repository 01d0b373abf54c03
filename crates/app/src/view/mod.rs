//! From the program's types to what the window shows.

mod assessment;
mod case;
mod ledger;
mod links;
mod marks;
mod search;
mod transcript;
mod triage;

pub(crate) use assessment::sentence;
pub(crate) use case::{case_detail, case_row, task_view};
pub(crate) use links::{case_links, case_network, observable_row, rescan_report};
pub(crate) use search::search_page;
pub(crate) use transcript::{mark_place, transcript_page};
pub use triage::shown;
pub(crate) use triage::{Shown, triage_view};
