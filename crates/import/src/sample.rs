//! A file handed over as proof, assessed by kinds and counts: rows, columns, files. It is not read as talk, and no value of it leaves here.
//!
//! Values are looked at one by one as they stream past; what is kept of them is 64-bit hashes, for counting, and counters. Memory is bounded:
//! see [`Distinct`](distinct::Distinct), [`COLUMNS`] and [`TABLES`].

mod checks;
mod column;
mod distinct;
mod kinds;
mod listing;
mod records;
mod sql;
mod tally;

use std::cell::RefCell;

use shakedown_core::{ImportNote, Message, NoteKind, Sample, SampleKind};

use crate::archive::{Archive, ArchiveLimits, Budget};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::guard::Metered;
use crate::importer::{Collected, MessageSink, ReadOptions, ReadSeek, Stopped};
use crate::lines::Lines;
use crate::sniff::Head;
use crate::table::separated::{Dialect, Separated};
use crate::table::{self, Header, Table};
use crate::workbook::{Sheet, Workbook, is_workbook};
use tally::{Signs, Tally};

pub(crate) use records::{flatten, is_json_lines};

/// Columns of one table that are looked at.
const COLUMNS: usize = 256;
/// Tables of one dump that are looked at.
const TABLES: usize = 64;
/// Bytes of a value that are looked at.
const VALUE_BYTES: usize = 4096;

/// Assess `source` as a proof sample.
///
/// `progress` is told the place in the item in bytes, at least once a megabyte, and may stop the work. Only [`ReadOptions::limits`] count.
/// Damage is said in [`Sample::left_out`]. Errors: [`Io`](ImportError::Io), [`Stopped`](ImportError::Stopped).
pub fn sample(
    source: &mut dyn ReadSeek,
    options: &ReadOptions,
    progress: &mut dyn FnMut(u64) -> Result<(), Stopped>,
) -> Result<Sample, ImportError> {
    let mut sink = Progress(progress);
    let sink: RefCell<&mut (dyn MessageSink + '_)> = RefCell::new(&mut sink);
    let mut metered = Metered::new(source, &sink, options.limits.bytes);
    let outcome = of_kind(&mut metered, options);
    match outcome {
        Err(_) if metered.was_stopped() => Err(ImportError::Stopped),
        Ok(mut sample) => {
            if metered.left_over()? > 0 {
                sample.left_out.push(format!("bytes beyond the first {} were not looked at", options.limits.bytes));
            }
            Ok(sample)
        }
        Err(error) => Err(error),
    }
}

/// A sink that only hears how far the work is.
struct Progress<'p>(&'p mut dyn FnMut(u64) -> Result<(), Stopped>);

impl MessageSink for Progress<'_> {
    fn message(&mut self, _message: Message) -> Result<(), Stopped> {
        Ok(())
    }

    fn note(&mut self, _note: ImportNote) -> Result<(), Stopped> {
        Ok(())
    }

    fn progress(&mut self, bytes: u64) -> Result<(), Stopped> {
        (self.0)(bytes)
    }
}

fn blank(kind: SampleKind) -> Sample {
    Sample { kind, tables: Vec::new(), listing: None, test_signs: Vec::new(), left_out: Vec::new() }
}

fn of_kind(source: &mut dyn ReadSeek, options: &ReadOptions) -> Result<Sample, ImportError> {
    let head = Head::of(source)?;
    let budget = Budget::new(ArchiveLimits::default());
    if let Some(archive) = Archive::list(source, &budget)? {
        if is_workbook(archive.members.iter().map(|member| member.name.as_str())) {
            return of_workbook(source, &archive, options);
        }
        return match archive.members.as_slice() {
            // A dump that was packed by itself is assessed as what it is.
            [only] if head.bytes.starts_with(b"\x1f\x8b") => of_plain(&mut only.clone().for_many_places().open(source)?, options),
            _ => Ok(of_archive(&archive)),
        };
    }
    of_plain(source, options)
}

/// A sample that is no archive.
fn of_plain(source: &mut dyn ReadSeek, options: &ReadOptions) -> Result<Sample, ImportError> {
    let head = Head::of(source)?;
    if head.bytes.contains(&0) && !matches!(head.bytes.get(..2), Some([0xff, 0xfe] | [0xfe, 0xff])) {
        let mut sample = blank(SampleKind::Lines);
        sample.left_out.push("the file is no text, and no archive that is read".to_owned());
        return Ok(sample);
    }
    let start = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.starts_with(['{', '[']) {
        return records::sample(source, options);
    }
    if sql::is_dump(&head) {
        return sql::sample(source, options);
    }
    if let Some(layout) = listing::Layout::of(&head) {
        return listing::sample(source, layout, options);
    }
    let look = Dialect::of(&head).filter(|look| look.share >= 0.8 && look.rows.len() > 1);
    match (look, is_pairs(&head)) {
        (Some(look), _) => of_table(source, look.dialect, options),
        (None, pairs) => of_lines(source, pairs, options),
    }
}

