//! What ties cases together is told with its reason, and nothing else ties them; what was judged by other rules is judged again and kept.

mod support;

use shakedown_core::*;
use shakedown_store::*;
use support::*;

fn exhibit(id: &str, words: &str, seen: &[(ObservableKind, &str)]) -> Exhibit {
    let mut exhibit = Exhibit::talk(id, words).judged(Priority::P2, 90.0);
    let observable = |(kind, value): &(ObservableKind, &str)| Observable {
        kind: *kind,
        value: Hostile::new(*value),
        as_written: Hostile::new(*value),
        validity: Validity::Valid,
        repair: None,
        message: 0,
        span: Span::new(0, 3),
    };
    exhibit.analysis.observables = seen.iter().map(observable).collect();
    exhibit
}

fn named(mut exhibit: Exhibit, actor: &str, victim: &str) -> Exhibit {
    exhibit.analysis.actors[0].name = actor.into();
    exhibit.analysis.victims =
        vec![Victim { name: Hostile::new(victim), kind: VictimKind::Organisation, message: 0, span: Span::new(0, 3) }];
    exhibit
}

/// The links of a case: the other's number and the kinds of what ties them.
fn ties(store: &Store, case: &str) -> Vec<(u32, Vec<TieKind>)> {
    let links = store.links(&CaseId::new(case)).unwrap().links;
    links.iter().map(|link| (link.number, link.ties.iter().map(|tie| tie.kind).collect())).collect()
}

const NOTE: &str = "support: all of your files are encrypted with a strong cipher and only we can give them back to you so do not call the police and do \
    not rename anything because then your data is lost for ever write to us within three days";

#[test]
fn cases_are_tied_by_what_they_share_the_rarer_the_stronger() {
    use ObservableKind::*;
    let (mut desk, mut store) = Desk::with_store();
    let tox = "AB".repeat(32);
    let shared = [(Email, "desk@mail.example"), (Domain, "mail.example"), (Email, "help@torproject.org")];
    for (case, seen) in [
        ("one", vec![(Bitcoin, "bc1qone"), (Tox, tox.as_str()), shared[0], shared[1], shared[2]]),
        ("two", vec![(Bitcoin, "bc1qone"), shared[0]]),
        ("three", vec![shared[0], shared[1], shared[2]]),
        ("four", vec![shared[1], shared[2]]),
        ("five", vec![(Tox, tox.as_str()), (Onion, "http://abc.onion/x")]),
    ] {
        desk.log(&mut store, case, &[exhibit(case, &format!("support: pay {case}"), &seen)]).unwrap();
    }
    assert_eq!(ties(&store, "one"), [(2, vec![TieKind::Wallet, TieKind::Email]), (5, vec![TieKind::Tox]), (3, vec![TieKind::Email])]);
    assert_eq!(ties(&store, "four"), []);
    let links = store.links(&CaseId::new("one")).unwrap().links;
    let wallet = &links[0].ties[0];
    assert_eq!((wallet.value.raw(), wallet.cases, &*wallet.there.exhibit_ref), ("bc1qone", 2, "AA/two"));
    assert!(links[0].strength > links[1].strength && links[1].strength > links[2].strength, "{links:#?}");

    let network = store.network(&CaseId::new("five"), 10).unwrap();
    assert_eq!(network.cases.iter().map(|case| case.number).collect::<Vec<_>>(), [5, 1, 2, 3]);
    assert_eq!((network.edges.len(), network.cut), (4, false));
    assert!(store.network(&CaseId::new("five"), 2).unwrap().cut);

    store.delete_case(&CaseId::new("two"), &by("A. Analyst")).unwrap();
    assert_eq!(ties(&store, "one"), [(5, vec![TieKind::Tox]), (3, vec![TieKind::Email])]);
    store.purge_case(&CaseId::new("two"), &by("A. Analyst")).unwrap();
    assert_eq!(faults(&store), Vec::<String>::new());
}

