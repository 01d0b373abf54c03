//! The analyst's work on a case: what is decided about it, its diary, merging and splitting, deleting and purging.

use jiff::Timestamp;
use shakedown_core::{
    Case, CaseId, CaseStatus, CaseWork, EvidenceId, Hostile, Priority, StartedClock, Statute, Task, TaskId, TaskKind, visible,
};
use shakedown_store::{By, CaseQuery, NewTask, Passphrase, Split, Store, StoreError, TaskChange};

use crate::view::case_row;
pub use crate::wire::CaseChange;
use crate::wire::CaseRow;
use crate::{App, Failure, FailureCode};

/// A line to be written in the diary of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskOrder {
    /// What kind of line; a statutory clock is started by [`App::start_clock`].
    pub kind: TaskKind,
    /// What it says.
    pub words: String,
    /// By when; for a reply, when it was sent.
    pub due: Option<Timestamp>,
}

/// Which cases to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListOrder {
    /// Only those that bear this label.
    pub label: Option<String>,
    /// Only those of this status.
    pub status: Option<CaseStatus>,
    /// Only those of this priority, the analyst's where there is one.
    pub priority: Option<Priority>,
    /// Only those whose title or actor holds this text.
    pub contains: Option<String>,
    /// Those that are deleted or merged, in the place of the others.
    pub hidden: bool,
}

impl App {
    /// Change one thing about a case. Errors: `wrong-usage` for empty words or what the case's state forbids, `not-found`, those of the store.
    pub fn change_case(&self, case: &str, change: &CaseChange) -> Result<Case, Failure> {
        let words = match change {
            CaseChange::Title(words) | CaseChange::Label(words) | CaseChange::Unlabel(words) | CaseChange::Hold(words) => Some(words),
            CaseChange::Assignee(words) | CaseChange::Victim(words) => words.as_ref(),
            _ => None,
        };
        if let Some(words) = words {
            expect_words(words)?;
        }
        self.on_case(case, |store, id, by| match change {
            CaseChange::Title(title) => store.set_title(id, title, by),
            CaseChange::Status(status) => store.set_status(id, *status, by),
            CaseChange::Tlp(tlp) => store.set_tlp(id, *tlp, by),
            CaseChange::Priority(priority) => store.set_priority(id, *priority, by),
            CaseChange::Assignee(name) => store.set_assignee(id, name.as_deref(), by),
            CaseChange::Victim(name) => store.set_victim(id, name.as_deref().map(Hostile::new).as_ref(), by),
            CaseChange::Label(label) => store.add_label(id, label, by),
            CaseChange::Unlabel(label) => store.remove_label(id, label, by),
            CaseChange::Hold(why) => store.hold(id, why, by),
            CaseChange::Release => store.release(id, by),
            CaseChange::Delete => store.delete_case(id, by),
            CaseChange::Undo => store.restore_case(id, by),
        })
    }

    /// What analysts decided about a case, and its diary. Errors: `not-found` and those of the store.
    pub fn case_work(&self, case: &str) -> Result<(CaseWork, Vec<Task>), Failure> {
        let id = self.case_id(case)?;
        self.with_store(|store| Ok((store.work(&id)?, store.tasks(&id)?)))
    }

    /// The cases that an analyst asks for, the most urgent first. Errors: those of the store.
    pub fn find_cases(&self, order: &ListOrder) -> Result<Vec<CaseRow>, Failure> {
        let ListOrder { label, status, priority, contains, hidden } = order.clone();
        let query = CaseQuery { label, status, priority, contains, hidden, ..CaseQuery::all(self.host.now()) };
        let cases = self.with_store(|store| store.cases(&query))?;
        Ok(cases.into_iter().map(case_row).collect())
    }

    /// Write a line in the diary of a case. A reply without a moment was sent now.
    ///
    /// Errors: `wrong-usage` for one without words, `not-found` and those of the store.
    pub fn add_task(&self, case: &str, order: TaskOrder) -> Result<Task, Failure> {
        expect_words(&order.words)?;
        let due = order.due.or_else(|| (order.kind == TaskKind::Reply).then(|| self.host.now()));
        let new = NewTask { id: TaskId::new(self.new_id()?), kind: order.kind, words: Hostile::new(order.words), due, clock: None };
        self.on_case(case, |store, id, by| store.add_task(id, &new, by))
    }

