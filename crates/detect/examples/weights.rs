//! Fit the points of the rules to labelled documents, and write `weights.toml`.
//!
//! `cargo run --release -p shakedown-detect --example weights -- FOLDER [OUT]`: the folder holds `manifest.tsv` (id, label, class, group, ambiguous …)
//! and `docs/<id>.txt`. Without `OUT` the table is printed. The same folder gives the same bytes.
//!
//! The model is a logistic regression whose inputs are the rules that count in a document. Each rule's points are drawn towards those of its level, so
//! that a rule no document shows keeps them; a sign never speaks against, nor a rule against for. Besides each document whole, its first characters
//! and windows of its messages, with the speakers' names and without, are seen with less weight, for a verdict must hold on a part. The short messages
//! of `tests/everyday` are seen too, but for the files that end in `-held-out`: those are measured alone.
//!
//! Brief rules come after: the points of all others stay as they are, and only theirs are fitted, to the texts in which one of them counts. Besides
//! those of before, these are the indirect messages of `tests/everyday` and short pieces of the documents that are no extortion. So what brief rules add
//! never moves what another rule says.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool for a terminal")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use shakedown_core::{Level, Transcript};
use shakedown_detect::{Engine, RuleSet, Side, Weights};

/// How strongly points are drawn to those of their level: the inverse of the variance, in nats.
const PULL: f64 = 1.5;

/// How much a part of a document counts, against 1 for the whole.
const PART: f64 = 0.4;

/// How much a whole document that is no extortion counts: an alarm that is false costs an analyst's trust.
const FALSE_ALARM: f64 = 2.0;

/// How strongly points of brief rules are drawn to nothing.
const BRIEF_PULL: f64 = 2.0;

/// How much a text counts for brief rules that is no extortion.
const BRIEF_FALSE_ALARM: f64 = 3.0;

/// Short pieces of one document that brief rules are fitted to, and their fewest and most words.
const PIECES: usize = 8;
const PIECE_WORDS: std::ops::RangeInclusive<usize> = 8..=140;

/// Files of `tests/everyday` whose messages say things indirectly, or look like it: brief rules alone are fitted to them.
const INDIRECT: [&str; 3] = ["-indirect", "-polite", "-alike"];

/// Where the base begins: fixed, so that the points never depend on those before.
const START: f64 = -3.0;

/// Rounds of coordinate descent.
const ROUNDS: usize = 120;

/// Folds of the cross-validation.
const FOLDS: u64 = 10;

/// Largest points of one rule.
const POINTS_MAX: f64 = 6.0;

struct Document {
    id: String,
    label: bool,
    fold: u64,
    kind: Kind,
    inputs: Vec<usize>,
}

/// What a text is to the fit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Whole,
    Part,
    Everyday,
    Indirect,
    Piece,
    HeldOut,
    IndirectHeldOut,
}

impl Kind {
    fn weight(self) -> f64 {
        match self {
            Self::Whole | Self::Everyday => 1.0,
            Self::Part => PART,
            Self::Indirect | Self::Piece | Self::HeldOut | Self::IndirectHeldOut => 0.0,
        }
    }

    /// How much a text counts for brief rules.
    fn brief_weight(self) -> f64 {
        match self {
            Self::Whole | Self::Part | Self::Everyday | Self::Indirect | Self::Piece => 1.0,
            Self::HeldOut | Self::IndirectHeldOut => 0.0,
        }
    }
}

struct Rule {
    name: String,
    side: Side,
    prior: f64,
    brief: bool,
}

struct Model {
    base: f64,
    points: Vec<f64>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let Some(folder) = arguments.first() else {
        eprintln!("usage: weights FOLDER [OUT]");
        return ExitCode::from(2);
    };
    let Ok(engine) = Engine::built_in() else { return ExitCode::FAILURE };
    let Ok(old) = Weights::built_in() else { return ExitCode::FAILURE };
    let (rules, documents) = read(Path::new(folder), &engine, &old);
    report(&rules, &documents);
    let model = fit(&rules, &documents, |_| true);
    let seen = |weight: fn(Kind) -> f64| documents.iter().filter(|document| weight(document.kind) > 0.0).count();
    let table = table(&rules, &model, &old, [seen(Kind::weight), seen(Kind::brief_weight)]);
    match arguments.get(1) {
        Some(out) => fs::write(out, table).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS),
        None => {
            println!("{table}");
            ExitCode::SUCCESS
        }
    }
}

