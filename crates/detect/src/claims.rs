//! What the text says: claims, data types, threats and proof, out of the findings.

use std::collections::HashMap;
use std::str::FromStr;

use shakedown_core::{ClaimCode, Coded, DataType, Family, Finding, Mood, Role, Verdict};

/// How far from words of theft a kind of data may stand and still be said to be stolen, in bytes.
const REACH: u32 = 500;

/// The codes of a family that the text says, in order of place.
///
/// In an extortion message these are the extortionist's own words, not denied, asked, reported or quoted; that something was published counts from either
/// side. In a text about extortion, what it quotes or reports counts as well.
pub(crate) fn coded<C: FromStr>(findings: &[Finding], family: Family, verdict: Verdict) -> Vec<Coded<C>> {
    findings.iter().filter(|finding| finding.family == family && is_said(finding, verdict)).filter_map(with_code).collect()
}

/// How many sentences of advice make a message the report on a network's security that is handed over after payment.
const ADVICE: usize = 3;

/// The rule that finds them.
const ADVISES: &str = "context.security-report";

/// The kinds of data that are said to be stolen: those near words of theft, and nearer to them than to words of encryption. In a talk of short messages, in
/// which something was taken, the extortionist's message need not say so again.
pub(crate) fn stolen(findings: &[Finding], verdict: Verdict) -> Vec<Coded<DataType>> {
    let said = |finding: &&Finding| is_said(finding, verdict);
    let thefts = Places::of(findings.iter().filter(said).filter(|finding| is_theft(finding)));
    let locks = Places::of(findings.iter().filter(said).filter(|finding| is_claim(finding, ClaimCode::Encrypted)));
    let taken = findings.iter().filter(said).any(|finding| is_claim(finding, ClaimCode::Exfiltrated));
    let talk = findings.iter().any(|finding| finding.message != 0);
    let advice = advice(findings);
    let advises = |finding: &&Finding| advice.get(&finding.message).is_some_and(|times| *times >= ADVICE);
    let kinds = findings.iter().filter(|finding| finding.family == Family::DataType && !advises(finding)).filter(said);
    let near = kinds.filter(|finding| match (thefts.distance(finding), locks.distance(finding)) {
        (Some(theft), Some(lock)) => theft <= REACH && theft <= lock,
        (Some(theft), None) => theft <= REACH,
        (None, None) => talk && taken && finding.by == Role::Attacker,
        (None, Some(_)) => false,
    });
    near.filter_map(with_code).collect()
}

/// How many sentences of advice each message holds. A message with many is a report on security: the backups and staff it names are not stolen.
fn advice(findings: &[Finding]) -> HashMap<u32, usize> {
    let mut times = HashMap::new();
    for finding in findings.iter().filter(|finding| finding.rule == ADVISES) {
        *times.entry(finding.message).or_default() += 1;
    }
    times
}

/// Where findings stand in each message, so that the nearest is found without looking at all.
struct Places {
    /// For each message, by start: the start, and the furthest end up to there.
    by_message: HashMap<u32, Vec<(u32, u32)>>,
}

impl Places {
    fn of<'f>(findings: impl Iterator<Item = &'f Finding>) -> Self {
        let mut by_message: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
        for finding in findings {
            by_message.entry(finding.message).or_default().push((finding.span.start, finding.span.end));
        }
        for places in by_message.values_mut() {
            places.sort_unstable();
            let mut furthest = 0;
            for (_, end) in places {
                furthest = furthest.max(*end);
                *end = furthest;
            }
        }
        Self { by_message }
    }

    /// The bytes between `finding` and the nearest of these in the same message.
    fn distance(&self, finding: &Finding) -> Option<u32> {
        let places = self.by_message.get(&finding.message)?;
        let next = places.partition_point(|(start, _)| *start <= finding.span.start);
        let behind = next.checked_sub(1).and_then(|last| places.get(last)).map(|(_, end)| finding.span.start.saturating_sub(*end));
        let ahead = places.get(next).map(|(start, _)| start.saturating_sub(finding.span.end));
        behind.into_iter().chain(ahead).min()
    }
}

fn is_said(finding: &Finding, verdict: Verdict) -> bool {
    let either_side = is_claim(finding, ClaimCode::Published);
    match verdict {
        Verdict::Extortion => finding.mood == Mood::Asserted && (finding.by != Role::Victim || either_side),
        Verdict::AboutExtortion => matches!(finding.mood, Mood::Asserted | Mood::Quoted | Mood::Reported),
        Verdict::Unrelated => false,
    }
}

fn with_code<C: FromStr>(finding: &Finding) -> Option<Coded<C>> {
    let code = finding.code.as_deref()?.parse().ok()?;
    let (rule, as_written) = (finding.rule.clone(), finding.as_written.clone());
    Some(Coded { code, rule, by: finding.by, message: finding.message, span: finding.span, as_written })
}

fn is_claim(finding: &Finding, code: ClaimCode) -> bool {
    finding.family == Family::Claim && finding.code.as_deref() == Some(code.as_str())
}

fn is_theft(finding: &Finding) -> bool {
    let threat = finding.family == Family::Threat && matches!(finding.code.as_deref(), Some("publish" | "sell"));
    threat || finding.family == Family::Volume || is_claim(finding, ClaimCode::Exfiltrated) || is_claim(finding, ClaimCode::Published)
}
