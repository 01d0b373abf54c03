//! One function for each analyst action, shared by the window and the terminal, so that the two cannot disagree.
//!
//! [`App::call`] answers the window through the list in `commands`; the command line calls the same functions by name.

mod actors;
mod app;
mod backups;
mod casework;
mod commands;
mod drafts;
mod export_many;
mod failure;
mod fonts;
mod hand_over;
mod host;
mod intake;
mod job;
mod linked;
mod own;
mod report;
mod rescan;
mod rules;
mod salvage;
mod sample;
mod schema;
mod search;
mod shift;
mod signers;
mod system;
mod view;
mod walk;
pub mod wire;
mod worker;

pub use actors::{ActorRow, ActorsImported, LeftOut, NotesLearned, list_actors};
pub use app::App;
pub use casework::{CaseChange, ListOrder, TaskOrder};
pub use commands::{COMMANDS, ExportOrder, ExportPreview, LogOrder, Logged, NewStoreOrder};
pub use export_many::{ExportManyOrder, ManyPreview, Selection};
pub use failure::{Failure, FailureCode};
pub use hand_over::CaseImported;
pub use host::Host;
pub use intake::{Assessed, IntakeOptions, Source, Taken, assess, candidates, items_under, propose_columns, read, read_records};
pub use job::{Job, Watch};
pub use linked::{LinkFound, ObservableFound, PlaceFound, TieFound, strength_words, tie_words};
pub use report::{CaseListed, CaseLogged, FailureReport, NoteReport, TranscriptRecord, TriageError, TriageReport};
pub use rescan::{RescanOrder, Rescanned};
pub use rules::{CaseEffect, Judgement, RuleRow, RulesEffect, RulesReport, check_rules, list_rules, test_rules};
pub use salvage::Salvaged;
pub use sample::{Claimed, Fit, SampleReport, Standing, assess_sample, read_claims};
pub use schema::{SCHEMAS, schema};
pub use search::SearchFound;
pub use shakedown_export::Redaction;
pub use shakedown_import::{Candidate, ColumnMap, Field, Proposal, formats};
pub use shakedown_store::{
    CaseLink, CaseLinks, CaseNetwork, KeptBackup, KeptFor, KnownCase, ObservableQuery, SharedObservable, TakenOver, TaskChange,
};
pub use shakedown_worker::as_worker;
pub use shift::ShiftOrder;
pub use signers::{Signer, TrustedSigner};
pub use system::{System, leave_no_core};
pub use view::shown;
pub use walk::Walk;
pub use worker::Worker;

/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
