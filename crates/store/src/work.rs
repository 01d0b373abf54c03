//! What analysts decide about a case: priority, who works on it, the victim, labels, holds; and its deletion, which can be taken back.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension};
use shakedown_core::{Case, CaseId, CaseWork, CustodyAction, Hostile, Priority, SubjectKind};

use crate::custody::Change;
use crate::ties::victim_key;
use crate::{By, Store, StoreError, cases, rows};

/// How long a deletion can be taken back.
pub const UNDO: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What was decided about the case in a row.
pub(crate) fn load(connection: &Connection, case: i64) -> Result<CaseWork, StoreError> {
    let sql = "SELECT w.priority, w.assignee, w.victim, w.hold, w.deleted_at, m.uid
        FROM case_work w LEFT JOIN cases m ON m.id = w.merged_into WHERE w.case_id = ?1";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(CaseWork {
            priority: rows::maybe(row, 0, rows::parsed)?,
            assignee: row.get(1)?,
            victim: rows::maybe(row, 2, rows::hostile)?,
            labels: Vec::new(),
            hold: row.get(3)?,
            deleted_at: rows::maybe(row, 4, rows::parsed)?,
            merged_into: row.get::<_, Option<String>>(5)?.map(CaseId::new),
        })
    };
    let work = connection.prepare_cached(sql)?.query_row([case], read).optional()?.unwrap_or_default();
    Ok(CaseWork { labels: rows::all(connection, "SELECT label FROM labels WHERE case_id = ?1 ORDER BY label", case, rows::first)?, ..work })
}

/// The row of a case that work can go on in. Errors: `NotFound`, `Deleted`, `Merged`.
pub(crate) fn find_open(connection: &Connection, id: &CaseId) -> Result<i64, StoreError> {
    let case = cases::find(connection, id)?;
    let work = load(connection, case)?;
    match (work.deleted_at, work.merged_into) {
        (Some(_), _) => Err(StoreError::Deleted { id: id.to_string() }),
        (_, Some(into)) => Err(StoreError::Merged { id: id.to_string(), into: into.to_string() }),
        _ => Ok(case),
    }
}

impl Change<'_> {
    /// Set one column of what was decided.
    pub(crate) fn decide(&self, case: i64, column: &'static str, value: Option<&str>) -> Result<(), StoreError> {
        let sql = format!("INSERT INTO case_work (case_id, {column}) VALUES (?1, ?2) ON CONFLICT (case_id) DO UPDATE SET {column} = ?2");
        self.tx.prepare_cached(&sql)?.execute((case, value))?;
        self.place(case)
    }

    /// Where the case stands in the table of cases, and whether at all.
    pub(crate) fn place(&self, case: i64) -> Result<(), StoreError> {
        let sql = "UPDATE summaries SET urgency = coalesce((SELECT w.priority FROM case_work w WHERE w.case_id = ?1), priority),
            hidden = EXISTS (SELECT 1 FROM case_work w WHERE w.case_id = ?1 AND (w.deleted_at IS NOT NULL OR w.merged_into IS NOT NULL))
            WHERE case_id = ?1";
        self.tx.prepare_cached(sql)?.execute([case])?;
        Ok(())
    }
}

impl Store {
    /// What analysts decided about a case. Errors: [`StoreError::NotFound`].
    pub fn work(&self, id: &CaseId) -> Result<CaseWork, StoreError> {
        load(&self.connection, cases::find(&self.connection, id)?)
    }

    /// Put the analyst's priority before the machine's, or take it back. Errors: [`StoreError::NotFound`], [`StoreError::Deleted`],
    /// [`StoreError::Merged`], as for every change below.
    pub fn set_priority(&mut self, id: &CaseId, priority: Option<Priority>, by: &By) -> Result<Case, StoreError> {
        self.work_on(id, CustodyAction::Changed, by, |change, case| change.decide(case, "priority", priority.map(Priority::as_str)))
    }

    /// Say who works on it, or that nobody does.
    pub fn set_assignee(&mut self, id: &CaseId, assignee: Option<&str>, by: &By) -> Result<Case, StoreError> {
        self.work_on(id, CustodyAction::Changed, by, |change, case| change.decide(case, "assignee", assignee))
    }

