//! What a store does for an analyst, through the real database.

mod support;

use std::io::Read;
use std::ops::ControlFlow;

use shakedown_core::*;
use shakedown_store::*;
use support::*;

#[test]
fn a_logged_case_comes_back_whole_after_a_restart() {
    let (mut desk, mut store) = Desk::with_store();
    let talk = Exhibit::talk("1", "support: we have your data\nsupport: pay\0 now \u{202e}\nno sender").judged(Priority::P1, 97.123456789);
    let logged = desk.log(&mut store, "one", &[talk.clone(), Exhibit::bytes("2", vec![])]).unwrap();
    assert_eq!((logged.number, logged.priority, logged.status), (1, Priority::P1, CaseStatus::New));
    assert_eq!(logged.evidence, [EvidenceId::new("evidence-1"), EvidenceId::new("evidence-2")]);
    drop(store);

    let store = desk.open().unwrap();
    let file = store.case_file(&logged.id).unwrap();
    assert_eq!(file.case, logged);
    assert_eq!(file.evidence[0], talk.item);
    assert_eq!(file.transcripts[0], AnalysedTranscript { transcript: talk.transcript.clone(), analysis: talk.analysis });
    assert_eq!(store.transcript_page(&talk.transcript.id, 1, 10).unwrap(), talk.transcript.messages[1..]);
    let actions: Vec<CustodyAction> = file.custody.iter().map(|event| event.action).collect();
    use CustodyAction::*;
    assert_eq!(actions, [Created, Received, Read, Assessed, Received, Read, Assessed, Logged]);
    assert_eq!(file.custody_head.as_ref(), file.custody.last());
    assert_eq!(faults(&store), [""; 0]);
}

#[test]
fn a_member_names_its_archive_and_whoever_takes_the_name_away_is_found() {
    let (mut desk, mut store) = Desk::with_store();
    let archive = Exhibit::bytes("1", b"PK".to_vec());
    let mut member = Exhibit::talk("2", "support: pay");
    member.item.parent = Some(archive.item.id.clone());
    let logged = desk.log(&mut store, "one", &[archive.clone(), member.clone()]).unwrap();
    let parents: Vec<_> = store.case_file(&logged.id).unwrap().evidence.into_iter().map(|item| item.parent).collect();
    assert_eq!(parents, [None, Some(archive.item.id)]);
    assert_eq!(faults(&store), [""; 0]);
    desk.tamper("UPDATE evidence SET parent_id = NULL");
    assert_eq!(faults(&store).len(), 1);

    let mut orphan = Exhibit::talk("3", "support: pay");
    orphan.item.parent = Some(EvidenceId::new("none"));
    assert!(matches!(desk.log(&mut store, "two", &[orphan]), Err(StoreError::NotFound { .. })));
}

#[test]
fn evidence_comes_out_as_it_went_in() {
    let (mut desk, mut store) = Desk::with_store();
    let noise: Vec<u8> = (0..40_000_u32).flat_map(|n| *Digest::of(&n.to_le_bytes()).as_bytes()).collect();
    for (id, bytes) in [("empty", vec![]), ("repeats", vec![b'a'; 3 << 20]), ("noise", noise.clone()), ("chunk", noise[..1 << 20].to_vec())]
    {
        let exhibit = Exhibit::bytes(id, bytes);
        desk.log(&mut store, id, std::slice::from_ref(&exhibit)).unwrap();
        let mut back = Vec::new();
        store.evidence_reader(&exhibit.item.id).unwrap().read_to_end(&mut back).unwrap();
        assert!(back == exhibit.bytes, "{id}");
    }
    assert_eq!(verified(&store).evidence, 4);
    assert!(matches!(store.evidence_reader(&EvidenceId::new("none")), Err(StoreError::NotFound { .. })));
}

