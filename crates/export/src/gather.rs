//! Many cases in one file, written while they are read: one case is in memory at a time.

use std::io::{self, Read, Seek, Write};

use crate::{ExportError, ExportOptions, Released};

/// Somewhere to put what belongs further down in the file.
pub trait Aside: Read + Write + Seek {}

impl<T: Read + Write + Seek> Aside for T {}

/// Gives one more place to put things aside, empty.
pub type MakeAside<'a> = dyn FnMut() -> io::Result<Box<dyn Aside>> + 'a;

/// A format that takes many cases in one file.
pub trait Gatherer: Sync {
    /// Its file's name, of plain characters.
    fn file_name(&self) -> &'static str;

    /// Begin a file in `out`; `aside` is for a format whose parts each hold something of every case. Errors: [`ExportError::Archive`].
    fn begin<'a>(
        &self,
        options: &ExportOptions,
        out: &'a mut dyn Write,
        aside: &mut MakeAside<'_>,
    ) -> Result<Box<dyn Gathering + 'a>, ExportError>;
}

/// A file of many cases under construction. One that is not finished is no file of its format.
pub trait Gathering {
    /// Write one more case, which the gate has let go at the marking of the file. Errors: [`ExportError::Json`], [`ExportError::Archive`].
    fn add(&mut self, released: &Released<'_>) -> Result<(), ExportError>;

    /// Write what stands at the end. Errors: [`ExportError::Archive`].
    fn finish(self: Box<Self>) -> Result<(), ExportError>;
}
