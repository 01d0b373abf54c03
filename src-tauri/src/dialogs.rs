//! The operating system's own dialogs. The window cannot name a file to be opened by itself without the analyst having been able to.

use serde_json::{Value, json};

/// The answer to a call that opens a dialog: the chosen paths, or the chosen folder or null; none where `command` opens no dialog.
pub(crate) async fn answer(command: &str) -> Option<Value> {
    let dialog = rfd::AsyncFileDialog::new();
    let path = |handle: &rfd::FileHandle| handle.path().to_string_lossy().into_owned();
    Some(match command {
        "choose_files" => {
            let chosen = dialog.set_title("Open exhibits").pick_files().await.unwrap_or_default();
            json!(chosen.iter().map(path).collect::<Vec<_>>())
        }
        "choose_folder" => json!(dialog.set_title("Choose a folder").pick_folder().await.as_ref().map(path)),
        _ => return None,
    })
}
