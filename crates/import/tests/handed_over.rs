//! A case that another store gave away is read whole or not at all.

use std::io::Write as _;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha512};
use shakedown_core::Digest;
use shakedown_import::{HandOverError, handed_over};

/// The invented case of the exports, as the exports write it.
const BUNDLE: &[u8] = include_bytes!("../../export/tests/expected/case-7.bundle.zip");
const CASE: &[u8] = include_bytes!("../../export/tests/expected/case-7.json");
const CHAT: &[u8] = include_bytes!("../../export/tests/exports/chat.txt");

/// The files of a bundle, and a bundle of files.
type Files = Vec<(String, Vec<u8>)>;

fn unzipped(bytes: &[u8]) -> Files {
    let archive = rawzip::ZipArchive::from_slice(bytes).unwrap();
    let entries = archive.entries().map(|entry| entry.unwrap());
    let file = |entry: rawzip::ZipFileHeaderRecord<'_>| {
        let path = String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap();
        (path, archive.get_entry(entry.wayfinder()).unwrap().data().to_vec())
    };
    entries.map(file).collect()
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

/// `files` with sums that hold again: what somebody sends who knows the format.
fn summed(files: &Files) -> Files {
    let folder = files[0].0.split('/').next().unwrap().to_owned();
    let line = |(path, bytes): &(String, Vec<u8>)| {
        let sum: String = Sha512::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{sum}  {}\n", path.split_once('/').map_or(path.as_str(), |(_, path)| path))
    };
    let mut files: Files = files.iter().filter(|(path, _)| !path.ends_with("manifest-sha512.txt")).cloned().collect();
    let payload: String = files.iter().filter(|(path, _)| path.contains("/data/")).map(line).collect();
    files.push((format!("{folder}/manifest-sha512.txt"), payload.into_bytes()));
    let tags: String = files.iter().filter(|(path, _)| !path.contains("/data/")).map(line).collect();
    files.push((format!("{folder}/tagmanifest-sha512.txt"), tags.into_bytes()));
    files
}

/// A bundle whose case file is changed, its sums right again.
fn with_case(files: &Files, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut files = files.clone();
    let (_, bytes) = files.iter_mut().find(|(path, _)| path.ends_with("data/case.json")).unwrap();
    let mut case: Value = serde_json::from_slice(bytes).unwrap();
    change(&mut case);
    *bytes = case.to_string().into_bytes();
    zipped(&summed(&files))
}

/// The bundle with the evidence that it is about.
fn with_evidence() -> Files {
    let mut files = unzipped(BUNDLE);
    files.push((format!("case-7/data/evidence/{}", Digest::of(CHAT)), CHAT.to_vec()));
    summed(&files)
}

#[test]
fn a_bundle_and_a_case_file_say_the_same_case() {
    let bundle = zipped(&with_evidence());
    let read = handed_over(&bundle).unwrap();
    assert_eq!(read.file, handed_over(CASE).unwrap().file);
    assert_eq!(read.originals.into_iter().collect::<Vec<_>>(), [(Digest::of(CHAT), CHAT)]);
    assert!(read.signed.is_none());
    assert_eq!(read.sha256, Digest::of(&bundle));
    assert!(handed_over(BUNDLE).unwrap().originals.is_empty(), "a bundle may leave without its evidence");
}

#[test]
fn a_signature_comes_with_what_it_is_of() {
    let mut files = with_evidence();
    files.push(("case-7/tagmanifest-sha512.txt.minisig".into(), b"untrusted comment: x".to_vec()));
    let bundle = zipped(&files);
    let (signed, signature) = handed_over(&bundle).unwrap().signed.unwrap();
    assert!(signed.ends_with(b"manifest-sha512.txt\n") && signature == "untrusted comment: x");
}

/// Bundles that somebody made on purpose: each with its name.
fn crafted(files: &Files) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    // Names that are no names of a bundle, and files that belong to none.
    let names = [
        "../evil",
        "..\\evil",
        "/etc/passwd",
        "C:/evil",
        "data/../../evil",
        "data/evidence/../case.json",
        "data/evil.json",
        "fetch.txt",
        "data/case.json\u{0}",
        "data/CASE.JSON",
        "data/evidence/abc",
        "data/transcripts/one.json",
        "settings.json",
        "rules/evil.toml",
        "",
        "data/evidence/0000000000000000000000000000000000000000000000000000000000000000",
        "con",
        "data/case.json:stream",
        "..",
        "own/rules.toml",
    ];
    let folder = files[0].0.split('/').next().unwrap();
    for name in names {
        let mut more = files.clone();
        more.push((format!("{folder}/{name}"), b"evil".to_vec()));
        all.push((format!("the name {name:?}"), zipped(&summed(&more))));
    }
    let mut twice = files.clone();
    twice.push(files.iter().find(|(path, _)| path.ends_with("case.json")).unwrap().clone());
    all.push(("a file twice".into(), zipped(&twice)));
    let mut apart = files.clone();
    apart.push(("other/bagit.txt".into(), Vec::new()));
    all.push(("two folders".into(), zipped(&apart)));
    for gone in ["bagit.txt", "bag-info.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt", "data/case.json", "data/report.html"] {
        let fewer: Files = files.iter().filter(|(path, _)| *path != format!("{folder}/{gone}")).cloned().collect();
        all.push((format!("no {gone}"), zipped(&fewer)));
    }
    for (path, _) in files {
        let flip = |(name, bytes): &(String, Vec<u8>)| {
            let mut bytes = bytes.clone();
            bytes.iter_mut().take(usize::from(name == path)).for_each(|byte| *byte ^= 1);
            (name.clone(), bytes)
        };
        all.push((format!("a byte of {path}"), zipped(&files.iter().map(flip).collect())));
    }
    all
}

