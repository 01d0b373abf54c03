//! What tells who the victim is leaves in no format; what is the adversary's leaves in every one.

use shakedown_core::*;
use shakedown_export::{Beside, ExportError, ExportOptions, Original, Redaction, export, formats, release, write};

use crate::support::{case, options};

/// Texts that tell who the victim of the case is, each planted in the places where such texts stand.
pub const CANARIES: &[&str] = &[
    "Quillfeather Basketry GmbH",
    "Quillfeather Basketry",
    "Ottoline Vexley",
    "quillfeather-baskets.example",
    "vpn.quillfeather-baskets.example",
    "o.vexley@quillfeather-baskets.example",
    "ottoline.private@mailbox.example",
    "+999 555 7788",
    "QB-ROOM-4471",
    "Project Marshlight",
];

fn redacted() -> ExportOptions {
    ExportOptions { redaction: Some(Redaction { marked: vec!["Project Marshlight".into()] }), ..options() }
}

fn observable(kind: ObservableKind, message: u32, body: &str, value: &str) -> Observable {
    let start = body.find(value).unwrap();
    let (span, value) = (Span::new(start, start + value.len()), Hostile::new(value));
    Observable { kind, as_written: value.clone(), value, validity: Validity::Unchecked, repair: None, message, span }
}

/// The invented case with the canaries in titles, names, messages, file names, notes, custody and the ways of writing that people use.
pub fn planted() -> CaseFile {
    let mut file = case();
    file.case.title = "Gray Heron against Quillfeather Basketry GmbH (Project Marshlight)".into();
    file.evidence[0].file_name = Some(Hostile::new("QuillfeatherBasketry_chat.json"));
    file.custody[0].actor.host = "quillfeather-basketry-pc".into();
    file.notes[0].body = Hostile::new("Ms. Ottoline\nVexley (o.vexley[@]quillfeather-baskets[.]example) calls it project marshlight.");
    let read = &mut file.transcripts[0];
    let victim = "We are QUILLFEATHER BASKETRY. I am Ottoline Vexley, write to ottoline.private@mailbox.example or +999 555 7788.";
    let attacker = "Quill\u{200b}feather Basketry GmbH, your room is QB-ROOM-4471. We came in at vpn.quillfeather-baskets.example and \
                    post on http://leak.gray-heron.example/quillfeather-basketry for o.vexley@quillfeather-baskets.example. Pay 5 BTC.";
    read.transcript.messages[1].body = Hostile::new(victim);
    read.transcript.messages[1].sender = Some(Hostile::new("Ottoline Vexley"));
    read.transcript.messages[10].body = Hostile::new(attacker);
    read.transcript.messages[4].attachments[0].name = Hostile::new("quillfeather_basketry_contracts.zip");
    read.transcript.notes[0].found = Hostile::new("Ottoline Vexley: yesterday");
    read.transcript.participants.push(Participant { name: Hostile::new("Ottoline Vexley"), role: Role::Victim });
    let analysis = &mut read.analysis;
    analysis.participants = read.transcript.participants.clone();
    let names = [
        ("Quillfeather Basketry GmbH", VictimKind::Organisation),
        ("Ottoline Vexley", VictimKind::Person),
        ("quillfeather-baskets.example", VictimKind::Domain),
    ];
    analysis.victims = names.map(|(name, kind)| Victim { name: Hostile::new(name), kind, message: 1, span: Span::new(0, 2) }).to_vec();
    analysis.assessment.priority_because = "Quillfeather Basketry GmbH has two days".into();
    analysis.observables.retain(|one| one.message != 10);
    analysis.actors.retain(|one| one.message != 10);
    analysis.observables.extend([
        observable(ObservableKind::Email, 1, victim, "ottoline.private@mailbox.example"),
        observable(ObservableKind::Phone, 1, victim, "+999 555 7788"),
        observable(ObservableKind::VictimId, 10, attacker, "QB-ROOM-4471"),
        observable(ObservableKind::Domain, 10, attacker, "vpn.quillfeather-baskets.example"),
        observable(ObservableKind::Url, 10, attacker, "http://leak.gray-heron.example/quillfeather-basketry"),
        observable(ObservableKind::Email, 10, attacker, "o.vexley@quillfeather-baskets.example"),
    ]);
    let start = attacker.find("5 BTC").unwrap();
    analysis.amounts.push(Amount {
        value: 5.0,
        currency: "BTC".into(),
        role: AmountRole::Demand,
        by: Role::Attacker,
        message: 10,
        span: Span::new(start, start + 5),
        as_written: Hostile::new("5 BTC"),
    });
    analysis.findings.retain(|one| ![1, 10].contains(&one.message));
    analysis.assessment.reasons.retain(|one| one.message != Some(1));
    file
}

/// Letters and digits alone, in lower case, without tags and without what JSON writes for hidden characters.
pub fn folded(text: &str) -> String {
    let mut plain = String::new();
    let mut in_tag = false;
    for character in text.replace("\\u200b", "").chars() {
        in_tag = character == '<' || (in_tag && character != '>');
        if !in_tag && character.is_alphanumeric() {
            plain.extend(character.to_lowercase());
        }
    }
    plain
}

/// The formats whose text stands in the file as it is; what a PDF holds is read back by the validators.
fn readable() -> impl Iterator<Item = &'static &'static dyn shakedown_export::Exporter> {
    formats().iter().filter(|format| format.id() != "pdf")
}

