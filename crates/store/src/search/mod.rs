//! Full text over messages, notes and titles: what is typed, what is found, and where it stands in the text as written.

mod index;
mod locate;
mod query;
mod terms;

use std::borrow::Cow;
use std::fmt;
use std::ops::ControlFlow;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params};
use shakedown_core::{CaseId, EvidenceId, Hostile, NoteId, Priority, Span, TranscriptId};

pub use index::Indexed;
pub(crate) use index::{GO, GONE};
use index::{NOTES, TITLES};
pub use locate::Excerpt;
pub use query::Searched;
use query::{Filters, Query};

use crate::{Store, StoreError, cases, rows};

/// How texts read without what hides their words. It comes in as an argument: the store knows no disguises.
pub trait Reading {
    /// Another number where the same text may read otherwise than before.
    fn version(&self) -> u32;
    /// The text as it reads.
    fn plain(&self, text: &str) -> String;
    /// Where in `text` the span of its [`plain`](Self::plain) form stands.
    fn source(&self, text: &str, span: Span) -> Span;
}

/// How wordings are read before they are compared; as they stand where nobody said.
#[derive(Clone, Copy, Default)]
pub(crate) struct ReadBy(Option<&'static (dyn Reading + Sync)>);

impl ReadBy {
    pub(crate) fn of(reading: &'static (dyn Reading + Sync)) -> Self {
        Self(Some(reading))
    }

    /// Another number where the same text may read otherwise; 0 where texts are read as they stand.
    pub(crate) fn version(self) -> u32 {
        self.0.map_or(0, Reading::version)
    }

    pub(crate) fn plain(self, text: &str) -> Cow<'_, str> {
        self.0.map_or(Cow::Borrowed(text), |reading| Cow::Owned(reading.plain(text)))
    }
}

impl fmt::Debug for ReadBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadBy({})", self.version())
    }
}

/// What to search for, a page at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchOrder<'a> {
    /// As the analyst typed it.
    pub query: &'a str,
    /// Only in this case.
    pub case: Option<&'a CaseId>,
    /// Where the page before ended ([`SearchPage::next`]).
    pub after: Option<i64>,
    /// How many hits at most.
    pub count: u32,
}

/// One hit.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchHit {
    /// What was searched.
    pub what: Searched,
    /// The case that it stands in; of a case that was merged, the one that it went into.
    pub case: CaseId,
    /// The case's number.
    pub number: u32,
    /// The case's title.
    pub title: String,
    /// The case's priority, the analyst's where there is one.
    pub priority: Priority,
    /// For a message: its transcript, its evidence item, that item's label, and its `seq`.
    pub message: Option<(TranscriptId, EvidenceId, String, u32)>,
    /// For a note: which.
    pub note: Option<NoteId>,
    /// Who said or wrote it.
    pub by: Option<Hostile>,
    /// When: of a message as far as it is known.
    pub at: Option<String>,
    /// The text around what was found.
    pub excerpt: Excerpt,
}

/// A page of hits: titles, then notes, then messages, of each the newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchPage {
    /// The hits.
    pub hits: Vec<SearchHit>,
    /// Where the next page begins; nothing where there is none.
    pub next: Option<i64>,
}

/// How many texts that hold the words are looked at for one page; where the filters let few of them through, a page may be short and say that
/// there is more.
const LOOKED_AT: u32 = 20_000;

