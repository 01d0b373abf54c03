//! A case goes from one store to another and comes back.

mod support;

use shakedown_core::*;
use shakedown_store::*;
use support::*;

const TALK: &str = "attacker: pay 5 BTC\nvictim: wait\nattacker: no";

fn exhibits() -> Vec<Exhibit> {
    vec![Exhibit::talk("1", TALK).judged(Priority::P1, 98.5), Exhibit::bytes("2", vec![0, 1, 2, 255])]
}

/// A store with a case that people worked on.
fn worked_on() -> (Desk, Store, CaseId) {
    let (mut desk, mut store) = Desk::with_store();
    let case = desk.log(&mut store, "c1", &exhibits()).unwrap().id;
    let by = by("A. Analyst");
    store.add_note(&case, note("n1", "first"), &by).unwrap();
    store.add_note(&case, NewNote { revises: Some(NoteId::new("n1")), ..note("n2", "second") }, &by).unwrap();
    let clock = Some(StartedClock { statute: Statute::Gdpr, from: moment("2026-03-01T08:00:00Z") });
    let task = |id: &str, kind, clock| NewTask {
        id: TaskId::new(id),
        kind,
        words: Hostile::new(id),
        due: Some(moment("2026-03-04T08:00:00Z")),
        clock,
    };
    store.add_task(&case, &task("t1", TaskKind::Clock, clock), &by).unwrap();
    store.add_task(&case, &task("t2", TaskKind::ToDo, None), &by).unwrap();
    store.set_priority(&case, Some(Priority::P2), &by).unwrap();
    store.set_victim(&case, Some(&Hostile::new("Somebody Ltd")), &by).unwrap();
    store.add_label(&case, "insured", &by).unwrap();
    store.hold(&case, "court order", &by).unwrap();
    let review = NewReview {
        transcript: &TranscriptId::new("transcript-1"),
        rule: "claim.x",
        message: 0,
        span: Span::new(0, 3),
        verdict: ReviewVerdict::Dismissed,
    };
    store.review(&review, &by).unwrap();
    (desk, store, case)
}

/// A case file without what belongs to one store alone: its number, and its chain.
fn rows(file: &CaseFile) -> CaseFile {
    let mut file = file.clone();
    file.case.number = 0;
    (file.custody, file.custody_head, file.custody_seal, file.earlier) = Default::default();
    file
}

#[test]
fn a_case_has_the_same_rows_in_the_other_store_and_its_custody_goes_on_there() {
    let (_here, store, case) = worked_on();
    let sent = store.case_file(&case).unwrap();
    let (mut there, mut other) = Desk::with_store();
    there.log(&mut other, "c0", &[Exhibit::talk("9", "other: case")]).unwrap();
    let taken = there.take_over(&mut other, sent.clone(), &exhibits(), KnownCase::Apart).unwrap();
    assert_eq!((taken.merged, taken.renamed, taken.absent, taken.conflicts.len()), (false, 0, 0, 0));
    let came = other.case_file(&taken.case.id).unwrap();
    assert_eq!(rows(&came), rows(&sent));
    assert_eq!(came.case.number, 2, "numbers are the store's own");
    assert_eq!(came.earlier.len(), 1);
    assert_eq!((&came.earlier[0].custody, &came.earlier[0].custody_head), (&sent.custody, &sent.custody_head));
    let handed: Vec<_> =
        came.custody.iter().filter(|link| link.action == CustodyAction::HandedOver && link.subject == SubjectKind::Case).collect();
    assert!(matches!(handed[..], [link] if link.detail_sha256 == Digest::of(b"the file") && link.actor.analyst == "B. Analyst"));
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut other.evidence_reader(&EvidenceId::new("evidence-2")).unwrap(), &mut bytes).unwrap();
    assert_eq!(bytes, [0, 1, 2, 255]);
    assert_eq!(faults(&other), Vec::<String>::new());
}

