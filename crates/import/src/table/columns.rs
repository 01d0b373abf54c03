//! Which column holds what: as the analyst says, as the names say, or as the cells look.

use std::str::FromStr;

use shakedown_core::{Hostile, ImportNote, Locator, NoteKind, Place};

use crate::error::ImportError;

use super::words::{self, Named};
use super::{Row, moment};

/// The most titles above a table.
const TITLES: usize = 5;

/// What a column can hold for a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// When it was said; with [`Date`](Field::Date) the time of day.
    Time,
    /// The day, where the time of day has a column of its own.
    Date,
    /// Who said it.
    Sender,
    /// What was said.
    Text,
    /// What was sent along.
    Attachments,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 5] = [Self::Time, Self::Date, Self::Sender, Self::Text, Self::Attachments];

    /// The name an analyst writes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Date => "date",
            Self::Sender => "sender",
            Self::Text => "text",
            Self::Attachments => "attachments",
        }
    }
}

/// Which column holds what, each by its name or its number; the first is 1.
///
/// It is written `time=Datum,sender=Von,text=4`. A name that holds a comma is given by its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap {
    /// Field and column, as written.
    pub fields: Vec<(Field, String)>,
}

/// A mapping that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// No such field.
    #[error("expected one of time, date, sender, text and attachments before each =, found {0:?}")]
    Field(String),
    /// The same field twice.
    #[error("expected each field once, found {0} twice")]
    Twice(&'static str),
    /// No column of messages.
    #[error("expected a column for text, found none")]
    NoText,
}

impl FromStr for ColumnMap {
    type Err = MapError;

    fn from_str(written: &str) -> Result<Self, MapError> {
        let mut fields: Vec<(Field, String)> = Vec::new();
        for part in written.split(',') {
            let (name, column) = part.split_once('=').unwrap_or((part, ""));
            let found = || name.trim().chars().take(40).collect();
            let field = Field::ALL.into_iter().find(|field| field.as_str() == name.trim() && !column.trim().is_empty());
            let field = field.ok_or_else(|| MapError::Field(found()))?;
            if fields.iter().any(|(known, _)| *known == field) {
                return Err(MapError::Twice(field.as_str()));
            }
            fields.push((field, column.trim().to_owned()));
        }
        if fields.iter().all(|(field, _)| *field != Field::Text) { Err(MapError::NoText) } else { Ok(Self { fields }) }
    }
}

/// What a table would be read as, for an analyst to look at and to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The reader.
    pub format: &'static str,
    /// The sheet, where the item has several.
    pub sheet: Option<Hostile>,
    /// The names of the columns, where the table has any; one for each column.
    pub names: Vec<Hostile>,
    /// The proposed mapping, by number; without a column of text where none was found.
    pub fields: Vec<(Field, usize)>,
    /// The first rows below the header.
    pub rows: Vec<Vec<Hostile>>,
}

/// How it is known what the columns hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// The analyst said so.
    Said,
    /// The names of the columns say so.
    Names,
    /// The cells look so.
    Cells,
}

/// The columns of a talk, numbered from 0.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) basis: Basis,
    /// How many rows stand above the first one with values: titles, and the names of the columns.
    pub(crate) above: usize,
    titles: Vec<Row>,
    /// How many columns the table has.
    pub(crate) width: usize,
    pub(crate) text: usize,
    pub(crate) time: Option<usize>,
    pub(crate) date: Option<usize>,
    pub(crate) sender: Option<usize>,
    pub(crate) attachments: Option<usize>,
    names: Vec<String>,
}

impl Plan {
    /// The plan that the first rows speak for; none for a table that is no talk.
    pub(crate) fn of(first: &[Row], names: Option<&[String]>) -> Option<Self> {
        let header = Header::of(first, names);
        let by_names = if header.names.is_empty() { None } else { Self::by_names(&header) };
        by_names.or_else(|| Self::by_cells(&header))
    }

