//! What the window asks of a transcript beside its messages: how it reads, where to go, why and why not; and reading an item otherwise.

use std::fs;

use serde_json::{Value, json};
use shakedown_app::{App, FailureCode};
use shakedown_tests::{FakeHost, fixture};

const RULE: &str = r#"id = "claim.access.tidewatch"
version = 1
family = "claim"
code = "access"
level = "critical"
words = "says that the tide gate is in their hands"
languages = ["en"]

[[pattern]]
literals = ["tide gate"]
regex = '''\bthe tide gate is (?:ours|in our hands)\b'''

[examples]
matches = ["Since Monday [[the tide gate is ours]]."]
passes = ["The tide gate is closed for repairs."]
disguised = ["the t1d3 g4t3 1s 0urs"]
"#;

const TALK: &str = "We downloaded your customer database. Pay 40,000 USD in Bitcoin within 72 hours or we publish it.";

fn app(folder: &tempfile::TempDir) -> App {
    App::new(Box::new(FakeHost::new(folder.path())))
}

fn call(app: &App, command: &str, arguments: Value) -> Value {
    app.call(command, arguments, &|_| {}).unwrap_or_else(|failure| panic!("{command}: {failure:?}"))
}

fn triage(app: &App, source: Value) -> Value {
    call(app, "triage", json!({"request": {"source": source, "format": null, "zone": null}, "job": "one"}))
}

fn with_store(app: &App) {
    call(app, "set_up_store", json!({"answers": {"analyst": "Mara Kent", "passphrase": null}}));
}

/// The first mark of a kind: its number and its rule.
fn mark(triage: &Value, kind: &str) -> (Value, String) {
    let messages = triage["transcript"]["messages"].as_array().expect("messages");
    let marks = messages.iter().flat_map(|message| message["segments"].as_array().expect("segments"));
    let mut marks = marks.flat_map(|segment| segment["marks"].as_array().expect("marks"));
    let found = marks.find(|mark| mark["kind"] == kind).unwrap_or_else(|| panic!("no {kind}"));
    (found["id"].clone(), found["rule"].as_str().expect("a rule").to_owned())
}

#[test]
fn a_disguised_message_reads_plainly_and_says_what_stood_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    let view = triage(&app, json!({"paste": {"text": "We downl\u{43e}aded your cust\u{200b}omer data.\n\nPay us."}}));
    let read = call(&app, "cleaned_page", json!({"draft": view["draft"], "first": 0, "count": 200}));
    let first = &read[0];
    let text: String = first["segments"].as_array().expect("segments").iter().filter_map(|one| one["text"].as_str()).collect();
    assert!(text.starts_with("We downloaded your customer data."), "{text:?}");
    let was: Vec<&str> = first["segments"].as_array().expect("segments").iter().filter_map(|one| one["was"].as_str()).collect();
    assert_eq!(was, ["\u{43e}", "⟨U+200B⟩"]);
    assert!(first["steps"].as_array().expect("steps").contains(&json!("folded")), "{first}");
}

#[test]
fn an_outline_names_days_speakers_and_every_mark() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    let view = triage(&app, json!("sample"));
    let outline = call(&app, "transcript_outline", json!({"draft": view["draft"]}));
    let total = |list: &str, of: &str| outline[list].as_array().expect("a list").iter().filter_map(|one| one[of].as_u64()).sum::<u64>();
    assert_eq!(json!(total("days", "messages")), view["transcript"]["total"]);
    assert_eq!(outline["speakers"].as_array().map(Vec::len), view["participants"].as_array().map(Vec::len));
    assert_eq!(total("kinds", "marks"), outline["marks"].as_array().expect("marks").len() as u64);
    assert_eq!(outline["days"][0]["day"], "2026-03-02");
}

#[test]
fn what_is_denied_does_not_count_and_is_told_with_what_was_nearly_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    let view = triage(
        &app,
        json!({"paste": {"text": "We have not encrypted your files. If we downloaded your customer database, you would know. Read about it on the blog."}}),
    );
    let all = call(&app, "why_not", json!({"draft": view["draft"], "message": null}));
    let because: Vec<&str> = all.as_array().expect("a list").iter().filter_map(|miss| miss["because"].as_str()).collect();
    assert!(because.contains(&"denied"), "{all}");
    let one = call(&app, "why_not", json!({"draft": view["draft"], "message": 0}));
    assert!(one.as_array().expect("a list").len() > all.as_array().expect("a list").len(), "{one}");
}

#[test]
fn a_review_before_logging_changes_what_the_verdict_would_be_and_is_stored_with_the_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    with_store(&app);
    let view = triage(&app, json!({"paste": {"text": TALK}}));
    let draft = &view["draft"];
    assert_eq!(call(&app, "review_effect", json!({"draft": draft})), Value::Null);
    for kind in ["claim", "threat", "payment", "amount", "deadline"] {
        let (id, _) = mark(&view, kind);
        call(&app, "review_draft", json!({"review": {"draft": draft, "mark": id, "verdict": "dismissed"}}));
    }
    let without = call(&app, "review_effect", json!({"draft": draft}));
    assert!(without["score"].as_f64() < view["assessment"]["score"].as_f64(), "{without}");
    let case = call(&app, "log_case", json!({"request": {"draft": draft, "title": null, "case": null}}));
    assert_eq!(call(&app, "review_effect", json!({"draft": case["items"][0]["draft"]})), without);
    let reviewed = case["items"][0]["transcript"].to_string().matches("\"review\":\"dismissed\"").count();
    assert!(reviewed >= 5, "{reviewed} segments bear the review");
    assert_eq!(case["items"][0]["assessment"]["score"], view["assessment"]["score"], "the machine's judgement stands");
}

