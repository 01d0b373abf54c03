//! Several programs on one store: they wait for each other, and nothing is lost or torn.

mod support;

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::time::{Duration, Instant};

use shakedown_core::*;
use shakedown_store::*;
use support::*;

/// Names the store to a program that works on it: this test program, started once more; before the colon, which one it is.
const WORKER: &str = "SHAKEDOWN_TEST_WORKER";
/// How many seconds.
const SOAK: &str = "SHAKEDOWN_SOAK";

/// The longest that a change may wait for others.
const PATIENCE: Duration = Duration::from_secs(10);

#[test]
fn two_programs_and_a_reader_share_a_store_without_loss_or_error() {
    if let Ok(worker) = std::env::var(WORKER) {
        let (name, dir) = worker.split_once(':').unwrap();
        work(name, Path::new(dir));
    }
    let seconds = std::env::var(SOAK).ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(10);
    let (desk, store) = Desk::with_store();
    let worker = |name: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "two_programs_and_a_reader_share_a_store_without_loss_or_error", "--nocapture", "--test-threads=1"]);
        command.env(WORKER, format!("{name}:{}", desk.dir().display())).env(SOAK, format!("{seconds}"));
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let workers = ["a", "b"].map(worker);
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut reads = 0;
    while Instant::now() < until {
        let cases = store.cases(&everything()).unwrap();
        if let Some(case) = cases.first() {
            assert_eq!(store.case_file(&case.id).unwrap().transcripts.len(), 1);
        }
        reads += 1;
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut logged = 0;
    for worker in workers {
        let output = worker.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
        logged += text.lines().find_map(|line| line.strip_prefix("logged ")?.parse::<u32>().ok()).expect("it says how much it logged");
    }
    let found = verified(&store);
    assert_eq!((found.faults, store.case_count().unwrap()), (vec![], logged));
    say(&format!("{seconds} s: {logged} cases logged by two programs, {reads} reads by a third, 0 errors"));
    assert!(logged >= 2 && reads > 1);
}

fn work(name: &str, dir: &Path) -> ! {
    let seconds: u64 = std::env::var(SOAK).unwrap().parse().unwrap();
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut store = Store::open(dir, None).unwrap();
    let mut logged = 0;
    while Instant::now() < until {
        let id = format!("{name}{logged}");
        let exhibit = Exhibit::talk(&id, &format!("support: we have your data {id}\nsupport: pay"));
        let case = LogInto::New { id: CaseId::new(&id), title: id.clone(), tlp: Tlp::Red };
        let mut bytes = exhibit.bytes.as_slice();
        let began = Instant::now();
        let entry = LogEntry { case, items: vec![exhibit.log_item(&mut bytes)] };
        store.log(entry, &by("A. Analyst"), &mut |key| std::io::repeat(name.as_bytes()[0]).read_exact(key)).unwrap();
        store.add_note(&CaseId::new(&id), note(&format!("note-{id}"), "seen"), &by("B. Analyst")).unwrap();
        assert!(began.elapsed() < 2 * PATIENCE, "a change waited {:?}", began.elapsed());
        logged += 1;
    }
    std::io::stdout().write_all(format!("\nlogged {logged}\n").as_bytes()).and_then(|()| std::io::stdout().flush()).unwrap();
    std::process::exit(0);
}

#[test]
fn threads_that_open_the_first_stores_of_a_program_at_once_all_get_in() {
    if let Ok(dir) = std::env::var(WORKER) {
        let start = Barrier::new(8);
        let open = || {
            start.wait();
            Store::open(Path::new(&dir), None).map(drop)
        };
        let opened: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        opened.into_iter().for_each(|opened| opened.unwrap());
        std::process::exit(0);
    }
    let (desk, store) = Desk::with_store();
    drop(store);
    for n in 0..20 {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "threads_that_open_the_first_stores_of_a_program_at_once_all_get_in", "--nocapture", "--test-threads=1"]);
        let ended = command.env(WORKER, desk.dir()).output().unwrap();
        assert!(ended.status.success(), "{n}: {}", String::from_utf8_lossy(&ended.stderr));
    }
}
