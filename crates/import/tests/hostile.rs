//! Whatever the bytes are, a reading ends, with a transcript or a stop and never with a panic.

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use shakedown_core::{ImportNote, Message, NoteKind};
use shakedown_import::{Collected, ImportError, Limits, MessageSink, ReadOptions, Stopped, formats, read};

fn options(format: Option<&str>) -> ReadOptions {
    ReadOptions { format: format.map(str::to_owned), ..ReadOptions::default() }
}

/// Bytes that look like something: pieces of every format, joined at random.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"{\"chat_id\":\"x\",\"messages\":[".to_vec()),
        Just(b"{\"party\":\"Victim\",\"content\":\"hi\",\"timestamp\":\"3/4/2021, 1:02 PM\"},".to_vec()),
        Just(b"{\"id\":1,\"type\":\"message\",\"date_unixtime\":\"1\",\"from_id\":\"user1\",\"text\":[\"a\",{\"text\":\"b\"}]}".to_vec()),
        Just(b"[3/18/22, 14:56:00] Ann: hi\r\n".to_vec()),
        Just(b"18/03/2022, 14:56 - Bob: yes\n".to_vec()),
        Just(b"From: a@b.example\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".to_vec()),
        Just(b"Content-Type: message/rfc822\r\n\r\n".to_vec()),
        Just(b"From a@b.example Mon Jun  1 10:00:00 2026\nSubject: s\nContent-Length: 9\n\n>From x\n\n".to_vec()),
        Just(b"begin 644 a\n#0V%T\n`\nend\nOn 1 Jun 2026 Ann wrote:\n> From: a\n> Sent: b\n> To: c\n".to_vec()),
        Just(b"{\\rtf1\\ansicpg932{\\fonttbl{\\f0\\fcharset128 a;}}\\f0 \\'82\\u-10179?{\\*\\fldinst HYPERLINK \"x\"".to_vec()),
        Just(b"<html><body><p style='display:none'>x<script>".to_vec()),
        Just(b"<div class='message me'><div class='message-body'>hi</div><p class='date'>1:02 3.4.2021</p></div>".to_vec()),
        Just(b"[10:11] <ann> hi\n10:12 * bob waves\n--- Day changed Wed Mar 06 2024\n".to_vec()),
        Just(b"[2024-03-05 10:11:12] Me: hi  \nFrom: You\nType: outgoing\nSent: x\n\n".to_vec()),
        Just(b"Victim: hi\nHydra: pay\n".to_vec()),
        Just(b"time;sender;text\n1.2.2025 10:00;ann;\"a;\"\"b\n".to_vec()),
        Just(b"sep=|\r\n2025-02-03|x|=\"1\"\r\n".to_vec()),
        Just(b"\\ud83d\\x1b\\u00".to_vec()),
        Just(vec![0xff, 0xfe]),
        Just(vec![0; 9]),
        Just(b"]}\"".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..40),
        "\\PC{0,30}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

/// Every sample of every format, by its file name.
fn samples() -> &'static [(String, Vec<u8>)] {
    static SAMPLES: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let folders = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
        let files = fs::read_dir(folders).unwrap().flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap());
        let mut samples: Vec<_> = files
            .map(|file| file.unwrap().path())
            .filter(|path| path.to_string_lossy().contains(".in."))
            .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
            .collect();
        samples.sort();
        samples
    })
}

