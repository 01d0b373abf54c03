//! Nothing is lost in silence: what stands in a sample stands in a message, a system event, a line of the message before, or a note.

mod support;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use mail_parser::{MessageParser, PartType};
use serde_json::Value;
use shakedown_core::{Locator, Place};
use shakedown_import::Collected;
use shakedown_import::archive::{Archive, ArchiveLimits, Budget, Member};
use support::{samples, transcript};

fn locators(collected: &Collected) -> Vec<&Locator> {
    let messages = collected.messages.iter().map(|message| &message.locator);
    messages.chain(collected.notes.iter().map(|note| &note.locator)).collect()
}

#[test]
fn every_line_is_in_a_record_or_noted() {
    let mut lines = 0;
    for (_, path) in samples() {
        let (_, collected) = transcript(&path);
        let bytes = fs::read(&path).unwrap();
        let places: Vec<_> = locators(&collected).into_iter().map(|locator| &locator.place).collect();
        if !places.iter().any(|place| matches!(place, Place::Lines(..))) || bytes.contains(&0) {
            continue;
        }
        let held: Vec<_> =
            places.iter().filter_map(|place| if let Place::Lines(first, last) = place { Some(*first..=*last) } else { None }).collect();
        for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            // The first line of WebVTT says what kind of file it is, and may say no more.
            let kept = line.trim_ascii().is_empty() || line.ends_with(b"WEBVTT") || held.iter().any(|held| held.contains(&number));
            assert!(kept, "{}: line {number} is in no record", path.display());
            lines += 1;
        }
    }
    assert!(lines > 500, "{lines}");
}

/// Where one element of an array is a record, so is every other.
#[test]
fn every_element_of_an_array_of_records_is_a_record_or_noted() {
    let mut elements = 0;
    for (_, path) in samples() {
        let (_, collected) = transcript(&path);
        let Ok(whole) = serde_json::from_slice::<Value>(&fs::read(&path).unwrap()) else { continue };
        let places: Vec<_> = locators(&collected).into_iter().map(|locator| &locator.place).collect();
        let pointers: Vec<&str> =
            places.iter().filter_map(|place| if let Place::Pointer(pointer) = place { Some(pointer.as_str()) } else { None }).collect();
        let arrays: BTreeSet<&str> = pointers
            .iter()
            .flat_map(|pointer| pointer.match_indices('/').map(|(at, _)| &pointer[..at]))
            .filter(|above| whole.pointer(above).is_some_and(Value::is_array))
            .collect();
        assert!(pointers.is_empty() || !arrays.is_empty(), "{}: no record is in an array", path.display());
        for array in arrays {
            for at in 0..whole.pointer(array).and_then(Value::as_array).unwrap().len() {
                let element = format!("{array}/{at}");
                let within = |pointer: &&str| pointer.strip_prefix(&element).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
                assert!(pointers.iter().any(within), "{}: {element} is in no record", path.display());
                elements += 1;
            }
        }
    }
    assert!(elements > 100, "{elements}");
}

/// Words that are no part of what was said: names of columns, of the writer's own fields, and what the writer's page says around the talk.
const FURNITURE: [(&str, &[&str]); 8] = [
    ("csv", &["timestamp", "user", "datum", "nachricht", "date", "diteur", "author", "time", "text", "zeit", "absender"]),
    ("discord-csv", &["date", "content"]),
    ("discord-html", &["example", "works", "exported"]),
    ("eml", &["aaecaw", "begin"]),
    ("imessage-html", &["read", "echo", "tapbacks", "responded", "earlier", "click", "download"]),
    ("panel-html", &["year"]),
    ("pidgin-html", &["auto"]),
    // A formula is not what a cell shows.
    ("xlsx", &["date", "from", "hyperlink", "http", "example"]),
];

/// Pages, tables, mails and what is packed; the tests above follow the lines and records of the others.
#[test]
fn every_word_of_a_page_a_table_or_a_mail_is_in_the_transcript() {
    let (mut lost, mut words) = (Vec::new(), 0);
    for (id, path) in samples() {
        let (_, collected) = transcript(&path);
        let told = serde_json::to_string(&(&collected.messages, &collected.notes)).unwrap().to_lowercase();
        // A table that is no talk is told by one note, a torn one by what is left of it.
        if collected.messages.is_empty() || path.to_string_lossy().contains("torn") {
            continue;
        }
        let furniture = FURNITURE.iter().find(|(of, _)| *of == id).map_or(&[][..], |(_, words)| words);
        let written = written(&id, &path).to_lowercase();
        for word in written.split(|character: char| !character.is_alphabetic()).filter(|word| word.chars().count() > 3) {
            words += 1;
            if !told.contains(word) && !furniture.contains(&word) {
                lost.push(format!("{id}/{}: {word}", path.file_name().unwrap().display()));
            }
        }
    }
    assert_eq!(lost, <Vec<String>>::new());
    assert!(words > 500, "{words}");
}

/// What can be seen of a page, what stands in a table, the texts of a mail.
fn written(id: &str, path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    match id {
        "csv" | "discord-csv" => String::from_utf8_lossy(&bytes).into_owned(),
        "eml" => {
            let mail = MessageParser::default().parse(&bytes).unwrap();
            let texts = mail.parts.iter().filter_map(|part| match &part.body {
                PartType::Text(text) => Some(text.to_string()),
                PartType::Html(page) => Some(seen(page)),
                _ => None,
            });
            texts.collect::<Vec<_>>().join(" ")
        }
        "docx" | "xlsx" => {
            let mut source = File::open(path).unwrap();
            let archive = Archive::list(&mut source, &Budget::new(ArchiveLimits::default())).unwrap().unwrap();
            let holds_text = |member: &&Member| {
                member.name == "word/document.xml" || member.name.starts_with("xl/worksheets/") || member.name == "xl/sharedStrings.xml"
            };
            let texts = archive.members.iter().filter(holds_text).map(|member| {
                let mut text = Vec::new();
                let _ = member.open(&mut source).unwrap().read_to_end(&mut text);
                seen(&String::from_utf8_lossy(&text))
            });
            texts.collect::<Vec<_>>().join(" ")
        }
        "adium-xml" | "discord-html" | "html" | "imessage-html" | "panel-html" | "pidgin-html" | "telegram-html" => {
            seen(&String::from_utf8_lossy(&bytes))
        }
        _ => String::new(),
    }
}

/// Markup without its tags, and without what is never shown.
fn seen(markup: &str) -> String {
    let (mut text, mut rest) = (String::new(), markup);
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let end =
            ["!--", "script", "style", "head>", "template", "title"].iter().find(|name| after.starts_with(*name)).map_or(">", |name| {
                match *name {
                    "!--" => "-->",
                    "script" => "</script>",
                    "style" => "</style>",
                    "head>" => "</head>",
                    "template" => "</template>",
                    _ => "</title>",
                }
            });
        rest = after.split_once(end).map_or("", |(_, rest)| rest);
    }
    text += rest;
    ["&quot;", "&nbsp;", "&mdash;"].iter().fold(text, |text, entity| text.replace(entity, " "))
}
