//! Journeys through the program below the window: bytes in, verdict, case, file out.

use serde_json::{Value, json};
use shakedown_app::{App, FailureCode, IntakeOptions, Job, Source, assess};
use shakedown_core::{Analysis, ClaimCode, DataType, Hostile, Role, Verdict};
use shakedown_tests::{FakeHost, fixture, project, skip};

fn app(folder: &tempfile::TempDir) -> App {
    App::new(Box::new(FakeHost::new(folder.path())))
}

fn call(app: &App, command: &str, arguments: Value) -> Value {
    app.call(command, arguments, &|_| {}).unwrap_or_else(|failure| panic!("{command}: {failure:?}"))
}

fn analysis_of(name: &str) -> (String, Analysis) {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    let path = fixture(name);
    let assessed = assess(&app.engine().expect("rules"), Source::File(path), &IntakeOptions::default(), &Job::quiet()).expect("it is read");
    for message in &assessed.analysed.transcript.messages {
        let spans = assessed.analysed.analysis.findings.iter().filter(|finding| finding.message == message.seq);
        for finding in spans {
            assert_eq!(finding.span.of(message.body.raw()), Some(finding.as_written.raw()), "{}", finding.rule);
        }
    }
    (assessed.analysed.transcript.format, assessed.analysed.analysis)
}

fn names(analysis: &Analysis) -> Vec<&str> {
    analysis.actors.iter().map(|actor| actor.name.as_str()).collect()
}

#[test]
fn a_first_contact_is_extortion_with_its_claim_data_and_name() {
    let (_, analysis) = analysis_of("first-contact.txt");
    assert_eq!(analysis.assessment.verdict, Verdict::Extortion);
    assert!(analysis.claims.iter().any(|claim| claim.code == ClaimCode::Exfiltrated));
    let types: Vec<DataType> = analysis.data_types.iter().map(|data| data.code).collect();
    assert!(types.contains(&DataType::Client) && types.contains(&DataType::Database), "{types:?}");
    assert_eq!(names(&analysis), ["DragonForce"]);
}

#[test]
fn the_points_of_a_verdict_add_up_to_its_score() {
    for name in ["first-contact.txt", "news-report.txt", "minutes.txt", "note-utf16.txt", "hostile.txt"] {
        let (_, analysis) = analysis_of(name);
        let points: f64 = analysis.assessment.reasons.iter().map(|reason| reason.points).sum();
        let share = analysis.assessment.score / 100.0;
        assert!((points - (share / (1.0 - share)).ln()).abs() < 0.05, "{name}: {points} for {share}");
        assert_eq!(analysis.assessment.verdict == Verdict::Extortion, analysis.assessment.score >= 50.0, "{name}");
    }
}

#[test]
fn a_report_is_about_extortion_and_lists_whom_and_what_it_quotes() {
    let (_, analysis) = analysis_of("news-report.txt");
    assert_eq!(analysis.assessment.verdict, Verdict::AboutExtortion);
    assert!(names(&analysis).contains(&"DragonForce") && names(&analysis).contains(&"Scattered Spider"), "{:?}", names(&analysis));
    assert!(analysis.claims.iter().any(|claim| claim.code == ClaimCode::Exfiltrated), "the quoted claim is listed");
}

#[test]
fn minutes_with_money_and_a_deadline_are_unrelated() {
    let (_, analysis) = analysis_of("minutes.txt");
    assert_eq!(analysis.assessment.verdict, Verdict::Unrelated);
    assert!(analysis.actors.is_empty());
}

#[test]
fn a_note_in_utf_16_is_read() {
    let (format, analysis) = analysis_of("note-utf16.txt");
    assert_eq!((format.as_str(), analysis.assessment.verdict), ("text", Verdict::Extortion));
    assert!(analysis.volume.iter().any(|volume| volume.value == 200.0));
}

