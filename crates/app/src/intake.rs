//! From bytes to an assessed transcript. Nothing is stored.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use shakedown_core::{
    AcquisitionKind, AnalysedTranscript, Digest, EvidenceId, ImportNote, Locator, Message, Place, Role, Transcript, TranscriptId, visible,
};
use shakedown_detect::{Context, Engine};
use shakedown_import::archive::{Damage, Member, Opened};
use shakedown_import::{
    Candidate, Collected, ColumnMap, ImportError, Limits, MapError, MessageSink, Proposal, ReadOptions, ReadSeek, Reading, Stopped,
};

use crate::job::Job;
use crate::worker::{Worker, WorkerError};
use crate::{Failure, FailureCode, TranscriptRecord};

/// Where bytes come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// Text that a person pasted, as UTF-8.
    Paste(Arc<[u8]>),
    /// Bytes that stand in the program or came through a pipe, under a name.
    Bytes(Arc<[u8]>, String),
    /// A file on this machine.
    File(PathBuf),
    /// A member of an archive.
    Member(Arc<Packed>),
}

/// A member of an archive, and where the archive comes from.
#[derive(Debug)]
pub struct Packed {
    /// The archive.
    pub archive: Source,
    /// The member.
    pub member: Member,
}

/// The bytes of one item, open.
pub(crate) enum Bytes {
    Plain(Box<dyn ReadSeek>),
    Member(Box<Opened<Box<dyn ReadSeek>>>),
}

impl Bytes {
    /// What was wrong with the bytes, as far as they were read.
    pub(crate) fn damage(&self) -> Option<Damage> {
        match self {
            Self::Plain(_) => None,
            Self::Member(opened) => opened.damage(),
        }
    }
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(reader) => reader.read(buffer),
            Self::Member(opened) => opened.read(buffer),
        }
    }
}

impl Seek for Bytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Plain(reader) => reader.seek(to),
            Self::Member(opened) => opened.seek(to),
        }
    }
}

impl Source {
    /// Open it for reading.
    pub(crate) fn open(&self) -> io::Result<Bytes> {
        Ok(match self {
            Self::Paste(bytes) | Self::Bytes(bytes, _) => Bytes::Plain(Box::new(Cursor::new(Arc::clone(bytes)))),
            // Who reads it brings a buffer; one here would be filled anew at each place that an archive's list leads to.
            Self::File(path) => Bytes::Plain(Box::new(File::open(path)?)),
            Self::Member(packed) => {
                let archive: Box<dyn ReadSeek> = Box::new(packed.archive.open()?);
                Bytes::Member(Box::new(packed.member.open(archive)?))
            }
        })
    }

    /// How many archives are around it.
    pub(crate) fn depth(&self) -> usize {
        match self {
            Self::Member(packed) => packed.archive.depth() + 1,
            _ => 0,
        }
    }

    /// The way to it in the archives around it: `!/notes/README.txt`; nothing for what is in none.
    pub fn way(&self) -> String {
        match self {
            Self::Member(packed) => format!("{}!/{}", packed.archive.way(), packed.member.name),
            _ => String::new(),
        }
    }

    /// File or paste.
    pub fn kind(&self) -> AcquisitionKind {
        match self {
            Self::Paste(_) => AcquisitionKind::Paste,
            Self::Bytes(..) | Self::File(_) | Self::Member(_) => AcquisitionKind::File,
        }
    }

    /// The name the file has, not its folder; none for a paste.
    pub fn file_name(&self) -> Option<String> {
        match self {
            Self::Paste(_) => None,
            Self::Bytes(_, name) => Some(name.clone()),
            Self::File(path) => Some(path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()),
            Self::Member(packed) => Some(packed.member.name.clone()),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Paste(_) => "pasted text".into(),
            Self::Bytes(_, name) => visible(name).into_owned(),
            Self::File(path) => visible(&path.to_string_lossy()).into_owned(),
            Self::Member(packed) => format!("{}!/{}", packed.archive.shown(), visible(&packed.member.name)),
        }
    }
}

