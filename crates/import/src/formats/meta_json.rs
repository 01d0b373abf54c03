//! Messenger and Instagram messages (`message_1.json`): "Download your information", and the Messenger download of encrypted chats.
//!
//! Source: the exports that public readers were written for; see `tests/formats/meta-json/README.md`.

use serde_json::Value;
use shakedown_core::{Attachment, Hostile, ImportNote, Locator, Message, MessageKind, MessageState, NoteKind, Place};

use crate::dates::{Clock, Votes};
use crate::decode::Survey;
use crate::error::ImportError;
use crate::importer::{Importer, Likelihood, MessageSink, ReadOptions, ReadSeek};
use crate::json::{Broken, Json, ValueType, member, pointer_piece};
use crate::sniff::Head;

/// Lists of files that a message may name.
const FILES: [&str; 6] = ["photos", "videos", "audio_files", "files", "gifs", "media"];

/// Members of a message that are read, or that say nothing.
const KNOWN: [&str; 24] = [
    "sender_name",
    "senderName",
    "timestamp_ms",
    "timestamp",
    "content",
    "text",
    "reactions",
    "is_unsent",
    "isUnsent",
    "is_taken_down",
    "is_geoblocked_for_viewer",
    "is_unsent_image_by_messenger_kid_parent",
    "type",
    "sender_id_INTERNAL",
    "bumped_message_metadata",
    "call_duration",
    "missed",
    "share",
    "sticker",
    "ip",
    "users",
    "photos",
    "videos",
    "audio_files",
];

/// The reader.
pub(crate) struct Format;

impl Importer for Format {
    fn id(&self) -> &'static str {
        "meta-json"
    }

    fn name(&self) -> &'static str {
        "Messenger or Instagram messages (JSON)"
    }

    fn checked_against(&self) -> &'static str {
        "Messenger and Instagram downloads of 2018 to 2024"
    }

    fn version(&self) -> u32 {
        1
    }

    fn sniff(&self, head: &Head) -> Likelihood {
        let text = head.text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let has = |name: &str| text.contains(name);
        let plain = has("\"sender_name\"") && has("\"timestamp_ms\"");
        let encrypted = has("\"senderName\"") && has("\"timestamp\"") && (has("\"isUnsent\"") || has("\"threadName\""));
        if text.starts_with('{') && has("\"messages\"") && (plain || encrypted) { Likelihood::Certain } else { Likelihood::No }
    }

    fn read(&self, source: &mut dyn ReadSeek, options: &ReadOptions, sink: &mut dyn MessageSink) -> Result<(), ImportError> {
        let survey = Survey::of(source)?;
        if let Some(note) = survey.note() {
            sink.note(note)?;
        }
        let mut json = Json::of(source, &survey, &options.limits)?;
        let mut export = Export { clock: Clock::new(Votes::default().order(), options.zone.as_ref()), mended: Mended::default(), sink };
        let outcome = export.thread(&mut json);
        let Export { mended, sink, .. } = export;
        json.finish(outcome, sink)?;
        if mended.count > 0 {
            let kept_as = format!("{} texts had UTF-8 written a byte a character; they were read as what they stand for", mended.count);
            sink.note(ImportNote::new(NoteKind::EncodingGuessed, Locator::at(Place::Whole), &mended.first, kept_as))?;
        }
        Ok(())
    }
}

/// Texts whose UTF-8 bytes were written as characters of their own, as these exports do.
#[derive(Default)]
struct Mended {
    count: u64,
    first: String,
}

impl Mended {
    /// `text` as it was meant. A text with any character above U+00FF, or that makes no UTF-8, is meant as it stands.
    fn read(&mut self, text: &str) -> String {
        let bytes: Option<Vec<u8>> = text.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect();
        match bytes.filter(|_| !text.is_ascii()).and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(meant) => {
                if self.count == 0 {
                    text.clone_into(&mut self.first);
                }
                self.count += 1;
                meant
            }
            None => text.to_owned(),
        }
    }
}

