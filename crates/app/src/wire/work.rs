//! The analysts' own work on a case, as the window shows and changes it.

use super::wire;
use super::{CaseRef, CaseRow};
use shakedown_core::{CaseStatus, Priority, ReviewVerdict, Statute, TaskKind, TaskState, Tlp};

wire! {
    /// One decision about a case.
    pub enum CaseChange {
        /// Another title.
        Title(String),
        /// Where the work stands.
        Status(CaseStatus),
        /// How far it may travel.
        Tlp(Tlp),
        /// The analyst's priority before the machine's; none takes it back.
        Priority(Option<Priority>),
        /// Who works on it.
        Assignee(Option<String>),
        /// Who is extorted.
        Victim(Option<String>),
        /// Bear a label.
        Label(String),
        /// Bear it no more.
        Unlabel(String),
        /// A legal hold, and why.
        Hold(String),
        /// No hold any more.
        Release,
        /// Out of the table of cases; it can be taken back for 30 days.
        Delete,
        /// Take a deletion back.
        Undo,
    }

    /// What analysts decided about a case.
    pub struct WorkView {
        /// The analyst's priority, where one was given.
        pub priority: Option<Priority>,
        /// Who works on it.
        pub assignee: Option<String>,
        /// Who is extorted, hidden characters visible.
        pub victim: Option<String>,
        /// Its labels, sorted.
        pub labels: Vec<String>,
        /// Why a legal hold keeps it.
        pub hold: Option<String>,
        /// When it was deleted, RFC 3339 in UTC.
        pub deleted_at: Option<String>,
    }

    /// One line in the diary of a case.
    pub struct TaskView {
        /// Its number in the case.
        pub number: u32,
        /// What kind of line.
        pub kind: TaskKind,
        /// What it says, hidden characters visible.
        pub words: String,
        /// By when, RFC 3339 in UTC.
        pub due: Option<String>,
        /// How it stands now.
        pub state: TaskState,
        /// For a statutory clock: its basis, in words.
        pub basis: Option<String>,
        /// For a statutory clock: the moment that started it, RFC 3339 in UTC.
        pub from: Option<String>,
        /// When it was written down, RFC 3339 in UTC.
        pub at: String,
        /// By whom.
        pub by: String,
    }

    /// A line of a diary that is still to be done, and its case.
    pub struct DiaryLine {
        /// The case.
        pub case: String,
        /// The line.
        pub task: TaskView,
    }

    /// A line to be written in the diary of a case.
    pub struct NewLine {
        /// What kind of line.
        pub kind: TaskKind,
        /// What it says; for a statutory clock, the event that starts it.
        pub words: String,
        /// By when, RFC 3339; for a statutory clock, when the event was.
        pub at: Option<String>,
        /// For a statutory clock: its basis.
        pub statute: Option<Statute>,
    }

    /// What becomes of a line of the diary.
    pub enum LineChange {
        /// It is done, or the limit was kept.
        Met,
        /// It was missed.
        Slipped,
        /// It no longer matters.
        Dropped,
        /// There is more time: until this moment, RFC 3339.
        Extended(String),
    }

    /// A case that is deleted or went into another one.
    pub struct HiddenRow {
        /// Its row.
        pub row: CaseRow,
        /// When it was deleted, RFC 3339 in UTC.
        pub deleted_at: Option<String>,
        /// Until when that can be taken back, RFC 3339 in UTC.
        pub until: Option<String>,
        /// Why a legal hold keeps it.
        pub hold: Option<String>,
        /// The number of the case that took over its evidence.
        pub merged_into: Option<u32>,
    }

    /// Something that two copies of a case say differently; what is here stays.
    pub struct Conflicting {
        /// What it is about.
        pub about: String,
        /// What the copy here says, hidden characters visible.
        pub here: String,
        /// What the other says.
        pub there: String,
    }

    /// A case that was taken over from another store.
    pub struct TakenOverView {
        /// The case as it stands now.
        pub case: CaseRef,
        /// Whether it went into a case that was here.
        pub merged: bool,
        /// What the signature on the file means, in words.
        pub signer: String,
        /// How many evidence items it has now.
        pub evidence: u32,
        /// How many identifiers were taken here and have become others.
        pub renamed: u32,
        /// Evidence items whose bytes are not here.
        pub absent: u32,
        /// Where the copies say something else.
        pub conflicts: Vec<Conflicting>,
    }

    /// A case that holds the same bytes.
    pub struct HeldIn {
        /// The case.
        pub case: String,
        /// Its number.
        pub number: u32,
    }

    /// What an analyst says of a mark in a transcript.
    pub struct MarkReview {
        /// The transcript, as a case's item names it.
        pub draft: String,
        /// The mark.
        pub mark: u32,
        /// What is said.
        pub verdict: ReviewVerdict,
    }
}
