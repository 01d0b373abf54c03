//! The shift report: what came in, what changed and what falls due, over many cases, for whoever takes over.
//!
//! It is made of case files that the gate has let go, one after the other, and keeps of each what it tells.

mod html;
mod markdown;

use jiff::Timestamp;
use shakedown_core::{
    AmountRole, AnalysedTranscript, Artifact, CaseFile, CustodyAction, CustodyEvent, Grade, Role, SubjectKind, TaskState,
};

use super::report::words::{moment, number, score};
use crate::{ExportError, ExportOptions, Released};

/// What a shift report can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShiftFormat {
    /// A page of HTML.
    Html,
    /// CommonMark.
    Markdown,
}

impl ShiftFormat {
    /// Its id, that of the report on a case.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
        }
    }
}

impl std::str::FromStr for ShiftFormat {
    type Err = ExportError;

    fn from_str(id: &str) -> Result<Self, ExportError> {
        let known = [Self::Html, Self::Markdown];
        let found = known.into_iter().find(|format| format.id() == id);
        found.ok_or_else(|| ExportError::UnknownFormat { found: id.chars().take(60).collect(), known: known.map(Self::id).to_vec() })
    }
}

/// A shift report under construction.
pub struct Shift {
    options: ExportOptions,
    since: Timestamp,
    until: Timestamp,
    redacted: bool,
    came_in: Vec<CameIn>,
    changed: Vec<Changed>,
    due: Vec<Due>,
}

/// What a case is called.
#[derive(Clone)]
struct Named {
    number: u32,
    title: String,
}

/// A case that was logged in the shift.
struct CameIn {
    case: Named,
    priority: String,
    verdict: String,
    actor: Option<String>,
    demand: Option<String>,
    logged: String,
    by: String,
}

/// A case that somebody worked on.
struct Changed {
    case: Named,
    /// How it stands now.
    stands: String,
    changes: Vec<Change>,
}

/// One thing that was done, or the same thing done several times on end.
struct Change {
    at: String,
    by: String,
    what: String,
    /// What it is about: the words of a note or of a line of the diary, an exhibit.
    about: Option<String>,
    times: u32,
}

/// A limit.
struct Due {
    at: Timestamp,
    case: Named,
    what: String,
    words: String,
}

impl Shift {
    /// A report on what happened from `since` until it is made, and on what falls due before `until`.
    pub fn new(options: &ExportOptions, since: Timestamp, until: Timestamp) -> Self {
        let (came_in, changed, due) = Default::default();
        Self { options: options.clone(), since, until, redacted: false, came_in, changed, due }
    }

    /// Tell of one more case.
    pub fn add(&mut self, released: &Released<'_>) {
        let file = released.case.as_ref();
        let case = Named { number: file.case.number, title: file.case.title.clone() };
        self.redacted |= file.redacted;
        let is_new = file.case.created_at >= self.since;
        if is_new {
            self.came_in.push(came_in(file, case.clone()));
        }
        let changes = changes(file, self.since, is_new);
        if !changes.is_empty() {
            self.changed.push(Changed { case: case.clone(), stands: stands(file), changes });
        }
        self.due.extend(diary(file, &case, self.until));
        self.due.extend(limits(file, &case, self.since, self.until));
    }

    /// The report as a file. Errors: [`ExportError::Template`].
    pub fn write(mut self, format: ShiftFormat) -> Result<Artifact, ExportError> {
        self.due.sort_by_key(|one| (one.at, one.case.number));
        let (text, media_type) = match format {
            ShiftFormat::Html => (html::page(&self)?, "text/html"),
            ShiftFormat::Markdown => (markdown::page(&self), "text/markdown"),
        };
        let name = format!("shift-{}.{}", self.options.made_at.strftime("%Y-%m-%dT%H%MZ"), format.id());
        Ok(Artifact::new(text.into_bytes(), name, media_type, self.options.tlp))
    }

    /// What stands above everything.
    fn span(&self) -> String {
        format!("From {} to {}; limits until {}", moment(self.since), moment(self.options.made_at), moment(self.until))
    }
}