/// A sample with some of its bytes changed, cut out, doubled or put elsewhere.
fn mutants() -> impl Strategy<Value = (String, Vec<u8>)> {
    let change = (0u8..5, any::<u16>(), any::<u16>(), any::<u8>());
    (any::<prop::sample::Index>(), proptest::collection::vec(change, 1..12)).prop_map(|(index, changes)| {
        let (name, mut bytes) = index.get(samples()).clone();
        for (kind, from, length, byte) in changes {
            let from = usize::from(from) * bytes.len() / 65_536;
            let to = (from + usize::from(length) % 200).min(bytes.len());
            match kind {
                0 => bytes[from..to].iter_mut().take(1).for_each(|place| *place = byte),
                1 => drop(bytes.drain(from..to)),
                2 => bytes.extend_from_within(from..to),
                3 => bytes[from..to].reverse(),
                _ => bytes.truncate(to.max(1)),
            }
        }
        (name, bytes)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_transcript(bytes in pieces()) {
        let mut collected = Collected::default();
        let reading = read(&mut Cursor::new(&bytes), &options(None), &mut collected);
        prop_assert!(reading.is_ok());
        for (index, message) in collected.messages.iter().enumerate() {
            prop_assert_eq!(message.seq as usize, index);
            prop_assert!(message.reply_to.is_none_or(|seq| seq < message.seq));
            if let Some((start, end)) = message.locator.bytes {
                prop_assert!(start <= end && end <= bytes.len() as u64);
            }
        }
    }

    #[test]
    fn any_bytes_are_survived_by_every_reader(bytes in pieces()) {
        for format in formats() {
            let outcome = read(&mut Cursor::new(&bytes), &options(Some(format.id())), &mut Collected::default());
            prop_assert!(matches!(outcome, Ok(_) | Err(ImportError::NotThisFormat { .. })), "{}", format.id());
        }
    }

    #[test]
    fn damaged_samples_give_what_is_left_of_them((name, bytes) in mutants()) {
        let mut collected = Collected::default();
        let reading = read(&mut Cursor::new(&bytes), &options(None), &mut collected);
        prop_assert!(reading.is_ok(), "{}", name);
        for message in &collected.messages {
            if let Some((start, end)) = message.locator.bytes {
                prop_assert!(start <= end && end <= bytes.len() as u64, "{}", name);
            }
        }
    }

    #[test]
    fn the_same_bytes_give_the_same_transcript(bytes in pieces()) {
        let once = || {
            let mut collected = Collected::default();
            read(&mut Cursor::new(&bytes), &options(None), &mut collected).map(|reading| (reading, collected.messages, collected.notes)).ok()
        };
        prop_assert_eq!(once(), once());
    }
}

/// A sink that stops after some calls.
struct Impatient(u32);

impl Impatient {
    fn count(&mut self) -> Result<(), Stopped> {
        self.0 = self.0.checked_sub(1).ok_or(Stopped)?;
        Ok(())
    }
}

impl MessageSink for Impatient {
    fn message(&mut self, _: Message) -> Result<(), Stopped> {
        self.count()
    }

    fn note(&mut self, _: ImportNote) -> Result<(), Stopped> {
        self.count()
    }

    fn progress(&mut self, _: u64) -> Result<(), Stopped> {
        self.count()
    }
}

fn ransomchat(messages: usize, content: &str) -> Vec<u8> {
    let record = format!("{{\"party\":\"Victim\",\"content\":\"{content}\"}}");
    format!("{{\"messages\":[{}]}}", vec![record; messages].join(",")).into_bytes()
}

#[test]
fn a_stop_ends_the_reading_wherever_it_comes() {
    let bytes = ransomchat(20_000, "we wait for your answer");
    for patience in [0, 1, 5, 500] {
        let outcome = read(&mut Cursor::new(&bytes), &options(None), &mut Impatient(patience));
        assert!(matches!(outcome, Err(ImportError::Stopped)), "{patience}");
    }
}

fn limited(bytes: &[u8], limits: Limits) -> Collected {
    let mut collected = Collected::default();
    read(&mut Cursor::new(bytes), &ReadOptions { limits, ..ReadOptions::default() }, &mut collected).unwrap();
    collected
}

#[test]
fn each_limit_keeps_what_was_read_and_says_so() {
    let chat = ransomchat(10, "0123456789");
    let long_line = "word ".repeat(2000).into_bytes();
    let nested =
        format!("{{\"messages\":[{{\"party\":\"a\",\"content\":\"b\",\"x\":{}1{}}}]}}", "[".repeat(90), "]".repeat(90)).into_bytes();
    for (name, bytes, limits, messages) in [
        ("messages", &chat, Limits { messages: 3, ..Limits::default() }, 3),
        ("body", &chat, Limits { body_bytes: 4, ..Limits::default() }, 10),
        ("bytes", &chat, Limits { bytes: 100, ..Limits::default() }, 3),
        ("line", &long_line, Limits { body_bytes: 1000, ..Limits::default() }, 10),
        ("depth", &nested, Limits { depth: 8, ..Limits::default() }, 1),
    ] {
        let collected = limited(bytes, limits);
        assert_eq!(collected.messages.len(), messages, "{name}");
        assert!(collected.notes.iter().any(|note| note.kind == NoteKind::LimitReached), "{name}");
    }
    let whole: String =
        limited(&long_line, Limits { body_bytes: 1000, ..Limits::default() }).messages.iter().map(|message| message.body.raw()).collect();
    assert_eq!(whole.into_bytes(), long_line);
}

#[test]
fn a_thousand_notes_of_a_kind_are_not_listed_singly() {
    let bytes = vec![b"text \xc3( more\n".to_vec(); 1000].concat();
    let mut text = "жжжжжжжжжж\n".repeat(2000).into_bytes();
    text.extend(bytes);
    let collected = limited(&text, Limits::default());
    assert_eq!(collected.notes.iter().filter(|note| note.kind == NoteKind::BytesReplaced).count(), 201);
    assert!(collected.notes.iter().any(|note| note.found.raw() == "800"));
}

#[test]
fn deep_and_wide_nonsense_ends_soon() {
    for bytes in [
        "[".repeat(200_000).into_bytes(),
        "{\"messages\":".repeat(50_000).into_bytes(),
        "<html>".bytes().chain("<b><div><p><a>".bytes().cycle().take(2_000_000)).collect(),
        "<html><div style='display:none'>".bytes().chain("<div>".bytes().cycle().take(1_000_000)).collect(),
        "[3/18/22, 14:56:00] ".repeat(50_000).into_bytes(),
        vec![b'9'; 1_000_000],
        "9 ".repeat(500_000).into_bytes(),
        "a: ".repeat(300_000).into_bytes(),
        [
            b"From: a\r\nTo: b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n".to_vec(),
            b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n".repeat(300_000),
        ]
        .concat(),
        [b"From: a\r\nTo: b\r\n".to_vec(), b"Content-Type: message/rfc822\r\n\r\n".repeat(300_000)].concat(),
        // The same in base64.
        [
            b"From: a\nTo: b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n".to_vec(),
            b"Q29udGVudC1UeXBlOiBtZXNzYWdlL3JmYzgyMiANCg0K".repeat(200_000),
        ]
        .concat(),
        b"From a Mon Jun  1 10:00:00 2026\nContent-Length: 99999999\n\n".repeat(20_000),
        [b"From a Mon Jun  1 10:00:00 2026\nFrom: a\n\n".to_vec(), b"From: a\nSent: b\n>On 1.1.2026 a wrote:\n\n".repeat(30_000)].concat(),
        [b"From: a\nTo: b\n\n".to_vec(), b"begin 644 a\n#0V%T\n".repeat(50_000)].concat(),
        [b"{\\rtf1 ".to_vec(), b"{\\upr{\\v x}{\\*\\ud{\\field{\\*\\fldinst ".repeat(40_000)].concat(),
    ] {
        let collected = limited(&bytes, Limits::default());
        assert!(!collected.messages.is_empty() || !collected.notes.is_empty());
    }
}

#[test]
fn a_format_that_was_asked_for_must_be_known_and_must_fit() {
    let outcome = |format, bytes: &[u8]| read(&mut Cursor::new(bytes), &options(Some(format)), &mut Collected::default());
    assert!(matches!(outcome("telegraph", b"x"), Err(ImportError::UnknownFormat { found, .. }) if found == "telegraph"));
    assert!(matches!(outcome("telegram-json", b"{}"), Err(ImportError::NotThisFormat { .. })));
    assert!(outcome("text", b"{}").is_ok());
}
