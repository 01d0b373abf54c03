//! A case that another store gave away: a case file as JSON, or an evidence bundle. It is hostile until it is shown to be whole.
//!
//! A bundle holds what this program writes and nothing else: every name is known, every file stands in a manifest, every checksum is right.
//! Names become no paths, nothing is unpacked to a disk, and no setting or rule is taken out of it.
//!
//! Source: RFC 8493 (BagIt 1.0), PKWARE APPNOTE 6.3.10; what of both this program writes stands in the crate of the exports.

mod checks;

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha512};
use shakedown_core::{CaseFile, Digest, visible};

pub use checks::chain_holds;

/// The version of the case file that is read.
const CASE_FILE: u32 = 1;
/// The longest file, in bytes.
const BYTES_MAX: usize = 2 << 30;
/// The longest case file inside of it, in bytes.
const JSON_MAX: usize = 512 << 20;
/// The most files in a bundle.
const FILES_MAX: usize = 10_000;
/// What is signed: it names the checksum of everything else.
const SIGNED: &str = "tagmanifest-sha512.txt";
/// Files beside the payload.
const TAGS: &[&str] = &["bagit.txt", "bag-info.txt", "manifest-sha512.txt"];

/// Why a file is no case that can be taken over. Nothing was changed when one is returned.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HandOverError {
    /// Longer than is read.
    #[error("expected at most {max} bytes, found {found}")]
    TooLarge {
        /// How many are read.
        max: usize,
        /// How many there are.
        found: usize,
    },
    /// Neither a case file nor a bundle.
    #[error("expected a case file (JSON) or an evidence bundle (ZIP) of this program, found {found}")]
    NotACase {
        /// What it looks like.
        found: String,
    },
    /// A file that does not belong there, is missing, or stands there twice.
    #[error("bundle: expected {expected}, found {found}")]
    Bag {
        /// What was expected.
        expected: &'static str,
        /// What was found, quoted and cut.
        found: String,
    },
    /// A checksum does not hold.
    #[error("bundle: {path} is not what its manifest says")]
    Checksum {
        /// The file.
        path: String,
    },
    /// Something in the case file contradicts something else in it, or the chain of custody.
    #[error("case file, {place}: expected {expected}, found {found}")]
    Inconsistent {
        /// Where.
        place: String,
        /// What was expected.
        expected: &'static str,
        /// What was found, quoted and cut.
        found: String,
    },
    /// Tokens stand in it for what tells who the victim is: it is no longer what was read from the evidence.
    #[error("case file: it is redacted, so that it differs from the evidence that its hashes are of")]
    Redacted,
}

/// A case, whole and without contradictions. Whether its sender is known is another question.
#[derive(Debug)]
pub struct HandedOver<'a> {
    /// The case file.
    pub file: CaseFile,
    /// Bytes of evidence by their hash; none in a case file alone.
    pub originals: BTreeMap<Digest, &'a [u8]>,
    /// What is signed, and the signature in minisign's form, where there is one.
    pub signed: Option<(&'a [u8], &'a str)>,
    /// The hash of the whole file.
    pub sha256: Digest,
}

/// Read a case file or a bundle out of `bytes`.
///
/// Everything is checked before anything is given back: names, checksums, hashes of evidence, identifiers, the chain of custody. Errors: those of
/// [`HandOverError`]; words out of the file stand in them quoted and cut.
pub fn handed_over(bytes: &[u8]) -> Result<HandedOver<'_>, HandOverError> {
    at_most(bytes, BYTES_MAX)?;
    let sha256 = Digest::of(bytes);
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or_default();
    match bytes.get(start) {
        Some(b'{') => Ok(HandedOver { file: case_file(bytes)?, originals: BTreeMap::new(), signed: None, sha256 }),
        Some(b'P') if bytes.starts_with(b"PK\x03\x04") => bundle(bytes, sha256),
        _ => Err(HandOverError::NotACase { found: quoted(&String::from_utf8_lossy(bytes.get(..24).unwrap_or(bytes))) }),
    }
}

fn at_most(bytes: &[u8], max: usize) -> Result<(), HandOverError> {
    if bytes.len() > max { Err(HandOverError::TooLarge { max, found: bytes.len() }) } else { Ok(()) }
}

/// Text out of the file as it may stand in an error: visible, between quotation marks, cut.
fn quoted(text: &str) -> String {
    let cut: String = text.chars().take(60).collect();
    format!("“{}”", visible(&cut).replace(['\n', '\t'], " "))
}

fn case_file(bytes: &[u8]) -> Result<CaseFile, HandOverError> {
    at_most(bytes, JSON_MAX)?;
    let unreadable = |error: serde_json::Error| HandOverError::Inconsistent {
        place: format!("line {}, column {}", error.line(), error.column()),
        expected: "a case file as the schema `case-file` has it",
        found: quoted(&error.to_string()),
    };
    let file: CaseFile = serde_json::from_slice(bytes).map_err(unreadable)?;
    if file.redacted {
        return Err(HandOverError::Redacted);
    }
    if file.shakedown_case_file != CASE_FILE {
        let (place, found) = ("shakedown_case_file".to_owned(), file.shakedown_case_file.to_string());
        return Err(HandOverError::Inconsistent { place, expected: "version 1", found });
    }
    checks::check(&file)?;
    Ok(file)
}