/// Every document of the manifest that is not ambiguous, with its parts.
fn read(folder: &Path, engine: &Engine, old: &Weights) -> (Vec<Rule>, Vec<Document>) {
    let manifest = fs::read(folder.join("manifest.tsv")).unwrap_or_default();
    let manifest = String::from_utf8_lossy(&manifest);
    let mut lines = manifest.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| header.iter().position(|column| *column == name).unwrap_or(usize::MAX);
    let columns = [column("id"), column("label"), column("group"), column("ambiguous"), column("repo")];
    let set = RuleSet::built_in().unwrap_or_default();
    let brief = set.rules().iter().filter(|rule| rule.brief).map(|rule| rule.id.clone()).collect();
    let mut corpus = Corpus { engine, old, brief, places: BTreeMap::new(), rules: Vec::new(), documents: Vec::new() };
    for line in lines {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, label, group, ambiguous, repository] = columns.map(|column| fields.get(column).copied().unwrap_or_default());
        let Ok(text) = fs::read(folder.join("docs").join(format!("{id}.txt"))) else { continue };
        if ambiguous == "1" {
            continue;
        }
        let text = String::from_utf8_lossy(&text);
        let fold = hash(if group.is_empty() { repository } else { group }) % FOLDS;
        for (part, text) in parts(id, &text).into_iter().enumerate() {
            corpus.add(id, label == "extortion", fold, if part == 0 { Kind::Whole } else { Kind::Part }, &text);
        }
        for piece in if label == "extortion" { Vec::new() } else { pieces(&text) } {
            corpus.add(id, false, fold, Kind::Piece, &piece);
        }
    }
    everyday(&mut corpus);
    (corpus.rules, corpus.documents)
}

/// The short messages of the project's own tests.
fn everyday(corpus: &mut Corpus<'_>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/everyday");
    let mut files: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "tsv"));
    files.sort();
    for path in files {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let indirect = INDIRECT.iter().any(|word| name.contains(word));
        let kind = match (indirect, name.ends_with("-held-out")) {
            (false, false) => Kind::Everyday,
            (true, false) => Kind::Indirect,
            (false, true) => Kind::HeldOut,
            (true, true) => Kind::IndirectHeldOut,
        };
        for (line, row) in fs::read_to_string(&path).unwrap_or_default().lines().enumerate() {
            let Some((label, text)) = row.split_once('\t') else { continue };
            let id = format!("{name}:{}", line + 1);
            corpus.add(&id, label == "extortion", hash(text) % FOLDS, kind, &text.replace("\\n", "\n"));
        }
    }
}

/// What has been read so far.
struct Corpus<'a> {
    engine: &'a Engine,
    old: &'a Weights,
    brief: BTreeSet<String>,
    places: BTreeMap<String, usize>,
    rules: Vec<Rule>,
    documents: Vec<Document>,
}

impl Corpus<'_> {
    fn add(&mut self, id: &str, label: bool, fold: u64, kind: Kind, text: &str) {
        let found = self.engine.inputs(&transcript(text));
        let inputs = found.into_iter().map(|(name, side, level)| {
            *self.places.entry(name.clone()).or_insert_with(|| {
                let brief = self.brief.contains(&name) || name.starts_with("brief.");
                self.rules.push(Rule { prior: prior(self.old, level, side), name, side, brief });
                self.rules.len() - 1
            })
        });
        let inputs = inputs.collect();
        self.documents.push(Document { id: id.to_owned(), label, fold, kind, inputs });
    }
}

fn prior(weights: &Weights, level: Level, side: Side) -> f64 {
    let points = weights.levels.get(&level).copied().unwrap_or(0.0);
    match side {
        Side::For => points,
        Side::Against => -points,
        Side::Topic => 0.0,
    }
}

/// The whole text, its first 400 characters, and four windows of six messages where it is a talk, two of them without the speakers' names.
fn parts(id: &str, text: &str) -> Vec<String> {
    let mut parts = vec![text.to_owned()];
    if text.chars().count() > 600 {
        parts.push(text.chars().take(400).collect());
    }
    let messages = messages(text);
    for window in 0..4 {
        if messages.len() >= 10 {
            let start = 2 + hash(&format!("{id}/{window}")) as usize % (messages.len() - 8);
            let named = |sender: &str| if window < 2 { sender.to_owned() } else { format!("speaker {}", hash(sender) % 1000) };
            let lines = messages.iter().skip(start).take(6).map(|(sender, body)| format!("{}: {body}", named(sender)));
            parts.push(lines.collect::<Vec<_>>().join("\n"));
        }
    }
    parts
}