#[test]
fn what_is_typed_key_by_key_leaves_a_file_that_waits_at_hand() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    let file = triage(&app, json!({"file": {"path": fixture("minutes.txt")}}));
    for end in 1..40 {
        triage(&app, json!({"paste": {"text": &TALK[..end]}}));
    }
    let page = call(&app, "transcript_page", json!({"draft": file["draft"], "first": 0, "count": 10}));
    assert_eq!(page["total"], file["transcript"]["total"]);
}

#[test]
fn an_item_is_read_again_as_another_format_with_other_columns_and_other_parts() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    let path = folder.path().join("talk.csv");
    fs::write(&path, "time,sender,text,remark\n2026-03-02 08:11,Kim,Hello,we have your files\n2026-03-02 08:12,Ana,Who is this?,pay us\n")
        .expect("written");
    let view = triage(&app, json!({"file": {"path": path}}));
    let readings = call(&app, "list_readings", json!({"draft": view["draft"]}));
    assert_eq!(readings["candidates"][0]["messages"], 2, "{readings}");
    let fields: Vec<&Value> = readings["tables"][0]["columns"].as_array().expect("columns").iter().map(|column| &column["field"]).collect();
    assert_eq!(fields[..3], [&json!("time"), &json!("sender"), &json!("text")]);

    let request = json!({"source": {"again": view["draft"]}, "format": null, "zone": "Europe/Madrid", "columns": "time=1,sender=2,text=4",
        "roles": [{"name": "Kim", "role": "attacker"}]});
    let again = call(&app, "triage", json!({"request": request, "job": "two"}));
    assert_eq!(again["transcript"]["messages"][0]["defanged"], "we have your files");
    assert_eq!(again["transcript"]["messages"][0]["zone"], "assumed");
    assert_eq!(again["participants"][0]["role"], "attacker");
    assert_eq!(again["sha256"], view["sha256"]);

    let wrong = json!({"source": {"again": "gone"}, "format": null, "zone": null});
    assert_eq!(app.call("triage", json!({"request": wrong, "job": "x"}), &|_| {}).expect_err("it is gone").code, FailureCode::NotFound);
}

#[test]
fn a_folder_is_every_file_in_it_and_what_is_not_there_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    fs::create_dir(folder.path().join("in")).expect("made");
    for name in ["b.txt", "a.txt"] {
        fs::write(folder.path().join("in").join(name), "x").expect("written");
    }
    let items = call(&app, "list_items", json!({"paths": [folder.path().join("in"), folder.path().join("gone")]}));
    let names: Vec<&str> = items["files"].as_array().expect("files").iter().filter_map(|file| file.as_str()?.rsplit('/').next()).collect();
    assert_eq!(names, ["a.txt", "b.txt"]);
    assert_eq!(items["refused"][0]["code"], "evidence-unreadable");
}

#[test]
fn own_rules_count_at_once_and_say_before_what_they_would_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    with_store(&app);
    let talk = "Since Monday the tide gate is ours. You hear from us.";
    let before = triage(&app, json!({"paste": {"text": talk}}));
    call(&app, "log_case", json!({"request": {"draft": before["draft"], "title": null, "case": null}}));
    let plain = triage(&app, json!({"file": {"path": fixture("minutes.txt")}}));
    call(&app, "log_case", json!({"request": {"draft": plain["draft"], "title": null, "case": null}}));

    let files = json!([{"file": "tide.toml", "text": RULE}]);
    let effect = call(&app, "own_rules_effect", json!({"files": files, "job": "effect"}));
    assert_eq!((&effect["outdated"], effect["changed"].as_array().map(Vec::len), &effect["stored"]), (&json!(2), Some(1), &json!(false)));
    assert!(effect["changed"][0]["after"]["score"].as_f64() > effect["changed"][0]["before"]["score"].as_f64());

    call(&app, "set_own_rules", json!({"files": files}));
    let after = triage(&app, json!({"paste": {"text": talk}}));
    assert_eq!(mark(&after, "claim").1, "claim.access.tidewatch");
    assert!(after["assessment"]["score"].as_f64() > before["assessment"]["score"].as_f64());
    let rules = call(&app, "list_rules", Value::Null);
    assert!(rules.as_array().expect("rules").iter().any(|rule| rule["ownFile"] == "tide.toml"));

    let rescanned = call(&app, "rescan", json!({"case": null, "preview": false, "job": "rescan"}));
    assert_eq!(rescanned["changed"], effect["changed"]);
    call(&app, "set_own_rules", json!({"files": []}));
    assert_eq!(triage(&app, json!({"paste": {"text": talk}}))["assessment"]["score"], before["assessment"]["score"]);
}
