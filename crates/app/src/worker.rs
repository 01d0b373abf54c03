//! The worker process: the same program started anew, which looks at pixels and pages so that this one need not.
//!
//! What it answers is no more trusted than the evidence it read: its lines are counted and capped, and its faults are codes of a closed list.
//! Source: `shakedown_worker`.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use shakedown_core::{Fault, PageKind, Recognised};
use shakedown_import::ReadSeek;
use shakedown_worker::{ARGUMENT, Answer, EVIDENCE_MAX, LIFETIME, Task, What};

use crate::job::Job;
use crate::system;

/// The longest line of an answer, in bytes.
const LINE_MAX: u64 = 1 << 20;
/// The most lines of text of one item.
const LINES_MAX: usize = 200_000;
/// The most pages without text that are read as pictures.
const PICTURES_MAX: usize = 40;
/// How often a stop is looked for.
const TICK: Duration = Duration::from_millis(50);
/// The worker ends itself after its lifetime; this much later it is ended.
const GRACE: Duration = Duration::from_secs(5);

/// Who reads pictures and PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// The program that is started anew; pictures and PDF are kept unread where there is none.
    pub program: Option<PathBuf>,
    /// Tesseract; pictures are kept unread where it is not installed.
    pub tesseract: Option<PathBuf>,
    /// How long a picture or a page may take. A worker ends itself after [`LIFETIME`] in any case.
    pub patience: Duration,
}

impl Default for Worker {
    /// Nobody.
    fn default() -> Self {
        Self { program: None, tesseract: None, patience: LIFETIME + GRACE }
    }
}

/// Why nothing was recognised.
#[derive(Debug)]
pub(crate) enum WorkerError {
    /// The analyst stopped the work.
    Stopped,
    /// The evidence could not be fetched.
    Io(io::Error),
}

impl Worker {
    /// Let a worker recognise an item of this format. Whatever becomes of the worker is a fault in what it recognised, not an error.
    pub(crate) fn recognise(&self, format: &str, source: &mut dyn ReadSeek, length: u64, job: &Job<'_>) -> Result<Recognised, WorkerError> {
        let picture = format == "picture";
        let page = picture.then_some(1);
        let mut recognised = Recognised::default();
        let Some(program) = &self.program else { return Ok(with_fault(recognised, page, Fault::NoReader)) };
        if length > EVIDENCE_MAX {
            return Ok(with_fault(recognised, page, Fault::TooLarge));
        }
        let mut bytes = Vec::new();
        source.read_to_end(&mut bytes).map_err(WorkerError::Io)?;
        let ask = |what, page, recognised: &mut Recognised| {
            let task = Task { what, tesseract: self.tesseract.clone() };
            self.run(program, &task, page, &bytes, recognised, job)
        };
        if picture {
            ask(What::Picture, page, &mut recognised)?;
            return Ok(recognised);
        }
        ask(What::PdfText, None, &mut recognised)?;
        let blank = pages_without_text(&recognised);
        for number in blank.iter().copied().take(PICTURES_MAX) {
            if self.tesseract.is_none() {
                recognised.pages.iter_mut().filter(|page| page.page == number).for_each(|page| page.kind = PageKind::Picture);
                recognised.faults.push((Some(number), Fault::NoTesseract));
                continue;
            }
            // The page is told again, as a picture.
            recognised.pages.retain(|page| page.page != number);
            recognised.lines.retain(|line| line.page != number);
            ask(What::PdfPicture(number), Some(number), &mut recognised)?;
        }
        recognised.pages.sort_by_key(|page| page.page);
        recognised.lines.sort_by_key(|line| line.page);
        Ok(if blank.len() > PICTURES_MAX { with_fault(recognised, None, Fault::PagesLeftOut) } else { recognised })
    }