/// Short pieces of a text: its paragraphs, and every three messages where it is a talk.
fn pieces(text: &str) -> Vec<String> {
    let messages = messages(text);
    let said: Vec<String> = if messages.is_empty() {
        text.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    } else {
        messages.chunks(3).map(|some| some.iter().map(|(_, body)| body.as_str()).collect::<Vec<_>>().join("\n")).collect()
    };
    let mut short: Vec<String> = said.into_iter().filter(|piece| PIECE_WORDS.contains(&piece.split_whitespace().count())).collect();
    short.sort_by_key(|piece| hash(piece));
    short.truncate(PIECES);
    short
}

/// The text cut at lines that begin with a sender's name and a colon; one message without a sender where fewer than three do.
fn messages(text: &str) -> Vec<(String, String)> {
    let mut messages: Vec<(String, String)> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let named = |line: &'_ str| {
        line.split_once(": ").filter(|(name, _)| (1..=30).contains(&name.len()) && name.split(' ').count() <= 3).map(|(name, _)| name.len())
    };
    for line in text.lines() {
        if let Some(length) = named(line) {
            *known.entry(&line[..length]).or_default() += 1;
        }
    }
    known.retain(|_, times| *times >= 2);
    if known.values().sum::<usize>() < 4 || known.len() < 2 {
        return Vec::new();
    }
    for line in text.lines() {
        match named(line).filter(|length| known.contains_key(&line[..*length])) {
            Some(length) => messages.push((line[..length].to_owned(), line[length + 2..].to_owned())),
            None => {
                if let Some((_, body)) = messages.last_mut() {
                    body.push('\n');
                    body.push_str(line);
                }
            }
        }
    }
    messages
}

fn transcript(text: &str) -> Transcript {
    let mut said: Vec<(Option<String>, String)> = messages(text).into_iter().map(|(sender, body)| (Some(sender), body)).collect();
    if said.is_empty() {
        said.push((None, text.to_owned()));
    }
    Transcript::talk(said.iter().map(|(sender, body)| (sender.as_deref(), body.as_str())))
}

/// The points of all rules, then those of brief ones beside them.
fn fit(rules: &[Rule], documents: &[Document], holds: impl Fn(&Document) -> bool) -> Model {
    let mut model = Model { base: START, points: rules.iter().map(|rule| if rule.brief { 0.0 } else { rule.prior }).collect() };
    let alarm = |document: &Document| if document.kind == Kind::Whole && !document.label { FALSE_ALARM } else { 1.0 };
    let seen: Vec<(&Document, f64)> =
        documents.iter().filter(|document| holds(document)).map(|document| (document, document.kind.weight() * alarm(document))).collect();
    descend(rules, &seen, &mut model, false);
    let says = |document: &&Document| document.inputs.iter().any(|&input| rules[input].brief);
    let alarm = |document: &Document| if document.label { 1.0 } else { BRIEF_FALSE_ALARM };
    let seen: Vec<(&Document, f64)> = documents
        .iter()
        .filter(|document| holds(document) && says(document))
        .map(|document| (document, document.kind.brief_weight() * alarm(document)))
        .collect();
    descend(rules, &seen, &mut model, true);
    model
}

