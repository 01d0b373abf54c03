//! Journeys of finding: words, and what ties cases together.

use serde_json::{Value, json};
use shakedown_app::{App, FailureCode};
use shakedown_tests::{Cli, FakeHost, fixture};

/// A program with a store in which three items are logged: a first contact, a news report, minutes of a meeting.
fn app(folder: &tempfile::TempDir) -> App {
    let app = App::new(Box::new(FakeHost::new(folder.path())));
    call(&app, "set_up_store", json!({"answers": {"analyst": "Mara Kent", "passphrase": null}}));
    for name in ["first-contact.txt", "news-report.txt", "minutes.txt"] {
        log(&app, fixture(name).to_str().expect("a path"));
    }
    app
}

fn log(app: &App, path: &str) -> Value {
    let triage = call(app, "triage", json!({"request": {"source": {"file": {"path": path}}, "format": null, "zone": null}, "job": "one"}));
    call(app, "log_case", json!({"request": {"draft": triage["draft"], "title": null, "case": null}}))
}

fn call(app: &App, command: &str, arguments: Value) -> Value {
    app.call(command, arguments, &|_| {}).unwrap_or_else(|failure| panic!("{command}: {failure:?}"))
}

fn search(query: &str, after: &Value) -> Value {
    json!({"request": {"query": query, "case": null, "after": after, "count": 2}, "job": "search"})
}

#[test]
fn the_window_searches_page_by_page_and_keeps_its_searches() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    let (mut after, mut hits) = (Value::Null, Vec::new());
    loop {
        let page = call(&app, "search", search("data OR minutes OR dragonforce", &after));
        hits.extend(page["hits"].as_array().expect("hits").clone());
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    assert!(hits.len() >= 3, "{hits:#?}");
    let message = hits.iter().find(|hit| hit["what"] == "message").expect("a message is found");
    let marked = |hit: &Value| hit["segments"].as_array().is_some_and(|all| all.iter().any(|one| one["marks"][0]["kind"] == "search"));
    assert!(
        marked(message) && message["draft"].is_string() && message["exhibitRef"].as_str().is_some_and(|label| label.starts_with("MK/"))
    );

    let wrong = app.call("search", search("\"open", &Value::Null), &|_| {}).expect_err("a quote is open");
    assert_eq!(wrong.code, FailureCode::WrongUsage);
    assert!(wrong.message.contains("expected a closing quote"), "{wrong:?}");

    let kept = call(&app, "save_search", json!({"name": "mine", "query": "data"}));
    assert_eq!(kept, json!([{"name": "mine", "query": "data"}]));
    assert_eq!(call(&app, "saved_searches", Value::Null), kept);
    assert_eq!(call(&app, "save_search", json!({"name": "mine", "query": null})), json!([]));
}

#[test]
fn the_command_line_searches_and_says_where_a_query_breaks_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let cli = Cli::new(folder.path());
    let exhibit = folder.path().join("note.txt");
    std::fs::write(&exhibit, "We have st\u{43e}len your files.\nSend the p\u{200b}ayment to 1Cde within 3 days.").expect("a file");
    assert_eq!(cli.run(["store", "init", "--analyst", "Mara Kent", "--no-passphrase"]).status, 0);
    assert_eq!(cli.run(["case", "log", exhibit.to_str().expect("a path")]).status, 0);
    assert_eq!(cli.run(["case", "note", "1", "called the bank"]).status, 0);
    let ran = cli.run(["search", "--json", "\"stolen your files\" payment"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let hit = &ran.json()[0];
    let text = hit["text"].as_str().expect("a text");
    let found: Vec<&str> = hit["found"]
        .as_array()
        .expect("places")
        .iter()
        .map(|span| &text[span[0].as_u64().expect("a start") as usize..span[1].as_u64().expect("an end") as usize])
        .collect();
    assert_eq!(found, ["st\u{43e}len your files", "p\u{200b}ayment"]);
    assert!(cli.run(["search", "bank"]).out.contains("called the bank"));
    assert_eq!(cli.run(["search", "nowhere"]).status, 1);
    let wrong = cli.run(["search", "pay OR"]);
    assert_eq!(wrong.status, 2, "{}", wrong.err);
    assert!(wrong.err.contains("query, character 5: expected a word after OR"), "{}", wrong.err);
    assert_eq!(cli.run(["search", "bank", "--save", "banks"]).status, 0);
    assert!(cli.run(["search", "--run", "banks"]).out.contains("called the bank"));
    assert!(cli.run(["search", "--saved"]).out.contains("banks  bank"));
}
