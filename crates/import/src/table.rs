//! Tables as talk: rows out of any source, columns by what they hold, a message for each row.

mod columns;
pub(crate) mod moment;
pub(crate) mod separated;
mod words;

use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, NoteKind, Place};

use crate::dates::{Clock, Votes};
use crate::error::ImportError;
use crate::importer::{MessageSink, ReadOptions};
use crate::roles;
use crate::talk::doubt_note;

pub(crate) use columns::{Basis, Header, Plan};
pub use columns::{ColumnMap, Field, MapError, Proposal};
pub(crate) use words::phrase;

/// Rows that are looked at before it is said what their columns hold.
pub(crate) const LOOK: usize = 50;

/// The most columns a row is read with: those of a full sheet.
pub(crate) const COLUMNS_MAX: usize = 16_384;

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) cells: Vec<String>,
    pub(crate) locator: Locator,
    /// What was not decoded plainly.
    pub(crate) notes: Vec<ImportNote>,
}

impl Row {
    /// Whether no cell holds anything.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    pub(crate) fn cell(&self, column: Option<usize>) -> Option<&str> {
        self.cells.get(column?).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }
}

/// Rows, one at a time.
pub(crate) trait Rows {
    /// The next row that holds anything, or nothing at the end.
    fn next(&mut self) -> Result<Option<Row>, ImportError>;
}

/// A table that can be read more than once.
pub(crate) trait Table {
    /// Its rows, from the first on.
    fn rows<'t>(&'t mut self) -> Result<Box<dyn Rows + 't>, ImportError>;

    /// The names of its columns, where the format itself has them; else the first row may hold them.
    fn names(&self) -> Option<&[String]> {
        None
    }

    /// What stands between two columns, where a text can run over into the next by mistake.
    fn separator(&self) -> Option<char> {
        None
    }

    /// What the table is called in the exhibit.
    fn place(&self) -> Place {
        Place::Whole
    }
}

/// The first rows of `table`, at most [`LOOK`] and a header.
pub(crate) fn first_rows(table: &mut dyn Table) -> Result<Vec<Row>, ImportError> {
    let mut rows = table.rows()?;
    let mut first = Vec::new();
    while first.len() <= LOOK {
        match rows.next()? {
            Some(row) => first.push(row),
            None => break,
        }
    }
    Ok(first)
}

/// Read `table` into `sink`: a message for each row, or one note where no column holds messages.
///
/// Errors: those of its rows, and [`NoSuchColumn`](ImportError::NoSuchColumn) where the analyst named a column that is not there.
pub(crate) fn read(table: &mut dyn Table, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    let first = first_rows(table)?;
    let plan = match &options.columns {
        Some(map) => Some(Plan::by_map(map, &first, table.names())?),
        None => Plan::of(&first, table.names()),
    };
    let Some(plan) = plan else { return no_talk(table, sink) };
    for note in plan.notes(&table.place()) {
        sink.note(note)?;
    }
    let mut votes = Votes::default();
    let mut rows = Body::of(table, &plan)?;
    while let Some(row) = rows.next()? {
        if let Some(written) = plan.stamp(&row).and_then(|raw| moment::written(&raw)) {
            votes.see(&written);
        }
    }
    drop(rows);
    let order = votes.order();
    order.note().into_iter().try_for_each(|note| sink.note(note))?;
    let separator = table.separator();
    let mut clock = Clock::new(order, options.zone.as_ref());
    let mut rows = Body::of(table, &plan)?;
    while let Some(mut row) = rows.next()? {
        std::mem::take(&mut row.notes).into_iter().try_for_each(|note| sink.note(note))?;
        if row.is_blank() {
            continue;
        }
        if let Some(separator) = separator {
            rejoin(&mut row, &plan, separator, sink)?;
        }
        emit(&row, &plan, &mut clock, sink)?;
    }
    Ok(())
}

/// The rows below the header.
struct Body<'t> {
    rows: Box<dyn Rows + 't>,
}

impl<'t> Body<'t> {
    fn of(table: &'t mut dyn Table, plan: &Plan) -> Result<Self, ImportError> {
        let mut rows = table.rows()?;
        for _ in 0..plan.above {
            rows.next()?;
        }
        Ok(Self { rows })
    }

