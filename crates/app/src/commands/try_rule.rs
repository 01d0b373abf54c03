//! Try a rule file on a text, as it is written. Nothing is stored.

use std::collections::HashSet;

use serde::Deserialize;
use shakedown_core::visible;
use shakedown_detect::{Context, Engine, Lexicons, Own, RuleSet};

use crate::intake::{IntakeOptions, Source, read};
use crate::job::{Job, Watch};
use crate::rules::broken;
use crate::wire::{RuleTrial, TrialHit};
use crate::{App, Failure};

/// What a rule file on trial is called in its faults.
const NAME: &str = "rule.toml";
/// The most places that are told.
const HITS_MAX: usize = 200;

#[derive(Deserialize)]
pub(super) struct Arguments {
    rule: String,
    text: String,
}

pub(super) fn run(app: &App, arguments: Arguments, watch: Watch<'_>) -> Result<RuleTrial, Failure> {
    let Arguments { rule, text } = arguments;
    let faulty = |faults: Vec<String>| RuleTrial { faults, hits: Vec::new(), messages: 0 };
    let set = match RuleSet::parse(std::iter::once((NAME, rule.as_str()))) {
        Ok(set) => set,
        Err(faults) => return Ok(faulty(faults.iter().map(ToString::to_string).collect())),
    };
    let failing = set.test(&Lexicons::built_in().map_err(|error| broken(&error))?);
    let faults = failing
        .iter()
        .map(|failure| format!("{}: expected {} in {:?}, found {:?}", failure.rule, failure.expected, failure.example, failure.found));
    let faults = faults.collect();
    let tried: HashSet<String> = set.rules().iter().map(|rule| rule.id.clone()).collect();
    let engine = match Engine::with_own(Own { rules: set, ..Own::default() }) {
        Ok(engine) => engine,
        Err(error) => return Ok(faulty(vec![error.to_string()])),
    };
    if text.trim().is_empty() {
        return Ok(RuleTrial { faults, hits: Vec::new(), messages: 0 });
    }
    let options = IntakeOptions { now: Some(app.host.now()), ..IntakeOptions::default() };
    let taken = read(Source::Paste(text.into_bytes().into()), &options, &Job::new(watch))?;
    let analysis = engine.analyse(&taken.transcript, &Context { now: options.now });
    let hits = analysis.findings.iter().filter(|finding| tried.contains(&finding.rule)).take(HITS_MAX);
    let hit = |finding: &shakedown_core::Finding| TrialHit {
        rule: finding.rule.clone(),
        words: finding.words.clone(),
        message: finding.message,
        quote: visible(finding.as_written.raw()).into_owned(),
    };
    Ok(RuleTrial { faults, hits: hits.map(hit).collect(), messages: u32::try_from(taken.transcript.messages.len()).unwrap_or(u32::MAX) })
}
