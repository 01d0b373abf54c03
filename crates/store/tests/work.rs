//! What analysts do with a case: decide, write in its diary, merge, split, delete, purge.

mod support;

use std::io::Read as _;

use shakedown_core::*;
use shakedown_store::*;
use support::*;

fn id(name: &str) -> CaseId {
    CaseId::new(name)
}

fn later(days: i64) -> By {
    let by = by("A. Analyst");
    By { now: by.now + jiff::SignedDuration::from_hours(24 * days), ..by }
}

fn evidence(name: &str) -> EvidenceId {
    EvidenceId::new(format!("evidence-{name}"))
}

fn readable(store: &Store, name: &str) -> bool {
    let mut bytes = Vec::new();
    store.evidence_reader(&evidence(name)).is_ok_and(|mut reader| reader.read_to_end(&mut bytes).is_ok())
}

fn random() -> impl FnMut(&mut [u8]) -> std::io::Result<()> {
    let mut state = 900_u64;
    move |bytes| {
        state += 1;
        bytes.iter_mut().enumerate().for_each(|(at, byte)| *byte = Digest::of(&state.to_le_bytes()).as_bytes()[at % 32]);
        Ok(())
    }
}

#[test]
fn what_an_analyst_decides_stands_beside_what_the_machine_says() {
    let (mut desk, mut store) = Desk::with_store();
    let who = by("B. Analyst");
    desk.log(&mut store, "calm", &[Exhibit::talk("1", "support: pay").judged(Priority::P4, 2.0)]).unwrap();
    desk.log(&mut store, "hot", &[Exhibit::talk("2", "support: pay now").judged(Priority::P1, 99.0)]).unwrap();
    store.set_priority(&id("hot"), Some(Priority::P4), &who).unwrap();
    store.set_priority(&id("calm"), Some(Priority::P2), &who).unwrap();
    store.set_assignee(&id("calm"), Some("M. Kent"), &who).unwrap();
    store.set_victim(&id("calm"), Some(&Hostile::new("Harrow & Pell")), &who).unwrap();
    store.add_label(&id("calm"), "retail", &who).unwrap();
    store.add_label(&id("calm"), "insured", &who).unwrap();
    store.add_label(&id("calm"), "insured", &who).unwrap();
    let case = store.case(&id("calm")).unwrap();
    let expected = CaseWork {
        priority: Some(Priority::P2),
        assignee: Some("M. Kent".into()),
        victim: Some(Hostile::new("Harrow & Pell")),
        labels: vec!["insured".into(), "retail".into()],
        ..CaseWork::default()
    };
    assert_eq!((case.priority, case.work), (Priority::P4, expected));

    let rows = store.cases(&everything()).unwrap();
    let order: Vec<_> = rows.iter().map(|row| (row.id.as_str(), row.priority, row.machine_priority)).collect();
    assert_eq!(order, [("calm", Priority::P2, Priority::P4), ("hot", Priority::P4, Priority::P1)]);
    assert_eq!((rows[0].assignee.as_deref(), rows[0].labels.len()), (Some("M. Kent"), 2));
    let labelled = CaseQuery { label: Some("retail".into()), ..everything() };
    assert_eq!(store.cases(&labelled).unwrap().len(), 1);
    store.remove_label(&id("calm"), "retail", &who).unwrap();
    assert!(matches!(store.remove_label(&id("calm"), "retail", &who), Err(StoreError::NotFound { .. })));
    store.set_priority(&id("hot"), None, &who).unwrap();
    assert_eq!(store.cases(&everything()).unwrap()[0].id, id("hot"));
    assert_eq!(faults(&store), [""; 0]);
    desk.tamper("UPDATE case_work SET priority = 'P1' WHERE case_id = 1");
    assert_eq!(faults(&store), ["case calm is not what its last custody event says"]);
    desk.tamper("UPDATE case_work SET priority = 'P2' WHERE case_id = 1; DELETE FROM labels");
    assert_eq!(faults(&store), ["case calm is not what its last custody event says"]);
}

