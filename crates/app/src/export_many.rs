//! Let many cases leave at once: in one file where the format takes many, else in a file each.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use shakedown_core::{CaseFile, CaseId, Digest, Tlp, visible};
use shakedown_export::{Aside, ExportOptions, Gatherer, Identities, Redaction, Released, release};
use shakedown_store::{CaseQuery, CaseSummary};

use crate::commands::{ExportOrder, export_failure, free_name, not_writable, removed};
use crate::job::Job;
use crate::wire::{ExportManyResult, ExportedFile, HeldBack, RemovedFrom};
use crate::{App, Failure, FailureCode};

/// Which cases leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Every case that is not deleted.
    All,
    /// These, by identifier or number.
    These(Vec<String>),
}

/// Cases to be exported.
#[derive(Clone, Debug)]
pub struct ExportManyOrder {
    /// Which.
    pub cases: Selection,
    /// The format's id.
    pub format: String,
    /// How far they may travel; cases that may not stay behind. Where none is given, a file of many is marked as the strictest of its cases,
    /// and a file of one as its case.
    pub tlp: Option<Tlp>,
    /// Where it is given, whatever tells who a victim is becomes a token, and what is marked here too.
    pub redaction: Option<Redaction>,
    /// Where to write: a folder, or a file for a format that takes many cases in one.
    pub out: PathBuf,
}

/// What would leave.
#[derive(Clone, Debug, PartialEq)]
pub struct ManyPreview {
    /// The marking that it would leave with.
    pub tlp: Tlp,
    /// Length in bytes of all files together.
    pub bytes: u64,
    /// Cases.
    pub cases: u32,
    /// Evidence items that they tell of.
    pub evidence: u64,
    /// Messages.
    pub messages: u64,
    /// Observables.
    pub observables: u64,
    /// Findings.
    pub findings: u64,
    /// Notes.
    pub notes: u64,
    /// Those that would stay behind.
    pub held_back: Vec<HeldBack>,
    /// What would be removed, case by case.
    pub removed: Vec<RemovedFrom>,
}

impl ManyPreview {
    /// Nothing yet, of so many cases.
    const fn none(tlp: Tlp, cases: u32) -> Self {
        let (bytes, evidence, messages, observables, findings, notes) = (0, 0, 0, 0, 0, 0);
        Self { tlp, bytes, cases, evidence, messages, observables, findings, notes, held_back: Vec::new(), removed: Vec::new() }
    }
}

/// What leaves under an order, before anything was written.
pub(crate) struct Chosen {
    pub cases: Vec<CaseSummary>,
    pub held_back: Vec<HeldBack>,
    pub options: ExportOptions,
}

impl App {
    /// Write many cases, and the export with the file's hash into the custody of each of them.
    ///
    /// A file of many appears whole or not at all, and so does its record. A case that may not travel as far as was chosen stays behind, and the
    /// result says so. Errors: `tlp-refused` where all stay behind, `stopped`, and those of [`export_case`](Self::export_case).
    pub fn export_many(&self, order: &ExportManyOrder, job: &Job<'_>) -> Result<ExportManyResult, Failure> {
        let format = shakedown_export::format(&order.format).map_err(export_failure)?;
        let chosen = self.chosen(order)?;
        match format.gatherer() {
            Some(gatherer) => self.export_gathered(order, gatherer, &chosen, job),
            None => self.export_each(order, chosen, job),
        }
    }

    /// What would leave, and what would be removed first. Nothing is written to a disk, and nothing stands in the chain of custody. Errors:
    /// those of [`export_many`](Self::export_many) up to the writing.
    pub fn preview_many(&self, order: &ExportManyOrder, job: &Job<'_>) -> Result<ManyPreview, Failure> {
        let format = shakedown_export::format(&order.format).map_err(export_failure)?;
        let chosen = self.chosen(order)?;
        let (tlp, cases) = (chosen.options.tlp, chosen.cases.len() as u32);
        let mut preview = ManyPreview::none(tlp, cases);
        let mut out = Length::default();
        let mut aside = || Ok(Box::new(io::Cursor::new(Vec::new())) as Box<dyn Aside>);
        let mut file = match format.gatherer() {
            Some(gatherer) => Some(gatherer.begin(&chosen.options, &mut out, &mut aside).map_err(export_failure)?),
            None => None,
        };
        let removed = self.for_each(order, &chosen, job, |released| {
            let case = &released.case;
            let each = |count: fn(&shakedown_core::AnalysedTranscript) -> usize| case.transcripts.iter().map(count).sum::<usize>() as u64;
            preview.evidence += case.evidence.len() as u64;
            preview.notes += case.notes.len() as u64;
            preview.messages += each(|read| read.transcript.messages.len());
            preview.observables += each(|read| read.analysis.observables.len());
            preview.findings += each(|read| read.analysis.findings.len());
            match &mut file {
                Some(file) => file.add(released).map_err(export_failure)?,
                None => preview.bytes += self.write(format, released)?.bytes.len() as u64,
            }
            Ok(())
        })?;
        if file.map(|file| file.finish()).transpose().map_err(export_failure)?.is_some() {
            preview.bytes = out.0;
        }
        Ok(ManyPreview { held_back: chosen.held_back, removed, ..preview })
    }

