//! A ZIP archive of files that are made here: without compression, without times, in the order given, so that the same files are the same bytes.

use std::io::{self, Read, Write};

use rawzip::{CompressionMethod, ZipArchiveWriter};

/// `files`, each a path of plain characters and its bytes, as one archive. Errors: those of the writer, which a `Vec` never gives.
pub(super) fn zipped<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> io::Result<Vec<u8>> {
    let mut zip = Zip::new(Vec::new());
    files.into_iter().try_for_each(|(path, mut bytes)| zip.add(path, &mut bytes))?;
    zip.finish()
}

/// An archive under construction.
pub(super) struct Zip<W: Write>(ZipArchiveWriter<W>);

impl<W: Write> Zip<W> {
    pub fn new(out: W) -> Self {
        Self(ZipArchiveWriter::new(out))
    }

    /// Add a file. Errors: those of `bytes` and of the writer.
    pub fn add(&mut self, path: &str, bytes: &mut impl Read) -> io::Result<()> {
        let start = self.0.new_file(path).compression_method(CompressionMethod::STORE).start();
        let (mut entry, config) = start.map_err(io::Error::other)?;
        let mut writer = config.wrap(&mut entry);
        io::copy(bytes, &mut writer)?;
        let (_, written) = writer.finish().map_err(io::Error::other)?;
        entry.finish(written).map_err(io::Error::other)?;
        Ok(())
    }

    /// Write the directory, and give the writer back. Errors: those of the writer.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish().map_err(io::Error::other)
    }
}
