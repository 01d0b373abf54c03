//! A disk that is full, broken, torn or read-only costs no case that was said to be stored. The faults are below SQLite: see `faults/README.md`.
#![cfg(target_os = "linux")]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use shakedown_core::*;
use shakedown_store::*;
use support::*;

/// Names the store to the program under faults: this test program, started once more.
const FAULTED: &str = "SHAKEDOWN_TEST_FAULTED";
/// Set, every write fails once; else one in so many.
const TORTURE: &str = "SHAKEDOWN_TORTURE";
const STRIDE: u64 = 13;

/// What the program under faults does, each step by its name.
type Deed = fn(&mut Store) -> Result<(), StoreError>;
const WORK: &[(&str, Deed)] = &[
    ("log", |store| log(store, "two").map(drop)),
    ("note", |store| store.add_note(&CaseId::new("one"), note("note-1", "called the bank"), &by("A. Analyst")).map(drop)),
    ("status", |store| store.set_status(&CaseId::new("one"), CaseStatus::Closed, &by("A. Analyst")).map(drop)),
    ("judge", |store| {
        let mut other = analysis(Priority::P1, 99.0);
        other.assessment.rule_set = "sha256:11".into();
        store.judge_again(&CaseId::new("one"), &[(TranscriptId::new("transcript-one"), other)], &by("A. Analyst"))
    }),
    ("keep", |store| store.keep_backup(&by("A. Analyst")).map(drop)),
    ("index", |store| {
        while !store.index(&AsIs, 3)?.complete {}
        Ok(())
    }),
    ("merge", |store| {
        store.merge_cases(&CaseId::new("three"), &CaseId::new("one"), &by("A. Analyst"), &mut random)?;
        Ok(())
    }),
    ("delete", |store| store.delete_case(&CaseId::new("four"), &by("A. Analyst")).map(drop)),
    ("purge", |store| store.purge_case(&CaseId::new("four"), &by("A. Analyst")).map(drop)),
];

fn random(bytes: &mut [u8]) -> std::io::Result<()> {
    let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_nanos();
    bytes.chunks_mut(32).zip(0_u8..).for_each(|(part, n)| {
        part.copy_from_slice(&Digest::of(format!("{seed} {n}").as_bytes()).as_bytes()[..part.len()]);
    });
    Ok(())
}

fn log(store: &mut Store, id: &str) -> Result<Case, StoreError> {
    let exhibit = Exhibit::talk(id, &format!("support: we have your files, {id}\nsupport: pay now"));
    let case = LogInto::New { id: CaseId::new(id), title: format!("Case {id}"), tlp: Tlp::Amber };
    let mut bytes = exhibit.bytes.as_slice();
    store.log(LogEntry { case, items: vec![exhibit.log_item(&mut bytes)] }, &by("A. Analyst"), &mut random)
}

/// Say what was refused. An error must be one that says what to do.
fn told(name: &str, error: &StoreError) {
    let clear = matches!(
        error,
        StoreError::Full
            | StoreError::ReadOnly
            | StoreError::File(_)
            | StoreError::Sql(_)
            | StoreError::NotFound { .. }
            | StoreError::NotDeleted { .. }
            | StoreError::Busy
            | StoreError::Damaged { .. }
            | StoreError::Evidence(_)
    );
    say(&format!("{} {name}: {error}", if clear { "refused" } else { "unclear" }));
}

/// The program under faults: it does what it can and says so.
fn under_faults(dir: &Path) -> ! {
    match Store::open(dir, None) {
        Err(error) => told("open", &error),
        Ok(mut store) => {
            for (name, deed) in WORK {
                match deed(&mut store) {
                    Ok(()) => say(&format!("done {name}")),
                    Err(error) => told(name, &error),
                }
            }
            let copy = dir.join("copy.backup");
            match store.back_up(&copy, &by("A. Analyst")) {
                Ok(_) => say("done backup"),
                Err(error) => told("backup", &error),
            }
        }
    }
    std::process::exit(0);
}

/// The library, compiled once.
fn library() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("fail.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/fail.c");
    let compiled = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl").status().unwrap();
    assert!(compiled.success(), "the C compiler that SQLCipher is built with compiles the faults");
    (folder, library)
}

/// A store with three cases, and a copy of it for each fault.
fn prepared() -> Desk {
    let (desk, mut store) = Desk::with_store();
    ["one", "three", "four"].iter().for_each(|id| drop(log(&mut store, id).unwrap()));
    desk
}

