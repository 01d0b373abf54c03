//! Validators that others wrote, each on the exports of the invented case and on broken twins of them.
//!
//! `./test` installs them and names their Python in `SHAKEDOWN_VALIDATORS` and the folder of those that run under Node or Java in
//! `SHAKEDOWN_NODE_MODULES`; without them there is nothing to ask, and the test says so.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use shakedown_core::{CaseFile, Hostile, Validity, defang, visible};
use shakedown_export::{Beside, ExportOptions, FontFile, Original, Redaction, ShiftFormat, export, release};

use crate::many::{gathered, two};
use crate::shift::shift;
use crate::support::{case, options};

/// What a validator says of a file: `accepted` or `rejected`, and its words.
type Verdicts = BTreeMap<(String, String), (bool, String)>;

/// Files for the validators, in a folder of their own.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("validated");
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.0.join(name), bytes).unwrap();
    }

    /// The export of `file`, whatever it is made of.
    fn export(&self, format: &str, name: &str, file: &CaseFile) -> Vec<u8> {
        let bytes = export(format, file, &options()).unwrap().bytes;
        self.write(&format!("{name}.{format}.export"), &bytes);
        bytes
    }

    /// The export of `file`, and a twin for each of `twins`.
    fn json(&self, format: &str, name: &str, file: &CaseFile, twins: &[(&str, &str, Value)]) {
        self.twins(format, name, &export(format, file, &options()).unwrap().bytes, twins);
    }

    /// `bytes`, and a twin for each of `twins`: the value that a pointer finds, replaced.
    fn twins(&self, format: &str, name: &str, bytes: &[u8], twins: &[(&str, &str, Value)]) {
        self.write(&format!("{name}.{format}.json"), bytes);
        let whole: Value = serde_json::from_slice(bytes).unwrap();
        for (why, pointer, value) in twins {
            let mut twin = whole.clone();
            *twin.pointer_mut(&place(&whole, pointer)).unwrap_or_else(|| panic!("{pointer} is not there")) = value.clone();
            self.write(&format!("{name}-{why}.broken.{format}.json"), twin.to_string().as_bytes());
        }
    }

    /// Ask every validator about every file.
    fn ask(&self, python: &OsStr) -> Verdicts {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports/validators.py");
        let ran = Command::new(python).arg(script).arg(&self.0).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let verdict = |line: &str| {
            let [file, validator, verdict, words] = line.splitn(4, '\t').collect::<Vec<_>>().try_into().unwrap();
            ((file.to_owned(), validator.to_owned()), (verdict == "accepted", words.to_owned()))
        };
        String::from_utf8(ran.stdout).unwrap().lines().map(verdict).collect()
    }
}

/// `pointer` with `type=value` steps turned into the place of the first object of a list that has it.
fn place(whole: &Value, pointer: &str) -> String {
    let mut found = String::new();
    for step in pointer.split('/').skip(1) {
        let step = match step.split_once('=') {
            None => step.to_owned(),
            Some((key, value)) => {
                let list = whole.pointer(&found).and_then(Value::as_array).unwrap_or_else(|| panic!("{found} is no list"));
                list.iter().position(|item| item[key] == value).unwrap_or_else(|| panic!("{step} is not there")).to_string()
            }
        };
        found = format!("{found}/{step}");
    }
    found
}

