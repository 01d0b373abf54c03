//! Evidence: bytes as received, each content kept once, sealed under a key of its own.

use std::io::{self, Read};

use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest as _, Sha256};
use shakedown_core::{Acquisition, CaseId, CustodyAction, Digest, EvidenceId, EvidenceItem, Hostile, SubjectKind};
use zeroize::Zeroizing;

use crate::custody::Change;
use crate::keys::Key;
use crate::{Random, Store, StoreError, rows};

/// Bytes in a chunk, before it is compressed.
pub(crate) const CHUNK: usize = 1024 * 1024;
/// Zstandard's own default.
const ZSTD_LEVEL: i32 = 3;

/// A case that holds given bytes, and as which evidence item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldEvidence {
    /// The item.
    pub evidence: EvidenceId,
    /// The case.
    pub case: CaseId,
}

/// The case that evidence comes into.
pub(crate) struct Holder<'a> {
    pub(crate) id: i64,
    pub(crate) uid: &'a CaseId,
}

impl Change<'_> {
    /// Take an evidence item into a case: its bytes are hashed again on the way in and compared with the item. Gives the item's row.
    pub(crate) fn receive(
        &self,
        item: &EvidenceItem,
        bytes: &mut dyn Read,
        holder: &Holder<'_>,
        random: &mut Random<'_>,
    ) -> Result<i64, StoreError> {
        let known = self.tx.prepare_cached("SELECT id FROM contents WHERE sha256 = ?1")?.query_row([item.sha256.as_bytes()], rows::first);
        let (content, key) = match known.optional()? {
            Some(content) => {
                let key = content_key(self.tx, content)?.0;
                if self.tx.prepare_cached("DELETE FROM absent_contents WHERE content_id = ?1")?.execute([content])? > 0 {
                    self.seal(item, content, &key, bytes)?;
                } else {
                    let (found, byte_len) = Digest::of_reader(bytes).map_err(StoreError::Evidence)?;
                    same_bytes(item, found, byte_len)?;
                }
                (content, key)
            }
            None => {
                let (content, key) = self.add_content(item, random)?;
                self.seal(item, content, &key, bytes)?;
                (content, key)
            }
        };
        self.wrap_for(content, &key, item.sha256, holder, random)?;
        self.add_item(item, content, holder)
    }

    /// Take an evidence item whose bytes did not come: its hash and its length are kept, and a key for when they come. Gives the item's row, and
    /// whether the bytes are here all the same.
    pub(crate) fn receive_absent(
        &self,
        item: &EvidenceItem,
        holder: &Holder<'_>,
        random: &mut Random<'_>,
    ) -> Result<(i64, bool), StoreError> {
        let sql = "SELECT id, byte_len, id NOT IN (SELECT content_id FROM absent_contents) FROM contents WHERE sha256 = ?1";
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let known: Option<(i64, i64, bool)> = self.tx.prepare_cached(sql)?.query_row([item.sha256.as_bytes()], read).optional()?;
        let (content, key, is_here) = match known {
            Some((content, byte_len, is_here)) => {
                same_bytes(item, item.sha256, byte_len as u64)?;
                (content, content_key(self.tx, content)?.0, is_here)
            }
            None => {
                let (content, key) = self.add_content(item, random)?;
                self.tx.prepare_cached("INSERT INTO absent_contents VALUES (?1)")?.execute([content])?;
                (content, key, false)
            }
        };
        self.wrap_for(content, &key, item.sha256, holder, random)?;
        Ok((self.add_item(item, content, holder)?, is_here))
    }

    fn add_content(&self, item: &EvidenceItem, random: &mut Random<'_>) -> Result<(i64, Key), StoreError> {
        let key = Key::random(random)?;
        let sql = "INSERT INTO contents (sha256, byte_len) VALUES (?1, ?2)";
        self.tx.prepare_cached(sql)?.execute((item.sha256.as_bytes(), item.byte_len as i64))?;
        Ok((self.tx.last_insert_rowid(), key))
    }

    /// Seal the bytes of a content, and compare them with the item.
    fn seal(&self, item: &EvidenceItem, content: i64, key: &Key, bytes: &mut dyn Read) -> Result<(), StoreError> {
        let mut insert = self.tx.prepare_cached("INSERT INTO chunks VALUES (?1, ?2, ?3, ?4)")?;
        let mut hasher = Sha256::new();
        let mut byte_len = 0;
        let mut chunk = Zeroizing::new(Vec::with_capacity(CHUNK));
        for seq in 0_u64.. {
            chunk.clear();
            (&mut *bytes).take(CHUNK as u64).read_to_end(&mut chunk).map_err(StoreError::Evidence)?;
            if chunk.is_empty() {
                break;
            }
            hasher.update(chunk.as_slice());
            byte_len += chunk.len() as u64;
            let packed = zstd::bulk::compress(&chunk, ZSTD_LEVEL).map(Zeroizing::new).map_err(StoreError::Evidence)?;
            let smaller = packed.len() < chunk.len();
            let plain = if smaller { &packed } else { &chunk };
            insert.execute((content, seq as i64, smaller, key.seal(&nonce(seq), item.sha256.as_bytes(), plain)))?;
        }
        same_bytes(item, Digest::from_bytes(hasher.finalize().into()), byte_len)
    }

    fn add_item(&self, item: &EvidenceItem, content: i64, holder: &Holder<'_>) -> Result<i64, StoreError> {
        let sql = "INSERT INTO evidence (uid, content_id, exhibit_ref, file_name, kind, acquired_by, acquired_at, parent_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let parent = item.parent.as_ref().map(|parent| evidence_row(self.tx, parent)).transpose()?;
        self.tx.prepare_cached(sql)?.execute((
            item.id.as_str(),
            content,
            &item.exhibit_ref,
            item.file_name.as_ref().map(Hostile::raw),
            item.acquired.kind.as_str(),
            &item.acquired.by,
            item.acquired.at.to_string(),
            parent,
        ))?;
        let evidence = self.tx.last_insert_rowid();
        self.append(evidence, holder)?;
        self.record(SubjectKind::Evidence, item.id.as_str(), CustodyAction::Received)?;
        Ok(evidence)
    }

    fn append(&self, evidence: i64, holder: &Holder<'_>) -> Result<(), StoreError> {
        let sql = "INSERT INTO case_evidence SELECT ?1, coalesce(max(position) + 1, 0), ?2 FROM case_evidence WHERE case_id = ?1";
        self.tx.prepare_cached(sql)?.execute((holder.id, evidence))?;
        Ok(())
    }

    /// Move an item from one case to another. The content's key is wrapped for the new holder; the old one keeps its wrap only where another item
    /// of it has the same bytes.
    pub(crate) fn move_evidence(&self, id: &EvidenceId, from: i64, holder: &Holder<'_>, random: &mut Random<'_>) -> Result<(), StoreError> {
        let evidence = evidence_row(self.tx, id)?;
        let content: i64 = self.tx.prepare_cached("SELECT content_id FROM evidence WHERE id = ?1")?.query_row([evidence], rows::first)?;
        let (key, sha256) = content_key(self.tx, content)?;
        self.wrap_for(content, &key, sha256, holder, random)?;
        self.tx.prepare_cached("DELETE FROM case_evidence WHERE case_id = ?1 AND evidence_id = ?2")?.execute((from, evidence))?;
        let sql = "DELETE FROM content_keys WHERE content_id = ?1 AND case_id = ?2 AND NOT EXISTS (
            SELECT 1 FROM case_evidence h JOIN evidence e ON e.id = h.evidence_id WHERE h.case_id = ?2 AND e.content_id = ?1)";
        self.tx.prepare_cached(sql)?.execute((content, from))?;
        self.append(evidence, holder)
    }

    fn wrap_for(&self, content: i64, key: &Key, sha256: Digest, holder: &Holder<'_>, random: &mut Random<'_>) -> Result<(), StoreError> {
        let wrapped = case_key(self.tx, holder.id)?.wrap(key, &wrap_context(sha256, holder.uid.as_str()), random)?;
        let sql = "INSERT INTO content_keys VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        self.tx.prepare_cached(sql)?.execute((content, holder.id, wrapped))?;
        Ok(())
    }
}

