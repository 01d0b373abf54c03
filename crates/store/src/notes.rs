//! What analysts say: notes on a case, reviews of a finding. Both are append-only.

use rusqlite::{Connection, OptionalExtension, Row};
use shakedown_core::{CaseId, CustodyAction, Hostile, Note, NoteId, Review, ReviewVerdict, Span, SubjectKind, TranscriptId};

use crate::{By, Store, StoreError, rows, transcripts, work};

/// A note to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNote {
    /// Its identifier.
    pub id: NoteId,
    /// What it says.
    pub body: Hostile,
    /// The note that it takes the place of; that one stays, and is in the case file.
    pub revises: Option<NoteId>,
}

/// What an analyst says of one finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewReview<'a> {
    /// The transcript.
    pub transcript: &'a TranscriptId,
    /// The rule.
    pub rule: &'a str,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body.
    pub span: Span,
    /// What is said.
    pub verdict: ReviewVerdict,
}

impl Store {
    /// Write a note on a case. Errors: [`StoreError::NotFound`] also for a note to revise that is none of this case's, [`StoreError::Deleted`],
    /// [`StoreError::Merged`], [`StoreError::Conflict`] where the identifier is taken.
    pub fn add_note(&mut self, case: &CaseId, new: NewNote, by: &By) -> Result<Note, StoreError> {
        self.change(by, |change| {
            let case = work::find_open(change.tx, case)?;
            let revised = new.revises.as_ref().map(|revised| find(change.tx, case, revised)).transpose()?;
            let note = Note { id: new.id, at: by.now, by: by.actor.analyst.clone(), body: new.body, revises: new.revises };
            let sql = "INSERT INTO notes (uid, case_id, at, by, body, revises) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            change.tx.prepare_cached(sql)?.execute((note.id.as_str(), case, note.at.to_string(), &note.by, note.body.raw(), revised))?;
            change.record(SubjectKind::Note, note.id.as_str(), CustodyAction::Noted)?;
            Ok(note)
        })
    }

    /// Confirm or dismiss a finding. Every review stays; the last one of a finding counts. Errors: [`StoreError::NotFound`].
    pub fn review(&mut self, new: &NewReview<'_>, by: &By) -> Result<Review, StoreError> {
        self.change(by, |change| {
            let review = Review {
                transcript_id: new.transcript.clone(),
                rule: new.rule.to_owned(),
                message: new.message,
                span: new.span,
                verdict: new.verdict,
                at: by.now,
                by: by.actor.analyst.clone(),
            };
            let sql = "INSERT INTO reviews (transcript_id, rule, message, span_start, span_end, verdict, at, by)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
            let (transcript, at) = (transcripts::find(change.tx, new.transcript)?, review.at.to_string());
            let (verdict, Span { start, end }) = (review.verdict.as_str(), review.span);
            change.tx.prepare_cached(sql)?.execute((transcript, &review.rule, review.message, start, end, verdict, at, &review.by))?;
            let id = change.tx.last_insert_rowid().to_string();
            change.record(SubjectKind::Review, &id, CustodyAction::Reviewed)?;
            Ok(review)
        })
    }
}

/// The case and all that was merged into it.
const MERGED: &str =
    "WITH RECURSIVE merged (id) AS (VALUES (?1) UNION SELECT w.case_id FROM merged m JOIN case_work w ON w.merged_into = m.id)";

/// The notes of a case and of those that were merged into it, oldest first.
pub(crate) fn notes(connection: &Connection, case: i64) -> Result<Vec<Note>, StoreError> {
    let sql = format!(
        "{MERGED} SELECT n.uid, n.at, n.by, n.body, r.uid FROM merged m JOIN notes n ON n.case_id = m.id LEFT JOIN notes r ON r.id = n.revises ORDER BY n.id"
    );
    rows::all(connection, &sql, case, |row| {
        Ok(Note {
            id: NoteId::new(row.get::<_, String>(0)?),
            at: rows::parsed(row, 1)?,
            by: row.get(2)?,
            body: rows::hostile(row, 3)?,
            revises: row.get::<_, Option<String>>(4)?.map(NoteId::new),
        })
    })
}

/// The row of a note of a case, or of one merged into it.
fn find(connection: &Connection, case: i64, id: &NoteId) -> Result<i64, StoreError> {
    let sql = format!("{MERGED} SELECT n.id FROM merged m JOIN notes n ON n.case_id = m.id WHERE n.uid = ?2");
    let found = connection.prepare_cached(&sql)?.query_row((case, id.as_str()), rows::first).optional()?;
    found.ok_or_else(|| StoreError::not_found("note on this case", id))
}

/// The reviews in a case, oldest first.
pub(crate) fn reviews(connection: &Connection, case: i64) -> Result<Vec<Review>, StoreError> {
    let sql = "SELECT t.uid, r.rule, r.message, r.span_start, r.span_end, r.verdict, r.at, r.by FROM case_evidence h
        JOIN transcripts t ON t.evidence_id = h.evidence_id JOIN reviews r ON r.transcript_id = t.id WHERE h.case_id = ?1 ORDER BY r.id";
    rows::all(connection, sql, case, |row: &Row<'_>| {
        Ok(Review {
            transcript_id: TranscriptId::new(row.get::<_, String>(0)?),
            rule: row.get(1)?,
            message: row.get(2)?,
            span: Span { start: row.get(3)?, end: row.get(4)? },
            verdict: rows::parsed(row, 5)?,
            at: rows::parsed(row, 6)?,
            by: row.get(7)?,
        })
    })
}
