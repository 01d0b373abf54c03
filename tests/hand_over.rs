//! Cases leave: one as a file that another machine takes over, many as one file, all of them in a shift report.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use shakedown_app::{App, CaseChange, ExportManyOrder, ExportOrder, FailureCode, Job, KnownCase, Redaction, Selection, ShiftOrder, Signer};
use shakedown_core::{CaseFile, CustodyAction, CustodyEvent, Digest, SubjectKind, Tlp};
use shakedown_tests::{Cli, FakeHost, fixture};

fn machine(folder: &Path, analyst: &str) -> App {
    let app = App::new(Box::new(FakeHost::new(folder)));
    app.call("set_up_store", json!({ "answers": { "analyst": analyst, "passphrase": null } }), &|_| {}).expect("a store");
    app
}

fn log(app: &App, fixture_name: &str) -> String {
    let text = fs::read_to_string(fixture(fixture_name)).expect("a fixture");
    let request = json!({ "source": { "paste": { "text": text } }, "format": null, "zone": null });
    let view = app.call("triage", json!({ "request": request, "job": "1" }), &|_| {}).expect("a triage");
    let case =
        app.call("log_case", json!({ "request": { "draft": view["draft"], "title": null, "case": null } }), &|_| {}).expect("a case");
    case["row"]["id"].as_str().expect("an id").to_owned()
}

fn export(app: &App, case: &str, format: &str, redaction: Option<Redaction>, out: &Path) -> PathBuf {
    let order = ExportOrder { case: case.into(), format: format.into(), tlp: None, redaction, out: out.to_owned() };
    app.export_case(&order).expect("it leaves").path.into()
}

/// What is not one store's alone.
fn rows(mut file: CaseFile) -> CaseFile {
    file.case.number = 0;
    (file.custody, file.custody_head, file.custody_seal, file.earlier) = Default::default();
    file
}

/// The links that say that a case left or came.
fn links(file: &CaseFile, action: CustodyAction) -> Vec<&CustodyEvent> {
    file.custody.iter().filter(|link| link.action == action && link.subject == SubjectKind::Case).collect()
}

fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let archive = rawzip::ZipArchive::from_slice(bytes).expect("a ZIP");
    let entries = archive.entries().map(|entry| entry.expect("an entry"));
    let file = |entry: rawzip::ZipFileHeaderRecord<'_>| {
        let path = String::from_utf8(entry.file_path().as_ref().to_vec()).expect("a path");
        (path, archive.get_entry(entry.wayfinder()).expect("a file").data().to_vec())
    };
    entries.map(file).collect()
}

fn verified(app: &App) {
    let faults = app.verify_store(&Job::quiet()).expect("verified").faults;
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn a_bundle_and_a_case_file_become_the_same_case_on_another_machine() {
    let (here, there) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (sender, receiver) = (machine(here.path(), "Mara Kent"), machine(there.path(), "Ola Ness"));
    let case = log(&sender, "first-contact.txt");
    sender.add_note(&case, "a note", None).expect("noted");
    sender.change_case(&case, &CaseChange::Label("insured".into())).expect("labelled");
    let sent = sender.case_file(&case).expect("a case");
    let bundle = export(&sender, &case, "bundle", None, here.path());
    let taken = receiver.import_case(&bundle, KnownCase::Apart, &Job::quiet()).expect("taken over").taken;
    assert_eq!((taken.merged, taken.renamed, taken.absent), (false, 0, 0));
    let came = receiver.case_file(&case).expect("the case");
    assert_eq!(rows(came.clone()), rows(sent.clone()));
    assert_eq!(came.earlier[0].custody, sent.custody);
    let artifact = Digest::of(&fs::read(&bundle).expect("the bundle"));
    assert_eq!(links(&came, CustodyAction::HandedOver)[0].detail_sha256, artifact);
    verified(&receiver);

    // Once more as JSON: the case is here, so that it comes in beside itself, its bytes by their hash.
    let json = export(&sender, &case, "json", None, here.path());
    let beside = receiver.import_case(&json, KnownCase::Apart, &Job::quiet()).expect("taken over").taken;
    assert!(beside.renamed > 0 && beside.absent == 0 && beside.case.id.as_str() != case);
    // The bundle that the receiver makes of it holds the evidence.
    let again = export(&receiver, beside.case.id.as_str(), "bundle", None, there.path());
    assert!(unzipped(&fs::read(again).expect("a bundle")).iter().any(|(path, _)| path.contains("/data/evidence/")));
    verified(&receiver);
}

#[test]
fn two_copies_that_went_their_own_ways_are_merged_with_both_histories_and_the_difference_told() {
    let (here, there) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (one, other) = (machine(here.path(), "Mara Kent"), machine(there.path(), "Ola Ness"));
    let case = log(&one, "first-contact.txt");
    other.import_case(&export(&one, &case, "bundle", None, here.path()), KnownCase::Apart, &Job::quiet()).expect("taken over");
    one.add_note(&case, "the backups are whole", None).expect("noted");
    other.add_note(&case, "the backups are gone", None).expect("noted");
    other.change_case(&case, &CaseChange::Assignee(Some("Ola Ness".into()))).expect("assigned");
    let back = export(&other, &case, "bundle", None, there.path());
    let merged = one.import_case(&back, KnownCase::Merged, &Job::quiet()).expect("merged").taken;
    assert!(merged.merged);
    let told: Vec<&str> = merged.conflicts.iter().map(|conflict| conflict.about.as_str()).collect();
    assert!(told.contains(&"assignee"), "{told:?}");
    let file = one.case_file(&case).expect("the case");
    let notes: Vec<&str> = file.notes.iter().map(|note| note.body.raw()).collect();
    assert!(notes.contains(&"the backups are whole") && notes.contains(&"the backups are gone"), "{notes:?}");
    assert!(file.earlier.iter().any(|handed| handed.custody.iter().any(|link| link.actor.analyst == "Ola Ness")));
    verified(&one);
}

#[test]
fn a_redacted_file_and_a_file_of_another_kind_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = machine(folder.path(), "Mara Kent");
    let case = log(&app, "first-contact.txt");
    let redacted = export(&app, &case, "json", Some(Redaction::default()), folder.path());
    for path in [redacted, fixture("first-contact.txt"), folder.path().join("nothing")] {
        let failure = app.import_case(&path, KnownCase::Apart, &Job::quiet()).expect_err("refused");
        assert_eq!(failure.code, FailureCode::EvidenceUnreadable);
        assert!(failure.message.ends_with("nothing was changed"), "{}", failure.message);
    }
}

