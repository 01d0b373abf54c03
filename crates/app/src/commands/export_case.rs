//! Let a case leave.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use shakedown_core::{Artifact, EvidenceItem, Tlp, visible};
use shakedown_export::{Beside, ExportError, Exporter, Original, Redaction, Released, Removed, release};

use crate::export_many::{ExportManyOrder, ManyPreview, Selection};
use crate::job::{Job, Watch};
use crate::wire::{ExportRequest, ExportResult, RemovedRow};
use crate::{App, Failure, FailureCode};

#[derive(Deserialize)]
pub(super) struct Arguments {
    request: ExportRequest,
}

pub(super) fn run(app: &App, arguments: Arguments, _: Watch<'_>) -> Result<ExportResult, Failure> {
    let ExportRequest { case, format, tlp, redact, out } = arguments.request;
    let redaction = redact.map(|marked| Redaction { marked });
    app.export_case(&ExportOrder { case, format, tlp, redaction, out: PathBuf::from(out) })
}

/// The most bytes of evidence that one bundle holds: it is made in memory.
const ORIGINALS_MAX: u64 = 1 << 30;

/// An export to be made.
#[derive(Clone, Debug)]
pub struct ExportOrder {
    /// The case.
    pub case: String,
    /// The format's id.
    pub format: String,
    /// How far it may travel; the case's own marking where none is given.
    pub tlp: Option<Tlp>,
    /// Where it is given, whatever tells who the victim is becomes a token, and what is marked here too.
    pub redaction: Option<Redaction>,
    /// Where to write it: an existing folder, or a file.
    pub out: PathBuf,
}

/// What would leave.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportPreview {
    /// How far it may travel.
    pub tlp: Tlp,
    /// Length in bytes.
    pub bytes: u64,
    /// Evidence items that it tells of.
    pub evidence: u64,
    /// Messages.
    pub messages: u64,
    /// Observables.
    pub observables: u64,
    /// Findings.
    pub findings: u64,
    /// Notes.
    pub notes: u64,
    /// What would be removed.
    pub removed: Vec<RemovedRow>,
}

impl App {
    /// Write a case as a file, and the export with the file's hash into the chain of custody.
    ///
    /// The file appears whole or not at all; one that is there already is not written over. Errors: `not-found`, `format-unknown`, `tlp-refused`,
    /// `wrong-usage`, `out-not-writable` and those of the store.
    pub fn export_case(&self, order: &ExportOrder) -> Result<ExportResult, Failure> {
        let format = shakedown_export::format(&order.format).map_err(export_failure)?;
        let file = self.case_file(&order.case)?;
        let analyst = self.with_store(|store| store.analyst())?;
        let options = self.export_options(order.tlp.unwrap_or(file.case.tlp), order.redaction.clone())?;
        let mut released = release::check(&file, &options).map_err(export_failure)?;
        released.options.fonts = self.fonts_for(format, &released)?;
        let artifact = self.write(format, &released)?;
        let path = if order.out.is_dir() { free_name(&order.out, &artifact.file_name) } else { order.out.clone() };
        write_whole(&path, &artifact).map_err(|error| not_writable(&path, &error))?;
        // What is not in the chain of custody must not have left.
        let recorded = self.with_store(|store| store.record_export(&file.case.id, artifact.sha256, &self.by(&analyst)));
        recorded.inspect_err(|_| drop(fs::remove_file(&path)))?;
        Ok(ExportResult {
            path: path.to_string_lossy().into_owned(),
            sha256: artifact.sha256.to_string(),
            bytes: artifact.bytes.len() as u64,
            removed: removed(&released.removed),
        })
    }

    /// What would leave, and what would be removed first. Nothing is written, and nothing stands in the chain of custody. Errors: those of
    /// [`export_case`](Self::export_case) up to the writing.
    pub fn preview_export(&self, order: &ExportOrder) -> Result<ExportPreview, Failure> {
        let ExportOrder { case, format, tlp, redaction, out } = order.clone();
        let many = ExportManyOrder { cases: Selection::These(vec![case]), format, tlp, redaction, out };
        let ManyPreview { tlp, bytes, evidence, messages, observables, findings, notes, removed, .. } =
            self.preview_many(&many, &Job::quiet())?;
        let removed = removed.into_iter().flat_map(|from| from.rows).collect();
        Ok(ExportPreview { tlp, bytes, evidence, messages, observables, findings, notes, removed })
    }