/// The row of an evidence item.
pub(crate) fn evidence_row(connection: &Connection, id: &EvidenceId) -> Result<i64, StoreError> {
    let row = connection.prepare_cached("SELECT id FROM evidence WHERE uid = ?1")?.query_row([id.as_str()], rows::first).optional()?;
    row.ok_or_else(|| StoreError::not_found("evidence item", id))
}

/// Whether the bytes of a content did not come with the case that speaks of it.
pub(crate) fn is_absent(connection: &Connection, content: i64) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM absent_contents WHERE content_id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([content], rows::first::<i64>)? > 0)
}

fn same_bytes(item: &EvidenceItem, found: Digest, byte_len: u64) -> Result<(), StoreError> {
    if (found, byte_len) == (item.sha256, item.byte_len) {
        Ok(())
    } else {
        Err(StoreError::EvidenceChanged { expected: item.sha256, found })
    }
}

/// A content's key seals each chunk once: the chunk's number is a nonce that never comes twice.
fn nonce(seq: u64) -> [u8; 24] {
    let mut nonce = [0; 24];
    nonce[..8].copy_from_slice(&seq.to_le_bytes());
    nonce
}

/// Ties a wrapped key to its content and its case.
fn wrap_context(sha256: Digest, case: &str) -> Vec<u8> {
    [sha256.as_bytes(), case.as_bytes()].concat()
}

