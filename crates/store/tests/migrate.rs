//! A store of every earlier schema becomes one of the newest, with a backup of what it was, and loses nothing; one of a newer schema is refused.

mod support;

use rusqlite::Connection;
use serde_json::json;
use shakedown_core::*;
use shakedown_store::*;
use support::*;

/// The schema files as they shipped, in order.
const SCHEMAS: &[&str] = &[
    include_str!("../schema/0001_house.sql"),
    include_str!("../schema/0002_members.sql"),
    include_str!("../schema/0003_work.sql"),
    include_str!("../schema/0004_search.sql"),
    include_str!("../schema/0005_handed_over.sql"),
    include_str!("../schema/0006_seal.sql"),
    include_str!("../schema/0007_ties.sql"),
    include_str!("../schema/0008_judged.sql"),
];

/// A link as the first version wrote it: over the rows of its subject, each a JSON array on a line.
fn link(connection: &Connection, subject: SubjectKind, id: &str, rows: &[serde_json::Value]) {
    let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
    let previous = connection
        .query_row("SELECT seq, sha256 FROM custody ORDER BY seq DESC LIMIT 1", [], |row| Ok((row.get::<_, i64>(0)? as u64, row.get(1)?)))
        .map(|(seq, sha256)| (seq, Digest::from_bytes(sha256)))
        .ok();
    let By { actor, now: at } = by("A. Analyst");
    let new = NewCustodyEvent {
        subject,
        subject_id: id.into(),
        action: CustodyAction::Created,
        at,
        actor,
        detail_sha256: Digest::of(lines.as_bytes()),
    };
    let event = new.link(previous);
    let values = rusqlite::params![
        event.seq as i64,
        subject.as_str(),
        id,
        event.action.as_str(),
        at.to_string(),
        event.actor.analyst,
        event.actor.os_account,
        event.actor.host,
        event.detail_sha256.as_bytes(),
        event.prev_sha256.as_bytes(),
        event.sha256.as_bytes(),
    ];
    connection.execute("INSERT INTO custody VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", values).unwrap();
    connection.execute("DELETE FROM custody_head", []).unwrap();
    let head = "INSERT INTO custody_head (id, seq, sha256) VALUES (1, ?1, ?2)";
    connection.execute(head, (event.seq as i64, event.sha256.as_bytes())).unwrap();
}

/// A store as the program of that schema left it: an analyst, a case, a note.
fn of_schema(version: usize) -> Desk {
    let (desk, store) = Desk::with_store();
    drop(store);
    for name in ["store.db", "store.db-wal", "store.db-shm"] {
        let _ = std::fs::remove_file(desk.file(name));
    }
    let connection = desk.raw();
    connection.execute_batch("PRAGMA journal_mode = WAL").unwrap();
    SCHEMAS[..version].iter().for_each(|sql| connection.execute_batch(sql).unwrap());
    connection.pragma_update(None, "user_version", version as u32).unwrap();
    let at = by("A. Analyst").now.to_string();
    connection
        .execute_batch(&format!(
            "INSERT INTO store VALUES (1, 'A. Analyst', '{at}');
            INSERT INTO cases (id, uid, title, status, tlp, created_at, created_by)
                VALUES (1, 'one', 'An old case', 'open', 'TLP:AMBER', '{at}', 'A. Analyst');
            INSERT INTO case_keys VALUES (1, randomblob(32));
            INSERT INTO summaries (case_id, priority, verdict, score) VALUES (1, 'P2', 'extortion', 90.5);
            INSERT INTO notes (uid, case_id, at, by, body) VALUES ('note-1', 1, '{at}', 'A. Analyst', 'an old note');"
        ))
        .unwrap();
    link(&connection, SubjectKind::Store, "store", &[json!(["A. Analyst", at])]);
    let summary = json!(["P2", "extortion", 90.5, null, null, null]);
    link(&connection, SubjectKind::Case, "one", &[json!(["one", 1, "An old case", "open", "TLP:AMBER", at, "A. Analyst"]), summary]);
    link(&connection, SubjectKind::Note, "note-1", &[json!(["note-1", "one", at, "A. Analyst", "an old note"])]);
    desk
}

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
