//! How fast evidence is read into messages: megabytes a second of each format on generated talk, one core, and what a doubling of the item costs.
//!
//! Where `SHAKEDOWN_BENCH_TEXTS` names a folder, the items are written there, for other programs to be measured on.

use std::fmt::Write as _;
use std::io::{self, Cursor, Write as _};
use std::time::{Duration, Instant};

use shakedown_core::{ImportNote, Message};
use shakedown_import::{MessageSink, ReadOptions, Stopped, read};

/// Bytes of each item.
const SIZE: usize = 16 << 20;

/// Runs of each measurement; the best counts.
const RUNS: usize = 3;

const SAID: [&str; 8] = [
    "morning all, did anyone see the new build? it looks fine on my side",
    "ok",
    "the invoice for the desks came in, 1,240 euro, I will forward it",
    "I will be five minutes late, please start without me: the train stands still again near the bridge",
    "grüße aus Köln, bis später 👋",
    "can you send me the slides from yesterday? I could not find them",
    "no worries",
    "reminder: timesheets are due on Friday before noon, the new form is in the shared folder under 2024",
];
const NAMES: [&str; 3] = ["Ann Lee", "Bob", "Carla Ortiz"];

/// A sink that counts and keeps nothing.
#[derive(Default)]
struct Count {
    messages: usize,
    notes: usize,
}

impl MessageSink for Count {
    fn message(&mut self, _: Message) -> Result<(), Stopped> {
        self.messages += 1;
        Ok(())
    }

    fn note(&mut self, _: ImportNote) -> Result<(), Stopped> {
        self.notes += 1;
        Ok(())
    }

    fn progress(&mut self, _: u64) -> Result<(), Stopped> {
        Ok(())
    }
}

/// One message of a generated talk: its number, who, what, and the day, hour and minute.
struct Said {
    number: usize,
    who: &'static str,
    what: &'static str,
    clock: (usize, usize, usize),
}

/// A talk of `size` bytes or a little more, each record written by `record`.
fn talk(size: usize, begin: &str, end: &str, record: impl Fn(&mut String, &Said)) -> Vec<u8> {
    let (mut text, mut state) = (begin.to_owned(), 1_u64);
    for number in 0.. {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (draw, minute) = ((state >> 33) as usize, number / 3);
        let clock = (1 + minute / 1440 % 28, minute / 60 % 24, minute % 60);
        record(&mut text, &Said { number, who: NAMES[draw % NAMES.len()], what: SAID[draw / 7 % SAID.len()], clock });
        if text.len() >= size {
            break;
        }
    }
    text.push_str(end);
    text.into_bytes()
}

fn whatsapp(size: usize) -> Vec<u8> {
    talk(size, "", "", |text, Said { who, what, clock: (day, hour, minute), .. }| {
        let _ = writeln!(text, "[{day:02}/03/2024, {hour:02}:{minute:02}:00] {who}: {what}");
    })
}

fn signal(size: usize) -> Vec<u8> {
    talk(size, "", "", |text, Said { who, what, clock: (day, hour, minute), .. }| {
        let _ = writeln!(text, "[2024-03-{day:02} {hour:02}:{minute:02}:00] {who}: {what}  ");
    })
}

fn irc(size: usize) -> Vec<u8> {
    talk(size, "", "", |text, Said { who, what, clock: (_, hour, minute), .. }| {
        let _ = writeln!(text, "[{hour:02}:{minute:02}] <{}> {what}", who.replace(' ', "_"));
    })
}

fn speakers(size: usize) -> Vec<u8> {
    talk(size, "", "", |text, Said { who, what, .. }| {
        let _ = writeln!(text, "{who}: {what}");
    })
}

fn telegram(size: usize) -> Vec<u8> {
    let begin = "{\"name\":\"t\",\"type\":\"personal_chat\",\"id\":1,\"messages\":[";
    talk(size, begin, "]}", |text, Said { number, who, what, clock: (day, hour, minute) }| {
        let comma = if *number == 0 { "" } else { "," };
        let second = 1_709_251_200 + number * 20;
        let _ = write!(
            text,
            "{comma}\n{{\"id\":{number},\"type\":\"message\",\"date\":\"2024-03-{day:02}T{hour:02}:{minute:02}:00\",\"date_unixtime\":\"{second}\",\
             \"from\":\"{who}\",\"from_id\":\"user{}\",\"text\":\"{what}\",\"text_entities\":[{{\"type\":\"plain\",\"text\":\"{what}\"}}]}}",
            who.len(),
        );
    })
}

fn ransomchat(size: usize) -> Vec<u8> {
    talk(size, "{\"chat_id\":\"c\",\"messages\":[", "]}", |text, Said { number, who, what, clock: (day, hour, minute) }| {
        let comma = if *number == 0 { "" } else { "," };
        let stamp = format!("2024-03-{day:02} {hour:02}:{minute:02}:00");
        let _ = write!(text, "{comma}{{\"party\":\"{who}\",\"content\":\"{what}\",\"timestamp\":\"{stamp}\"}}");
    })
}

fn mailbox(size: usize) -> Vec<u8> {
    talk(size, "", "", |text, Said { number, who, clock: (day, hour, minute), .. }| {
        let _ = write!(
            text,
            "From ann@mail.example Fri Mar 01 00:00:00 2024\nFrom: {who} <a{}@mail.example>\nTo: list@mail.example\nSubject: number {number}\n\
             Date: {day} Mar 2024 {hour:02}:{minute:02}:00 +0000\nMessage-ID: <{number}@mail.example>\n\
             Content-Type: text/plain; charset=utf-8\n\n{}\n\n",
            who.len(),
            SAID.join("\n")
        );
    })
}

/// A generator: an item of so many bytes, or a little more.
type Make = fn(usize) -> Vec<u8>;

/// Every format that is measured, with the item's file name and its generator.
const ITEMS: [(&str, &str, Make); 7] = [
    ("whatsapp-text", "whatsapp.txt", whatsapp),
    ("signal-export", "signal.md", signal),
    ("irc-log", "irc.log", irc),
    ("text", "speakers.txt", speakers),
    ("telegram-json", "result.json", telegram),
    ("ransomchats-json", "chat.json", ransomchat),
    ("mbox", "mail.mbox", mailbox),
];

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (format, file, make) in ITEMS {
        let (half, whole) = (make(SIZE / 2), make(SIZE));
        if let Some(folder) = std::env::var_os("SHAKEDOWN_BENCH_TEXTS") {
            std::fs::write(std::path::Path::new(&folder).join(file), &whole)?;
        }
        let (short, _) = best(format, &half)?;
        let (long, Count { messages, notes }) = best(format, &whole)?;
        let speed = whole.len() as f64 / 1e6 / long.as_secs_f64();
        let ratio = long.as_secs_f64() / short.as_secs_f64();
        writeln!(out, "{format:<18} {speed:>8.1} MB/s   {messages} messages, {notes} notes; a doubling takes {ratio:.2} times as long")?;
    }
    Ok(())
}

fn best(format: &str, bytes: &[u8]) -> io::Result<(Duration, Count)> {
    let (mut least, mut count) = (Duration::MAX, Count::default());
    for _ in 0..RUNS {
        let mut sink = Count::default();
        let start = Instant::now();
        let reading = read(&mut Cursor::new(bytes), &ReadOptions::default(), &mut sink).map_err(io::Error::other)?;
        least = least.min(start.elapsed());
        if reading.format != format {
            return Err(io::Error::other(format!("read as {}, not as {format}", reading.format)));
        }
        count = sink;
    }
    Ok((least, count))
}
