//! Stores as earlier versions of the program left them.

use rusqlite::Connection;
use serde_json::json;
use shakedown_core::*;
use shakedown_store::*;

use super::{Desk, by};

/// The schema files as they shipped, in order.
pub const SCHEMAS: &[&str] = &[
    include_str!("../../schema/0001_house.sql"),
    include_str!("../../schema/0002_members.sql"),
    include_str!("../../schema/0003_work.sql"),
    include_str!("../../schema/0004_search.sql"),
    include_str!("../../schema/0005_handed_over.sql"),
    include_str!("../../schema/0006_seal.sql"),
    include_str!("../../schema/0007_ties.sql"),
    include_str!("../../schema/0008_judged.sql"),
    include_str!("../../schema/0009_wordings.sql"),
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
pub fn of_schema(version: usize) -> Desk {
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