fn case_key(connection: &Connection, case: i64) -> Result<Key, StoreError> {
    let bytes: Option<Vec<u8>> =
        connection.prepare_cached("SELECT key FROM case_keys WHERE case_id = ?1")?.query_row([case], rows::first).optional()?;
    let bytes = Zeroizing::new(bytes.ok_or_else(|| StoreError::damaged_at("the key of a case"))?);
    Key::from_slice(&bytes).ok_or_else(|| StoreError::damaged_at("the key of a case"))
}

/// The columns of a wrapped key, in the order that [`unwrapped`] reads.
const WRAP: &str = "k.wrapped, x.key, o.sha256, c.uid";

/// The content's key in a row; nothing where a key is missing or does not fit.
fn unwrapped(row: &Row<'_>) -> rusqlite::Result<Option<Key>> {
    let context = wrap_context(rows::digest(row, 2)?, row.get_ref(3)?.as_str()?);
    let key = Zeroizing::new(row.get::<_, Option<Vec<u8>>>(1)?.unwrap_or_default());
    let wrapped = row.get_ref(0)?.as_blob_or_null()?.unwrap_or_default();
    Ok(Key::from_slice(&key).and_then(|key| key.unwrap(wrapped, &context)))
}

/// The key of a content, from the first case that can unwrap it, and the content's SHA-256.
fn content_key(connection: &Connection, content: i64) -> Result<(Key, Digest), StoreError> {
    let sql = format!(
        "SELECT {WRAP} FROM content_keys k JOIN case_keys x ON x.case_id = k.case_id JOIN cases c ON c.id = k.case_id
            JOIN contents o ON o.id = k.content_id WHERE k.content_id = ?1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query([content])?;
    while let Some(row) = found.next()? {
        if let Some(key) = unwrapped(row)? {
            return Ok((key, rows::digest(row, 2)?));
        }
    }
    Err(StoreError::damaged_at("the key of an evidence item"))
}

/// The evidence items that a case holds and has no key for.
pub(crate) fn without_key(connection: &Connection) -> Result<Vec<EvidenceId>, StoreError> {
    let sql = format!(
        "SELECT {WRAP}, e.uid FROM case_evidence h JOIN evidence e ON e.id = h.evidence_id JOIN contents o ON o.id = e.content_id
            JOIN cases c ON c.id = h.case_id LEFT JOIN case_keys x ON x.case_id = h.case_id
            LEFT JOIN content_keys k ON k.content_id = e.content_id AND k.case_id = h.case_id WHERE h.case_id > ?1"
    );
    let held = rows::all(connection, &sql, 0, |row| Ok((unwrapped(row)?.is_some(), row.get::<_, String>(4)?)))?;
    Ok(held.into_iter().filter(|(has_key, _)| !has_key).map(|(_, id)| EvidenceId::new(id)).collect())
}

/// The columns of an item, in the order that [`item`] reads; `e` is `evidence`, `o` is `contents`.
pub(crate) const ITEM: &str = "e.uid, e.exhibit_ref, o.sha256, o.byte_len, e.file_name, e.kind, e.acquired_by, e.acquired_at,
    (SELECT p.uid FROM evidence p WHERE p.id = e.parent_id)";

pub(crate) fn item(row: &Row<'_>) -> rusqlite::Result<EvidenceItem> {
    Ok(EvidenceItem {
        id: EvidenceId::new(row.get::<_, String>(0)?),
        exhibit_ref: row.get(1)?,
        sha256: rows::digest(row, 2)?,
        byte_len: row.get::<_, i64>(3)? as u64,
        file_name: rows::maybe(row, 4, rows::hostile)?,
        acquired: Acquisition { kind: rows::parsed(row, 5)?, by: row.get(6)?, at: rows::parsed(row, 7)? },
        parent: row.get::<_, Option<String>>(8)?.map(EvidenceId::new),
    })
}

impl Store {
    /// The cases that hold these bytes already, oldest first: "have we seen this file".
    pub fn find_evidence(&self, sha256: &Digest) -> Result<Vec<HeldEvidence>, StoreError> {
        let sql = "SELECT e.uid, c.uid FROM contents o JOIN evidence e ON e.content_id = o.id JOIN case_evidence h ON h.evidence_id = e.id
            JOIN cases c ON c.id = h.case_id WHERE o.sha256 = ?1 ORDER BY e.id, c.id";
        rows::all(&self.connection, sql, sha256.as_bytes(), |row| {
            Ok(HeldEvidence { evidence: EvidenceId::new(row.get::<_, String>(0)?), case: CaseId::new(row.get::<_, String>(1)?) })
        })
    }

    /// How many evidence items there are.
    pub fn evidence_count(&self) -> Result<u64, StoreError> {
        let count: i64 = self.connection.query_row("SELECT count(*) FROM evidence", [], rows::first)?;
        Ok(count as u64)
    }

    /// The bytes of an evidence item, as received, a chunk at a time. A chunk that is not what was stored ends the reading with
    /// [`InvalidData`](io::ErrorKind::InvalidData).
    ///
    /// Errors: [`StoreError::NotFound`], [`StoreError::Absent`] where the bytes did not come with the case, [`StoreError::Damaged`] where no case
    /// can unwrap its key.
    pub fn evidence_reader(&self, id: &EvidenceId) -> Result<EvidenceReader<'_>, StoreError> {
        let content =
            self.connection.prepare_cached("SELECT content_id FROM evidence WHERE uid = ?1")?.query_row([id.as_str()], rows::first);
        let content = content.optional()?.ok_or_else(|| StoreError::not_found("evidence item", id))?;
        if is_absent(&self.connection, content)? {
            return Err(StoreError::Absent { id: id.to_string() });
        }
        EvidenceReader::new(&self.connection, content)
    }
}