    /// Say who is extorted, or that it is not known.
    pub fn set_victim(&mut self, id: &CaseId, victim: Option<&Hostile>, by: &By) -> Result<Case, StoreError> {
        self.work_on(id, CustodyAction::Changed, by, |change, case| {
            change.tx.prepare_cached("DELETE FROM case_victims WHERE case_id = ?1")?.execute([case])?;
            let key = victim.map(|victim| victim_key(victim.raw())).filter(|key| !key.is_empty());
            if let Some(key) = key {
                change.tx.prepare_cached("INSERT INTO case_victims VALUES (?1, ?2)")?.execute((key, case))?;
            }
            change.decide(case, "victim", victim.map(Hostile::raw))
        })
    }

    /// Add a label. One that is there already is no change in the case, and in the chain all the same.
    pub fn add_label(&mut self, id: &CaseId, label: &str, by: &By) -> Result<Case, StoreError> {
        self.work_on(id, CustodyAction::Changed, by, |change, case| {
            change.tx.prepare_cached("INSERT INTO labels VALUES (?1, ?2) ON CONFLICT DO NOTHING")?.execute((case, label))?;
            Ok(())
        })
    }

    /// Take a label away. Errors too: [`StoreError::NotFound`] where the case does not bear it.
    pub fn remove_label(&mut self, id: &CaseId, label: &str, by: &By) -> Result<Case, StoreError> {
        self.work_on(id, CustodyAction::Changed, by, |change, case| {
            let gone = change.tx.prepare_cached("DELETE FROM labels WHERE case_id = ?1 AND label = ?2")?.execute((case, label))?;
            if gone == 0 { Err(StoreError::not_found("label on this case", label)) } else { Ok(()) }
        })
    }

    /// Keep a case from being deleted and purged, and say why.
    pub fn hold(&mut self, id: &CaseId, why: &str, by: &By) -> Result<Case, StoreError> {
        self.work_on(id, CustodyAction::Held, by, |change, case| change.decide(case, "hold", Some(why)))
    }

    /// End a hold.
    pub fn release(&mut self, id: &CaseId, by: &By) -> Result<Case, StoreError> {
        self.work_on(id, CustodyAction::Released, by, |change, case| change.decide(case, "hold", None))
    }

    /// Take a case out of the table of cases. Nothing is destroyed: [`restore_case`](Self::restore_case) takes it back for 30 days, and until
    /// it is purged everything in it stays. Errors too: [`StoreError::Held`].
    pub fn delete_case(&mut self, id: &CaseId, by: &By) -> Result<Case, StoreError> {
        let now = by.now.to_string();
        self.work_on(id, CustodyAction::Deleted, by, |change, case| match load(change.tx, case)?.hold {
            Some(why) => Err(StoreError::Held { id: id.to_string(), why }),
            None => change.decide(case, "deleted_at", Some(&now)),
        })
    }

    /// Take a deletion back. Errors: [`StoreError::NotFound`], [`StoreError::NotDeleted`], [`StoreError::TooLate`] after 30 days.
    pub fn restore_case(&mut self, id: &CaseId, by: &By) -> Result<Case, StoreError> {
        self.change(by, |change| {
            let case = cases::find(change.tx, id)?;
            let deleted_at = load(change.tx, case)?.deleted_at.ok_or_else(|| StoreError::NotDeleted { id: id.to_string() })?;
            let until = deleted_at.checked_add(UNDO).unwrap_or(Timestamp::MAX);
            if until < by.now {
                return Err(StoreError::TooLate { id: id.to_string(), until });
            }
            change.decide(case, "deleted_at", None)?;
            change.record(SubjectKind::Case, id.as_str(), CustodyAction::Restored)?;
            cases::load(change.tx, id)
        })
    }

    /// Change a case that work can go on in.
    fn work_on(
        &mut self,
        id: &CaseId,
        action: CustodyAction,
        by: &By,
        work: impl FnOnce(&Change<'_>, i64) -> Result<(), StoreError>,
    ) -> Result<Case, StoreError> {
        self.change(by, |change| {
            work(change, find_open(change.tx, id)?)?;
            change.record(SubjectKind::Case, id.as_str(), action)?;
            cases::load(change.tx, id)
        })
    }
}
