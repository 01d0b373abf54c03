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

/// Two notes of two groups that name the same address and nearly the same words.
fn two_notes(folder: &tempfile::TempDir) -> [String; 2] {
    let text = "All of your files are encrypted by Akira. We have exfiltrated your database and we will publish it on our blog if you do not pay 2 BTC \
        to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq within three days. Write to desk@mail.example and do not call the police.";
    [("one.txt", text.to_owned()), ("two.txt", text.replace("three days", "five days").replace("Akira", "Medusa"))].map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_str().expect("a path").to_owned()
    })
}

#[test]
fn the_window_sees_what_ties_cases_and_where_observables_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    let [first, second] = two_notes(&folder).map(|path| log(&app, &path)["row"]["id"].clone());
    let links = call(&app, "case_links", json!({"case": first, "job": "links"}));
    let link = &links["links"][0];
    assert_eq!((&link["case"], link["strengthWords"].as_str()), (&second, Some("strong")), "{links:#}");
    let kinds: Vec<&str> = link["ties"].as_array().expect("ties").iter().filter_map(|tie| tie["kind"].as_str()).collect();
    assert!(["wallet", "email", "wording"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    assert!(link["ties"][0]["words"].as_str().is_some_and(|words| words.starts_with("the same wallet bc1qar0")));
    let network = call(&app, "case_network", json!({"case": second, "job": "network"}));
    assert_eq!((network["cases"].as_array().map(Vec::len), network["edges"][0]["to"].as_u64()), (Some(2), Some(1)));
    assert!(network["edges"][0]["words"].as_str().is_some_and(|words| words.starts_with("the same wallet, ")), "{network:#}");
    let rows =
        call(&app, "list_observables", json!({"request": {"kind": "email", "contains": "DESK", "shared": true, "first": 0, "count": 10}}));
    assert_eq!(
        (rows[0]["value"].as_str(), rows[0]["cases"].as_u64(), rows[0]["newest"][0]["id"].as_str()),
        (Some("desk@mail.example"), Some(2), second.as_str())
    );
    assert!(rows[0]["firstSeen"].as_str() <= rows[0]["lastSeen"].as_str() && rows[0]["firstSeen"].is_string());
    let holders =
        call(&app, "observable_cases", json!({"request": {"kind": "email", "value": "desk@mail.example", "first": 0, "count": 10}}));
    let mut ids: Vec<&Value> = holders.as_array().expect("cases").iter().map(|row| &row["id"]).collect();
    ids.sort_by_key(|id| *id != &first);
    assert_eq!(ids, [&first, &second]);
}

#[test]
fn the_window_merges_splits_and_purges_cases() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(&folder);
    let detail = call(&app, "merge_cases", json!({"from": "2", "into": "1"}));
    assert_eq!(detail["evidence"].as_array().map(Vec::len), Some(2));
    let made = call(&app, "split_case", json!({"case": "1", "evidence": ["MK/2"], "title": "News"}));
    assert_eq!((made["row"]["number"].as_u64(), made["evidence"][0]["exhibitRef"].as_str()), (Some(4), Some("MK/2")));
    let refused = app.call("purge_case", json!({"case": "4"}), &|_| {}).expect_err("it is not deleted");
    assert_eq!(refused.code, FailureCode::WrongUsage);
    call(&app, "change_case", json!({"case": "4", "change": "delete"}));
    assert!(call(&app, "purge_case", json!({"case": "4"})).as_u64().is_some_and(|gone| gone > 2));
}

#[test]
fn stored_cases_are_judged_again_by_the_rules_in_use_and_looked_at_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let cli = Cli::new(folder.path());
    let rules = folder.path().join("rules");
    std::fs::create_dir(&rules).expect("a folder");
    let rule = r#"id = "claim.access.lighthouse"
version = 1
family = "claim"
code = "access"
level = "critical"
words = "says that the lighthouse is in their hands"
languages = ["en"]

[[pattern]]
literals = ["lighthouse"]
regex = '''\bthe lighthouse is (?:ours|in our hands)\b'''

[examples]
matches = ["Since Monday [[the lighthouse is ours]]."]
passes = ["The lighthouse is closed for repairs."]
disguised = ["the l1ghth0us3 1s 0urs"]
"#;
    std::fs::write(rules.join("own.toml"), rule).expect("a file");
    let done = |arguments: &[&str]| {
        let ran = cli.run(arguments);
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
        ran
    };
    done(&["store", "init", "--analyst", "Mara Kent", "--no-passphrase"]);
    let exhibit = folder.path().join("note.txt");
    std::fs::write(&exhibit, "Good day. Since Monday the lighthouse is ours. Answer soon.").expect("a file");
    done(&["case", "log", exhibit.to_str().expect("a path")]);
    assert_eq!(done(&["rescan", "--json"]).json()[0]["cases"], 0, "nothing is outdated");
    let checked = cli.run(["rules", "check", rules.to_str().expect("a path")]);
    assert_eq!(checked.status, 0, "{}{}", checked.out, checked.err);
    done(&["rules", "use", rules.to_str().expect("a path")]);
    let would = done(&["rescan", "--preview", "--json"]).json().remove(0);
    assert_eq!((would["cases"].as_u64(), would["stored"].as_bool()), (Some(1), Some(false)));
    let score = |effect: &Value, when: &str| effect["changed"][0][when]["score"].as_f64().expect("a score");
    assert!(score(&would, "after") > score(&would, "before"), "{would:#}");
    let again = done(&["rescan", "--json"]).json().remove(0);
    assert_eq!((again["changed"].clone(), again["stored"].as_bool()), (would["changed"].clone(), Some(true)));
    assert_eq!(done(&["case", "list", "--json"]).json()[0]["score"].as_f64(), Some(score(&again, "after")));
    assert!(done(&["rescan"]).out.starts_with("0 of 0 cases change priority"), "what is done is not done again");
    assert!(done(&["verify"]).out.contains(" 0 faults"));
}

#[test]
fn the_command_line_tells_ties_and_an_end_that_was_cut_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let cli = Cli::new(folder.path());
    assert_eq!(cli.run(["store", "init", "--analyst", "Mara Kent", "--no-passphrase"]).status, 0);
    for path in two_notes(&folder) {
        assert_eq!(cli.run(["case", "log", &path]).status, 0);
    }
    let links = cli.run(["case", "link", "1", "--json"]).json();
    assert_eq!((links.len(), links[0]["number"].as_u64()), (1, Some(2)), "{links:#?}");
    assert!(cli.run(["case", "show", "2"]).out.contains("the same wallet bc1qar0"));
    assert!(
        cli.run(["observables", "--shared"]).out.contains("desk[@]mail[.]example")
            || cli.run(["observables", "--shared"]).out.contains("2 cases: #2 #1")
    );
    let file = cli.run(["case", "show", "1", "--json"]).json().remove(0);
    let head = file["custody_head"]["sha256"].as_str().expect("a head").to_owned();
    assert!(file["custody_seal"]["signature"].as_str().is_some_and(|text| text.contains("trusted comment: custody event")));
    assert_eq!(cli.run(["verify", "--head", &head]).status, 0);
    let cut = cli.run(["verify", "--head", &"0".repeat(64)]);
    assert_eq!(cut.status, 1, "{}", cut.err);
    assert!(cut.out.contains("the chain was cut off"), "{}", cut.out);
    assert_eq!(cli.run(["verify", "--head", "short"]).status, 2);
}
