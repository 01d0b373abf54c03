//! Why not: what was found and does not count, and what was nearly found.

use shakedown_core::{AnalysedTranscript, Finding, Mood, Role};
use shakedown_detect::{Engine, Rule};

use super::marks::Marks;
use crate::wire::NearMissView;

/// The most that is told.
const MISSES_MAX: usize = 100;

/// What does not count in one message, or in the whole transcript, and for one message also what was nearly found in it.
pub(crate) fn near_misses(engine: &Engine, analysed: &AnalysedTranscript, marks: &Marks<'_>, message: Option<u32>) -> Vec<NearMissView> {
    let rule = |id: &str| engine.rules().iter().find(|rule| rule.id == id);
    let uncounted = |finding: &Finding| {
        let because = why_not(finding, rule(&finding.rule)?)?;
        let at = marks.jump(finding.message, finding.span);
        Some(NearMissView { rule: finding.rule.clone(), words: finding.words.clone(), because: because.into(), at })
    };
    let here = |finding: &&Finding| message.is_none_or(|message| finding.message == message);
    let mut misses: Vec<NearMissView> = analysed.analysis.findings.iter().filter(here).filter_map(uncounted).take(MISSES_MAX).collect();
    let Some(message) = message.and_then(|seq| analysed.transcript.messages.get(seq as usize)) else { return misses };
    let near = engine.near_misses(message.body.raw()).into_iter().filter_map(|miss| {
        let because = if miss.meant_otherwise { "otherwise" } else { "word" };
        let words = rule(&miss.rule)?.words.clone();
        Some(NearMissView { rule: miss.rule, words, because: because.into(), at: marks.jump(message.seq, miss.span) })
    });
    misses.extend(near);
    misses.truncate(MISSES_MAX);
    misses
}

/// Why a finding does not count for extortion; none where it does, or is none that could.
fn why_not(finding: &Finding, rule: &Rule) -> Option<&'static str> {
    if rule.against || rule.topic {
        return None;
    }
    match finding.mood {
        Mood::Asserted if rule.speakers.contains(&finding.by) || finding.by == Role::Unknown => None,
        Mood::Asserted => Some("speaker"),
        mood => Some(mood.as_str()),
    }
}