struct Export<'a> {
    clock: Clock<'a>,
    mended: Mended,
    sink: &'a mut dyn MessageSink,
}

impl Export<'_> {
    fn thread(&mut self, json: &mut Json<'_>) -> Result<(), Broken> {
        json.members(&mut |json, name| {
            let pointer = format!("/{}", pointer_piece(name));
            match name {
                "messages" if json.is(ValueType::Array)? => json.items(&mut |json, index| self.record(json, &format!("{pointer}/{index}"))),
                "participants"
                | "title"
                | "threadName"
                | "thread_path"
                | "is_still_participant"
                | "magic_words"
                | "image"
                | "joinable_mode" => json.skip(),
                _ => json.leave_out(&pointer, name, self.sink),
            }
        })
    }

    fn record(&mut self, json: &mut Json<'_>, pointer: &str) -> Result<(), Broken> {
        let (value, locator) = json.read(pointer, self.sink)?;
        let sender = text(&value, &["sender_name", "senderName"]).map(|name| self.mended.read(name));
        let Some(sender) = sender else {
            let note = ImportNote::new(NoteKind::RecordUnreadable, locator, &value.to_string(), "no sender; kept in the evidence");
            return Ok(self.sink.note(note)?);
        };
        let unsent = ["is_unsent", "isUnsent"].iter().any(|name| value.get(name).and_then(Value::as_bool) == Some(true));
        let body = text(&value, &["content", "text"]).unwrap_or_default();
        let body = self.mended.read(body);
        let mut message = Message {
            kind: MessageKind::Message,
            sender: Some(Hostile::new(sender)),
            body: Hostile::new(body),
            attachments: attachments(&value),
            state: if unsent { MessageState::Deleted } else { MessageState::Sent },
            ..Message::blank(locator)
        };
        match number(&value, &["timestamp_ms", "timestamp"]).and_then(|ms| self.clock.unix_ms(&ms.to_string(), ms)) {
            Some(stamp) => message.sent_at = Some(stamp),
            None => {
                let found = value.get("timestamp_ms").map(Value::to_string).unwrap_or_default();
                self.sink.note(ImportNote::new(NoteKind::TimeMissing, message.locator.clone(), &found, "no time"))?;
            }
        }
        for (name, part) in value.as_object().into_iter().flatten() {
            if let Some(said) = part.get("share_text").filter(|_| name == "share").and_then(Value::as_str) {
                let place = member(&message.locator, name);
                self.sink.note(ImportNote::new(NoteKind::PartNotRead, place, said, "the text of what was shared; kept in the evidence"))?;
            }
            let known = KNOWN.contains(&name.as_str()) || FILES.contains(&name.as_str());
            if !known && (part.is_object() || part.is_array() || part.is_string()) {
                let place = member(&message.locator, name);
                self.sink.note(ImportNote::new(NoteKind::PartNotRead, place, &part.to_string(), "kept in the evidence"))?;
            }
        }
        Ok(self.sink.message(message)?)
    }
}

fn text<'v>(value: &'v Value, names: &[&str]) -> Option<&'v str> {
    names.iter().find_map(|name| value.get(name)?.as_str())
}

fn number(value: &Value, names: &[&str]) -> Option<i64> {
    names.iter().find_map(|name| value.get(name)?.as_i64())
}

fn attachments(value: &Value) -> Vec<Attachment> {
    let lists = FILES.iter().filter_map(|name| value.get(name)?.as_array()).flatten();
    let files = lists.chain(value.get("sticker")).filter_map(|file| file.get("uri")?.as_str());
    let shared = value.get("share").and_then(|share| share.get("link")?.as_str());
    files.chain(shared).map(|uri| Attachment { name: Hostile::new(uri), sha256: None, bytes: None }).collect()
}