    /// One worker, from start to end; what it answers goes into `recognised`.
    fn run(
        &self,
        program: &Path,
        task: &Task,
        page: Option<u32>,
        bytes: &[u8],
        recognised: &mut Recognised,
        job: &Job<'_>,
    ) -> Result<(), WorkerError> {
        let started = system::alone(program).arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(mut child) = started else {
            recognised.faults.push((page, Fault::NoReader));
            return Ok(());
        };
        let (sender, answers) = sync_channel(64);
        let outcome = thread::scope(|scope| {
            if let Some(stdin) = child.stdin.take() {
                // A worker that has seen enough, or is gone, takes no more; its answers say so.
                scope.spawn(move || give(stdin, task, bytes));
            }
            if let Some(stdout) = child.stdout.take() {
                scope.spawn(move || listen(stdout, &sender));
            }
            let outcome = follow(&answers, recognised, job, self.patience);
            system::end_group(&mut child);
            // A listener that waits for room ends with the channel.
            drop(answers);
            outcome
        });
        match outcome {
            Outcome::Done => Ok(()),
            Outcome::Stopped => Err(WorkerError::Stopped),
            Outcome::Fault(fault) => {
                recognised.faults.push((page, fault));
                Ok(())
            }
        }
    }
}

fn with_fault(mut recognised: Recognised, page: Option<u32>, fault: Fault) -> Recognised {
    recognised.faults.push((page, fault));
    recognised
}

/// Pages that hold no text, or next to none: a scan, a screenshot.
fn pages_without_text(recognised: &Recognised) -> Vec<u32> {
    let letters = |page: u32| {
        let lines = recognised.lines.iter().filter(|line| line.page == page);
        lines.flat_map(|line| line.text.raw().chars()).filter(|character| character.is_alphanumeric()).take(4).count()
    };
    let broken = |page: u32| recognised.faults.iter().any(|(of, _)| *of == Some(page));
    recognised.pages.iter().map(|page| page.page).filter(|page| letters(*page) < 4 && !broken(*page)).collect()
}

fn give(mut stdin: impl Write, task: &Task, bytes: &[u8]) -> io::Result<()> {
    serde_json::to_writer(&mut stdin, task)?;
    stdin.write_all(b"\n")?;
    stdin.write_all(bytes)
}

/// Hand on every line that is an answer; anything else ends the listening.
fn listen(stdout: impl Read, answers: &SyncSender<Answer>) {
    let mut lines = BufReader::new(stdout);
    loop {
        let mut line = Vec::new();
        let whole = lines.by_ref().take(LINE_MAX).read_until(b'\n', &mut line).is_ok() && line.ends_with(b"\n");
        let Some(answer) = whole.then(|| serde_json::from_slice(&line).ok()).flatten() else { return };
        if answers.send(answer).is_err() {
            return;
        }
    }
}

enum Outcome {
    Done,
    Stopped,
    Fault(Fault),
}

fn follow(answers: &Receiver<Answer>, recognised: &mut Recognised, job: &Job<'_>, patience: Duration) -> Outcome {
    let began = Instant::now();
    let mut told = None;
    loop {
        if told.is_none_or(|told: Instant| told.elapsed() >= TICK) {
            told = Some(Instant::now());
            if job.tell(0, None, "reading a picture or a page") {
                return Outcome::Stopped;
            }
        }
        if began.elapsed() > patience {
            return Outcome::Fault(Fault::TimedOut);
        }
        match answers.recv_timeout(TICK) {
            Ok(Answer::Page(page)) if recognised.pages.len() < LINES_MAX => recognised.pages.push(page),
            Ok(Answer::Line(line)) if recognised.lines.len() < LINES_MAX => recognised.lines.push(line),
            Ok(Answer::Fault(page, fault)) if recognised.faults.len() < LINES_MAX => recognised.faults.push((page, fault)),
            Ok(Answer::End) => return Outcome::Done,
            Ok(_) => return Outcome::Fault(Fault::TextLeftOut),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) if began.elapsed() >= LIFETIME => return Outcome::Fault(Fault::TimedOut),
            Err(RecvTimeoutError::Disconnected) => return Outcome::Fault(Fault::ReaderEnded),
        }
    }
}
