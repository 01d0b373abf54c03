//! Transcripts: one row for each message, so that a page of a million messages is as quick as a page of ten.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use shakedown_core::{CustodyAction, EvidenceId, Hostile, Locator, Message, Stamp, SubjectKind, Transcript, TranscriptId};

use crate::custody::{Change, Lines};
use crate::{Store, StoreError, rows};

/// The columns of a message, in the order that [`message`] reads.
const MESSAGE: &str = "seq, kind, sender, role, sent_as_written, sent_wall, sent_instant, sent_zone, sent_precision, sent_day_month,
    body, attachments, state, reply_to, place, first_byte, end_byte";

fn message(row: &Row<'_>) -> rusqlite::Result<Message> {
    Ok(Message {
        seq: row.get(0)?,
        kind: rows::parsed(row, 1)?,
        sender: rows::maybe(row, 2, rows::hostile)?,
        role: rows::parsed(row, 3)?,
        sent_at: rows::maybe(row, 4, stamp)?,
        body: rows::hostile(row, 10)?,
        attachments: rows::maybe(row, 11, rows::json)?.unwrap_or_default(),
        state: rows::parsed(row, 12)?,
        reply_to: row.get(13)?,
        locator: Locator {
            place: rows::json(row, 14)?,
            bytes: rows::maybe(row, 15, |row, first| Ok((row.get::<_, i64>(first)? as u64, row.get::<_, i64>(first + 1)? as u64)))?,
        },
    })
}

/// The stamp in a column and the five after it.
fn stamp(row: &Row<'_>, first: usize) -> rusqlite::Result<Stamp> {
    Ok(Stamp {
        as_written: rows::hostile(row, first)?,
        wall: rows::maybe(row, first + 1, rows::parsed)?,
        instant: rows::maybe(row, first + 2, rows::parsed)?,
        zone: rows::parsed(row, first + 3)?,
        precision: rows::parsed(row, first + 4)?,
        day_month: rows::parsed(row, first + 5)?,
    })
}

impl Change<'_> {
    /// Add what was read out of an evidence item. Gives the transcript's row.
    pub(crate) fn add_transcript(&self, transcript: &Transcript, evidence: i64) -> Result<i64, StoreError> {
        let sql = "INSERT INTO transcripts (uid, evidence_id, format, reader_version, participants, notes, messages, messages_sha256)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, zeroblob(32))";
        self.tx.prepare_cached(sql)?.execute((
            transcript.id.as_str(),
            evidence,
            &transcript.format,
            transcript.reader_version,
            to_json(&transcript.participants),
            to_json(&transcript.notes),
            transcript.messages.len() as i64,
        ))?;
        let row = self.tx.last_insert_rowid();

        self.add_messages(&transcript.messages, row)?;
        let sha256 = messages_sha256(self.tx, row)?;
        self.tx.prepare_cached("UPDATE transcripts SET messages_sha256 = ?2 WHERE id = ?1")?.execute((row, sha256.as_bytes()))?;
        self.record(SubjectKind::Transcript, transcript.id.as_str(), CustodyAction::Read)?;
        Ok(row)
    }
}

impl Change<'_> {
    fn add_messages(&self, messages: &[Message], transcript: i64) -> Result<(), StoreError> {
        let values = "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18";
        let mut insert = self.tx.prepare_cached(&format!("INSERT INTO messages (transcript_id, {MESSAGE}) VALUES ({values})"))?;
        for message in messages {
            let stamp = message.sent_at.as_ref();
            let attachments = Some(&message.attachments).filter(|attachments| !attachments.is_empty());
            insert.execute(params![
                transcript,
                message.seq,
                message.kind.as_str(),
                message.sender.as_ref().map(Hostile::raw),
                message.role.as_str(),
                stamp.map(|stamp| stamp.as_written.raw()),
                stamp.and_then(|stamp| stamp.wall).map(|wall| wall.to_string()),
                stamp.and_then(|stamp| stamp.instant).map(|instant| instant.to_string()),
                stamp.map(|stamp| stamp.zone.as_str()),
                stamp.map(|stamp| stamp.precision.as_str()),
                stamp.map(|stamp| stamp.day_month.as_str()),
                message.body.raw(),
                attachments.map(to_json),
                message.state.as_str(),
                message.reply_to,
                to_json(&message.locator.place),
                message.locator.bytes.map(|(first, _)| first as i64),
                message.locator.bytes.map(|(_, end)| end as i64),
            ])?;
        }
        Ok(())
    }
}

/// SHA-256 of a transcript's messages as they stand.
pub(crate) fn messages_sha256(connection: &Connection, transcript: i64) -> Result<shakedown_core::Digest, StoreError> {
    let mut lines = Lines::default();
    lines.add(connection, &format!("SELECT {MESSAGE} FROM messages WHERE transcript_id = ?1 ORDER BY seq"), transcript)?;
    Ok(lines.sha256())
}

/// The transcript in a row, whole.
pub(crate) fn load(connection: &Connection, transcript: i64) -> Result<Transcript, StoreError> {
    let messages = format!("SELECT {MESSAGE} FROM messages WHERE transcript_id = ?1 ORDER BY seq");
    let messages = rows::all(connection, &messages, transcript, message)?;
    let sql = "SELECT t.uid, e.uid, t.format, t.reader_version, t.participants, t.notes
        FROM transcripts t JOIN evidence e ON e.id = t.evidence_id WHERE t.id = ?1";
    let read = |row: &Row<'_>| {
        Ok(Transcript {
            id: TranscriptId::new(row.get::<_, String>(0)?),
            evidence_id: EvidenceId::new(row.get::<_, String>(1)?),
            format: row.get(2)?,
            reader_version: row.get(3)?,
            participants: rows::json(row, 4)?,
            messages,
            notes: rows::json(row, 5)?,
        })
    };
    Ok(connection.prepare_cached(sql)?.query_row([transcript], read)?)
}

/// The row of a transcript.
pub(crate) fn find(connection: &Connection, id: &TranscriptId) -> Result<i64, StoreError> {
    let found = connection.prepare_cached("SELECT id FROM transcripts WHERE uid = ?1")?.query_row([id.as_str()], rows::first);
    found.optional()?.ok_or_else(|| StoreError::not_found("transcript", id))
}

impl Store {
    /// At most `count` messages of a transcript from the one numbered `first` on, in exhibit order. Errors: [`StoreError::NotFound`].
    pub fn transcript_page(&self, id: &TranscriptId, first: u32, count: u32) -> Result<Vec<Message>, StoreError> {
        let transcript = find(&self.connection, id)?;
        let sql = format!("SELECT {MESSAGE} FROM messages WHERE transcript_id = ?1 AND seq >= ?2 ORDER BY seq LIMIT ?3");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_map((transcript, first, count), message)?.collect::<Result<_, _>>()?)
    }
}

/// The vocabulary's own JSON, which never fails to be written: its maps have text for keys.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the vocabulary is plain JSON")
}