    /// The plan that the analyst gave. Errors: [`NoSuchColumn`](ImportError::NoSuchColumn).
    pub(crate) fn by_map(map: &super::ColumnMap, first: &[Row], names: Option<&[String]>) -> Result<Self, ImportError> {
        let mut header = Header::of(first, names);
        // Names that the analyst repeats are names, whatever they look like.
        let spelled = |cells: &[String]| map.fields.iter().all(|(_, wanted)| column_of(wanted, cells, header.width).is_some());
        let by_name = map.fields.iter().any(|(_, wanted)| wanted.parse::<usize>().is_err());
        if let Some(row) = first.first().filter(|row| names.is_none() && by_name && header.names.is_empty() && spelled(&row.cells)) {
            let rows = first.get(1..).unwrap_or_default();
            header = Header { names: row.cells.clone(), titles: &[], rows, above: 1, width: header.width };
        }
        let mut plan = Self::blank(&header, Basis::Said);
        for (field, wanted) in &map.fields {
            let column = column_of(wanted, &header.names, header.width)
                .ok_or_else(|| ImportError::NoSuchColumn { wanted: wanted.chars().take(60).collect(), columns: header.width })?;
            plan.set(*field, column);
        }
        Ok(plan)
    }

    fn blank(header: &Header<'_>, basis: Basis) -> Self {
        Self {
            basis,
            above: header.above,
            titles: header.titles.to_vec(),
            width: header.width,
            text: usize::MAX,
            time: None,
            date: None,
            sender: None,
            attachments: None,
            names: header.names.clone(),
        }
    }

    fn set(&mut self, field: Field, column: usize) {
        match field {
            Field::Text => self.text = column,
            Field::Time => self.time = Some(column),
            Field::Date => self.date = Some(column),
            Field::Sender => self.sender = Some(column),
            Field::Attachments => self.attachments = Some(column),
        }
    }

    /// A table whose names are those of messages: a text, and a sender or a time beside it.
    fn by_names(header: &Header<'_>) -> Option<Self> {
        let best = |field: Field, fits: &dyn Fn(usize) -> bool| -> Option<(usize, Named)> {
            let named = header.names.iter().enumerate().filter_map(|(column, name)| Some((column, words::names(name, field)?)));
            named.filter(|(column, _)| fits(*column)).fold(None, |best: Option<(usize, Named)>, (column, named)| match best {
                Some((_, so_far)) if so_far >= named => best,
                _ => Some((column, named)),
            })
        };
        let rows = header.rows;
        let dated = |column: usize| share(rows, column, moment::is_dated) >= 0.5;
        let timed = |column: usize| share(rows, column, moment::is_stamp) >= 0.5;
        let mut plan = Self::blank(header, Basis::Names);
        let (text, _) = best(Field::Text, &|column| share(rows, column, |cell| cell.contains(char::is_alphabetic)) >= 0.5)?;
        plan.text = text;
        let full = |column: usize| dated(column) && share(rows, column, moment::has_hour) >= 0.5;
        let moment = best(Field::Time, &|column| column != text && full(column));
        let hour = best(Field::Time, &|column| column != text && timed(column) && !dated(column));
        let day = best(Field::Date, &|column| column != text && dated(column));
        let day = day.or_else(|| best(Field::Time, &|column| column != text && dated(column)));
        (plan.time, plan.date) = match (moment, day, hour) {
            (Some((moment, _)), ..) => (Some(moment), None),
            (None, Some((day, _)), Some((hour, _))) => (Some(hour), Some(day)),
            (None, Some((day, _)), None) => (Some(day), None),
            (None, None, hour) => (hour.map(|(hour, _)| hour), None),
        };
        let taken = [Some(text), plan.time, plan.date];
        let sender = best(Field::Sender, &|column| !taken.contains(&Some(column)));
        plan.sender = sender.map(|(column, _)| column);
        plan.attachments =
            best(Field::Attachments, &|column| !taken.contains(&Some(column)) && plan.sender != Some(column)).map(|(at, _)| at);
        // A person's name beside a remark is a card file, not a talk, unless the remarks are told in order of time or read like speech.
        let speaks = sender.is_some_and(|(_, named)| named == Named::Whole) || is_prose(rows, text);
        (plan.time.is_some() || (plan.sender.is_some() && speaks)).then_some(plan)
    }

