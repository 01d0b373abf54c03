//! JSON Lines: an object on each line, a talk where its members are those of messages.
//!
//! Source: jsonlines.org; see `tests/formats/jsonl/README.md`.

use std::collections::BTreeSet;

use serde_json::Value;
use shakedown_core::{ImportNote, Locator, NoteKind};

use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::lines::Lines;
use crate::sample::{flatten, is_json_lines};
use crate::sniff::Head;
use crate::table::{self, COLUMNS_MAX, LOOK, Plan, Proposal, Row, Rows, Table};

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "jsonl"
    }

    fn name(&self) -> &'static str {
        "JSON Lines"
    }

    fn checked_against(&self) -> &'static str {
        "logs and exports with an object on each line, members up to four deep"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        if !is_json_lines(head) {
            return Likelihood::No;
        }
        let rows: Vec<Vec<(String, String)>> = head.lines(LOOK).filter_map(cells).collect();
        let names = names(&rows);
        let rows: Vec<Row> = rows.iter().map(|cells| row(cells, &names, Locator::lines(1, 1))).collect();
        if Plan::of(&rows, Some(&names)).is_some() { Likelihood::Likely } else { Likelihood::Fallback }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        survey.note().into_iter().try_for_each(|note| sink.note(note))?;
        let mut records = Records::of(source, &survey, options)?;
        table::read(&mut records, options, sink)
    }

    fn maps_columns(&self) -> bool {
        true
    }

    fn propose(&self, source: &mut dyn ReadSeek, options: &ReadOptions) -> Result<Vec<Proposal>, ImportError> {
        let survey = Survey::of(source)?;
        let mut records = Records::of(source, &survey, options)?;
        Ok(vec![table::propose(&mut records, self.id())?])
    }
}

/// The values of the object on `line`, each under the names that lead to it.
fn cells(line: &str) -> Option<Vec<(String, String)>> {
    let value: Value = serde_json::from_str(line).ok().filter(Value::is_object)?;
    let mut cells = Vec::new();
    flatten(&value, &mut cells);
    Some(cells)
}

/// The names of all members of the first objects, in the order in which they come.
fn names(rows: &[Vec<(String, String)>]) -> Vec<String> {
    let mut known = BTreeSet::new();
    let all = rows.iter().flatten().map(|(name, _)| name);
    all.filter(|name| known.insert(name.as_str())).take(COLUMNS_MAX).cloned().collect()
}

fn row(cells: &[(String, String)], names: &[String], locator: Locator) -> Row {
    let cell = |name: &String| cells.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let mut notes = Vec::new();
    let new: Vec<&str> = cells.iter().filter(|(known, _)| !names.contains(known)).map(|(name, _)| name.as_str()).collect();
    if !new.is_empty() {
        let kept_as = "members that the first lines do not have, kept in the evidence";
        notes.push(ImportNote::new(NoteKind::PartNotRead, locator.clone(), &new.join(", "), kept_as));
    }
    Row { cells: names.iter().map(cell).collect(), locator, notes }
}

/// The lines as rows of a table.
struct Records<'a> {
    source: &'a mut dyn ReadSeek,
    survey: &'a Survey,
    line_bytes: usize,
    names: Vec<String>,
}

impl<'a> Records<'a> {
    fn of(source: &'a mut dyn ReadSeek, survey: &'a Survey, options: &ReadOptions) -> Result<Self, ImportError> {
        let line_bytes = options.limits.body_bytes;
        let mut lines = Lines::of(source, survey, line_bytes)?;
        let mut first = Vec::new();
        while first.len() < LOOK {
            match lines.next()? {
                Some(line) => first.extend(cells(&line.text)),
                None => break,
            }
        }
        drop(lines);
        Ok(Self { names: names(&first), source, survey, line_bytes })
    }
}

impl Table for Records<'_> {
    fn rows<'t>(&'t mut self) -> Result<Box<dyn Rows + 't>, ImportError> {
        let lines = Lines::of(self.source, self.survey, self.line_bytes)?;
        Ok(Box::new(RecordRows { lines, names: &self.names }))
    }

    fn names(&self) -> Option<&[String]> {
        Some(&self.names)
    }
}

struct RecordRows<'t> {
    lines: Lines<'t>,
    names: &'t [String],
}

impl Rows for RecordRows<'_> {
    fn next(&mut self) -> Result<Option<Row>, ImportError> {
        loop {
            let Some(line) = self.lines.next()? else { return Ok(None) };
            let locator = Locator::lines(line.number, line.number).with_bytes(line.start, line.end);
            let mut made = match cells(&line.text) {
                Some(cells) => row(&cells, self.names, locator),
                None if line.is_blank() => continue,
                None => {
                    let kept_as = "no JSON object: kept in the evidence";
                    let note = ImportNote::new(NoteKind::RecordUnreadable, locator.clone(), &line.text, kept_as);
                    Row { cells: Vec::new(), locator, notes: vec![note] }
                }
            };
            made.notes.extend(line.notes);
            return Ok(Some(made));
        }
    }
}
