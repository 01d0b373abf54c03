//! Pictures and PDF from the file to the transcript: the worker process, what it may do, and what becomes of files that mean harm.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use shakedown_app::{App, Assessed, FailureCode, IntakeOptions, Job, Source, Worker, assess};
use shakedown_core::{AnalysedTranscript, Caveat, NoteKind, Place, Verdict};
use shakedown_tests::{Cli, FakeHost, project, skip};

fn picture(name: &str) -> PathBuf {
    project().join("tests/pictures").join(name)
}

fn app() -> App {
    App::new(Box::new(FakeHost::new(Path::new("nowhere"))))
}

/// Read and assess bytes; however they end, it is soon.
fn assessed(bytes: Vec<u8>, worker: Worker) -> AnalysedTranscript {
    let began = Instant::now();
    let options = IntakeOptions { worker, ..IntakeOptions::default() };
    let app = app();
    let Assessed { analysed, .. } =
        assess(&app.engine().expect("rules"), Source::Bytes(bytes.into(), "x".into()), &options, &Job::quiet()).expect("it is answered");
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    analysed
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(picture(name)).expect("a picture of the tests")
}

fn of_file(name: &str) -> AnalysedTranscript {
    assessed(file(name), app().worker())
}

fn notes(analysed: &AnalysedTranscript) -> Vec<NoteKind> {
    analysed.transcript.notes.iter().map(|note| note.kind).collect()
}

fn caveats(analysed: &AnalysedTranscript) -> &[Caveat] {
    &analysed.analysis.assessment.caveats
}

/// Whether Tesseract is there; `./test` installs it.
fn tesseract(test: &str) -> bool {
    let there = app().worker().tesseract.is_some();
    if !there {
        skip(test, "Tesseract is not installed");
    }
    there
}

/// The share of the words of `wanted` that stand in `found`.
fn share(wanted: &str, found: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let found = words(found);
    let wanted = words(wanted);
    wanted.iter().filter(|word| found.contains(word)).count() as f64 / wanted.len() as f64
}

const TALK: [(&str, &str, &str); 4] = [
    ("left side", "We have taken 140 GB of your files: contracts, payroll, passports.", "10:42"),
    ("right side", "Who is this? How did you get this number?", "10:44"),
    ("left side", "You have 72 hours to pay 850,000 USD or we publish everything on our blog.", "10:45"),
    ("right side", "We need proof before we talk.", "10:51"),
];

#[test]
fn a_screenshot_of_a_chat_is_a_talk_of_two_sides_light_or_dark() {
    if !tesseract("a_screenshot_of_a_chat_is_a_talk_of_two_sides_light_or_dark") {
        return;
    }
    for name in ["chat-light.png", "chat-dark.png", "chat-light.jpg", "chat-dark.webp"] {
        let analysed = of_file(name);
        let said: Vec<_> = analysed.transcript.messages.iter().filter(|message| message.sender.is_some()).collect();
        assert_eq!(said.len(), TALK.len(), "{name}");
        for (message, (side, text, time)) in said.iter().zip(TALK) {
            assert_eq!(message.sender.as_ref().map(|sender| sender.raw()), Some(side), "{name}");
            assert!(share(text, message.body.raw()) >= 0.8, "{name}: {:?}", message.body.raw());
            assert_eq!(message.sent_at.as_ref().map(|stamp| stamp.as_written.raw()), Some(time), "{name}");
            assert!(matches!(message.locator.place, Place::Area { page: 1, width: 100.., height: 30.., .. }), "{name}");
        }
        assert_eq!(analysed.analysis.assessment.verdict, Verdict::Extortion, "{name}");
        assert!(caveats(&analysed).contains(&Caveat::TextByOcr), "{name}");
        assert!(!caveats(&analysed).contains(&Caveat::MostlyPictures), "{name}");
    }
}

