//! Every reader reads every sample of every other one, whole, torn and spoilt, and everything that once broke a reader.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use shakedown_import::{Collected, ImportError, ReadOptions, formats, read};

/// Longest sample that goes through every reader, in bytes.
const SAMPLE_MAX: usize = 16 * 1024;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else if !path.to_string_lossy().ends_with(".out.json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn survive(name: &Path, bytes: &[u8]) {
    for format in formats() {
        let options = ReadOptions { format: Some(format.id().to_owned()), ..ReadOptions::default() };
        let outcome = read(&mut Cursor::new(bytes), &options, &mut Collected::default());
        assert!(matches!(outcome, Ok(_) | Err(ImportError::NotThisFormat { .. })), "{} as {}: {outcome:?}", name.display(), format.id());
    }
}

#[test]
fn every_sample_is_survived_by_every_reader_whole_torn_and_spoilt() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut state = 1_u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    let mut samples = 0;
    for path in files(&folder) {
        let bytes = fs::read(&path).unwrap();
        if bytes.len() > SAMPLE_MAX {
            continue;
        }
        samples += 1;
        survive(&path, &bytes);
        survive(&path, &bytes[..draw(bytes.len())]);
        let mut spoilt = bytes;
        for _ in 0..8 {
            let at = draw(spoilt.len());
            if let Some(byte) = spoilt.get_mut(at) {
                *byte = draw(256) as u8;
            }
        }
        survive(&path, &spoilt);
    }
    assert!(samples >= formats().len(), "{samples} samples");
}

#[test]
fn what_once_broke_a_reader_is_survived_by_every_reader() {
    let files = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken"));
    assert!(files.iter().any(|path| path.ends_with("README.md")));
    files.iter().for_each(|path| survive(path, &fs::read(path).unwrap()));
}
