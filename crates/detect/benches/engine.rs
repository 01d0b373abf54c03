//! How fast the engine is: megabytes a second on ordinary talk, on nothing but extortion, and on texts made to be slow; and how long it takes to start.
//!
//! Every text is generated, the same on every run. Each figure is the best of several, with the time for half of the text beside it: a ratio of about 2
//! for a doubling says that time is linear. Where `SHAKEDOWN_BENCH_TEXTS` names a folder, the texts of people are written there, for other programs
//! to be measured on.

use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use shakedown_core::Transcript;
use shakedown_detect::{Context, Engine};

/// Bytes of each text.
const SIZE: usize = 1 << 20;

/// Runs of each measurement; the best counts.
const RUNS: usize = 3;

const TALK: [&str; 24] = [
    "morning all, did anyone see the new build? it looks fine on my side",
    "I will be five minutes late, please start without me",
    "lunch at twelve? the place around the corner has soup today",
    "the printer on the second floor is out of paper again",
    "thanks, that fixed it. closing the ticket now",
    "can you send me the slides from yesterday? I could not find them",
    "the client moved the call to Thursday at 3, same link",
    "ha, that was a great match last night, what a goal",
    "reminder: timesheets are due on Friday before noon",
    "my laptop needs a restart after the update, give me a moment",
    "sounds good to me, let us talk about it on Monday",
    "who has the key for the meeting room? it is locked",
    "just merged the branch, tests are green",
    "the train is delayed, I am still in Hamburg",
    "happy birthday Maria! cake is in the kitchen",
    "we should write this down somewhere so that nobody forgets it",
    "I think the file is in the shared folder under 2023, look there",
    "no worries, take your time, it is not urgent at all",
    "the invoice for the desks came in, 1,240 euro, I will forward it",
    "does the new coffee machine work for anybody?",
    "ok",
    "see you tomorrow then, have a nice evening",
    "I tried to call you, please call back when you can",
    "weather looks awful, better take the bus",
];

const EXTORTION: [&str; 12] = [
    "All of your files have been encrypted and we have downloaded your databases.",
    "If you do not pay within 72 hours, we will publish everything on our blog.",
    "We exfiltrated 300 GB of financial documents, contracts and passports.",
    "The price is $450,000 in Bitcoin; after three days it will be doubled.",
    "Do not contact the police or recovery companies, they will not help you.",
    "We will notify all your customers and sell the data to your competitors.",
    "Download Tor Browser and write to us in the chat, your personal ID is below.",
    "As proof we decrypt two files for free and send you the file list.",
    "Can you lower the price? We can only pay 60,000.",
    "Our boss offers a 20% discount if you pay today, this is the final price.",
    "After payment you get the decryptor and a security report.",
    "Otherwise the key will be destroyed and you will never recover your data.",
];

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    let start = best(|| drop(Engine::built_in()));
    writeln!(out, "start                              {:>8.1} ms", start.as_secs_f64() * 1e3)?;
    let Ok(engine) = Engine::built_in() else { return Err(io::Error::other("the built-in engine")) };
    let literals: Vec<String> = engine
        .rules()
        .iter()
        .flat_map(|rule| &rule.patterns)
        .flat_map(|pattern| &pattern.literals)
        .map(|literal| format!("{literal} "))
        .collect();
    let texts: [(&str, Vec<String>); 10] = [
        ("ordinary talk, messages", lines(&TALK, "\n")),
        ("nothing but extortion, messages", lines(&EXTORTION, "\n")),
        ("extortion in one message", vec![lines(&EXTORTION, " ").concat()]),
        ("every literal of every rule", vec![repeated(&literals)]),
        ("zero-width characters", vec![repeated(&["da\u{200b}ta ".into()])]),
        ("letters that stand apart", vec![repeated(&["w e h a v e d a t a ".into()])]),
        ("base64", vec![repeated(&["d2UgaGF2ZSB5b3VyIGRhdGEg".into()])]),
        ("binary digits", vec![repeated(&["01100100 01100001 ".into()])]),
        ("one character", vec![repeated(&["a".into()])]),
        ("quote marks and references", vec![repeated(&["> &#62;&amp;\n".into()])]),
    ];
    if let Some(folder) = std::env::var_os("SHAKEDOWN_BENCH_TEXTS") {
        for (name, bodies) in texts.iter().take(2) {
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.txt")), bodies.concat())?;
        }
    }
    for (name, bodies) in texts {
        let half = transcript(&bodies[..bodies.len().div_ceil(2)], bodies.len() == 1);
        let whole = transcript(&bodies, false);
        let bytes: usize = bodies.iter().map(String::len).sum();
        let short = best(|| drop(engine.analyse(&half, &Context::default())));
        let long = best(|| drop(engine.analyse(&whole, &Context::default())));
        let speed = bytes as f64 / 1e6 / long.as_secs_f64();
        writeln!(out, "{name:<34} {speed:>8.1} MB/s   a doubling takes {:.2} times as long", long.as_secs_f64() / short.as_secs_f64())?;
    }
    Ok(())
}

fn best(mut run: impl FnMut()) -> Duration {
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

/// Messages drawn from `lines` in an order that looks like chance and never changes.
fn lines(lines: &[&str], end: &str) -> Vec<String> {
    let (mut state, mut size, mut messages) = (1_u64, 0, Vec::new());
    while size < SIZE {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let line = format!("{}{end}", lines[(state >> 33) as usize % lines.len()]);
        size += line.len();
        messages.push(line);
    }
    messages
}

fn repeated(parts: &[String]) -> String {
    parts.iter().cycle().scan(0, |size, part| (*size < SIZE).then(|| *size += part.len()).map(|()| part.as_str())).collect()
}

/// A talk of two; `halved` takes the first half of the only message.
fn transcript(bodies: &[String], halved: bool) -> Transcript {
    Transcript::talk(bodies.iter().enumerate().map(|(at, body)| {
        let border = (body.len() / 2..body.len()).find(|at| body.is_char_boundary(*at)).unwrap_or(0);
        let sender = (bodies.len() > 1).then_some(["anna", "ben"][at % 2]);
        (sender, if halved { &body[..border] } else { body.as_str() })
    }))
}
