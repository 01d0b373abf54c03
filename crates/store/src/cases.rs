//! Cases: evidence comes in, the table of cases goes out.

use std::io::Read;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};
use shakedown_core::{
    Analysis, Case, CaseId, CaseStatus, CustodyAction, CustodyEvent, Digest, EvidenceId, EvidenceItem, ObservableKind, Priority,
    SubjectKind, Tlp, Transcript, Verdict,
};

use crate::custody::Change;
use crate::evidence::Holder;
use crate::keys::Key;
use crate::{By, Random, Store, StoreError, rows, work};

/// The case that evidence is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogInto {
    /// A new case.
    New {
        /// Its identifier.
        id: CaseId,
        /// Its title.
        title: String,
        /// How far it may travel.
        tlp: Tlp,
    },
    /// A case that the store holds.
    Existing(CaseId),
}

/// One evidence item with what was read out of it and derived from it.
pub struct LogItem<'a> {
    /// The item. Its `sha256` and `byte_len` are compared with `bytes`.
    pub evidence: &'a EvidenceItem,
    /// Its bytes, from the first to the last. An error of the reader takes everything back.
    pub bytes: &'a mut dyn Read,
    /// What was read out of it.
    pub transcript: &'a Transcript,
    /// What was derived from that.
    pub analysis: &'a Analysis,
}

/// What goes into a case at once: all of it or nothing.
pub struct LogEntry<'a> {
    /// The case.
    pub case: LogInto,
    /// The items, in the order of the case.
    pub items: Vec<LogItem<'a>>,
}

/// Which cases, most urgent first (by priority, then the newest), a page at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseQuery {
    /// The moment that deadlines are compared with.
    pub now: Timestamp,
    /// Only cases of this status.
    pub status: Option<CaseStatus>,
    /// Only cases of this priority, the analyst's where there is one.
    pub priority: Option<Priority>,
    /// Only cases that bear this label.
    pub label: Option<String>,
    /// Only cases that have this observable.
    pub observable: Option<(ObservableKind, String)>,
    /// Cases that are deleted or went into another one, in the place of the others.
    pub hidden: bool,
    /// Only cases whose title or actor holds this text; ASCII letters match in either case.
    pub contains: Option<String>,
    /// How many to pass over.
    pub first: u32,
    /// How many at most.
    pub count: u32,
}

impl CaseQuery {
    /// Every case, in one page.
    pub const fn all(now: Timestamp) -> Self {
        Self { now, status: None, priority: None, label: None, observable: None, hidden: false, contains: None, first: 0, count: u32::MAX }
    }
}

/// One line of the table of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseSummary {
    /// Its identifier.
    pub id: CaseId,
    /// Its number for people.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Where the work stands.
    pub status: CaseStatus,
    /// How far it may travel.
    pub tlp: Tlp,
    /// The analyst's, or else the machine's.
    pub priority: Priority,
    /// The machine's: that of the most urgent transcript.
    pub machine_priority: Priority,
    /// Of the most urgent transcript.
    pub verdict: Verdict,
    /// Of the most urgent transcript, 0–100.
    pub score: f64,
    /// The likeliest actor.
    pub actor: Option<String>,
    /// The last demand: how much, in which currency.
    pub demand: Option<(f64, String)>,
    /// The next deadline; where none is left, the last one that passed.
    pub deadline: Option<Timestamp>,
    /// When it was logged.
    pub created_at: Timestamp,
    /// How many evidence items it holds.
    pub evidence: u32,
    /// Who works on it.
    pub assignee: Option<String>,
    /// Its labels, sorted.
    pub labels: Vec<String>,
    /// The next line of the diary that is due or has slipped.
    pub next_task: Option<Timestamp>,
}

/// The columns of a line, in the order that [`summary`] reads; `?1` is now, `c` is `cases`, `s` is `summaries`.
const SUMMARY: &str = "c.uid, c.id, c.title, c.status, c.tlp, s.urgency, s.verdict, s.score, s.actor, s.demand, s.currency,
    (SELECT coalesce(min(d.due) FILTER (WHERE d.due >= ?1), max(d.due)) FROM case_evidence h
        JOIN transcripts t ON t.evidence_id = h.evidence_id JOIN deadlines d ON d.transcript_id = t.id WHERE h.case_id = c.id),
    c.created_at, (SELECT count(*) FROM case_evidence h WHERE h.case_id = c.id), s.priority,
    (SELECT w.assignee FROM case_work w WHERE w.case_id = c.id),
    (SELECT json_group_array(l.label) FROM (SELECT label FROM labels WHERE case_id = c.id ORDER BY label) l),
    (SELECT min(t.due) FROM tasks t WHERE t.case_id = c.id AND t.state IN ('due', 'extended'))";

