//! A PDF: a worker process takes the text out of its pages, and reads pages without text as pictures.
//!
//! Source: ISO 32000-2, 7.5.2 (file header); see `tests/formats/pdf/README.md`.

use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::recognised;
use crate::sniff::Head;

/// The header stands within this many bytes of the start.
const HEADER_WITHIN: usize = 1024;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "pdf"
    }

    fn name(&self) -> &'static str {
        "PDF"
    }

    fn checked_against(&self) -> &'static str {
        "PDF 1.4 to 1.7 of ReportLab and pypdf, with text, as pictures, encrypted and broken"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let start = head.bytes.get(..HEADER_WITHIN).unwrap_or(&head.bytes);
        let lines = start.split(|byte| matches!(byte, b'\n' | b'\r'));
        let later = lines.skip(1).any(|line| line.starts_with(b"%PDF-")) && head.bytes.contains(&0);
        match (start.starts_with(b"%PDF-"), later) {
            (true, _) => Likelihood::Certain,
            (_, true) => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn is_recognised(&self) -> bool {
        true
    }

    fn read(&self, _: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        recognised::tell(None, options, sink)
    }
}