fn came_in(file: &CaseFile, case: Named) -> CameIn {
    let gravest = |read: &&AnalysedTranscript| {
        let judged = &read.analysis.assessment;
        (judged.verdict, judged.priority)
    };
    let lead = file.transcripts.iter().min_by_key(gravest);
    let judged = lead.map(|read| &read.analysis.assessment);
    let actors = || file.transcripts.iter().flat_map(|read| &read.analysis.actors).filter(|actor| actor.grade != Grade::Mentioned);
    let mut demands = file.transcripts.iter().flat_map(|read| &read.analysis.amounts);
    let demand = demands.rfind(|amount| amount.role == AmountRole::Demand && amount.by != Role::Victim);
    CameIn {
        case,
        priority: format!("{}, {}", file.case.priority, file.case.priority.words()),
        verdict: judged.map_or_else(|| "not read".into(), |judged| format!("{}, {} of 100", judged.verdict.words(), score(judged.score))),
        actor: actors().next().map(|actor| format!("{} ({})", actor.name, actor.grade.words())),
        demand: demand.map(|amount| format!("{} {}", number(amount.value), amount.currency)),
        logged: moment(file.case.created_at),
        by: file.case.created_by.clone(),
    }
}

/// How the case stands.
fn stands(file: &CaseFile) -> String {
    let (case, work) = (&file.case, &file.case.work);
    let priority = work.priority.unwrap_or(case.priority);
    let whose = work.assignee.as_ref().map_or_else(|| "nobody’s".to_owned(), |name| format!("{name}’s"));
    let hold = if work.hold.is_some() { ", under a legal hold" } else { "" };
    let deleted = if work.deleted_at.is_some() { ", deleted" } else { "" };
    format!("{}, {priority} ({}), {whose}{hold}{deleted}", case.status.words(), priority.words())
}

/// What was done on the case since `since`, but what every new case begins with.
fn changes(file: &CaseFile, since: Timestamp, is_new: bool) -> Vec<Change> {
    use CustodyAction::{Assessed, Created, Logged, Read, Received};
    let mut changes: Vec<Change> = Vec::new();
    for link in file.custody.iter().filter(|link| link.at >= since) {
        let steps = matches!(link.action, Read | Assessed) || link.action == Created && link.subject == SubjectKind::Case;
        let first = is_new && matches!(link.action, Received | Logged);
        if steps || first {
            continue;
        }
        let (what, about) = (format!("{}: {}", link.subject.words(), link.action.words()), about(file, link));
        let by = link.actor.analyst.clone();
        match changes.last_mut() {
            Some(last) if (&last.what, &last.by, &last.about) == (&what, &by, &about) => {
                (last.at, last.times) = (moment(link.at), last.times + 1);
            }
            _ => changes.push(Change { at: moment(link.at), by, what, about, times: 1 }),
        }
    }
    changes
}

fn about(file: &CaseFile, link: &CustodyEvent) -> Option<String> {
    let id = link.subject_id.as_str();
    match link.subject {
        SubjectKind::Note => file.notes.iter().find(|note| note.id.as_str() == id).map(|note| note.body.raw().to_owned()),
        SubjectKind::Task => file.tasks.iter().find(|task| task.id.as_str() == id).map(|task| task.words.raw().to_owned()),
        SubjectKind::Evidence => file.evidence.iter().find(|item| item.id.as_str() == id).map(|item| item.exhibit_ref.clone()),
        _ => None,
    }
}

/// Open lines of the diary that are due before `until`, those that are past too.
fn diary(file: &CaseFile, case: &Named, until: Timestamp) -> Vec<Due> {
    let open = file.tasks.iter().filter(|task| matches!(task.state, TaskState::Due | TaskState::Extended));
    let due = open.filter_map(|task| {
        let at = task.due.filter(|due| *due <= until)?;
        let clock = task.clock.as_ref().map(|clock| format!(" ({})", clock.statute.words())).unwrap_or_default();
        Some(Due { at, case: case.clone(), what: format!("{}{clock}", task.kind.words()), words: task.words.raw().to_owned() })
    });
    due.collect()
}

/// Limits that the other side set and that fall in the time of the report.
fn limits(file: &CaseFile, case: &Named, since: Timestamp, until: Timestamp) -> Vec<Due> {
    let all = file.transcripts.iter().flat_map(|read| &read.analysis.deadlines).filter(|limit| limit.by != Role::Victim);
    let due = all.filter_map(|limit| {
        let at = limit.due.filter(|due| (since..=until).contains(due))?;
        let what = format!("{}, set by the other side", limit.kind.words());
        Some(Due { at, case: case.clone(), what, words: limit.as_written.raw().to_owned() })
    });
    due.collect()
}
