//! The two indexes: what is not in them yet comes in, in portions, whenever somebody is about to search.

use rusqlite::types::Type;
use rusqlite::{Connection, Transaction};

use super::Reading;
use super::terms::spaced;
use crate::{By, Store, StoreError, rows};

/// What is added to the number of a note, and of a case, in the indexes.
pub(super) const NOTES: i64 = 1 << 60;
pub(super) const TITLES: i64 = 1 << 61;

/// How far the indexes have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// The last message that is in them.
    pub done: u64,
    /// The last message that there is.
    pub total: u64,
    /// Whether everything is in them.
    pub complete: bool,
}

struct State {
    reading: u32,
    messages: i64,
    notes: i64,
    last_message: i64,
    last_note: i64,
    titles: i64,
}

impl State {
    fn of(connection: &Connection) -> Result<Self, StoreError> {
        let sql = "SELECT reading, messages, notes, coalesce((SELECT max(id) FROM messages), 0), coalesce((SELECT max(id) FROM notes), 0),
            (SELECT count(*) FROM search_titles) FROM search_state";
        Ok(connection.prepare_cached(sql)?.query_row([], |row| {
            Ok(Self {
                reading: row.get(0)?,
                messages: row.get(1)?,
                notes: row.get(2)?,
                last_message: row.get(3)?,
                last_note: row.get(4)?,
                titles: row.get(5)?,
            })
        })?)
    }

    const fn is_complete(&self, reading: u32) -> bool {
        self.reading == reading && self.messages >= self.last_message && self.notes >= self.last_note && self.titles == 0
    }

    const fn indexed(&self, reading: u32) -> Indexed {
        Indexed { done: self.messages as u64, total: self.last_message as u64, complete: self.is_complete(reading) }
    }
}

impl Store {
    /// Bring at most `portion` messages, and as many notes and titles, into the indexes. Another version of `reading` makes them anew. Nothing
    /// is written where everything is in them.
    ///
    /// Errors: [`StoreError::Busy`], [`StoreError::Full`], [`StoreError::ReadOnly`]; what was indexed before stays.
    pub fn index(&mut self, reading: &dyn Reading, portion: u32) -> Result<Indexed, StoreError> {
        let version = reading.version();
        let state = State::of(&self.connection)?;
        if state.is_complete(version) {
            return Ok(state.indexed(version));
        }
        let tx = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        bring_in(&tx, reading, portion)?;
        let state = State::of(&tx)?;
        tx.commit()?;
        Ok(state.indexed(version))
    }

    /// Keep a query under a name, in the place of the one that had it. Errors: [`StoreError::ReadOnly`] and the like.
    pub fn save_search(&mut self, name: &str, query: &str, by: &By) -> Result<(), StoreError> {
        let sql = "INSERT INTO saved_searches (name, query, at, by) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (name) DO UPDATE SET query = ?2, at = ?3, by = ?4";
        self.connection.execute(sql, (name, query, by.now.to_string(), &by.actor.analyst))?;
        Ok(())
    }

    /// Forget a query that was kept. Errors: [`StoreError::NotFound`].
    pub fn forget_search(&mut self, name: &str) -> Result<(), StoreError> {
        match self.connection.execute("DELETE FROM saved_searches WHERE name = ?1", [name])? {
            0 => Err(StoreError::not_found("saved search", name)),
            _ => Ok(()),
        }
    }