fn copy(from: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    folder
}

struct Ran {
    done: BTreeSet<String>,
    refused: Vec<String>,
    calls: u64,
}

fn run(test: &str, library: &Path, store: &Path, how: &str, at: u64) -> Ran {
    let count = store.with_extension("count");
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(FAULTED, store)
        .env("LD_PRELOAD", library)
        .env("FAIL_IN", store)
        .env("FAIL_HOW", how)
        .env("FAIL_AT", at.to_string())
        .env("FAIL_COUNT", &count)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{how} at {at}: {:?}\n{text}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    assert!(!text.contains("unclear"), "{how} at {at}: {text}");
    let calls = std::fs::read_to_string(&count).ok().and_then(|count| count.parse().ok()).unwrap_or(0);
    let _ = std::fs::remove_file(&count);
    let done = text.lines().filter_map(|line| line.strip_prefix("done ")).map(str::to_owned).collect();
    let refused = text.lines().filter_map(|line| line.strip_prefix("refused ")).map(str::to_owned).collect();
    Ran { done, refused, calls }
}

/// Open the store on a disk that is well again: it holds, and everything that was said to be done is.
fn holds(dir: &Path, ran: &Ran, what: &str) {
    let store = Store::open(dir, None).unwrap_or_else(|error| panic!("{what}: {error}"));
    let found = verified(&store);
    assert_eq!(found.faults, [], "{what}");
    let case = |id: &str| store.case(&CaseId::new(id));
    for id in ["one", "three"] {
        assert!(case(id).is_ok(), "{what}: a case from before is lost");
    }
    for done in &ran.done {
        let kept = match done.as_str() {
            "log" => case("two").is_ok(),
            "note" => store.case_file(&CaseId::new("one")).unwrap().notes.len() == 1,
            "status" => case("one").unwrap().status == CaseStatus::Closed,
            "judge" => store.earlier_analyses(&TranscriptId::new("transcript-one")).unwrap().len() == 1,
            "merge" => case("one").unwrap().evidence.len() == 2,
            "delete" => case("four").map_or(true, |case| case.work.deleted_at.is_some()),
            "purge" => case("four").is_err(),
            "keep" => {
                let made = tempfile::tempdir().unwrap();
                let kept = Store::kept_backups(dir).unwrap();
                Store::restore(&kept[0].path, &made.path().join("store"), None, &by("A. Analyst")).is_ok()
            }
            "backup" => {
                let made = tempfile::tempdir().unwrap();
                Store::restore(&dir.join("copy.backup"), &made.path().join("store"), None, &by("A. Analyst")).is_ok()
            }
            _ => true,
        };
        assert!(kept, "{what}: {done} was said to be done");
    }
}

#[test]
fn a_write_that_fails_costs_nothing_that_was_said_to_be_stored() {
    const TEST: &str = "a_write_that_fails_costs_nothing_that_was_said_to_be_stored";
    if let Some(dir) = std::env::var_os(FAULTED) {
        under_faults(Path::new(&dir));
    }
    let (_folder, library) = library();
    let desk = prepared();
    let whole = run(TEST, &library, copy(&desk.dir()).path(), "EIO", 0);
    assert_eq!(whole.done.len(), WORK.len() + 1, "without a fault everything is done: {:?}", whole.refused);
    assert!(whole.calls > 60, "{} writes", whole.calls);
    let stride = if std::env::var_os(TORTURE).is_some() { 1 } else { STRIDE };
    let (mut injected, mut hit) = (0, 0);
    for (offset, how) in ["ENOSPC", "EIO", "SHORT"].into_iter().enumerate() {
        for at in (1 + offset as u64..=whole.calls.max(if stride == 1 { 500 } else { 0 })).step_by(stride as usize) {
            let store = copy(&desk.dir());
            let ran = run(TEST, &library, store.path(), how, at);
            holds(store.path(), &ran, &format!("{how} at write {at}"));
            injected += 1;
            hit += u64::from(!ran.refused.is_empty());
        }
    }
    say(&format!("{injected} faults injected in {} writes, {hit} refused work, 0 damage", whole.calls));
    assert!(hit * 2 > injected, "{hit} of {injected} faults were felt");
}