#[test]
fn a_bundle_is_known_by_its_signer_and_refused_where_the_signature_is_of_something_else() {
    let (here, there) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (sender, receiver) = (machine(here.path(), "Mara Kent"), machine(there.path(), "Ola Ness"));
    let case = log(&sender, "first-contact.txt");
    let bundle = export(&sender, &case, "bundle", None, here.path());
    let key = sender.public_key().expect("a store").expect("a key");
    let import = |path: &Path| receiver.import_case(path, KnownCase::Apart, &Job::quiet());
    assert_eq!(import(&bundle).expect("taken over").signer, Signer::Unknown { key: key.clone() });

    assert_eq!(receiver.trust_signer("", &key).expect_err("no name").code, FailureCode::WrongUsage);
    assert_eq!(receiver.trust_signer("Desk 7", "a key").expect_err("no key").code, FailureCode::WrongUsage);
    receiver.trust_signer("Desk 7", &key).expect("trusted");
    let known = import(&bundle).expect("taken over");
    assert_eq!(known.signer.name(), Some("Desk 7"));
    let file = receiver.case_file(known.taken.case.id.as_str()).expect("the case");
    assert_eq!(file.earlier[0].signer.as_deref(), Some("Desk 7"));

    // Another store signs another bundle; its signature is put in the place of the right one.
    let other = export(&receiver, &case, "bundle", None, there.path());
    let signature = |path: &Path| {
        let files = unzipped(&fs::read(path).expect("a bundle"));
        files.into_iter().find(|(path, _)| path.ends_with(".minisig")).expect("a signature").1
    };
    let (right, wrong) = (signature(&bundle), signature(&other));
    assert_eq!(right.len(), wrong.len());
    let mut bytes = fs::read(&bundle).expect("a bundle");
    let at = bytes.windows(right.len()).position(|window| window == right).expect("it is not packed");
    bytes[at..at + wrong.len()].copy_from_slice(&wrong);
    let forged = here.path().join("forged.zip");
    fs::write(&forged, bytes).expect("written");
    let before = receiver.case_file(&case).expect("the case");
    let failure = import(&forged).expect_err("refused");
    assert_eq!(failure.code, FailureCode::EvidenceUnreadable);
    assert!(failure.message.ends_with("nothing was changed"), "{}", failure.message);
    assert_eq!(receiver.case_file(&case).expect("the case"), before);

    assert!(receiver.distrust_signer("Desk 7").expect("a list") && !receiver.distrust_signer("Desk 7").expect("a list"));
    assert_eq!(import(&bundle).expect("taken over").signer.name(), None);
    verified(&receiver);
}

