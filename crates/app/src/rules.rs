//! Rules: the built-in ones, and an analyst's own folder.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;
use shakedown_core::{AnalysedTranscript, Assessment, Case, CaseFile, Hostile, Priority, Verdict, visible};
use shakedown_detect::{Context, DetectError, Engine, ExampleFailure, Lexicons, Own, RuleError, RuleSet};

use crate::intake::{items_under, stopped};
use crate::job::Job;
use crate::own::{Part, read};
use crate::{App, Failure, FailureCode};

/// One rule, for a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleRow {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its family.
    pub family: String,
    /// The code it stands for.
    pub code: Option<String>,
    /// Its weight.
    pub level: String,
    /// What it finds.
    pub words: String,
    /// The languages it reads.
    pub languages: Vec<String>,
}

/// What looking at rules found.
#[derive(Debug)]
pub struct RulesReport {
    /// How many rules were read.
    pub rules: usize,
    /// What is wrong, each with its file and what was expected.
    pub faults: Vec<String>,
}

/// What rules would change in the stored cases.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RulesEffect {
    /// How many rules were tried.
    pub rules: usize,
    /// How many cases are stored.
    pub cases: usize,
    /// The cases whose priority, verdict or score would change.
    pub changed: Vec<CaseEffect>,
}

/// One case that would change.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseEffect {
    /// The case.
    pub case: String,
    /// Its number for people.
    pub number: u32,
    /// Its title.
    pub title: Hostile,
    /// Its judgement under the rules in use.
    pub before: Judgement,
    /// Its judgement with the rules tried.
    pub after: Judgement,
}

/// The judgement on the most urgent item of a case.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Judgement {
    /// The order of work.
    pub priority: Priority,
    /// The verdict.
    pub verdict: Verdict,
    /// 0–100.
    pub score: f64,
}

impl RulesEffect {
    /// How many cases change priority.
    pub fn priorities(&self) -> usize {
        self.changed.iter().filter(|case| case.before.priority != case.after.priority).count()
    }
}

/// The built-in rules, by id.
pub fn list_rules(engine: &Engine) -> Vec<RuleRow> {
    let row = |rule: &shakedown_detect::Rule| RuleRow {
        id: rule.id.clone(),
        version: rule.version,
        family: rule.family.to_string(),
        code: rule.code.clone(),
        level: rule.level.to_string(),
        words: rule.words.clone(),
        languages: rule.languages.clone(),
    };
    engine.rules().iter().map(row).collect()
}

/// Check the rule files of a folder. Errors: `evidence-unreadable` for a folder or file that cannot be read.
pub fn check_rules(dir: &Path) -> Result<RulesReport, Failure> {
    Ok(match own_rules(dir)? {
        Ok(set) => RulesReport { rules: set.rules().len(), faults: Vec::new() },
        Err(faults) => RulesReport { rules: 0, faults: faults.iter().map(ToString::to_string).collect() },
    })
}

/// Run the examples of the rules of a folder, or of the built-in ones. Errors: those of [`check_rules`].
pub fn test_rules(engine: &Engine, dir: Option<&Path>) -> Result<RulesReport, Failure> {
    let Some(dir) = dir else {
        return Ok(report(engine.rules().len(), &engine.test_rules()));
    };
    match own_rules(dir)? {
        Ok(set) => Ok(report(set.rules().len(), &set.test(&Lexicons::built_in().map_err(|error| broken(&error))?))),
        Err(faults) => Ok(RulesReport { rules: 0, faults: faults.iter().map(ToString::to_string).collect() }),
    }
}

impl App {
    /// What the rules of a folder would change in the stored cases, beside the rules in use. Nothing is stored.
    ///
    /// Errors: `rules-wrong` for files or examples that do not hold, `evidence-unreadable`, `stopped`, and those of the store.
    pub fn rules_effect(&self, dir: &Path, job: &Job<'_>) -> Result<RulesEffect, Failure> {
        let rules = holding_rules(dir)?;
        let own = self.own()?;
        let both = own.rules.with(parsed(&rules)?).map_err(|faults| faulty(&shown(&faults)))?;
        self.effect_of(rules.len(), Own { rules: both, ..own }, job)
    }

    /// What these rule files, name and text, would change in the stored cases in the place of the analyst's own. Nothing is stored.
    ///
    /// Errors: those of [`rules_effect`](Self::rules_effect).
    pub fn own_rules_effect(&self, files: &[(String, String)], job: &Job<'_>) -> Result<RulesEffect, Failure> {
        let rules = parsed(files)?;
        self.effect_of(files.len(), Own { rules, ..self.own()? }, job)
    }

    fn effect_of(&self, number: usize, own: Own, job: &Job<'_>) -> Result<RulesEffect, Failure> {
        let current = self.engine()?;
        let tried = Engine::with_own(own).map_err(|error| faulty(&[error.to_string()]))?;
        let cases = self.list_cases()?;
        let mut changed = Vec::new();
        for (done, row) in cases.iter().enumerate() {
            if job.tell(done as u64, Some(cases.len() as u64), "trying the rules on stored cases") {
                return Err(stopped());
            }
            let id = self.case_id(&row.id)?;
            let file = self.with_store(|store| store.case_file(&id))?;
            let (Some(before), Some(after)) = (judge(&current, &file), judge(&tried, &file)) else { continue };
            if before != after {
                let Case { id, number, title, .. } = file.case;
                changed.push(CaseEffect { case: id.to_string(), number, title: Hostile::new(title), before, after });
            }
        }
        Ok(RulesEffect { rules: number, cases: cases.len(), changed })
    }

