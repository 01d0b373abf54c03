//! Put a backup in the place of the store.

use std::path::Path;

use serde::Deserialize;

use crate::job::Watch;
use crate::wire::{RestoreRequest, Restored};
use crate::{App, Failure};

#[derive(Deserialize)]
pub(super) struct Arguments {
    request: RestoreRequest,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<Restored, Failure> {
    let RestoreRequest { backup, replace, passphrase } = arguments.request;
    let aside = app.restore_store(backup.as_deref().map(Path::new), replace, passphrase.as_deref())?;
    Ok(Restored { set_aside: aside.map(|aside| aside.to_string_lossy().into_owned()), status: app.store_status()? })
}