    /// The cases that may leave, in the order of their numbers, and those that may not. Errors: `not-found` where no case was asked for,
    /// `tlp-refused` where all that were stay behind.
    fn chosen(&self, order: &ExportManyOrder) -> Result<Chosen, Failure> {
        let chosen = self.chosen_or_none(order)?;
        match (chosen.cases.is_empty(), chosen.held_back.len()) {
            (false, _) => Ok(chosen),
            (true, 0) => {
                let words = "export: expected at least one case, found none; nothing was exported";
                Err(Failure::new(FailureCode::NotFound, words, "log one first: shakedown case log PATH"))
            }
            (true, stay) => {
                let tlp = chosen.options.tlp;
                let words = format!("export: expected a case that may leave as {tlp}, found {stay} that may not; nothing was exported");
                Err(Failure::new(FailureCode::TlpRefused, words, "choose the cases' own marking or a stricter one"))
            }
        }
    }

    /// The cases that may leave, in the order of their numbers, and those that may not.
    pub(crate) fn chosen_or_none(&self, order: &ExportManyOrder) -> Result<Chosen, Failure> {
        let now = self.host.now();
        let mut cases = match &order.cases {
            Selection::All => self.with_store(|store| store.cases(&CaseQuery::all(now)))?,
            Selection::These(named) => {
                let ids = named.iter().map(|named| self.case_id(named)).collect::<Result<Vec<_>, _>>()?;
                self.with_store(|store| ids.iter().map(|id| store.case_summary(id, now)).collect())?
            }
        };
        cases.sort_by_key(|case| case.number);
        cases.dedup_by_key(|case| case.number);
        let strictest = cases.iter().map(|case| case.tlp).max().unwrap_or(Tlp::AmberStrict);
        let tlp = order.tlp.unwrap_or(strictest);
        let (leave, stay): (Vec<_>, Vec<_>) = cases.into_iter().partition(|case| case.tlp <= tlp);
        let because = |case: &CaseSummary| format!("it is {} ({}), which may not leave as {tlp}", case.tlp, case.tlp.words());
        let held_back =
            stay.iter().map(|case| HeldBack { number: case.number, title: visible(&case.title).into_owned(), because: because(case) });
        let held_back = held_back.collect();
        Ok(Chosen { cases: leave, held_back, options: self.export_options(tlp, order.redaction.clone())? })
    }

