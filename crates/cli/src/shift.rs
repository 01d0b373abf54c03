//! Reports about the work.

use std::path::PathBuf;

use clap::Subcommand;
use jiff::Timestamp;
use shakedown_app::{App, Failure, Redaction, ShiftOrder};
use shakedown_core::Tlp;

use crate::exit::Exit;
use crate::export::told;
use crate::print::Out;
use crate::progress::Bar;

#[derive(Subcommand)]
pub(crate) enum Report {
    /// What came in, what changed and what falls due, for whoever takes over
    Shift {
        /// When the shift began (RFC 3339)
        #[arg(long, value_name = "TIME")]
        since: Timestamp,
        /// How many hours from now limits are told of
        #[arg(long, value_name = "HOURS", default_value_t = 24)]
        hours: u32,
        /// html or md
        #[arg(long, value_name = "ID", default_value = "html")]
        format: String,
        /// A folder or a file; nothing is written over
        #[arg(long, value_name = "PATH")]
        out: PathBuf,
        /// The marking it leaves with; cases that are stricter stay out of it
        #[arg(long, value_name = "LEVEL")]
        tlp: Option<Tlp>,
        /// Put tokens in the place of what tells who the victims are
        #[arg(long)]
        redact: bool,
        /// Put a token in the place of this name, number or word too
        #[arg(long, value_name = "TEXT", requires = "redact")]
        mark: Vec<String>,
    },
}

pub(crate) fn report(app: &App, report: Report, out: &mut Out) -> Result<Exit, Failure> {
    let Report::Shift { since, hours, format, out: path, tlp, redact, mark } = report;
    let redaction = redact.then_some(Redaction { marked: mark });
    let order = ShiftOrder { since, hours, format, tlp, redaction, out: path };
    let done = Bar::new().run(|job| app.shift_report(&order, job))?;
    Ok(told(&done, out))
}