#[test]
fn what_many_share_ties_nobody_and_is_told() {
    let (mut desk, mut store) = Desk::with_store();
    for case in 0..203 {
        let id = case.to_string();
        desk.log(&mut store, &id, &[exhibit(&id, &format!("support: pay {id}"), &[(ObservableKind::Email, "all@mail.example")])]).unwrap();
    }
    let links = store.links(&CaseId::new("0")).unwrap();
    assert_eq!((links.links.len(), links.common.len()), (0, 1));
    assert!(matches!(&links.common[0], (TieKind::Email, value, 201..) if value.raw() == "all@mail.example"));
}

#[test]
fn nearly_the_same_wording_ties_with_how_much_is_the_same() {
    let (mut desk, mut store) = Desk::with_store();
    desk.log(&mut store, "one", &[exhibit("one", NOTE, &[])]).unwrap();
    desk.log(&mut store, "two", &[exhibit("two", &NOTE.replace("three days", "five days"), &[])]).unwrap();
    desk.log(&mut store, "three", &[exhibit("three", "support: something else that is long enough to say something but of which no four words in a row stand in the other messages that were logged here today by us", &[])]).unwrap();
    let links = store.links(&CaseId::new("one")).unwrap().links;
    assert_eq!(ties(&store, "one"), [(2, vec![TieKind::Wording])]);
    assert!(links[0].ties[0].similarity.is_some_and(|part| part > 0.8 && part < 1.0), "{links:#?}");
}

#[test]
fn the_same_bytes_tie() {
    let (mut desk, mut store) = Desk::with_store();
    desk.log(&mut store, "one", &[exhibit("one", "support: pay", &[])]).unwrap();
    desk.log(&mut store, "two", &[exhibit("two", "support: pay", &[])]).unwrap();
    assert_eq!(ties(&store, "one"), [(2, vec![TieKind::Bytes])]);
}

#[test]
fn a_victim_that_two_groups_claim_is_told() {
    let (mut desk, mut store) = Desk::with_store();
    let victim = |id: &str, actor: &str, victim: &str| named(exhibit(id, &format!("support: pay {id}"), &[]), actor, victim);
    desk.log(&mut store, "one", &[victim("one", "Group A", "Harrow & Pell Ltd")]).unwrap();
    desk.log(&mut store, "two", &[victim("two", "Group B", "HARROW PELL")]).unwrap();
    desk.log(&mut store, "three", &[victim("three", "Group A", "Harrow and Pell Inc.")]).unwrap();
    desk.log(&mut store, "four", &[victim("four", "Group C", "Somebody Else")]).unwrap();
    store.set_victim(&CaseId::new("four"), Some(&Hostile::new("Harrow & Pell")), &by("A. Analyst")).unwrap();
    let recycled = |case: &str| {
        let links = store.links(&CaseId::new(case)).unwrap().links;
        links.into_iter().map(|link| (link.number, link.recycled.is_some())).collect::<Vec<_>>()
    };
    assert_eq!(recycled("one"), [(4, true), (2, true)]);
    assert_eq!(recycled("four"), [(2, true), (1, true)]);
}

#[test]
fn observables_are_listed_with_the_cases_that_have_them() {
    use ObservableKind::*;
    let (mut desk, mut store) = Desk::with_store();
    desk.log(&mut store, "one", &[exhibit("one", "support: a", &[(Bitcoin, "bc1qone"), (Bitcoin, "bc1qone"), (Email, "A@mail.example")])])
        .unwrap();
    desk.log(&mut store, "two", &[exhibit("two", "support: b", &[(Bitcoin, "bc1qone"), (Onion, "abc.onion")])]).unwrap();
    let list = |query: ObservableQuery| {
        let found = store.observables(&ObservableQuery { count: 50, ..query }).unwrap();
        found.iter().map(|one| (one.value.raw().to_owned(), one.times, one.cases, one.newest.len())).collect::<Vec<_>>()
    };
    let wallet = ("bc1qone".to_owned(), 3, 2, 2);
    assert_eq!(list(ObservableQuery { cases: 2, ..Default::default() }), std::slice::from_ref(&wallet));
    assert_eq!(list(ObservableQuery { kind: Some(Bitcoin), ..Default::default() }), std::slice::from_ref(&wallet));
    assert_eq!(list(ObservableQuery { contains: Some("a@MAIL".into()), ..Default::default() }), [("A@mail.example".to_owned(), 1, 1, 1)]);
    assert_eq!(list(ObservableQuery::default()).first(), Some(&wallet));
    assert_eq!(list(ObservableQuery { first: 1, ..Default::default() }).len(), 2);
}