/// How an item is read and assessed.
#[derive(Clone, Debug, Default)]
pub struct IntakeOptions {
    /// Read as this format id.
    pub format: Option<String>,
    /// The zone of stamps that state none.
    pub zone: Option<TimeZone>,
    /// The moment that relative deadlines count from where the message has no time of its own.
    pub now: Option<Timestamp>,
    /// Which column of a table holds what.
    pub columns: Option<ColumnMap>,
    /// Who plays which part, where an analyst knows better: the name as it is shown, and the part.
    pub roles: Vec<(String, Role)>,
    /// Who reads pictures and PDF; nobody by default.
    pub worker: Worker,
}

impl IntakeOptions {
    /// Options from what the analyst wrote. Errors: `wrong-usage` for a zone that is not in the time zone database.
    pub fn new(format: Option<String>, zone: Option<&str>, now: Option<Timestamp>) -> Result<Self, Failure> {
        let zone = zone.filter(|name| !name.is_empty()).map(read_zone).transpose()?;
        Ok(Self { format: format.filter(|id| !id.is_empty()), zone, now, ..Self::default() })
    }

    /// The same, with somebody who reads pictures and PDF.
    pub fn read_by(self, worker: Worker) -> Self {
        Self { worker, ..self }
    }

    /// The same, with columns as the analyst wrote them (`time=Datum,sender=Von,text=4`). Errors: `wrong-usage` for what is no mapping.
    pub fn with_columns(mut self, written: Option<&str>) -> Result<Self, Failure> {
        let columns = written.filter(|written| !written.is_empty()).map(str::parse).transpose();
        self.columns = columns.map_err(|error: MapError| {
            let message = format!("columns: {}; nothing was changed", visible(&error.to_string()));
            Failure::new(FailureCode::WrongUsage, message, "write it as time=Date,sender=From,text=3, with names or numbers")
        })?;
        Ok(self)
    }

    pub(crate) fn for_reading(&self, source: &Source) -> ReadOptions {
        ReadOptions {
            format: self.format.clone(),
            zone: self.zone.clone(),
            file_name: source.file_name(),
            columns: self.columns.clone(),
            recognised: None,
            limits: Limits::default(),
        }
    }
}

fn read_zone(name: &str) -> Result<TimeZone, Failure> {
    TimeZone::get(name).map_err(|_| {
        let found: String = name.chars().take(60).collect();
        Failure::new(
            FailureCode::WrongUsage,
            format!("zone: expected a name of the time zone database, found {:?}; nothing was changed", visible(&found)),
            "write it as Europe/London or UTC",
        )
    })
}

/// One item, hashed and read.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Where the bytes came from; they are read again, and hashed again, when the item is logged.
    pub source: Source,
    /// SHA-256 of the bytes, taken before anything read them.
    pub sha256: Digest,
    /// Length in bytes.
    pub byte_len: u64,
    /// What was read.
    pub transcript: Transcript,
}

/// One item, hashed, read and assessed.
#[derive(Clone, Debug)]
pub struct Assessed {
    /// Where the bytes came from.
    pub source: Source,
    /// SHA-256 of the bytes.
    pub sha256: Digest,
    /// Length in bytes.
    pub byte_len: u64,
    /// What was read and derived. Its ids are the hash until the item is logged.
    pub analysed: AnalysedTranscript,
}

/// Hash and read one item.
///
/// Errors: `evidence-unreadable` where the bytes cannot be fetched, `format-unknown` for a format that no reader has, `stopped`.
pub fn read(source: Source, options: &IntakeOptions, job: &Job<'_>) -> Result<Taken, Failure> {
    let mut collected = Collected::default();
    let (sha256, byte_len, reading) = read_into(&source, options, job, &mut collected)?;
    let name = sha256.to_string();
    let transcript = collected.into_transcript(TranscriptId::new(&*name), EvidenceId::new(&*name), &reading);
    Ok(Taken { source, sha256, byte_len, transcript })
}

/// Hash and read one item, and give each record away as it is read: an item of any size takes no more memory than its longest record.
///
/// Errors: those of [`read`]; what was given before one stays given.
pub fn read_records(
    source: &Source,
    options: &IntakeOptions,
    job: &Job<'_>,
    give: &mut dyn FnMut(TranscriptRecord),
) -> Result<(), Failure> {
    read_into(source, options, job, &mut Given(give)).map(drop)
}

