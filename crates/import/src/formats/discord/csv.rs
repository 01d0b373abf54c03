//! DiscordChatExporter, CSV.

use crate::error::ImportError;
use crate::formats::csv;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::sniff::Head;
use crate::table::Proposal;

/// The columns, as every version since 2.13 names them.
const HEADER: [&str; 6] = ["AuthorID", "Author", "Date", "Content", "Attachments", "Reactions"];

/// The reader.
pub(in crate::formats) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "discord-csv"
    }

    fn name(&self) -> &'static str {
        "DiscordChatExporter (CSV)"
    }

    fn checked_against(&self) -> &'static str {
        "DiscordChatExporter 2.23 to 2.46 and its source"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let first = head.text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
        let is_header = first.split(',').map(|name| name.trim().trim_matches('"')).eq(HEADER);
        if is_header { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        csv::Format.read(source, options, sink)
    }

    fn maps_columns(&self) -> bool {
        true
    }

    fn propose(&self, source: &mut dyn ReadSeek, options: &ReadOptions) -> Result<Vec<Proposal>, ImportError> {
        csv::Format.propose(source, options)
    }
}
