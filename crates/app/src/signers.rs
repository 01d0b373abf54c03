//! Whose signatures are trusted here: public keys of other stores, under the names that the analyst gave them.

use serde::{Deserialize, Serialize};
use shakedown_core::{Digest, visible};
use shakedown_store::signature_holds;

use crate::own::Part;
use crate::{App, Failure, FailureCode};

/// The file that holds them.
const FILE: &str = "signers.json";
/// The length of a public key as minisign writes it: 42 bytes in Base64.
const KEY_LENGTH: usize = 56;

/// A key that is trusted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedSigner {
    /// Whose it is.
    pub name: String,
    /// The public key, as minisign writes it on one line.
    pub key: String,
}

/// Who signed a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signer {
    /// Nobody did.
    Nobody,
    /// The signature holds, by a key that is not trusted here.
    Unknown {
        /// The public key.
        key: String,
    },
    /// The signature holds, by a key that is.
    Trusted(TrustedSigner),
}

impl Signer {
    /// The name that stands in the case, where the key is trusted.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Trusted(signer) => Some(&signer.name),
            Self::Nobody | Self::Unknown { .. } => None,
        }
    }

    /// What that means.
    pub fn words(&self) -> String {
        match self {
            Self::Nobody => "untrusted: nobody signed the file; its custody came with it and is shown as it is".into(),
            Self::Unknown { key } => {
                format!("untrusted: signed by the key {}, which nobody here trusts; compare it with the sender's", visible(key))
            }
            Self::Trusted(signer) => format!("signed by {}", visible(&signer.name)),
        }
    }
}

impl App {
    /// The public key of this store: others trust it, and then know its bundles. Errors: those of the store.
    pub fn public_key(&self) -> Result<Option<String>, Failure> {
        self.with_store(|store| store.public_key())
    }

    /// Keys that are trusted here, by name. Errors: `evidence-unreadable` where the list cannot be read.
    pub fn trusted_signers(&self) -> Result<Vec<TrustedSigner>, Failure> {
        let mut all = Vec::new();
        for (file, text) in self.own_files(Part::Signers)? {
            let list: Vec<TrustedSigner> = serde_json::from_str(&text).map_err(|error| {
                let words = format!("{}: expected a list of names and keys, found {error}; nothing was changed", visible(&file));
                Failure::new(FailureCode::EvidenceUnreadable, words, "take the file away, and trust the keys again")
            })?;
            all.extend(list);
        }
        Ok(all)
    }

    /// Trust `key` under `name` from now on; a name that is there already gets this key. Errors: `wrong-usage` for what is no public key or for
    /// an empty name, `disk-full`.
    pub fn trust_signer(&self, name: &str, key: &str) -> Result<(), Failure> {
        let (name, key) = (name.trim(), key.trim());
        let is_key = key.len() == KEY_LENGTH && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
        if name.is_empty() || !is_key {
            let words =
                format!("expected a name and a public key of {KEY_LENGTH} characters, found {:?}; nothing was changed", visible(key));
            return Err(Failure::new(FailureCode::WrongUsage, words, "ask the sender for what `shakedown store key` prints there"));
        }
        let mut all = self.trusted_signers()?;
        all.retain(|one| one.name != name);
        all.push(TrustedSigner { name: name.into(), key: key.into() });
        self.keep_signers(all)
    }

    /// Trust the key of that name no more. Gives whether it was trusted. Errors: `disk-full`.
    pub fn distrust_signer(&self, name: &str) -> Result<bool, Failure> {
        let mut all = self.trusted_signers()?;
        let before = all.len();
        all.retain(|one| one.name != name.trim());
        let found = all.len() < before;
        self.keep_signers(all)?;
        Ok(found)
    }

    fn keep_signers(&self, mut all: Vec<TrustedSigner>) -> Result<(), Failure> {
        all.sort_by(|one, other| one.name.cmp(&other.name));
        let text = serde_json::to_string_pretty(&all)
            .map_err(|error| Failure::new(FailureCode::Internal, error.to_string(), "tell us what you did, without the exhibit"))?;
        self.replace_own(Part::Signers, &[(FILE.to_owned(), text)])
    }

    /// Who signed `bytes`, where `claimed` is the key that the file itself says it was. Errors: `evidence-unreadable` where the signature is that
    /// of no key that is known: somebody changed the file, or the signature is of another.
    pub(crate) fn signer(&self, signed: Option<(&[u8], &str)>, claimed: Option<&str>) -> Result<Signer, Failure> {
        let Some((bytes, signature)) = signed else { return Ok(Signer::Nobody) };
        if let Some(trusted) = self.trusted_signers()?.into_iter().find(|one| signature_holds(&one.key, signature, bytes)) {
            return Ok(Signer::Trusted(trusted));
        }
        match claimed.filter(|key| signature_holds(key, signature, bytes)) {
            Some(key) => Ok(Signer::Unknown { key: key.to_owned() }),
            None => Err(Failure::new(
                FailureCode::EvidenceUnreadable,
                format!("bundle: expected a signature of its manifest {}, found one that is not; nothing was changed", Digest::of(bytes)),
                "ask the sender for a whole copy, and compare its SHA-256",
            )),
        }
    }
}