/// An order of the cases named.
fn order(cases: &[&String], format: &str, tlp: Option<Tlp>, out: &Path) -> ExportManyOrder {
    let cases = Selection::These(cases.iter().map(|case| (*case).clone()).collect());
    ExportManyOrder { cases, format: format.into(), tlp, redaction: None, out: out.to_owned() }
}

#[test]
fn many_cases_leave_in_one_file_that_stands_in_the_custody_of_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = machine(folder.path(), "Mara Kent");
    let cases = [log(&app, "first-contact.txt"), log(&app, "minutes.txt"), log(&app, "news-report.txt")];
    app.change_case(&cases[2], &CaseChange::Tlp(Tlp::Red)).expect("marked");
    for (format, name) in [("stix", "cases.stix.json"), ("misp", "cases.misp.json"), ("csv", "cases.csv.zip")] {
        let all = ExportManyOrder { cases: Selection::All, ..order(&[], format, None, folder.path()) };
        let preview = app.preview_many(&all, &Job::quiet()).expect("a preview");
        let done = app.export_many(&all, &Job::quiet()).expect("they leave");
        assert_eq!((done.cases, preview.cases, done.held_back.len(), preview.tlp), (3, 3, 0, Tlp::Red));
        let bytes = fs::read(folder.path().join(name)).expect("a file");
        assert_eq!((done.files[0].bytes, preview.bytes), (bytes.len() as u64, bytes.len() as u64), "{format}");
        let sha256 = Digest::of(&bytes);
        assert_eq!(done.files[0].sha256, sha256.to_string());
        for case in &cases {
            let file = app.case_file(case).expect("a case");
            assert!(links(&file, CustodyAction::Exported).iter().any(|link| link.detail_sha256 == sha256), "{format}");
        }
    }
    // A chosen marking holds back what is stricter, and says why.
    let both = order(&[&cases[0], &cases[2]], "stix", Some(Tlp::AmberStrict), &folder.path().join("some.json"));
    let done = app.export_many(&both, &Job::quiet()).expect("one leaves");
    assert_eq!((done.cases, done.held_back.len()), (1, 1));
    assert!(done.held_back[0].because.starts_with("it is TLP:RED"), "{}", done.held_back[0].because);
    assert!(links(&app.case_file(&cases[2]).expect("a case"), CustodyAction::Exported).len() == 3, "it did not leave a fourth time");
    let none = order(&[&cases[2]], "stix", Some(Tlp::Green), folder.path());
    assert_eq!(app.export_many(&none, &Job::quiet()).expect_err("none leaves").code, FailureCode::TlpRefused);
    assert_eq!(app.export_many(&both, &Job::quiet()).expect_err("it is there").code, FailureCode::OutNotWritable);
    // A format that takes one case makes a file of each.
    let done = app.export_many(&order(&[&cases[0], &cases[1]], "html", None, &folder.path().join("reports")), &Job::quiet());
    assert_eq!(done.expect("they leave").files.len(), 2);
    verified(&app);
}

#[test]
fn a_stop_leaves_no_file_and_no_record() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = machine(folder.path(), "Mara Kent");
    let cases = [log(&app, "first-contact.txt"), log(&app, "news-report.txt")];
    let out = folder.path().join("out");
    let request = json!({ "cases": null, "format": "stix", "tlp": null, "redact": null, "out": out.join("all.json") });
    let stop = |progress: shakedown_app::wire::Progress| {
        if progress.done == 1 {
            app.call("cancel_job", json!({ "job": progress.job }), &|_| {}).expect("asked to stop");
        }
    };
    let failure = app.call("export_many", json!({ "request": request, "job": "export" }), &stop).expect_err("stopped");
    assert_eq!(failure.code, FailureCode::Stopped);
    assert_eq!(fs::read_dir(&out).expect("a folder").count(), 0);
    assert!(cases.iter().all(|case| links(&app.case_file(case).expect("a case"), CustodyAction::Exported).is_empty()));
}

