//! The command line as typed.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The built program with a store of its own. It is the one that `SHAKEDOWN_BIN` names, which `./test` and `make check` build first: never a stale one.
pub struct Cli {
    program: PathBuf,
    store: PathBuf,
}

/// What a call gave.
#[derive(Debug)]
pub struct Ran {
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Cli {
    /// The program, its store in `folder`.
    pub fn new(folder: &Path) -> Self {
        let program = std::env::var_os("SHAKEDOWN_BIN").expect("SHAKEDOWN_BIN names the built command line: run ./test or make check");
        Self { program: program.into(), store: folder.join("store") }
    }

    /// Run it.
    pub fn run(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ran {
        self.run_with_input(arguments, b"")
    }

    /// Run it with bytes on its standard input.
    pub fn run_with_input(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>, input: &[u8]) -> Ran {
        let mut command = Command::new(&self.program);
        command.args(arguments).env("SHAKEDOWN_STORE", &self.store).env_remove("SHAKEDOWN_PASSPHRASE_FILE");
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command line starts");
        let mut stdin = child.stdin.take().expect("a standard input");
        let input = input.to_owned();
        // The program may end before it has read everything: that is its own business.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().expect("the command line ends");
        writer.join().expect("the input is written");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Ran { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    /// The JSON objects of standard output, one a line; nothing else may stand there.
    pub fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
    }
}