/// A change of a case file, with its name.
type Contradiction = (&'static str, fn(&mut Value));

/// Changes of the case file that its schema allows and its sense does not.
fn contradictions() -> Vec<Contradiction> {
    vec![
        ("another version", |case| case["shakedown_case_file"] = json!(2)),
        ("redacted", |case| case["redacted"] = json!(true)),
        ("an identifier that is a path", |case| case["case"]["id"] = json!("../../x")),
        ("an empty identifier", |case| case["case"]["id"] = json!("")),
        ("a long identifier", |case| case["case"]["id"] = json!("a".repeat(65))),
        ("evidence that is not there", |case| case["case"]["evidence"] = json!(["x"])),
        ("a transcript of nothing", |case| case["transcripts"][0]["transcript"]["evidence_id"] = json!("x")),
        ("a hash that is none of the bytes", |case| case["evidence"][0]["sha256"] = json!("0".repeat(64))),
        ("another length", |case| case["evidence"][0]["byte_len"] = json!(1)),
        ("a length beyond all files", |case| case["evidence"][0]["byte_len"] = json!(u64::MAX)),
        ("an item above itself", |case| case["evidence"][0]["parent"] = case["evidence"][0]["id"].clone()),
        ("messages that go back", |case| {
            let first = case["transcripts"][0]["transcript"]["messages"][0].clone();
            case["transcripts"][0]["transcript"]["messages"].as_array_mut().unwrap().push(first);
        }),
        ("a link that was changed", |case| case["custody"][0]["analyst"] = json!("somebody else")),
        ("a head that was changed", |case| case["custody_head"]["detail_sha256"] = json!("1".repeat(64))),
        ("a link that stands twice", |case| {
            let first = case["custody"][0].clone();
            case["custody"].as_array_mut().unwrap().push(first);
        }),
        ("a marking of its own", |case| case["case"]["tlp"] = json!("TLP:WHITE")),
        ("a title as long as a book", |case| case["case"]["title"] = json!("a".repeat(1 << 17))),
        ("a word in place of a number", |case| case["case"]["number"] = json!("one")),
        ("no case at all", |case| *case = json!({})),
    ]
}

#[test]
fn no_crafted_bundle_is_a_case() {
    let files = with_evidence();
    let mut bundles = crafted(&files);
    bundles.extend(contradictions().into_iter().map(|(name, change)| (name.to_owned(), with_case(&files, change))));
    assert!(bundles.len() >= 40, "{}", bundles.len());
    for (name, bytes) in &bundles {
        let error = handed_over(bytes).map(drop).expect_err(name);
        assert!(error.to_string().len() < 600, "{name}: words of the file stand cut in the error: {error}");
    }
    for bytes in [&b""[..], b"PK\x03\x04", b"[]", b"{}", b"{", b"hello", &BUNDLE[..BUNDLE.len() / 2]] {
        assert!(handed_over(bytes).is_err());
    }
    let redacted = with_case(&files, |case| case["redacted"] = json!(true));
    assert!(matches!(handed_over(&redacted), Err(HandOverError::Redacted)));
}

#[test]
fn a_changed_bundle_is_refused_or_says_the_same_case() {
    let whole = zipped(&with_evidence());
    let file = handed_over(&whole).unwrap().file;
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut refused = 0;
    for _ in 0..500 {
        let mut bytes = whole.clone();
        match next(3) {
            0 => bytes.truncate(next(whole.len())),
            1 => drop(bytes.drain(next(whole.len() / 2)..whole.len() / 2)),
            _ => (0..=next(4)).for_each(|_| bytes[next(whole.len())] ^= 1 << next(8)),
        }
        // A bit that says nothing, a date in the archive, may change.
        match handed_over(&bytes) {
            Ok(read) => assert_eq!(read.file, file),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 400, "{refused}");
}