#[test]
fn the_same_bytes_are_kept_once_and_every_case_that_holds_them_is_named() {
    let (mut desk, mut store) = Desk::with_store();
    let bytes: Vec<u8> = (0..10_000_u32).flat_map(|n| *Digest::of(&n.to_le_bytes()).as_bytes()).collect();
    let sha256 = Digest::of(&bytes);
    assert_eq!(store.find_evidence(&sha256).unwrap(), []);
    for id in ["1", "2", "3"] {
        desk.log(&mut store, id, &[Exhibit::bytes(id, bytes.clone())]).unwrap();
    }
    let held = store.find_evidence(&sha256).unwrap();
    assert_eq!(held.len(), 3);
    assert_eq!(held[2], HeldEvidence { evidence: EvidenceId::new("evidence-3"), case: CaseId::new("3") });
    let contents: (u32, u32) =
        desk.raw().query_row("SELECT count(*), (SELECT count(*) FROM chunks) FROM contents", [], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
    assert_eq!(contents, (1, 1));

    let mut other = Exhibit::bytes("4", bytes);
    other.bytes[0] ^= 1;
    assert!(matches!(desk.log(&mut store, "4", &[other]), Err(StoreError::EvidenceChanged { .. })), "known bytes are hashed again too");
}

#[test]
fn evidence_that_changed_since_it_was_hashed_leaves_nothing_behind() {
    let (mut desk, mut store) = Desk::with_store();
    let before = verified(&store);
    let whole = Exhibit::talk("1", "support: pay");
    let mut changed = Exhibit::talk("2", "support: pay more");
    changed.bytes.push(b'!');
    let refused = desk.log(&mut store, "one", &[whole, changed.clone()]);
    let found = Digest::of(&changed.bytes);
    assert!(matches!(refused, Err(StoreError::EvidenceChanged { expected, found: f }) if expected == changed.item.sha256 && f == found));

    struct Torn;
    impl Read for Torn {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("cable"))
        }
    }
    let mut torn = Torn;
    let entry = LogEntry {
        case: LogInto::New { id: CaseId::new("two"), title: String::new(), tlp: Tlp::Red },
        items: vec![changed.log_item(&mut torn)],
    };
    let refused = store.log(entry, &by("A. Analyst"), &mut |bytes| std::io::repeat(7).read_exact(bytes));
    assert!(matches!(refused, Err(StoreError::Evidence(_))));

    assert_eq!(store.cases(&everything()).unwrap(), []);
    assert_eq!(verified(&store), before);
}

#[test]
fn the_table_of_cases_needs_no_transcript() {
    let (mut desk, mut store) = Desk::with_store();
    desk.log(&mut store, "calm", &[Exhibit::talk("1", "hello").judged(Priority::P4, 3.0)]).unwrap();
    desk.log(&mut store, "hot", &[Exhibit::talk("2", "pay"), Exhibit::talk("3", "pay now").judged(Priority::P1, 99.0)]).unwrap();
    desk.log(&mut store, "bare", &[]).unwrap();

    let lines = store.cases(&everything()).unwrap();
    assert_eq!(lines.iter().map(|line| line.id.as_str()).collect::<Vec<_>>(), ["hot", "bare", "calm"]);
    let hot = &lines[0];
    assert_eq!((hot.number, hot.title.as_str(), hot.status, hot.tlp), (2, "Case hot", CaseStatus::New, Tlp::Amber));
    assert_eq!((hot.priority, hot.verdict, hot.score, hot.evidence), (Priority::P1, Verdict::Extortion, 99.0, 2));
    assert_eq!((hot.actor.as_deref(), hot.demand.clone()), (Some("Inventedgroup"), Some((900_000.1, "USD".into()))));
    assert_eq!((lines[1].priority, lines[1].verdict, lines[1].deadline), (Priority::P4, Verdict::Unrelated, None));

    for (now, nearest) in [
        ("2026-03-02T09:00:00Z", "2026-03-04T12:00:00Z"),
        ("2026-03-05T00:00:00Z", "2026-03-09T12:00:00Z"),
        ("2027-01-01T00:00:00Z", "2026-03-09T12:00:00Z"),
    ] {
        let line = &store.cases(&CaseQuery { now: moment(now), ..everything() }).unwrap()[0];
        assert_eq!(line.deadline, Some(moment(nearest)), "seen on {now}");
        assert_eq!(&store.case_summary(&line.id, moment(now)).unwrap(), line);
    }

    assert_eq!((store.case_numbered(2).unwrap().as_str(), store.case_count().unwrap(), store.evidence_count().unwrap()), ("hot", 3, 3));
    assert!(matches!(store.case_numbered(9), Err(StoreError::NotFound { .. })));
    store.set_status(&CaseId::new("calm"), CaseStatus::Closed, &by("B. Analyst")).unwrap();
    let ids = |query: CaseQuery| store.cases(&query).unwrap().into_iter().map(|line| line.id.to_string()).collect::<Vec<_>>();
    assert_eq!(ids(CaseQuery { status: Some(CaseStatus::Closed), ..everything() }), ["calm"]);
    assert_eq!(ids(CaseQuery { priority: Some(Priority::P1), ..everything() }), ["hot"]);
    assert_eq!(ids(CaseQuery { contains: Some("CASE C".into()), ..everything() }), ["calm"]);
    assert_eq!(ids(CaseQuery { contains: Some("inventedG".into()), ..everything() }), ["hot", "calm"]);
    assert_eq!(ids(CaseQuery { first: 1, count: 1, ..everything() }), ["bare"]);
}