/// A fault at every so-many-th write of a program that works on a copy of a store: what it said goes to `look` with the store.
fn each_fault(test: &str, desk: &Desk, stride: usize, look: &dyn Fn(&Path, &Ran, &str)) {
    let (_folder, library) = library();
    let whole = run(test, &library, copy(&desk.dir()).path(), "EIO", 0);
    assert!(whole.refused.is_empty() && whole.calls > 10, "{:?} in {} writes", whole.refused, whole.calls);
    let stride = if std::env::var_os(TORTURE).is_some() { 1 } else { stride };
    let (mut injected, mut hit) = (0, 0);
    for (offset, how) in ["ENOSPC", "EIO", "SHORT"].into_iter().enumerate() {
        for at in (1 + offset as u64..=whole.calls).step_by(stride) {
            let store = copy(&desk.dir());
            let ran = run(test, &library, store.path(), how, at);
            look(store.path(), &ran, &format!("{how} at write {at}"));
            injected += 1;
            hit += u64::from(!ran.refused.is_empty());
        }
    }
    say(&format!("{test}: {injected} faults injected in {} writes, {hit} refused work, 0 damage", whole.calls));
    assert!(hit * 4 > injected, "{hit} of {injected} faults were felt");
}

#[test]
fn a_write_that_fails_while_the_passphrase_changes_leaves_one_that_opens() {
    const TEST: &str = "a_write_that_fails_while_the_passphrase_changes_leaves_one_that_opens";
    const WORDS: [&str; 2] = ["seven green kettles", "eight blue kettles"];
    if let Some(dir) = std::env::var_os(FAULTED) {
        let (first, second) = (passphrase(WORDS[0]), passphrase(WORDS[1]));
        let done = Store::open(Path::new(&dir), None)
            .and_then(|store| store.rekey(None, &first, &by("A. Analyst"), &mut random))
            .inspect(|_| say("done first"))
            .and_then(|store| store.rekey(Some(&first), &second, &by("A. Analyst"), &mut random));
        match done {
            Ok(_) => say("done second"),
            Err(error) => told("rekey", &error),
        }
        std::process::exit(0);
    }
    each_fault(TEST, &prepared(), 97, &|dir, ran, what| {
        let words = WORDS.map(passphrase);
        let may_open: &[Option<&Passphrase>] = match (ran.done.contains("first"), ran.done.contains("second")) {
            (_, true) => &[Some(&words[1])],
            (true, false) => &[Some(&words[0]), Some(&words[1])],
            _ => &[None, Some(&words[0])],
        };
        let opened = may_open.iter().find_map(|words| Store::open(dir, *words).ok());
        let store = opened.unwrap_or_else(|| panic!("{what}: nothing opens the store"));
        assert_eq!((verified(&store).faults, store.case_count().unwrap()), (vec![], 3), "{what}");
    });
}

#[test]
fn a_write_that_fails_in_a_migration_leaves_the_old_schema_or_the_new_one() {
    const TEST: &str = "a_write_that_fails_in_a_migration_leaves_the_old_schema_or_the_new_one";
    if let Some(dir) = std::env::var_os(FAULTED) {
        match Store::open(Path::new(&dir), None) {
            Ok(_) => say("done migration"),
            Err(error) => told("migration", &error),
        }
        std::process::exit(0);
    }
    each_fault(TEST, &old::of_schema(2), 17, &|dir, _, what| {
        let store = Store::open(dir, None).unwrap_or_else(|error| panic!("{what}: {error}"));
        let file = store.case_file(&CaseId::new("one")).unwrap();
        assert_eq!((verified(&store).faults, file.notes.len()), (vec![], 1), "{what}");
    });
}

#[test]
fn a_read_only_disk_is_told_and_nothing_is_changed() {
    const TEST: &str = "a_read_only_disk_is_told_and_nothing_is_changed";
    if let Some(dir) = std::env::var_os(FAULTED) {
        under_faults(Path::new(&dir));
    }
    let (_folder, library) = library();
    let desk = prepared();
    let store = copy(&desk.dir());
    let before = std::fs::read(store.path().join("store.db")).unwrap();
    let ran = run(TEST, &library, store.path(), "EROFS", 0);
    assert_eq!((ran.done.len(), ran.refused.len()), (0, 1), "{:?}", ran.refused);
    assert!(ran.refused[0].contains("read-only"), "{:?}", ran.refused);
    assert!(std::fs::read(store.path().join("store.db")).unwrap() == before);
}
