//! DiscordChatExporter, JSON.

use serde_json::Value;
use shakedown_core::{ImportNote, Locator, NoteKind};

use super::record::Records;
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::json::{Broken, Json, ValueType, pointer_piece};
use crate::sniff::Head;

/// The reader.
pub(in crate::formats) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "discord-json"
    }

    fn name(&self) -> &'static str {
        "DiscordChatExporter (JSON)"
    }

    fn checked_against(&self) -> &'static str {
        "DiscordChatExporter 2.23 to 2.46 and its source"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let has = |name: &str| text.contains(name);
        let export = has("\"guild\"") && has("\"channel\"") && has("\"messages\"") && (has("\"dateRange\"") || has("\"exportedAt\""));
        if text.starts_with('{') && export { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let mut json = Json::of(source, &survey, &options.limits)?;
        let mut records = Records::new(options, sink);
        let outcome = export(&mut json, &mut records);
        records.finish()?;
        json.finish(outcome, records.sink)
    }
}

fn export(json: &mut Json<'_>, records: &mut Records<'_>) -> Result<(), Broken> {
    json.members(&mut |json, name| {
        let pointer = format!("/{}", pointer_piece(name));
        match name {
            "messages" if json.is(ValueType::Array)? => json.items(&mut |json, index| {
                let (value, locator) = json.read(&format!("{pointer}/{index}"), records.sink)?;
                Ok(records.give(&value, locator)?)
            }),
            "messageCount" => {
                let mut notes = Vec::new();
                let (value, locator) = json.record(&pointer, &mut notes)?;
                Ok(count(&value, locator, records)?)
            }
            "guild" | "channel" | "dateRange" | "exportedAt" => json.skip(),
            _ => {
                records.left_out(&pointer, name)?;
                json.skip()
            }
        }
    })
}

/// The export counts its own messages.
fn count(value: &Value, locator: Locator, records: &mut Records<'_>) -> Result<(), ImportError> {
    if value.as_u64().is_some_and(|stated| stated != records.given) {
        let kept_as = format!("the export counts its messages so; there are {}", records.given);
        records.sink.note(ImportNote::new(NoteKind::RecordUnreadable, locator, &value.to_string(), kept_as))?;
    }
    Ok(())
}
