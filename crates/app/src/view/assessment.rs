//! The verdict as a person would say it.

use shakedown_core::{ActorMatch, AmountRole, Analysis, Assessment, ClaimCode, Grade, Reason, Verdict};

use super::marks::Marks;
use super::triage::{amount_text, deadline_text};
use crate::wire::{AssessmentView, ReasonView};

/// The judgement for the window: reasons largest first, `base` last, each with what the score would be without it.
pub(super) fn assessment_view(analysis: &Analysis, marks: &Marks<'_>) -> AssessmentView {
    let assessment = &analysis.assessment;
    let mut reasons: Vec<&Reason> = assessment.reasons.iter().collect();
    reasons.sort_by(|a, b| a.message.is_none().cmp(&b.message.is_none()).then(b.points.abs().total_cmp(&a.points.abs())));
    AssessmentView {
        verdict: assessment.verdict,
        verdict_words: assessment.verdict.words().into(),
        sentence: sentence(analysis),
        score: assessment.score,
        priority: assessment.priority,
        priority_because: assessment.priority_because.clone(),
        caveats: assessment.caveats.clone(),
        caveat_words: assessment.caveats.iter().map(|caveat| caveat.words().into()).collect(),
        reasons: reasons.into_iter().map(|reason| reason_view(reason, marks)).collect(),
        rule_set: assessment.rule_set.clone(),
    }
}

fn reason_view(reason: &Reason, marks: &Marks<'_>) -> ReasonView {
    let at = reason.message.zip(reason.span).map(|(message, span)| marks.jump(message, span));
    ReasonView {
        rule: reason.rule.clone(),
        points: reason.points,
        words: reason.words.clone(),
        without: reason.without.map(|score| score.round() as u32),
        at,
    }
}

/// One sentence: the verdict word first, then who, what is claimed, what is demanded, by when, and what proof there is.
pub(crate) fn sentence(analysis: &Analysis) -> String {
    let Assessment { verdict, .. } = analysis.assessment;
    let mut parts: Vec<String> = Vec::new();
    let claims = [
        (ClaimCode::Exfiltrated, "data theft"),
        (ClaimCode::Encrypted, "encryption"),
        (ClaimCode::Recorded, "intimate recording"),
        (ClaimCode::DdosCapability, "denial of service"),
        (ClaimCode::Vulnerability, "a weakness found"),
        (ClaimCode::Access, "access to accounts or devices"),
    ];
    let claimed: Vec<&str> =
        claims.iter().filter(|(code, _)| analysis.claims.iter().any(|claim| claim.code == *code)).map(|(_, words)| *words).collect();
    let mut head = claimed.join(" and ");
    if let Some(actor) = analysis.actors.first() {
        if !head.is_empty() {
            head.push_str(", ");
        }
        head.push_str(&who(actor));
    }
    if !head.is_empty() {
        parts.push(head);
    }
    if verdict == Verdict::Extortion {
        parts.extend(demand(analysis));
        parts.extend(proof(analysis));
    }
    if parts.is_empty() { verdict.words().to_owned() } else { format!("{}: {}", verdict.words(), parts.join("; ")) }
}

fn who(actor: &ActorMatch) -> String {
    match actor.grade {
        Grade::Mentioned => format!("{} mentioned", actor.name),
        Grade::SelfNamed => format!("{} by its own name", actor.name),
        grade => format!("{} ({})", actor.name, grade.words()),
    }
}

fn demand(analysis: &Analysis) -> Option<String> {
    let sum = analysis.amounts.iter().rfind(|amount| amount.role == AmountRole::Demand).map(amount_text);
    let limit = analysis.deadlines.last().map(deadline_text);
    match (sum, limit) {
        (Some(sum), Some(limit)) => Some(format!("{sum}, limit {limit}")),
        (Some(sum), None) => Some(sum),
        (None, Some(limit)) => Some(format!("limit {limit}")),
        (None, None) => None,
    }
}

fn proof(analysis: &Analysis) -> Option<String> {
    let mut kinds: Vec<&str> = analysis.proof.iter().map(|proof| proof.code.words()).collect();
    kinds.dedup();
    kinds.truncate(3);
    (!kinds.is_empty()).then(|| format!("proof: {}", kinds.join(", ")))
}
