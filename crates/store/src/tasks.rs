//! The diary of a case: tasks, deadlines, statutory clocks, contacts promised, replies sent.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};
use shakedown_core::{CaseId, CustodyAction, Hostile, StartedClock, SubjectKind, Task, TaskId, TaskKind, TaskState};

use crate::{By, Store, StoreError, cases, rows, work};

/// A line to be written in the diary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTask {
    /// Its identifier.
    pub id: TaskId,
    /// What kind of line.
    pub kind: TaskKind,
    /// What it says.
    pub words: Hostile,
    /// By when; for a reply, when it was sent.
    pub due: Option<Timestamp>,
    /// For a statutory clock: what started it.
    pub clock: Option<StartedClock>,
}

/// What becomes of a line of the diary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskChange {
    /// It is done, or the limit was kept.
    Met,
    /// It was missed.
    Slipped,
    /// It no longer matters.
    Dropped,
    /// There is more time: until this moment.
    Extended(Timestamp),
}

/// The columns of a line, in the order that [`task`] reads.
const TASK: &str = "uid, number, kind, words, due, state, statute, started, at, by";

fn task(row: &Row<'_>) -> rusqlite::Result<Task> {
    let statute = rows::maybe(row, 6, rows::parsed)?;
    Ok(Task {
        id: TaskId::new(row.get::<_, String>(0)?),
        number: row.get(1)?,
        kind: rows::parsed(row, 2)?,
        words: rows::hostile(row, 3)?,
        due: rows::maybe(row, 4, rows::moment)?,
        state: rows::parsed(row, 5)?,
        clock: statute.zip(rows::maybe(row, 7, rows::moment)?).map(|(statute, from)| StartedClock { statute, from }),
        at: rows::parsed(row, 8)?,
        by: row.get(9)?,
    })
}

/// The diary of a case, oldest line first.
pub(crate) fn tasks(connection: &Connection, case: i64) -> Result<Vec<Task>, StoreError> {
    rows::all(connection, &format!("SELECT {TASK} FROM tasks WHERE case_id = ?1 ORDER BY number"), case, task)
}

fn numbered(connection: &Connection, case: i64, number: u32) -> Result<Task, StoreError> {
    let sql = format!("SELECT {TASK} FROM tasks WHERE case_id = ?1 AND number = ?2");
    let found = connection.prepare_cached(&sql)?.query_row((case, number), task).optional()?;
    found.ok_or_else(|| StoreError::not_found("line in the diary of this case", number))
}

impl Store {
    /// The diary of a case, oldest line first. Errors: [`StoreError::NotFound`].
    pub fn tasks(&self, case: &CaseId) -> Result<Vec<Task>, StoreError> {
        tasks(&self.connection, cases::find(&self.connection, case)?)
    }

    /// Write a line in the diary of a case. A reply that was sent is met from the start.
    ///
    /// Errors: [`StoreError::NotFound`], [`StoreError::Deleted`], [`StoreError::Merged`], [`StoreError::Conflict`] where the identifier is taken.
    pub fn add_task(&mut self, case: &CaseId, new: &NewTask, by: &By) -> Result<Task, StoreError> {
        self.change(by, |change| {
            let case = work::find_open(change.tx, case)?;
            let state = if new.kind == TaskKind::Reply { TaskState::Met } else { TaskState::Due };
            let sql = "INSERT INTO tasks (uid, case_id, number, kind, words, due, state, statute, started, at, by)
                SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM tasks WHERE case_id = ?2";
            change.tx.prepare_cached(sql)?.execute((
                new.id.as_str(),
                case,
                new.kind.as_str(),
                new.words.raw(),
                new.due.map(Timestamp::as_millisecond),
                state.as_str(),
                new.clock.as_ref().map(|clock| clock.statute.as_str()),
                new.clock.as_ref().map(|clock| clock.from.as_millisecond()),
                by.now.to_string(),
                &by.actor.analyst,
            ))?;
            let sql = format!("SELECT {TASK} FROM tasks WHERE id = ?1");
            let task = change.tx.prepare_cached(&sql)?.query_row([change.tx.last_insert_rowid()], task)?;
            change.record(SubjectKind::Task, new.id.as_str(), CustodyAction::Created)?;
            Ok(task)
        })
    }

    /// Say what becomes of the line with a number.
    ///
    /// Errors: [`StoreError::NotFound`], [`StoreError::Deleted`], [`StoreError::Merged`].
    pub fn change_task(&mut self, case: &CaseId, number: u32, what: TaskChange, by: &By) -> Result<Task, StoreError> {
        self.change(by, |change| {
            let case = work::find_open(change.tx, case)?;
            let task = numbered(change.tx, case, number)?;
            let (state, due) = match what {
                TaskChange::Met => (TaskState::Met, task.due),
                TaskChange::Slipped => (TaskState::Slipped, task.due),
                TaskChange::Dropped => (TaskState::Dropped, task.due),
                TaskChange::Extended(until) => (TaskState::Extended, Some(until)),
            };
            let sql = "UPDATE tasks SET state = ?2, due = ?3 WHERE uid = ?1";
            change.tx.prepare_cached(sql)?.execute((task.id.as_str(), state.as_str(), due.map(Timestamp::as_millisecond)))?;
            change.record(SubjectKind::Task, task.id.as_str(), CustodyAction::Changed)?;
            numbered(change.tx, case, number)
        })
    }
}
