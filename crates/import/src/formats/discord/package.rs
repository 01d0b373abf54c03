//! The data package that Discord sends to the owner of an account: the owner's own messages, in all conversations.

use std::collections::HashMap;

use serde_json::Value;
use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, MessageKind, NoteKind, Place};

use super::snowflake_ms;
use crate::archive::{Archive, ArchiveLimits, Budget, Member};
use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::json::Json;
use crate::sniff::Head;
use crate::table::Table;
use crate::table::separated::{Dialect, Separated};
use crate::talk::doubt_note;
use crate::within::{self, Within};

/// The reader.
pub(in crate::formats) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "discord-package"
    }

    fn name(&self) -> &'static str {
        "Discord data package (ZIP)"
    }

    fn checked_against(&self) -> &'static str {
        "what public readers of packages of 2020 to 2024 look for, on invented packages"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let index = head.members.iter().any(|name| ends(name, "messages/index.json"));
        let listed = head.members.iter().any(|name| conversation(name).is_some());
        if index && listed { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let archive = Archive::list(source, &Budget::new(ArchiveLimits::default()))?.unwrap_or_default();
        archive.notes.into_iter().try_for_each(|note| sink.note(note))?;
        let mut owner = None;
        let mut names: HashMap<String, String> = HashMap::new();
        for member in &archive.members {
            if ends(&member.name, "account/user.json") {
                owner = object(member, source, options, sink)?.and_then(|user| called(&user));
            } else if ends(&member.name, "messages/index.json") {
                let index = object(member, source, options, sink)?;
                let index = index.as_ref().and_then(Value::as_object).into_iter().flatten();
                names.extend(index.filter_map(|(id, name)| Some((id.clone(), name.as_str()?.to_owned()))));
            }
        }
        let kept_as = "a data package holds the messages of its owner alone: what others said is not in it";
        sink.note(ImportNote::new(NoteKind::PartNotRead, Locator::at(Place::Whole), owner.as_deref().unwrap_or_default(), kept_as))?;
        let mut package = Package { owner, clock: Clock::new(Votes::default().order(), options.zone.as_ref()), options };
        let mut left_out = 0u64;
        for member in &archive.members {
            let Some(folder) = conversation(&member.name) else {
                left_out += u64::from(!ends(&member.name, "messages/index.json") && !ends(&member.name, "account/user.json"));
                continue;
            };
            let id = folder.rsplit('/').next().unwrap_or(folder).trim_start_matches('c');
            let body = Hostile::new(names.get(id).map_or(id, String::as_str));
            let place = within::place(folder, Place::Whole);
            sink.message(Message { kind: MessageKind::System, body, ..Message::blank(place) })?;
            package.conversation(member, source, sink)?;
        }
        if left_out > 0 {
            let kept_as = "members that hold no messages; they stay in the archive";
            sink.note(ImportNote::new(NoteKind::PartNotRead, Locator::at(Place::Whole), &left_out.to_string(), kept_as))?;
        }
        Ok(())
    }
}

struct Package<'a> {
    owner: Option<String>,
    clock: Clock<'a>,
    options: &'a ReadOptions,
}

