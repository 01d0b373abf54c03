//! Triage and transcript: evidence in, words out, nothing stored.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use shakedown_app::wire::{JumpTo, RegisterView, TriageView};
use shakedown_app::{
    App, Failure, FailureCode, IntakeOptions, SCHEMAS, Source, TranscriptRecord, TriageError, TriageReport, Walk, formats, items_under,
    read_records, schema as schema_of, shown,
};

use crate::abreast::{Give, abreast};
use crate::args::{Reading, Transcript, Triage};
use crate::exit::Exit;
use crate::print::{Out, Style};
use crate::progress::Bar;

/// How many reasons are listed for people; JSON has all.
const REASONS: usize = 8;

pub(crate) fn triage(app: &App, args: &Triage, out: &mut Out) -> Result<Exit, Failure> {
    let options = options(app, &args.reading, args.now)?;
    let engine = app.engine()?;
    let (bar, front) = (Bar::new(), AtomicUsize::new(0));
    let work = |place: usize, item: Result<(String, Source), (String, Failure)>, give: Give<'_, Told>| {
        let (path, mut walk) = match item {
            Ok((path, source)) => (path, Walk::of(source)),
            Err((path, failure)) => {
                give(Told::Failure(path, failure));
                return;
            }
        };
        loop {
            let assessed = bar.run_while(|| front.load(Ordering::Relaxed) == place, |job| walk.assess(&engine, &options, job));
            let path = format!("{path}{}", walk.way());
            let told = match assessed {
                Ok(None) => return,
                Ok(Some(assessed)) if args.json => Told::Json(Box::new(TriageReport::new(&path, assessed))),
                Ok(Some(assessed)) => Told::View(path, Box::new(shown(&assessed))),
                Err(failure) => Told::Failure(path, failure),
            };
            if !give(told) {
                return;
            }
        }
    };
    let mut exit = Exit::Done;
    abreast(sources(&args.paths), &front, work, |told| {
        match told {
            Told::Json(report) => out.json(&report),
            Told::View(path, view) => report(&path, &view, out),
            Told::Failure(path, failure) => exit = tell(&path, &failure, args.json, out)?,
        }
        Ok(())
    })?;
    Ok(exit)
}

/// What is told of one item, made where it was assessed so that its transcript need not be kept.
enum Told {
    Json(Box<TriageReport>),
    View(String, Box<TriageView>),
    Failure(String, Failure),
}

/// Tell of an item that could not be read. A mistake in what was typed, which is the same for every item, is an error.
fn tell(path: &str, failure: &Failure, json: bool, out: &mut Out) -> Result<Exit, Failure> {
    if failure.code == FailureCode::FormatUnknown {
        return Err(failure.clone());
    }
    out.failure(failure);
    if json {
        out.json(&TriageError::new(path, failure));
    }
    Ok(Exit::Evidence)
}

pub(crate) fn transcript(app: &App, args: &Transcript, out: &mut Out) -> Result<Exit, Failure> {
    let options = options(app, &args.reading, None)?;
    let mut give = |record: TranscriptRecord| if args.json { out.json(&record) } else { show_record(&record, out) };
    Bar::new().run(|job| read_records(&source(&args.path)?, &options, job, &mut give))?;
    Ok(Exit::Done)
}

fn show_record(record: &TranscriptRecord, out: &mut Out) {
    let sender = record.sender.as_ref().map_or_else(String::new, |sender| format!("“{}”  ", sender.visible()));
    let head = format!("{}  {}{}", record.locator, sender, record.sent_at.as_deref().unwrap_or_default());
    out.styled(&[(Style::Dim, record.kind), (Style::Dim, "  "), (Style::Strong, head.trim_end())]);
    out.line(format!("    {}", record.text.visible().replace('\n', "\n    ")));
}

pub(crate) fn formats_list(out: &mut Out) -> Exit {
    for format in formats() {
        out.styled(&[(Style::Strong, &format!("{:18}", format.id())), (Style::Plain, format.name())]);
        out.styled(&[(Style::Dim, &format!("{:18}version {}; checked against {}", "", format.version(), format.checked_against()))]);
    }
    Exit::Done
}

pub(crate) fn schema(name: &str, out: &mut Out) -> Result<Exit, Failure> {
    let schema = schema_of(name).ok_or_else(|| {
        let message = format!("schema: expected one of {}, found {name:?}; nothing was changed", SCHEMAS.join(", "));
        Failure::new(FailureCode::WrongUsage, message, "choose one of these")
    })?;
    out.line(serde_json::to_string_pretty(&schema).unwrap_or_default());
    Ok(Exit::Done)
}

/// How items are read, from what was typed.
pub(crate) fn options(app: &App, reading: &Reading, now: Option<Timestamp>) -> Result<IntakeOptions, Failure> {
    IntakeOptions::new(reading.format.clone(), reading.zone.as_deref(), now)?.read_by(app.worker()).with_columns(reading.map.as_deref())
}

/// The items of the paths that were typed, in order, each under the path it is reported by.
pub(crate) fn sources(paths: &[PathBuf]) -> impl Iterator<Item = Result<(String, Source), (String, Failure)>> + '_ {
    paths.iter().flat_map(|path| {
        let name = |path: &Path| path.to_string_lossy().into_owned();
        if path.as_os_str() == "-" {
            return vec![source(path).map(|source| ("-".to_owned(), source)).map_err(|failure| ("-".to_owned(), failure))];
        }
        match items_under(path) {
            Ok(items) => items
                .into_iter()
                .map(|item| item.map(|file| (name(&file), Source::File(file))).map_err(|failure| (name(path), failure)))
                .collect(),
            Err(failure) => vec![Err((name(path), failure))],
        }
    })
}

