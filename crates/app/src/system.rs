//! This machine. All of this crate that depends on the operating system stands here.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};

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

    fn worker(&self) -> Option<PathBuf> {
        std::env::current_exe().ok()
    }

    fn tesseract(&self) -> Option<PathBuf> {
        let path = std::env::var_os("PATH")?;
        let name = format!("tesseract{}", std::env::consts::EXE_SUFFIX);
        // A folder that is not absolute is one of wherever the program was started.
        std::env::split_paths(&path).filter(|dir| dir.is_absolute()).map(|dir| dir.join(&name)).find(|file| file.is_file())
    }

    fn fonts(&self) -> Vec<PathBuf> {
        crate::fonts::on_this_machine()
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

/// Let no crash of this program, or of one that it starts, leave its memory as a file: it holds texts of cases and the key of the store.
pub fn leave_no_core() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        // A system that refuses even this keeps its own rule.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
}

/// The folders in which this system keeps its fonts.
pub(crate) fn font_folders() -> Vec<PathBuf> {
    let folders: &[&str] = if cfg!(windows) {
        &["C:\\Windows\\Fonts"]
    } else if cfg!(target_os = "macos") {
        &["/System/Library/Fonts", "/Library/Fonts"]
    } else {
        &["/usr/share/fonts", "/usr/local/share/fonts"]
    };
    folders.iter().map(PathBuf::from).collect()
}

/// A program with an empty environment, in a group of its own, so that [`end_group`] reaches what it starts.
pub(crate) fn alone(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear();
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

/// End a program that was started [alone](alone), and what it started.
pub(crate) fn end_group(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // It may have ended by itself.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}
