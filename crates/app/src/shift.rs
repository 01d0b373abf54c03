//! The shift report: what came in, what changed and what falls due, for whoever takes over.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use shakedown_core::Tlp;
use shakedown_export::{Redaction, Shift, ShiftFormat};

use crate::commands::{export_failure, free_name, not_writable, write_whole};
use crate::export_many::{ExportManyOrder, Selection};
use crate::job::Job;
use crate::wire::{ExportManyResult, ExportedFile};
use crate::{App, Failure, FailureCode};

/// The most hours ahead that limits are told of: a year.
const HOURS_MAX: u32 = 24 * 366;

/// A shift report to be made.
#[derive(Clone, Debug)]
pub struct ShiftOrder {
    /// When the shift began.
    pub since: Timestamp,
    /// How many hours from now limits are told of.
    pub hours: u32,
    /// `html` or `md`.
    pub format: String,
    /// How far it may travel; cases that may not are left out. The strictest of its cases where none is given.
    pub tlp: Option<Tlp>,
    /// Where it is given, whatever tells who a victim is becomes a token, and what is marked here too.
    pub redaction: Option<Redaction>,
    /// Where to write it: a folder or a file.
    pub out: PathBuf,
}

impl App {
    /// Write a shift report, and into the custody of each case in it that it was exported so.
    ///
    /// Errors: `wrong-usage` for a shift that has not begun or a year and more of limits, and those of [`export_many`](Self::export_many).
    pub fn shift_report(&self, order: &ShiftOrder, job: &Job<'_>) -> Result<ExportManyResult, Failure> {
        let format: ShiftFormat = order.format.parse().map_err(export_failure)?;
        let now = self.host.now();
        if order.since > now || order.hours > HOURS_MAX {
            let words = format!(
                "shift: expected a beginning before {now} and at most {HOURS_MAX} hours, found {} and {}; nothing was exported",
                order.since, order.hours
            );
            return Err(Failure::new(FailureCode::WrongUsage, words, "say since when, as in 2026-03-02T06:00Z"));
        }
        let until = now.saturating_add(SignedDuration::from_hours(order.hours.into())).unwrap_or(Timestamp::MAX);
        let ids = self.with_store(|store| store.cases_of_shift(order.since, until))?;
        let cases = Selection::These(ids.iter().map(ToString::to_string).collect());
        let (tlp, redaction, out) = (order.tlp, order.redaction.clone(), order.out.clone());
        let many = ExportManyOrder { cases, format: order.format.clone(), tlp, redaction, out };
        let chosen = self.chosen_or_none(&many)?;
        let mut shift = Shift::new(&chosen.options, order.since, until);
        let removed = self.for_each(&many, &chosen, job, |released| {
            shift.add(released);
            Ok(())
        })?;
        let artifact = shift.write(format).map_err(export_failure)?;
        let path = if order.out.is_dir() { free_name(&order.out, &artifact.file_name) } else { order.out.clone() };
        write_whole(&path, &artifact).map_err(|error| not_writable(&path, &error))?;
        self.put_on_record(&chosen, artifact.sha256, &path)?;
        let (bytes, sha256) = (artifact.bytes.len() as u64, artifact.sha256.to_string());
        let file = ExportedFile { path: path.to_string_lossy().into_owned(), sha256, bytes };
        Ok(ExportManyResult { files: vec![file], cases: chosen.cases.len() as u32, held_back: chosen.held_back, removed })
    }
}