#[test]
fn a_note_is_revised_and_both_stay() {
    let (mut desk, mut store) = Desk::with_store();
    let who = by("B. Analyst");
    for case in ["one", "two"] {
        desk.log(&mut store, case, &[]).unwrap();
    }
    store.add_note(&id("one"), note("n1", "the backup is whole"), &who).unwrap();
    let revision = NewNote { revises: Some(NoteId::new("n1")), ..note("n2", "the backup is not whole") };
    assert!(matches!(store.add_note(&id("two"), revision.clone(), &who), Err(StoreError::NotFound { .. })), "another case's note");
    store.add_note(&id("one"), revision, &who).unwrap();
    let notes = store.case_file(&id("one")).unwrap().notes;
    let told: Vec<_> = notes.iter().map(|note| (note.body.raw(), note.revises.as_ref().map(NoteId::as_str))).collect();
    assert_eq!(told, [("the backup is whole", None), ("the backup is not whole", Some("n1"))]);
    assert_eq!(faults(&store), [""; 0]);
    desk.tamper("UPDATE notes SET revises = NULL");
    assert_eq!(faults(&store), ["note n2 is not what its last custody event says"]);
}

#[test]
fn the_diary_says_what_is_due_extended_met_and_slipped() {
    let (mut desk, mut store) = Desk::with_store();
    let who = by("B. Analyst");
    desk.log(&mut store, "one", &[]).unwrap();
    let due = |text: &str| Some(moment(text));
    let line = |name: &str, kind, due| NewTask { id: TaskId::new(name), kind, words: Hostile::new(name), due, clock: None };
    let clock = StartedClock { statute: Statute::Gdpr, from: moment("2026-03-01T20:00:00Z") };
    for new in [
        line("call the bank", TaskKind::ToDo, None),
        line("they publish", TaskKind::Deadline, due("2026-03-02T10:00:00Z")),
        NewTask { clock: Some(clock.clone()), ..line("to the authority", TaskKind::Clock, clock.statute.due(clock.from)) },
        line("asked for proof", TaskKind::Reply, due("2026-03-02T08:00:00Z")),
    ] {
        store.add_task(&id("one"), &new, &who).unwrap();
    }
    let extended = store.change_task(&id("one"), 2, TaskChange::Extended(moment("2026-03-05T10:00:00Z")), &who).unwrap();
    assert_eq!((extended.state, extended.due), (TaskState::Extended, due("2026-03-05T10:00:00Z")));
    store.change_task(&id("one"), 1, TaskChange::Met, &who).unwrap();
    assert!(matches!(store.change_task(&id("one"), 9, TaskChange::Met, &who), Err(StoreError::NotFound { .. })));
    let now = moment("2026-03-05T09:00:00Z");
    let told: Vec<_> = store.tasks(&id("one")).unwrap().iter().map(|task| (task.number, task.kind, task.state_at(now))).collect();
    let expected = [
        (1, TaskKind::ToDo, TaskState::Met),
        (2, TaskKind::Deadline, TaskState::Extended),
        (3, TaskKind::Clock, TaskState::Slipped),
        (4, TaskKind::Reply, TaskState::Met),
    ];
    assert_eq!(told, expected);
    assert_eq!(store.tasks(&id("one")).unwrap()[2].clock, Some(clock));
    assert_eq!(store.cases(&everything()).unwrap()[0].next_task, due("2026-03-04T20:00:00Z"));
    assert_eq!(store.case_file(&id("one")).unwrap().custody.iter().filter(|event| event.subject == SubjectKind::Task).count(), 6);
    assert_eq!(faults(&store), [""; 0]);
    desk.tamper("UPDATE tasks SET state = 'met' WHERE number = 3");
    assert_eq!(faults(&store), ["task to the authority is not what its last custody event says"]);
}