    /// A table whose cells are those of messages: stamps in one column, speech in another.
    fn by_cells(header: &Header<'_>) -> Option<Self> {
        let rows = header.rows;
        if rows.len() < 2 {
            return None;
        }
        let columns = 0..header.width.min(64);
        let time = columns.clone().find(|column| share(rows, *column, moment::is_dated) >= 0.8)?;
        let free = columns.filter(|column| *column != time);
        let text = free.clone().filter(|column| is_prose(rows, *column)).max_by_key(|column| letters(rows, *column))?;
        let mut plan = Self::blank(header, Basis::Cells);
        plan.text = text;
        plan.time = Some(time);
        plan.sender = free.clone().filter(|column| *column != text).find(|column| is_a_few_names(rows, *column));
        Some(plan)
    }

    /// What `row` has for a time, as one stamp.
    pub(crate) fn stamp(&self, row: &Row) -> Option<String> {
        let time = row.cell(self.time);
        let joined = match (row.cell(self.date), time) {
            (Some(date), Some(time)) => format!("{} {}", super::plain(date), super::plain(time)),
            (one, other) => super::plain(one.or(other)?).to_owned(),
        };
        Some(joined)
    }

    /// The fields with their columns, numbered from 1.
    pub(crate) fn fields(&self) -> Vec<(Field, usize)> {
        let columns = [self.time, self.date, self.sender, Some(self.text), self.attachments];
        Field::ALL.into_iter().zip(columns).filter_map(|(field, column)| Some((field, column? + 1))).collect()
    }

    /// What is to be said of the columns: that they were guessed, and which are not read.
    pub(crate) fn notes(&self, place: &Place) -> Vec<ImportNote> {
        let title = |row: &Row| {
            let words = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ");
            ImportNote::new(NoteKind::PartNotRead, row.locator.clone(), &words, "a line above the table, kept in the evidence")
        };
        let mut notes: Vec<ImportNote> = self.titles.iter().map(title).collect();
        if self.basis == Basis::Cells {
            let fields = self.fields().iter().map(|(field, column)| format!("{} {column}", field.as_str())).collect::<Vec<_>>().join(", ");
            let kept_as = format!("columns read as {fields}; `--map` names others");
            notes.push(ImportNote::new(NoteKind::ColumnsGuessed, Locator::at(place.clone()), "", kept_as));
        }
        let used: Vec<usize> = self.fields().into_iter().map(|(_, column)| column).collect();
        let unread: Vec<String> = (1..=self.width).filter(|column| !used.contains(column)).map(|column| self.name(column)).collect();
        if !unread.is_empty() {
            let kept_as = "columns kept in the evidence, not read";
            notes.push(ImportNote::new(NoteKind::PartNotRead, Locator::at(place.clone()), &unread.join(", "), kept_as));
        }
        notes
    }

    /// The name of a column that is numbered from 1, or its number.
    fn name(&self, column: usize) -> String {
        let name = self.names.get(column.saturating_sub(1)).map(|name| name.trim()).filter(|name| !name.is_empty());
        name.map_or_else(|| column.to_string(), str::to_owned)
    }
}

fn column_of(wanted: &str, names: &[String], width: usize) -> Option<usize> {
    let same = |name: &&String| name.trim().to_lowercase() == wanted.to_lowercase();
    let by_name = names.iter().position(|name| same(&name));
    by_name.or_else(|| wanted.parse::<usize>().ok()?.checked_sub(1).filter(|column| *column < width))
}

