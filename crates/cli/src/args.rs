//! What can be typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand};
use jiff::Timestamp;
use shakedown_core::{CaseStatus, Priority, Statute, TaskKind, Tlp, UnknownCode};

use crate::export::Export;
use crate::hand_over::ImportCase;
use crate::linked::{Observables, Rescan};
use crate::search::Search;
use crate::shift::Report;

/// Triage extortion messages, offline.
///
/// Exit status: 0 done · 1 done, but something asked for was not found or did not verify · 2 wrong usage · 3 evidence could not be read ·
/// 4 the store refused · 5 stopped by the user.
#[derive(Parser)]
#[command(name = "shakedown", version)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub command: Command,
    /// The folder of the store [env: SHAKEDOWN_STORE]
    #[arg(long, global = true, value_name = "PATH")]
    pub store: Option<PathBuf>,
    /// A file whose first line is the passphrase [env: SHAKEDOWN_PASSPHRASE_FILE]
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// No colours, as with NO_COLOR
    #[arg(long, global = true)]
    pub no_color: bool,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read, detect and assess; nothing is stored
    Triage(Triage),
    /// Show what the importer reads, a record after the other
    Transcript(Transcript),
    /// Assess files handed over as proof: rows, columns, kinds and counts, never a value
    Sample(Sample),
    /// Log, list and change cases
    #[command(subcommand)]
    Case(Case),
    /// Write cases as files: one, several or all of them
    Export(Export),
    /// Write a report about the work
    #[command(subcommand)]
    Report(Report),
    /// Take over a case that another store gave away, as a case file (JSON) or an evidence bundle
    ImportCase(ImportCase),
    /// Hash all evidence again, and check the chain of custody and the database
    Verify {
        /// Only this case's evidence has to be there; everything is checked all the same
        id: Option<String>,
        /// The SHA-256 of the head of the chain as a report prints it: where it is not in the chain, its end was cut off
        #[arg(long, value_name = "SHA256")]
        head: Option<String>,
    },
    /// Search every stored message, note and title
    Search(Search),
    /// List observables with the cases that have them, those in most cases first
    Observables(Observables),
    /// Judge stored cases again by the rules in use; what the rules before said is kept
    Rescan(Rescan),
    /// Look at rules and try them
    #[command(subcommand)]
    Rules(Rules),
    /// Look at the catalogue of groups and add to it
    #[command(subcommand)]
    Actors(Actors),
    /// List the formats that can be read
    Formats,
    /// Print the JSON Schema of an output
    Schema {
        /// triage, triage-error, transcript, case-log, case-list, rules-list, rules-effect, actors-list, case-file, sample, search, case-link,
        /// observables or rescan
        name: String,
    },
    /// Make a store and find it
    #[command(subcommand)]
    Store(Store),
}

#[derive(ClapArgs)]
pub(crate) struct Triage {
    /// Files or folders; `-` reads standard input
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
    /// The moment that "within 72 hours" counts from where a message has no time of its own (RFC 3339)
    #[arg(long, value_name = "TIME")]
    pub now: Option<Timestamp>,
}

#[derive(ClapArgs)]
pub(crate) struct Reading {
    /// The zone of times that state none (Europe/London)
    #[arg(long, value_name = "TZ")]
    pub zone: Option<String>,
    /// Read as this format, whatever it looks like
    #[arg(long, value_name = "ID")]
    pub format: Option<String>,
    /// Which column of a table holds what, by name or number (time=Date,sender=From,text=3; also date and attachments)
    #[arg(long, value_name = "MAP")]
    pub map: Option<String>,
}

