//! An analyst's work on a case, as typed and as the program answers it on a fake machine.

use serde_json::{Value, json};
use shakedown_app::{App, CaseChange, FailureCode, ListOrder, TaskChange, TaskOrder};
use shakedown_core::{Priority, Statute, TaskKind, TaskState};
use shakedown_tests::{Cli, FakeHost, fixture};

fn path(name: &str) -> String {
    fixture(name).to_string_lossy().into_owned()
}

fn app(folder: &tempfile::TempDir) -> App {
    App::new(Box::new(FakeHost::new(folder.path())))
}

/// A program with a case of one pasted note.
fn with_case(folder: &tempfile::TempDir) -> App {
    let app = app(folder);
    let call = |command: &str, arguments: Value| app.call(command, arguments, &|_| {}).expect("it is answered");
    call("set_up_store", json!({ "answers": { "analyst": "Mara Kent", "passphrase": null } }));
    let text = std::fs::read_to_string(fixture("first-contact.txt")).expect("a fixture");
    let request = json!({ "source": { "paste": { "text": text } }, "format": null, "zone": null });
    let view = call("triage", json!({ "request": request, "job": "1" }));
    call("log_case", json!({ "request": { "draft": view["draft"], "title": null, "case": null } }));
    app
}

#[test]
fn the_program_changes_a_case_and_refuses_what_its_state_forbids() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = with_case(&folder);
    let case = app.change_case("1", &CaseChange::Priority(Some(Priority::P4))).expect("changed");
    assert_eq!(case.work.priority, Some(Priority::P4));
    app.change_case("1", &CaseChange::Label("insured".into())).expect("changed");
    let listed = |label: &str| app.find_cases(&ListOrder { label: Some(label.into()), ..ListOrder::default() }).expect("listed").len();
    assert_eq!((listed("insured"), listed("retail")), (1, 0));
    assert_eq!(app.find_cases(&ListOrder::default()).expect("listed")[0].priority, Priority::P4);

    let empty = app.change_case("1", &CaseChange::Title(" ".into())).expect_err("no words");
    let held = app.change_case("1", &CaseChange::Hold("court order 7".into())).and_then(|_| app.change_case("1", &CaseChange::Delete));
    let purged = app.purge_case("1").expect_err("it is not deleted");
    for failure in [empty, held.expect_err("it is held"), purged] {
        assert_eq!(failure.code, FailureCode::WrongUsage);
        assert!(failure.message.contains("nothing was changed"), "{}", failure.message);
    }
}

#[test]
fn a_clock_runs_from_the_event_that_an_analyst_names_and_from_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = with_case(&folder);
    let from = "2026-03-01T08:00:00Z".parse().expect("a time");
    let clock = app.start_clock("1", Statute::Gdpr, from, "the list of clients is real").expect("started");
    assert_eq!(clock.due, Some("2026-03-04T08:00:00Z".parse().expect("a time")));
    let ahead = app.start_clock("1", Statute::Sec, "2027-01-01T00:00:00Z".parse().expect("a time"), "later").expect_err("not yet");
    assert_eq!(ahead.code, FailureCode::WrongUsage);
    let reply = app.add_task("1", TaskOrder { kind: TaskKind::Reply, words: "asked for proof".into(), due: None }).expect("written");
    assert_eq!((reply.state, reply.due.is_some()), (TaskState::Met, true), "a reply was sent now");
    assert_eq!(app.change_task("1", 1, TaskChange::Met).expect("met").state, TaskState::Met);
    assert_eq!(app.case_work("1").expect("the diary").1.len(), 2);
}