/// The invented case with one payload after the other in every text that the exhibit, the analysts and the catalogue give.
fn poisoned(next: &mut impl Iterator<Item = String>) -> CaseFile {
    let mut file = case();
    let mut payload = || next.next().unwrap();
    file.case.title = payload();
    for read in &mut file.transcripts {
        for message in &mut read.transcript.messages {
            message.body = Hostile::new(payload());
            message.sender = Some(Hostile::new(payload()));
        }
        for observable in &mut read.analysis.observables {
            observable.value = Hostile::new(payload());
            observable.validity = Validity::Unchecked;
        }
        let analysis = &mut read.analysis;
        analysis.victims.iter_mut().for_each(|victim| victim.name = Hostile::new(payload()));
        analysis.claims.iter_mut().for_each(|claim| claim.as_written = Hostile::new(payload()));
        analysis.actors.iter_mut().for_each(|actor| (actor.name, actor.because) = (payload(), payload()));
        analysis.techniques.iter_mut().for_each(|technique| technique.name = payload());
        analysis.deadlines.iter_mut().for_each(|deadline| deadline.iso = Some(payload()));
        analysis.amounts.iter_mut().for_each(|amount| amount.currency = payload());
    }
    file.notes.iter_mut().for_each(|note| note.body = Hostile::new(payload()));
    file
}

fn empty() -> CaseFile {
    let mut file = case();
    (file.evidence, file.transcripts, file.notes, file.reviews, file.custody) = Default::default();
    file.custody_head = None;
    file
}

fn redacted() -> CaseFile {
    let options = ExportOptions { redaction: Some(Redaction::default()), ..options() };
    release::check(&case(), &options).unwrap().case.into_owned()
}

fn stix(folder: &Folder) {
    let twins = [
        ("marking", "/objects/name=TLP:AMBER/extensions", json!({})),
        ("reference", "/objects/type=relationship/target_ref", json!("intrusion-set--11111111-1111-4111-8111-111111111111")),
        ("pattern", "/objects/type=indicator/pattern", json!("[url:value = 'a' OR]")),
        ("vocabulary", "/objects/type=report/report_types", json!(["ransom"])),
    ];
    folder.json("stix", "case", &case(), &twins);
}

fn misp(folder: &Folder) {
    let twins = [
        ("type", "/Event/Object/name=ransom-negotiation/Attribute/object_relation=initial_ransom/type", json!("btc")),
        ("relation", "/Event/Object/name=coin-address/Attribute/object_relation=address-xmr/object_relation", json!("xmr-address")),
        ("template", "/Event/Object/name=instant-message/template_version", json!("1")),
        ("category", "/Event/Attribute/type=ip-dst/category", json!("Financial fraud")),
        ("distribution", "/Event/distribution", json!("9")),
    ];
    folder.json("misp", "case", &case(), &twins);
}

/// Two cases in one file, and twins of it; tables of both with a formula.
fn many(folder: &Folder) {
    let both = |format: &str| gathered(shakedown_export::format(format).unwrap(), &two(), &options());
    let twins = [
        ("reference", "/objects/type=relationship/target_ref", json!("intrusion-set--11111111-1111-4111-8111-111111111111")),
        ("bundle", "/id", json!("bundle-1")),
    ];
    folder.twins("stix", "two", &both("stix"), &twins);
    let twins = [
        ("second", "/response/1/Event/Object/name=ransom-negotiation/template_version", json!("1")),
        ("distribution", "/response/1/Event/distribution", json!("9")),
    ];
    folder.twins("misp", "two", &both("misp"), &twins);
    let bytes = both("csv");
    folder.write("two.csv.export", &bytes);
    let files = unzipped(&bytes);
    for (why, from, to) in [("formula", "\"\t+999", "\"+999"), ("case", "8,\"MK", "eight,\"MK")] {
        let broken = |(path, bytes): &(String, Vec<u8>)| (path.clone(), String::from_utf8_lossy(bytes).replacen(from, to, 1).into_bytes());
        let twin: Files = files.iter().map(broken).collect();
        assert!(twin != files, "{why}");
        folder.write(&format!("two-{why}.broken.csv.export"), &zipped(&twin));
    }
    let page = shift(&two(), &options(), ShiftFormat::Html);
    folder.write("shift.html.export", page.as_bytes());
    folder.write("shift-nesting.broken.html.export", page.replacen("<main>", "<main><td>", 1).as_bytes());
}

