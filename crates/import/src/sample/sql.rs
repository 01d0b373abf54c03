//! Dumps of databases: `INSERT INTO … VALUES (…), (…);` and `COPY … FROM stdin;`, a table for each name.
//!
//! Source: what mysqldump, pg_dump, sqlite3 `.dump` and phpMyAdmin write.

use std::collections::HashMap;

use shakedown_core::{Sample, SampleKind};

use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{ReadOptions, ReadSeek};
use crate::lines::Lines;
use crate::sniff::Head;

use super::tally::{Signs, Tally};
use super::{COLUMNS, TABLES, VALUE_BYTES, blank};

/// Whether the head is one of a dump.
pub(super) fn is_dump(head: &Head) -> bool {
    let starts = |line: &str, word: &str| line.trim_start().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let inserts =
        head.lines(5000).filter(|line| starts(line, "INSERT INTO") || starts(line, "INSERT IGNORE") || starts(line, "REPLACE INTO"));
    let copies = head.lines(5000).any(|line| starts(line, "COPY ") && line.trim_end().to_lowercase().ends_with("from stdin;"));
    let creates = head.lines(5000).any(|line| starts(line, "CREATE TABLE"));
    inserts.take(1).count() > 0 || copies || creates
}

/// The tables of a dump, in the order in which they first come.
struct Dump {
    tables: Vec<Tally>,
    known: HashMap<String, usize>,
    signs: Signs,
    over: u64,
}

impl Dump {
    /// The table of that name, with these columns where it is new and where they are named.
    fn table(&mut self, name: &str, columns: &[String]) -> Option<usize> {
        if let Some(at) = self.known.get(name) {
            return Some(*at);
        }
        if self.tables.len() >= TABLES {
            self.over += 1;
            return None;
        }
        self.tables.push(Tally::named(columns));
        self.known.insert(name.to_owned(), self.tables.len() - 1);
        Some(self.tables.len() - 1)
    }

    fn row(&mut self, table: Option<usize>, cells: &[String]) {
        if let Some(tally) = table.and_then(|at| self.tables.get_mut(at)) {
            tally.row(cells.iter().map(String::as_str), &mut self.signs);
        }
    }
}

/// Assess a dump.
pub(super) fn sample(source: &mut dyn ReadSeek, options: &ReadOptions) -> Result<Sample, ImportError> {
    let survey = Survey::of(source)?;
    let mut lines = Lines::of(source, &survey, options.limits.body_bytes)?;
    let mut dump = Dump { tables: Vec::new(), known: HashMap::new(), signs: Signs::default(), over: 0 };
    let mut statement = Statement::default();
    let mut copy: Option<Option<usize>> = None;
    while let Some(line) = lines.next()? {
        if let Some(table) = copy {
            if line.text.trim_end() == "\\." {
                copy = None;
            } else {
                let cells: Vec<String> = line.text.split('\t').map(str::to_owned).collect();
                dump.row(table, &cells);
            }
            continue;
        }
        if statement.is_between()
            && let Some((name, columns)) = copied(&line.text)
        {
            copy = Some(dump.table(&name, &columns));
            continue;
        }
        for character in line.text.chars().chain(if line.ending.is_empty() { None } else { Some('\n') }) {
            statement.step(character, &mut dump);
        }
    }
    let mut sample = blank(SampleKind::SqlDump);
    sample.left_out.extend(dump.tables.iter().filter_map(Tally::left_out));
    if dump.over > 0 {
        sample.left_out.push(format!("{} statements for tables beyond the first {TABLES}", dump.over));
    }
    sample.tables = dump.tables.iter().map(Tally::finish).filter(|table| table.rows > 0).collect();
    sample.test_signs = dump.signs.finish();
    Ok(sample)
}

/// `COPY name (columns) FROM stdin;`
fn copied(line: &str) -> Option<(String, Vec<String>)> {
    let rest = line.trim().strip_prefix("COPY ").or_else(|| line.trim().strip_prefix("copy "))?;
    rest.to_lowercase().ends_with("from stdin;").then_some(())?;
    let (name, rest) = rest.split_once('(').unwrap_or((rest.split(' ').next().unwrap_or_default(), ""));
    Some((unquoted(name), names(rest.split(')').next().unwrap_or_default())))
}

