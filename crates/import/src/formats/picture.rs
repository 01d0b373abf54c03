//! A picture: a screenshot of a chat or a note. Its text is what a worker process read out of its pixels; the picture stays the evidence.
//!
//! Source: PNG (ISO/IEC 15948), 5.2; JPEG (ISO/IEC 10918-1), B.1.1.3; WebP container specification; see `tests/formats/picture/README.md`.

use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::recognised;
use crate::sniff::Head;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "picture"
    }

    fn name(&self) -> &'static str {
        "Picture (PNG, JPEG, WebP)"
    }

    fn checked_against(&self) -> &'static str {
        "Tesseract 5.3; drawn screenshots of chats and notes, light and dark"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let is = |sign: &[u8]| head.bytes.starts_with(sign);
        let webp = is(b"RIFF") && head.bytes.get(8..12).is_some_and(|kind| kind == b"WEBP");
        if is(b"\x89PNG\r\n\x1a\n") || is(b"\xff\xd8\xff") || webp { Likelihood::Certain } else { Likelihood::No }
    }

    fn is_recognised(&self) -> bool {
        true
    }

    fn read(&self, _: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        recognised::tell(Some(1), options, sink)
    }
}
