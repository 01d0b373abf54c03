//! What the window finds at its start.

use shakedown_store::{Store, StoreState as Found};

use super::Nothing;
use crate::job::Watch;
use crate::wire::{StoreState, StoreStatus};
use crate::{App, Failure, FailureCode, VERSION};

pub(super) fn run(app: &App, _: Nothing, _: Watch<'_>) -> Result<StoreStatus, Failure> {
    app.store_status()
}

impl App {
    /// The store as it stands: missing, locked or open. One that needs no more passphrase is opened.
    pub fn store_status(&self) -> Result<StoreStatus, Failure> {
        let dir = self.host.store_dir();
        let blank = |state, encrypted| StoreStatus {
            state,
            path: dir.to_string_lossy().into_owned(),
            encrypted,
            analyst: String::new(),
            cases: 0,
            version: VERSION.into(),
        };
        if !self.has_open_store() && Store::state(&dir).map_err(|error| self.store_failure(error))? == Found::Missing {
            return Ok(StoreStatus { analyst: self.host.os_account(), ..blank(StoreState::FirstRun, false) });
        }
        let opened = self.with_store(|store| Ok((store.analyst()?, store.is_guarded(), store.case_count()?)));
        match opened {
            Ok((analyst, encrypted, cases)) => Ok(StoreStatus { analyst, cases, ..blank(StoreState::Open, encrypted) }),
            Err(failure) if failure.code == FailureCode::StoreLocked => Ok(blank(StoreState::Locked, true)),
            Err(failure) => Err(failure),
        }
    }
}
