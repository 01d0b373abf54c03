//! Every sample beside its transcript: `formats/<id>/<name>.in.<ext>` gives `<name>.out.json`. `BLESS=1` writes the transcripts anew. What a worker
//! process recognised in a sample stands in `<name>.recognised.json`.

mod support;

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};
use shakedown_import::{Collected, Reading, UNKNOWN, formats};
use support::{beside, folders, samples, transcript};

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