/// The most bytes that are taken from standard input. They are held in memory: a copy on a disk would be evidence that nobody keeps.
const STDIN_MAX: u64 = 128 << 20;

/// The file of that name, or standard input for `-`.
pub(crate) fn source(path: &Path) -> Result<Source, Failure> {
    if path.as_os_str() != "-" {
        return Ok(Source::File(path.to_owned()));
    }
    let mut bytes = Vec::new();
    let failure = |words: String, next_step| {
        Failure::new(FailureCode::EvidenceUnreadable, format!("standard input: {words}; nothing was changed"), next_step)
    };
    let piped = std::io::stdin().lock().take(STDIN_MAX + 1).read_to_end(&mut bytes);
    let count = piped.map_err(|error| failure(error.to_string(), "check what is piped in"))?;
    if count as u64 > STDIN_MAX {
        return Err(failure(format!("expected at most {} MiB, found more", STDIN_MAX >> 20), "save it to a file and name the file"));
    }
    Ok(Source::Bytes(bytes.into(), "standard input".into()))
}

fn report(path: &str, view: &TriageView, out: &mut Out) {
    out.styled(&[(Style::Strong, path), (Style::Dim, &format!("  {}, {} messages", view.format_name, view.transcript.total))]);
    out.styled(&[(Style::Dim, &format!("SHA-256 {}, {} bytes", view.sha256, view.bytes))]);
    triage_view(view, out);
    out.line("");
}

/// A triage for people: the verdict first, with its caveats beside it, then why and what.
pub(crate) fn triage_view(view: &TriageView, out: &mut Out) {
    let assessment = &view.assessment;
    out.line("");
    out.styled(&[(Style::Strong, &assessment.sentence)]);
    for caveat in &assessment.caveat_words {
        out.styled(&[(Style::Warn, "! "), (Style::Warn, caveat)]);
    }
    let priority = format!(
        "{}, {}: {}. Score {:.1} of 100.",
        assessment.priority,
        assessment.priority.words(),
        assessment.priority_because,
        assessment.score
    );
    out.line(priority);
    let reasons = assessment.reasons.iter().take(REASONS).map(|reason| {
        let place = reason.at.as_ref().map_or_else(String::new, place);
        let without = reason.without.map_or_else(String::new, |score| format!("; without it {score}"));
        format!("{:+6.2}  {}{without}{place}", reason.points, reason.words)
    });
    section("Reasons", reasons, out);
    let amounts = view
        .amounts
        .iter()
        .map(|amount| format!("{:18} {}, said by: {}{}", amount.text, amount.role.words(), amount.by.words(), place(&amount.at)));
    section("Sums", amounts, out);
    let ledger = view.ledger.iter().map(|step| format!("{:18} {}, said by: {}{}", step.text, step.words, step.by.words(), place(&step.at)));
    section("Demand ledger", ledger, out);
    let deadlines = view.deadlines.iter().map(|deadline| {
        let due = deadline.due.as_ref().map_or_else(String::new, |due| format!(", due {due}"));
        let assumed = deadline.assumed.as_ref().map_or_else(String::new, |words| format!(" ({words})"));
        format!("{:18} {}{due}{assumed}{}", deadline.text, deadline.kind_words, place(&deadline.at))
    });
    section("Deadlines", deadlines, out);
    section("Claim register", view.register.iter().flat_map(register_lines), out);
    section("Claims", view.claims.iter().map(|claim| format!("{:18} {}{}", claim.family, claim.words, place(&claim.at))), out);
    let actors = view.actors.iter().flat_map(|actor| {
        let first = format!("{:18} {}: {}{}", actor.name, actor.grade_words, actor.because, place(&actor.at));
        let disputed =
            actor.disputed_by.iter().map(|owner| format!("{:18} but the infrastructure is {owner}'s: somebody may be posing", ""));
        let sanctions = actor.sanctions.iter().map(|entry| format!("{:18} {entry}", ""));
        std::iter::once(first).chain(disputed).chain(sanctions).collect::<Vec<_>>()
    });
    section("Who", actors, out);
    let observables = view.observables.iter().map(|seen| {
        let repair = seen.repair.as_ref().map_or_else(String::new, |repair| format!("; one character off from {repair}"));
        format!("{:18} {}  {}{repair}", seen.kind_words, seen.shown, seen.validity.words())
    });
    section("Observables", observables, out);
    section("Victims named", view.victims.iter().map(|victim| format!("{}{}", victim.name, place(&victim.at))), out);
    section("Not read plainly", view.notes.iter().map(|note| format!("{}: {}; {}", note.locator, note.words, note.kept_as)), out);
}

/// A claim with how it stands, then what contradicts it, else the first of what speaks for it.
fn register_lines(entry: &RegisterView) -> Vec<String> {
    let times = if entry.times == 1 { String::new() } else { format!(", said {} times", entry.times) };
    let first = format!("{:30} {}{times}{}", entry.words, entry.standing_words, place(&entry.at));
    let signs = if entry.against.is_empty() { entry.support.iter().take(1) } else { entry.against.iter().take(usize::MAX) };
    std::iter::once(first).chain(signs.map(|sign| format!("{:30} {}{}", "", sign.words, place(&sign.at)))).collect()
}

fn place(at: &JumpTo) -> String {
    format!("  “{}” (message {})", at.quote, at.message)
}

fn section(title: &str, lines: impl Iterator<Item = String>, out: &mut Out) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        out.styled(&[(Style::Strong, title)]);
        lines.for_each(|line| out.line(format!("  {line}")));
    }
}