    fn next(&mut self) -> Result<Option<Row>, ImportError> {
        self.rows.next()
    }
}

/// What `table` would be read as.
pub(crate) fn propose(table: &mut dyn Table, format: &'static str) -> Result<Proposal, ImportError> {
    const SHOWN: usize = 10;
    let first = first_rows(table)?;
    let plan = Plan::of(&first, table.names());
    let header = Header::of(&first, table.names());
    let hostile = |cells: &[String]| cells.iter().map(|cell| Hostile::new(cell.chars().take(200).collect::<String>())).collect::<Vec<_>>();
    Ok(Proposal {
        format,
        sheet: match table.place() {
            Place::Within(name, _) => Some(Hostile::new(name)),
            _ => None,
        },
        names: hostile(&header.names),
        fields: plan.map(|plan| plan.fields()).unwrap_or_default(),
        rows: header.rows.iter().take(SHOWN).map(|row| hostile(&row.cells)).collect(),
    })
}

/// Whether the first of `rows` names the columns of the others.
pub(crate) fn has_header(rows: &[Row]) -> bool {
    Header::of(rows, None).above > 0
}

/// Whether a column holds nothing but days, numbers or addresses.
pub(crate) fn has_typed_column(rows: &[Row]) -> bool {
    columns::has_typed(rows)
}

/// Say that a table is no talk. Its values are not repeated.
fn no_talk(table: &mut dyn Table, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    let place = table.place();
    let mut rows = table.rows()?;
    let (mut count, mut columns) = (0_u64, 0);
    while let Some(row) = rows.next()? {
        count += 1;
        columns = columns.max(row.cells.len());
    }
    if count == 0 {
        return Ok(());
    }
    let found = format!("{count} rows, {columns} columns");
    let kept_as = "a table without a column of messages: kept in the evidence; `shakedown sample` assesses it, `--map` names its columns";
    Ok(sink.note(ImportNote::new(NoteKind::PartNotRead, Locator::at(place), &found, kept_as))?)
}

/// Cells beyond the last column belong to the text where the text is that last column: its writer did not quote it.
fn rejoin(row: &mut Row, plan: &Plan, separator: char, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    if row.cells.len() <= plan.width {
        return Ok(());
    }
    let over = row.cells.split_off(plan.width);
    let over_text = over.iter().fold(String::new(), |text, cell| text + &separator.to_string() + cell);
    if over_text.chars().all(|character| character == separator) {
        return Ok(());
    }
    let into_text = plan.text + 1 == plan.width;
    let kept_as = if into_text { "the end of the text, which was not quoted" } else { "kept in the evidence: there is no column for it" };
    sink.note(ImportNote::new(NoteKind::RecordUnreadable, row.locator.clone(), &over_text, kept_as))?;
    if let Some(cell) = row.cells.last_mut().filter(|_| into_text) {
        cell.push_str(&over_text);
    }
    Ok(())
}

fn emit(row: &Row, plan: &Plan, clock: &mut Clock<'_>, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
    let mut message =
        Message { body: Hostile::new(plain(row.cells.get(plan.text).map_or("", String::as_str))), ..Message::blank(row.locator.clone()) };
    if row.cells.len() <= plan.text {
        sink.note(ImportNote::new(
            NoteKind::RecordUnreadable,
            row.locator.clone(),
            "",
            "a message without text: the row ends before its column",
        ))?;
    }
    if let Some(name) = row.cell(plan.sender) {
        let name = plain(name);
        message.role = roles::by_label(name);
        message.sender = Some(Hostile::new(name));
    }
    if let Some(raw) = plan.stamp(row) {
        let (stamp, doubt) = moment::stamp(clock, &raw);
        if let Some(note) = doubt_note(doubt, &stamp, &message.locator) {
            sink.note(note)?;
        }
        message.sent_at = Some(stamp);
    }
    if let Some(names) = row.cell(plan.attachments) {
        message.attachments.push(Attachment { name: Hostile::new(names), sha256: None, bytes: None });
    }
    Ok(sink.message(message)?)
}

/// A cell that a spreadsheet was kept from reading as a number: `="0049"` is `0049`.
pub(crate) fn plain(cell: &str) -> &str {
    cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell)
}
