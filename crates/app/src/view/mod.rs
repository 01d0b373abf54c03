//! From the program's types to what the window shows.

mod assessment;
mod case;
mod ledger;
mod links;
mod marks;
mod near;
mod outline;
mod readings;
mod search;
mod transcript;
mod triage;

pub(crate) use assessment::sentence;
pub(crate) use case::{case_detail, case_row, task_view};
pub(crate) use links::{case_links, case_network, observable_row, rescan_report};
pub(crate) use marks::{Marks, Placed};
pub(crate) use near::near_misses;
pub(crate) use outline::{cleaned, outline};
pub(crate) use readings::readings;
pub(crate) use search::search_page;
pub(crate) use transcript::page;
pub use triage::shown;
pub(crate) use triage::{Shown, triage_view};
