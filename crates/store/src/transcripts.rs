//! Transcripts: one row for each message, so that a page of a million messages is as quick as a page of ten.

use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use shakedown_core::{
    Attachment, CustodyAction, EvidenceId, Hostile, Locator, Message, MessageState, Stamp, SubjectKind, Transcript, TranscriptId,
};

use crate::custody::{Change, Lines};
use crate::{Store, StoreError, rows};

/// What of a message nobody looks for. What is not there takes no room.
#[derive(Serialize, Deserialize)]
struct Record {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    sent_at: Option<Stamp>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    attachments: Vec<Attachment>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    state: Option<MessageState>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    reply_to: Option<u32>,
    locator: Locator,
}

impl Record {
    fn of(message: &Message) -> Self {
        Self {
            sent_at: message.sent_at.clone(),
            attachments: message.attachments.clone(),
            state: Some(message.state).filter(|state| *state != MessageState::Sent),
            reply_to: message.reply_to,
            locator: message.locator.clone(),
        }
    }
}

/// The columns of a message, in the order that [`message`] reads.
const MESSAGE: &str = "seq, kind, sender, role, body, record";

fn message(row: &Row<'_>) -> rusqlite::Result<Message> {
    let record: Record = rows::json(row, 5)?;
    Ok(Message {
        seq: row.get(0)?,
        kind: rows::parsed(row, 1)?,
        sender: row.get::<_, Option<String>>(2)?.map(Hostile::new),
        role: rows::parsed(row, 3)?,
        sent_at: record.sent_at,
        body: rows::hostile(row, 4)?,
        attachments: record.attachments,
        state: record.state.unwrap_or(MessageState::Sent),
        reply_to: record.reply_to,
        locator: record.locator,
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

        let sql = "INSERT INTO messages (transcript_id, seq, kind, sender, role, body, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut insert = self.tx.prepare_cached(sql)?;
        for message in &transcript.messages {
            insert.execute((
                row,
                message.seq,
                message.kind.as_str(),
                message.sender.as_ref().map(|sender| sender.raw()),
                message.role.as_str(),
                message.body.raw(),
                to_json(&Record::of(message)),
            ))?;
        }
        let sha256 = messages_sha256(self.tx, row)?;
        self.tx.prepare_cached("UPDATE transcripts SET messages_sha256 = ?2 WHERE id = ?1")?.execute((row, sha256.as_bytes()))?;
        self.record(SubjectKind::Transcript, transcript.id.as_str(), CustodyAction::Read)?;
        Ok(row)
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