/// The names of the columns, and the rows below them.
pub(crate) struct Header<'r> {
    /// Empty where the table names no column.
    pub(crate) names: Vec<String>,
    /// Rows above the names.
    titles: &'r [Row],
    pub(crate) rows: &'r [Row],
    /// How many rows stand above `rows`.
    pub(crate) above: usize,
    pub(crate) width: usize,
}

impl<'r> Header<'r> {
    /// Names that the format has, or the first row, where it holds names and no values.
    pub(crate) fn of(first: &'r [Row], names: Option<&[String]>) -> Self {
        if let Some(names) = names {
            return Self { names: names.to_vec(), titles: &[], rows: first, above: 0, width: names.len() };
        }
        // Most rows are as wide as the table; one that runs over makes it no wider.
        let mut widths: Vec<usize> = first.iter().map(|row| row.cells.len()).collect();
        widths.sort_unstable();
        let usual = widths.get(widths.len() / 2).copied().unwrap_or_default();
        // A title stands alone in its row.
        let is_title = |row: &&Row| usual > 2 && row.cells.iter().filter(|cell| !cell.trim().is_empty()).count() == 1;
        let titles = first.iter().take(TITLES).take_while(is_title).count();
        let (above, table) = first.split_at_checked(titles).unwrap_or((&[], first));
        match table.split_first().filter(|(row, below)| is_header(&row.cells, below)) {
            Some((row, below)) => Self { names: row.cells.clone(), titles: above, rows: below, above: titles + 1, width: row.cells.len() },
            None => Self { names: Vec::new(), titles: &[], rows: first, above: 0, width: usual },
        }
    }
}

/// Whether `cells` are the names of the columns of the rows below: no value among them, and names that we know, or values only below them.
fn is_header(cells: &[String], below: &[Row]) -> bool {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let is_value =
        |cell: &str| cell.contains('@') || moment::is_stamp(cell) || !cell.contains(char::is_alphabetic) || cell.chars().count() > 60;
    if filled.len() * 2 < cells.len() || filled.is_empty() || filled.iter().any(|cell| is_value(cell)) {
        return false;
    }
    let known = filled.iter().filter(|cell| words::is_known(cell)).count();
    let repeated = below.iter().any(|row| row.cells.iter().any(|cell| filled.contains(&cell.trim())));
    let typed = (0..cells.len()).any(|column| !below.is_empty() && share(below, column, is_value) >= 0.8);
    known * 2 >= filled.len() || (known > 0 && !repeated) || (typed && !repeated)
}

/// See [`super::has_typed_column`].
pub(crate) fn has_typed(rows: &[Row]) -> bool {
    let is_typed = |cell: &str| cell.contains('@') || moment::is_dated(cell) || cell.bytes().all(|byte| byte.is_ascii_digit());
    let width = rows.first().map_or(0, |row| row.cells.len());
    (0..width).any(|column| cells(rows, column).count() * 2 > rows.len() && share(rows, column, is_typed) >= 0.9)
}

/// The share of filled cells of `column` that `fits`, 0–1.
fn share(rows: &[Row], column: usize, fits: impl Fn(&str) -> bool) -> f64 {
    let cells: Vec<&str> = cells(rows, column).collect();
    if cells.is_empty() { 0.0 } else { cells.iter().filter(|cell| fits(cell)).count() as f64 / cells.len() as f64 }
}

fn cells(rows: &[Row], column: usize) -> impl Iterator<Item = &str> {
    rows.iter().filter_map(move |row| row.cell(Some(column)))
}

/// Whether a column reads like speech: several words in most cells, and hardly a cell twice.
fn is_prose(rows: &[Row], column: usize) -> bool {
    let count = cells(rows, column).count();
    let words: usize = cells(rows, column).map(|cell| cell.split_whitespace().count()).sum();
    let distinct: std::collections::BTreeSet<&str> = cells(rows, column).collect();
    count > 0 && words >= count * 3 && distinct.len() * 2 > count && share(rows, column, |cell| cell.contains(char::is_alphabetic)) > 0.8
}

