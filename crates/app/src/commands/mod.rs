//! The list of analyst actions. One file each: what it takes, what it gives, and the function.

mod add_line;
mod add_note;
mod back_up_store;
mod cancel_job;
mod case_links;
mod case_network;
mod change_case;
mod change_line;
mod cleaned_page;
mod export_case;
mod export_folder;
mod export_many;
mod find_in_transcript;
mod held_in;
mod import_case;
mod keep_backup;
mod list_actors;
mod list_backups;
mod list_cases;
mod list_diary;
mod list_export_formats;
mod list_hidden;
mod list_items;
mod list_observables;
mod list_readings;
mod list_rules;
mod log_case;
mod merge_cases;
mod observable_cases;
mod own_rules;
mod own_rules_effect;
mod preview_export;
mod purge_case;
mod rescan;
mod restore_store;
mod review_draft;
mod review_effect;
mod review_mark;
mod salvage_store;
mod save_search;
mod saved_searches;
mod search;
mod set_backup_folder;
mod set_own_rules;
mod set_status;
mod set_up_store;
mod shift_report;
mod show_case;
mod split_case;
mod store_status;
mod transcript_outline;
mod transcript_page;
mod triage;
mod try_rule;
mod unlock_store;
mod verify_store;
mod why_not;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use export_case::{ExportOrder, ExportPreview};
pub(crate) use export_case::{export_failure, free_name, not_writable, removed, write_whole};
pub use log_case::{LogOrder, Logged};
pub use set_up_store::NewStoreOrder;
pub(crate) use transcript_page::no_longer_at_hand;

use crate::job::Watch;
use crate::{App, Failure, FailureCode};

macro_rules! commands {
    ($($name:ident)+) => {
        /// The name of every action that the window may call.
        pub const COMMANDS: &[&str] = &[$(stringify!($name),)+];

        pub(crate) fn call(app: &App, command: &str, arguments: Value, watch: Watch<'_>) -> Result<Value, Failure> {
            match command {
                $(stringify!($name) => reply($name::run(app, taken(command, arguments)?, watch)?),)+
                _ => Err(wrong(format!("there is no command {command:?}"))),
            }
        }
    };
}

commands! {
    add_line
    add_note
    back_up_store
    cancel_job
    case_links
    case_network
    change_case
    change_line
    cleaned_page
    export_case
    export_folder
    export_many
    find_in_transcript
    held_in
    import_case
    keep_backup
    list_actors
    list_backups
    list_cases
    list_diary
    list_export_formats
    list_hidden
    list_items
    list_observables
    list_readings
    list_rules
    log_case
    merge_cases
    observable_cases
    own_rules
    own_rules_effect
    preview_export
    purge_case
    rescan
    restore_store
    review_draft
    review_effect
    review_mark
    salvage_store
    save_search
    saved_searches
    search
    set_backup_folder
    set_own_rules
    set_status
    set_up_store
    shift_report
    show_case
    split_case
    store_status
    transcript_outline
    transcript_page
    triage
    try_rule
    unlock_store
    verify_store
    why_not
}

/// What a command takes when it takes nothing.
#[derive(serde::Deserialize)]
struct Nothing {}

fn taken<T: DeserializeOwned>(command: &str, arguments: Value) -> Result<T, Failure> {
    let arguments = if arguments.is_null() { Value::Object(serde_json::Map::new()) } else { arguments };
    serde_json::from_value(arguments).map_err(|error| wrong(format!("{command}: {error}")))
}

fn reply(result: impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(result)
        .map_err(|error| Failure::new(FailureCode::Internal, error.to_string(), "tell us what you did, without the exhibit"))
}

fn wrong(words: String) -> Failure {
    Failure::new(
        FailureCode::WrongUsage,
        format!("{words}; nothing was changed"),
        "start the program again: window and program may be of two versions",
    )
}
