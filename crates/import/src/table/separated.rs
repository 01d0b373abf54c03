//! Rows out of separated values, whatever separates them.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::ReadSeek;
use crate::lines::Lines;
use crate::sniff::Head;

use super::{COLUMNS_MAX, LOOK, Row, Rows, Table};

/// How a quote stands inside a quoted cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quoting {
    /// `""` (RFC 4180).
    Doubled,
    /// `\"`.
    Escaped,
    /// Quotes mean nothing.
    None,
}

/// How the values are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    separator: u8,
    quoting: Quoting,
    /// The first line names the separator (`sep=;`) and is no row.
    named: bool,
}

/// What the first rows look like under a dialect.
pub(crate) struct Look {
    pub(crate) dialect: Dialect,
    /// The cells of the first rows.
    pub(crate) rows: Vec<Vec<String>>,
    /// How many columns most rows have.
    pub(crate) columns: usize,
    /// The share of rows that have as many, 0–1.
    pub(crate) share: f64,
}

impl Dialect {
    /// The dialect under which the first rows of `head` are most alike, with what they then look like; none where no separator gives columns.
    pub(crate) fn of(head: &Head) -> Option<Look> {
        let text = head.text.trim_start_matches('\u{feff}');
        let end = if head.cut { text.rfind('\n').map_or(text.len(), |at| at + 1) } else { text.len() };
        let text = text.get(..end).unwrap_or_default();
        let named = text.get(..5).filter(|start| start.get(..4).is_some_and(|sep| sep.eq_ignore_ascii_case("sep="))).and_then(|start| {
            let line_ends = text.get(5..).is_none_or(|rest| rest.is_empty() || rest.starts_with(['\r', '\n']));
            start.bytes().last().filter(|_| line_ends)
        });
        let text = if named.is_some() { text.get(5..).unwrap_or_default() } else { text };
        let separators: Vec<u8> = named.map_or_else(|| b",;\t|".to_vec(), |byte| vec![byte]);
        let mut best: Option<Look> = None;
        for separator in separators {
            for quoting in [Quoting::Doubled, Quoting::Escaped, Quoting::None] {
                let look = Look::of(text, Self { separator, quoting, named: named.is_some() });
                if look.columns > 1 && best.as_ref().is_none_or(|best| look.is_better_than(best)) {
                    best = Some(look);
                }
            }
        }
        best
    }

    /// Whether columns stand at tabulators.
    pub(crate) fn is_tab(self) -> bool {
        self.separator == b'\t'
    }

    fn reader(self) -> Reader {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(self.separator).quoting(self.quoting != Quoting::None);
        if self.quoting == Quoting::Escaped {
            builder.escape(Some(b'\\')).double_quote(false);
        }
        builder.build()
    }
}

impl Look {
    fn of(text: &str, dialect: Dialect) -> Self {
        let mut reader = dialect.reader();
        let mut input = text.as_bytes();
        let (mut rows, mut cells, mut cell) = (Vec::new(), Vec::new(), Vec::new());
        let mut buffer = [0; 1024];
        while rows.len() <= LOOK {
            let (result, read, written) = reader.read_field(input, &mut buffer);
            input = input.get(read..).unwrap_or_default();
            cell.extend_from_slice(buffer.get(..written).unwrap_or_default());
            match result {
                ReadFieldResult::Field { record_end } => {
                    cells.push(String::from_utf8_lossy(&std::mem::take(&mut cell)).into_owned());
                    if record_end {
                        rows.push(std::mem::take(&mut cells));
                    }
                }
                ReadFieldResult::End => break,
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            }
        }
        rows.retain(|row: &Vec<String>| row.iter().any(|cell| !cell.trim().is_empty()));
        let mut counts: Vec<usize> = rows.iter().map(Vec::len).collect();
        counts.sort_unstable();
        let mut columns = 0;
        let mut alike = 0;
        for run in counts.chunk_by(|one, other| one == other) {
            if run.len() >= alike {
                alike = run.len();
                columns = run.first().copied().unwrap_or_default();
            }
        }
        // The first row decides between equals: it names the columns.
        if let Some(first) =
            rows.first().map(Vec::len).filter(|first| counts.iter().filter(|count| *count == first).count() * 10 >= counts.len() * 6)
        {
            columns = first;
            alike = counts.iter().filter(|count| **count == first).count();
        }
        let share = if rows.is_empty() { 0.0 } else { alike as f64 / rows.len() as f64 };
        Self { dialect, rows, columns, share }
    }

