//! The command line as typed: words, JSON, exit status.

use serde_json::{Value, json};
use shakedown_core::is_hidden;
use shakedown_tests::{Cli, fixture, project};

fn cli() -> (tempfile::TempDir, Cli) {
    let folder = tempfile::tempdir().expect("a folder");
    let cli = Cli::new(folder.path());
    (folder, cli)
}

fn path(name: &str) -> String {
    fixture(name).to_string_lossy().into_owned()
}

#[test]
fn triage_prints_one_object_a_line_and_nothing_else() {
    let (_folder, cli) = cli();
    let ran = cli.run(["triage", "--json", &project().join("tests/fixtures").to_string_lossy()]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let paths: Vec<String> = ran.json().iter().map(|object| object["path"].as_str().expect("a path").to_owned()).collect();
    let mut sorted = paths.clone();
    sorted.sort();
    assert_eq!(paths, sorted, "a folder is walked in sorted order");
    assert_eq!(paths.len(), 6);
}

#[test]
fn triage_json_has_the_shape_of_the_contract() {
    let (_folder, cli) = cli();
    let ran = cli.run(["triage", "--json", &project().join("crates/app/src/sample/negotiation.json").to_string_lossy()]);
    let report = &ran.json()[0];
    assert_eq!(report["format"], "ransomchats-json");
    assert_eq!(report["messages"], 14);
    assert_eq!(report["verdict"], "extortion");
    assert_eq!(report["priority"], "P1");
    for list in [
        "notes", "caveats", "reasons", "actors", "observables", "amounts", "deadlines", "claims", "data_types", "volume", "threats",
        "proof", "techniques", "victims", "participants",
    ] {
        assert!(report[list].is_array(), "{list}");
    }
    let bodies: Value = serde_json::from_slice(include_bytes!("../crates/app/src/sample/negotiation.json")).expect("the sample");
    for list in ["observables", "amounts", "deadlines", "claims", "data_types", "volume", "threats", "proof"] {
        for found in report[list].as_array().expect("a list") {
            let body = bodies["messages"][found["message"].as_u64().expect("a message") as usize]["content"].as_str().expect("a text");
            let span = |end: usize| found["span"][end].as_u64().expect("a span") as usize;
            assert_eq!(body.get(span(0)..span(1)), found["as_written"].as_str(), "{list}");
        }
    }
    let deadline = &report["deadlines"][0];
    assert_eq!((deadline["hours"].as_f64(), deadline["due"].as_str()), (Some(72.0), Some("2026-03-05T09:06:21Z")));
}

fn archive(name: &str) -> String {
    project().join("crates/import/tests/formats/archive").join(name).to_string_lossy().into_owned()
}

#[test]
fn each_member_of_an_archive_is_an_item_of_its_own_under_its_archive() {
    let (_folder, cli) = cli();
    let bundle = archive("bundle.in.zip");
    let ran = cli.run(["triage", "--json", &bundle]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let objects = ran.json();
    let items: Vec<(&str, &str)> = objects
        .iter()
        .map(|object| (object["path"].as_str().expect("a path").trim_start_matches(&bundle), object["format"].as_str().expect("a format")))
        .collect();
    let wanted = [("", "archive"), ("!/notes/README.txt", "text"), ("!/inner.zip", "archive"), ("!/inner.zip!/proof/tree.txt", "text")];
    assert_eq!(items, wanted);
    let notes = objects[0]["notes"].to_string();
    for word in ["encrypted", "leads out", "is a link", "200 times"] {
        assert!(notes.contains(word), "{word}: {notes}");
    }
    assert_eq!(objects[1]["sha256"], "bb79a7877b9a97a4541cb8d3e6ac5f42120b37a5c860941ac55ac0ae61d43f6a");
}

#[test]
fn a_member_is_logged_under_its_archive() {
    let (_folder, cli) = cli();
    assert_eq!(cli.run(["store", "init", "--analyst", "Mara Kent", "--no-passphrase"]).status, 0);
    let logged = cli.run(["case", "log", "--json", &archive("bundle.in.zip"), &path("minutes.txt")]);
    assert_eq!(logged.status, 0, "{}", logged.err);
    let file = cli.run(["case", "show", "1", "--json"]).json().remove(0);
    let items: Vec<&Value> = file["evidence"].as_array().expect("evidence").iter().collect();
    let name = |id: &Value| items.iter().find(|item| item["id"] == *id).map(|item| item["file_name"].clone());
    let found: Vec<(Value, Option<Value>)> = items.iter().map(|item| (item["file_name"].clone(), name(&item["parent"]))).collect();
    let wanted = [
        (json!("bundle.in.zip"), None),
        (json!("notes/README.txt"), Some(json!("bundle.in.zip"))),
        (json!("inner.zip"), Some(json!("bundle.in.zip"))),
        (json!("proof/tree.txt"), Some(json!("inner.zip"))),
        (json!("minutes.txt"), None),
    ];
    assert_eq!(found, wanted);
    assert_eq!(cli.run(["verify"]).status, 0);
}

#[test]
fn archives_are_opened_three_deep_and_no_further() {
    let (_folder, cli) = cli();
    let ran = cli.run(["triage", "--json", &archive("nested.in.zip")]);
    let objects = ran.json();
    let last = objects.last().expect("an item");
    assert!(last["path"].as_str().expect("a path").ends_with("!/level-1.zip!/level-2.zip!/level-3.zip"), "{}", last["path"]);
    assert!(last["notes"].to_string().contains("too deep"));
    assert_eq!((objects.len(), ran.status), (7, 0));
}

#[test]
fn a_file_that_is_not_there_is_an_object_with_error_and_the_rest_goes_on() {
    let (_folder, cli) = cli();
    let ran = cli.run(["triage", "--json", "no-such-file.txt", &path("minutes.txt")]);
    assert_eq!(ran.status, 3);
    let objects = ran.json();
    assert_eq!(objects[0]["error"]["code"], "evidence-unreadable");
    assert!(objects[0].get("verdict").is_none());
    assert_eq!(objects[1]["verdict"], "unrelated");
    assert!(ran.err.contains("no-such-file.txt") && ran.err.contains("next:"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_link_in_a_folder_is_named_and_not_followed() {
    let (folder, cli) = cli();
    let dir = folder.path().join("evidence");
    std::fs::create_dir(&dir).expect("a folder");
    std::fs::copy(fixture("minutes.txt"), dir.join("a.txt")).expect("a file");
    std::os::unix::fs::symlink(fixture("first-contact.txt"), dir.join("link.txt")).expect("a link");
    let ran = cli.run(["triage", "--json", &dir.to_string_lossy()]);
    assert_eq!(ran.status, 3);
    assert_eq!(ran.json()[0]["verdict"], "unrelated");
    assert!(ran.json()[1]["error"]["message"].as_str().is_some_and(|message| message.contains("link.txt")), "{}", ran.out);
}

#[test]
fn a_negotiation_full_of_signs_still_adds_up() {
    let (_folder, cli) = cli();
    let ran = cli.run(["triage", "--json", &project().join("crates/app/src/sample/negotiation.json").to_string_lossy()]);
    let report = &ran.json()[0];
    let points: f64 = report["reasons"].as_array().expect("reasons").iter().filter_map(|reason| reason["points"].as_f64()).sum();
    let share = report["score"].as_f64().expect("a score") / 100.0;
    assert!(share < 1.0, "never certain");
    assert!((points - (share / (1.0 - share)).ln()).abs() < 0.05, "{points} for {share}");
}

#[test]
fn standard_input_is_read() {
    let (_folder, cli) = cli();
    let ran = cli.run_with_input(
        ["triage", "--json", "-"],
        b"We have encrypted your files and stolen your data. Pay 2 BTC within 48 hours or we publish everything.",
    );
    assert_eq!(ran.json()[0]["verdict"], "extortion");
    assert_eq!(ran.json()[0]["path"], "-");
}

#[test]
fn an_unknown_format_is_kept_with_a_note_and_a_caveat() {
    let (folder, cli) = cli();
    let file = folder.path().join("blob.bin");
    std::fs::write(&file, [0x7f, b'E', b'L', b'F', 0, 1, 2, 0xff, 0xfe, 0, 0, 9]).expect("a file");
    let ran = cli.run(["triage", "--json", &file.to_string_lossy()]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let report = &ran.json()[0];
    assert_eq!((report["format"].as_str(), report["notes"][0]["kind"].as_str()), (Some("unknown"), Some("format-unknown")));
    assert!(report["caveats"].as_array().expect("caveats").contains(&json!("format-unknown")));
}

#[test]
fn wrong_usage_is_told_with_status_2() {
    let (_folder, cli) = cli();
    assert_eq!(cli.run(["triage"]).status, 2);
    assert_eq!(cli.run(["triage", "--format", "no-such-format", &path("minutes.txt")]).status, 2);
    assert_eq!(cli.run(["triage", "--zone", "Nowhere/Land", &path("minutes.txt")]).status, 2);
    assert_eq!(cli.run(["schema", "nothing"]).status, 2);
    assert_eq!(cli.run(["case", "log", "x", "--case", "1", "--title", "T"]).status, 2);
}

#[test]
fn nothing_that_steers_a_terminal_is_printed() {
    let (_folder, cli) = cli();
    for arguments in [vec!["triage"], vec!["triage", "--json"], vec!["transcript"], vec!["transcript", "--json"]] {
        let ran = cli.run(arguments.iter().copied().chain([path("hostile.txt").as_str()]));
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(!ran.out.chars().any(is_hidden), "{arguments:?}");
    }
    let exact = &cli.run(["transcript", "--json", &path("hostile.txt")]).json()[0];
    assert!(exact["text"].as_str().is_some_and(|text| text.contains('\u{1b}') && text.contains('\u{202e}')), "the parsed text is exact");
}

#[test]
fn a_case_is_logged_listed_shown_noted_exported_and_verified() {
    let (folder, cli) = cli();
    let missing = cli.run(["case", "list"]);
    assert_eq!(missing.status, 4);
    assert!(missing.err.contains("store init"), "{}", missing.err);
    assert_eq!(cli.run(["store", "init", "--analyst", "Mara Kent", "--no-passphrase"]).status, 0);

    let logged = cli.run(["case", "log", "--json", "--title", "Harrow & Pell", &path("first-contact.txt"), &path("note-utf16.txt")]);
    assert_eq!(logged.status, 0, "{}", logged.err);
    let logged = &logged.json()[0];
    let case = logged["case"].as_str().expect("a case");
    assert_eq!(logged["evidence"].as_array().map(Vec::len), Some(2));

    assert_eq!(cli.run(["case", "note", "1", "called the head of security"]).status, 0);
    assert_eq!(cli.run(["case", "note", "1", " "]).status, 2, "an empty note is none");
    assert_eq!(cli.run(["case", "status", case, "open"]).status, 0);
    let rows = cli.run(["case", "list", "--json"]).json();
    assert_eq!((rows[0]["title"].as_str(), rows[0]["status"].as_str()), (Some("Harrow & Pell"), Some("open")));
    assert!(rows[0]["nearest_deadline"].is_string(), "a note without a time counts from when it was logged");
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).expect("a folder");
    assert_eq!(cli.run(["case", "log", &empty.to_string_lossy()]).status, 2, "a case needs evidence");
    let shown = cli.run(["case", "show", "#1"]);
    assert!(shown.out.contains("called the head of security") && shown.out.contains("MK/2"), "{}", shown.out);
    assert_eq!(cli.run(["case", "show", "9"]).status, 1);

    let out = folder.path().join("case.html");
    assert_eq!(cli.run(["export", "1", "--format", "html", "--out", &out.to_string_lossy()]).status, 0);
    assert_eq!(cli.run(["export", "1", "--format", "html", "--out", &out.to_string_lossy()]).status, 2, "nothing is written over");
    assert_eq!(
        cli.run(["export", "1", "--format", "html", "--tlp", "TLP:CLEAR", "--out", "x.html"]).status,
        1,
        "not more open than the case"
    );
    let redacted = folder.path().join("redacted.md");
    let redact = ["export", "1", "--format", "md", "--redact", "--mark", "Harrow & Pell"];
    let preview = cli.run(redact.iter().copied().chain(["--preview"]));
    assert!(preview.status == 0 && preview.out.contains("[MARKED-1]  would be put in the place of “Harrow & Pell”"), "{}", preview.out);
    let made = cli.run(redact.iter().copied().chain(["--out", &redacted.to_string_lossy()]));
    assert!(made.status == 0 && made.out.contains("[MARKED-1]  was put"), "{}{}", made.out, made.err);
    let text = std::fs::read_to_string(&redacted).expect("the export is there");
    assert!(text.contains("MARKED-1") && !text.contains("Harrow"), "{text}");
    assert_eq!(cli.run(["export", "1", "--format", "md"]).status, 2, "an export has to go somewhere");

    let verified = cli.run(["verify", "1"]);
    assert_eq!((verified.status, verified.out.starts_with("2 evidence items")), (0, true), "{}", verified.out);
}

#[test]
fn rules_can_be_listed_checked_and_tested() {
    let (folder, cli) = cli();
    assert!(cli.run(["rules", "list", "--json"]).json().iter().any(|rule| rule["id"] == "claim.exfiltrated"));
    assert_eq!(cli.run(["rules", "test"]).status, 0);
    let dir = folder.path().join("own");
    std::fs::create_dir(&dir).expect("a folder");
    std::fs::write(dir.join("wrong.toml"), "id = \"claim.mine\"\nversion = 1\nfamly = \"claim\"\n").expect("a file");
    let ran = cli.run(["rules", "check", &dir.to_string_lossy()]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("wrong.toml") && ran.out.contains("family"), "{}", ran.out);
}

#[test]
fn a_proof_sample_is_told_in_counts_and_no_value_of_it_comes_out() {
    let (folder, cli) = cli();
    let rows: String = (0..40).map(|row| format!("Canary{row} Quail,canary{row}@canary.org,canarysecret{row}\n")).collect();
    let table = folder.path().join("proof.csv");
    std::fs::write(&table, format!("name,email,password\n{rows}")).expect("a file");
    let note = folder.path().join("note.txt");
    std::fs::write(&note, "Your network is encrypted and we stole the personal data of 10,000 customers. Pay or we publish it.")
        .expect("a file");
    let (table, note) = (table.to_string_lossy().into_owned(), note.to_string_lossy().into_owned());
    let json = cli.run(["sample", "--json", "--claims", &note, &table]);
    let people = cli.run(["sample", "--claims", &note, &table]);
    for ran in [&json, &people] {
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
        let shown = ran.out.to_lowercase();
        assert!(!shown.contains("canary") && !shown.contains("quail"), "{shown}");
    }
    let report = &json.json()[0];
    assert_eq!((report["kind"].as_str(), report["tables"][0]["rows"].as_u64()), (Some("table"), Some(40)));
    let stands = &report["standing"][0];
    assert_eq!((stands["claimed"].as_str(), stands["found"].as_str()), (Some("10,000 records"), Some("40 distinct rows")));
    assert_eq!(cli.run(["sample", "no-such-file.csv"]).status, 3);
}

#[test]
fn every_schema_is_printed_and_formats_are_listed() {
    let (_folder, cli) = cli();
    for name in shakedown_app::SCHEMAS {
        let schema: Value = serde_json::from_str(&cli.run(["schema", name]).out).expect("a schema is JSON");
        assert_eq!(schema["type"], "object", "{name}");
    }
    let formats = cli.run(["formats"]).out;
    for format in shakedown_app::formats() {
        assert!(formats.contains(format.id()), "{}", format.id());
    }
}
