//! The folder that exports go to when nobody names one.

use super::Nothing;
use crate::job::Watch;
use crate::{App, Failure};

pub(super) fn run(app: &App, _: Nothing, _: Watch<'_>) -> Result<String, Failure> {
    Ok(app.host.export_dir().to_string_lossy().into_owned())
}