#[test]
fn a_case_that_came_back_carries_both_hand_overs() {
    let (_here, store, case) = worked_on();
    let (mut there, mut other) = Desk::with_store();
    there.take_over(&mut other, store.case_file(&case).unwrap(), &exhibits(), KnownCase::Apart).unwrap();
    let (mut third, mut last) = Desk::with_store();
    let taken = third.take_over(&mut last, other.case_file(&case).unwrap(), &exhibits(), KnownCase::Apart).unwrap();
    let came = last.case_file(&taken.case.id).unwrap();
    let first = |of: &HandOver| of.custody[0].actor.analyst.clone();
    assert_eq!(came.earlier.iter().map(first).collect::<Vec<_>>(), ["A. Analyst", "B. Analyst"]);
    assert_eq!(faults(&last), Vec::<String>::new());
}

#[test]
fn taken_identifiers_become_others_and_the_case_that_has_them_is_not_touched() {
    let (mut desk, mut store, case) = worked_on();
    let before = store.case_file(&case).unwrap();
    let taken = desk.take_over(&mut store, before.clone(), &exhibits(), KnownCase::Apart).unwrap();
    assert_eq!((taken.merged, taken.renamed), (false, 9), "a case, two items, two transcripts, two notes, two lines");
    let mut after = store.case_file(&case).unwrap();
    after.custody_head.clone_from(&before.custody_head);
    after.custody_seal.clone_from(&before.custody_seal);
    assert_eq!(after, before);
    let came = store.case_file(&taken.case.id).unwrap();
    assert!(came.evidence.iter().all(|item| item.id.as_str().starts_with("fresh-")));
    assert_eq!(came.notes[1].revises.as_ref(), Some(&came.notes[0].id));
    assert_eq!(came.reviews[0].transcript_id, came.transcripts[0].transcript.id);
    assert_eq!(came.transcripts[0].transcript.messages, before.transcripts[0].transcript.messages);
    assert_eq!(faults(&store), Vec::<String>::new());
}

#[test]
fn a_case_without_its_bytes_keeps_their_hashes_until_they_come() {
    let (_here, store, case) = worked_on();
    let sent = store.case_file(&case).unwrap();
    let (mut there, mut other) = Desk::with_store();
    let taken = there.take_over(&mut other, sent.clone(), &[], KnownCase::Apart).unwrap();
    assert_eq!(taken.absent, 2);
    assert_eq!(rows(&other.case_file(&case).unwrap()), rows(&sent));
    assert!(matches!(other.evidence_reader(&EvidenceId::new("evidence-1")), Err(StoreError::Absent { .. })));
    assert!(!other.has_bytes(&sent.evidence[0].sha256).unwrap());
    assert_eq!(faults(&other), Vec::<String>::new());
    // The bytes come with another case.
    there.log(&mut other, "c2", &[Exhibit::talk("7", TALK)]).unwrap();
    let mut bytes = String::new();
    std::io::Read::read_to_string(&mut other.evidence_reader(&EvidenceId::new("evidence-1")).unwrap(), &mut bytes).unwrap();
    assert_eq!(bytes, TALK);
    assert_eq!(faults(&other), Vec::<String>::new());
}

#[test]
fn bytes_that_are_not_those_of_their_hash_change_nothing() {
    let (_here, store, case) = worked_on();
    let (mut there, mut other) = Desk::with_store();
    let mut forged = exhibits();
    forged[0].bytes = b"other".to_vec();
    let head = other.case_count().unwrap();
    let refused = there.take_over(&mut other, store.case_file(&case).unwrap(), &forged, KnownCase::Apart).unwrap_err();
    assert!(matches!(refused, StoreError::EvidenceChanged { .. }), "{refused}");
    assert_eq!((other.case_count().unwrap(), other.evidence_count().unwrap()), (head, 0));
    assert_eq!(faults(&other), Vec::<String>::new());
}