#[test]
fn a_case_judged_again_keeps_what_the_rules_before_said() {
    let (mut desk, mut store) = Desk::with_store();
    let first = exhibit("one", "support: pay", &[(ObservableKind::Bitcoin, "bc1qone")]);
    desk.log(&mut store, "one", std::slice::from_ref(&first)).unwrap();
    let case = CaseId::new("one");
    assert_eq!(store.judged_by_others("sha256:00", "0.1.0").unwrap(), []);
    assert_eq!(store.judged_by_others("sha256:11", "0.1.0").unwrap(), std::slice::from_ref(&case));
    let mut other = analysis(Priority::P4, 5.0);
    other.assessment.rule_set = "sha256:11".into();
    store.judge_again(&case, &[(first.transcript.id.clone(), other)], &by("A. Analyst")).unwrap();
    assert_eq!(store.judged_by_others("sha256:11", "0.1.0").unwrap(), []);
    assert_eq!(store.cases(&everything()).unwrap()[0].priority, Priority::P4);
    let earlier = store.earlier_analyses(&first.transcript.id).unwrap();
    let [before] = &earlier[..] else { panic!("{earlier:?}") };
    assert_eq!((&*before.rule_set, before.priority, before.score), ("sha256:00", Priority::P2, 90.0));
    assert_eq!(faults(&store), Vec::<String>::new());
}

#[test]
fn the_head_of_the_chain_and_whatever_leaves_bear_the_stores_signature() {
    let (mut desk, mut store) = Desk::with_store();
    let case = desk.log(&mut store, "one", &[exhibit("one", "support: pay", &[])]).unwrap().id;
    let file = store.case_file(&case).unwrap();
    let (head, seal) = (file.custody_head.unwrap(), file.custody_seal.unwrap());
    let said = format!("shakedown custody head\nevent {}\nsha256 {}\n", head.seq, head.sha256);
    let holds = |seal: &CustodySeal, bytes: &str| {
        let key = minisign::PublicKey::from_base64(&seal.public_key).unwrap();
        let signature = minisign::SignatureBox::from_string(&seal.signature).unwrap();
        minisign::verify(&key, &signature, std::io::Cursor::new(bytes), true, false, false).is_ok()
    };
    assert!(holds(&seal, &said) && !holds(&seal, &said.replace("event", "Event")));
    let signed = store.sign(&mut "a bundle".as_bytes(), "case one", &by("A. Analyst")).unwrap();
    assert!(holds(&signed, "a bundle") && signed.public_key == seal.public_key && signed.signature.contains("trusted comment: case one"));
    assert!(store.holds_link(&head.sha256).unwrap() && !store.holds_link(&Digest::of(b"cut off")).unwrap());
}

/// Texts read without the characters that nobody sees.
struct Unhidden;

impl Reading for Unhidden {
    fn version(&self) -> u32 {
        7
    }

    fn plain(&self, text: &str) -> String {
        text.replace('\u{200b}', "")
    }

    fn source(&self, _: &str, span: Span) -> Span {
        span
    }
}

#[test]
fn a_disguised_wording_is_tied_as_it_reads() {
    let (mut desk, mut store) = Desk::with_store();
    let disguised = NOTE.replace("e", "e\u{200b}");
    desk.log(&mut store, "one", &[exhibit("1", NOTE, &[])]).unwrap();
    desk.log(&mut store, "two", &[exhibit("2", &disguised, &[])]).unwrap();
    assert_eq!(ties(&store, "one"), [], "as they stand the two have no word in common");
    store.read_as(&Unhidden);
    while store.tie(1).unwrap() > 0 {}
    assert_eq!(ties(&store, "one"), [(2, vec![TieKind::Wording])]);
    let third = NOTE.replace("t", "t\u{200b}");
    desk.log(&mut store, "three", &[exhibit("3", &third, &[])]).unwrap();
    assert_eq!(ties(&store, "three").len(), 2, "what is logged is tied at once");
}
