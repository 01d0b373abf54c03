//! No word of a case lies in clear where the program leaves anything: store, temporary folder, home, what it says of errors, what a crash leaves.
#![cfg(unix)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Words that stand in no other file of this program; the second is part of what the engine finds.
const CANARIES: [&str; 2] = ["canaryzuvexolamirp", "zuvexo.canary@mail.example"];

struct Desk {
    folder: tempfile::TempDir,
    program: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["tmp", "home", "work", "outside"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        fs::write(folder.path().join("outside/words"), "seven green kettles\n").expect("a file");
        let program = std::env::var_os("SHAKEDOWN_BIN").expect("SHAKEDOWN_BIN names the built command line: run ./test or make check");
        Self { folder, program: program.into() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with places of its own, allowed to leave a core as large as it likes.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -c unlimited 2>/dev/null; exec \"$0\" \"$@\""]).arg(&self.program).args(arguments);
        command.current_dir(self.path("work")).env("TMPDIR", self.path("tmp")).env("HOME", self.path("home"));
        command.env("XDG_DATA_HOME", self.path("home/data")).env("RUST_BACKTRACE", "full");
        command.env("SHAKEDOWN_STORE", self.path("store")).env("SHAKEDOWN_PASSPHRASE_FILE", self.path("outside/words"));
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).stdin(Stdio::null()).output().expect("the program runs");
        let words = String::from_utf8_lossy(&output.stderr).to_lowercase();
        assert!(CANARIES.iter().all(|canary| !words.contains(canary)), "{arguments:?}: {words}");
        output
    }

    /// Every file that the program may have written.
    fn left(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for name in ["store", "tmp", "home", "work"] {
            gather(&self.path(name), &mut files);
        }
        files
    }

    fn expect_no_words(&self, when: &str) {
        let files = self.left();
        assert!(files.len() >= 4, "{when}: the store is looked at: {files:?}");
        for file in files {
            let bytes = fs::read(&file).expect("a file").to_ascii_lowercase();
            for canary in CANARIES {
                let wide: Vec<u8> = canary.bytes().flat_map(|byte| [byte, 0]).collect();
                let holds = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
                assert!(!holds(canary.as_bytes()) && !holds(&wide), "{when}: {} holds {canary}", file.display());
            }
        }
    }
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() { gather(&entry, files) } else { files.push(entry) }
    }
}

#[test]
fn no_word_of_a_case_is_left_in_clear_by_work_faults_or_a_crash() {
    let desk = Desk::new();
    let exhibit = desk.path("outside/note.txt");
    let text = format!("All of your files are encrypted, {}. Pay 2 BTC within 72 hours, write to {}.\n", CANARIES[0], CANARIES[1]);
    fs::write(&exhibit, text.repeat(200)).expect("a file");
    let exhibit = exhibit.to_str().expect("a path");
    for (arguments, status) in [
        (vec!["store", "init", "--analyst", "Mara Kent"], 0),
        (vec!["case", "log", "--title", CANARIES[0], exhibit], 0),
        (vec!["case", "note", "1", CANARIES[0]], 0),
        (vec!["case", "label", "1", CANARIES[0]], 0),
        (vec!["search", CANARIES[0]], 0),
        (vec!["case", "link", "1"], 1),
        (vec!["observables"], 0),
        (vec!["rescan"], 0),
        (vec!["verify"], 0),
    ] {
        let output = desk.run(&arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let kept: Vec<_> = desk.left().into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "backup")).collect();
    assert_eq!(kept.len(), 1, "the backup of the day is looked at too");
    desk.expect_no_words("after work");

    // It holds the text while it waits for more, and dies.
    let mut dying =
        desk.command(&["triage", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut input = dying.stdin.take().expect("an input");
    input.write_all(text.repeat(20_000).as_bytes()).expect("it reads");
    if cfg!(target_os = "linux") {
        let limits = fs::read_to_string(format!("/proc/{}/limits", dying.id())).expect("its limits");
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("the limit of cores");
        assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    }
    assert!(Command::new("kill").args(["-ABRT", &dying.id().to_string()]).status().expect("kill").success());
    let output = dying.wait_with_output().expect("it dies");
    drop(input);
    assert!(!output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    desk.expect_no_words("after a crash");

    let database = desk.path("store/store.db");
    let mut bytes = fs::read(&database).expect("the database");
    bytes.iter_mut().skip(40_000).step_by(4_096).for_each(|byte| *byte ^= 1);
    fs::write(&database, bytes).expect("damage");
    for arguments in [vec!["case", "show", "1"], vec!["search", CANARIES[0]], vec!["verify"], vec!["case", "note", "1", "seen"]] {
        assert_ne!(desk.run(&arguments).status.code(), Some(0), "{arguments:?}");
    }
    desk.expect_no_words("after damage");
}
