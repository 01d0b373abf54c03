//! What was changed behind the program's back is found.

mod support;

use shakedown_core::*;
use shakedown_store::*;
use support::*;

/// A store with two cases, a note and a review in it.
fn worked_on() -> Desk {
    let (mut desk, mut store) = Desk::with_store();
    let talk = Exhibit::talk("1", "support: we have your data\nsupport: pay");
    let case = desk.log(&mut store, "one", &[talk.clone(), Exhibit::bytes("2", vec![5; 2_000_000])]).unwrap().id;
    desk.log(&mut store, "two", &[Exhibit::talk("3", "support: we have your data\nsupport: pay")]).unwrap();
    store.add_note(&case, note("note-1", "called the victim"), &by("A. Analyst")).unwrap();
    let review =
        NewReview { transcript: &talk.transcript.id, rule: "r", message: 0, span: Span::new(0, 2), verdict: ReviewVerdict::Confirmed };
    store.review(&review, &by("A. Analyst")).unwrap();
    store.record_export(&case, Digest::of(b"report"), &by("A. Analyst")).unwrap();
    desk
}

#[test]
fn an_untouched_store_holds() {
    let store = worked_on().open().unwrap();
    let found = verified(&store);
    assert_eq!((found.evidence, found.custody, found.records, found.faults), (3, 17, 11, vec![]));
    assert_eq!(found.head.map(|head| head.seq), Some(17));
}

/// What somebody with the key does, and the fault that tells it.
const DEEDS: &[(&str, &str)] = &[
    (
        "UPDATE chunks SET bytes = CAST(substr(bytes, 1, 9) || x'00' || substr(bytes, 11) AS BLOB) WHERE content_id = 1",
        "the bytes of evidence item evidence-1 are not those with SHA-256",
    ),
    ("DELETE FROM chunks WHERE content_id = 1", "the bytes of evidence item evidence-1 are not those with SHA-256"),
    ("UPDATE contents SET sha256 = zeroblob(32) WHERE id = 1", "evidence evidence-1 is not what"),
    (
        "UPDATE content_keys SET wrapped = zeroblob(72) WHERE content_id = 1 AND case_id = 2",
        "a case that holds evidence item evidence-3 has no key for it",
    ),
    ("DELETE FROM case_keys", "the bytes of evidence item evidence-1 are not those with SHA-256"),
    ("DELETE FROM content_keys WHERE content_id = 1 AND case_id = 2", "case that holds evidence item evidence-3 has no key for it"),
    ("UPDATE case_keys SET key = zeroblob(32) WHERE case_id = 1", "a case that holds evidence item evidence-1 has no key for it"),
    ("UPDATE evidence SET exhibit_ref = 'AA/7' WHERE id = 2", "evidence evidence-2 is not what its last custody event says"),
    ("UPDATE evidence SET parent_id = 1 WHERE id = 2", "evidence evidence-2 is not what its last custody event says"),
    ("DELETE FROM evidence WHERE id = 2", "evidence evidence-2 is in the custody log and not in the store"),
    (
        "INSERT INTO evidence (id, uid, content_id, exhibit_ref, kind, acquired_by, acquired_at)
         SELECT 9, 'slipped in', content_id, '', kind, '', acquired_at FROM evidence LIMIT 1",
        "evidence slipped in is in the store and not",
    ),
    ("UPDATE case_evidence SET position = 5 WHERE position = 0 AND case_id = 1", "case one is not what its last custody event says"),
    ("UPDATE cases SET status = 'closed' WHERE id = 1", "case one is not what its last custody event says"),
    ("UPDATE cases SET created_at = '2020-01-01T00:00:00Z' WHERE id = 2", "case two is not what its last custody event says"),
    ("UPDATE summaries SET priority = 'P4' WHERE case_id = 1", "case one is not what its last custody event says"),
    ("UPDATE notes SET body = 'called nobody'", "note note-1 is not what its last custody event says"),
    ("DELETE FROM notes", "note note-1 is in the custody log and not in the store"),
    ("UPDATE reviews SET verdict = 'dismissed'", "review 1 is not what its last custody event says"),
    ("UPDATE messages SET body = 'we have nothing' WHERE id = 1", "transcript transcript-1 is not what its last custody event says"),
    ("DELETE FROM messages WHERE id = 2", "transcript transcript-1 is not what its last custody event says"),
    ("UPDATE analyses SET json = CAST(json || x'00' AS BLOB)", "transcript transcript-1 is not what its last custody event says"),
    ("UPDATE observables SET value = 'other@mail.example'", "transcript transcript-1 is not what its last custody event says"),
    ("DELETE FROM deadlines", "transcript transcript-1 is not what its last custody event says"),
    ("UPDATE store SET analyst = 'Somebody'", "store store is not what its last custody event says"),
    ("UPDATE custody SET analyst = 'Somebody' WHERE seq = 4", "custody event 4 does not follow from the one before it"),
    ("UPDATE custody SET action = 'nonsense' WHERE seq = 4", "custody event 4 does not follow from the one before it"),
    ("DELETE FROM custody WHERE seq = 4", "custody event 5 does not follow from the one before it"),
    ("DELETE FROM custody WHERE seq = 17", "custody ends at event 16, expected 17"),
    ("DELETE FROM custody", "custody ends at event 0, expected 17"),
    (
        "DELETE FROM custody WHERE seq = 17;
         UPDATE custody_head SET seq = 16, sha256 = (SELECT sha256 FROM custody WHERE seq = 16)",
        "custody event 16, the last one, is not signed by the store's key",
    ),
    ("UPDATE custody_head SET signature = NULL", "custody event 17, the last one, is not signed by the store's key"),
    (
        "UPDATE store_key SET public = substr(public, 1, 19) || iif(substr(public, 20, 1) = 'x', 'y', 'x') || substr(public, 21)",
        "store store is not what its last custody event says",
    ),
    ("DROP INDEX evidence_by_content", "the database has another index \"evidence_by_content\" than this program made"),
    ("CREATE TABLE extra (id INTEGER)", "the database has another table \"extra\" than this program made"),
];