fn summary(row: &Row<'_>) -> rusqlite::Result<CaseSummary> {
    Ok(CaseSummary {
        id: CaseId::new(row.get::<_, String>(0)?),
        number: row.get(1)?,
        title: row.get(2)?,
        status: rows::parsed(row, 3)?,
        tlp: rows::parsed(row, 4)?,
        priority: rows::parsed(row, 5)?,
        verdict: rows::parsed(row, 6)?,
        score: row.get(7)?,
        actor: row.get(8)?,
        demand: row.get::<_, Option<f64>>(9)?.zip(row.get(10)?),
        deadline: rows::maybe(row, 11, rows::moment)?,
        created_at: rows::parsed(row, 12)?,
        evidence: row.get(13)?,
        machine_priority: rows::parsed(row, 14)?,
        assignee: row.get(15)?,
        labels: rows::json(row, 16)?,
        next_task: rows::maybe(row, 17, rows::moment)?,
    })
}

/// The row of a case.
pub(crate) fn find(connection: &Connection, id: &CaseId) -> Result<i64, StoreError> {
    let found = connection.prepare_cached("SELECT id FROM cases WHERE uid = ?1")?.query_row([id.as_str()], rows::first);
    found.optional()?.ok_or_else(|| StoreError::not_found("case", id))
}

pub(crate) fn load(connection: &Connection, id: &CaseId) -> Result<Case, StoreError> {
    let case = find(connection, id)?;
    let sql = "SELECT e.uid FROM case_evidence h JOIN evidence e ON e.id = h.evidence_id WHERE h.case_id = ?1 ORDER BY h.position";
    let evidence = rows::all(connection, sql, case, |row| Ok(EvidenceId::new(row.get::<_, String>(0)?)))?;
    let work = work::load(connection, case)?;
    let sql = "SELECT c.id, c.title, c.status, s.priority, c.tlp, c.created_at, c.created_by
        FROM cases c JOIN summaries s ON s.case_id = c.id WHERE c.id = ?1";
    let read = |row: &Row<'_>| {
        Ok(Case {
            id: id.clone(),
            number: row.get(0)?,
            title: row.get(1)?,
            status: rows::parsed(row, 2)?,
            priority: rows::parsed(row, 3)?,
            tlp: rows::parsed(row, 4)?,
            created_at: rows::parsed(row, 5)?,
            created_by: row.get(6)?,
            evidence,
            work,
        })
    };
    Ok(connection.prepare_cached(sql)?.query_row([case], read)?)
}

impl Change<'_> {
    fn record_export(&self, id: &CaseId, artifact_sha256: Digest) -> Result<CustodyEvent, StoreError> {
        find(self.tx, id)?;
        self.record_detail(SubjectKind::Case, id.as_str(), CustodyAction::Exported, artifact_sha256)
    }

    pub(crate) fn add_case(&self, id: &CaseId, title: &str, tlp: Tlp, random: &mut Random<'_>) -> Result<i64, StoreError> {
        let sql = "INSERT INTO cases (uid, title, status, tlp, created_at, created_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let (at, by) = (self.by.now.to_string(), &self.by.actor.analyst);
        self.tx.prepare_cached(sql)?.execute((id.as_str(), title, CaseStatus::New.as_str(), tlp.as_str(), at, by))?;
        let case = self.tx.last_insert_rowid();
        self.tx.prepare_cached("INSERT INTO case_keys VALUES (?1, ?2)")?.execute((case, Key::random(random)?.as_bytes()))?;
        self.record(SubjectKind::Case, id.as_str(), CustodyAction::Created)?;
        Ok(case)
    }

    fn log(&self, entry: LogEntry<'_>, random: &mut Random<'_>) -> Result<Case, StoreError> {
        let (case, uid) = match &entry.case {
            LogInto::New { id, title, tlp } => (self.add_case(id, title, *tlp, random)?, id),
            LogInto::Existing(id) => (work::find_open(self.tx, id)?, id),
        };
        for item in entry.items {
            let evidence = self.receive(item.evidence, item.bytes, &Holder { id: case, uid }, random)?;
            let transcript = self.add_transcript(item.transcript, evidence)?;
            self.add_analysis(item.analysis, &item.transcript.id, transcript, &item.transcript.messages)?;
        }
        self.summarise(case)?;
        self.record(SubjectKind::Case, uid.as_str(), CustodyAction::Logged)?;
        load(self.tx, uid)
    }
}

impl Store {
    /// Take evidence, with what was read out of it and derived from it, into a new or an existing case: all of it in one transaction.
    ///
    /// Errors: [`StoreError::EvidenceChanged`], [`StoreError::Evidence`], [`StoreError::NotFound`], [`StoreError::Conflict`] for an identifier
    /// that is taken, [`StoreError::Full`], [`StoreError::Busy`].
    pub fn log(&mut self, entry: LogEntry<'_>, by: &By, random: &mut Random<'_>) -> Result<Case, StoreError> {
        self.change(by, |change| change.log(entry, random))
    }

