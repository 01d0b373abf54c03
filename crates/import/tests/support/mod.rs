//! The samples of every format, and what is read from them.
#![allow(dead_code, reason = "each test program uses its own part")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use shakedown_import::{Collected, ReadOptions, Reading, read};

pub fn folders() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats")
}

/// The samples of every folder, with the folder's name.
pub fn samples() -> Vec<(String, PathBuf)> {
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
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap().to_str().unwrap();
    path.with_file_name(format!("{}.{ending}", name.split_once(".in.").unwrap().0))
}

pub fn transcript(path: &Path) -> (Reading, Collected) {
    let mut collected = Collected::default();
    // A sample has the name that its exhibit would have: `2024-03-05.in.log` is `2024-03-05.log`.
    let file_name = Some(path.file_name().unwrap().to_str().unwrap().replace(".in.", "."));
    let recognised = fs::read(beside(path, "recognised.json")).ok().map(|bytes| serde_json::from_slice(&bytes).unwrap());
    let options = ReadOptions { file_name, recognised, ..ReadOptions::default() };
    let reading = read(&mut File::open(path).unwrap(), &options, &mut collected).unwrap();
    (reading, collected)
}