impl Package<'_> {
    fn conversation(&mut self, member: &Member, source: &mut dyn ReadSeek, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let mut opened = member.open(source)?;
        let mut within = Within::new(sink, &member.name, 0);
        let survey = Survey::of(&mut opened)?;
        survey.note().into_iter().try_for_each(|note| within.note(note))?;
        if member.name.ends_with(".json") {
            let mut json = Json::of(&mut opened, &survey, &self.options.limits)?;
            let outcome = json.items(&mut |json, index| {
                let (value, locator) = json.read(&format!("/{index}"), &mut within)?;
                let cell = |name: &str| value.get(name).map(|cell| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned));
                let cells = ["ID", "Timestamp", "Contents", "Attachments"].map(|name| cell(name).unwrap_or_default());
                Ok(self.give(&cells, locator, &mut within)?)
            });
            json.finish(outcome, &mut within)?;
        } else if let Some(look) = Dialect::of(&Head::of(&mut opened)?) {
            let mut table =
                Separated { source: &mut opened, survey: &survey, dialect: look.dialect, cell_bytes: self.options.limits.body_bytes };
            let mut rows = table.rows()?;
            let header = rows.next()?.map(|row| row.cells).unwrap_or_default();
            let columns = ["ID", "Timestamp", "Contents", "Attachments"]
                .map(|name| header.iter().position(|cell| cell.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case(name)));
            while let Some(row) = rows.next()? {
                row.notes.into_iter().try_for_each(|note| within.note(note))?;
                let cells = columns.map(|column| column.and_then(|column| row.cells.get(column)).cloned().unwrap_or_default());
                self.give(&cells, row.locator, &mut within)?;
            }
        }
        if let Some(damage) = opened.damage() {
            sink.note(damage.note(within::place(&member.name, Place::Whole), &member.name))?;
        }
        Ok(())
    }

    fn give(&mut self, cells: &[String; 4], locator: Locator, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let [id, written, body, files] = cells;
        let (stamp, doubt) = self.clock.stamp(written);
        // The service counts in UTC and writes no zone; the id holds the same moment.
        let by_id = snowflake_ms(id).and_then(|ms| self.clock.unix_ms(written, ms));
        let close = |exact: &shakedown_core::Stamp| {
            exact.wall.zip(stamp.wall).is_none_or(|(exact, wall)| exact.duration_since(wall).as_hours() == 0)
        };
        let sent_at = match by_id.filter(|exact| close(exact)) {
            Some(exact) => exact,
            None => {
                if let Some(note) = doubt_note(doubt, &stamp, &locator) {
                    sink.note(note)?;
                }
                stamp
            }
        };
        let files = files.split_whitespace().map(|file| Attachment { name: Hostile::new(file), sha256: None, bytes: None }).collect();
        let sender = self.owner.clone().map(Hostile::new);
        Ok(sink.message(Message {
            sender,
            sent_at: Some(sent_at),
            body: Hostile::new(body),
            attachments: files,
            ..Message::blank(locator)
        })?)
    }
}

/// A small JSON member, whole.
fn object(
    member: &Member,
    source: &mut dyn ReadSeek,
    options: &ReadOptions,
    sink: &mut dyn MessageSink,
) -> Result<Option<Value>, ImportError> {
    let mut opened = member.open(source)?;
    let survey = Survey::of(&mut opened)?;
    let mut within = Within::new(sink, &member.name, 0);
    let mut json = Json::of(&mut opened, &survey, &options.limits)?;
    let mut found = None;
    let mut notes = Vec::new();
    let outcome = json.record("", &mut notes).map(|(value, _)| found = Some(value));
    notes.into_iter().try_for_each(|note| within.note(note))?;
    json.finish(outcome, &mut within)?;
    Ok(found)
}

fn called(user: &Value) -> Option<String> {
    ["global_name", "username"].iter().find_map(|name| user.get(name)?.as_str().filter(|name| !name.is_empty())).map(str::to_owned)
}

/// The folder of a conversation: `messages/c123/messages.csv`; older packages write no `c`.
fn conversation(name: &str) -> Option<&str> {
    let (folder, file) = name.rsplit_once('/')?;
    let (above, id) = folder.rsplit_once('/')?;
    let numbered = !id.is_empty() && id.trim_start_matches('c').bytes().all(|byte| byte.is_ascii_digit());
    let listed = matches!(file, "messages.csv" | "messages.json") && ends(above, "messages");
    (numbered && listed).then_some(folder)
}

/// Whether `name` is `end` or ends in it after a folder, in whatever case.
fn ends(name: &str, end: &str) -> bool {
    let name = name.to_lowercase();
    name.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}