#[test]
fn light_text_on_dark_without_bubbles_is_one_message() {
    if !tesseract("light_text_on_dark_without_bubbles_is_one_message") {
        return;
    }
    let analysed = of_file("note-red-on-black.png");
    assert_eq!(analysed.transcript.messages.len(), 1);
    let note = "All of your files have been encrypted. We copied 200 GB of contracts and customer data. Contact us within 3 days";
    assert!(share(note, analysed.transcript.messages[0].body.raw()) >= 0.9);
    assert_eq!(analysed.analysis.assessment.verdict, Verdict::Extortion);
}

#[test]
fn a_picture_without_text_says_so() {
    let analysed = of_file("blank.png");
    assert!(analysed.transcript.messages.is_empty());
    assert!(notes(&analysed).contains(&NoteKind::PictureNotRead) && caveats(&analysed).contains(&Caveat::MostlyPictures));
}

#[test]
fn without_tesseract_a_picture_is_kept_and_the_note_says_what_to_install() {
    let worker = Worker { tesseract: None, ..app().worker() };
    for name in ["chat-light.png", "scan.pdf"] {
        let analysed = assessed(file(name), worker.clone());
        let note = analysed.transcript.notes.iter().find(|note| note.kind == NoteKind::PictureNotRead).expect("a note");
        assert!(note.kept_as.contains("install the package tesseract-ocr"), "{name}: {}", note.kept_as);
        assert!(caveats(&analysed).contains(&Caveat::MostlyPictures), "{name}");
    }
}

#[test]
fn the_text_of_a_pdf_is_a_message_a_page_and_its_order_is_doubted() {
    let analysed = of_file("text.pdf");
    let places: Vec<&Place> = analysed.transcript.messages.iter().map(|message| &message.locator.place).collect();
    assert_eq!(places, [&Place::Page(1), &Place::Page(2)]);
    assert_eq!(
        analysed.transcript.messages[0].body.raw(),
        "All of your files have been encrypted.\nWe copied 200 GB of contracts and customer data."
    );
    assert_eq!(notes(&analysed), [NoteKind::OrderNotGuaranteed]);
    assert_eq!(analysed.analysis.assessment.verdict, Verdict::Extortion);
    assert!(!caveats(&analysed).contains(&Caveat::TextByOcr));
}

#[test]
fn a_page_without_text_is_read_as_a_picture() {
    if !tesseract("a_page_without_text_is_read_as_a_picture") {
        return;
    }
    let analysed = of_file("scan.pdf");
    assert!(share("All of your files have been encrypted", analysed.transcript.messages[0].body.raw()) >= 0.8);
    assert!(matches!(analysed.transcript.messages[0].locator.place, Place::Area { page: 1, .. }));
    assert!(caveats(&analysed).contains(&Caveat::TextByOcr));
}

#[test]
fn an_encrypted_pdf_and_a_broken_one_are_kept_with_a_note() {
    let encrypted = of_file("encrypted.pdf");
    assert_eq!(notes(&encrypted), [NoteKind::Encrypted]);
    assert!(encrypted.transcript.notes[0].kept_as.contains("password"));
    let broken = of_file("malformed.pdf");
    assert_eq!(notes(&broken), [NoteKind::RecordUnreadable]);
    assert!(encrypted.transcript.messages.is_empty() && broken.transcript.messages.is_empty());
}

#[test]
fn a_picture_is_logged_as_evidence_with_its_transcript() {
    let folder = tempfile::tempdir().expect("a folder");
    let cli = Cli::new(folder.path());
    assert_eq!(cli.run(["store", "init", "--analyst", "Mara Kent", "--no-passphrase"]).status, 0);
    let paths = ["chat-dark.png", "text.pdf"].map(|name| picture(name).to_string_lossy().into_owned());
    let logged = cli.run(["case", "log", "--json", &paths[0], &paths[1]]);
    assert_eq!(logged.status, 0, "{}", logged.err);
    let shown = cli.run(["case", "show", "1", "--json"]).json();
    let formats: Vec<&str> =
        shown[0]["transcripts"].as_array().into_iter().flatten().filter_map(|one| one["transcript"]["format"].as_str()).collect();
    assert_eq!(formats, ["picture", "pdf"], "{}", shown[0]);
    assert_eq!(cli.run(["verify"]).status, 0);
}