    /// A page of the table of cases; no transcript is loaded for it.
    pub fn cases(&self, query: &CaseQuery) -> Result<Vec<CaseSummary>, StoreError> {
        let sql = format!(
            "SELECT {SUMMARY} FROM summaries s JOIN cases c ON c.id = s.case_id
            WHERE s.hidden = ?7 AND (?2 IS NULL OR c.status = ?2) AND (?3 IS NULL OR s.urgency = ?3)
                AND (?4 IS NULL OR instr(lower(c.title), lower(?4)) OR instr(lower(s.actor), lower(?4)))
                AND (?8 IS NULL OR EXISTS (SELECT 1 FROM labels l WHERE l.case_id = c.id AND l.label = ?8))
                AND (?9 IS NULL OR s.case_id IN (SELECT h.case_id FROM observables o JOIN transcripts t ON t.id = o.transcript_id
                    JOIN case_evidence h ON h.evidence_id = t.evidence_id WHERE o.kind = ?9 AND o.value = ?10))
            ORDER BY s.urgency, s.case_id DESC LIMIT ?5 OFFSET ?6"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let now = query.now.as_millisecond();
        let (status, priority) = (query.status.map(CaseStatus::as_str), query.priority.map(Priority::as_str));
        let (kind, value) = query.observable.as_ref().map(|(kind, value)| (kind.as_str(), value.as_str())).unzip();
        let CaseQuery { contains, count, first, hidden, label, .. } = query;
        let found = statement.query_map((now, status, priority, contains, count, first, hidden, label, kind, value), summary)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// One line of the table of cases. Errors: [`StoreError::NotFound`].
    pub fn case_summary(&self, id: &CaseId, now: Timestamp) -> Result<CaseSummary, StoreError> {
        let sql = format!("SELECT {SUMMARY} FROM summaries s JOIN cases c ON c.id = s.case_id WHERE c.uid = ?2");
        let found = self.connection.prepare_cached(&sql)?.query_row((now.as_millisecond(), id.as_str()), summary);
        found.optional()?.ok_or_else(|| StoreError::not_found("case", id))
    }

    /// How many cases there are.
    pub fn case_count(&self) -> Result<u32, StoreError> {
        Ok(self.connection.query_row("SELECT count(*) FROM cases", [], rows::first)?)
    }

    /// The case with a number. Errors: [`StoreError::NotFound`].
    pub fn case_numbered(&self, number: u32) -> Result<CaseId, StoreError> {
        let found = self.connection.query_row("SELECT uid FROM cases WHERE id = ?1", [number], rows::first::<String>);
        found.optional()?.map(CaseId::new).ok_or_else(|| StoreError::not_found("case", number))
    }

    /// One case. Errors: [`StoreError::NotFound`].
    pub fn case(&self, id: &CaseId) -> Result<Case, StoreError> {
        load(&self.connection, id)
    }

    /// Say where the work stands. Errors: [`StoreError::NotFound`].
    pub fn set_status(&mut self, id: &CaseId, status: CaseStatus, by: &By) -> Result<Case, StoreError> {
        self.change_case(id, "UPDATE cases SET status = ?2 WHERE id = ?1", status.as_str(), by)
    }

    /// Give another title. Errors: [`StoreError::NotFound`].
    pub fn set_title(&mut self, id: &CaseId, title: &str, by: &By) -> Result<Case, StoreError> {
        self.change_case(id, "UPDATE cases SET title = ?2 WHERE id = ?1", title, by)
    }

    /// Say how far it may travel. Errors: [`StoreError::NotFound`].
    pub fn set_tlp(&mut self, id: &CaseId, tlp: Tlp, by: &By) -> Result<Case, StoreError> {
        self.change_case(id, "UPDATE cases SET tlp = ?2 WHERE id = ?1", tlp.as_str(), by)
    }

    fn change_case(&mut self, id: &CaseId, sql: &str, value: &str, by: &By) -> Result<Case, StoreError> {
        self.change(by, |change| {
            change.tx.prepare_cached(sql)?.execute((work::find_open(change.tx, id)?, value))?;
            change.record(SubjectKind::Case, id.as_str(), CustodyAction::Changed)?;
            load(change.tx, id)
        })
    }

    /// Put on record that a case left, as a file with this SHA-256. Errors: [`StoreError::NotFound`].
    pub fn record_export(&mut self, id: &CaseId, artifact_sha256: Digest, by: &By) -> Result<CustodyEvent, StoreError> {
        self.change(by, |change| change.record_export(id, artifact_sha256))
    }

    /// Put on record that cases left in one file with this SHA-256: on all of them, or on none. Errors: [`StoreError::NotFound`].
    pub fn record_exports(&mut self, ids: &[CaseId], artifact_sha256: Digest, by: &By) -> Result<(), StoreError> {
        self.change(by, |change| ids.iter().try_for_each(|id| change.record_export(id, artifact_sha256).map(drop)))
    }
}
