//! A workbook (Office Open XML): each sheet a talk where a column holds messages, else a table that stays in the evidence.
//!
//! Source: see [`crate::workbook`].

use shakedown_core::{ImportNote, Locator, NoteKind, Place};

use crate::archive::{Archive, ArchiveLimits, Budget};
use crate::error::ImportError;
use crate::importer::{Collected, Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;
use crate::table::{self, Proposal};
use crate::workbook::{Sheet, Workbook, is_workbook};

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "xlsx"
    }

    fn name(&self) -> &'static str {
        "Workbook (XLSX)"
    }

    fn checked_against(&self) -> &'static str {
        "Excel 2007 to 2021, LibreOffice and the libraries that write workbooks: shared and inline texts, both date systems"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        if is_workbook(head.members.iter().map(String::as_str)) { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let archive = Archive::list(source, &Budget::new(ArchiveLimits::default()))?.unwrap_or_default();
        archive.notes.iter().try_for_each(|note| sink.note(note.clone()))?;
        let Some(workbook) = Workbook::of(source, &archive, sink)? else {
            let kept_as = "no xl/workbook.xml in it: kept in the evidence";
            return Ok(sink.note(ImportNote::new(NoteKind::FormatUnknown, Locator::at(Place::Whole), "", kept_as))?);
        };
        let (mut fitting, mut refused) = (0, None);
        for listed in &workbook.sheets {
            let mut sheet = Sheet::of(source, &workbook, listed, options.limits.body_bytes)?;
            match table::read(&mut sheet, options, sink) {
                // A mapping is for the sheets that have its columns.
                Err(error @ ImportError::NoSuchColumn { .. }) => refused = Some(error),
                other => {
                    other?;
                    fitting += 1;
                }
            }
            sheet.tell(sink)?;
        }
        refused.filter(|_| fitting == 0).map_or(Ok(()), Err)
    }

    fn maps_columns(&self) -> bool {
        true
    }

    fn propose(&self, source: &mut dyn ReadSeek, options: &ReadOptions) -> Result<Vec<Proposal>, ImportError> {
        let archive = Archive::list(source, &Budget::new(ArchiveLimits::default()))?.unwrap_or_default();
        let Some(workbook) = Workbook::of(source, &archive, &mut Collected::default())? else { return Ok(Vec::new()) };
        let propose = |listed| table::propose(&mut Sheet::of(source, &workbook, listed, options.limits.body_bytes)?, self.id());
        workbook.sheets.iter().map(propose).collect()
    }
}
