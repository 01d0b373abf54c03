//! This machine. All of this crate that depends on the operating system stands here.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::host::Host;

/// The machine the program runs on.
#[derive(Clone, Debug, Default)]
pub struct System {
    /// The folder of the store, where one was named.
    pub store: Option<PathBuf>,
    /// A file whose first line is the passphrase, where one was named.
    pub passphrase_file: Option<PathBuf>,
    /// How to ask for the passphrase where no file was named; the window asks by itself.
    pub prompt: Option<fn() -> std::io::Result<String>>,
}

impl System {
    /// This machine, with the store and the passphrase file that `SHAKEDOWN_STORE` and `SHAKEDOWN_PASSPHRASE_FILE` name, where nothing else does.
    pub fn from_environment(
        store: Option<PathBuf>,
        passphrase_file: Option<PathBuf>,
        prompt: Option<fn() -> std::io::Result<String>>,
    ) -> Self {
        let named = |variable| std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
        Self {
            store: store.or_else(|| named("SHAKEDOWN_STORE")),
            passphrase_file: passphrase_file.or_else(|| named("SHAKEDOWN_PASSPHRASE_FILE")),
            prompt,
        }
    }

    fn data_dir(&self) -> PathBuf {
        directories::ProjectDirs::from("org", "Shakedown", "shakedown")
            .map_or_else(|| PathBuf::from("shakedown"), |dirs| dirs.data_local_dir().to_owned())
    }
}

impl Host for System {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn fill_random(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        getrandom::fill(bytes).map_err(std::io::Error::from)
    }

    fn os_account(&self) -> String {
        whoami::username().unwrap_or_else(|_| "unknown".into())
    }

    fn machine(&self) -> String {
        hostname::get().map_or_else(|_| "unknown".into(), |name| name.to_string_lossy().into_owned())
    }

    fn store_dir(&self) -> PathBuf {
        self.store.clone().unwrap_or_else(|| self.data_dir().join("store"))
    }

    fn export_dir(&self) -> PathBuf {
        directories::UserDirs::new()
            .and_then(|dirs| dirs.document_dir().map(Path::to_owned))
            .unwrap_or_else(|| self.data_dir().join("exports"))
    }

    fn passphrase(&self) -> std::io::Result<Option<String>> {
        let Some(path) = &self.passphrase_file else {
            return self.prompt.map(|ask| ask()).transpose();
        };
        Ok(std::fs::read_to_string(path)?.lines().next().map(str::to_owned))
    }
}