#[test]
fn no_format_holds_a_canary_and_every_format_holds_them_where_nothing_is_redacted() {
    let file = planted();
    for format in readable() {
        let written = |options: &ExportOptions| String::from_utf8_lossy(&export(format.id(), &file, options).unwrap().bytes).into_owned();
        let (open, closed) = (folded(&written(&options())), folded(&written(&redacted())));
        assert!(open.contains("quillfeatherbasketry"), "{} would show nothing", format.id());
        for canary in CANARIES {
            assert!(!closed.contains(&folded(canary)), "{} holds {canary}", format.id());
        }
        assert!(closed.contains("organisation1"), "{} has no tokens", format.id());
        assert!(closed.contains("person1") || format.id() == "navigator", "{} has no token for the person", format.id());
        assert!(closed.contains("redacted"), "{} does not say that it is redacted", format.id());
    }
}

#[test]
fn what_is_the_adversarys_stays_in_every_format() {
    let file = planted();
    // A layer holds techniques alone.
    for format in readable().filter(|format| format.id() != "navigator") {
        let text = folded(&String::from_utf8_lossy(&export(format.id(), &file, &redacted()).unwrap().bytes));
        for kept in ["Gray Heron", "gray_heron_desk", "4InventedMonero", "leak.gray-heron.example", "192.0.2.7"] {
            assert!(text.contains(&folded(kept).replace("http", "")), "{} lost {kept}", format.id());
        }
    }
}

#[test]
fn spans_quote_what_they_quoted_and_a_name_under_one_is_its_token() {
    let file = planted();
    let released = release::check(&file, &redacted()).unwrap();
    let read = &released.case.transcripts[0];
    let body = |message: u32| read.transcript.messages[message as usize].body.raw();
    let analysis = &read.analysis;
    for amount in &analysis.amounts {
        assert_eq!(amount.span.of(body(amount.message)), Some(amount.as_written.raw()));
    }
    assert_eq!(analysis.amounts.last().unwrap().as_written.raw(), "5 BTC");
    for one in &analysis.observables {
        assert_eq!(one.span.of(body(one.message)), Some(one.as_written.raw()));
    }
    assert!(body(10).starts_with("[ORGANISATION-1], your room is [VICTIM-ID-2]. We came in at [DOMAIN-2] and post"), "{}", body(10));
    let leak = analysis.observables.iter().find(|one| one.value.raw().starts_with("http://leak")).unwrap();
    assert_eq!(leak.as_written.raw(), "http://leak.gray-heron.example/[ORGANISATION-1]");
    assert!(
        !analysis.observables.iter().any(|one| matches!(one.kind, ObservableKind::VictimId | ObservableKind::Phone) && one.message != 12)
    );
}

#[test]
fn the_victim_that_an_analyst_named_is_redacted_in_the_diary_and_in_the_labels_too() {
    let mut file = case();
    let name = "Quillfeather Mills Ltd";
    file.case.work.victim = Some(Hostile::new(name));
    file.case.work.labels = vec![format!("for {name}")];
    file.tasks.push(Task {
        id: TaskId::new("task-1"),
        number: 1,
        kind: TaskKind::ToDo,
        words: Hostile::new(format!("call {name}")),
        due: None,
        state: TaskState::Due,
        clock: None,
        at: file.case.created_at,
        by: "M. Keller".into(),
    });
    for format in readable() {
        let bytes = export(format.id(), &file, &redacted()).expect("it leaves").bytes;
        assert!(!String::from_utf8_lossy(&bytes).contains("Quillfeather"), "{}", format.id());
    }
}

#[test]
fn a_redacted_bundle_leaves_without_its_evidence() {
    let file = planted();
    let bundle = shakedown_export::format("bundle").unwrap();
    let original = || Original::new(include_bytes!("chat.txt").to_vec());
    assert_eq!(original().sha256(), file.evidence[0].sha256);
    let holds = |options: &ExportOptions| {
        let bytes =
            write(bundle, &release::check(&file, options).unwrap(), &mut Beside { originals: &[original()], sign: None }).unwrap().bytes;
        bytes.windows(original().bytes().len()).any(|window| window == original().bytes())
    };
    assert!(holds(&options()) && !holds(&redacted()));
}

#[test]
fn the_analyst_is_told_what_was_removed_and_how_often() {
    let file = planted();
    let removed = release::check(&file, &redacted()).unwrap().removed;
    let named = |text: &str| removed.iter().find(|one| one.text == text).map(|one| (one.token.as_str(), one.times));
    assert_eq!(named("Project Marshlight"), Some(("[MARKED-1]", 2)));
    assert!(named("Ottoline Vexley").is_some_and(|(token, times)| token == "[PERSON-1]" && times >= 5));
    assert!(release::check(&file, &options()).unwrap().removed.is_empty());
}

#[test]
fn a_redacted_case_file_says_so_and_reads_back() {
    let json = export("json", &planted(), &redacted()).unwrap();
    let read: CaseFile = serde_json::from_slice(&json.bytes).unwrap();
    assert!(read.redacted && !case().redacted);
    assert_eq!(read.evidence[0].sha256, case().evidence[0].sha256, "hashes are of the bytes as received");
}

#[test]
fn a_word_that_the_tokens_themselves_hold_is_refused() {
    let options = ExportOptions { redaction: Some(Redaction { marked: vec!["organisation".into()] }), ..options() };
    assert!(matches!(export("json", &planted(), &options), Err(ExportError::Redaction)));
}