    /// Names and queries that were kept, by name.
    pub fn saved_searches(&self) -> Result<Vec<(String, String)>, StoreError> {
        rows::all(&self.connection, "SELECT name, query FROM saved_searches WHERE id > ?1 ORDER BY name", 0, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    }
}

fn bring_in(tx: &Transaction<'_>, reading: &dyn Reading, portion: u32) -> Result<(), StoreError> {
    let mut state = State::of(tx)?;
    if state.reading != reading.version() {
        tx.execute_batch(
            "INSERT INTO search_words (search_words) VALUES ('delete-all'); INSERT INTO search_parts (search_parts) VALUES ('delete-all');
            INSERT INTO search_titles SELECT id FROM cases WHERE true ON CONFLICT DO NOTHING;",
        )?;
        state = State { reading: reading.version(), messages: 0, notes: 0, ..state };
    }
    let messages = "SELECT id, body FROM messages WHERE id > ?1 ORDER BY id LIMIT ?2";
    state.messages = texts(tx, messages, 0, state.messages, reading, portion)?.unwrap_or(state.last_message);
    let notes = "SELECT id, body FROM notes WHERE id > ?1 ORDER BY id LIMIT ?2";
    state.notes = texts(tx, notes, NOTES, state.notes, reading, portion)?.unwrap_or(state.last_note);
    let gone = format!("(SELECT case_id + {TITLES} FROM search_titles ORDER BY case_id LIMIT {portion})");
    tx.execute_batch(&format!("DELETE FROM search_words WHERE rowid IN {gone}; DELETE FROM search_parts WHERE rowid IN {gone};"))?;
    let titles = "SELECT c.id, c.title FROM search_titles t JOIN cases c ON c.id = t.case_id WHERE c.id > ?1 ORDER BY c.id LIMIT ?2";
    if let Some(last) = texts(tx, titles, TITLES, 0, reading, portion)? {
        tx.execute("DELETE FROM search_titles WHERE case_id <= ?1", [last])?;
    }
    let sql = "UPDATE search_state SET reading = ?1, messages = ?2, notes = ?3";
    tx.execute(sql, (state.reading, state.messages, state.notes))?;
    Ok(())
}

/// Bring texts in; gives the number of the last one, nothing where there was none.
fn texts(tx: &Transaction<'_>, sql: &str, base: i64, after: i64, reading: &dyn Reading, portion: u32) -> Result<Option<i64>, StoreError> {
    let mut words = tx.prepare_cached("INSERT INTO search_words (rowid, body) VALUES (?1, ?2)")?;
    let mut parts = tx.prepare_cached("INSERT INTO search_parts (rowid, body) VALUES (?1, ?2)")?;
    let mut select = tx.prepare_cached(sql)?;
    let mut found = select.query((after, portion))?;
    let mut last = None;
    while let Some(row) = found.next()? {
        let (id, raw): (i64, &str) = (row.get(0)?, row.get_ref(1)?.as_str().map_err(|error| unreadable(error.into()))?);
        let plain = reading.plain(raw);
        words.execute((id + base, spaced(&plain).as_deref().unwrap_or(&plain)))?;
        parts.execute((id + base, &plain))?;
        last = Some(id);
    }
    Ok(last)
}

fn unreadable(error: Box<dyn std::error::Error + Send + Sync>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(1, Type::Text, error)
}

/// Take everything of the cases that go (`going`, `going_transcripts`) out of the indexes, and overwrite it: what is deleted is only marked until its
/// part of an index is written anew.
pub(crate) const GO: &[&str] = &[
    "CREATE TEMP TABLE going_texts AS
        SELECT id FROM main.messages WHERE transcript_id IN (SELECT id FROM going_transcripts)
        UNION ALL SELECT id + (1 << 60) FROM main.notes WHERE case_id IN (SELECT id FROM going)
        UNION ALL SELECT id + (1 << 61) FROM going",
    "DELETE FROM main.search_words WHERE rowid IN (SELECT id FROM going_texts)",
    "DELETE FROM main.search_parts WHERE rowid IN (SELECT id FROM going_texts)",
    "INSERT INTO main.search_words (search_words) VALUES ('optimize')",
    "INSERT INTO main.search_parts (search_parts) VALUES ('optimize')",
    "DELETE FROM main.search_titles WHERE case_id IN (SELECT id FROM going)",
    "DROP TABLE going_texts",
];

/// The numbers of what is gone are given again: what bears them then must come into the indexes.
pub(crate) const GONE: &str = "UPDATE main.search_state SET messages = min(messages, coalesce((SELECT max(id) FROM main.messages), 0)),
    notes = min(notes, coalesce((SELECT max(id) FROM main.notes), 0))";
