//! A ZIP archive of files that are made here: without compression, without times, in the order given, so that the same files are the same bytes.

use std::io::{self, Write as _};

use rawzip::{CompressionMethod, ZipArchiveWriter};

/// `files`, each a path of plain characters and its bytes, as one archive. Errors: those of the writer, which a `Vec` never gives.
pub(super) fn zipped<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> io::Result<Vec<u8>> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (path, bytes) in files {
        let (mut entry, config) = archive.new_file(path).compression_method(CompressionMethod::STORE).start().map_err(io::Error::other)?;
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes)?;
        let (_, written) = writer.finish().map_err(io::Error::other)?;
        entry.finish(written).map_err(io::Error::other)?;
    }
    archive.finish().map_err(io::Error::other)
}