#[test]
fn a_merged_case_gives_its_evidence_labels_and_diary_and_keeps_its_notes() {
    let (mut desk, mut store) = Desk::with_store();
    let who = by("B. Analyst");
    let same = b"the same note was sent twice".to_vec();
    desk.log(&mut store, "one", &[Exhibit::bytes("1", same.clone())]).unwrap();
    desk.log(&mut store, "two", &[Exhibit::bytes("2", same), Exhibit::talk("3", "support: pay").judged(Priority::P1, 98.0)]).unwrap();
    store.add_note(&id("two"), note("n", "second victim desk"), &who).unwrap();
    store.add_label(&id("two"), "insured", &who).unwrap();
    store.set_tlp(&id("two"), Tlp::Red, &who).unwrap();
    let line = |name: &str| NewTask { id: TaskId::new(name), kind: TaskKind::ToDo, words: Hostile::new(name), due: None, clock: None };
    store.add_task(&id("one"), &line("a"), &who).unwrap();
    store.add_task(&id("two"), &line("b"), &who).unwrap();

    let merged = store.merge_cases(&id("two"), &id("one"), &who, &mut random()).unwrap();
    assert_eq!((merged.evidence.len(), merged.priority, merged.tlp), (3, Priority::P1, Tlp::Red));
    assert_eq!(merged.work.labels, ["insured"]);
    let file = store.case_file(&id("one")).unwrap();
    assert_eq!((file.notes.len(), file.tasks.iter().map(|task| task.number).collect::<Vec<_>>()), (1, vec![1, 2]));
    assert_eq!(store.cases(&everything()).unwrap().len(), 1);
    let gone = store.case(&id("two")).unwrap();
    assert_eq!((gone.evidence.len(), gone.work.merged_into), (0, Some(id("one"))));
    assert!(matches!(store.set_status(&id("two"), CaseStatus::Open, &who), Err(StoreError::Merged { .. })));
    assert!(matches!(store.merge_cases(&id("one"), &id("one"), &who, &mut random()), Err(StoreError::SameCase { .. })));
    let keys: u32 = desk.raw().query_row("SELECT count(*) FROM content_keys WHERE case_id = 2", [], |row| row.get(0)).unwrap();
    assert_eq!((keys, faults(&store)), (0, vec![]));
    assert!(readable(&store, "1") && readable(&store, "2") && readable(&store, "3"));
}

#[test]
fn a_split_takes_an_archive_with_all_its_members_and_leaves_the_rest() {
    let (mut desk, mut store) = Desk::with_store();
    let who = by("B. Analyst");
    let mut member = Exhibit::talk("2", "support: pay").judged(Priority::P1, 97.0);
    member.item.parent = Some(evidence("1"));
    desk.log(&mut store, "one", &[Exhibit::bytes("1", b"PK".to_vec()), member, Exhibit::talk("3", "hello").judged(Priority::P4, 1.0)])
        .unwrap();
    let split = |names: &[&str]| Split {
        id: id("new"),
        title: "Another victim".into(),
        evidence: names.iter().map(|name| evidence(name)).collect(),
    };
    for wrong in [split(&[]), split(&["1", "3"])] {
        assert!(matches!(store.split_case(&id("one"), &wrong, &who, &mut random()), Err(StoreError::NothingToSplit { .. })));
    }
    assert!(matches!(store.split_case(&id("one"), &split(&["9"]), &who, &mut random()), Err(StoreError::NotFound { .. })));
    let new = store.split_case(&id("one"), &split(&["2"]), &who, &mut random()).unwrap();
    assert_eq!((new.evidence, new.priority, new.tlp), (vec![evidence("1"), evidence("2")], Priority::P1, Tlp::Amber));
    let old = store.case(&id("one")).unwrap();
    assert_eq!((old.evidence, old.priority), (vec![evidence("3")], Priority::P4));
    assert_eq!(faults(&store), [""; 0]);
    assert!(readable(&store, "2") && readable(&store, "3"));
}

#[test]
fn a_deletion_can_be_taken_back_for_thirty_days_and_a_hold_stands_against_it() {
    let (mut desk, mut store) = Desk::with_store();
    let who = by("B. Analyst");
    desk.log(&mut store, "one", &[Exhibit::talk("1", "support: pay")]).unwrap();
    store.hold(&id("one"), "court order 7", &who).unwrap();
    assert!(matches!(store.delete_case(&id("one"), &who), Err(StoreError::Held { ref why, .. }) if why == "court order 7"));
    store.release(&id("one"), &who).unwrap();
    assert!(matches!(store.restore_case(&id("one"), &who), Err(StoreError::NotDeleted { .. })));
    store.delete_case(&id("one"), &who).unwrap();
    assert_eq!(store.cases(&everything()).unwrap(), []);
    assert_eq!(store.cases(&CaseQuery { hidden: true, ..everything() }).unwrap().len(), 1);
    assert!(matches!(store.set_status(&id("one"), CaseStatus::Open, &who), Err(StoreError::Deleted { .. })));
    assert!(matches!(desk.log_into(&mut store, LogInto::Existing(id("one")), &[]), Err(StoreError::Deleted { .. })));
    store.restore_case(&id("one"), &later(30)).unwrap();
    assert_eq!(store.cases(&everything()).unwrap().len(), 1);
    store.delete_case(&id("one"), &who).unwrap();
    assert!(matches!(store.restore_case(&id("one"), &later(31)), Err(StoreError::TooLate { .. })));
    let actions: Vec<_> = store.case_file(&id("one")).unwrap().custody.iter().map(|event| event.action).collect();
    use CustodyAction::*;
    assert_eq!(actions[4..], [Logged, Held, Released, Deleted, Restored, Deleted]);
    assert_eq!(faults(&store), [""; 0]);
}