    /// The artifact, with the evidence itself where the format takes it and nothing was redacted, signed where the format takes a signature.
    pub(crate) fn write(&self, format: &dyn Exporter, released: &Released<'_>) -> Result<Artifact, Failure> {
        let mut originals = Vec::new();
        if format.takes_originals() && !released.case.redacted {
            let items = &released.case.evidence;
            let bytes: u64 = items.iter().map(|item| item.byte_len).sum();
            if bytes > ORIGINALS_MAX {
                return Err(Failure::new(
                    FailureCode::WrongUsage,
                    format!("export: expected at most {ORIGINALS_MAX} bytes of evidence in a bundle, found {bytes}; nothing was exported"),
                    "export the case file as JSON, and hand the evidence over as it is",
                ));
            }
            for item in items {
                // A case that was taken over as JSON has hashes alone.
                if self.with_store(|store| store.has_bytes(&item.sha256))? {
                    originals.push(Original::new(self.evidence_bytes(item)?));
                }
            }
        }
        let mut sign = |bytes: &[u8]| {
            let comment = format!("evidence bundle of case {}", released.case.case.id);
            let sealed = self.with_store(|store| {
                let by = self.by(&store.analyst()?);
                store.sign(&mut &*bytes, &comment, &by)
            });
            sealed.map(|sealed| sealed.signature).map_err(io::Error::other)
        };
        let mut beside = Beside { originals: &originals, sign: Some(&mut sign) };
        shakedown_export::write(format, released, &mut beside).map_err(export_failure)
    }

    fn evidence_bytes(&self, item: &EvidenceItem) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let read = self.with_store(|store| Ok(store.evidence_reader(&item.id)?.read_to_end(&mut bytes)))?;
        read.map_err(|error| {
            let words = format!("evidence {}: {error}; nothing was exported", item.sha256);
            Failure::new(FailureCode::StoreDamaged, words, "verify the store")
        })?;
        Ok(bytes)
    }
}

pub(crate) fn removed(removed: &[Removed]) -> Vec<RemovedRow> {
    let row = |one: &Removed| RemovedRow { token: one.token.clone(), text: visible(&one.text).into_owned(), times: one.times };
    removed.iter().map(row).collect()
}

/// `name` in `folder`, with a number where it is taken.
pub(crate) fn free_name(folder: &Path, name: &str) -> PathBuf {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let numbered = (2u32..).map(|number| folder.join(format!("{stem}-{number}.{extension}")));
    std::iter::once(folder.join(name)).chain(numbered).find(|path| !path.exists()).unwrap_or_else(|| folder.join(name))
}

pub(crate) fn write_whole(path: &Path, artifact: &Artifact) -> std::io::Result<()> {
    if path.exists() {
        return Err(std::io::ErrorKind::AlreadyExists.into());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&artifact.bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

pub(crate) fn not_writable(path: &Path, error: &std::io::Error) -> Failure {
    let words = if error.kind() == std::io::ErrorKind::AlreadyExists { "a file is there already".to_owned() } else { error.to_string() };
    Failure::new(FailureCode::OutNotWritable, format!("{}: {words}; nothing was exported", path.display()), "choose another folder or name")
}

pub(crate) fn export_failure(error: ExportError) -> Failure {
    let code = match error {
        ExportError::UnknownFormat { .. } => FailureCode::FormatUnknown,
        ExportError::TooOpen { .. } => FailureCode::TlpRefused,
        ExportError::Redaction => FailureCode::WrongUsage,
        _ => FailureCode::Internal,
    };
    let next = match code {
        FailureCode::FormatUnknown => "choose one of these",
        FailureCode::WrongUsage => "take back a marked word that every report has (organisation, person, domain …)",
        FailureCode::TlpRefused => "choose the case's own marking or a stricter one",
        _ => "try another format, and tell us what you did, without the exhibit",
    };
    Failure::new(code, format!("export: {error}; nothing was exported"), next)
}
