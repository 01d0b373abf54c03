//! The analyst's own rules, names and notes, through the command line.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use shakedown_tests::Cli;

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

const NOTE: &str = "Good day. Your machines were visited by our crew last night and every disk was sealed with a strong cipher. Nobody but us holds \
    the seal breaker. All your files are encrypted and your data was downloaded. Write to the address below within three days and pay, or the records \
    of your clients go to print. Your number is NUMBER.";

fn desk() -> (tempfile::TempDir, Cli) {
    let folder = tempfile::tempdir().unwrap();
    let cli = Cli::new(folder.path());
    (folder, cli)
}

fn with_rule(folder: &Path) -> PathBuf {
    let rules = folder.join("rules");
    fs::create_dir_all(&rules).unwrap();
    fs::write(rules.join("tidewatch.toml"), RULE).unwrap();
    rules
}

fn triage(cli: &Cli, path: &Path) -> Value {
    cli.run(["triage", "--json", path.to_str().unwrap()]).json().remove(0)
}

#[test]
fn own_rules_are_tried_on_stored_cases_and_then_switched_on_and_off() {
    let (folder, cli) = desk();
    let rules = with_rule(folder.path());
    let rules = rules.to_str().unwrap();
    let message = folder.path().join("message.txt");
    fs::write(&message, "Since Monday the tide gate is ours.").unwrap();
    assert_eq!(cli.run(["rules", "test", rules]).status, 0);
    assert_eq!(cli.run(["store", "init", "--no-passphrase", "--analyst", "MK"]).status, 0);
    assert_eq!(cli.run(["case", "log", message.to_str().unwrap(), "--title", "Tidewatch"]).status, 0);

    let plain = triage(&cli, &message);
    let effect = cli.run(["rules", "effect", rules, "--json"]).json().remove(0);
    let changed = &effect["changed"][0];
    assert_eq!((&effect["cases"], &changed["title"]), (&1.into(), &"Tidewatch".into()));
    assert_eq!(changed["before"]["score"], plain["score"]);
    assert!(changed["after"]["score"].as_f64() > changed["before"]["score"].as_f64());
    assert!(cli.run(["rules", "effect", rules]).out.contains("of 1 cases change priority"));
    assert_eq!(triage(&cli, &message), plain, "a trial changes nothing");

    assert_eq!(cli.run(["rules", "use", rules]).status, 0);
    let own = triage(&cli, &message);
    assert_eq!(own["score"], changed["after"]["score"]);
    assert_ne!(own["rule_set"], plain["rule_set"]);
    assert!(own["claims"].as_array().unwrap().iter().any(|claim| claim["code"] == "access"));

    assert_eq!(cli.run(["rules", "off"]).status, 0);
    assert_eq!(triage(&cli, &message), plain);
}

#[test]
fn rules_that_do_not_hold_and_packs_from_elsewhere_are_refused_and_change_nothing() {
    let (folder, cli) = desk();
    let rules = with_rule(folder.path());
    assert_eq!(cli.run(["rules", "use", rules.to_str().unwrap()]).status, 0);
    let message = folder.path().join("message.txt");
    fs::write(&message, "Since Monday the tide gate is ours.").unwrap();
    let before = triage(&cli, &message);

    let wrong = [
        ("level.toml", RULE.replace("critical", "critcal"), "nearest: critical"),
        ("example.toml", RULE.replace("closed for repairs", "ours"), "no match"),
        ("taken.toml", RULE.replace("claim.access.tidewatch", "claim.access.de"), "an id that no other rule has"),
        ("pack.minisig", "untrusted comment".to_owned(), "a pack from elsewhere"),
    ];
    for (name, text, expected) in wrong {
        let bad = folder.path().join("bad");
        fs::create_dir_all(&bad).unwrap();
        fs::write(bad.join(name), text).unwrap();
        let ran = cli.run(["rules", "use", bad.to_str().unwrap()]);
        assert_eq!(ran.status, 1, "{name}: {}", ran.err);
        assert!(ran.err.contains(expected) && ran.err.contains("nothing was changed"), "{name}: {}", ran.err);
        assert_eq!(triage(&cli, &message), before, "{name}");
        fs::remove_dir_all(&bad).unwrap();
    }
}

