//! Which cases somebody who begins a shift has to look at.

use jiff::Timestamp;
use rusqlite::Row;
use shakedown_core::{CaseId, CustodyAction};

use crate::{Store, StoreError, rows};

/// What links of the chain concern, and the case that it belongs to.
const SUBJECTS: &str = "SELECT 'case' AS subject, uid AS subject_id, id AS case_id FROM cases
    UNION ALL SELECT 'evidence', e.uid, h.case_id FROM case_evidence h JOIN evidence e ON e.id = h.evidence_id
    UNION ALL SELECT 'transcript', t.uid, h.case_id FROM case_evidence h JOIN transcripts t ON t.evidence_id = h.evidence_id
    UNION ALL SELECT 'note', uid, case_id FROM notes
    UNION ALL SELECT 'task', uid, case_id FROM tasks
    UNION ALL SELECT 'review', CAST(r.id AS TEXT), h.case_id FROM reviews r
        JOIN transcripts t ON t.id = r.transcript_id JOIN case_evidence h ON h.evidence_id = t.evidence_id";

impl Store {
    /// Cases that something was done to since `since`, other than that they were exported; and cases in which a limit falls between `since` and
    /// `until`, or a line of the diary is open that is due before `until`. By number; those that were deleted are among them.
    pub fn cases_of_shift(&self, since: Timestamp, until: Timestamp) -> Result<Vec<CaseId>, StoreError> {
        let moment = self.connection.unchecked_transaction()?;
        // Times in the chain are written to different precisions, so that their texts are compared to the second, and then themselves.
        let second = since.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let sql = format!(
            "WITH subjects AS ({SUBJECTS}), links AS (
                SELECT subject, subject_id, at FROM custody WHERE at >= ?1 AND action <> '{}')
            SELECT case_id, at FROM links CROSS JOIN subjects USING (subject, subject_id)",
            CustodyAction::Exported.as_str()
        );
        let touched = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, rows::parsed::<Timestamp>(row, 1)?));
        let touched: Vec<(i64, Timestamp)> = rows::all(&moment, &sql, second, touched)?;
        let mut cases: Vec<i64> = touched.into_iter().filter(|(_, at)| *at >= since).map(|(case, _)| case).collect();
        let sql = "SELECT h.case_id FROM deadlines d JOIN transcripts t ON t.id = d.transcript_id
                JOIN case_evidence h ON h.evidence_id = t.evidence_id WHERE d.due BETWEEN ?1 AND ?2
            UNION SELECT case_id FROM tasks WHERE state IN ('due', 'extended') AND due <= ?2";
        let mut due = moment.prepare(sql)?;
        let found = due.query_map((since.as_millisecond(), until.as_millisecond()), rows::first::<i64>)?;
        cases.extend(found.collect::<Result<Vec<_>, _>>()?);
        cases.sort_unstable();
        cases.dedup();
        let mut uid = moment.prepare("SELECT uid FROM cases WHERE id = ?1")?;
        let named = cases.into_iter().map(|case| Ok(CaseId::new(uid.query_row([case], rows::first::<String>)?)));
        named.collect()
    }
}