/// Twins: a table with a formula, a table with a cell too many, and an archive that is cut.
fn csv(folder: &Folder) {
    let bytes = folder.export("csv", "case", &case());
    // The archive is not compressed: the table stands in it as it is.
    let whole = String::from_utf8_lossy(&bytes);
    let table = whole.split("observables.csv").nth(1).unwrap().split("PK").next().unwrap();
    for (why, from, to) in [("formula", "\"\t+999", "\"+999"), ("cells", "\"phone\",", "\"phone\",,"), ("number", ",12,", ",twelve,")] {
        assert!(table.contains(from), "{from}");
        let files = vec![("observables.csv".to_owned(), table.replacen(from, to, 1).into_bytes())];
        folder.write(&format!("case-{why}.broken.csv.export"), &zipped(&files));
    }
    folder.write("case-cut.broken.csv.export", &bytes[..bytes.len() - 30]);
}

/// Sheets; twins with a cut tail, without tags, of another conformance, and with two messages that changed places.
fn pdf(folder: &Folder) {
    let file = case();
    // Marks of an alphabet that runs the other way come out of the sheet in the order of their glyphs.
    let said = |file: &CaseFile| -> Vec<String> {
        let bodies = file.transcripts[0].transcript.messages.iter().map(|message| message.body.raw());
        bodies.map(|body| body.split([' ', '\n']).next().unwrap_or_default().to_owned()).collect()
    };
    let sheets = |name: &str, bytes: &[u8], in_order: Vec<String>, never: &[&str]| {
        folder.write(&format!("{name}.pdf.export"), bytes);
        folder.write(&format!("{name}.pdf.said"), json!({ "in_order": in_order, "never": never }).to_string().as_bytes());
    };
    let bytes = export("pdf", &file, &options()).unwrap().bytes;
    sheets("case", &bytes, said(&file), &["http://", "https://"]);
    sheets("case-cut.broken", &bytes[..bytes.len() - 900], said(&file), &[]);
    for (why, from, to) in [("tags", "/Marked true", "/Marked null"), ("conformance", "<pdfaid:conformance>A<", "<pdfaid:conformance>B<")] {
        sheets(&format!("case-{why}.broken"), &replaced(&bytes, from, to), said(&file), &[]);
    }
    let mut swapped = case();
    swapped.transcripts[0].transcript.messages.swap(4, 5);
    sheets("case-order.broken", &export("pdf", &swapped, &options()).unwrap().bytes, said(&file), &[]);
    // A font of the machine has what those of the program lack, and one of the program has emoji.
    let mut far = case();
    far.transcripts[0].transcript.messages[1].body = Hostile::new("付款日本 🙂 оплата");
    let fonts = vec![FontFile::read(include_bytes!("cjk.ttf").to_vec()).unwrap()];
    let bytes = export("pdf", &far, &ExportOptions { fonts, ..options() }).unwrap().bytes;
    sheets("far", &bytes, vec!["付款日本".into(), "🙂".into(), "оплата".into()], &["⟨U+4ED8⟩"]);
    sheets("far-fonts.broken", &export("pdf", &far, &options()).unwrap().bytes, vec!["付款日本".into()], &[]);
    let closed = ExportOptions { redaction: Some(Redaction::default()), ..options() };
    let bytes = export("pdf", &file, &closed).unwrap().bytes;
    sheets("redacted", &bytes, vec!["Redacted.".into(), "[ORGANISATION-1]".into()], &["Halvorsen"]);
}

/// `bytes` with `to` in the place of every `from`, which is as long.
fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut changed = bytes.to_vec();
    let places: Vec<usize> = bytes.windows(from.len()).enumerate().filter(|(_, part)| *part == from.as_bytes()).map(|(at, _)| at).collect();
    assert!(!places.is_empty(), "{from}");
    places.into_iter().for_each(|at| changed[at..at + to.len()].copy_from_slice(to.as_bytes()));
    changed
}

