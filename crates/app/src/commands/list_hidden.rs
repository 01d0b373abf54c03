//! Cases that are deleted or went into another one.

use shakedown_core::CaseId;
use shakedown_store::UNDO;

use super::Nothing;
use crate::casework::ListOrder;
use crate::job::Watch;
use crate::wire::{CaseRow, HiddenRow};
use crate::{App, Failure};

pub(super) fn run(app: &App, _: Nothing, _: Watch<'_>) -> Result<Vec<HiddenRow>, Failure> {
    let rows = app.find_cases(&ListOrder { hidden: true, ..ListOrder::default() })?;
    let row = |row: CaseRow| {
        let work = app.with_store(|store| store.work(&CaseId::new(&row.id)))?;
        let merged_into = match &work.merged_into {
            Some(into) => Some(app.with_store(|store| store.case(into))?.number),
            None => None,
        };
        let until = work.deleted_at.and_then(|at| at.checked_add(UNDO).ok());
        Ok(HiddenRow {
            deleted_at: work.deleted_at.map(|at| at.to_string()),
            until: until.map(|until| until.to_string()),
            hold: work.hold,
            merged_into,
            row,
        })
    };
    rows.into_iter().map(row).collect()
}
