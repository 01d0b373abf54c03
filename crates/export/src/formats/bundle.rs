//! The evidence bundle: a BagIt bag in a ZIP archive, with the evidence as received, the case file, transcripts, custody and the report.
//!
//! Files lie under names that this program makes: the evidence by its hash, never by a name out of the exhibit. A redacted case leaves without
//! its evidence, which nobody can redact. Signed is the manifest of the tags, which names the checksum of everything else in the bag.
//!
//! Source: RFC 8493 (BagIt 1.0).

use std::borrow::Cow;

use sha2::{Digest as _, Sha512};
use shakedown_core::{Artifact, CaseFile};

use super::said::quote;
use super::visible_json;
use super::zipped::zipped;
use crate::{Beside, ExportError, ExportOptions, Exporter, Original};

/// The format.
pub(super) struct Format;

impl Exporter for Format {
    fn id(&self) -> &'static str {
        "bundle"
    }

    fn name(&self) -> &'static str {
        "Evidence bundle (BagIt)"
    }

    fn words(&self) -> &'static str {
        "to hand over: the evidence as received, the case file, transcripts, custody and report, with checksums, signed"
    }

    fn media_type(&self) -> &'static str {
        "application/zip"
    }

    fn takes_originals(&self) -> bool {
        true
    }

    fn write(&self, case: &CaseFile, options: &ExportOptions) -> Result<Artifact, ExportError> {
        self.write_with(case, options, &mut Beside::default())
    }

    fn write_with(&self, case: &CaseFile, options: &ExportOptions, beside: &mut Beside<'_>) -> Result<Artifact, ExportError> {
        let payload = payload(case, options, beside.originals)?;
        let mut manifest = String::new();
        let mut bytes = 0;
        for (path, content) in &payload {
            manifest.push_str(&line(path, content));
            bytes += content.len();
        }
        let tags = [
            ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_owned()),
            ("bag-info.txt", info(case, options, bytes, payload.len())),
            ("manifest-sha512.txt", manifest),
        ];
        let sums: String = tags.iter().map(|(path, content)| line(path, content.as_bytes())).collect();
        let signature = beside.sign.as_mut().map(|sign| sign(sums.as_bytes())).transpose()?;
        let folder = format!("case-{}", case.case.number);
        let mut files: Vec<(String, &[u8])> = Vec::new();
        files.extend(tags.iter().map(|(path, content)| (format!("{folder}/{path}"), content.as_bytes())));
        files.push((format!("{folder}/tagmanifest-sha512.txt"), sums.as_bytes()));
        files.extend(signature.iter().map(|signature| (format!("{folder}/tagmanifest-sha512.txt.minisig"), signature.as_bytes())));
        files.extend(payload.iter().map(|(path, content)| (format!("{folder}/{path}"), content.as_ref())));
        let bytes = zipped(files.iter().map(|(path, content)| (path.as_str(), *content)))?;
        Ok(Artifact::new(bytes, format!("{folder}.bundle.zip"), self.media_type(), options.tlp))
    }
}

/// Files of the bag: a path and what it holds.
type Files<'a> = Vec<(String, Cow<'a, [u8]>)>;

/// What the bag carries, in the order of its paths.
fn payload<'a>(case: &CaseFile, options: &ExportOptions, originals: &'a [Original]) -> Result<Files<'a>, ExportError> {
    let mut files = vec![
        ("data/case.json".to_owned(), super::json::Format.write(case, options)?.bytes.into()),
        ("data/custody.json".to_owned(), visible_json::bytes(&(&case.custody, &case.custody_head))?.into()),
        ("data/report.html".to_owned(), super::html::Format.write(case, options)?.bytes.into()),
    ];
    for (place, read) in case.transcripts.iter().enumerate() {
        files.push((format!("data/transcripts/{}.json", place + 1), visible_json::bytes(&read.transcript)?.into()));
    }
    for item in case.evidence.iter().filter(|_| !case.redacted) {
        let Some(original) = originals.iter().find(|original| original.sha256() == item.sha256) else { continue };
        let path = format!("data/evidence/{}", item.sha256);
        if !files.iter().any(|(known, _)| *known == path) {
            files.push((path, original.bytes().into()));
        }
    }
    files.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(files)
}

/// A line of a manifest: the checksum and the path.
fn line(path: &str, content: &[u8]) -> String {
    let sum: String = Sha512::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{sum}  {path}\n")
}

fn info(case: &CaseFile, options: &ExportOptions, bytes: usize, files: usize) -> String {
    let held = &case.case;
    let description = format!("Case {}, {}: {}", held.number, options.tlp, quote(&held.title));
    let redacted = if case.redacted { format!("Internal-Sender-Description: {}\n", super::said::REDACTED) } else { String::new() };
    format!(
        "Bag-Software-Agent: {}\nBagging-Date: {}\nContact-Name: {}\nExternal-Description: {description}\nExternal-Identifier: {}\n{redacted}Payload-Oxum: {bytes}.{files}\n",
        quote(&options.program),
        options.made_at.strftime("%Y-%m-%d"),
        quote(&options.by),
        quote(held.id.as_str()),
    )
}