#[derive(ClapArgs)]
pub(crate) struct Transcript {
    /// A file; `-` reads standard input
    pub path: PathBuf,
    /// One JSON object a record
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(ClapArgs)]
pub(crate) struct Sample {
    /// Files or folders; `-` reads standard input
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
    /// The transcript or note whose claims the sample is held against
    #[arg(long, value_name = "FILE")]
    pub claims: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum Case {
    /// Log evidence as a new case, or in an existing one
    Log {
        /// Files or folders
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Print the case and its evidence as JSON
        #[arg(long)]
        json: bool,
        /// The case's title
        #[arg(long, conflicts_with = "case")]
        title: Option<String>,
        /// How far the new case may travel; TLP:AMBER+STRICT where nothing is said
        #[arg(long, value_name = "LEVEL", conflicts_with = "case")]
        tlp: Option<Tlp>,
        /// The moment that "within 72 hours" counts from where a message has no time of its own (RFC 3339); now where nothing is said
        #[arg(long, value_name = "TIME")]
        now: Option<Timestamp>,
        /// Log it in this case
        #[arg(long, value_name = "ID")]
        case: Option<String>,
        #[command(flatten)]
        reading: Reading,
    },
    /// List the cases, the most urgent first
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
        /// Only those that bear this label
        #[arg(long)]
        label: Option<String>,
        /// Only new, open, waiting or closed ones
        #[arg(long)]
        status: Option<CaseStatus>,
        /// Only P1, P2, P3 or P4, the analyst's where there is one
        #[arg(long)]
        priority: Option<Priority>,
        /// Only those whose title or actor holds this text
        #[arg(long, value_name = "TEXT")]
        contains: Option<String>,
        /// Those that are deleted or merged, in the place of the others
        #[arg(long)]
        deleted: bool,
    },
    /// Show a case
    Show {
        /// Its id or number
        id: String,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Write a note on a case
    Note {
        /// Its id or number
        id: String,
        /// What it says
        text: String,
        /// The id of the note that it takes the place of; that one stays in the case file
        #[arg(long, value_name = "NOTE")]
        revises: Option<String>,
    },
    /// Say where the work on a case stands
    Status {
        /// Its id or number
        id: String,
        /// new, open, waiting or closed
        status: CaseStatus,
    },
    /// Change title, marking, priority, assignee or victim
    Set(CaseSet),
    /// Put labels on a case, or take them away
    Label {
        /// Its id or number
        id: String,
        /// Labels
        #[arg(required = true)]
        labels: Vec<String>,
        /// Take them away
        #[arg(long)]
        remove: bool,
    },
    /// List, write or change lines of a case's diary: tasks, deadlines, statutory clocks, contacts, replies
    Task(CaseTask),
    /// Show what ties a case to others, and why
    Link {
        /// Its id or number
        id: String,
        /// Every case that hangs together with it, whatever lies between
        #[arg(long)]
        network: bool,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Move everything of a case into another one
    Merge {
        /// The case that goes, its id or number
        from: String,
        /// The case that stays, its id or number
        into: String,
    },
    /// Move evidence out of a case into a new one
    Split {
        /// Its id or number
        id: String,
        /// Evidence, by its id or exhibit ref (MK/3); an archive and its members go together
        #[arg(required = true)]
        evidence: Vec<String>,
        /// The new case's title
        #[arg(long)]
        title: String,
    },
    /// Take a case out of the list; for 30 days `case undo` takes it back
    Delete {
        /// Its id or number
        id: String,
    },
    /// Take a deletion back
    Undo {
        /// Its id or number
        id: String,
    },
    /// Destroy a deleted case for good: its keys, its evidence, every word of it; backups made before still hold it
    Purge {
        /// Its id or number
        id: String,
    },
    /// Put a case under a legal hold: it can be neither deleted nor purged
    Hold {
        /// Its id or number
        id: String,
        /// Why
        #[arg(required_unless_present = "release")]
        why: Option<String>,
        /// End the hold
        #[arg(long, conflicts_with = "why")]
        release: bool,
    },
}

#[derive(ClapArgs)]
pub(crate) struct CaseSet {
    /// Its id or number
    pub id: String,
    /// Another title
    #[arg(long)]
    pub title: Option<String>,
    /// How far it may travel
    #[arg(long, value_name = "LEVEL")]
    pub tlp: Option<Tlp>,
    /// P1 to P4, before the machine's; `none` takes it back
    #[arg(long)]
    pub priority: Option<PriorityOrNone>,
    /// Who works on it; `none` for nobody
    #[arg(long, value_name = "NAME")]
    pub assignee: Option<String>,
    /// Who is extorted; `none` where it is not known
    #[arg(long, value_name = "NAME")]
    pub victim: Option<String>,
}

/// A priority, or `none`.
#[derive(Clone, Copy)]
pub(crate) struct PriorityOrNone(pub Option<Priority>);

impl std::str::FromStr for PriorityOrNone {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "none" { Ok(Self(None)) } else { text.parse().map(|priority| Self(Some(priority))) }
    }
}

#[derive(ClapArgs)]
pub(crate) struct CaseTask {
    /// The case's id or number
    pub id: String,
    /// What the new line says; without it and without a change the diary is listed
    pub words: Option<String>,
    /// task, deadline, contact or reply
    #[arg(long)]
    pub kind: Option<TaskKind>,
    /// By when (RFC 3339); for a reply, when it was sent
    #[arg(long, value_name = "TIME")]
    pub due: Option<Timestamp>,
    /// Start a statutory clock: gdpr-72h, nis2-24h, nis2-72h or sec-4bd; the words say which event starts it
    #[arg(long, value_name = "STATUTE", requires_all = ["from", "words"])]
    pub clock: Option<Statute>,
    /// The moment of the event that starts the clock (RFC 3339)
    #[arg(long, value_name = "TIME", requires = "clock")]
    pub from: Option<Timestamp>,
    /// The line with this number is done, or its limit was kept
    #[arg(long, value_name = "NUMBER", group = "change", conflicts_with = "words")]
    pub met: Option<u32>,
    /// The line with this number was missed
    #[arg(long, value_name = "NUMBER", group = "change", conflicts_with = "words")]
    pub slipped: Option<u32>,
    /// The line with this number no longer matters
    #[arg(long, value_name = "NUMBER", group = "change", conflicts_with = "words")]
    pub dropped: Option<u32>,
    /// The line with this number has more time, until --due
    #[arg(long, value_name = "NUMBER", group = "change", requires = "due", conflicts_with = "words")]
    pub extend: Option<u32>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Subcommand)]