#[test]
fn every_change_of_a_case_is_a_link_of_its_custody() {
    let (mut desk, mut store) = Desk::with_store();
    let talk = Exhibit::talk("1", "support: pay");
    let case = desk.log(&mut store, "one", std::slice::from_ref(&talk)).unwrap().id;
    desk.log(&mut store, "other", &[Exhibit::talk("9", "hello")]).unwrap();
    let who = by("B. Analyst");
    desk.log_into(&mut store, LogInto::Existing(case.clone()), &[Exhibit::talk("2", "support: now").judged(Priority::P1, 80.0)]).unwrap();
    store.set_status(&case, CaseStatus::Waiting, &who).unwrap();
    store.set_title(&case, "Another title", &who).unwrap();
    let changed = store.set_tlp(&case, Tlp::Red, &who).unwrap();
    assert_eq!(
        (changed.title.as_str(), changed.status, changed.tlp, changed.priority),
        ("Another title", CaseStatus::Waiting, Tlp::Red, Priority::P1)
    );
    let note = store.add_note(&case, note("note-1", "they wrote \"pay\""), &who).unwrap();
    let new = NewReview {
        transcript: &talk.transcript.id,
        rule: "threat.publish",
        message: 0,
        span: Span::new(0, 3),
        verdict: ReviewVerdict::Dismissed,
    };
    let review = store.review(&new, &who).unwrap();
    let artifact = Digest::of(b"report");
    let exported = store.record_export(&case, artifact, &who).unwrap();

    let file = store.case_file(&case).unwrap();
    let actions: Vec<CustodyAction> = file.custody.iter().skip(5).map(|event| event.action).collect();
    use CustodyAction::*;
    assert_eq!(actions, [Received, Read, Assessed, Logged, Changed, Changed, Changed, Noted, Reviewed, Exported]);
    assert_eq!((file.notes, file.reviews), (vec![note], vec![review]));
    assert_eq!((exported.detail_sha256, &exported.actor), (artifact, &who.actor));
    assert_eq!(file.custody_head, Some(exported));
    assert!(file.custody.iter().all(|event| event.subject_id != "other" && event.subject_id != "evidence-9"));
    assert_eq!(faults(&store), [""; 0]);
}

