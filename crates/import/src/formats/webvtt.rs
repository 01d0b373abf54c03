//! WebVTT captions (`.vtt`): the call transcripts of Microsoft Teams and Zoom among them.
//!
//! Source: the WebVTT standard (W3C) and the call transcripts of Microsoft Graph; see `tests/formats/webvtt/README.md`.

use crate::cues::{self, Dialect};
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "webvtt"
    }

    fn name(&self) -> &'static str {
        "Captions and call transcripts (WebVTT)"
    }

    fn checked_against(&self) -> &'static str {
        "WebVTT of the W3C, Microsoft Teams and Graph transcripts, Zoom"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches('\u{feff}');
        match text.strip_prefix("WEBVTT") {
            Some(after) if after.is_empty() || after.starts_with([' ', '\t', '\r', '\n']) => Likelihood::Certain,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        cues::read(source, Dialect::WebVtt, options, sink)
    }
}
