//! The rows of one sheet.

use std::collections::HashSet;
use std::io::Seek as _;

use quick_xml::events::{BytesStart, Event};
use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::archive::Opened;
use crate::error::ImportError;
use crate::importer::{MessageSink, ReadSeek};
use crate::table::{COLUMNS_MAX, Row, Rows, Table};

use super::xml::{Fault, Text, Xml, attribute};
use super::{Listed, Workbook, serial};

/// The most bytes of long texts that cells may name again: a short file can name one text a million times.
const REPEATED_BYTES: u64 = 64 << 20;
/// Texts that are long, in bytes; naming a shorter one takes about as much as the text itself.
const LONG: usize = 64;

/// One sheet of a workbook.
pub(crate) struct Sheet<'a> {
    opened: Opened<&'a mut dyn ReadSeek>,
    workbook: &'a Workbook,
    listed: &'a Listed,
    /// The most bytes of one cell.
    cell_bytes: usize,
    told: Told,
}

/// What is said once about a whole sheet.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    hidden_rows: u64,
    /// Cells that hold a formula whose value was not kept.
    unsolved: u64,
    cut_cells: u64,
    /// Bytes of long texts that were named before.
    repeated: u64,
    beyond: bool,
    broken: bool,
}

impl<'a> Sheet<'a> {
    pub(crate) fn of(
        source: &'a mut dyn ReadSeek,
        workbook: &'a Workbook,
        listed: &'a Listed,
        cell_bytes: usize,
    ) -> Result<Self, ImportError> {
        Ok(Self { opened: listed.member.open(source)?, workbook, listed, cell_bytes, told: Told::default() })
    }

    /// Say what was not read plainly, once the rows were read to their end.
    pub(crate) fn tell(&self, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let Told { hidden_rows, unsolved, cut_cells, repeated, beyond, broken } = self.told;
        self.workbook.repeated.set(self.workbook.repeated.get() + repeated);
        let note = |kind, found: &str, kept_as| ImportNote::new(kind, Locator::at(self.place()), found, kept_as);
        let mut notes = Vec::new();
        if self.listed.hidden {
            notes.push(note(NoteKind::HiddenText, &self.listed.name, "a hidden sheet, read like the others"));
        }
        if hidden_rows > 0 {
            notes.push(note(NoteKind::HiddenText, &hidden_rows.to_string(), "hidden rows, read like the others"));
        }
        if unsolved > 0 {
            let kept_as = "formulas without a value: no formula is evaluated; they stay in the evidence";
            notes.push(note(NoteKind::PartNotRead, &unsolved.to_string(), kept_as));
        }
        if cut_cells > 0 {
            notes.push(note(NoteKind::LimitReached, &cut_cells.to_string(), "cells cut at the longest text that is read"));
        }
        if beyond {
            notes.push(note(NoteKind::LimitReached, "", "the sheet goes on beyond what is read; the rest stays in the evidence"));
        }
        if broken {
            notes.push(note(NoteKind::RecordUnreadable, "", "no XML from some place on; what comes before was read"));
        }
        notes.extend(self.opened.damage().map(|damage| damage.note(Locator::at(self.place()), &self.listed.name)));
        notes.into_iter().try_for_each(|note| sink.note(note).map_err(Into::into))
    }
}

impl Table for Sheet<'_> {
    fn rows<'t>(&'t mut self) -> Result<Box<dyn Rows + 't>, ImportError> {
        self.opened.rewind()?;
        self.told = Told::default();
        let Self { opened, workbook, listed, cell_bytes, told } = self;
        Ok(Box::new(SheetRows {
            xml: Xml::of(opened),
            workbook,
            sheet: &listed.name,
            cell_bytes: *cell_bytes,
            told,
            number: 0,
            named: HashSet::new(),
            ended: false,
        }))
    }

    fn place(&self) -> Place {
        Place::Within(self.listed.name.clone(), Box::new(Place::Whole))
    }
}

struct SheetRows<'t> {
    xml: Xml<'t>,
    workbook: &'t Workbook,
    sheet: &'t str,
    cell_bytes: usize,
    told: &'t mut Told,
    number: u64,
    /// The long texts that were named so far.
    named: HashSet<usize>,
    ended: bool,
}

/// A cell that is open.
#[derive(Default)]
struct Open {
    column: usize,
    kind: String,
    style: usize,
    has_formula: bool,
    text: Text,
}

