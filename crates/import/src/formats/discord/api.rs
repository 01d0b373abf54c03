//! Messages as the Discord API gives them: a list of message objects, or pages of a search.

use shakedown_core::{ImportNote, NoteKind};

use super::record::Records;
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::json::{Broken, Json, ValueType, pointer_piece};
use crate::sniff::Head;

/// How deep lists of messages may stand in lists and objects.
const DEPTH: usize = 4;

/// The reader.
pub(in crate::formats) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "discord-api"
    }

    fn name(&self) -> &'static str {
        "Discord messages (API JSON)"
    }

    fn checked_against(&self) -> &'static str {
        "Discord API v6 to v10"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let has = |name: &str| text.contains(name);
        let author = has("\"author\"") && has("\"username\"") && (has("\"discriminator\"") || has("\"global_name\"") || has("\"avatar\""));
        let message = has("\"channel_id\"") && has("\"content\"") && has("\"timestamp\"") && has("\"embeds\"");
        if text.starts_with(['[', '{']) && author && message { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let mut json = Json::of(source, &survey, &options.limits)?;
        let mut records = Records::new(options, sink);
        let outcome = values(&mut json, "", 0, &mut records);
        records.finish()?;
        json.finish(outcome, records.sink)
    }
}

/// Messages in lists; an object around them has them as `messages`, or is one.
fn values(json: &mut Json<'_>, pointer: &str, depth: usize, records: &mut Records<'_>) -> Result<(), Broken> {
    if depth < DEPTH && json.is(ValueType::Array)? {
        return json.items(&mut |json, index| values(json, &format!("{pointer}/{index}"), depth + 1, records));
    }
    if !json.is(ValueType::Object)? {
        let mut notes = Vec::new();
        let (value, locator) = json.record(pointer, &mut notes)?;
        return Ok(records.sink.note(ImportNote::new(NoteKind::RecordUnreadable, locator, &value.to_string(), "kept in the evidence"))?);
    }
    let (gathered, locator) = json.gather(pointer, &mut |json, name, gathered| {
        let list = matches!(name, "messages" | "data") && !gathered.members.contains_key("author") && json.is(ValueType::Array)?;
        if list && depth < DEPTH {
            values(json, &format!("{pointer}/{}", pointer_piece(name)), depth + 1, records)?;
        }
        Ok(list && depth < DEPTH)
    })?;
    gathered.notes.into_iter().try_for_each(|note| records.sink.note(note))?;
    if gathered.members.contains_key("author") {
        return Ok(records.give(&serde_json::Value::Object(gathered.members), locator)?);
    }
    for name in gathered.members.keys().filter(|name| !matches!(name.as_str(), "total_results" | "analytics_id")) {
        records.left_out(&format!("{pointer}/{}", pointer_piece(name)), name)?;
    }
    Ok(())
}