/// The report; twins with an element where none may be and an attribute that there is not.
fn html(folder: &Folder) {
    let text = String::from_utf8(folder.export("html", "case", &case())).unwrap();
    for (why, from, to) in [("nesting", "<main>", "<main><li>"), ("attribute", "<main>", "<main colour=\"red\">")] {
        folder.write(&format!("case-{why}.broken.html.export"), text.replacen(from, to, 1).as_bytes());
    }
}

fn navigator(folder: &Folder) {
    let twins = [
        ("domain", "/domain", json!("office-attack")),
        ("technique", "/techniques/0/techniqueID", json!(1657)),
        ("score", "/techniques/0/score", json!("high")),
        ("layer", "/versions/layer", json!("9.9")),
    ];
    folder.json("navigator", "case", &case(), &twins);
}

fn case_file(folder: &Folder) {
    folder.write("case-file.schema", shakedown_export::schema("case-file").unwrap().to_string().as_bytes());
    let twins = [("marking", "/case/tlp", json!("TLP:WHITE")), ("hash", "/evidence/0/sha256", json!("abc"))];
    folder.json("json", "case", &case(), &twins);
}

/// A bag with its evidence; twins with a changed byte, a file too many and a file too few.
fn bundle(folder: &Folder) {
    let originals = [include_bytes!("chat.txt").to_vec(), include_bytes!("note.txt").to_vec()].map(Original::new);
    let bag = |file: &CaseFile| {
        let released = release::check(file, &options()).unwrap();
        shakedown_export::write(
            shakedown_export::format("bundle").unwrap(),
            &released,
            &mut Beside { originals: &originals, sign: Some(&mut |_| Ok("untrusted comment: invented\n".into())) },
        )
        .unwrap()
        .bytes
    };
    folder.write("case.bundle.export", &bag(&case()));
    folder.export("bundle", "no-evidence", &case());
    let files = unzipped(&bag(&case()));
    let evidence = |path: &str| path.contains("/data/evidence/");
    assert_eq!(files.iter().filter(|(path, _)| evidence(path)).count(), 2);
    let mut changed = files.clone();
    changed.iter_mut().filter(|(path, _)| evidence(path)).for_each(|(_, bytes)| bytes[0] ^= 1);
    folder.write("case-byte.broken.bundle.export", &zipped(&changed));
    let mut more = files.clone();
    more.push(("case-7/data/evidence/more".into(), b"more".to_vec()));
    folder.write("case-more.broken.bundle.export", &zipped(&more));
    let fewer: Vec<_> = files.into_iter().filter(|(path, _)| !evidence(path)).collect();
    folder.write("case-fewer.broken.bundle.export", &zipped(&fewer));
}

type Files = Vec<(String, Vec<u8>)>;

fn unzipped(bytes: &[u8]) -> Files {
    let archive = rawzip::ZipArchive::from_slice(bytes).unwrap();
    let mut files = Vec::new();
    for entry in archive.entries() {
        let entry = entry.unwrap();
        let path = String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap();
        files.push((path, archive.get_entry(entry.wayfinder()).unwrap().data().to_vec()));
    }
    files
}

fn zipped(files: &Files) -> Vec<u8> {
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for (path, bytes) in files {
        let (mut entry, config) = archive.new_file(path.as_str()).start().unwrap();
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes).unwrap();
        let (_, written) = writer.finish().unwrap();
        entry.finish(written).unwrap();
    }
    archive.finish().unwrap()
}

/// The fences of the report hold what was said, to the character; a twin lets markup out, another loses a word.
fn markdown(folder: &Folder, name: &str, file: &CaseFile) {
    let bytes = folder.export("md", name, file);
    let bodies = file.transcripts.iter().flat_map(|read| &read.transcript.messages).map(|message| &message.body);
    let said = bodies.chain(file.notes.iter().map(|note| &note.body)).map(|body| defang(&visible(&body.raw().replace("\r\n", "\n"))));
    let said = json!(said.collect::<Vec<_>>()).to_string();
    folder.write(&format!("{name}.md.said"), said.as_bytes());
    if name == "case" {
        let text = String::from_utf8(bytes).unwrap();
        for (why, from, to) in [("markup", "```text", "<b>"), ("word", "Please wait", "Please")] {
            folder.write(&format!("{name}-{why}.broken.md.export"), text.replacen(from, to, 1).as_bytes());
            folder.write(&format!("{name}-{why}.broken.md.said"), said.as_bytes());
        }
    }
}

