//! A program that dies at any moment loses nothing that it said was stored.

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use shakedown_core::*;
use shakedown_store::*;
use support::*;

/// Names the store to the program that is going to be killed: this test program, started once more.
const VICTIM: &str = "SHAKEDOWN_TEST_VICTIM";
const TEST: &str = "what_was_logged_survives_a_kill_at_any_moment";
const KILLS: u64 = 20;
/// Set, a thousand kills.
const TORTURE: &str = "SHAKEDOWN_TORTURE";

#[test]
fn what_was_logged_survives_a_kill_at_any_moment() {
    if let Some(dir) = std::env::var_os(VICTIM) {
        log_until_killed(Path::new(&dir));
    }
    let (desk, store) = Desk::with_store();
    drop(store);
    let mut promised = 0;
    let kills = if std::env::var_os(TORTURE).is_some() { 1_000 } else { KILLS };
    for kill in 0..kills {
        let mut victim = started(TEST, &desk.dir());
        let lines = BufReader::new(victim.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut logged = lines.filter(|line| line == "logged");
        logged.next().expect("the program logs a case");
        std::thread::sleep(Duration::from_millis(kill * 17 % 60));
        victim.kill().unwrap();
        victim.wait().unwrap();
        promised += 1 + logged.count();

        let store = desk.open().unwrap();
        let (kept, found) = (store.case_count().unwrap() as usize, verified(&store));
        assert_eq!((found.faults, found.evidence as usize), (vec![], kept), "kill {kill}");
        assert!(kept >= promised, "kill {kill}: {promised} cases were promised, {kept} kept");
        promised = kept;
    }
}

fn log_until_killed(dir: &Path) -> ! {
    let mut store = Store::open(dir, None).unwrap();
    loop {
        let id = store.case_count().unwrap().to_string();
        let noise: Vec<u8> = (0..2_000_u32).flat_map(|n| *Digest::of(format!("{id} {n}").as_bytes()).as_bytes()).collect();
        let exhibit = Exhibit::bytes(&id, noise);
        let case = LogInto::New { id: CaseId::new(&id), title: String::new(), tlp: Tlp::Red };
        let mut bytes = exhibit.bytes.as_slice();
        let entry = LogEntry { case, items: vec![exhibit.log_item(&mut bytes)] };
        store.log(entry, &by("A. Analyst"), &mut |key| std::io::repeat(7).read_exact(key)).unwrap();
        store.add_note(&CaseId::new(&id), note(&format!("note-{id}"), "seen"), &by("A. Analyst")).unwrap();
        let mut other = analysis(Priority::P1, 99.0);
        other.assessment.rule_set = "sha256:11".into();
        store.judge_again(&CaseId::new(&id), &[(exhibit.transcript.id.clone(), other)], &by("A. Analyst")).unwrap();
        store.index(&AsIs, 10).unwrap();
        // Said at once: the pipe must not keep the word back.
        std::io::stdout().write_all(b"\nlogged\n").and_then(|()| std::io::stdout().flush()).unwrap();
    }
}

#[test]
fn a_change_of_the_passphrase_that_is_killed_leaves_the_old_one_or_the_new_one() {
    const TEST: &str = "a_change_of_the_passphrase_that_is_killed_leaves_the_old_one_or_the_new_one";
    let words = || passphrase("seven green kettles");
    if let Some(dir) = std::env::var_os(VICTIM) {
        let store = Store::open(Path::new(&dir), None).unwrap();
        std::io::stdout().write_all(b"\nlogged\n").and_then(|()| std::io::stdout().flush()).unwrap();
        store.rekey(None, &words(), &by("A. Analyst"), &mut |key| std::io::repeat(9).read_exact(key)).unwrap();
        std::process::exit(0);
    }
    let kills = if std::env::var_os(TORTURE).is_some() { 200 } else { 8 };
    let (mut old, mut new) = (0, 0);
    for kill in 0..kills {
        let (mut desk, mut store) = Desk::with_store();
        desk.log(&mut store, "one", &[Exhibit::talk("1", "support: pay")]).unwrap();
        drop(store);
        let mut victim = started(TEST, &desk.dir());
        let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines().map(Result::unwrap);
        lines.find(|line| line == "logged").expect("the program opens the store");
        std::thread::sleep(Duration::from_millis(kill * 131 % 900));
        victim.kill().unwrap();
        victim.wait().unwrap();
        let store = match Store::state(&desk.dir()).unwrap() {
            StoreState::NeedsPassphrase => Store::open(&desk.dir(), Some(&words())).inspect(|_| new += 1),
            _ => Store::open(&desk.dir(), None).inspect(|_| old += 1),
        };
        let store = store.unwrap_or_else(|error| panic!("kill {kill}: {error}"));
        assert_eq!((faults(&store), store.case_count().unwrap()), (vec![], 1), "kill {kill}");
    }
    say(&format!("{kills} kills: {old} stores kept the old passphrase, {new} have the new one"));
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_store_or_the_backup() {
    const TEST: &str = "a_restore_that_is_killed_leaves_the_old_store_or_the_backup";
    if let Some(dir) = std::env::var_os(VICTIM) {
        let dir = Path::new(&dir);
        let kept = Store::kept_backups(dir).unwrap().remove(0);
        std::io::stdout().write_all(b"\nlogged\n").and_then(|()| std::io::stdout().flush()).unwrap();
        Store::restore_over(&kept.path, dir, None, &by("A. Analyst")).unwrap();
        std::process::exit(0);
    }
    let kills = if std::env::var_os(TORTURE).is_some() { 200 } else { 8 };
    let (mut old, mut new) = (0, 0);
    for kill in 0..kills {
        let (mut desk, mut store) = Desk::with_store();
        desk.log(&mut store, "one", &[Exhibit::talk("1", "support: pay")]).unwrap();
        store.keep_backup(&by("A. Analyst")).unwrap().unwrap();
        desk.log(&mut store, "two", &[Exhibit::talk("2", "support: pay")]).unwrap();
        drop(store);
        let mut victim = started(TEST, &desk.dir());
        let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines().map(Result::unwrap);
        lines.find(|line| line == "logged").expect("the program finds the backup");
        std::thread::sleep(Duration::from_millis(kill * 13 % 90));
        victim.kill().unwrap();
        victim.wait().unwrap();
        let store = desk.open().unwrap_or_else(|error| panic!("kill {kill}: {error}"));
        assert_eq!(faults(&store), Vec::<String>::new(), "kill {kill}");
        match store.case_count().unwrap() {
            1 => new += 1,
            2 => old += 1,
            cases => panic!("kill {kill}: {cases} cases"),
        }
    }
    say(&format!("{kills} kills: {old} stores stayed, {new} became the backup"));
}

fn started(test: &str, dir: &Path) -> std::process::Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(VICTIM, dir).stdout(Stdio::piped());
    command.spawn().unwrap()
}
