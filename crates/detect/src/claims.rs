//! What the text says: claims, data types, threats and proof, out of the findings.

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
    let thefts: Vec<&Finding> = findings.iter().filter(said).filter(|finding| is_theft(finding)).collect();
    let locks: Vec<&Finding> = findings.iter().filter(said).filter(|finding| is_claim(finding, ClaimCode::Encrypted)).collect();
    let taken = thefts.iter().any(|finding| is_claim(finding, ClaimCode::Exfiltrated));
    let talk = findings.iter().any(|finding| finding.message != 0);
    let kinds = findings.iter().filter(|finding| finding.family == Family::DataType && !advises(findings, finding.message)).filter(said);
    let near = kinds.filter(|finding| match (distance(finding, &thefts), distance(finding, &locks)) {
        (Some(theft), Some(lock)) => theft <= REACH && theft <= lock,
        (Some(theft), None) => theft <= REACH,
        (None, None) => talk && taken && finding.by == Role::Attacker,
        (None, Some(_)) => false,
    });
    near.filter_map(with_code).collect()
}

/// Whether the message is a report on security: the backups and staff it names are not stolen.
fn advises(findings: &[Finding], message: u32) -> bool {
    findings.iter().filter(|finding| finding.message == message && finding.rule == ADVISES).count() >= ADVICE
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

/// The bytes between `finding` and the nearest of `others` in the same message.
fn distance(finding: &Finding, others: &[&Finding]) -> Option<u32> {
    let gap = |other: &&&Finding| {
        let after = other.span.start.saturating_sub(finding.span.end);
        after.max(finding.span.start.saturating_sub(other.span.end))
    };
    others.iter().filter(|other| other.message == finding.message).map(|other| gap(&other)).min()
}