/// Hash one item and read it into `sink`.
fn read_into(
    source: &Source,
    options: &IntakeOptions,
    job: &Job<'_>,
    sink: &mut dyn MessageSink,
) -> Result<(Digest, u64, Reading), Failure> {
    let unreadable = |error: io::Error| evidence_unreadable(source, &error);
    let mut reader = source.open().map_err(unreadable)?;
    let (sha256, byte_len) = hash(source, &mut reader, job)?;
    reader.rewind().map_err(unreadable)?;
    let mut read_options = options.for_reading(source);
    let importer = shakedown_import::reader_of(&mut reader, &read_options).map_err(|error| import_failure(source, error))?;
    if let Some(importer) = importer.filter(|importer| importer.is_recognised()) {
        reader.rewind().map_err(unreadable)?;
        let recognised = options.worker.recognise(importer.id(), &mut reader, byte_len, job).map_err(|error| match error {
            WorkerError::Stopped => stopped(),
            WorkerError::Io(error) => evidence_unreadable(source, &error),
        })?;
        read_options.recognised = Some(recognised);
    }
    let mut sink = Watched { sink, job, total: byte_len };
    let reading: Reading = shakedown_import::read(&mut reader, &read_options, &mut sink).map_err(|error| import_failure(source, error))?;
    if let Some(damage) = reader.damage() {
        let name = source.file_name().unwrap_or_default();
        sink.note(damage.note(Locator::at(Place::Whole), &name)).map_err(|Stopped| stopped())?;
    }
    Ok((sha256, byte_len, reading))
}

/// The hash and the length of an item; a stop reaches it.
pub(crate) fn hash(source: &Source, reader: &mut dyn Read, job: &Job<'_>) -> Result<(Digest, u64), Failure> {
    let mut heard = Heard { reader, job, count: 0, told: 0, stopped: false };
    let hashed = Digest::of_reader(&mut heard);
    if heard.stopped { Err(stopped()) } else { hashed.map_err(|error| evidence_unreadable(source, &error)) }
}

/// Bytes on their way to be hashed.
struct Heard<'a, 'b> {
    reader: &'a mut dyn Read,
    job: &'a Job<'b>,
    count: u64,
    told: u64,
    stopped: bool,
}

impl Read for Heard<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.count += count as u64;
        if self.count - self.told >= 1 << 20 {
            self.told = self.count;
            if self.job.tell(self.count, None, "hashing") {
                self.stopped = true;
                return Err(io::Error::other(Stopped));
            }
        }
        Ok(count)
    }
}

/// Hash, read and assess one item. Errors: those of [`read`].
pub fn assess(engine: &Engine, source: Source, options: &IntakeOptions, job: &Job<'_>) -> Result<Assessed, Failure> {
    let Taken { source, sha256, byte_len, mut transcript } = read(source, options, job)?;
    for message in transcript.messages.iter_mut().filter(|_| !options.roles.is_empty()) {
        let name = message.sender.as_ref().map(|sender| sender.visible());
        let said = options.roles.iter().find(|(said, _)| name.as_deref() == Some(said));
        message.role = said.map_or(message.role, |(_, role)| *role);
    }
    if job.tell(0, Some(transcript.messages.len() as u64), "detecting") {
        return Err(stopped());
    }
    let analysis = engine.analyse(&transcript, &Context { now: options.now });
    Ok(Assessed { source, sha256, byte_len, analysed: AnalysedTranscript { transcript, analysis } })
}

/// What every likely reader would make of one item, the surest first; nothing is assessed. Errors: those of [`read`].
pub fn candidates(source: &Source, options: &IntakeOptions) -> Result<Vec<Candidate>, Failure> {
    let mut reader = source.open().map_err(|error| evidence_unreadable(source, &error))?;
    shakedown_import::candidates(&mut reader, &options.for_reading(source)).map_err(|error| import_failure(source, error))
}

/// What the tables of one item would be read as, with their first rows, for the analyst to look at and to change. Errors: those of [`read`].
pub fn propose_columns(source: &Source, options: &IntakeOptions) -> Result<Vec<Proposal>, Failure> {
    let mut reader = source.open().map_err(|error| evidence_unreadable(source, &error))?;
    shakedown_import::propose_columns(&mut reader, &options.for_reading(source)).map_err(|error| import_failure(source, error))
}