    fn is_better_than(&self, other: &Self) -> bool {
        let by_share = self.share.total_cmp(&other.share);
        by_share.then(self.columns.cmp(&other.columns)).is_gt()
    }
}

/// Separated values.
pub(crate) struct Separated<'a> {
    pub(crate) source: &'a mut dyn ReadSeek,
    pub(crate) survey: &'a Survey,
    pub(crate) dialect: Dialect,
    /// The most bytes of one cell.
    pub(crate) cell_bytes: usize,
}

impl Table for Separated<'_> {
    fn rows<'t>(&'t mut self) -> Result<Box<dyn Rows + 't>, ImportError> {
        let mut lines = Lines::of(self.source, self.survey, self.cell_bytes)?;
        if self.dialect.named {
            lines.next()?;
        }
        let line = Fed { bytes: Vec::new(), at: 0, start: 0, end: 0 };
        Ok(Box::new(SeparatedRows { lines, reader: self.dialect.reader(), line, ended: false, number: 0, cell_bytes: self.cell_bytes }))
    }

    fn separator(&self) -> Option<char> {
        Some(char::from(self.dialect.separator))
    }
}

/// A line on its way into the parser.
struct Fed {
    bytes: Vec<u8>,
    at: usize,
    start: u64,
    end: u64,
}

struct SeparatedRows<'t> {
    lines: Lines<'t>,
    reader: Reader,
    line: Fed,
    ended: bool,
    number: u64,
    cell_bytes: usize,
}

/// The row that is being gathered.
#[derive(Default)]
struct Gathered {
    cells: Vec<String>,
    cell: Vec<u8>,
    notes: Vec<ImportNote>,
    bytes: Option<(u64, u64)>,
    left_out: u64,
}

impl SeparatedRows<'_> {
    /// Make the next bytes ready; whether there are any.
    fn feed(&mut self, gathered: &mut Gathered) -> Result<bool, ImportError> {
        let fresh = gathered.bytes.is_none();
        loop {
            // Blank lines between rows are no rows.
            while fresh && matches!(self.line.bytes.get(self.line.at), Some(b'\r' | b'\n')) {
                self.line.at += 1;
            }
            if self.line.at < self.line.bytes.len() {
                let start = gathered.bytes.map_or(self.line.start, |(start, _)| start);
                gathered.bytes = Some((start, self.line.end));
                return Ok(true);
            }
            let Some(line) = self.lines.next()? else {
                self.ended = true;
                return Ok(false);
            };
            gathered.notes.extend(line.notes);
            let mut bytes = line.text.into_bytes();
            bytes.extend_from_slice(line.ending.as_bytes());
            self.line = Fed { bytes, at: 0, start: line.start, end: line.end };
        }
    }

    fn gather(&mut self) -> Result<Option<Gathered>, ImportError> {
        let mut gathered = Gathered::default();
        let mut buffer = [0; 4096];
        loop {
            if !self.ended {
                self.feed(&mut gathered)?;
            }
            let input = self.line.bytes.get(self.line.at..).unwrap_or_default();
            let (result, read, written) = self.reader.read_field(input, &mut buffer);
            self.line.at += read;
            let room = self.cell_bytes.saturating_sub(gathered.cell.len()).min(written);
            gathered.cell.extend_from_slice(buffer.get(..room).unwrap_or_default());
            gathered.left_out += (written - room) as u64;
            match result {
                ReadFieldResult::Field { record_end } => {
                    let cell = String::from_utf8_lossy(&std::mem::take(&mut gathered.cell)).into_owned();
                    if gathered.cells.len() < COLUMNS_MAX {
                        gathered.cells.push(cell);
                    } else {
                        gathered.left_out += cell.len() as u64;
                    }
                    if record_end {
                        return Ok(Some(gathered));
                    }
                }
                ReadFieldResult::End => return Ok(None),
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            }
        }
    }
}

impl Rows for SeparatedRows<'_> {
    fn next(&mut self) -> Result<Option<Row>, ImportError> {
        loop {
            let Some(Gathered { cells, mut notes, bytes, left_out, .. }) = self.gather()? else { return Ok(None) };
            self.number += 1;
            let mut locator = Locator::at(Place::Row(self.number));
            if let Some((start, end)) = bytes {
                locator = locator.with_bytes(start, end);
            }
            if left_out > 0 {
                let kept_as = "bytes of this row left out; they stay in the evidence";
                notes.push(ImportNote::new(NoteKind::LimitReached, locator.clone(), &left_out.to_string(), kept_as));
            }
            let row = Row { cells, locator, notes };
            if !row.is_blank() || !row.notes.is_empty() {
                return Ok(Some(row));
            }
        }
    }
}