fn letters(rows: &[Row], column: usize) -> usize {
    cells(rows, column).map(|cell| cell.chars().filter(|character| character.is_alphabetic()).count()).sum()
}

/// Whether a column holds a few short names that come back.
fn is_a_few_names(rows: &[Row], column: usize) -> bool {
    let distinct: std::collections::BTreeSet<&str> = cells(rows, column).collect();
    let count = cells(rows, column).count();
    let short = share(rows, column, |cell| cell.chars().count() <= 40 && cell.contains(char::is_alphabetic) && !moment::is_stamp(cell));
    count > distinct.len() && short >= 0.9
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &[&[&str]]) -> Vec<Row> {
        let row = |cells: &&[&str]| Row {
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            locator: Locator::at(Place::Whole),
            notes: Vec::new(),
        };
        table.iter().map(row).collect()
    }

    fn fields(table: &[&[&str]]) -> Option<(Basis, String)> {
        let plan = Plan::of(&rows(table), None)?;
        let fields = plan.fields().iter().map(|(field, column)| format!("{}={column}", field.as_str())).collect::<Vec<_>>().join(",");
        Some((plan.basis, fields))
    }

    #[test]
    fn a_talk_is_told_from_other_tables() {
        use Basis::{Cells, Names};
        for (table, wanted) in [
            (
                &[&["Datum", "Von", "Nachricht"][..], &["03.02.2025 10:00", "Mara", "Guten Tag"]][..],
                Some((Names, "time=1,sender=2,text=3")),
            ),
            (
                &[&["id", "Fecha", "Hora", "De", "Mensaje"], &["1", "03/02/2025", "10:00", "Ana", "hola"]],
                Some((Names, "time=3,date=2,sender=4,text=5")),
            ),
            (&[&["sentAt", "authorName", "messageBody"], &["1741080000", "ann", "hello"]], Some((Names, "time=1,sender=2,text=3"))),
            (
                &[
                    &["2025-02-03 10:00", "ann", "we have all your files"],
                    &["2025-02-03 10:01", "bob", "who are you then?"],
                    &["2025-02-03 10:02", "ann", "we wait until Friday"],
                ],
                Some((Cells, "time=1,sender=2,text=3")),
            ),
            (&[&["Name", "Mail", "Phone"], &["Ann Roe", "ann@example.com", "555 0100"]], None),
            (&[&["Name", "Text"], &["Ann Roe", "gold"], &["Bob Poe", "silver"]], None),
            (&[&["Team", "Location", "Cups"], &["Larks", "Ashby", "1"], &["Rooks", "Corby", "3"]], None),
            (&[&["message id", "date"], &["77", "2025-02-03"]], None),
        ] {
            assert_eq!(fields(table), wanted.map(|(basis, fields)| (basis, fields.to_owned())), "{table:?}");
        }
    }

    #[test]
    fn a_mapping_is_read_or_refused_with_the_reason() {
        let map = ColumnMap::from_str("time=Datum, sender=2,text=Nachricht").unwrap();
        let table = rows(&[&["Datum", "X", "Nachricht"], &["heute", "Y", "Z"]]);
        let plan = Plan::by_map(&map, &table, None).unwrap();
        assert_eq!((plan.time, plan.sender, plan.text, plan.above), (Some(0), Some(1), 2, 1));
        let beyond = ColumnMap::from_str("text=4").unwrap();
        assert!(matches!(Plan::by_map(&beyond, &table, None), Err(ImportError::NoSuchColumn { columns: 3, .. })));
        assert_eq!(ColumnMap::from_str("body=3"), Err(MapError::Field("body".into())));
        assert_eq!(ColumnMap::from_str("text=1,text=2"), Err(MapError::Twice("text")));
        assert_eq!(ColumnMap::from_str("time=1"), Err(MapError::NoText));
    }
}
