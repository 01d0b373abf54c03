//! The case file: all that an export may see, read at one moment.

use rusqlite::Connection;
use shakedown_core::{AnalysedTranscript, CaseFile, CaseId, CustodyEvent};

use crate::custody::{EVENT, event};
use crate::evidence::{ITEM, item};
use crate::{Store, StoreError, analyses, cases, hand_over, notes, rows, seal, tasks, transcripts};

/// The version of the shape.
const CASE_FILE: u32 = 1;

impl Store {
    /// Everything about one case but the bytes of its evidence. Errors: [`StoreError::NotFound`], [`StoreError::Damaged`].
    pub fn case_file(&self, id: &CaseId) -> Result<CaseFile, StoreError> {
        let moment = self.connection.unchecked_transaction()?;
        let case_row = cases::find(&moment, id)?;
        let sql = format!(
            "SELECT {ITEM} FROM case_evidence h JOIN evidence e ON e.id = h.evidence_id JOIN contents o ON o.id = e.content_id
            WHERE h.case_id = ?1 ORDER BY h.position"
        );
        Ok(CaseFile {
            shakedown_case_file: CASE_FILE,
            redacted: false,
            case: cases::load(&moment, id)?,
            evidence: rows::all(&moment, &sql, case_row, item)?,
            transcripts: analysed(&moment, case_row)?,
            notes: notes::notes(&moment, case_row)?,
            tasks: tasks::tasks(&moment, case_row)?,
            reviews: notes::reviews(&moment, case_row)?,
            earlier: hand_over::load(&moment, case_row)?,
            custody: custody(&moment, case_row)?,
            custody_head: last_event(&moment)?,
            custody_seal: seal::seal(&moment)?,
        })
    }
}

/// What was read out of the evidence of a case, in the same order.
fn analysed(connection: &Connection, case: i64) -> Result<Vec<AnalysedTranscript>, StoreError> {
    let sql = "SELECT t.id FROM case_evidence h JOIN transcripts t ON t.evidence_id = h.evidence_id WHERE h.case_id = ?1 ORDER BY h.position, t.id";
    let rows: Vec<i64> = rows::all(connection, sql, case, rows::first)?;
    let load =
        |row: i64| Ok(AnalysedTranscript { transcript: transcripts::load(connection, row)?, analysis: analyses::load(connection, row)? });
    rows.into_iter().map(load).collect()
}

/// The links that concern a case, oldest first. CROSS JOIN has the few subjects looked up by index, not the whole chain gone through.
fn custody(connection: &Connection, case: i64) -> Result<Vec<CustodyEvent>, StoreError> {
    let sql = format!(
        "WITH items AS (SELECT e.id, e.uid FROM case_evidence h JOIN evidence e ON e.id = h.evidence_id WHERE h.case_id = ?1),
            readings AS (SELECT t.id, t.uid FROM items i JOIN transcripts t ON t.evidence_id = i.id),
            subjects AS (
                SELECT 'case' AS subject, uid AS subject_id FROM cases WHERE id = ?1
                UNION ALL SELECT 'evidence', uid FROM items
                UNION ALL SELECT 'transcript', uid FROM readings
                UNION ALL SELECT 'note', uid FROM notes WHERE case_id = ?1
                UNION ALL SELECT 'task', uid FROM tasks WHERE case_id = ?1
                UNION ALL SELECT 'review', CAST(r.id AS TEXT) FROM readings t JOIN reviews r ON r.transcript_id = t.id)
        SELECT {EVENT} FROM subjects CROSS JOIN custody USING (subject, subject_id) ORDER BY seq"
    );
    rows::all(connection, &sql, case, event)
}

/// The last link of the chain.
pub(crate) fn last_event(connection: &Connection) -> Result<Option<CustodyEvent>, StoreError> {
    let sql = format!("SELECT {EVENT} FROM custody ORDER BY seq DESC LIMIT ?1");
    Ok(rows::all(connection, &sql, 1, event)?.pop())
}
