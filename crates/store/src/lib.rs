//! The case store: evidence, transcripts, analyses, cases and the chain of custody, in one encrypted database.
//!
//! A store is a folder: `store.db` (SQLCipher, always encrypted with a random key) and the key block, kept twice (`key`, `key.bak`). A passphrase
//! wraps the key; a store without one, which somebody must choose by name, has the key in the block as it is.
//!
//! | What | Where |
//! |---|---|
//! | the folder, the first row, the key | `open`, `keys`, `files` |
//! | pragmas, `schema/000N_<why>.sql` in order | `schema` |
//! | one transaction for each change, one signed link of the chain in each | `custody`, `seal` |
//! | bytes: hashed again, kept once, in sealed chunks | `evidence` |
//! | what was read and derived, and can be again | `transcripts`, `analyses` |
//! | what people say and decide | `cases`, `notes`, `work`, `tasks` |
//! | two cases that are one, one that is two, one that goes | `regroup`, `purge` |
//! | judged again by other rules | `rescan` |
//! | what ties cases together | `ties` |
//! | what a shift has to look at | `shift` |
//! | words looked for, in two indexes | `search` |
//! | the store as one file, and under another passphrase | `backup`, `rekey` |
//! | backups that are kept by themselves | `kept` |
//! | what can be read of a damaged store | `salvage` |
//! | what goes out, and what comes in from another store | `case_file`, `hand_over` |
//! | whether all of it still holds | `verify` |
//!
//! Time, identifiers and randomness come in as arguments. Several programs may have one store open: whoever writes waits for the other.

mod analyses;
mod backup;
mod case_file;
mod cases;
mod custody;
mod error;
mod evidence;
mod files;
mod hand_over;
mod kept;
mod keys;
mod notes;
mod open;
mod purge;
mod regroup;
mod rekey;
mod rescan;
mod rows;
mod salvage;
mod schema;
mod seal;
mod search;
mod shift;
mod tasks;
mod ties;
mod transcripts;
mod verify;
mod work;

pub use backup::Backup;
pub use cases::{CaseQuery, CaseSummary, LogEntry, LogInto, LogItem};
pub use error::StoreError;
pub use evidence::{EvidenceReader, HeldEvidence};
pub use hand_over::{Conflict, KnownCase, TakeOver, TakenOver};
pub use kept::{KeptBackup, KeptFor};
pub use keys::{Passphrase, Random};
pub use notes::{NewNote, NewReview};
pub use open::{By, Store, StoreState};
pub use regroup::Split;
pub use rescan::EarlierAnalysis;
pub use seal::signature_holds;
pub use search::{Excerpt, Indexed, Reading, SearchHit, SearchOrder, SearchPage, Searched};
pub use tasks::{NewTask, TaskChange};
pub use ties::{CaseLink, CaseLinks, CaseNetwork, NetworkEdge, ObservableQuery, SharedObservable, Tie, TiePlace};
pub use verify::{Fault, Progress, Step, Verification};
pub use work::UNDO;