#[test]
fn a_purged_case_leaves_its_links_and_no_word_of_it() {
    let (mut desk, mut store) = Desk::with_store();
    let who = by("B. Analyst");
    let shared = b"bytes that both cases hold".to_vec();
    desk.log(&mut store, "kept", &[Exhibit::bytes("1", shared.clone())]).unwrap();
    let talk = Exhibit::talk("3", &format!("{CANARY}: {CANARY}"));
    desk.log(&mut store, "gone", &[Exhibit::bytes("2", shared), talk.clone()]).unwrap();
    desk.log(&mut store, "also", &[Exhibit::bytes("4", CANARY.repeat(4000).into_bytes())]).unwrap();
    for (case, name) in [("gone", "n1"), ("also", "n2")] {
        store.add_note(&id(case), note(name, CANARY), &who).unwrap();
    }
    let task = NewTask { id: TaskId::new("t"), kind: TaskKind::ToDo, words: Hostile::new(CANARY), due: None, clock: None };
    store.add_task(&id("gone"), &task, &who).unwrap();
    store.set_title(&id("gone"), CANARY, &who).unwrap();
    let review =
        NewReview { transcript: &talk.transcript.id, rule: "r", message: 0, span: Span::new(0, 2), verdict: ReviewVerdict::Confirmed };
    store.review(&review, &who).unwrap();
    store.merge_cases(&id("also"), &id("gone"), &who, &mut random()).unwrap();

    assert!(matches!(store.purge_case(&id("gone"), &who), Err(StoreError::NotDeleted { .. })));
    store.delete_case(&id("gone"), &who).unwrap();
    let links = verified(&store).custody;
    assert_eq!(store.purge_case(&id("gone"), &who).unwrap(), 12);
    let found = verified(&store);
    assert_eq!((found.custody, found.faults, found.evidence), (links + 12, vec![], 1));
    assert!(matches!(store.case(&id("gone")), Err(StoreError::NotFound { .. })));
    assert!(matches!(store.case(&id("also")), Err(StoreError::NotFound { .. })));
    assert!(readable(&store, "1"), "bytes that another case holds stay");

    let raw = desk.raw();
    let tables: Vec<String> = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for table in tables {
        let mut statement = raw.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                let bytes = match row.get_ref(column).unwrap() {
                    rusqlite::types::ValueRef::Text(bytes) | rusqlite::types::ValueRef::Blob(bytes) => bytes,
                    _ => continue,
                };
                assert!(!bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()), "{table}");
            }
        }
    }
    let chunks: u32 = raw.query_row("SELECT count(*) FROM chunks", [], |row| row.get(0)).unwrap();
    assert_eq!(chunks, 1);
    desk.tamper("INSERT INTO notes (uid, case_id, at, by, body) VALUES ('n1', 1, 'now', 'A', 'back')");
    assert_eq!(faults(&store), ["note n1 is in the store and not in the custody log"]);
}

#[test]
fn a_hold_on_a_case_that_was_merged_stands_against_the_purge_of_the_whole() {
    let (mut desk, mut store) = Desk::with_store();
    let who = by("B. Analyst");
    for case in ["one", "two"] {
        desk.log(&mut store, case, &[]).unwrap();
    }
    store.hold(&id("two"), "court order 7", &who).unwrap();
    assert!(matches!(store.merge_cases(&id("two"), &id("one"), &who, &mut random()), Err(StoreError::Held { .. })));
    store.merge_cases(&id("one"), &id("two"), &who, &mut random()).unwrap();
    assert!(matches!(store.delete_case(&id("two"), &who), Err(StoreError::Held { .. })));
    assert_eq!(faults(&store), [""; 0]);
}
