//! The demand ledger and the claim register as people read them.

use shakedown_core::{Analysis, CURVE_HEIGHT, CURVE_WIDTH, ClaimSign, Curve, CurvePoint, LedgerStep, StepKind};

use super::marks::Marks;
use super::triage::{hours_text, money_text};
use crate::wire::{CurveView, RegisterView, SignView, StepView};

/// The steps of the demand ledger, in order.
pub(super) fn ledger(analysis: &Analysis, marks: &Marks<'_>) -> Vec<StepView> {
    let view = |step: &LedgerStep| StepView {
        kind: step.kind,
        text: text(step),
        words: words(step, step.of.and_then(|of| analysis.ledger.get(of as usize))),
        by: step.by,
        at: marks.jump(step.message, step.span),
    };
    analysis.ledger.iter().map(view).collect()
}

/// The ledger as a picture.
pub(super) fn curve(analysis: &Analysis) -> Option<CurveView> {
    let places = |points: &[CurvePoint]| points.iter().map(|point| (point.x, point.y)).collect();
    shakedown_core::curve(&analysis.ledger).map(|curve| CurveView {
        width: CURVE_WIDTH,
        height: CURVE_HEIGHT,
        top: money_text(curve.top, &curve.currency),
        asked_path: Curve::path(&curve.asked),
        asked: places(&curve.asked),
        offered_path: Curve::path(&curve.offered),
        offered: places(&curve.offered),
        limits: curve.limits,
    })
}

/// `1,500,000 USD`, `20 % off, leaves 80,000 USD`, `72 hours`; the words of the exhibit for a limit without a length.
fn text(step: &LedgerStep) -> String {
    let sum = step.value.zip(step.currency.as_deref()).map(|(value, currency)| money_text(value, currency));
    match (step.kind, step.percent, sum, step.hours) {
        (StepKind::Discount, Some(percent), Some(left), _) => format!("{percent} % off, leaves {left}"),
        (StepKind::Discount, Some(percent), None, _) => format!("{percent} % off"),
        (_, _, Some(sum), _) => sum,
        (_, _, None, Some(hours)) => hours_text(hours),
        (_, _, None, None) => step.as_written.visible().into_owned(),
    }
}

/// What a step is, and what it hangs on.
fn words(step: &LedgerStep, of: Option<&LedgerStep>) -> String {
    let kind = step.kind.words();
    let Some(of) = of else { return kind.to_owned() };
    let link = match (step.kind, of.kind) {
        (StepKind::Demand, StepKind::Offer) => "takes up",
        (StepKind::Demand, StepKind::Discount) => "works out",
        (StepKind::Demand, _) if step.value < of.value => "lowers",
        (StepKind::Demand, _) => "raises",
        (StepKind::Discount, _) => "on",
        (StepKind::Offer, _) => "against",
        _ => "for",
    };
    format!("{kind}, {link} {} of {}", of.kind.words(), text(of))
}

/// The claims of the register, in the order in which they are first made.
pub(super) fn register(analysis: &Analysis, marks: &Marks<'_>) -> Vec<RegisterView> {
    let sign = |sign: &ClaimSign| SignView { words: sign.words.clone(), at: marks.jump(sign.message, sign.span) };
    let view = |entry: &shakedown_core::RegisteredClaim| RegisterView {
        claim: entry.claim,
        words: entry.claim.words().into(),
        standing: entry.standing,
        standing_words: entry.standing.words().into(),
        times: entry.times,
        at: marks.jump(entry.message, entry.span),
        support: entry.support.iter().map(sign).collect(),
        against: entry.against.iter().map(sign).collect(),
    };
    analysis.register.iter().map(view).collect()
}