/// A PNG that claims to be so large.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        bytes.extend((data.len() as u32).to_be_bytes());
        let body = [kind, data].concat();
        bytes.extend(&body);
        bytes.extend(crc32(&body).to_be_bytes());
    };
    chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat());
    chunk(b"IDAT", &[0x78, 0x9c, 3, 0, 0, 0, 0, 1]);
    chunk(b"IEND", &[]);
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())))
}

/// A PDF of one page with this content.
fn pdf(content: &str) -> Vec<u8> {
    format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>endobj\n\
         4 0 obj<</Length {0}>>stream\n{content}\nendstream endobj\n\
         5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 71/Resources<</XObject<</F 5 0 R>>>>>>stream\n\
         /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        content.len()
    )
    .into_bytes()
}

#[test]
fn a_bomb_is_a_note_and_ends_with_its_worker() {
    let worker = Worker { patience: Duration::from_secs(4), ..app().worker() };
    let endless = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>";
    for (name, bytes) in [
        ("a picture of 4 gigapixels", png(65_000, 65_000)),
        ("a picture of one line", png(4_000_000_000, 1)),
        ("a picture without pixels", png(3000, 3000)),
        ("pages that hold themselves", endless.as_bytes().to_vec()),
        ("forms that draw themselves", pdf("/F Do /F Do /F Do")),
        ("forty million operators", pdf(&"0 0 m 9 9 l S ".repeat(3_000_000))),
        ("a page of a million pages", pdf("").iter().copied().chain(b"3 0 R ".repeat(1_000_000)).collect()),
    ] {
        let began = Instant::now();
        let analysed = assessed(bytes, worker.clone());
        assert!(began.elapsed() < Duration::from_secs(20), "{name}: {:?}", began.elapsed());
        assert!(!analysed.transcript.notes.is_empty() && analysed.transcript.messages.is_empty(), "{name}");
    }
}