impl SheetRows<'_> {
    /// The cells of the next row; nothing at the end.
    fn gather(&mut self) -> Result<Option<Vec<String>>, Fault> {
        let mut cells: Vec<String> = Vec::new();
        let mut cell: Option<Open> = None;
        let mut in_row = false;
        loop {
            let Some(event) = self.xml.next()? else { return Ok(None) };
            match &event {
                Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "row" => {
                    self.number = attribute(element, "r").and_then(|row| row.parse().ok()).unwrap_or(self.number + 1);
                    self.told.hidden_rows += u64::from(matches!(attribute(element, "hidden").as_deref(), Some("1" | "true")));
                    in_row = matches!(event, Event::Start(_));
                    cells.clear();
                }
                Event::End(element) if element.local_name().as_ref() == "row" && in_row => return Ok(Some(cells)),
                Event::End(element) if element.local_name().as_ref() == "sheetData" => return Ok(None),
                Event::Start(element) if element.local_name().as_ref() == "c" => cell = Some(Open::of(element, cells.len())),
                Event::Empty(element) if element.local_name().as_ref() == "f" => {
                    cell.iter_mut().for_each(|cell| cell.has_formula = true);
                }
                Event::Start(element) if element.local_name().as_ref() == "f" => {
                    cell.iter_mut().for_each(|cell| cell.has_formula = true);
                }
                Event::End(element) if element.local_name().as_ref() == "c" => {
                    if let Some(cell) = cell.take().filter(|cell| cell.column < COLUMNS_MAX) {
                        let column = cell.column;
                        let text = self.value(cell);
                        if !text.is_empty() {
                            cells.resize(cells.len().max(column + 1), String::new());
                            cells.iter_mut().skip(column).take(1).for_each(|place| place.clone_from(&text));
                        }
                    }
                }
                other => cell.iter_mut().for_each(|cell| cell.text.see(other)),
            }
        }
    }
}

impl SheetRows<'_> {
    /// What a cell shows.
    fn value(&mut self, mut cell: Open) -> String {
        let written = cell.text.take();
        self.told.unsolved += u64::from(cell.has_formula && written.is_empty());
        let mut text = match cell.kind.as_str() {
            "s" => self.shared(&written),
            "b" => if written.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            "str" | "inlineStr" | "e" | "d" => written,
            _ => {
                let shown = self.workbook.styles.get(cell.style).copied().unwrap_or(serial::Shown::Number);
                serial::moment(written.trim(), shown, self.workbook.from_1904).unwrap_or(written)
            }
        };
        if text.len() > self.cell_bytes {
            text.truncate(crate::guard::floor_char_boundary(&text, self.cell_bytes));
            self.told.cut_cells += 1;
        }
        text
    }

    /// The text that many cells share, by its number.
    fn shared(&mut self, number: &str) -> String {
        let Some((index, text)) = number.trim().parse().ok().and_then(|index| Some((index, self.workbook.shared.get(index)?))) else {
            return String::new();
        };
        if text.len() >= LONG && !self.named.insert(index) {
            self.told.repeated += text.len() as u64;
        }
        text.to_owned()
    }
}

impl Rows for SheetRows<'_> {
    fn next(&mut self) -> Result<Option<Row>, ImportError> {
        while !self.ended {
            let cells = match self.gather() {
                Ok(cells) => cells,
                Err(fault) => {
                    self.ended = true;
                    self.told.broken = true;
                    return fault.into_import().map_or(Ok(None), Err);
                }
            };
            if self.workbook.repeated.get() + self.told.repeated > REPEATED_BYTES {
                self.told.beyond = true;
                break;
            }
            let Some(cells) = cells else { break };
            let locator = Locator::at(Place::Within(self.sheet.to_owned(), Box::new(Place::Row(self.number))));
            let row = Row { cells, locator, notes: Vec::new() };
            if !row.is_blank() {
                return Ok(Some(row));
            }
        }
        self.ended = true;
        Ok(None)
    }
}

impl Open {
    /// The cell that `element` opens; where it does not say which column it is in, it follows the one before.
    fn of(element: &BytesStart<'_>, next: usize) -> Self {
        let reference = attribute(element, "r").unwrap_or_default();
        let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).take(4);
        let column = letters.fold(0_usize, |column, letter| column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
        Self {
            column: column.checked_sub(1).unwrap_or(next),
            kind: attribute(element, "t").unwrap_or_default(),
            style: attribute(element, "s").and_then(|style| style.parse().ok()).unwrap_or_default(),
            ..Self::default()
        }
    }
}
