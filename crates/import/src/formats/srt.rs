//! SubRip captions (`.srt`), as meeting and transcription programs export calls.
//!
//! Source: SubRip 1.5 and its readers; see `tests/formats/srt/README.md`.

use crate::cues::{self, Dialect, Timing};
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "srt"
    }

    fn name(&self) -> &'static str {
        "SubRip captions (SRT)"
    }

    fn checked_against(&self) -> &'static str {
        "SubRip files of caption and meeting programs"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let mut lines = head.lines(2).map(|line| line.trim_start_matches('\u{feff}'));
        let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        let numbered = !first.trim().is_empty() && first.trim().bytes().all(|byte| byte.is_ascii_digit());
        match (numbered && Timing::of(second).is_some(), Timing::of(first).is_some()) {
            (true, _) => Likelihood::Certain,
            (_, true) => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        cues::read(source, Dialect::SubRip, options, sink)
    }
}