/// Coordinate descent with Newton steps on the penalised likelihood of texts with their weights: of brief rules, or of the others and the base.
fn descend(rules: &[Rule], texts: &[(&Document, f64)], model: &mut Model, brief: bool) {
    let seen: Vec<(&Document, f64)> = texts.iter().filter(|(_, weight)| *weight > 0.0).copied().collect();
    let mut containing: Vec<Vec<usize>> = vec![Vec::new(); rules.len()];
    for (index, (document, _)) in seen.iter().enumerate() {
        document.inputs.iter().for_each(|&input| containing[input].push(index));
    }
    let mut sums: Vec<f64> = seen.iter().map(|(document, _)| score(model, document)).collect();
    let slope = |sums: &[f64], index: usize| {
        let p = 1.0 / (1.0 + (-sums[index]).exp());
        let (document, weight) = seen[index];
        (weight * (p - f64::from(u8::from(document.label))), weight * p * (1.0 - p))
    };
    let strength = if brief { BRIEF_PULL } else { PULL };
    for _ in 0..ROUNDS {
        if !brief {
            let (gradient, curve) = (0..seen.len()).map(|index| slope(&sums, index)).fold((0.0, 1e-3), |a, b| (a.0 + b.0, a.1 + b.1));
            let step = (gradient / curve).clamp(-1.0, 1.0);
            model.base -= step;
            sums.iter_mut().for_each(|sum| *sum -= step);
        }
        for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.brief == brief) {
            let pull = strength * (model.points[index] - rule.prior);
            let (gradient, curve) =
                containing[index].iter().map(|&at| slope(&sums, at)).fold((pull, strength), |a, b| (a.0 + b.0, a.1 + b.1));
            let wanted = model.points[index] - (gradient / curve).clamp(-1.0, 1.0);
            let (least, most) = match rule.side {
                Side::For => (0.0, POINTS_MAX),
                Side::Against | Side::Topic => (-POINTS_MAX, 0.0),
            };
            let moved = wanted.clamp(least, most) - model.points[index];
            model.points[index] += moved;
            containing[index].iter().for_each(|&at| sums[at] += moved);
        }
    }
}

fn score(model: &Model, document: &Document) -> f64 {
    model.base + document.inputs.iter().map(|&input| model.points[input]).sum::<f64>()
}

/// What the points would say of documents of groups that they were not fitted to.
fn report(rules: &[Rule], documents: &[Document]) {
    let mut judged: Vec<(&Document, f64)> = Vec::new();
    for fold in 0..FOLDS {
        let model = fit(rules, documents, |document| document.fold != fold);
        judged.extend(documents.iter().filter(|document| document.fold == fold).map(|document| (document, score(&model, document))));
    }
    let kinds = [
        (Kind::Whole, "whole documents, held out by group"),
        (Kind::Part, "parts, held out by group"),
        (Kind::Everyday, "short messages, held out by message"),
        (Kind::HeldOut, "short messages that no points were fitted to"),
        (Kind::Indirect, "indirect short messages, held out by message"),
        (Kind::IndirectHeldOut, "indirect short messages that no points were fitted to"),
        (Kind::Piece, "short pieces of documents that are no extortion, held out by group"),
    ];
    for (kind, name) in kinds {
        let of_kind = || judged.iter().filter(|(document, _)| document.kind == kind);
        let count =
            |label: bool, found: bool| of_kind().filter(|(document, sum)| document.label == label && (*sum >= 0.0) == found).count();
        let (hit, missed, wrong, right) = (count(true, true), count(true, false), count(false, true), count(false, false));
        let f1 = 2.0 * hit as f64 / (2 * hit + missed + wrong).max(1) as f64;
        eprintln!("{name}: F1 {f1:.4}, missed {missed} of {}, false {wrong} of {}", hit + missed, wrong + right);
    }
    let mut wrong: Vec<(f64, &str)> = judged
        .iter()
        .filter(|(document, sum)| matches!(document.kind, Kind::Whole | Kind::Everyday) && (*sum >= 0.0) != document.label)
        .map(|(document, sum)| (*sum, document.id.as_str()))
        .collect();
    wrong.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (sum, id) in wrong {
        eprintln!("  {id} {sum:+.2}");
    }
}

fn table(rules: &[Rule], model: &Model, old: &Weights, [documents, brief]: [usize; 2]) -> String {
    let mut table = format!(
        "# Points in nats, fitted by `cargo run --release -p shakedown-detect --example weights` to {documents} documents and parts of documents,\n\
         # those of the brief rules (rules/brief) afterwards to {brief}, the others held fast.\n\
         # A rule that is not in the table has the points of its level.\nversion = {}\nbase = {:.2}\n\n[levels]\n",
        old.version, model.base
    );
    for (level, points) in &old.levels {
        let _ = writeln!(table, "{level} = {points:.2}");
    }
    table.push_str("\n[points]\n");
    let fitted: BTreeMap<&str, f64> = rules.iter().zip(&model.points).map(|(rule, points)| (rule.name.as_str(), *points)).collect();
    for (name, points) in fitted {
        let points = if points.abs() < 0.005 { 0.0 } else { points };
        let _ = writeln!(table, "{name:?} = {points:.2}");
    }
    table
}

/// FNV-1a, so that folds never depend on the standard library's hasher.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
