//! Reading out of a damaged store what can still be read.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use shakedown_core::{CaseFile, Digest, EvidenceItem, visible};
use shakedown_store::{Passphrase, Store, StoreError};

use crate::intake::stopped;
use crate::job::Job;
use crate::{App, Failure, FailureCode};

/// What was saved.
#[derive(Debug, Default)]
pub struct Salvaged {
    /// Cases written as case files.
    pub cases: u32,
    /// Evidence items written, their bytes hashed again.
    pub evidence: u32,
    /// What could not be read, in words.
    pub lost: Vec<String>,
}

impl App {
    /// Write whatever can be read of the store into a folder that is not there yet: each case as a case file (JSON), each evidence item under its SHA-256.
    /// The store itself is not changed.
    ///
    /// Errors: `out-not-writable`, `store-locked`, `wrong-passphrase`, `stopped`, and `store-damaged` where nothing at all can be read.
    pub fn salvage_store(&self, out: &Path, passphrase: Option<&str>, job: &Job<'_>) -> Result<Salvaged, Failure> {
        let unwritable = |error: io::Error| {
            Failure::new(
                FailureCode::OutNotWritable,
                format!("{}: {error}; the store was not changed", visible(&out.to_string_lossy())),
                "name a folder that is not there yet, on a disk with room",
            )
        };
        self.close_store();
        let dir = self.host.store_dir();
        let opened = match Store::open_damaged(&dir, None) {
            Err(StoreError::NeedsPassphrase) => {
                let given = passphrase.map(str::to_owned).map_or_else(|| self.passphrase(), |words| Ok(Some(words)))?;
                let words = given.ok_or_else(|| self.store_failure(StoreError::NeedsPassphrase))?;
                Passphrase::new(&words).and_then(|words| Store::open_damaged(&dir, Some(&words)))
            }
            opened => opened,
        };
        let refused = |error| self.store_failure(error);
        let store = opened.map_err(refused)?;
        let last = store.last_case_number().map_err(refused)?;
        fs::create_dir(out).and_then(|()| fs::create_dir(out.join("evidence"))).map_err(unwritable)?;
        let mut saved = Salvaged::default();
        for number in 1..=last {
            if job.tell(u64::from(number), Some(u64::from(last)), "saving") {
                return Err(stopped());
            }
            match store.case_numbered(number).and_then(|id| store.case_file(&id)) {
                Ok(file) => save_case(&store, &file, out, &mut saved).map_err(unwritable)?,
                Err(StoreError::NotFound { .. }) => {}
                Err(error) => saved.lost.push(format!("case #{number}: {error}")),
            }
        }
        Ok(saved)
    }
}

fn save_case(store: &Store, file: &CaseFile, out: &Path, saved: &mut Salvaged) -> io::Result<()> {
    let name = out.join(format!("case-{:06}.json", file.case.number));
    serde_json::to_writer(io::BufWriter::new(File::create_new(name)?), file)?;
    saved.cases += 1;
    for item in &file.evidence {
        match save_evidence(store, item, &out.join("evidence").join(item.sha256.to_string())) {
            Ok(()) => saved.evidence += 1,
            Err(error) => saved.lost.push(format!("the bytes of {} in case #{}: {error}", item.exhibit_ref, file.case.number)),
        }
    }
    Ok(())
}

/// Write the bytes of an item; a file that is not what was received is not left behind.
fn save_evidence(store: &Store, item: &EvidenceItem, to: &Path) -> io::Result<()> {
    let whole = |path: &Path| Digest::of_reader(&mut File::open(path)?).map(|(found, _)| found == item.sha256);
    if !to.exists() {
        let mut reader = store.evidence_reader(&item.id).map_err(io::Error::other)?;
        io::copy(&mut reader, &mut File::create_new(to)?).inspect_err(|_| drop(fs::remove_file(to)))?;
    }
    if whole(to)? {
        return Ok(());
    }
    fs::remove_file(to)?;
    Err(io::Error::new(io::ErrorKind::InvalidData, "they are not those that were received"))
}
