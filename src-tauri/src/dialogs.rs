//! The operating system's own dialogs. The window cannot name a file to be opened by itself without the analyst having been able to.

use serde_json::{Value, json};

/// The answer to a call that opens a dialog: the chosen path or null; none where `command` opens no dialog.
pub(crate) async fn answer(command: &str) -> Option<Value> {
    let dialog = rfd::AsyncFileDialog::new();
    let chosen = match command {
        "choose_file" => dialog.set_title("Open an exhibit").pick_file().await,
        "choose_folder" => dialog.set_title("Export to").pick_folder().await,
        _ => return None,
    };
    Some(chosen.map_or(Value::Null, |handle| json!(handle.path().to_string_lossy())))
}