#[test]
fn two_copies_that_went_their_own_ways_become_one_and_conflicts_are_told() {
    let (mut desk, mut store, case) = worked_on();
    let (mut there, mut other) = Desk::with_store();
    there.take_over(&mut other, store.case_file(&case).unwrap(), &exhibits(), KnownCase::Apart).unwrap();
    let (here_by, there_by) = (by("A. Analyst"), by("B. Analyst"));
    store.set_title(&case, "Title here", &here_by).unwrap();
    store.add_note(&case, note("n3", "only here"), &here_by).unwrap();
    store.change_task(&case, 2, TaskChange::Met, &here_by).unwrap();
    other.set_title(&case, "Title there", &there_by).unwrap();
    other.add_note(&case, note("n4", "only there"), &there_by).unwrap();
    other.change_task(&case, 2, TaskChange::Dropped, &there_by).unwrap();
    other.add_label(&case, "there", &there_by).unwrap();
    other.set_tlp(&case, Tlp::Red, &there_by).unwrap();
    there.log_into(&mut other, LogInto::Existing(case.clone()), &[Exhibit::talk("3", "attacker: last word")]).unwrap();

    let sent = other.case_file(&case).unwrap();
    let all = [exhibits(), vec![Exhibit::talk("3", "attacker: last word")]].concat();
    let taken = desk.take_over(&mut store, sent.clone(), &all, KnownCase::Merged).unwrap();
    let about: Vec<_> = taken.conflicts.iter().map(|one| (one.about.as_str(), one.here.raw(), one.there.raw())).collect();
    assert!(taken.merged && taken.renamed == 0);
    assert_eq!(about[0], ("title", "Title here", "Title there"));
    assert!(
        matches!(about[1], ("line 2 of the diary", here, there) if here.starts_with("met") && there.starts_with("dropped")),
        "{about:?}"
    );
    assert_eq!(about.len(), 2);

    let merged = store.case_file(&case).unwrap();
    assert_eq!((merged.case.title.as_str(), merged.case.tlp), ("Title here", Tlp::Red));
    assert_eq!(merged.case.work.labels, ["insured", "there"]);
    assert_eq!(merged.evidence.len(), 3);
    let notes: Vec<_> = merged.notes.iter().map(|note| note.body.raw()).collect();
    assert_eq!(&notes[..4], ["first", "second", "only here", "only there"]);
    assert!(notes[4].contains("title: here “Title here”, there “Title there”"), "{}", notes[4]);
    assert_eq!(merged.tasks.len(), 2);
    assert_eq!(merged.reviews.len(), 1);
    assert!(merged.earlier.iter().any(|one| one.custody == sent.custody), "the other copy's history is kept");
    assert_eq!(faults(&store), Vec::<String>::new());
    // The same copy again brings nothing new but the hand-over itself.
    let again = desk.take_over(&mut store, sent, &all, KnownCase::Merged).unwrap();
    assert_eq!((again.conflicts.len(), again.case.evidence.len()), (2, 3));
}

#[test]
fn a_hand_over_that_is_edited_is_found_and_a_purged_case_takes_it_along() {
    let (_here, store, case) = worked_on();
    let (mut there, mut other) = Desk::with_store();
    there.take_over(&mut other, store.case_file(&case).unwrap(), &[], KnownCase::Apart).unwrap();
    there.tamper("UPDATE hand_overs SET by = 'somebody else'");
    assert_eq!(faults(&other), ["case c1 is not what its last custody event says"]);
    there.tamper("UPDATE hand_overs SET by = 'B. Analyst'");
    let by = by("B. Analyst");
    other.release(&case, &by).unwrap();
    other.delete_case(&case, &by).unwrap();
    other.purge_case(&case, &by).unwrap();
    assert_eq!(faults(&other), Vec::<String>::new());
    assert_eq!((other.case_count().unwrap(), other.evidence_count().unwrap()), (0, 0));
}