impl Store {
    /// Search. Cases that are deleted are left out.
    ///
    /// Errors: [`StoreError::Query`] for a query that cannot be read, [`StoreError::NotFound`] for a case that is not there.
    pub fn search(&self, order: &SearchOrder<'_>, reading: &dyn Reading) -> Result<SearchPage, StoreError> {
        let moment = self.connection.unchecked_transaction()?;
        let query = Query::read(order.query, reading)?;
        let named = query.filters.case.as_deref().map(|named| named_case(&moment, named)).transpose()?;
        let case = order.case.map(|id| cases::find(&moment, id)).transpose()?.or(named);
        let mut page = SearchPage::default();
        let (mut looked, mut last) = (0, None);
        each_row(&moment, &query, case, order.after.unwrap_or(i64::MAX), &mut |row| {
            if page.hits.len() as u32 == order.count || looked == LOOKED_AT {
                page.next = last;
                return Ok(ControlFlow::Break(()));
            }
            looked += 1;
            last = Some(row);
            page.hits.extend(hit(&moment, row, case, &query, reading)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(page)
    }
}

/// The words of a text in lower case, without marks on letters.
pub(crate) fn lowered_words(text: &str) -> Vec<String> {
    let lowered = terms::Lowered::of(text);
    lowered.words().into_iter().map(|word| lowered.text[word].to_owned()).collect()
}

/// The row of a case by its id or number.
fn named_case(connection: &Connection, named: &str) -> Result<i64, StoreError> {
    match named.strip_prefix('#').unwrap_or(named).parse::<u32>() {
        Ok(number) => {
            let found = connection.query_row("SELECT id FROM cases WHERE id = ?1", [number], rows::first).optional()?;
            found.ok_or_else(|| StoreError::not_found("case", named))
        }
        Err(_) => cases::find(connection, &CaseId::new(named)),
    }
}

/// Every row of the indexes that the words are in, from the one before `before` downwards.
fn each_row(
    connection: &Connection,
    query: &Query,
    case: Option<i64>,
    before: i64,
    each: &mut dyn FnMut(i64) -> Result<ControlFlow<()>, StoreError>,
) -> Result<(), StoreError> {
    let (words, parts) = (query.words(), query.parts());
    let (low, high) = match query.filters.kind {
        Some(Searched::Message) => (0, NOTES),
        Some(Searched::Note) => (NOTES, TITLES),
        Some(Searched::Title) => (TITLES, i64::MAX),
        None => (0, i64::MAX),
    };
    let table = if words.is_some() { "search_words" } else { "search_parts" };
    let also = match (&words, &parts) {
        (Some(_), Some(_)) => "AND rowid IN (SELECT rowid FROM search_parts WHERE search_parts MATCH ?5)",
        _ => "AND ?5 IS NULL",
    };
    let of_case = match case {
        Some(_) => {
            "AND rowid IN (SELECT m.id FROM case_evidence h JOIN transcripts t ON t.evidence_id = h.evidence_id JOIN messages m ON m.transcript_id = t.id
                WHERE h.case_id = ?4 UNION ALL SELECT id + (1 << 60) FROM notes UNION ALL SELECT ?4 + (1 << 61))"
        }
        None => "AND ?4 IS NULL",
    };
    let sql =
        format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1 AND rowid >= ?2 AND rowid < ?3 {of_case} {also} ORDER BY rowid DESC");
    let mut statement = connection.prepare_cached(&sql)?;
    let also = words.is_some().then_some(parts.as_deref()).flatten();
    let asked = words.as_deref().or(parts.as_deref());
    let mut found = statement.query(params![asked, low, high.min(before), case, also])?;
    while let Some(row) = found.next()? {
        if each(row.get(0)?)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The text in a row of the indexes, where the filters let it through and the parts are really there.
fn hit(
    connection: &Connection,
    row: i64,
    case: Option<i64>,
    query: &Query,
    reading: &dyn Reading,
) -> Result<Option<SearchHit>, StoreError> {
    let (what, id) = match row {
        row if row >= TITLES => (Searched::Title, row - TITLES),
        row if row >= NOTES => (Searched::Note, row - NOTES),
        row => (Searched::Message, row),
    };
    let Filters { actor, observable, after, before, priority, label, .. } = &query.filters;
    let text = |text: Option<String>| text.map_or(Value::Null, Value::Text);
    let day = |day: &Option<jiff::civil::Date>| text(day.map(|day| day.to_string()));
    let mut statement = connection.prepare_cached(source(what))?;
    let found = statement.query_row(
        params![
            id,
            case,
            actor,
            priority.map(|priority| priority.as_str()),
            label,
            day(after),
            day(before),
            observable.map(|kind| kind.as_str())
        ],
        |row| read(row, what),
    );
    let Some((hit, body)) = found.optional()? else { return Ok(None) };
    Ok(locate::excerpt(&body, query, reading).map(|excerpt| SearchHit { excerpt, ..hit }))
}

/// What every filter but that of the kind of text asks; `c` is `cases`, `s` its summary, `day` when.
macro_rules! filtered {
    ($columns:literal, $from:literal, $day:literal, $observables:literal) => {
        concat!(
            "SELECT c.uid, c.id, c.title, s.urgency, ",
            $columns,
            " FROM ",
            $from,
            " JOIN summaries s ON s.case_id = c.id AND s.hidden = 0 WHERE (?2 IS NULL OR c.id = ?2) AND (?3 IS NULL OR instr(lower(s.actor), lower(?3)))
                AND (?4 IS NULL OR s.urgency = ?4) AND (?5 IS NULL OR EXISTS (SELECT 1 FROM labels l WHERE l.case_id = c.id AND l.label = ?5))
                AND (?6 IS NULL OR ",
            $day,
            " >= ?6) AND (?7 IS NULL OR ",
            $day,
            " < ?7) AND (?8 IS NULL OR ",
            $observables,
            ")"
        )
    };
}

const fn source(what: Searched) -> &'static str {
    match what {
        Searched::Message => filtered!(
            "m.body, m.sender, coalesce(m.sent_instant, m.sent_wall), t.uid, e.uid, e.exhibit_ref, m.seq",
            "(SELECT * FROM messages WHERE id = ?1) m JOIN transcripts t ON t.id = m.transcript_id JOIN evidence e ON e.id = t.evidence_id
                JOIN case_evidence h ON h.evidence_id = e.id JOIN cases c ON c.id = h.case_id",
            "coalesce(m.sent_instant, m.sent_wall, e.acquired_at)",
            "EXISTS (SELECT 1 FROM observables o WHERE o.transcript_id = m.transcript_id AND o.message = m.seq AND o.kind = ?8)"
        ),
        // A note of a case that was merged is shown in the one that it went into.
        Searched::Note => filtered!(
            "n.body, n.by, n.at, n.uid",
            "(WITH RECURSIVE home (id) AS (SELECT case_id FROM notes WHERE id = ?1
                    UNION SELECT w.merged_into FROM home JOIN case_work w ON w.case_id = home.id WHERE w.merged_into IS NOT NULL)
                SELECT n.*, home.id AS home FROM notes n, home WHERE n.id = ?1) n JOIN cases c ON c.id = n.home",
            "n.at",
            "0"
        ),
        Searched::Title => {
            filtered!("c.title, c.created_by, c.created_at", "(SELECT * FROM cases WHERE id = ?1) c", "c.created_at", "0")
        }
    }
}

/// A hit without its surroundings, and the text that they are cut from.
fn read(row: &Row<'_>, what: Searched) -> rusqlite::Result<(SearchHit, String)> {
    let body: String = row.get(4)?;
    let message = match what {
        Searched::Message => {
            let evidence = EvidenceId::new(row.get::<_, String>(8)?);
            Some((TranscriptId::new(row.get::<_, String>(7)?), evidence, row.get(9)?, row.get(10)?))
        }
        _ => None,
    };
    let note = if what == Searched::Note { Some(NoteId::new(row.get::<_, String>(7)?)) } else { None };
    let excerpt = Excerpt { text: Hostile::new(""), found: Vec::new(), cut_before: false, cut_after: false };
    let hit = SearchHit {
        what,
        case: CaseId::new(row.get::<_, String>(0)?),
        number: row.get(1)?,
        title: row.get(2)?,
        priority: rows::parsed(row, 3)?,
        message,
        note,
        by: rows::maybe(row, 5, rows::hostile)?,
        at: row.get(6)?,
        excerpt,
    };
    Ok((hit, body))
}
