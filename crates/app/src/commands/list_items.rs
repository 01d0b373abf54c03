//! The files that were chosen or dropped: each of them, and every file of a folder and its folders.

use std::path::PathBuf;

use serde::Deserialize;

use crate::job::Watch;
use crate::wire::ItemsView;
use crate::{App, Failure, items_under};

#[derive(Deserialize)]
pub(super) struct Arguments {
    paths: Vec<PathBuf>,
}

pub(super) fn run(_: &App, arguments: Arguments, _: Watch<'_>) -> Result<ItemsView, Failure> {
    let mut items = ItemsView { files: Vec::new(), refused: Vec::new() };
    for path in arguments.paths {
        match items_under(&path) {
            Err(failure) => items.refused.push(failure),
            Ok(found) => found.into_iter().for_each(|file| match file {
                Ok(file) => items.files.push(file.to_string_lossy().into_owned()),
                Err(failure) => items.refused.push(failure),
            }),
        }
    }
    Ok(items)
}