    /// Switch on the rules of a folder, in the place of the analyst's own that were on before; gives how many.
    ///
    /// Errors: `rules-wrong` for files or examples that do not hold, `evidence-unreadable`, `disk-full`.
    pub fn use_rules(&self, dir: &Path) -> Result<usize, Failure> {
        let files = holding_rules(dir)?;
        let rules = parsed(&files)?;
        RuleSet::built_in().and_then(|built_in| built_in.with(rules)).map_err(|faults| faulty(&shown(&faults)))?;
        let name = |(number, (path, text)): (usize, (String, String))| {
            let name = Path::new(&path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            (format!("{:04}-{name}", number + 1), text)
        };
        let files: Vec<_> = files.into_iter().enumerate().map(name).collect();
        self.replace_own(Part::Rules, &files)?;
        Ok(files.len())
    }

    /// Switch on these rule files, name and text, in the place of the analyst's own that were on before.
    ///
    /// Errors: `rules-wrong` for files or examples that do not hold, `disk-full`.
    pub fn set_own_rules(&self, files: Vec<(String, String)>) -> Result<(), Failure> {
        let rules = parsed(&files)?;
        let lexicons = Lexicons::built_in().map_err(|error| broken(&error))?;
        let failing = report(rules.rules().len(), &rules.test(&lexicons));
        if !failing.faults.is_empty() {
            return Err(faulty(&failing.faults));
        }
        RuleSet::built_in().and_then(|built_in| built_in.with(rules)).map_err(|faults| faulty(&shown(&faults)))?;
        self.replace_own(Part::Rules, &files)
    }

    /// Switch off the analyst's own rules. Errors: `disk-full`.
    pub fn drop_rules(&self) -> Result<(), Failure> {
        self.replace_own(Part::Rules, &[])
    }
}

/// The judgement of an engine on the most urgent item of a case; none where nothing was read. Limits count from when the item was taken in.
fn judge(engine: &Engine, file: &CaseFile) -> Option<Judgement> {
    let assess = |read: &AnalysedTranscript| {
        let item = file.evidence.iter().find(|item| item.id == read.transcript.evidence_id);
        engine.analyse(&read.transcript, &Context { now: item.map(|item| item.acquired.at) }).assessment
    };
    let all: Vec<Assessment> = file.transcripts.iter().map(assess).collect();
    Judgement::most_urgent(all.iter())
}

impl Judgement {
    /// The most urgent of several; none of none.
    pub(crate) fn most_urgent<'a>(all: impl Iterator<Item = &'a Assessment>) -> Option<Self> {
        let judgements =
            all.map(|Assessment { priority, verdict, score, .. }| Self { priority: *priority, verdict: *verdict, score: *score });
        judgements.min_by(|a, b| a.priority.cmp(&b.priority).then(b.score.total_cmp(&a.score)))
    }
}

fn own_rules(dir: &Path) -> Result<Result<RuleSet, Vec<RuleError>>, Failure> {
    let files = rule_files(dir)?;
    Ok(RuleSet::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))))
}

/// The rule files of a folder. Errors: `rules-wrong` for a pack from elsewhere, `evidence-unreadable`.
fn rule_files(dir: &Path) -> Result<Vec<(String, String)>, Failure> {
    let mut files = Vec::new();
    for item in items_under(dir)? {
        let path = item?;
        let extension = path.extension().unwrap_or_default();
        if extension == "minisig" || !dir.is_dir() && extension != "toml" {
            return Err(Failure::new(
                FailureCode::RulesWrong,
                format!(
                    "{}: expected a folder of rule files of your own, found a pack from elsewhere, which this version does not read; nothing was changed",
                    visible(&path.to_string_lossy())
                ),
                "read the rules yourself, copy those you stand by into a folder of your own, and name that folder",
            ));
        }
        if extension == "toml" {
            files.push((path.to_string_lossy().into_owned(), read(&path)?));
        }
    }
    Ok(files)
}

/// The rule files of a folder, once all of them and their examples hold.
fn holding_rules(dir: &Path) -> Result<Vec<(String, String)>, Failure> {
    let files = rule_files(dir)?;
    let set = parsed(&files)?;
    let lexicons = Lexicons::built_in().map_err(|error| broken(&error))?;
    let failing = report(set.rules().len(), &set.test(&lexicons));
    if failing.faults.is_empty() && !files.is_empty() {
        return Ok(files);
    }
    let none = vec![format!("{}: expected rule files (*.toml), found none", visible(&dir.to_string_lossy()))];
    Err(faulty(if files.is_empty() { &none } else { &failing.faults }))
}

fn parsed(files: &[(String, String)]) -> Result<RuleSet, Failure> {
    RuleSet::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).map_err(|faults| faulty(&shown(&faults)))
}

fn shown(faults: &[RuleError]) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}

/// Rules of the analyst's own do not hold: the first fault, and how many there are.
pub(crate) fn faulty(faults: &[String]) -> Failure {
    let first = faults.first().map(String::as_str).unwrap_or_default();
    let more = if faults.len() > 1 { format!(" ({} faults in all)", faults.len()) } else { String::new() };
    Failure::new(
        FailureCode::RulesWrong,
        format!("{first}{more}; nothing was changed"),
        "see all faults with: shakedown rules check DIR; switch own rules off with: shakedown rules off",
    )
}

fn report(rules: usize, failures: &[ExampleFailure]) -> RulesReport {
    let words = |failure: &ExampleFailure| {
        format!("{}: {}: expected {} in {:?}, found {:?}", failure.file, failure.rule, failure.expected, failure.example, failure.found)
    };
    RulesReport { rules, faults: failures.iter().map(words).collect() }
}

/// Something built in does not hold.
pub(crate) fn broken(error: &DetectError) -> Failure {
    Failure::new(
        FailureCode::Internal,
        format!("the built-in rules do not hold: {error}; nothing was changed"),
        "install the program again",
    )
}
