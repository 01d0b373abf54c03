//! How long exports take: a talk of 10,000 messages as a page, on sheets and as a STIX bundle, and 1,000 cases in one file, with the memory of it.
//!
//! The cases are generated, the same on every run: one message in twenty says something, one in fifty holds an address. `SHAKEDOWN_BENCH_MESSAGES`
//! and `SHAKEDOWN_BENCH_CASES` say other sizes.

use std::io::{self, Cursor, Write};
use std::time::Instant;

use jiff::Timestamp;
use shakedown_core::*;
use shakedown_export::{Aside, ExportOptions, Redaction, export, formats, release};

const WORDS: &[&str] = &[
    "we",
    "have",
    "your",
    "files",
    "the",
    "price",
    "is",
    "what",
    "was",
    "agreed",
    "send",
    "proof",
    "and",
    "then",
    "наш",
    "сервер",
    "завтра",
    "server",
    "contract",
    "management",
    "decides",
    "tomorrow",
    "please",
    "wait",
    "list",
    "of",
    "documents",
    "https://files.gray-heron.example/a",
];

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % below.max(1) as u64) as usize
    }

    fn body(&mut self) -> String {
        let words = 3 + self.roll(40);
        (0..words).map(|_| WORDS[self.roll(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }
}

fn case(number: u32, messages: u32) -> CaseFile {
    let mut dice = Dice(number.into());
    let (mut threats, mut observables) = (Vec::new(), Vec::new());
    let message = |seq: u32| {
        let mut body = dice.body();
        let first = body.find(' ').unwrap_or(body.len());
        let (span, as_written) = (Span::new(0, first), Hostile::new(&body[..first]));
        if seq.is_multiple_of(20) {
            let (rule, by) = ("threat.publish".to_owned(), Role::Attacker);
            threats.push(Coded { code: ThreatCode::Publish, rule, by, message: seq, span, as_written });
        }
        if seq.is_multiple_of(50) {
            let value = format!("desk{}@mail{}.example", dice.roll(1_000), number % 50);
            let start = body.len() + 1;
            body.push_str(&format!(" {value}"));
            let span = Span::new(start, body.len());
            let (kind, validity, value) = (ObservableKind::Email, Validity::Unchecked, Hostile::new(value));
            observables.push(Observable { kind, as_written: value.clone(), value, validity, repair: None, message: seq, span });
        }
        let sender = Hostile::new(if seq.is_multiple_of(2) { "Gray Heron" } else { "Ann Lee" });
        let locator = Locator::lines(u64::from(seq) + 1, u64::from(seq) + 1);
        Message { seq, sender: Some(sender), body: Hostile::new(body), ..Message::blank(locator) }
    };
    let messages: Vec<Message> = (0..messages).map(message).collect();
    whole(number, messages, Analysis { threats, observables, ..nothing_found() })
}

fn nothing_found() -> Analysis {
    let assessment = Assessment {
        verdict: Verdict::Extortion,
        score: 98.0,
        caveats: vec![],
        priority: Priority::P1,
        priority_because: "a bench".into(),
        reasons: vec![],
        rule_set: "sha256:0".into(),
        engine: "0".into(),
    };
    Analysis {
        assessment,
        actors: vec![],
        observables: vec![],
        amounts: vec![],
        deadlines: vec![],
        ledger: vec![],
        register: vec![],
        claims: vec![],
        data_types: vec![],
        volume: vec![],
        threats: vec![],
        proof: vec![],
        techniques: vec![],
        victims: vec![],
        participants: vec![],
        findings: vec![],
    }
}

fn whole(number: u32, messages: Vec<Message>, analysis: Analysis) -> CaseFile {
    let evidence = EvidenceId::new(format!("e{number}"));
    let item = EvidenceItem {
        id: evidence.clone(),
        exhibit_ref: format!("B/{number}"),
        sha256: Digest::of(&number.to_le_bytes()),
        byte_len: 1,
        file_name: None,
        acquired: Acquisition { kind: AcquisitionKind::File, by: "B".into(), at: Timestamp::UNIX_EPOCH },
        parent: None,
    };
    let transcript = Transcript {
        id: TranscriptId::new(format!("t{number}")),
        evidence_id: evidence.clone(),
        format: "text".into(),
        reader_version: 1,
        participants: vec![],
        messages,
        notes: vec![],
    };
    CaseFile {
        shakedown_case_file: 1,
        redacted: false,
        case: Case {
            id: CaseId::new(format!("c{number}")),
            number,
            title: format!("Case {number}"),
            status: CaseStatus::Open,
            priority: Priority::P1,
            tlp: Tlp::Amber,
            created_at: Timestamp::UNIX_EPOCH,
            created_by: "B".into(),
            evidence: vec![evidence],
            work: CaseWork::default(),
        },
        evidence: vec![item],
        transcripts: vec![AnalysedTranscript { transcript, analysis }],
        notes: vec![],
        tasks: vec![],
        reviews: vec![],
        earlier: vec![],
        custody: vec![],
        custody_head: None,
        custody_seal: None,
    }
}

fn options() -> ExportOptions {
    ExportOptions {
        tlp: Tlp::Amber,
        made_at: Timestamp::UNIX_EPOCH,
        by: "B".into(),
        program: "Shakedown".into(),
        redaction: None,
        store_guarded: true,
        fonts: vec![],
    }
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kilobytes.map_or_else(|| "unknown".into(), |kilobytes| format!("{:.0} MB", kilobytes / 1e3))
}

fn size(name: &str, otherwise: u32) -> u32 {
    std::env::var(name).ok().and_then(|size| size.parse().ok()).unwrap_or(otherwise)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = io::stdout().lock();
    let cases = size("SHAKEDOWN_BENCH_CASES", 1_000);
    for format in formats().iter().filter(|format| format.gatherer().is_some()) {
        let Some(gatherer) = format.gatherer() else { continue };
        let began = Instant::now();
        let (mut written, mut aside) = (io::sink(), || Ok(Box::new(Cursor::new(Vec::new())) as Box<dyn Aside>));
        let mut file = gatherer.begin(&options(), &mut written, &mut aside)?;
        for number in 1..=cases {
            file.add(&release::check(&case(number, 100), &options())?)?;
        }
        file.finish()?;
        let (seconds, memory) = (began.elapsed().as_secs_f64(), peak_memory());
        writeln!(out, "{cases} cases of 100 messages in one file, {:9} {seconds:>8.2} s, most memory {memory}", format.id())?;
    }
    let messages = size("SHAKEDOWN_BENCH_MESSAGES", 10_000);
    let large = case(1, messages);
    for format in formats() {
        let began = Instant::now();
        let bytes = export(format.id(), &large, &options())?.bytes.len();
        let seconds = began.elapsed().as_secs_f64();
        writeln!(out, "a case of {messages} messages, {:9} {seconds:>8.2} s, {:.1} MB", format.id(), bytes as f64 / 1e6)?;
    }
    let began = Instant::now();
    let redacted = ExportOptions { redaction: Some(Redaction { marked: vec!["Gray Heron".into()] }), ..options() };
    export("html", &large, &redacted)?;
    writeln!(out, "a case of {messages} messages, html, redacted {:>8.2} s", began.elapsed().as_secs_f64())?;
    writeln!(out, "most memory {:>12}", peak_memory())?;
    Ok(())
}