#[test]
fn an_identifier_is_taken_once_and_an_unknown_one_is_not_found() {
    let (mut desk, mut store) = Desk::with_store();
    let talk = Exhibit::talk("1", "support: pay");
    desk.log(&mut store, "one", std::slice::from_ref(&talk)).unwrap();
    assert!(matches!(desk.log(&mut store, "one", &[]), Err(StoreError::Conflict(_))));
    assert!(matches!(desk.log(&mut store, "two", &[talk]), Err(StoreError::Conflict(_))));
    let none = CaseId::new("none");
    for refused in [
        store.case(&none).err(),
        store.case_file(&none).err(),
        store.set_status(&none, CaseStatus::Open, &by("A")).err(),
        store.add_note(&none, note("n", ""), &by("A")).err(),
        store.record_export(&none, Digest::of(b""), &by("A")).err(),
        desk.log_into(&mut store, LogInto::Existing(none.clone()), &[]).err(),
        store.transcript_page(&TranscriptId::new("none"), 0, 1).err(),
    ] {
        assert!(matches!(refused, Some(StoreError::NotFound { ref id, .. }) if id == "none"), "{refused:?}");
    }
    assert_eq!(desk.log(&mut store, "two", &[]).unwrap().number, 2, "a refused case takes no number");
}

#[test]
fn two_programs_write_to_one_store_and_neither_loses_a_case() {
    let (desk, mut store) = Desk::with_store();
    drop(store.set_analyst("C. Analyst", &by("A. Analyst")));
    std::thread::scope(|scope| {
        for program in ["a", "b", "c"] {
            let desk = &desk;
            scope.spawn(move || {
                let mut store = desk.open().unwrap();
                for n in 0..10 {
                    let exhibit = Exhibit::talk(&format!("{program}{n}"), "support: the same text from every program");
                    let mut bytes = exhibit.bytes.as_slice();
                    let case = LogInto::New { id: CaseId::new(format!("{program}{n}")), title: String::new(), tlp: Tlp::Green };
                    store
                        .log(LogEntry { case, items: vec![exhibit.log_item(&mut bytes)] }, &by(program), &mut |bytes| {
                            std::io::repeat(n).read_exact(bytes)
                        })
                        .unwrap();
                }
            });
        }
    });
    let found = verified(&store);
    assert_eq!((store.cases(&everything()).unwrap().len(), found.evidence, found.faults), (30, 30, vec![]));
    assert_eq!(store.analyst().unwrap(), "C. Analyst");
}

#[test]
fn a_verification_tells_how_far_it_is_and_can_be_stopped() {
    let (mut desk, mut store) = Desk::with_store();
    desk.log(&mut store, "one", &[Exhibit::bytes("1", vec![7; 3_000_000])]).unwrap();
    let mut steps: Vec<Progress> = Vec::new();
    store
        .verify(&mut |progress| {
            steps.push(progress);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(steps.last().unwrap(), &Progress { step: Step::Evidence, done: 3_000_000, total: 3_000_000 });
    for step in [Step::Database, Step::Custody, Step::Records, Step::Evidence] {
        assert!(steps.iter().any(|progress| progress.step == step));
        let stopped = store.verify(&mut |progress| if progress.step == step { ControlFlow::Break(()) } else { ControlFlow::Continue(()) });
        assert!(matches!(stopped, Err(StoreError::Stopped)), "in {step:?}");
    }
}

#[test]
fn a_page_from_the_middle_of_a_long_talk_is_the_right_one() {
    let (mut desk, mut store) = Desk::with_store();
    let text: String = (0..5_000).map(|n| format!("support: line {n}\n")).collect();
    let long = Exhibit::talk("long", &text);
    desk.log(&mut store, "one", &[Exhibit::talk("before", "x"), long.clone(), Exhibit::talk("after", "y")]).unwrap();
    let page = store.transcript_page(&long.transcript.id, 4_321, 50).unwrap();
    assert_eq!(page, long.transcript.messages[4_321..4_371]);
    assert_eq!(store.transcript_page(&long.transcript.id, 4_990, 50).unwrap().len(), 10);
}
