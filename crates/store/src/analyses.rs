//! Analyses: whole as JSON, and beside it the columns that are looked up.

use rusqlite::Connection;
use shakedown_core::{AmountRole, Analysis, CustodyAction, Message, SubjectKind, TranscriptId};

use crate::custody::Change;
use crate::transcripts::to_json;
use crate::{StoreError, rows};

/// Zstandard's own default.
const ZSTD_LEVEL: i32 = 3;

impl Change<'_> {
    /// Add what was derived from a transcript.
    pub(crate) fn add_analysis(
        &self,
        analysis: &Analysis,
        id: &TranscriptId,
        transcript: i64,
        messages: &[Message],
    ) -> Result<(), StoreError> {
        let demand = analysis.amounts.iter().rfind(|amount| amount.role == AmountRole::Demand);
        let assessment = &analysis.assessment;
        let json = zstd::stream::encode_all(to_json(analysis).as_bytes(), ZSTD_LEVEL)?;
        self.tx.prepare_cached("INSERT INTO analyses VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?.execute((
            transcript,
            &assessment.rule_set,
            &assessment.engine,
            assessment.verdict.as_str(),
            assessment.score,
            assessment.priority.as_str(),
            analysis.actors.first().map(|actor| &actor.name),
            demand.map(|amount| amount.value),
            demand.map(|amount| &amount.currency),
            json,
        ))?;

        let mut insert = self.tx.prepare_cached("INSERT INTO observables VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (position, seen) in (0_i64..).zip(&analysis.observables) {
            insert.execute((transcript, position, seen.kind.as_str(), seen.value.raw(), seen.message))?;
        }
        let mut insert = self.tx.prepare_cached("INSERT INTO deadlines VALUES (?1, ?2, ?3)")?;
        for (position, deadline) in (0_i64..).zip(&analysis.deadlines) {
            if let Some(due) = deadline.due {
                insert.execute((transcript, position, due.as_millisecond()))?;
            }
        }
        self.tie(transcript, analysis, messages)?;
        self.record(SubjectKind::Transcript, id.as_str(), CustodyAction::Assessed)?;
        Ok(())
    }

    /// Make the line of the table of cases anew: verdict and priority of the most urgent transcript, the likeliest actor, the last demand. A case
    /// that nothing was read in stands last.
    pub(crate) fn summarise(&self, case: i64) -> Result<(), StoreError> {
        self.tx.prepare_cached("DELETE FROM summaries WHERE case_id = ?1")?.execute([case])?;
        let sql = "WITH read AS MATERIALIZED (
                SELECT a.priority, a.verdict, a.score, a.actor, a.demand, a.currency, h.position FROM case_evidence h
                    JOIN transcripts t ON t.evidence_id = h.evidence_id JOIN analyses a ON a.transcript_id = t.id
                    WHERE h.case_id = ?1 ORDER BY a.priority, a.score DESC, h.position),
            last AS (SELECT demand, currency FROM read WHERE demand IS NOT NULL ORDER BY position DESC LIMIT 1)
            INSERT INTO summaries (case_id, priority, verdict, score, actor, demand, currency) SELECT ?1,
                coalesce((SELECT priority FROM read LIMIT 1), 'P4'),
                coalesce((SELECT verdict FROM read LIMIT 1), 'unrelated'),
                coalesce((SELECT score FROM read LIMIT 1), 0),
                (SELECT actor FROM read WHERE actor IS NOT NULL LIMIT 1),
                (SELECT demand FROM last), (SELECT currency FROM last)";
        self.tx.prepare_cached(sql)?.execute([case])?;
        self.place(case)
    }
}

/// The analysis of a transcript.
pub(crate) fn load(connection: &Connection, transcript: i64) -> Result<Analysis, StoreError> {
    let sql = "SELECT json FROM analyses WHERE transcript_id = ?1";
    let packed: Vec<u8> = connection.prepare_cached(sql)?.query_row([transcript], rows::first)?;
    let json = zstd::stream::decode_all(packed.as_slice()).map_err(|error| StoreError::damaged("an analysis", error))?;
    serde_json::from_slice(&json).map_err(|error| StoreError::damaged("an analysis", error))
}