pub(crate) enum Rules {
    /// List the built-in rules
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Check rule files for mistakes
    Check {
        /// A folder of rule files
        dir: PathBuf,
    },
    /// Run the examples of rule files; of the built-in ones without a folder
    Test {
        /// A folder of rule files
        dir: Option<PathBuf>,
    },
    /// Show what the rules of a folder would change in the stored cases
    Effect {
        /// A folder of rule files
        dir: PathBuf,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Switch on the rules of a folder, in the place of your own that were on before
    Use {
        /// A folder of rule files
        dir: PathBuf,
    },
    /// Switch off your own rules
    Off,
}

#[derive(Subcommand)]
pub(crate) enum Actors {
    /// List the catalogue of groups
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Take over the names of a newer MISP galaxy or ATT&CK bundle, in the place of what was imported before
    Import {
        /// A cluster file of the MISP galaxy or an ATT&CK bundle (JSON)
        file: PathBuf,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Learn the wording of notes: each folder in it is a family; hashes of phrases are kept, no text
    Learn {
        /// A folder of folders of notes
        dir: PathBuf,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum Store {
    /// Make a store
    Init {
        /// Who works: the name that stands in the chain of custody
        #[arg(long, value_name = "NAME")]
        analyst: Option<String>,
        /// Make it without a passphrase: whoever has the folder can read it
        #[arg(long)]
        no_passphrase: bool,
    },
    /// Guard the store by another passphrase; a store that had none is written anew under another key
    Rekey {
        /// A file whose first line is the new passphrase; without it the prompt asks
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Write the whole store as one file, encrypted as it is
    Backup {
        /// The file; nothing is written over
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// List the backups that the program keeps by itself: one a day while something changes, and one before each change of the schema
    Backups {
        /// From now on those of the days go to this folder, an absolute path
        #[arg(long = "to", value_name = "FOLDER", conflicts_with = "default_folder")]
        folder: Option<PathBuf>,
        /// From now on they go to the folder of the store again
        #[arg(long)]
        default_folder: bool,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Make the store out of a backup
    Restore {
        /// The backup; the newest that the program kept where none is named
        file: Option<PathBuf>,
        /// Set a store that lies here aside, whole, and put the backup in its place
        #[arg(long)]
        replace: bool,
    },
    /// Write whatever can be read of a damaged store into a folder: cases as case files, evidence under its SHA-256
    Salvage {
        /// A folder that is not there yet
        #[arg(long, value_name = "PATH")]
        out: PathBuf,
    },
    /// Print the folder of the store
    Path,
    /// Print the public key that bundles of this store are signed with
    Key,
    /// Trust the key of another store: its bundles are known by this name from now on. Without arguments, list the keys that are trusted
    Trust {
        /// Whose it is
        #[arg(requires = "key")]
        name: Option<String>,
        /// The public key, as `store key` prints it there
        key: Option<String>,
        /// Trust the key of that name no more
        #[arg(long, value_name = "NAME", conflicts_with = "name")]
        remove: Option<String>,
    },
}
