//! Keys: the passphrase, the key block, and the cipher that seals evidence.
//!
//! A key block is a small JSON file: `{"block": {"shakedown_key_block": 1, "guard": …}, "sha256": …}`. `sha256` covers the block as compact JSON
//! and tells damage from a wrong passphrase: it is checked before the passphrase is tried, and the wrap's own tag afterwards.

use std::io;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use shakedown_core::Digest;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::StoreError;

/// Randomness for keys: fills the slice from the operating system's source, or says why not. It comes in as an argument, so that a test can
/// make the same store twice.
pub type Random<'a> = dyn FnMut(&mut [u8]) -> io::Result<()> + 'a;

const NONCE: usize = 24;
const SALT: usize = 16;
const BLOCK_VERSION: u32 = 1;
const WRAP_CONTEXT: &[u8] = b"shakedown key block 1";

/// A passphrase, held in Unicode's composed form (NFC) so that two keyboards give the same key. It is wiped when dropped.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Take a passphrase as typed. Errors: [`StoreError::EmptyPassphrase`].
    pub fn new(text: &str) -> Result<Self, StoreError> {
        if text.is_empty() {
            return Err(StoreError::EmptyPassphrase);
        }
        // NFC at most triples the length: the buffer never moves, so no copy is left behind.
        let mut composed = Zeroizing::new(String::with_capacity(text.len() * 3));
        composed.extend(text.nfc());
        Ok(Self(composed))
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// 32 secret bytes, wiped when dropped. They lie on the heap, so that moving the key leaves no copy.
pub(crate) struct Key(Box<Zeroizing<[u8; 32]>>);

impl Key {
    pub(crate) fn random(random: &mut Random<'_>) -> Result<Self, StoreError> {
        let mut key = Self(Box::default());
        random(key.0.as_mut_slice()).map_err(StoreError::Random)?;
        Ok(key)
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut key = Self(Box::default());
        (bytes.len() == key.0.len()).then(|| key.0.copy_from_slice(bytes))?;
        Some(key)
    }

    fn from_passphrase(passphrase: &Passphrase, salt: &[u8], params: Params) -> Result<Self, argon2::Error> {
        let mut key = Self(Box::default());
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(passphrase.0.as_bytes(), salt, key.0.as_mut_slice())?;
        Ok(key)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    pub(crate) fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(HEXLOWER.encode(self.as_bytes()))
    }

    /// The statement that hands this key to SQLCipher as it is, without its own key derivation.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", self.to_hex().as_str()))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        let bytes: &[u8; 32] = &self.0;
        XChaCha20Poly1305::new(bytes.into())
    }

    /// Encrypt with a nonce that this key never saw before; `context` must be given again to decrypt.
    pub(crate) fn seal(&self, nonce: &[u8; NONCE], context: &[u8], plain: &[u8]) -> Vec<u8> {
        self.cipher()
            .encrypt(&XNonce::from(*nonce), Payload { msg: plain, aad: context })
            .expect("what is sealed is far below the cipher's 256 GiB")
    }

    /// Decrypt; nothing where the tag does not hold.
    pub(crate) fn unseal(&self, nonce: &[u8; NONCE], context: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        self.cipher().decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: context }).ok().map(Zeroizing::new)
    }

    /// `inner` under this key: a random nonce, then the ciphertext.
    pub(crate) fn wrap(&self, inner: &Self, context: &[u8], random: &mut Random<'_>) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0; NONCE];
        random(&mut nonce).map_err(StoreError::Random)?;
        Ok([nonce.as_slice(), &self.seal(&nonce, context, inner.as_bytes())].concat())
    }

    /// The key that [`wrap`](Self::wrap) wrapped; nothing where this key, the context or the bytes are not the same.
    pub(crate) fn unwrap(&self, wrapped: &[u8], context: &[u8]) -> Option<Self> {
        let (nonce, sealed) = wrapped.split_first_chunk()?;
        Self::from_slice(&self.unseal(nonce, context, sealed)?)
    }
}

/// How the database key is kept.
#[derive(Serialize, Deserialize)]
#[serde(tag = "guard", rename_all = "lowercase")]
enum Guard {
    /// As it is: whoever has the folder can read the store.
    None { key: Zeroizing<String> },
    /// Wrapped by a key from the passphrase.
    Argon2id { memory_kib: u32, passes: u32, lanes: u32, salt: String, wrapped: String },
}

