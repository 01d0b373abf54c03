//! Workbooks (Office Open XML) as tables: a table for each sheet, its rows as they stream past. No formula is ever evaluated.
//!
//! Source: ISO/IEC 29500-1, 18 (SpreadsheetML): workbook 18.2, sheet 18.3, shared strings 18.4, number formats 18.8.30; `_xHHHH_` in texts 22.4.2.4.

mod serial;
mod sheet;
mod xml;

use std::cell::Cell;
use std::collections::HashMap;

use quick_xml::events::Event;
use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::archive::{Archive, Member};
use crate::error::ImportError;
use crate::importer::{MessageSink, ReadSeek, Stopped};
use crate::within;

pub(crate) use sheet::Sheet;
use xml::{Fault, Xml, attribute};

/// The most bytes of texts that the cells share; a workbook of more is read with the first ones.
const SHARED_BYTES: usize = 128 << 20;

/// What a workbook says beside its cells.
#[derive(Debug, Default)]
pub(crate) struct Workbook {
    pub(crate) sheets: Vec<Listed>,
    shared: Shared,
    /// For each style of cells, what it makes of a number.
    styles: Vec<serial::Shown>,
    /// Whether days are counted from 1904.
    from_1904: bool,
    /// Bytes of long texts that cells of the sheets read so far named again.
    repeated: Cell<u64>,
}

/// A sheet, as the workbook lists it.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) name: String,
    /// Whether the program that wrote it does not show it.
    pub(crate) hidden: bool,
    member: Member,
}

/// The texts that cells share, one after the other.
#[derive(Debug, Default)]
struct Shared {
    text: String,
    ends: Vec<u32>,
    cut: bool,
}

impl Shared {
    fn get(&self, index: usize) -> Option<&str> {
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start as usize..*self.ends.get(index)? as usize)
    }

    fn push(&mut self, text: &str) {
        if self.text.len() + text.len() <= SHARED_BYTES && !self.cut {
            self.text.push_str(text);
            self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        } else {
            self.cut = true;
        }
    }
}

/// Whether an archive of these members is a workbook.
pub(crate) fn is_workbook<'m>(mut members: impl Iterator<Item = &'m str>) -> bool {
    members.any(|name| name == MAIN)
}

const MAIN: &str = "xl/workbook.xml";

impl Workbook {
    /// What `archive`, listed from `source`, holds; `sink` hears of damage and of what is kept unread. None where it is no workbook.
    pub(crate) fn of(source: &mut dyn ReadSeek, archive: &Archive, sink: &mut dyn MessageSink) -> Result<Option<Self>, ImportError> {
        let find = |name: &str| archive.members.iter().find(|member| member.name == name);
        let Some(main) = find(MAIN) else { return Ok(None) };
        let mut workbook = Self::default();
        let mut targets = HashMap::new();
        if let Some(member) = find("xl/_rels/workbook.xml.rels") {
            part(source, member, sink, |xml| read_targets(xml, &mut targets))?;
        }
        let mut listed = Vec::new();
        part(source, main, sink, |xml| read_sheets(xml, &mut listed, &mut workbook.from_1904))?;
        if let Some(member) = find("xl/styles.xml") {
            part(source, member, sink, |xml| serial::read_styles(xml, &mut workbook.styles))?;
        }
        if let Some(member) = archive.members.iter().find(|member| member.name.eq_ignore_ascii_case("xl/sharedStrings.xml")) {
            part(source, member, sink, |xml| read_shared(xml, &mut workbook.shared))?;
            if workbook.shared.cut {
                let place = within::place(&member.name, Place::Whole);
                sink.note(ImportNote::new(NoteKind::LimitReached, place, "", "the texts beyond are left out; they stay in the evidence"))?;
            }
        }
        for (name, id, hidden) in listed {
            let member = targets.get(&id).and_then(|target| find(target));
            match member {
                Some(member) if member.name.starts_with("xl/worksheets/") => {
                    workbook.sheets.push(Listed { name, hidden, member: member.clone() });
                }
                _ => {
                    let place = Locator::at(Place::Within(name.clone(), Box::new(Place::Whole)));
                    sink.note(ImportNote::new(NoteKind::PartNotRead, place, &name, "a sheet without cells, or one that is not there"))?;
                }
            }
        }
        note_parts(archive, sink)?;
        Ok(Some(workbook))
    }
}

