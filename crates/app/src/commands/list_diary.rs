//! What is still to be done, in every case.

use shakedown_core::TaskState;

use super::Nothing;
use crate::job::Watch;
use crate::view::task_view;
use crate::wire::DiaryLine;
use crate::{App, Failure};

pub(super) fn run(app: &App, _: Nothing, _: Watch<'_>) -> Result<Vec<DiaryLine>, Failure> {
    app.list_diary()
}

impl App {
    /// Every line of a diary that is due, extended or has slipped, case by case. Errors: those of the store.
    pub fn list_diary(&self) -> Result<Vec<DiaryLine>, Failure> {
        let now = self.host.now();
        let mut lines = Vec::new();
        for row in self.list_cases()? {
            let id = self.case_id(&row.id)?;
            let tasks = self.with_store(|store| store.tasks(&id))?;
            let open = tasks.iter().filter(|task| matches!(task.state, TaskState::Due | TaskState::Extended));
            lines.extend(open.map(|task| DiaryLine { case: row.id.clone(), task: task_view(task, now) }));
        }
        Ok(lines)
    }
}