type Files<'a> = BTreeMap<String, &'a [u8]>;

fn bundle(bytes: &[u8], sha256: Digest) -> Result<HandedOver<'_>, HandOverError> {
    let files = unzipped(bytes)?;
    let signed = *file(&files, SIGNED)?;
    let sums = manifest(signed)?;
    TAGS.iter().try_for_each(|tag| holds(&files, &sums, tag))?;
    let payload = manifest(file(&files, "manifest-sha512.txt")?)?;
    let listed = payload.keys().map(String::as_str);
    for path in listed.chain(files.keys().map(String::as_str).filter(|path| path.starts_with("data/"))) {
        holds(&files, &payload, path)?;
    }
    let case = case_file(file(&files, "data/case.json")?)?;
    let mut originals = BTreeMap::new();
    for (path, content) in &files {
        let Some(name) = path.strip_prefix("data/evidence/") else { continue };
        let hash = Digest::of(content);
        let known = case.evidence.iter().any(|item| item.sha256 == hash && item.byte_len == content.len() as u64);
        if hash.to_string() != name || !known {
            return Err(HandOverError::Bag { expected: "evidence of this case under its own hash", found: quoted(path) });
        }
        originals.insert(hash, *content);
    }
    let signature = files.get(&format!("{SIGNED}.minisig")).and_then(|bytes| std::str::from_utf8(bytes).ok());
    Ok(HandedOver { file: case, originals, signed: signature.map(|signature| (signed, signature)), sha256 })
}

/// The files of the archive under their names without the folder. They are stored, not packed, and their bytes follow each other.
fn unzipped(bytes: &[u8]) -> Result<Files<'_>, HandOverError> {
    let broken = |error: rawzip::Error| HandOverError::Bag { expected: "a whole ZIP archive", found: quoted(&error.to_string()) };
    let archive = rawzip::ZipArchive::from_slice(bytes).map_err(broken)?;
    let (mut files, mut folder, mut total) = (Files::new(), None, 0_usize);
    for entry in archive.entries() {
        let entry = entry.map_err(broken)?;
        let whole = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
        let odd = |expected| HandOverError::Bag { expected, found: quoted(&whole) };
        let (begin, path) = whole.split_once('/').ok_or_else(|| odd("files in one folder"))?;
        if folder.get_or_insert_with(|| begin.to_owned()) != begin {
            return Err(odd("files in one folder"));
        }
        if !is_known(path) {
            return Err(odd("files that this program writes into a bundle"));
        }
        if entry.compression_method() != rawzip::CompressionMethod::STORE {
            return Err(odd("files that are stored and not packed"));
        }
        let (start, end) = archive.get_entry(entry.wayfinder()).map_err(broken)?.compressed_data_range();
        let place = usize::try_from(start).unwrap_or(usize::MAX)..usize::try_from(end).unwrap_or(usize::MAX);
        let content = bytes.get(place).ok_or_else(|| odd("files that lie in the archive"))?;
        total = total.saturating_add(content.len());
        if total > bytes.len() || files.len() >= FILES_MAX {
            return Err(odd("files that do not lie over each other, and at most 10,000"));
        }
        if files.insert(path.to_owned(), content).is_some() {
            return Err(odd("each file once"));
        }
    }
    Ok(files)
}

/// Whether this program writes a file of this name.
fn is_known(path: &str) -> bool {
    let number = |name: &str| {
        name.strip_suffix(".json").is_some_and(|name| !name.is_empty() && name.len() < 9 && name.bytes().all(|b| b.is_ascii_digit()))
    };
    let hash = |name: &str| name.len() == 64 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    TAGS.contains(&path)
        || path.strip_prefix(SIGNED).is_some_and(|rest| matches!(rest, "" | ".minisig"))
        || matches!(path, "data/case.json" | "data/custody.json" | "data/report.html")
        || path.strip_prefix("data/transcripts/").is_some_and(number)
        || path.strip_prefix("data/evidence/").is_some_and(hash)
}

fn file<'a, 'f>(files: &'f Files<'a>, path: &'static str) -> Result<&'f &'a [u8], HandOverError> {
    files.get(path).ok_or(HandOverError::Bag { expected: path, found: "nothing".into() })
}

/// The checksums of a manifest by path.
fn manifest(bytes: &[u8]) -> Result<BTreeMap<String, String>, HandOverError> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let line = |line: &str| {
        let (sum, path) = line.split_once("  ")?;
        (sum.len() == 128).then(|| (path.to_owned(), sum.to_owned()))
    };
    let wrong = |line: &str| HandOverError::Bag { expected: "a SHA-512 and a path in each line of a manifest", found: quoted(line) };
    text.lines().map(|one| line(one).ok_or_else(|| wrong(one))).collect()
}

fn holds(files: &Files<'_>, sums: &BTreeMap<String, String>, path: &str) -> Result<(), HandOverError> {
    let found = files.get(path).map(|content| Sha512::digest(content).iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    if found.is_some() && found.as_ref() == sums.get(path) { Ok(()) } else { Err(HandOverError::Checksum { path: quoted(path) }) }
}
