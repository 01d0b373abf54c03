//! The store's own signature: a minisign key that is made with the store and signs the head of the chain at the end of each change.

use std::io::{self, Cursor, Read};

use minisign::{KeyPair, PError, PublicKey, SecretKeyBox, SignatureBox};
use rusqlite::{Connection, OptionalExtension};
use shakedown_core::{CustodyAction, CustodySeal, Digest, SubjectKind};
use zeroize::Zeroizing;

use crate::custody::{Change, STORE_ID};
use crate::{By, Store, StoreError, rows};

/// What is signed of a head.
fn statement(seq: u64, sha256: Digest) -> String {
    format!("shakedown custody head\nevent {seq}\nsha256 {sha256}\n")
}

impl Change<'_> {
    /// Make the store's key where it has none: a new store, or one from before there were keys, which then stands in the chain.
    pub(crate) fn ensure_key(&self) -> Result<(), StoreError> {
        if public_key(self.tx)?.is_some() {
            return Ok(());
        }
        let KeyPair { pk, sk } = KeyPair::generate_unencrypted_keypair().map_err(no_key)?;
        let secret = Zeroizing::new(sk.to_box(None).map_err(no_key)?.into_string());
        self.tx.execute("INSERT INTO store_key VALUES (1, ?1, ?2)", (pk.to_base64(), secret.as_str()))?;
        let is_new: bool = self.tx.query_row("SELECT NOT EXISTS (SELECT 1 FROM store)", [], rows::first)?;
        if !is_new {
            self.record(SubjectKind::Store, STORE_ID, CustodyAction::Changed)?;
        }
        Ok(())
    }

    /// Sign the head of the chain, where this change moved it.
    pub(crate) fn seal_head(&self) -> Result<(), StoreError> {
        let sql = "SELECT seq, sha256 FROM custody_head WHERE signature IS NULL";
        let head = self.tx.prepare_cached(sql)?.query_row([], |row| Ok((row.get::<_, i64>(0)? as u64, rows::digest(row, 1)?)));
        let Some((seq, sha256)) = head.optional()? else { return Ok(()) };
        let signature = sign(self.tx, &mut statement(seq, sha256).as_bytes(), &format!("custody event {seq}"))?;
        self.tx.prepare_cached("UPDATE custody_head SET signature = ?1")?.execute([signature])?;
        Ok(())
    }
}

/// The store's public key, as minisign writes it on one line.
pub(crate) fn public_key(connection: &Connection) -> Result<Option<String>, StoreError> {
    Ok(connection.prepare_cached("SELECT public FROM store_key")?.query_row([], rows::first).optional()?)
}

/// The signature of the head as it stands.
pub(crate) fn seal(connection: &Connection) -> Result<Option<CustodySeal>, StoreError> {
    let sql = "SELECT k.public, h.signature FROM custody_head h, store_key k WHERE h.signature IS NOT NULL";
    let read = |row: &rusqlite::Row<'_>| Ok(CustodySeal { public_key: row.get(0)?, signature: row.get(1)? });
    Ok(connection.prepare_cached(sql)?.query_row([], read).optional()?)
}

/// Whether the head is signed by the store's key; a store that has none yet has nothing to be signed by.
pub(crate) fn holds(connection: &Connection, head: Option<(u64, Digest)>) -> Result<bool, StoreError> {
    let (Some(key), Some((seq, sha256))) = (public_key(connection)?, head) else { return Ok(true) };
    let signature: Option<String> = connection.query_row("SELECT signature FROM custody_head", [], rows::first)?;
    Ok(signature.is_some_and(|signature| signature_holds(&key, &signature, statement(seq, sha256).as_bytes())))
}

/// Whether `signature`, in minisign's form, is one of `bytes` by the key whose public half is `public_key`. Text that is neither a key nor a
/// signature holds nothing.
pub fn signature_holds(public_key: &str, signature: &str, bytes: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (PublicKey::from_base64(public_key), SignatureBox::from_string(signature)) else { return false };
    minisign::verify(&key, &signature, Cursor::new(bytes), true, false, false).is_ok()
}

fn sign(connection: &Connection, bytes: &mut dyn Read, comment: &str) -> Result<String, StoreError> {
    let sql = "SELECT secret FROM store_key";
    let secret = Zeroizing::new(connection.prepare_cached(sql)?.query_row([], rows::first::<String>)?);
    let damaged = |error: PError| StoreError::damaged("the key of the store", error);
    let secret = SecretKeyBox::from_string(&secret).and_then(SecretKeyBox::into_unencrypted_secret_key).map_err(damaged)?;
    let signature = minisign::sign(None, &secret, bytes, Some(comment), Some("signature from a Shakedown store"));
    Ok(signature.map_err(|error| StoreError::Evidence(io::Error::other(error)))?.into_string())
}

fn no_key(error: PError) -> StoreError {
    StoreError::Random(io::Error::other(error))
}

impl Store {
    /// Sign bytes with the store's key, as minisign does: whoever has the public key can check them with any minisign. `comment` is signed too.
    ///
    /// Errors: [`StoreError::Evidence`] where the bytes cannot be read, [`StoreError::Busy`].
    pub fn sign(&mut self, bytes: &mut dyn Read, comment: &str, by: &By) -> Result<CustodySeal, StoreError> {
        self.change(by, |change| {
            let signature = sign(change.tx, bytes, comment)?;
            let public_key = public_key(change.tx)?.ok_or_else(|| StoreError::damaged_at("the key of the store"))?;
            Ok(CustodySeal { public_key, signature })
        })
    }

    /// The public half of the store's key, as minisign writes it on one line. A store that was made before there were keys gets one with its next
    /// change.
    pub fn public_key(&self) -> Result<Option<String>, StoreError> {
        public_key(&self.connection)
    }

    /// Whether the chain has a link with this hash. One that a report prints and that is not there was cut off.
    pub fn holds_link(&self, sha256: &Digest) -> Result<bool, StoreError> {
        Ok(self.connection.query_row("SELECT EXISTS (SELECT 1 FROM custody WHERE sha256 = ?1)", [sha256.as_bytes()], rows::first)?)
    }
}