/// An archive, by the names and sizes that it states.
fn of_archive(archive: &Archive) -> Sample {
    let mut sample = blank(SampleKind::Archive);
    let mut files = listing::Files::default();
    for member in &archive.members {
        files.file(&member.name, member.bytes);
    }
    sample.listing = Some(files.finish());
    if !archive.notes.is_empty() {
        sample.left_out.push(format!("{} entries were refused, or are damaged", archive.notes.len()));
    }
    sample
}

fn of_table(source: &mut dyn ReadSeek, dialect: Dialect, options: &ReadOptions) -> Result<Sample, ImportError> {
    let survey = Survey::of(source)?;
    let mut separated = Separated { source, survey: &survey, dialect, cell_bytes: options.limits.body_bytes };
    let mut sample = blank(SampleKind::Table);
    let mut signs = Signs::default();
    add_table(&mut sample, &mut separated, &mut signs)?;
    sample.test_signs = signs.finish();
    Ok(sample)
}

/// A workbook: a table for each sheet that holds anything.
fn of_workbook(source: &mut dyn ReadSeek, archive: &Archive, options: &ReadOptions) -> Result<Sample, ImportError> {
    let mut sample = blank(SampleKind::Table);
    let mut signs = Signs::default();
    let mut doubts = Collected::default();
    let workbook = Workbook::of(source, archive, &mut doubts)?.unwrap_or_default();
    for listed in workbook.sheets.iter().take(TABLES) {
        let mut sheet = Sheet::of(source, &workbook, listed, options.limits.body_bytes)?;
        add_table(&mut sample, &mut sheet, &mut signs)?;
        sheet.tell(&mut doubts)?;
    }
    sample.tables.retain(|table| table.rows > 0);
    if workbook.sheets.len() > TABLES {
        sample.left_out.push(format!("sheets beyond the first {TABLES} were not looked at"));
    }
    let hidden = workbook.sheets.iter().filter(|listed| listed.hidden).count();
    if hidden > 0 {
        sample.left_out.push(format!("{hidden} sheets are hidden; they were looked at like the others"));
    }
    let read_in_part = [NoteKind::RecordUnreadable, NoteKind::LimitReached, NoteKind::PartNotRead];
    let parts = doubts.notes.iter().filter(|note| read_in_part.contains(&note.kind)).count();
    if parts > 0 {
        sample.left_out.push(format!("{parts} parts of the workbook were not looked at, or not to their end"));
    }
    sample.test_signs = signs.finish();
    Ok(sample)
}

/// Add what `table` holds to `sample`.
fn add_table(sample: &mut Sample, table: &mut dyn Table, signs: &mut Signs) -> Result<(), ImportError> {
    let first = table::first_rows(table)?;
    let header = Header::of(&first, None);
    let mut tally = Tally::named(&header.names);
    let mut rows = table.rows()?;
    for _ in 0..header.above {
        rows.next()?;
    }
    while let Some(row) = rows.next()? {
        tally.row(row.cells.iter().map(String::as_str), signs);
    }
    sample.left_out.extend(tally.left_out());
    sample.tables.push(tally.finish());
    Ok(())
}

/// Whether the lines are `account:password`.
fn is_pairs(head: &Head) -> bool {
    let lines: Vec<&str> = head.lines(200).collect();
    let pairs = lines.iter().filter(|line| pair(line).is_some_and(|(account, _)| kinds::is_mail(account) || is_account(account))).count();
    lines.len() > 2 && pairs * 10 >= lines.len() * 9
}

fn is_account(word: &str) -> bool {
    !word.is_empty() && word.chars().count() <= 64 && !word.contains(char::is_whitespace)
}

fn pair(line: &str) -> Option<(&str, &str)> {
    let (account, secret) = line.trim().split_once([':', ';'])?;
    let plain = !secret.is_empty() && !secret.contains(char::is_whitespace) && !secret.starts_with("//");
    plain.then_some((account, secret))
}

fn of_lines(source: &mut dyn ReadSeek, pairs: bool, options: &ReadOptions) -> Result<Sample, ImportError> {
    let survey = Survey::of(source)?;
    let mut lines = Lines::of(source, &survey, options.limits.body_bytes)?;
    let names = if pairs { vec!["account".to_owned(), "password".to_owned()] } else { Vec::new() };
    let mut tally = Tally::named(&names);
    let mut signs = Signs::default();
    while let Some(line) = lines.next()? {
        match pair(&line.text).filter(|_| pairs) {
            _ if line.is_blank() || line.rest => {}
            Some((account, secret)) => tally.row([account, secret].into_iter(), &mut signs),
            None => tally.row(std::iter::once(line.text.as_str()), &mut signs),
        }
    }
    let mut sample = blank(if pairs { SampleKind::Credentials } else { SampleKind::Lines });
    sample.tables.push(tally.finish());
    sample.test_signs = signs.finish();
    Ok(sample)
}
