//! Slack workspace export: a ZIP of lists (`users.json`, `channels.json` …) and a folder of days for each conversation.
//!
//! Source: the export format that Slack documents, and exports of Slack and slackdump; see `tests/formats/slack-zip/README.md`.

mod record;

use std::collections::HashMap;

use serde_json::Value;
use shakedown_core::{Hostile, ImportNote, Locator, Message, MessageKind, NoteKind, Place};

use crate::archive::{Archive, ArchiveLimits, Budget, Member};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::json::{Broken, Json, ValueType};
use crate::sniff::Head;
use crate::within::{self, Within};

use record::Records;

/// Lists of conversations.
const LISTS: [&str; 4] = ["channels.json", "groups.json", "dms.json", "mpims.json"];

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "slack-zip"
    }

    fn name(&self) -> &'static str {
        "Slack export (ZIP)"
    }

    fn checked_against(&self) -> &'static str {
        "Slack workspace exports of 2023 to 2025 and slackdump"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let listed = head.members.iter().any(|name| is_list(name) || file(name) == "users.json");
        let days = head.members.iter().any(|name| day(name).is_some());
        if listed && days { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let archive = Archive::list(source, &Budget::new(ArchiveLimits::default()))?.unwrap_or_default();
        archive.notes.into_iter().try_for_each(|note| sink.note(note))?;
        let mut directory = Directory::default();
        for member in archive.members.iter().filter(|member| file(&member.name) == "users.json" || is_list(&member.name)) {
            let is_users = file(&member.name) == "users.json";
            each(member, source, options, sink, 0, &mut |value, _, _| {
                if is_users {
                    directory.user(value)
                } else {
                    directory.conversation(value)
                };
                Ok(())
            })?;
        }
        let mut records = Records::new(options, &directory.users);
        let mut given = 0;
        for (conversation, days) in conversations(&archive.members) {
            let title = directory.title(conversation);
            let locator = within::place(conversation, Place::Whole);
            sink.message(Message { kind: MessageKind::System, body: Hostile::new(title), ..Message::blank(locator) })?;
            records.turn(given);
            given += 1;
            for member in days {
                given = each(member, source, options, sink, given, &mut |value, locator, sink| records.give(value, locator, sink))?;
            }
        }
        for member in archive.members.iter().filter(|member| day(&member.name).is_none() && !is_list(&member.name)) {
            if file(&member.name) != "users.json" {
                let place = within::place(&member.name, Place::Whole);
                sink.note(ImportNote::new(NoteKind::PartNotRead, place, &member.name, "kept in the archive"))?;
            }
        }
        Ok(())
    }
}

/// What is done with a record, given where it stands.
type Visit<'v> = dyn FnMut(&Value, Locator, &mut dyn MessageSink) -> Result<(), ImportError> + 'v;

/// Give each record of a member to `visit`; how many records there are by now.
fn each(
    member: &Member,
    source: &mut dyn ReadSeek,
    options: &ReadOptions,
    sink: &mut dyn MessageSink,
    before: u32,
    visit: &mut Visit<'_>,
) -> Result<u32, ImportError> {
    let mut opened = member.open(source)?;
    let survey = Survey::of(&mut opened)?;
    // Answers are numbered over the whole archive already.
    let mut within = Within::new(sink, &member.name, 0);
    if let Some(note) = survey.note() {
        within.note(note)?;
    }
    let mut json = Json::of(&mut opened, &survey, &options.limits)?;
    let outcome = list(&mut json, &mut |json, index| {
        let (value, locator) = json.read(&format!("/{index}"), &mut within)?;
        Ok(visit(&value, locator, &mut within)?)
    });
    json.finish(outcome, &mut within)?;
    let count = before.saturating_add(within.count());
    if let Some(damage) = opened.damage() {
        sink.note(damage.note(within::place(&member.name, Place::Whole), &member.name))?;
    }
    Ok(count)
}

fn list(json: &mut Json<'_>, visit: &mut dyn FnMut(&mut Json<'_>, u64) -> Result<(), Broken>) -> Result<(), Broken> {
    if json.is(ValueType::Array)? { json.items(visit) } else { visit(json, 0) }
}

/// Names for ids.
#[derive(Default)]
struct Directory {
    users: HashMap<String, String>,
    /// The name of a conversation, and the people in it where it has none.
    conversations: HashMap<String, String>,
}

impl Directory {
    fn user(&mut self, value: &Value) {
        let profile = |name: &str| value.get("profile").and_then(|profile| text(profile, name));
        let names = [profile("display_name"), profile("real_name"), text(value, "real_name"), text(value, "name")];
        let name = names.into_iter().flatten().find(|name| !name.trim().is_empty());
        if let (Some(id), Some(name)) = (text(value, "id"), name) {
            self.users.insert(id.to_owned(), name.to_owned());
        }
    }

    /// A channel stands in the folder of its name, a direct message in the folder of its id.
    fn conversation(&mut self, value: &Value) {
        let members = value.get("members").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let people: Vec<String> = members.take(20).map(|id| self.users.get(id).cloned().unwrap_or_else(|| id.to_owned())).collect();
        let name = text(value, "name").map(str::to_owned);
        let title = name.clone().unwrap_or_else(|| people.join(", "));
        for folder in [name.as_deref(), text(value, "id")].into_iter().flatten() {
            self.conversations.insert(folder.to_owned(), title.clone());
        }
    }

    fn title<'d>(&'d self, folder: &'d str) -> &'d str {
        let last = folder.rsplit('/').next().unwrap_or(folder);
        self.conversations.get(last).map_or(last, String::as_str)
    }
}

/// The folders of days, in the order of the archive, the days of each in their own order.
fn conversations(members: &[Member]) -> Vec<(&str, Vec<&Member>)> {
    let mut order: Vec<(&str, Vec<&Member>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for member in members {
        let Some(folder) = day(&member.name) else { continue };
        let place = *places.entry(folder).or_insert_with(|| {
            order.push((folder, Vec::new()));
            order.len() - 1
        });
        if let Some((_, days)) = order.get_mut(place) {
            days.push(member);
        }
    }
    for (_, days) in &mut order {
        days.sort_by(|one, other| one.name.cmp(&other.name));
    }
    order
}

/// The folder that a day stands in: `general/2023-04-13.json`.
fn day(name: &str) -> Option<&str> {
    let (folder, file) = name.rsplit_once('/')?;
    let date = file.strip_suffix(".json")?.as_bytes();
    let shaped = date.len() == 10
        && date.iter().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() });
    shaped.then_some(folder)
}

fn is_list(name: &str) -> bool {
    LISTS.contains(&file(name))
}

fn file(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str()
}
