//! How the case store holds up when it is large: bulk logging with detection and index, the table of cases, pages, search, ties, size and memory.
//!
//! The store is generated, the same on every run: bodies of 20–4,000 bytes in three scripts, one case in twenty an extortion. `SHAKEDOWN_BENCH_CASES`
//! says how many cases of ten messages (10,000 where nothing is said; the full size is 100,000).

use std::io::{self, Read as _, Write as _};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use shakedown_core::*;
use shakedown_detect::{Context, Engine, Plain};
use shakedown_store::{By, CaseQuery, LogEntry, LogInto, LogItem, Reading, SearchOrder, Store};

/// Messages of a case.
const MESSAGES: u64 = 10;

const WORDS: [&[&str]; 3] = [
    &[
        "meeting", "report", "friday", "invoice", "please", "could", "server", "morning", "tomorrow", "train", "client", "restart",
        "folder", "lunch", "ticket", "printer", "budget", "travel", "coffee", "review", "branch", "holiday", "contract", "office",
        "number", "weather", "number", "garden",
    ],
    &[
        "встреча", "отчёт", "пятница", "счёт", "пожалуйста", "сервер", "утро", "завтра", "поезд", "клиент", "папка", "обед", "заявка",
        "принтер", "бюджет", "поездка", "кофе", "обзор", "отпуск", "договор", "офис", "номер", "погода", "сад",
    ],
    &[
        "会议", "报告", "星期五", "发票", "请", "服务器", "早上", "明天", "火车", "客户", "文件夹", "午餐", "打印机", "预算", "旅行",
        "咖啡", "合同", "办公室", "号码", "天气",
    ],
];

const DEMAND: &str = "All of your files have been encrypted and we have downloaded your databases. If you do not pay 2 BTC within 72 hours, we will publish \
    everything on our blog. Do not contact the police. Write to";

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below.max(1)
    }

    /// Mostly short, now and then long: 20–4,000 bytes.
    fn body(&mut self, script: usize) -> String {
        let length = if self.roll(40) == 0 { 1_000 + self.roll(3_000) } else { 20 + self.roll(200) } as usize;
        let mut body = format!("{} ", self.roll(1_000_000));
        while body.len() < length {
            let words = WORDS[script];
            body.push_str(words[self.roll(words.len() as u64) as usize]);
            body.push(' ');
        }
        body
    }
}

/// What goes into the store: a case with one item, read.
struct Made {
    number: u64,
    bytes: Vec<u8>,
    transcript: Transcript,
    analysis: Analysis,
}

fn transcript(number: u64, messages: u64) -> Transcript {
    let mut dice = Dice(number);
    let script = [0, 0, 0, 0, 0, 0, 1, 1, 2, 0][dice.roll(10) as usize];
    let extortion = number.is_multiple_of(20);
    let message = |seq: u64| {
        let body = match seq {
            0 if extortion => format!("{DEMAND} desk{}@mail.example or {:056x}.onion", dice.roll(50_000), dice.roll(u64::MAX)),
            _ => dice.body(script),
        };
        Message {
            seq: seq as u32,
            sender: Some(Hostile::new(if seq.is_multiple_of(2) { "Support" } else { "Ann Lee" })),
            body: Hostile::new(body),
            ..Message::blank(Locator::lines(seq + 1, seq + 1))
        }
    };
    let messages = (0..messages).map(message).collect();
    Transcript {
        id: TranscriptId::new(format!("t{number}")),
        evidence_id: EvidenceId::new(format!("e{number}")),
        format: "text".into(),
        reader_version: 1,
        participants: vec![],
        messages,
        notes: vec![],
    }
}

fn made(engine: &Engine, number: u64, messages: u64) -> Made {
    let transcript = transcript(number, messages);
    let bytes = transcript.messages.iter().map(|message| format!("{}\n", message.body.raw())).collect::<String>().into_bytes();
    let analysis = engine.analyse(&transcript, &Context { now: Some(Timestamp::UNIX_EPOCH) });
    Made { number, bytes, transcript, analysis }
}

struct AsItReads;

impl Reading for AsItReads {
    fn version(&self) -> u32 {
        Plain::VERSION
    }

    fn plain(&self, text: &str) -> String {
        Plain::of(text).text().to_owned()
    }

    fn source(&self, text: &str, span: Span) -> Span {
        Plain::of(text).source(span)
    }
}

fn by() -> By {
    By { actor: Actor { analyst: "B".into(), os_account: "b".into(), host: "bench".into() }, now: Timestamp::UNIX_EPOCH }
}

fn store_it(store: &mut Store, made: &Made) -> Result<(), shakedown_store::StoreError> {
    let evidence = EvidenceItem {
        id: made.transcript.evidence_id.clone(),
        exhibit_ref: format!("B/{}", made.number),
        sha256: Digest::of(&made.bytes),
        byte_len: made.bytes.len() as u64,
        file_name: None,
        acquired: Acquisition { kind: AcquisitionKind::File, by: "B".into(), at: Timestamp::UNIX_EPOCH },
        parent: None,
    };
    let case = LogInto::New { id: CaseId::new(format!("c{}", made.number)), title: format!("Case {}", made.number), tlp: Tlp::Amber };
    let mut bytes = made.bytes.as_slice();
    let item = LogItem { evidence: &evidence, bytes: &mut bytes, transcript: &made.transcript, analysis: &made.analysis };
    store.log(LogEntry { case, items: vec![item] }, &by(), &mut |key| io::repeat(7).read_exact(key)).map(drop)
}