#[test]
fn a_case_is_worked_on_from_its_first_label_to_its_purge() {
    let folder = tempfile::tempdir().expect("a folder");
    let cli = Cli::new(folder.path());
    let done = |arguments: &[&str]| {
        let ran = cli.run(arguments);
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
        ran
    };
    done(&["store", "init", "--analyst", "Mara Kent", "--no-passphrase"]);
    done(&["case", "log", "--title", "Harrow & Pell", &path("first-contact.txt"), &path("minutes.txt")]);
    done(&["case", "log", "--title", "The same again", &path("note-utf16.txt")]);
    done(&["case", "label", "1", "insured", "retail"]);
    done(&["case", "label", "1", "retail", "--remove"]);
    done(&["case", "set", "1", "--priority", "P3", "--assignee", "M. Kent", "--victim", "Harrow & Pell"]);
    let noted = done(&["case", "note", "1", "the backup is whole"]).out;
    let note = noted.trim().trim_start_matches("noted as ");
    done(&["case", "note", "1", "the backup is torn", "--revises", note]);
    done(&["case", "task", "1", "call the bank", "--due", "2020-01-01T00:00:00Z"]);
    done(&["case", "task", "1", "clients are named", "--clock", "sec-4bd", "--from", "2026-03-02T15:00:00Z"]);
    let shown = done(&["case", "show", "1"]).out;
    for words in ["analyst's priority: P3", "assignee: M. Kent", "labels: insured", "slipped  2020-01-01T00:00:00Z", "2026-03-06T22:30:00Z"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let task = &done(&["case", "task", "1", "--json"]).json()[0];
    assert_eq!((task["kind"].as_str(), task["words"].as_str()), (Some("task"), Some("call the bank")));
    assert_eq!(cli.run(["case", "task", "1", "--extend", "1"]).status, 2, "until when is not said");
    done(&["case", "task", "1", "--met", "1"]);

    done(&["case", "merge", "2", "1"]);
    let file = done(&["case", "show", "1", "--json"]).json().remove(0);
    assert_eq!(file["evidence"].as_array().map(Vec::len), Some(3));
    assert_eq!(file["case"]["work"]["victim"], "Harrow & Pell");
    done(&["case", "split", "1", "MK/2", "--title", "Minutes"]);
    assert_eq!(cli.run(["case", "split", "3", "MK/2", "--title", "Nothing stays"]).status, 2);

    done(&["case", "hold", "1", "court order 7"]);
    assert_eq!(cli.run(["case", "delete", "1"]).status, 2);
    done(&["case", "hold", "1", "--release"]);
    done(&["case", "delete", "1"]);
    assert_eq!(done(&["case", "list", "--json"]).json().len(), 1);
    assert_eq!(done(&["case", "list", "--json", "--deleted"]).json().len(), 2);
    done(&["case", "undo", "1"]);
    assert_eq!(cli.run(["case", "purge", "1"]).status, 2, "only what is deleted is purged");
    done(&["case", "delete", "1"]);
    assert!(done(&["case", "purge", "1"]).out.contains("Backups that were made before still hold the case"));
    assert_eq!(cli.run(["case", "show", "1"]).status, 1);
    let verified = done(&["verify"]).out;
    assert!(verified.starts_with("1 evidence items hashed") && verified.contains(" 0 faults"), "{verified}");
}

#[test]
fn a_store_is_backed_up_given_a_passphrase_and_restored() {
    let folder = tempfile::tempdir().expect("a folder");
    let cli = Cli::new(folder.path());
    let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (plain, guarded, words) = (file("plain.backup"), file("guarded.backup"), file("words"));
    std::fs::write(&words, "seven green kettles\n").expect("a file");
    assert_eq!(cli.run(["store", "init", "--analyst", "Mara Kent", "--no-passphrase"]).status, 0);
    assert_eq!(cli.run(["case", "log", &path("first-contact.txt")]).status, 0);
    assert_eq!(cli.run(["store", "backup", "--out", &plain]).status, 0);
    assert_eq!(cli.run(["store", "backup", "--out", &plain]).status, 2, "nothing is written over");
    assert_eq!(cli.run(["store", "rekey", "--new-passphrase-file", &words]).status, 0);
    assert_eq!(cli.run(["case", "list"]).status, 4, "the passphrase is asked for");
    let ran = cli.run(["--passphrase-file", &words, "store", "backup", "--out", &guarded]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    for (backup, passphrase) in [(&plain, None), (&guarded, Some(&words))] {
        assert_eq!(cli.run(["store", "restore", backup]).status, 2, "a store lies there");
        std::fs::remove_dir_all(folder.path().join("store")).expect("the store goes");
        let asked = |arguments: &[&str]| {
            let flag = passphrase.map(|words| vec!["--passphrase-file", words.as_str()]).unwrap_or_default();
            cli.run(flag.into_iter().chain(arguments.iter().copied()))
        };
        let ran = asked(&["store", "restore", backup]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(asked(&["verify"]).out.contains(" 0 faults"));
        assert_eq!(asked(&["case", "list", "--json"]).json().len(), 1);
    }
}

#[test]
fn what_is_whole_in_a_damaged_store_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let cli = Cli::new(folder.path());
    assert_eq!(cli.run(["store", "init", "--analyst", "Mara Kent", "--no-passphrase"]).status, 0);
    for name in ["first-contact.txt", "minutes.txt", "news-report.txt"] {
        assert_eq!(cli.run(["case", "log", &path(name)]).status, 0);
    }
    let out = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let saved = cli.run(["store", "salvage", "--out", &out("whole")]);
    assert_eq!(saved.status, 0, "{}", saved.err);
    assert!(saved.out.contains("3 cases, 3 evidence items saved"), "{}", saved.out);
    let evidence = std::fs::read_dir(folder.path().join("whole/evidence")).expect("the evidence").count();
    assert_eq!(evidence, 3);

    // Each page is damaged in turn: nothing crashes, and from most stores something is saved.
    let database = folder.path().join("store/store.db");
    let whole = std::fs::read(&database).expect("the database");
    let (mut with_something, pages) = (0, whole.len() / 4096);
    for page in (1..pages).step_by(7) {
        let mut bytes = whole.clone();
        bytes[page * 4096 + 100] ^= 1;
        std::fs::write(&database, bytes).expect("the damage");
        let saved = cli.run(["store", "salvage", "--out", &out(&format!("page-{page}"))]);
        assert!([0, 1, 4].contains(&saved.status), "page {page}: {} {}", saved.status, saved.err);
        with_something += usize::from(saved.out.contains("cases,") && !saved.out.contains(" 0 cases,"));
    }
    assert!(with_something * 2 > pages / 7, "{with_something} of {} pages", pages / 7);
}

#[test]
fn a_damaged_store_is_read_not_written_and_gives_way_to_the_backup_of_the_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let cli = Cli::new(folder.path());
    assert_eq!(cli.run(["store", "init", "--analyst", "Mara Kent", "--no-passphrase"]).status, 0);
    let logged = cli.run(["case", "log", &path("first-contact.txt")]);
    assert!(logged.err.contains("backup of the day"), "it is told: {}", logged.err);
    let again = cli.run(["case", "log", &path("minutes.txt")]);
    assert_eq!((again.status, again.err.as_str()), (0, ""), "one a day");
    let kept = cli.run(["store", "backups", "--json"]).json();
    assert_eq!((kept.len(), kept[0]["kept_for"].as_str()), (1, Some("day")));

    let database = folder.path().join("store/store.db");
    let mut bytes = std::fs::read(&database).expect("the database");
    bytes.iter_mut().skip(8 * 4096 + 9).step_by(4096).for_each(|byte| *byte ^= 1);
    std::fs::write(&database, &bytes).expect("the damage");
    let refused = cli.run(["case", "note", "1", "seen"]);
    assert_eq!(refused.status, 4, "{}", refused.err);
    assert!(refused.err.contains("store salvage") && refused.err.contains("store restore --replace"), "{}", refused.err);
    assert_eq!(cli.run(["store", "restore"]).status, 2, "nothing is put in the place of a store unasked");
    let restored = cli.run(["store", "restore", "--replace"]);
    assert_eq!(restored.status, 0, "{}", restored.err);
    assert!(restored.out.contains("set-aside-"), "{}", restored.out);
    assert!(cli.run(["verify"]).out.contains(" 0 faults"));
    assert_eq!(cli.run(["case", "list", "--json"]).json().len(), 1);
}

#[test]
fn the_window_keeps_backups_and_puts_one_in_the_place_of_a_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = with_case(&folder);
    let call = |command: &str, arguments: Value| app.call(command, arguments, &|_| {});
    let kept = call("keep_backup", json!({})).expect("it is kept");
    assert_eq!(kept["words"], "backup of the day");
    assert!(call("keep_backup", json!({})).expect("nothing is due").is_null());
    let stick = folder.path().join("stick");
    let backups = call("set_backup_folder", json!({ "folder": stick })).expect("it is named");
    assert_eq!((backups["folder"].as_str(), backups["backups"].as_array().map(Vec::len)), (stick.to_str(), Some(1)));
    let by_hand = folder.path().join("by-hand.backup");
    call("back_up_store", json!({ "path": by_hand })).expect("it is written");
    call("change_case", json!({ "case": "1", "change": "delete" })).expect("it is deleted");
    call("purge_case", json!({ "case": "1" })).expect("it is purged");
    let request = |replace: bool| json!({ "request": { "backup": null, "replace": replace, "passphrase": null } });
    assert_eq!(call("restore_store", request(false)).expect_err("a store lies there").code, FailureCode::WrongUsage);
    let restored = call("restore_store", request(true)).expect("it is restored");
    assert_eq!(restored["status"]["cases"], 1);
    assert!(restored["setAside"].as_str().is_some_and(|aside| std::path::Path::new(aside).join("store.db").is_file()));
    let saved =
        call("salvage_store", json!({ "folder": folder.path().join("saved"), "passphrase": null, "job": "salvage" })).expect("it is saved");
    assert_eq!((saved["cases"].as_u64(), saved["lost"].as_array().map(Vec::len)), (Some(1), Some(0)));
}
