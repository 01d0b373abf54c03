//! Judging again: the analysis of another rule set takes the place of the one before, which is kept.

use rusqlite::Row;
use shakedown_core::{Analysis, CaseId, CustodyAction, Priority, SubjectKind, TranscriptId, Verdict};

use crate::custody::Change;
use crate::{By, Store, StoreError, cases, rows, transcripts};

/// What an earlier rule set said of a transcript.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierAnalysis {
    /// Until when it stood, RFC 3339 in UTC.
    pub replaced_at: String,
    /// The rule set (`sha256:…`).
    pub rule_set: String,
    /// The engine.
    pub engine: String,
    /// What it was taken for.
    pub verdict: Verdict,
    /// 0–100.
    pub score: f64,
    /// The order of work.
    pub priority: Priority,
}

impl Store {
    /// The cases in which something was judged by another rule set or engine than this, oldest first; deleted ones are left out. Those that are
    /// judged anew are no longer among them: work that was broken off goes on where it stopped.
    pub fn judged_by_others(&self, rule_set: &str, engine: &str) -> Result<Vec<CaseId>, StoreError> {
        let sql = "SELECT c.uid FROM cases c JOIN summaries s ON s.case_id = c.id AND s.hidden = 0 WHERE EXISTS (
            SELECT 1 FROM case_evidence h JOIN transcripts t ON t.evidence_id = h.evidence_id JOIN analyses a ON a.transcript_id = t.id
                WHERE h.case_id = c.id AND (a.rule_set, a.engine) <> (?1, ?2)) ORDER BY c.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map([rule_set, engine], rows::first::<String>)?;
        Ok(found.map(|id| id.map(CaseId::new)).collect::<Result<_, _>>()?)
    }

    /// Put new analyses of a case in the place of those it has, all of them or none. The old ones are kept; the chain has a link for each.
    ///
    /// Errors: [`StoreError::NotFound`], [`StoreError::Busy`], [`StoreError::Full`].
    pub fn judge_again(&mut self, case: &CaseId, analyses: &[(TranscriptId, Analysis)], by: &By) -> Result<(), StoreError> {
        self.change(by, |change| {
            let row = cases::find(change.tx, case)?;
            for (id, analysis) in analyses {
                change.replace_analysis(id, analysis)?;
            }
            change.summarise(row)?;
            change.record(SubjectKind::Case, case.as_str(), CustodyAction::Assessed)?;
            Ok(())
        })
    }

    /// What earlier rule sets said of a transcript, the newest first. Errors: [`StoreError::NotFound`].
    pub fn earlier_analyses(&self, id: &TranscriptId) -> Result<Vec<EarlierAnalysis>, StoreError> {
        let transcript = transcripts::find(&self.connection, id)?;
        let sql = "SELECT replaced_at, rule_set, engine, verdict, score, priority FROM earlier_analyses WHERE transcript_id = ?1 ORDER BY id DESC";
        rows::all(&self.connection, sql, transcript, |row: &Row<'_>| {
            Ok(EarlierAnalysis {
                replaced_at: row.get(0)?,
                rule_set: row.get(1)?,
                engine: row.get(2)?,
                verdict: rows::parsed(row, 3)?,
                score: row.get(4)?,
                priority: rows::parsed(row, 5)?,
            })
        })
    }
}

impl Change<'_> {
    fn replace_analysis(&self, id: &TranscriptId, analysis: &Analysis) -> Result<(), StoreError> {
        let transcript = transcripts::find(self.tx, id)?;
        let keep = "INSERT INTO earlier_analyses (transcript_id, replaced_at, rule_set, engine, verdict, score, priority, json)
            SELECT transcript_id, ?2, rule_set, engine, verdict, score, priority, json FROM analyses WHERE transcript_id = ?1";
        self.tx.prepare_cached(keep)?.execute((transcript, self.by.now.to_string()))?;
        for table in ["deadlines", "observables", "analyses"] {
            self.tx.prepare_cached(&format!("DELETE FROM {table} WHERE transcript_id = ?1"))?.execute([transcript])?;
        }
        let messages = transcripts::load(self.tx, transcript)?.messages;
        self.add_analysis(analysis, id, transcript, &messages)
    }
}
