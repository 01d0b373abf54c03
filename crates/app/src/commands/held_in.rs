//! Whether these bytes were logged before.

use serde::Deserialize;
use shakedown_core::{Digest, visible};

use crate::job::Watch;
use crate::wire::HeldIn;
use crate::{App, Failure, FailureCode};

#[derive(Deserialize)]
pub(super) struct Arguments {
    sha256: String,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<Vec<HeldIn>, Failure> {
    let digest: Digest = arguments.sha256.parse().map_err(|_| {
        let found = visible(&arguments.sha256).into_owned();
        Failure::new(
            FailureCode::WrongUsage,
            format!("expected a SHA-256, found {found:?}; nothing was changed"),
            "give 64 hexadecimal digits",
        )
    })?;
    app.held_in(&digest)
}

impl App {
    /// The cases in the table that hold these bytes already, oldest first, each once. Errors: those of the store.
    pub fn held_in(&self, sha256: &Digest) -> Result<Vec<HeldIn>, Failure> {
        let held = self.with_store(|store| store.find_evidence(sha256))?;
        if held.is_empty() {
            return Ok(Vec::new());
        }
        let mut rows = self.list_cases()?;
        rows.retain(|row| held.iter().any(|item| item.case.as_str() == row.id));
        rows.sort_by_key(|row| row.number);
        Ok(rows.into_iter().map(|row| HeldIn { case: row.id, number: row.number }).collect())
    }
}