    /// Start a statutory clock: on what basis, from which moment, by which event. Nothing but an analyst starts one.
    ///
    /// Errors: `wrong-usage` for an event without words or in the future, `not-found` and those of the store.
    pub fn start_clock(&self, case: &str, statute: Statute, from: Timestamp, event: &str) -> Result<Task, Failure> {
        expect_words(event)?;
        let due = statute.due(from).filter(|_| from <= self.host.now());
        let due = due.ok_or_else(|| {
            Failure::new(
                FailureCode::WrongUsage,
                format!("clock: expected a moment that has passed, found {from}; nothing was changed"),
                "give the moment of the event that starts the clock",
            )
        })?;
        let clock = Some(StartedClock { statute, from });
        let new = NewTask { id: TaskId::new(self.new_id()?), kind: TaskKind::Clock, words: Hostile::new(event), due: Some(due), clock };
        self.on_case(case, |store, id, by| store.add_task(id, &new, by))
    }

    /// Say what becomes of a line of the diary. Errors: `not-found` and those of the store.
    pub fn change_task(&self, case: &str, number: u32, what: TaskChange) -> Result<Task, Failure> {
        self.on_case(case, |store, id, by| store.change_task(id, number, what, by))
    }

    /// Move everything of one case into another. Errors: `wrong-usage`, `not-found` and those of the store.
    pub fn merge_cases(&self, from: &str, into: &str) -> Result<Case, Failure> {
        let from = self.case_id(from)?;
        self.on_case(into, |store, into, by| store.merge_cases(&from, into, by, &mut |bytes| self.host.fill_random(bytes)))
    }

    /// Move evidence, named by its id or exhibit ref, out of a case into a new one.
    ///
    /// Errors: `wrong-usage` where one of the two would have no evidence, `not-found` and those of the store.
    pub fn split_case(&self, case: &str, evidence: &[String], title: &str) -> Result<Case, Failure> {
        expect_words(title)?;
        let file = self.case_file(case)?;
        let meant = |named: &String| {
            let item = file.evidence.iter().find(|item| item.exhibit_ref == *named);
            item.map_or_else(|| EvidenceId::new(named), |item| item.id.clone())
        };
        let split = Split { id: CaseId::new(self.new_id()?), title: title.to_owned(), evidence: evidence.iter().map(meant).collect() };
        self.on_case(case, |store, id, by| store.split_case(id, &split, by, &mut |bytes| self.host.fill_random(bytes)))
    }

    /// Destroy a deleted case for good; gives how many things went. Backups made before still hold it.
    ///
    /// Errors: `wrong-usage` for a case that is not deleted or is held, `not-found` and those of the store.
    pub fn purge_case(&self, case: &str) -> Result<u64, Failure> {
        self.on_case(case, |store, id, by| store.purge_case(id, by))
    }

    /// Guard the store by another passphrase. Errors: `wrong-passphrase`, `store-busy` where another program has it open, those of the store.
    pub fn rekey_store(&self, new: &str) -> Result<(), Failure> {
        let dir = self.host.store_dir();
        let refused = |error| self.store_failure(error);
        let new = Passphrase::new(new).map_err(refused)?;
        let old = match Store::state(&dir).map_err(refused)? {
            shakedown_store::StoreState::NeedsPassphrase => self.passphrase()?,
            _ => None,
        };
        let old = old.as_deref().map(Passphrase::new).transpose().map_err(refused)?;
        self.close_store();
        let store = Store::open(&dir, old.as_ref()).map_err(refused)?;
        let by = self.by(&store.analyst().map_err(refused)?);
        let rekeyed = store.rekey(old.as_ref(), &new, &by, &mut |bytes| self.host.fill_random(bytes)).map_err(refused)?;
        self.use_store(rekeyed);
        Ok(())
    }

    fn on_case<T>(&self, case: &str, work: impl FnOnce(&mut Store, &CaseId, &By) -> Result<T, StoreError>) -> Result<T, Failure> {
        let id = self.case_id(case)?;
        self.with_store(|store| {
            let by = self.by(&store.analyst()?);
            work(store, &id, &by)
        })
    }
}

fn expect_words(words: &str) -> Result<(), Failure> {
    if words.trim().is_empty() {
        let found = visible(words);
        return Err(Failure::new(
            FailureCode::WrongUsage,
            format!("expected words, found {found:?}; nothing was changed"),
            "say what you mean",
        ));
    }
    Ok(())
}