#[derive(Serialize, Deserialize)]
pub(crate) struct KeyBlock {
    #[serde(rename = "shakedown_key_block")]
    version: u32,
    #[serde(flatten)]
    guard: Guard,
}

#[derive(Serialize, Deserialize)]
struct KeyFile {
    block: KeyBlock,
    sha256: Digest,
}

impl KeyBlock {
    /// Argon2id with twice the memory of RFC 9106's second recommendation (64 MiB, 3 passes), on one lane.
    const MEMORY_KIB: u32 = 128 * 1024;
    const PASSES: u32 = 3;
    const LANES: u32 = 1;
    /// A block that asks for more is not one of ours: no file may tie up the machine.
    const MEMORY_KIB_MAX: u32 = 4 * 1024 * 1024;
    const PASSES_MAX: u32 = 100;

    /// Keep `key` behind the passphrase, or as it is.
    pub(crate) fn new(key: &Key, passphrase: Option<&Passphrase>, random: &mut Random<'_>) -> Result<Self, StoreError> {
        let Some(passphrase) = passphrase else {
            return Ok(Self { version: BLOCK_VERSION, guard: Guard::None { key: key.to_hex() } });
        };
        let mut salt = [0; SALT];
        random(&mut salt).map_err(StoreError::Random)?;
        let (memory_kib, passes, lanes) = (Self::MEMORY_KIB, Self::PASSES, Self::LANES);
        let params = Params::new(memory_kib, passes, lanes, None).expect("the constants are within Argon2's limits");
        let outer = Key::from_passphrase(passphrase, &salt, params).expect("a salt of 16 bytes is within Argon2's limits");
        let wrapped = HEXLOWER.encode(&outer.wrap(key, WRAP_CONTEXT, random)?);
        let guard = Guard::Argon2id { memory_kib, passes, lanes, salt: HEXLOWER.encode(&salt), wrapped };
        Ok(Self { version: BLOCK_VERSION, guard })
    }

    pub(crate) const fn is_guarded(&self) -> bool {
        matches!(self.guard, Guard::Argon2id { .. })
    }

    /// The database key. Errors: `NeedsPassphrase`, `WrongPassphrase`, `KeyBlockDamaged`.
    pub(crate) fn open(&self, passphrase: Option<&Passphrase>) -> Result<Key, StoreError> {
        match &self.guard {
            Guard::None { key } => {
                let key = Zeroizing::new(HEXLOWER.decode(key.as_bytes()).map_err(|_| StoreError::KeyBlockDamaged)?);
                Key::from_slice(&key).ok_or(StoreError::KeyBlockDamaged)
            }
            Guard::Argon2id { memory_kib, passes, lanes, salt, wrapped } => {
                let passphrase = passphrase.ok_or(StoreError::NeedsPassphrase)?;
                if *memory_kib > Self::MEMORY_KIB_MAX || *passes > Self::PASSES_MAX {
                    return Err(StoreError::KeyBlockDamaged);
                }
                let params = Params::new(*memory_kib, *passes, *lanes, None).map_err(|_| StoreError::KeyBlockDamaged)?;
                let salt = HEXLOWER.decode(salt.as_bytes()).map_err(|_| StoreError::KeyBlockDamaged)?;
                let wrapped = HEXLOWER.decode(wrapped.as_bytes()).map_err(|_| StoreError::KeyBlockDamaged)?;
                let outer = Key::from_passphrase(passphrase, &salt, params).map_err(|_| StoreError::KeyBlockDamaged)?;
                outer.unwrap(&wrapped, WRAP_CONTEXT).ok_or(StoreError::WrongPassphrase)
            }
        }
    }

    /// The bytes of the key file.
    pub(crate) fn to_file(&self) -> Zeroizing<Vec<u8>> {
        let block = Zeroizing::new(serde_json::to_string(self).expect("a key block is plain JSON"));
        Zeroizing::new(format!("{{\"block\":{},\"sha256\":\"{}\"}}\n", block.as_str(), Digest::of(block.as_bytes())).into_bytes())
    }

    /// The block in a key file; nothing where it is not what was written, or a newer program wrote it.
    pub(crate) fn from_file(bytes: &[u8]) -> Option<Self> {
        let file: KeyFile = serde_json::from_slice(bytes).ok()?;
        let block = Zeroizing::new(serde_json::to_vec(&file.block).ok()?);
        (file.block.version == BLOCK_VERSION && Digest::of(&block) == file.sha256).then_some(file.block)
    }
}
