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

#[test]
fn what_was_logged_survives_a_kill_at_any_moment() {
    if let Some(dir) = std::env::var_os(VICTIM) {
        log_until_killed(Path::new(&dir));
    }
    let (desk, store) = Desk::with_store();
    drop(store);
    let mut promised = 0;
    for kill in 0..KILLS {
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", TEST, "--nocapture", "--test-threads=1"])
            .env(VICTIM, desk.dir())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
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
        // Said at once: the pipe must not keep the word back.
        std::io::stdout().write_all(b"\nlogged\n").and_then(|()| std::io::stdout().flush()).unwrap();
    }
}
