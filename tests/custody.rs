//! What is changed behind the program's back is found by `shakedown verify`, as an analyst would type it.

use rusqlite::Connection;
use serde_json::Value;
use shakedown_tests::{Cli, fixture};

/// The database of a store without a passphrase, opened with the key that lies beside it, its triggers gone: what somebody who means harm can do.
fn open_behind_its_back(store: &std::path::Path) -> Connection {
    let block: Value = serde_json::from_slice(&std::fs::read(store.join("key")).expect("a key block")).expect("the key block is JSON");
    let key = block["block"]["key"].as_str().expect("a key that nothing guards");
    let connection = Connection::open(store.join("store.db")).expect("the database");
    connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).expect("the key fits");
    let triggers: Vec<String> = {
        let mut statement = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").expect("the schema");
        let names = statement.query_map([], |row| row.get(0)).expect("triggers");
        names.collect::<Result<_, _>>().expect("names")
    };
    assert!(!triggers.is_empty(), "append-only tables have triggers");
    for trigger in triggers {
        connection.execute_batch(&format!("DROP TRIGGER \"{trigger}\"")).expect("a trigger is dropped");
    }
    connection
}

#[test]
fn verify_finds_a_changed_byte_a_changed_row_and_a_cut_log() {
    let deeds = [
        ("UPDATE chunks SET bytes = CAST(x'00' || substr(bytes, 2) AS BLOB)", "evidence"),
        ("UPDATE cases SET title = 'nothing to see'", "case"),
        ("UPDATE notes SET body = 'called nobody'", "note"),
        ("UPDATE custody SET analyst = 'Somebody Else' WHERE seq = 2", "custody"),
        ("DELETE FROM custody WHERE seq = (SELECT max(seq) FROM custody)", "custody"),
    ];
    for (deed, told) in deeds {
        let folder = tempfile::tempdir().expect("a folder");
        let cli = Cli::new(folder.path());
        assert_eq!(cli.run(["store", "init", "--analyst", "Mara Kent", "--no-passphrase"]).status, 0);
        assert_eq!(cli.run(["case", "log", &fixture("first-contact.txt").to_string_lossy()]).status, 0);
        assert_eq!(cli.run(["case", "note", "1", "called the head of security"]).status, 0);
        let before = cli.run(["verify"]);
        assert_eq!((before.status, before.out.contains("0 faults")), (0, true), "{}", before.out);

        let changed = open_behind_its_back(&folder.path().join("store")).execute(deed, []).expect("it can be done");
        assert_eq!(changed, 1, "{deed}");
        let after = cli.run(["verify"]);
        assert_eq!(after.status, 1, "{deed}: {}", after.out);
        assert!(after.out.contains("does not hold") && after.out.contains(told), "{deed}: {}", after.out);
    }
}