/// The items under `path`: itself, or every file of the folder and its folders, in sorted order. Links are not followed.
///
/// Errors: `evidence-unreadable` where `path` itself is not there. What cannot be listed below it comes as an error of its own.
pub fn items_under(path: &Path) -> Result<Vec<Result<PathBuf, Failure>>, Failure> {
    let meta = std::fs::metadata(path).map_err(|error| evidence_unreadable(&Source::File(path.to_owned()), &error))?;
    if !meta.is_dir() {
        return Ok(vec![Ok(path.to_owned())]);
    }
    let walk = walkdir::WalkDir::new(path).sort_by_file_name().into_iter();
    Ok(walk
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_file() => Some(Ok(entry.into_path())),
            Ok(entry) if entry.file_type().is_dir() => None,
            Ok(entry) => Some(Err(not_a_file(entry.path()))),
            Err(error) => {
                let path = error.path().unwrap_or(path).to_owned();
                Some(Err(evidence_unreadable(&Source::File(path), &error.into())))
            }
        })
        .collect())
}

/// A link, a pipe or a device below a folder: named, never followed.
fn not_a_file(path: &Path) -> Failure {
    Failure::new(
        FailureCode::EvidenceUnreadable,
        format!(
            "{}: expected a file, found a link, a pipe or a device; it was not followed, and nothing was changed",
            visible(&path.to_string_lossy())
        ),
        "name the file itself, or pipe it in as `-`",
    )
}

/// A sink that keeps nothing.
struct Given<'g>(&'g mut dyn FnMut(TranscriptRecord));

impl MessageSink for Given<'_> {
    fn message(&mut self, message: Message) -> Result<(), Stopped> {
        (self.0)(TranscriptRecord::of_message(message));
        Ok(())
    }

    fn note(&mut self, note: ImportNote) -> Result<(), Stopped> {
        (self.0)(TranscriptRecord::of_note(note));
        Ok(())
    }

    fn progress(&mut self, _bytes: u64) -> Result<(), Stopped> {
        Ok(())
    }
}

/// A sink in front of another one, through which a job hears how far the reading is.
struct Watched<'a, 'b> {
    sink: &'a mut dyn MessageSink,
    job: &'a Job<'b>,
    total: u64,
}

impl MessageSink for Watched<'_, '_> {
    fn message(&mut self, message: Message) -> Result<(), Stopped> {
        self.sink.message(message)
    }

    fn note(&mut self, note: ImportNote) -> Result<(), Stopped> {
        self.sink.note(note)
    }

    fn progress(&mut self, bytes: u64) -> Result<(), Stopped> {
        if self.job.tell(bytes, Some(self.total), "reading") { Err(Stopped) } else { Ok(()) }
    }
}

pub(crate) fn import_failure(source: &Source, error: ImportError) -> Failure {
    match error {
        ImportError::Stopped => stopped(),
        ImportError::Io(error) => evidence_unreadable(source, &error),
        error @ ImportError::UnknownFormat { .. } => Failure::new(
            FailureCode::FormatUnknown,
            format!("format: {error}; nothing was changed"),
            "choose one of these, or leave the format out: it is then found by content",
        ),
        error @ ImportError::NoSuchColumn { .. } => Failure::new(
            FailureCode::WrongUsage,
            format!("{}: {}; nothing was changed", source.shown(), visible(&error.to_string())),
            "leave the mapping out to see what is read, or name columns by number",
        ),
        error => Failure::new(
            FailureCode::EvidenceUnreadable,
            format!("{}: {error}; nothing was changed", source.shown()),
            "leave the format out: it is then found by content",
        ),
    }
}

/// The analyst stopped the work.
pub(crate) fn stopped() -> Failure {
    Failure::new(FailureCode::Stopped, "stopped before the end; nothing was stored", "start it again when you like")
}

/// An item could not be read.
pub(crate) fn evidence_unreadable(source: &Source, error: &io::Error) -> Failure {
    Failure::new(
        FailureCode::EvidenceUnreadable,
        format!("{}: {}; nothing was changed", source.shown(), io_words(error)),
        "check that the file is there and that this account may read it",
    )
}

fn io_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::PermissionDenied => "this account may not read it".into(),
        io::ErrorKind::IsADirectory => "expected a file, found a folder".into(),
        _ => error.to_string(),
    }
}