fn names(list: &str) -> Vec<String> {
    list.split(',').map(unquoted).filter(|name| !name.is_empty()).take(COLUMNS).collect()
}

fn unquoted(name: &str) -> String {
    name.trim().trim_matches(['`', '"', '[', ']', '\'']).to_owned()
}

/// One statement as its characters stream past; nothing of it is kept but the row that is open.
#[derive(Default)]
struct Statement {
    /// What stands before the values, at most [`HEAD_BYTES`].
    head: String,
    at: At,
    table: Option<usize>,
    cells: Vec<String>,
    cell: String,
    quote: Option<char>,
    escaped: bool,
    /// Brackets that are open inside a row.
    depth: usize,
}

/// The most bytes of a statement before its values.
const HEAD_BYTES: usize = 64 * 1024;

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum At {
    /// Before the values.
    #[default]
    Head,
    /// Between the rows of `VALUES`.
    Values,
    /// In a row.
    Row,
}

impl Statement {
    fn is_between(&self) -> bool {
        self.at == At::Head && self.quote.is_none() && self.head.trim().is_empty()
    }

    fn step(&mut self, character: char, dump: &mut Dump) {
        if let Some(quote) = self.quote {
            return self.quoted(character, quote);
        }
        match (self.at, character) {
            (_, ';') if self.at != At::Row => *self = Self::default(),
            (At::Head, '\'' | '"' | '`') => {
                self.quote = Some(character);
                self.keep(character);
            }
            (At::Head, '\n') if self.head.trim_start().starts_with("--") || self.head.trim_start().starts_with('#') => self.head.clear(),
            (At::Head, _) => {
                self.keep(character);
                if character == '(' || character.is_whitespace() {
                    self.look(dump);
                }
                if self.at == At::Values && character == '(' {
                    self.open();
                }
            }
            (At::Values, '(') => self.open(),
            (At::Values, _) => {}
            (At::Row, '\'' | '"') => self.quote = Some(character),
            (At::Row, '(') => {
                self.depth += 1;
                self.keep(character);
            }
            (At::Row, ')') if self.depth > 0 => {
                self.depth -= 1;
                self.keep(character);
            }
            (At::Row, ',') if self.depth == 0 => self.end_cell(),
            (At::Row, ')') => {
                self.end_cell();
                dump.row(self.table, &self.cells);
                self.cells.clear();
                self.at = At::Values;
            }
            (At::Row, _) => self.keep(character),
        }
    }

    /// A character inside quotes. A doubled quote closes and opens again: it is kept as one only where it matters to nobody.
    fn quoted(&mut self, character: char, quote: char) {
        if std::mem::take(&mut self.escaped) {
            return self.keep(character);
        }
        match character {
            '\\' if quote != '`' => self.escaped = true,
            _ if character == quote => {
                self.quote = None;
                if self.at == At::Head {
                    self.keep(character);
                }
            }
            _ => self.keep(character),
        }
    }

    fn keep(&mut self, character: char) {
        let (text, most) = if self.at == At::Row { (&mut self.cell, VALUE_BYTES) } else { (&mut self.head, HEAD_BYTES) };
        if text.len() < most {
            text.push(character);
        }
    }

    fn open(&mut self) {
        self.at = At::Row;
        self.cell.clear();
        self.cells.clear();
        self.depth = 0;
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        if self.cells.len() < COLUMNS * 2 {
            self.cells.push(cell.trim().to_owned());
        }
    }

    /// Whether the head now ends in `INSERT INTO name (columns) VALUES`.
    fn look(&mut self, dump: &mut Dump) {
        let head = self.head.trim_end_matches(['(', ' ', '\n', '\t', '\r']);
        let Some(before) = head.len().checked_sub("VALUES".len()).filter(|at| head.is_char_boundary(*at)) else { return };
        let (before, word) = head.split_at_checked(before).unwrap_or((head, ""));
        if !word.eq_ignore_ascii_case("VALUES") {
            return;
        }
        let lower = before.to_ascii_lowercase();
        let Some(after) = lower.find("into").filter(|_| lower.contains("insert") || lower.contains("replace")) else { return };
        let rest = before.get(after + 4..).unwrap_or_default();
        let (name, columns) = rest.split_once('(').unwrap_or((rest, ""));
        self.table = dump.table(&unquoted(name), &names(columns.split(')').next().unwrap_or_default()));
        self.at = At::Values;
    }
}