/// Say what else is in the workbook that can carry words, pictures or code.
fn note_parts(archive: &Archive, sink: &mut dyn MessageSink) -> Result<(), Stopped> {
    for member in &archive.members {
        let kept_as = match member.name.strip_prefix("xl/") {
            Some(name) if name.starts_with("vbaProject") || name.starts_with("macrosheets/") => "macros, never run; kept in the evidence",
            Some(name) if name.starts_with("comments") || name.starts_with("threadedComments/") => "comments; kept in the evidence",
            Some(name) if name.starts_with("media/") => "a picture; kept in the evidence",
            Some(name) if name.starts_with("embeddings/") => "a file inside the workbook; kept in the evidence",
            Some(name) if name.starts_with("externalLinks/") && !name.contains("/_rels/") => {
                "a link to another workbook, never followed; kept in the evidence"
            }
            _ => continue,
        };
        sink.note(ImportNote::new(NoteKind::PartNotRead, within::place(&member.name, Place::Whole), &member.name, kept_as))?;
    }
    Ok(())
}

/// Read one part with `read`; `sink` hears of damage.
fn part(
    source: &mut dyn ReadSeek,
    member: &Member,
    sink: &mut dyn MessageSink,
    read: impl FnOnce(&mut Xml<'_>) -> Result<(), Fault>,
) -> Result<(), ImportError> {
    let mut opened = member.open(source)?;
    let outcome = read(&mut Xml::of(&mut opened));
    let place = within::place(&member.name, Place::Whole);
    if outcome.map_err(Fault::into_import).is_err_and(|fault| fault.is_none()) {
        let kept_as = "no XML from some place on; what comes before was read";
        sink.note(ImportNote::new(NoteKind::RecordUnreadable, place.clone(), "", kept_as))?;
    }
    if let Some(damage) = opened.damage() {
        sink.note(damage.note(place, &member.name))?;
    }
    Ok(())
}

/// Which member each relation leads to.
fn read_targets(xml: &mut Xml<'_>, targets: &mut HashMap<String, String>) -> Result<(), Fault> {
    while let Some(event) = xml.next()? {
        if let Event::Start(element) | Event::Empty(element) = event
            && element.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) = (attribute(&element, "Id"), attribute(&element, "Target"))
        {
            let from_root = target.strip_prefix('/').map(str::to_owned);
            targets.insert(id, from_root.unwrap_or_else(|| format!("xl/{}", target.trim_start_matches("./"))));
        }
    }
    Ok(())
}

/// Name, relation and whether it is hidden, of each sheet.
fn read_sheets(xml: &mut Xml<'_>, sheets: &mut Vec<(String, String, bool)>, from_1904: &mut bool) -> Result<(), Fault> {
    while let Some(event) = xml.next()? {
        let (Event::Start(element) | Event::Empty(element)) = event else { continue };
        match element.local_name().as_ref() {
            "workbookPr" => *from_1904 = matches!(attribute(&element, "date1904").as_deref(), Some("1" | "true")),
            "sheet" => {
                let hidden = matches!(attribute(&element, "state").as_deref(), Some("hidden" | "veryHidden"));
                let id = xml::attribute_named(&element, |name| name == "r:id" || name.ends_with(":id")).unwrap_or_default();
                sheets.push((attribute(&element, "name").unwrap_or_default(), id, hidden));
            }
            _ => {}
        }
    }
    Ok(())
}

fn read_shared(xml: &mut Xml<'_>, shared: &mut Shared) -> Result<(), Fault> {
    let mut text = xml::Text::default();
    while let Some(event) = xml.next()? {
        match &event {
            Event::Start(element) if element.local_name().as_ref() == "si" => text.clear(),
            Event::Empty(element) if element.local_name().as_ref() == "si" => shared.push(""),
            Event::End(element) if element.local_name().as_ref() == "si" => shared.push(&text.take()),
            other => text.see(other),
        }
    }
    Ok(())
}