#[test]
fn every_export_is_accepted_by_validators_that_others_wrote_and_every_broken_twin_is_not() {
    let Some(python) = std::env::var_os("SHAKEDOWN_VALIDATORS") else {
        return skip("./test installs the validators and names their Python in SHAKEDOWN_VALIDATORS");
    };
    let folder = Folder::new();
    stix(&folder);
    misp(&folder);
    html(&folder);
    pdf(&folder);
    navigator(&folder);
    case_file(&folder);
    bundle(&folder);
    csv(&folder);
    many(&folder);
    markdown(&folder, "case", &case());
    let payloads: Vec<String> = serde_json::from_str(include_str!("payloads.json")).unwrap();
    let mut payloads = payloads.into_iter().cycle();
    for format in ["stix", "misp", "navigator", "json"] {
        folder.json(format, "empty", &empty(), &[]);
        folder.json(format, "redacted", &redacted(), &[]);
        // One case takes about as many texts as there are payloads; the next begins with another.
        for number in 1..=4 {
            folder.json(format, &format!("hostile-{number}"), &poisoned(&mut payloads), &[]);
        }
    }
    folder.export("csv", "empty", &empty());
    markdown(&folder, "empty", &empty());
    for number in 1..=4 {
        folder.export("csv", &format!("hostile-{number}"), &poisoned(&mut payloads));
        markdown(&folder, &format!("hostile-{number}"), &poisoned(&mut payloads));
    }
    // Every text at once, also those that no font has: they must not keep a report from being made.
    let sheets = export("pdf", &poisoned(&mut payloads), &options()).unwrap().bytes;
    folder.write("hostile.pdf.export", &sheets);
    folder.write("hostile.pdf.said", json!({ "in_order": [], "never": ["http://", "https://"] }).to_string().as_bytes());
    // Java takes seconds for each page.
    folder.export("html", "hostile", &poisoned(&mut payloads));
    let verdicts = folder.ask(&python);
    let mut twins: BTreeMap<&str, (bool, &str)> = BTreeMap::new();
    for ((file, validator), (accepted, words)) in &verdicts {
        if file.contains(".broken.") {
            let rejected = twins.entry(file).or_default();
            if !accepted {
                *rejected = (true, words);
            }
        } else {
            assert!(accepted, "{validator} rejects {file}: {words}");
        }
    }
    report(&verdicts);
    for (twin, (rejected, _)) in twins {
        assert!(rejected, "no validator rejects {twin}");
    }
}

/// Say that nothing was asked, and why; `./test` counts it.
fn skip(reason: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "skipped: {reason}").unwrap();
    if let Some(path) = std::env::var_os("SHAKEDOWN_SKIPS") {
        let mut list = fs::OpenOptions::new().append(true).create(true).open(path).unwrap();
        writeln!(list, "every_export_is_accepted_by_validators_that_others_wrote_and_every_broken_twin_is_not\t{reason}").unwrap();
    }
}

/// Tell what each validator said, past the capture of the test's output: `./test` shows it.
fn report(verdicts: &Verdicts) {
    let mut out = std::io::stdout().lock();
    let mut accepted: BTreeMap<&str, usize> = BTreeMap::new();
    for ((file, validator), (holds, words)) in verdicts {
        if *holds {
            *accepted.entry(validator).or_default() += usize::from(!file.contains(".broken."));
        } else {
            writeln!(out, "{validator} rejects {file}: {}", words.chars().take(120).collect::<String>()).unwrap();
        }
    }
    for (validator, count) in accepted {
        writeln!(out, "{validator} accepts {count} exports").unwrap();
    }
}
