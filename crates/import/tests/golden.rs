//! Every sample beside its transcript: `formats/<id>/<name>.in.<ext>` gives `<name>.out.json`. `BLESS=1` writes the transcripts anew. What a worker
//! process recognised in a sample stands in `<name>.recognised.json`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use shakedown_core::{Locator, Place};
use shakedown_import::{Collected, ReadOptions, Reading, UNKNOWN, formats, read};

fn folders() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats")
}

/// The samples of every folder, with the folder's name.
fn samples() -> Vec<(String, PathBuf)> {
    let mut samples = Vec::new();
    for folder in fs::read_dir(folders()).unwrap().map(|entry| entry.unwrap().path()) {
        let id = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for file in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if file.file_name().unwrap().to_str().unwrap().contains(".in.") {
                samples.push((id.clone(), file));
            }
        }
    }
    samples.sort();
    samples
}

/// The file of a sample with this ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap().to_str().unwrap();
    path.with_file_name(format!("{}.{ending}", name.split_once(".in.").unwrap().0))
}

fn transcript(path: &Path) -> (Reading, Collected) {
    let mut collected = Collected::default();
    // A sample has the name that its exhibit would have: `2024-03-05.in.log` is `2024-03-05.log`.
    let file_name = Some(path.file_name().unwrap().to_str().unwrap().replace(".in.", "."));
    let recognised = fs::read(beside(path, "recognised.json")).ok().map(|bytes| serde_json::from_slice(&bytes).unwrap());
    let options = ReadOptions { file_name, recognised, ..ReadOptions::default() };
    let reading = read(&mut File::open(path).unwrap(), &options, &mut collected).unwrap();
    (reading, collected)
}

fn as_json(reading: &Reading, collected: &Collected) -> Value {
    json!({
        "format": reading.format,
        "reader_version": reading.reader_version,
        "participants": collected.participants,
        "messages": collected.messages,
        "notes": collected.notes,
    })
}

#[test]
fn every_sample_gives_its_transcript() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut differing = Vec::new();
    for (id, path) in samples() {
        let (reading, collected) = transcript(&path);
        assert_eq!(reading.format, id, "{}", path.display());
        let out = beside(&path, "out.json");
        let found = serde_json::to_string_pretty(&as_json(&reading, &collected)).unwrap() + "\n";
        if bless {
            fs::write(&out, found).unwrap();
        } else if fs::read_to_string(&out).unwrap_or_default() != found {
            differing.push(out);
        }
    }
    assert!(differing.is_empty(), "look at these, then BLESS=1: {differing:#?}");
}

#[test]
fn every_format_has_samples_and_says_where_they_come_from() {
    let listed: BTreeSet<&str> = formats().iter().map(|format| format.id()).chain([UNKNOWN]).collect();
    let samples = samples();
    let sampled: BTreeSet<&str> = samples.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(listed, sampled);
    for id in listed {
        let readme = fs::read_to_string(folders().join(id).join("README.md")).unwrap_or_default();
        assert!(readme.len() > 200, "{id}: README.md says who invented the samples and what they follow");
    }
}

/// Every line of a sample in a line format is in the lines of a record or of a note; every record of a JSON sample is one of either.
#[test]
fn nothing_is_lost_in_silence() {
    for (id, path) in samples() {
        let (_, collected) = transcript(&path);
        let locators: Vec<&Locator> =
            collected.messages.iter().map(|message| &message.locator).chain(collected.notes.iter().map(|note| &note.locator)).collect();
        let bytes = fs::read(&path).unwrap();
        match id.as_str() {
            "text" | "whatsapp-text" | "discord-txt" | "webvtt" | "srt" | "teams-paste" if !bytes.contains(&0) => {
                lines_are_kept(&path, &bytes, &locators)
            }
            "ransomchats-json" | "telegram-json" | "discord-json" | "meta-json" => records_are_kept(&path, &bytes, &locators),
            _ if !bytes.contains(&0) && locators.iter().all(|locator| matches!(locator.place, Place::Lines(..))) => {
                lines_are_kept(&path, &bytes, &locators);
            }
            _ => assert!(!locators.is_empty(), "{}", path.display()),
        }
    }
}

fn lines_are_kept(path: &Path, bytes: &[u8], locators: &[&Locator]) {
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let number = index as u64 + 1;
        let kept = locators.iter().any(|locator| matches!(locator.place, Place::Lines(first, last) if (first..=last).contains(&number)));
        // The first line of WebVTT says what kind of file it is, and may say no more.
        assert!(kept || line.trim_ascii().is_empty() || line.ends_with(b"WEBVTT"), "{}: line {number} is in no record", path.display());
    }
}

fn records_are_kept(path: &Path, bytes: &[u8], locators: &[&Locator]) {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        return assert!(!locators.is_empty(), "{}", path.display());
    };
    let chats: Vec<(String, &Value)> = match value.pointer("/chats/list").and_then(Value::as_array) {
        Some(list) => list.iter().enumerate().map(|(index, chat)| (format!("/chats/list/{index}"), chat)).collect(),
        None => vec![(String::new(), &value)],
    };
    for (chat, value) in chats {
        for index in 0..value["messages"].as_array().unwrap().len() {
            let wanted = Place::Pointer(format!("{chat}/messages/{index}"));
            assert!(locators.iter().any(|locator| locator.place == wanted), "{}: {wanted:?} is in no record", path.display());
        }
    }
}

/// The bytes that a locator names are the ones that were read: the body of an unsplit text is its place in the exhibit.
#[test]
fn places_lead_back_into_the_exhibit() {
    for (id, path) in samples().into_iter().filter(|(id, _)| matches!(id.as_str(), "text" | "whatsapp-text")) {
        let bytes = fs::read(&path).unwrap();
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        for message in transcript(&path).1.messages.iter().filter(|_| !text.contains('\0')) {
            let (start, end) = message.locator.bytes.unwrap();
            let place = text.get(start as usize..end as usize).unwrap_or_else(|| panic!("{id}: {}", path.display()));
            assert!(place.ends_with(message.body.raw()), "{}: {place:?}", path.display());
        }
    }
}
