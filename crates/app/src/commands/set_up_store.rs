//! Make the store on a first run.

use serde::Deserialize;
use shakedown_store::{Passphrase, Store};

use crate::job::Watch;
use crate::wire::{FirstRun, StoreStatus};
use crate::{App, Failure, FailureCode};

#[derive(Deserialize)]
pub(super) struct Arguments {
    answers: FirstRun,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<StoreStatus, Failure> {
    let FirstRun { analyst, passphrase } = arguments.answers;
    app.set_up_store(NewStoreOrder { analyst, passphrase })?;
    app.store_status()
}

/// A store to be made.
#[derive(Clone)]
pub struct NewStoreOrder {
    /// Who works: the name that stands in the chain of custody.
    pub analyst: String,
    /// The passphrase; a store without one is chosen by name.
    pub passphrase: Option<String>,
}

impl App {
    /// Make the store where there is none. Errors: `wrong-usage` for an empty name or passphrase; those of the store.
    pub fn set_up_store(&self, order: NewStoreOrder) -> Result<(), Failure> {
        let analyst = order.analyst.trim();
        if analyst.is_empty() || order.passphrase.as_deref().is_some_and(str::is_empty) {
            return Err(Failure::new(
                FailureCode::WrongUsage,
                "first run: expected a name, and a passphrase that is not empty; nothing was changed",
                "give your name as it shall stand in the chain of custody, and a passphrase or none by name",
            ));
        }
        let made = order.passphrase.as_deref().map(Passphrase::new).transpose().and_then(|passphrase| {
            Store::create(&self.host.store_dir(), passphrase.as_ref(), &self.by(analyst), &mut |bytes| self.host.fill_random(bytes))
        });
        self.use_store(made.map_err(|error| self.store_failure(error))?);
        Ok(())
    }
}