/// Reads an evidence item; it holds one chunk at a time.
pub struct EvidenceReader<'a> {
    connection: &'a Connection,
    content: i64,
    key: Key,
    sha256: Digest,
    /// Bytes that are still to come.
    left: u64,
    next: u64,
    chunk: Zeroizing<Vec<u8>>,
    at: usize,
}

impl<'a> EvidenceReader<'a> {
    pub(crate) fn new(connection: &'a Connection, content: i64) -> Result<Self, StoreError> {
        let (key, sha256) = content_key(connection, content)?;
        let left: i64 = connection.prepare_cached("SELECT byte_len FROM contents WHERE id = ?1")?.query_row([content], rows::first)?;
        Ok(Self { connection, content, key, sha256, left: left as u64, next: 0, chunk: Zeroizing::default(), at: 0 })
    }

    /// The next chunk; an empty one at the end.
    fn load(&mut self) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        if self.left == 0 {
            return Ok(Zeroizing::default());
        }
        let sql = "SELECT packed, bytes FROM chunks WHERE content_id = ?1 AND seq = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = statement.query((self.content, self.next as i64))?;
        let row = found.next()?.ok_or_else(|| StoreError::damaged_at("a chunk of evidence"))?;
        let sealed = row.get_ref(1)?.as_blob().map_err(|error| StoreError::damaged("a chunk of evidence", error))?;
        let plain = self.key.unseal(&nonce(self.next), self.sha256.as_bytes(), sealed);
        let mut plain = plain.ok_or_else(|| StoreError::damaged_at("a chunk of evidence"))?;
        if row.get(0)? {
            let unpacked = zstd::bulk::decompress(&plain, CHUNK).map_err(|error| StoreError::damaged("a chunk of evidence", error))?;
            plain = Zeroizing::new(unpacked);
        }
        self.next += 1;
        self.left = self.left.saturating_sub(plain.len() as u64);
        Ok(plain)
    }
}

impl Read for EvidenceReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.chunk.len() {
            self.chunk = self.load().map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
            self.at = 0;
        }
        let count = (&self.chunk[self.at..]).read(out)?;
        self.at += count;
        Ok(count)
    }
}
