//! A store of every earlier schema becomes one of the newest, with a backup of what it was, and loses nothing; one of a newer schema is refused.

mod support;

use shakedown_core::*;
use shakedown_store::*;
use support::old::{SCHEMAS, of_schema};
use support::*;

#[test]
fn a_store_of_every_earlier_schema_keeps_everything_and_a_backup_of_what_it_was() {
    let _alone = ALONE.lock();
    assert_eq!(std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/schema")).unwrap().count(), SCHEMAS.len(), "every schema is tried");
    for version in 1..SCHEMAS.len() {
        let desk = of_schema(version);
        let mut store = desk.open().unwrap();
        assert_eq!(faults(&store), Vec::<String>::new(), "schema {version}");
        let case = store.case(&CaseId::new("one")).unwrap();
        assert_eq!((&*case.title, case.status, case.priority), ("An old case", CaseStatus::Open, Priority::P2), "schema {version}");
        store.add_note(&case.id, note("note-2", "a new one"), &by("B. Analyst")).unwrap();
        assert_eq!(store.case_file(&case.id).unwrap().notes.len(), 2);
        while !store.index(&AsIs, 10).unwrap().complete {}
        let hits = store.search(&SearchOrder { query: "old", case: None, after: None, count: 9 }, &AsIs).unwrap().hits;
        assert_eq!(hits.len(), 2, "schema {version}: title and note are found");
        assert_eq!(store.tie(10).unwrap(), 0);
        assert_eq!(faults(&store), Vec::<String>::new(), "schema {version}, after work");

        let backup = desk.dir().join(format!("backups/before-schema-{}.backup", version + 1));
        assert!(backup.is_file(), "schema {version}: {}", backup.display());
        let again = tempfile::tempdir().unwrap();
        let restored = Store::restore(&backup, &again.path().join("store"), None, &by("B. Analyst")).unwrap();
        assert_eq!((faults(&restored), restored.case_file(&case.id).unwrap().notes.len()), (vec![], 1), "schema {version}: the backup");
    }
}

/// A program that is being started holds this one's locks for a moment, and a migration that meets it is told that the store is busy: one after the other.
static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());

/// Names the store to the program that is going to be killed: this test program, started once more.
const VICTIM: &str = "SHAKEDOWN_TEST_VICTIM";

#[test]
fn a_migration_that_is_killed_begins_again_or_is_done() {
    const TEST: &str = "a_migration_that_is_killed_begins_again_or_is_done";
    if let Some(dir) = std::env::var_os(VICTIM) {
        Store::open(std::path::Path::new(&dir), None).unwrap();
        std::process::exit(0);
    }
    let _alone = ALONE.lock();
    for kill in 0..if std::env::var_os("SHAKEDOWN_TORTURE").is_some() { 200 } else { 12 } {
        let desk = of_schema(1 + kill as usize % (SCHEMAS.len() - 1));
        let mut victim = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", TEST, "--nocapture", "--test-threads=1"])
            .env(VICTIM, desk.dir())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(kill * 37 % 150));
        victim.kill().unwrap();
        victim.wait().unwrap();
        let store = desk.open().unwrap_or_else(|error| panic!("kill {kill}: {error}"));
        assert_eq!((faults(&store), store.case_file(&CaseId::new("one")).unwrap().notes.len()), (vec![], 1), "kill {kill}");
    }
}

#[test]
fn a_store_of_a_newer_schema_is_refused_and_not_touched() {
    let desk = of_schema(SCHEMAS.len());
    desk.raw().pragma_update(None, "user_version", SCHEMAS.len() as u32 + 1).unwrap();
    let refused = desk.open().unwrap_err();
    assert!(matches!(refused, StoreError::FromANewerVersion { .. }), "{refused:?}");
    let version: u32 = desk.raw().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version as usize, SCHEMAS.len() + 1);
}