#[test]
fn the_sample_case_tells_demands_offers_and_who_said_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let view = call(&app(&folder), "triage", json!({ "request": { "source": "sample", "format": null, "zone": null }, "job": "1" }));
    let sums: Vec<(f64, &str, &str)> = view["amounts"]
        .as_array()
        .expect("amounts")
        .iter()
        .map(|amount| {
            (amount["value"].as_f64().expect("a value"), amount["role"].as_str().expect("a role"), amount["by"].as_str().expect("a side"))
        })
        .collect();
    assert!(sums.contains(&(850_000.0, "demand", "attacker")), "{sums:?}");
    assert!(sums.contains(&(120_000.0, "offer", "victim")), "{sums:?}");
    let roles: Vec<&str> = view["participants"].as_array().expect("participants").iter().filter_map(|who| who["role"].as_str()).collect();
    assert_eq!(roles, [Role::Victim.as_str(), Role::Attacker.as_str()]);
    assert!(view["assessment"]["sentence"].as_str().is_some_and(|sentence| sentence.starts_with("Extortion")));
    let kinds: Vec<&str> = view["observables"].as_array().expect("observables").iter().filter_map(|seen| seen["kind"].as_str()).collect();
    for kind in ["onion", "tox", "bitcoin"] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
}

#[test]
fn a_paste_is_logged_found_again_and_leaves_as_a_file_that_holds_its_hash() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = app(&folder);
    assert_eq!(call(&first, "store_status", Value::Null)["state"], "firstRun");
    call(&first, "set_up_store", json!({ "answers": { "analyst": "Mara Kent", "passphrase": null } }));
    let text = std::fs::read_to_string(fixture("first-contact.txt")).expect("a fixture");
    let view =
        call(&first, "triage", json!({ "request": { "source": { "paste": { "text": text } }, "format": null, "zone": null }, "job": "1" }));
    let case = call(&first, "log_case", json!({ "request": { "draft": view["draft"], "title": null, "case": null } }));
    drop(first);

    let second = app(&folder);
    let rows = call(&second, "list_cases", Value::Null);
    assert_eq!(rows[0]["id"], case["row"]["id"]);
    assert_eq!(rows[0]["actor"], "DragonForce");
    let shown = call(&second, "show_case", json!({ "case": case["row"]["id"] }));
    assert_eq!(shown["items"][0]["transcript"], case["items"][0]["transcript"]);
    for format in ["html", "json"] {
        let out = folder.path().join("out");
        std::fs::create_dir_all(&out).expect("a folder");
        let request = json!({ "case": case["row"]["id"], "format": format, "tlp": null, "out": out });
        let done = call(&second, "export_case", json!({ "request": request }));
        let file = std::fs::read_to_string(done["path"].as_str().expect("a path")).expect("the export is there");
        assert!(file.contains(view["sha256"].as_str().expect("a hash")), "{format}");
        let too_open = second
            .call("export_case", json!({ "request": { "case": "1", "format": format, "tlp": "TLP:CLEAR", "out": out } }), &|_| {})
            .expect_err("more open than the case");
        assert_eq!(too_open.code, FailureCode::TlpRefused);
    }
    let request = json!({ "case": case["row"]["id"], "format": "bundle", "tlp": null, "out": folder.path().join("out") });
    let done = call(&second, "export_case", json!({ "request": request }));
    let bundle = std::fs::read(done["path"].as_str().expect("a path")).expect("the bundle is there");
    assert!(bundle.windows(text.len()).any(|window| window == text.as_bytes()), "the evidence lies in it as received");
    let verified = call(&second, "verify_store", Value::Null);
    assert_eq!(verified["faults"], json!([]));
    assert_eq!(verified["evidence"], 1);
}