    /// Read one case after the other, let it through the gate, and do something with it. Gives what was removed from each.
    pub(crate) fn for_each(
        &self,
        order: &ExportManyOrder,
        chosen: &Chosen,
        job: &Job<'_>,
        mut work: impl FnMut(&Released<'_>) -> Result<(), Failure>,
    ) -> Result<Vec<RemovedFrom>, Failure> {
        let total = Some(chosen.cases.len() as u64);
        let read = |place: usize, id: &CaseId, words: &str| -> Result<CaseFile, Failure> {
            if job.tell(place as u64, total, words) {
                return Err(stopped("nothing was exported"));
            }
            self.with_store(|store| store.case_file(id))
        };
        let mut victims = Identities::default();
        if let Some(redaction) = &order.redaction {
            for (place, case) in chosen.cases.iter().enumerate() {
                victims.learn(&read(place, &case.id, "looking for what tells who the victims are")?, &redaction.marked);
            }
        }
        let mut all = Vec::new();
        for (place, case) in chosen.cases.iter().enumerate() {
            let file = read(place, &case.id, "exporting cases")?;
            let released = release::check_among(&file, &chosen.options, &victims).map_err(export_failure)?;
            work(&released)?;
            if !released.removed.is_empty() {
                all.push(RemovedFrom { number: case.number, rows: removed(&released.removed) });
            }
        }
        Ok(all)
    }

    /// All of them in one file.
    fn export_gathered(
        &self,
        order: &ExportManyOrder,
        gatherer: &dyn Gatherer,
        chosen: &Chosen,
        job: &Job<'_>,
    ) -> Result<ExportManyResult, Failure> {
        let path = if order.out.is_dir() { free_name(&order.out, gatherer.file_name()) } else { order.out.clone() };
        let unwritable = |error: io::Error| not_writable(&path, &error);
        if path.exists() {
            return Err(unwritable(io::ErrorKind::AlreadyExists.into()));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(unwritable)?;
        let target = tempfile::NamedTempFile::new_in(folder).map_err(unwritable)?;
        let mut out = io::BufWriter::new(target.as_file());
        let mut aside = || tempfile::tempfile_in(folder).map(|file: File| Box::new(file) as Box<dyn Aside>);
        let mut file = gatherer.begin(&chosen.options, &mut out, &mut aside).map_err(export_failure)?;
        let removed = self.for_each(order, chosen, job, |released| file.add(released).map_err(export_failure))?;
        file.finish().map_err(export_failure)?;
        out.flush().map_err(unwritable)?;
        drop(out);
        target.as_file().sync_all().map_err(unwritable)?;
        let (sha256, bytes) = target.reopen().and_then(|mut file| Digest::of_reader(&mut file)).map_err(unwritable)?;
        if job.tell(chosen.cases.len() as u64, Some(chosen.cases.len() as u64), "written; it goes on record") {
            return Err(stopped("nothing was exported"));
        }
        target.persist_noclobber(&path).map_err(|error| unwritable(error.error))?;
        self.put_on_record(chosen, sha256, &path)?;
        let file = ExportedFile { path: path.to_string_lossy().into_owned(), sha256: sha256.to_string(), bytes };
        Ok(ExportManyResult { files: vec![file], cases: chosen.cases.len() as u32, held_back: chosen.held_back.clone(), removed })
    }

    /// Put into the custody of each case that it left in the file at `path`. What is not in the chain must not have left: the file goes with a
    /// failure.
    pub(crate) fn put_on_record(&self, chosen: &Chosen, sha256: Digest, path: &Path) -> Result<(), Failure> {
        let ids: Vec<CaseId> = chosen.cases.iter().map(|case| case.id.clone()).collect();
        let recorded = self.with_store(|store| {
            let by = self.by(&store.analyst()?);
            store.record_exports(&ids, sha256, &by)
        });
        recorded.inspect_err(|_| drop(fs::remove_file(path)))
    }

    /// A file for each, in a folder.
    fn export_each(&self, order: &ExportManyOrder, chosen: Chosen, job: &Job<'_>) -> Result<ExportManyResult, Failure> {
        if order.out.is_file() {
            return Err(not_writable(
                &order.out,
                &io::Error::other("expected a folder: this format has a file for each case, found a file"),
            ));
        }
        fs::create_dir_all(&order.out).map_err(|error| not_writable(&order.out, &error))?;
        let (mut files, mut removed) = (Vec::new(), Vec::new());
        for (place, case) in chosen.cases.iter().enumerate() {
            let told = format!("{place} of {} cases were exported, each on record", chosen.cases.len());
            if job.tell(place as u64, Some(chosen.cases.len() as u64), "exporting cases") {
                return Err(stopped(&told));
            }
            let (format, tlp, redaction) = (order.format.clone(), order.tlp, order.redaction.clone());
            let one = ExportOrder { case: case.id.to_string(), format, tlp, redaction, out: order.out.clone() };
            let done = self.export_case(&one).map_err(|failure| Failure { message: format!("{}; {told}", failure.message), ..failure })?;
            files.push(ExportedFile { path: done.path, sha256: done.sha256, bytes: done.bytes });
            if !done.removed.is_empty() {
                removed.push(RemovedFrom { number: case.number, rows: done.removed });
            }
        }
        Ok(ExportManyResult { cases: files.len() as u32, files, held_back: chosen.held_back, removed })
    }

    /// How something leaves now.
    pub(crate) fn export_options(&self, tlp: Tlp, redaction: Option<Redaction>) -> Result<ExportOptions, Failure> {
        Ok(ExportOptions {
            tlp,
            made_at: self.host.now(),
            by: self.with_store(|store| store.analyst())?,
            program: format!("Shakedown {}", crate::VERSION),
            redaction,
            store_guarded: self.with_store(|store| Ok(store.is_guarded()))?,
            fonts: Vec::new(),
        })
    }
}

fn stopped(told: &str) -> Failure {
    Failure::new(FailureCode::Stopped, format!("export: stopped; {told}"), "start it again when you like")
}

/// Takes everything and keeps its length alone.
#[derive(Default)]
struct Length(u64);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