#[test]
fn every_change_behind_the_programs_back_is_found() {
    for (sql, fault) in DEEDS {
        let desk = worked_on();
        desk.tamper(sql);
        let found = faults(&desk.open().unwrap());
        assert!(found.iter().any(|found| found.contains(fault)), "{sql}: {found:#?}");
    }
}

#[test]
fn a_cut_off_tail_stays_a_gap_when_the_work_goes_on() {
    let desk = worked_on();
    desk.tamper("DELETE FROM custody WHERE seq = 17");
    let mut store = desk.open().unwrap();
    store.set_status(&CaseId::new("two"), CaseStatus::Open, &by("A. Analyst")).unwrap();
    let expected = ["custody event 18 does not follow from the one before it"];
    assert_eq!(faults(&store), expected);
}

#[test]
fn a_dropped_trigger_is_found() {
    let desk = worked_on();
    desk.raw().execute_batch("DROP TRIGGER custody_stays").unwrap();
    assert_eq!(faults(&desk.open().unwrap()), ["the database has another trigger \"custody_stays\" than this program made"]);
}

#[test]
fn a_flipped_byte_in_the_file_is_found_on_whatever_page_it_lies() {
    let desk = worked_on();
    let whole = std::fs::read(desk.file("store.db")).unwrap();
    let pages = whole.len() as u64 / 4096;
    for page in 0..pages {
        std::fs::write(desk.file("store.db"), &whole).unwrap();
        flip(&desk.file("store.db"), page * 4096 + 17 + page * 31 % 4000);
        match desk.open() {
            Ok(store) => {
                let found = faults(&store);
                assert!(found.iter().any(|fault| fault.starts_with("the database file is damaged")), "page {page}: {found:?}");
            }
            Err(error) => assert!(matches!(error, StoreError::Damaged { .. }), "page {page}: {error:?}"),
        }
    }
    assert!(pages > 20);
}

#[test]
fn evidence_custody_notes_and_reviews_are_append_only() {
    let desk = worked_on();
    let connection = desk.raw();
    connection.execute_batch("PRAGMA recursive_triggers = ON").unwrap();
    for (table, column) in
        [("custody", "seq"), ("contents", "id"), ("chunks", "seq"), ("evidence", "id"), ("notes", "id"), ("reviews", "id")]
    {
        for sql in [
            format!("UPDATE {table} SET {column} = {column}"),
            format!("DELETE FROM {table}"),
            format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}"),
        ] {
            let refused = connection.execute_batch(&sql).unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{sql}: {refused}");
        }
    }
}