#[test]
fn a_passphrase_is_asked_for_and_a_wrong_one_is_told_from_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = app(&folder);
    call(&first, "set_up_store", json!({ "answers": { "analyst": "Mara Kent", "passphrase": "seven green kettles" } }));
    drop(first);
    let second = app(&folder);
    assert_eq!(call(&second, "store_status", Value::Null)["state"], "locked");
    let refused = second.call("unlock_store", json!({ "passphrase": "seven green kettle" }), &|_| {}).expect_err("a wrong passphrase");
    assert_eq!(refused.code, FailureCode::WrongPassphrase);
    assert_eq!(call(&second, "unlock_store", json!({ "passphrase": "seven green kettles" }))["state"], "open");
}

#[test]
fn hostile_text_reaches_the_window_as_text_with_its_controls_as_badges() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(fixture("hostile.txt")).expect("a fixture");
    let view = call(
        &app(&folder),
        "triage",
        json!({ "request": { "source": { "paste": { "text": text } }, "format": null, "zone": null }, "job": "1" }),
    );
    let segments = view["transcript"]["messages"][0]["segments"].as_array().expect("segments");
    let badges: Vec<&str> = segments.iter().filter_map(|segment| segment["badge"].as_str()).collect();
    assert_eq!(badges, ["U+202E", "U+001B", "U+0007"]);
    let shown: String = segments.iter().filter_map(|segment| segment["text"].as_str()).collect();
    assert_eq!(shown, text.trim_end().replace(['\u{202e}', '\u{1b}', '\u{7}'], ""), "nothing else is changed or left out");
    assert!(!view["transcript"]["messages"][0]["defanged"].as_str().is_some_and(|copy| copy.contains("http://")));
}

#[test]
fn a_stopped_job_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    let stop = |_| drop(app.call("cancel_job", json!({ "job": "7" }), &|_| {}));
    let arguments = json!({ "request": { "source": "sample", "format": null, "zone": null }, "job": "7" });
    let stopped = app.call("triage", arguments, &stop).expect_err("it was stopped");
    assert_eq!(stopped.code, FailureCode::Stopped);
    assert_eq!(call(&app, "cancel_job", json!({ "job": "7" })), json!(false), "the job is gone");
}

#[test]
fn every_span_of_the_sample_quotes_the_exhibit() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(quotes_of(&app(&folder), &project().join("crates/app/src/sample/negotiation.json")) > 20);
}

#[test]
fn every_span_of_real_exhibits_quotes_them() {
    let Some(data) = std::env::var_os("SHAKEDOWN_DATA") else {
        skip("every_span_of_real_exhibits_quotes_them", "SHAKEDOWN_DATA names no folder of real exhibits");
        return;
    };
    let files = shakedown_app::items_under(std::path::Path::new(&data)).expect("the folder is there");
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    let seen: usize = files.into_iter().map(|file| quotes_of(&app, &file.expect("a file"))).sum();
    assert!(seen > 0, "something is found in real exhibits");
}

/// How many things are found in a file; each of them must quote it.
fn quotes_of(app: &App, path: &std::path::Path) -> usize {
    let source = Source::File(path.to_owned());
    let assessed = assess(&app.engine().expect("rules"), source, &IntakeOptions::default(), &Job::quiet()).expect("it is read");
    let body = |message: u32| assessed.analysed.transcript.messages[message as usize].body.raw();
    let analysis = &assessed.analysed.analysis;
    let quotes = (analysis.findings.iter().map(|one| (one.message, one.span, &one.as_written)))
        .chain(analysis.amounts.iter().map(|one| (one.message, one.span, &one.as_written)))
        .chain(analysis.deadlines.iter().map(|one| (one.message, one.span, &one.as_written)))
        .chain(analysis.observables.iter().map(|one| (one.message, one.span, &one.as_written)));
    let mut seen = 0;
    // A finding on a sender's label has an empty span.
    for (message, span, as_written) in quotes.filter(|(_, span, _)| !span.is_empty()) {
        assert_eq!(span.of(body(message)).map(Hostile::new).as_ref(), Some(as_written));
        seen += 1;
    }
    seen
}