#[test]
fn own_rules_that_were_spoilt_stop_a_triage_with_the_way_out() {
    let (folder, cli) = desk();
    let own = folder.path().join("store/own/rules");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("a.toml"), "id = 3").unwrap();
    let message = folder.path().join("message.txt");
    fs::write(&message, "Hello").unwrap();
    let ran = cli.run(["triage", message.to_str().unwrap()]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("a.toml:1") && ran.err.contains("shakedown rules off"), "{}", ran.err);
    assert_eq!(cli.run(["rules", "off"]).status, 0);
    assert_eq!(cli.run(["triage", message.to_str().unwrap()]).status, 0);
}

#[test]
fn names_of_a_newer_galaxy_are_known_afterwards() {
    let (folder, cli) = desk();
    let galaxy = folder.path().join("galaxy.json");
    fs::write(
        &galaxy,
        r#"{"name": "Ransomware", "version": 900, "values": [{"value": "Tidewatch77", "meta": {"synonyms": ["TidalCrew77"]}}]}"#,
    )
    .unwrap();
    let message = folder.path().join("message.txt");
    fs::write(&message, "We are TidalCrew77. All your files are encrypted and we downloaded your data. Pay or we publish it.").unwrap();
    let imported = cli.run(["actors", "import", galaxy.to_str().unwrap(), "--json"]).json().remove(0);
    assert_eq!((&imported["new"], &imported["source"]), (&1.into(), &"MISP galaxy, Ransomware, version 900".into()));
    let actor = triage(&cli, &message)["actors"][0].clone();
    assert_eq!((&actor["name"], &actor["as_written"]), (&"Tidewatch77".into(), &"TidalCrew77".into()));
    assert!(cli.run(["actors", "list"]).out.contains("Tidewatch77"));

    fs::write(&galaxy, "[]").unwrap();
    let ran = cli.run(["actors", "import", galaxy.to_str().unwrap()]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("expected a MISP galaxy cluster") && ran.err.contains("nothing was changed"), "{}", ran.err);
}

#[test]
fn a_note_is_known_by_the_wording_of_notes_learned_before_and_the_library_holds_no_text() {
    let (folder, cli) = desk();
    let notes = folder.path().join("notes");
    for family in ["Tidewatch", "Saltmarsh"] {
        fs::create_dir_all(notes.join(family)).unwrap();
        fs::write(notes.join(family).join("README.txt"), NOTE.replace("NUMBER", family)).unwrap();
    }
    fs::write(notes.join("loose.txt"), NOTE).unwrap();
    let learned = cli.run(["actors", "learn", notes.to_str().unwrap(), "--json"]).json().remove(0);
    assert_eq!((&learned["notes"], &learned["families"]["Tidewatch"]), (&2.into(), &1.into()));
    assert_eq!(learned["left_out"][0]["name"], "loose.txt");

    let message = folder.path().join("message.txt");
    fs::write(&message, NOTE.replace("NUMBER", "88 431 207")).unwrap();
    let seen = triage(&cli, &message);
    let names: Vec<&Value> =
        seen["actors"].as_array().unwrap().iter().filter(|actor| actor["grade"] == "template").map(|actor| &actor["name"]).collect();
    assert_eq!(names, ["Saltmarsh", "Tidewatch"]);
    assert!(seen["actors"][0]["because"].as_str().unwrap().starts_with("template shared by Saltmarsh, Tidewatch"));

    for file in fs::read_dir(folder.path().join("store/own/templates")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(!text.contains("cipher") && !text.contains("crew"), "{text}");
    }
    assert_eq!(cli.run(["actors", "learn", folder.path().join("store").to_str().unwrap()]).status, 2);
}