/// The p-th of a hundred of several times, in milliseconds.
fn percentile(times: &mut [Duration], p: usize) -> f64 {
    times.sort_unstable();
    times.get((times.len() * p / 100).min(times.len().saturating_sub(1))).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

fn timed(runs: usize, mut work: impl FnMut(usize)) -> Vec<Duration> {
    let run = |at| {
        let began = Instant::now();
        work(at);
        began.elapsed()
    };
    (0..runs).map(run).collect()
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kilobytes.map_or_else(|| "unknown".into(), |kilobytes| format!("{:.0} MB", kilobytes / 1e3))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = io::stdout().lock();
    let cases: u64 = std::env::var("SHAKEDOWN_BENCH_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir()?;
    let mut store = Store::create(folder.path(), None, &by(), &mut |key| io::repeat(7).read_exact(key))?;
    store.read_as(&AsItReads);
    let engine = Engine::built_in()?;

    let mut text = 0;
    let began = Instant::now();
    std::thread::scope(|scope| {
        let (give, take) = sync_channel::<Made>(64);
        let engine = &engine;
        for worker in 0..2 {
            let give = give.clone();
            scope.spawn(move || (worker..cases).step_by(2).all(|number| give.send(made(engine, number, MESSAGES)).is_ok()));
        }
        drop(give);
        take.into_iter().try_for_each(|made| {
            text += made.bytes.len();
            store_it(&mut store, &made)
        })
    })?;
    let logged = began.elapsed();
    while !store.index(&AsItReads, 5_000)?.complete {}
    let indexed = began.elapsed();
    let messages = cases * MESSAGES;
    let per_second = |time: Duration| messages as f64 / time.as_secs_f64();
    writeln!(out, "{cases} cases, {messages} messages, {:.1} MB of text", text as f64 / 1e6)?;
    writeln!(out, "logged, with detection, one transaction a case  {:>9.0} messages/s", per_second(logged))?;
    writeln!(out, "the same and both indexes                       {:>9.0} messages/s", per_second(indexed))?;

    let large = messages.min(1_000_000);
    let big = made_without_detection(&engine, cases + 1, large);
    let began = Instant::now();
    store_it(&mut store, &big)?;
    writeln!(out, "one item of {large} messages logged, not judged   {:>9.1} s", began.elapsed().as_secs_f64())?;

    let query = CaseQuery { count: 100, ..CaseQuery::all(Timestamp::UNIX_EPOCH) };
    let mut times = timed(50, |_| drop(store.cases(&query)));
    writeln!(
        out,
        "table of cases, the first 100: median, p99      {:>9.2} ms {:>9.2} ms",
        percentile(&mut times, 50),
        percentile(&mut times, 99)
    )?;
    let id = TranscriptId::new(format!("t{}", cases + 1));
    let mut times = timed(200, |at| drop(store.transcript_page(&id, (at as u32).wrapping_mul(7919) % large as u32, 100)));
    writeln!(
        out,
        "a page of {large} messages: median, p99         {:>9.2} ms {:>9.2} ms",
        percentile(&mut times, 50),
        percentile(&mut times, 99)
    )?;
    drop(big);

    for (what, query) in [
        ("a common word", "meeting"),
        ("two words", "invoice printer"),
        ("a phrase", "\"coffee review\""),
        ("a beginning", "cont*"),
        ("a part of an address", "*@mail.exa*"),
        ("two signs", "发票"),
        ("a word and a filter", "encrypted priority:P1"),
    ] {
        let order = SearchOrder { query, case: None, after: None, count: 50 };
        let mut hits = 0;
        let mut times = timed(30, |_| hits = store.search(&order, &AsItReads).map_or(0, |page| page.hits.len()));
        let (median, p99) = (percentile(&mut times, 50), percentile(&mut times, 99));
        writeln!(out, "search, {what:22} {hits:>3} hits: median, p99 {median:>8.2} ms {p99:>9.2} ms")?;
    }
    let case = |at: usize| CaseId::new(format!("c{}", (at as u64 * 20) % cases));
    let mut times = timed(50, |at| drop(store.links(&case(at))));
    writeln!(
        out,
        "what ties a case: median, p99                   {:>9.2} ms {:>9.2} ms",
        percentile(&mut times, 50),
        percentile(&mut times, 99)
    )?;
    let mut times = timed(20, |at| drop(store.network(&case(at), 300)));
    writeln!(
        out,
        "what hangs together with a case: median, p99    {:>9.2} ms {:>9.2} ms",
        percentile(&mut times, 50),
        percentile(&mut times, 99)
    )?;

    drop(store);
    let size: u64 = std::fs::read_dir(folder.path())?.filter_map(|entry| Some(entry.ok()?.metadata().ok()?.len())).sum();
    let large_text: usize = transcript(cases + 1, large).messages.iter().map(|message| message.body.raw().len()).sum();
    let all = (text + large_text) as f64;
    writeln!(out, "size of the store                               {:>9.1} MB, {:.2} × the text", size as f64 / 1e6, size as f64 / all)?;
    writeln!(out, "most memory, generation and detection with it   {:>12}", peak_memory())?;
    Ok(())
}

/// The large case is there for its pages: judging a talk of a million messages is measured beside the engine.
fn made_without_detection(engine: &Engine, number: u64, messages: u64) -> Made {
    let judged = made(engine, number, 1);
    let transcript = transcript(number, messages);
    let bytes = transcript.messages.iter().map(|message| format!("{}\n", message.body.raw())).collect::<String>().into_bytes();
    Made { bytes, transcript, ..judged }
}
