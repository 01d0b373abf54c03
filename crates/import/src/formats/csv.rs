//! Separated values (CSV, TSV): a talk where a column holds messages, else a table that stays in the evidence.
//!
//! Source: RFC 4180; what spreadsheets write beside it is in `tests/formats/csv/README.md`.

use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;
use crate::table::separated::{Dialect, Look, Separated};
use crate::table::{self, Basis, Plan, Proposal, Row};

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "csv"
    }

    fn name(&self) -> &'static str {
        "Separated values (CSV, TSV)"
    }

    fn checked_against(&self) -> &'static str {
        "RFC 4180; Excel and LibreOffice with , ; TAB and |, in UTF-8, UTF-16 and legacy encodings"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let marks = [&b"PK\x03\x04"[..], b"%PDF-", b"\xd0\xcf\x11\xe0", b"{\\rtf"];
        if marks.iter().any(|mark| head.bytes.starts_with(mark)) {
            return Likelihood::No;
        }
        match Dialect::of(head) {
            Some(look) if is_talk(&look) || is_table(&look) => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let Some(look) = Dialect::of(&Head::of(source)?) else {
            let kept_as = "no separator gives columns: kept in the evidence";
            return Ok(sink.note(ImportNote::new(NoteKind::FormatUnknown, Locator::at(Place::Whole), "", kept_as))?);
        };
        let survey = Survey::of(source)?;
        survey.note().into_iter().try_for_each(|note| sink.note(note))?;
        let mut table = Separated { source, survey: &survey, dialect: look.dialect, cell_bytes: options.limits.body_bytes };
        table::read(&mut table, options, sink)
    }

    fn maps_columns(&self) -> bool {
        true
    }

    fn propose(&self, source: &mut dyn ReadSeek, options: &ReadOptions) -> Result<Vec<Proposal>, ImportError> {
        let Some(look) = Dialect::of(&Head::of(source)?) else { return Ok(Vec::new()) };
        let survey = Survey::of(source)?;
        let mut table = Separated { source, survey: &survey, dialect: look.dialect, cell_bytes: options.limits.body_bytes };
        Ok(vec![table::propose(&mut table, self.id())?])
    }
}

/// Whether the columns are those of messages.
fn is_talk(look: &Look) -> bool {
    let plan = Plan::of(&rows(look), None);
    // Names say more than cells: a text that was not quoted may run over.
    plan.is_some_and(|plan| look.share >= if plan.basis == Basis::Names { 0.6 } else { 0.95 })
}

/// Whether it is a table for certain, though no talk: as wide in every row, and short in every cell.
fn is_table(look: &Look) -> bool {
    let cells = || look.rows.iter().flatten().filter(|cell| !cell.trim().is_empty());
    let words: usize = cells().map(|cell| cell.split_whitespace().count()).sum();
    let short = words <= cells().count() * 4 && cells().count() * 2 > look.rows.len() * look.columns;
    let header = table::has_header(&rows(look));
    let wide = look.columns > 2 || look.dialect.is_tab();
    let enough = look.rows.len() >= if header { 3 } else { 5 };
    short && wide && enough && look.share > 0.95 && (header || table::has_typed_column(&rows(look)))
}

fn rows(look: &Look) -> Vec<Row> {
    let row = |cells: &Vec<String>| Row { cells: cells.clone(), locator: Locator::at(Place::Whole), notes: Vec::new() };
    look.rows.iter().map(row).collect()
}
