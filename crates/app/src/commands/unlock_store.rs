//! Open a store with its passphrase.

use serde::Deserialize;
use shakedown_store::{Passphrase, Store};

use crate::job::Watch;
use crate::wire::StoreStatus;
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    passphrase: String,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<StoreStatus, Failure> {
    let opened = Passphrase::new(&arguments.passphrase).and_then(|passphrase| Store::open(&app.host.store_dir(), Some(&passphrase)));
    let store = opened.map_err(|error| app.store_failure(error))?;
    app.use_store(store);
    app.store_status()
}
