//! What the tests share: where things lie, a fake machine, the command line as typed, and a skip that is never silent.

mod cli;
mod fake_host;

use std::path::{Path, PathBuf};

pub use cli::{Cli, Ran};
pub use fake_host::FakeHost;

/// The top of the project.
pub fn project() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A file of `tests/fixtures`.
pub fn fixture(name: &str) -> PathBuf {
    project().join("tests/fixtures").join(name)
}

/// Say that a test cannot run here, and why. `./test` counts it, and fails where `scripts/skips.tsv` does not list it.
pub fn skip(test: &str, reason: &str) {
    use std::io::Write as _;
    if let Some(path) = std::env::var_os("SHAKEDOWN_SKIPS") {
        let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
        file.and_then(|mut file| writeln!(file, "{test}\t{reason}")).expect("the list of skips can be written");
    }
}