#[test]
fn a_shift_report_tells_what_came_in_what_changed_and_what_is_due() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = machine(folder.path(), "Mara Kent");
    let (old, quiet) = (log(&app, "first-contact.txt"), log(&app, "news-report.txt"));
    let since = app.now();
    app.add_note(&old, "their counsel called", None).expect("noted");
    app.call(
        "add_line",
        json!({ "case": old, "line": { "kind": "task", "words": "answer the panel", "at": "2026-03-02T12:00:00Z", "statute": null } }),
        &|_| {},
    )
    .expect("a line");
    let new = log(&app, "minutes.txt");
    let order = |format: &str| ShiftOrder {
        since,
        hours: 24,
        format: format.into(),
        tlp: None,
        redaction: None,
        out: folder.path().join(format!("shift.{format}")),
    };
    let done = app.shift_report(&order("md"), &Job::quiet()).expect("a report");
    let text = fs::read_to_string(&done.files[0].path).expect("a file");
    let numbers = |case: &str| app.case_file(case).expect("a case").case.number;
    assert!(text.contains("their counsel called") && text.contains("answer the panel"), "{text}");
    let came_in = text.split("## What came in").nth(1).expect("a part").split("## What changed").next().expect("a part");
    assert!(came_in.contains(&format!("Case {} ", numbers(&new))) && !came_in.contains(&format!("Case {} ", numbers(&old))), "{came_in}");
    assert!(!text.contains(&format!("Case {} ", numbers(&quiet))), "nothing happened there: {text}");
    let sha256 = Digest::of(text.as_bytes());
    assert!(links(&app.case_file(&old).expect("a case"), CustodyAction::Exported).iter().any(|link| link.detail_sha256 == sha256));
    let html = app.shift_report(&order("html"), &Job::quiet()).expect("a report");
    assert!(fs::read_to_string(&html.files[0].path).expect("a file").contains("their counsel called"));
    let ahead = ShiftOrder { since: "2027-01-01T00:00:00Z".parse().expect("a time"), ..order("md") };
    assert_eq!(app.shift_report(&ahead, &Job::quiet()).expect_err("not begun").code, FailureCode::WrongUsage);
}

#[test]
fn the_command_line_takes_a_case_over_and_says_who_signed_it() {
    let (here, there) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (sender, receiver) = (Cli::new(here.path()), Cli::new(there.path()));
    for (cli, analyst) in [(&sender, "Mara Kent"), (&receiver, "Ola Ness")] {
        assert_eq!(cli.run(["store", "init", "--analyst", analyst, "--no-passphrase"]).status, 0);
    }
    let path = |name: &str| here.path().join(name).to_string_lossy().into_owned();
    for name in ["first-contact.txt", "news-report.txt"] {
        assert_eq!(sender.run(["case", "log", &fixture(name).to_string_lossy()]).status, 0);
    }
    let bundle = path("case.zip");
    assert_eq!(sender.run(["export", "1", "--format", "bundle", "--out", &bundle]).status, 0);
    let key = sender.run(["store", "key"]).out.trim().to_owned();
    let ran = receiver.run(["import-case", &bundle]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.out.contains("taken over as case #1, 1 evidence items") && ran.out.contains(&format!("untrusted: signed by the key {key}"))
    );
    assert_eq!(receiver.run(["store", "trust", "Desk 7", &key]).status, 0);
    assert!(receiver.run(["store", "trust"]).out.contains("Desk 7"));
    let merged = receiver.run(["import-case", &bundle, "--merge"]).out;
    assert!(merged.contains("merged into case #1") && merged.contains("signed by Desk 7"), "{merged}");
    assert_eq!(receiver.run(["import-case", &fixture("first-contact.txt").to_string_lossy()]).status, 3);
    assert_eq!(receiver.run(["store", "trust", "--remove", "Desk 7"]).status, 0);

    let all = sender.run(["export", "--all", "--format", "stix", "--out", &path("all.json")]);
    assert_eq!(all.status, 0, "{}", all.err);
    assert!(all.out.contains("2 cases, each with this on record"), "{}", all.out);
    let bundle: Value = serde_json::from_slice(&fs::read(path("all.json")).expect("a file")).expect("JSON");
    assert_eq!(bundle["type"], "bundle");
    let preview = sender.run(["export", "1", "2", "--format", "csv", "--redact", "--preview"]);
    assert!(preview.out.contains("would leave as TLP:AMBER+STRICT") && preview.out.contains("2 cases"), "{}", preview.out);
    assert_eq!(sender.run(["case", "set", "2", "--tlp", "TLP:RED"]).status, 0);
    let some = sender.run(["export", "1", "2", "--format", "misp", "--out", &path("some.json"), "--tlp", "TLP:AMBER+STRICT"]);
    assert_eq!(some.status, 1);
    assert!(some.out.contains("#2 stayed behind: it is TLP:RED"), "{}", some.out);
    let shift = sender.run(["report", "shift", "--since", "2026-01-01T00:00Z", "--format", "md", "--out", &path("shift.md")]);
    assert_eq!(shift.status, 0, "{}", shift.err);
    assert!(fs::read_to_string(path("shift.md")).expect("a report").contains("What came in"));
    assert_eq!(sender.run(["verify"]).status, 0);
}