#[test]
fn a_stop_ends_the_worker_at_once() {
    let app = app();
    let began = Instant::now();
    let stop = |progress: shakedown_app::wire::Progress| {
        if progress.words.contains("picture") {
            app.call("cancel_job", json!({ "job": "9" }), &|_| {}).expect("it is asked to stop");
        }
    };
    let source = picture("chat-light.png").to_string_lossy().into_owned();
    let request = json!({ "source": { "file": { "path": source } }, "format": null, "zone": null });
    let stopped = app.call("triage", json!({ "request": request, "job": "9" }), &stop).expect_err("it was stopped");
    assert_eq!(stopped.code, FailureCode::Stopped);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

#[test]
fn a_changed_file_is_answered_soon_whatever_was_changed() {
    let worker = Worker { tesseract: None, ..app().worker() };
    let mut random = Random(0x5eed_cafe_f00d_1234);
    let app = app();
    let engine = app.engine().expect("rules");
    for name in ["text.pdf", "scan.pdf", "encrypted.pdf", "chat-dark.png", "chat-light.jpg", "chat-dark.webp"] {
        let whole = file(name);
        for round in 0..40 {
            let mut bytes = whole.clone();
            for _ in 0..=random.below(12) {
                let at = random.below(bytes.len());
                match random.below(4) {
                    0 => bytes[at] = random.below(256) as u8,
                    1 => bytes.truncate(at.max(8)),
                    2 => {
                        let end = (at + random.below(64)).min(bytes.len());
                        bytes.drain(at..end);
                    }
                    _ => bytes.splice(at..at, whole[..random.below(200)].iter().copied()).for_each(drop),
                }
            }
            let began = Instant::now();
            let options = IntakeOptions { worker: worker.clone(), ..IntakeOptions::default() };
            let outcome = assess(&engine, Source::Bytes(bytes.into(), "x".into()), &options, &Job::quiet());
            assert!(outcome.is_ok(), "{name}, round {round}: {outcome:?}");
            assert!(began.elapsed() < Duration::from_secs(10), "{name}, round {round}: {:?}", began.elapsed());
        }
    }
}

#[test]
fn the_worker_makes_no_connection_writes_nothing_and_starts_nothing_but_tesseract() {
    let folder = tempfile::tempdir().expect("a folder");
    let trace = folder.path().join("trace");
    let program = std::env::var_os("SHAKEDOWN_BIN").expect("SHAKEDOWN_BIN names the built command line");
    let traced = Command::new("strace")
        .args(["-f", "-qq", "-s", "300", "-e", "trace=file,network,execve,process", "-o"])
        .arg(&trace)
        .arg(&program)
        .args(["triage", "--json"])
        .args([picture("chat-light.png"), picture("scan.pdf")])
        .output();
    let Ok(output) = traced else {
        return skip("the_worker_makes_no_connection_writes_nothing_and_starts_nothing_but_tesseract", "strace is not installed");
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let calls = calls(&std::fs::read_to_string(&trace).expect("a trace"));
    let workers: Vec<&str> = calls.iter().filter(|(_, call)| call.contains("\"--worker\"")).map(|(pid, _)| pid.as_str()).collect();
    let mut started = Vec::new();
    for (pid, call) in &calls {
        assert!(!call.contains("socket(") && !call.contains("connect("), "{call}");
        let path = call.split('"').nth(1).unwrap_or_default();
        let done = !call.contains("= -1 ");
        if done && call.starts_with("execve(") {
            started.push(path.to_owned());
        }
        if done && call.starts_with("open") && workers.contains(&pid.as_str()) {
            let library = path.contains(".so") || path.starts_with("/proc/self/") || path.starts_with("/sys/");
            assert!(call.contains("O_RDONLY") && library, "the worker opens {call}");
        }
    }
    let program = program.to_string_lossy();
    assert!(started.iter().all(|path| *path == program || path.ends_with("/tesseract")), "{started:?}");
    assert!(started.iter().filter(|path| **path == program).count() >= 3, "{started:?}");
    assert!(
        !calls.iter().any(|(_, call)| call.contains("chat-light.png") && call.contains("/tesseract")),
        "no path of evidence reaches it"
    );
}

/// The calls of a trace with the process that made each; one that another process interrupted is put together again.
fn calls(trace: &str) -> Vec<(String, String)> {
    let mut open: BTreeMap<&str, &str> = BTreeMap::new();
    let mut calls = Vec::new();
    for (pid, call) in trace.lines().filter_map(|line| line.split_once(' ')) {
        let call = call.trim_start();
        if let Some(begun) = call.strip_suffix("<unfinished ...>") {
            open.insert(pid, begun);
        } else if let Some((_, rest)) = call.strip_prefix("<... ").and_then(|rest| rest.split_once("resumed>")) {
            calls.push((pid.to_owned(), format!("{}{rest}", open.remove(pid).unwrap_or_default())));
        } else {
            calls.push((pid.to_owned(), call.to_owned()));
        }
    }
    calls
}

#[test]
fn the_formats_are_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let listed = Cli::new(folder.path()).run(["formats"]).out;
    assert!(listed.contains("picture ") && listed.contains("pdf "), "{listed}");
}

#[test]
fn a_worker_that_is_asked_nonsense_ends_without_an_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    for input in [&b""[..], b"{}\n", b"{\"what\":\"nothing\"}\n", b"\xff\xfe\n"] {
        let ran = Cli::new(folder.path()).run_with_input(["--worker"], input);
        assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (1, "", ""));
    }
}

#[test]
fn reports_name_the_place_of_recognised_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let records: Vec<Value> = Cli::new(folder.path()).run(["transcript", "--json", &picture("text.pdf").to_string_lossy()]).json();
    assert!(records.iter().any(|record| record["locator"] == "page 2" && record["kind"] == "message"), "{records:?}");
}
