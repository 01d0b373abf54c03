//! From the program's types to what the window shows.

mod assessment;
mod case;
mod ledger;
mod marks;
mod search;
mod transcript;
mod triage;

pub(crate) use assessment::sentence;
pub(crate) use case::{case_detail, case_row, task_view};
pub(crate) use search::search_page;
pub(crate) use transcript::{mark_place, transcript_page};
pub use triage::shown;
pub(crate) use triage::{Shown, triage_view};
