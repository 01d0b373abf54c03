//! Write a note on a case.

use serde::Deserialize;
use shakedown_core::{CaseId, Hostile, NoteId};
use shakedown_store::NewNote;

use crate::job::Watch;
use crate::wire::CaseDetail;
use crate::{App, Failure, FailureCode};

#[derive(Deserialize)]
pub(super) struct Arguments {
    case: String,
    body: String,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<CaseDetail, Failure> {
    app.add_note(&arguments.case, &arguments.body, None)?;
    app.show_case(&arguments.case)
}

impl App {
    /// Write a note on a case, in the place of another one where that is named; gives its id.
    ///
    /// Errors: `wrong-usage` for an empty one, `not-found` and those of the store.
    pub fn add_note(&self, case: &str, body: &str, revises: Option<&str>) -> Result<NoteId, Failure> {
        if body.trim().is_empty() {
            return Err(Failure::new(
                FailureCode::WrongUsage,
                "note: expected words, found none; nothing was changed",
                "write what you want to keep",
            ));
        }
        let case = self.case_id(case)?;
        let note = NewNote { id: NoteId::new(self.new_id()?), body: Hostile::new(body), revises: revises.map(NoteId::new) };
        self.with_store(|store| {
            let by = self.by(&store.analyst()?);
            store.add_note(&case, note, &by)
        })
        .map(|note| note.id)
    }

    /// The case that an analyst means: its identifier, or its number with or without `#`. Errors: `not-found`.
    pub fn case_id(&self, named: &str) -> Result<CaseId, Failure> {
        let number: Option<u32> = named.strip_prefix('#').unwrap_or(named).parse().ok();
        self.with_store(|store| match number {
            Some(number) => store.case_numbered(number),
            None => Ok(CaseId::new(named)),
        })
    }
}
