//! The tables of many cases: the same tables, with the number of the case in front of each row.

use std::io::{self, SeekFrom, Write};

use super::tables;
use crate::formats::zipped::Zip;
use crate::{Aside, ExportError, ExportOptions, Gatherer, Gathering, MakeAside, Released};

/// How many tables there are.
const TABLES: usize = 7;
/// The column in front.
const COLUMN: &str = "case_number";

/// The format, for many cases.
pub(super) struct Cases;

impl Gatherer for Cases {
    fn file_name(&self) -> &'static str {
        "cases.csv.zip"
    }

    fn begin<'a>(
        &self,
        _: &ExportOptions,
        out: &'a mut dyn Write,
        aside: &mut MakeAside<'_>,
    ) -> Result<Box<dyn Gathering + 'a>, ExportError> {
        let asides = (0..TABLES).map(|_| aside()).collect::<io::Result<Vec<_>>>()?;
        Ok(Box::new(Many { out, asides, names: Vec::new() }))
    }
}

struct Many<'a> {
    out: &'a mut dyn Write,
    /// Each table as far as it goes: they follow each other in the file.
    asides: Vec<Box<dyn Aside>>,
    names: Vec<&'static str>,
}

impl Gathering for Many<'_> {
    fn add(&mut self, released: &Released<'_>) -> Result<(), ExportError> {
        let tables = tables(&released.case, &released.options);
        let is_first = self.names.is_empty();
        for (table, aside) in tables.iter().zip(&mut self.asides) {
            if is_first {
                self.names.push(table.name);
                aside.write_all(table.head(Some(COLUMN)).as_bytes())?;
            }
            aside.write_all(table.rows(released.case.case.number).as_bytes())?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        let mut zip = Zip::new(self.out);
        for (name, mut aside) in self.names.into_iter().zip(self.asides) {
            aside.seek(SeekFrom::Start(0))?;
            zip.add(name, &mut aside)?;
        }
        zip.finish()?;
        Ok(())
    }
}
