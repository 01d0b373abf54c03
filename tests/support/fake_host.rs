//! A machine whose clock and randomness are known.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use shakedown_app::{Host, System};

/// The clock starts at 2026-03-02 09:00 UTC and goes on by a second at each look; randomness is a counter.
pub struct FakeHost {
    folder: PathBuf,
    ticks: AtomicU64,
    draws: AtomicU64,
}

impl FakeHost {
    /// A machine whose store and exports lie in `folder`.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ticks: AtomicU64::new(0), draws: AtomicU64::new(0) }
    }
}

impl Host for FakeHost {
    fn now(&self) -> Timestamp {
        let start: Timestamp = "2026-03-02T09:00:00Z".parse().expect("a time");
        start + SignedDuration::from_secs(self.ticks.fetch_add(1, Ordering::Relaxed) as i64)
    }

    fn fill_random(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        for chunk in bytes.chunks_mut(8) {
            let draw = self.draws.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
            chunk.copy_from_slice(&draw[..chunk.len()]);
        }
        Ok(())
    }

    fn os_account(&self) -> String {
        "mk".into()
    }

    fn machine(&self) -> String {
        "desk-7".into()
    }

    fn worker(&self) -> Option<PathBuf> {
        std::env::var_os("SHAKEDOWN_BIN").map(PathBuf::from)
    }

    fn tesseract(&self) -> Option<PathBuf> {
        System::default().tesseract()
    }

    fn fonts(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    fn store_dir(&self) -> PathBuf {
        self.folder.join("store")
    }

    fn export_dir(&self) -> PathBuf {
        self.folder.join("exports")
    }

    fn passphrase(&self) -> std::io::Result<Option<String>> {
        Ok(None)
    }
}
