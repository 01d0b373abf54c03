//! What can be typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand};
use jiff::Timestamp;
use shakedown_core::{CaseStatus, Tlp};

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
    /// Write a case as a file
    Export(Export),
    /// Hash all evidence again, and check the chain of custody and the database
    Verify {
        /// Only this case's evidence has to be there; everything is checked all the same
        id: Option<String>,
    },
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
        /// triage, triage-error, transcript, case-log, case-list, rules-list, rules-effect, actors-list, case-file or sample
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
    },
    /// Say where the work on a case stands
    Status {
        /// Its id or number
        id: String,
        /// new, open, waiting or closed
        status: CaseStatus,
    },
}

#[derive(ClapArgs)]
pub(crate) struct Export {
    /// The case's id or number
    pub id: String,
    /// html, md, csv, json, stix, misp, navigator or bundle
    #[arg(long, value_name = "ID")]
    pub format: String,
    /// A folder or a file; nothing is written over
    #[arg(long, value_name = "PATH", required_unless_present = "preview")]
    pub out: Option<PathBuf>,
    /// The marking it leaves with; never more open than the case's own
    #[arg(long, value_name = "LEVEL")]
    pub tlp: Option<Tlp>,
    /// Put tokens in the place of what tells who the victim is; the adversary's names and addresses stay
    #[arg(long)]
    pub redact: bool,
    /// Put a token in the place of this name, number or word too
    #[arg(long, value_name = "TEXT", requires = "redact")]
    pub mark: Vec<String>,
    /// Say what would leave and what would be removed, and write nothing
    #[arg(long)]
    pub preview: bool,
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
    /// Print the folder of the store
    Path,
}
