//! The demand ledger and the claim register as the report shows them.

use serde::Serialize;
use shakedown_core::{CURVE_HEIGHT, CURVE_WIDTH, Curve, CurvePoint, LedgerStep, RegisteredClaim, StepKind};

use super::facts::speaker;
use super::items::{Item, Places};
use super::text::Text;
use super::words::{moment, number};

/// One step of the demand ledger.
#[derive(Serialize)]
pub(super) struct StepRow {
    /// Its number in the ledger of its item, from 1.
    pub number: usize,
    pub kind: &'static str,
    /// The sum, the share or the length of time.
    pub what: Text,
    /// The number of the step that it hangs on.
    pub of: Option<u32>,
    pub by: &'static str,
    pub written: Text,
    pub at: Places,
}

/// The ledger of one item as a picture.
#[derive(Serialize)]
pub(super) struct Picture {
    pub width: f64,
    pub height: f64,
    /// The largest sum: the upper edge.
    pub top: String,
    pub asked_path: String,
    pub asked: Vec<CurvePoint>,
    pub offered_path: String,
    pub offered: Vec<CurvePoint>,
    /// How far right each time limit stands.
    pub limits: Vec<f64>,
}

/// One claim, and how it stands.
#[derive(Serialize)]
pub(super) struct RegisterRow {
    pub claim: &'static str,
    pub standing: &'static str,
    pub times: u32,
    /// The words that make it first.
    pub written: Text,
    pub at: Places,
    /// What speaks for it.
    pub support: Vec<(Text, Places)>,
    /// What contradicts it.
    pub against: Vec<(Text, Places)>,
}

/// The ledger of one item.
pub(super) fn steps(item: &Item<'_>) -> Vec<StepRow> {
    let row = |(index, step): (usize, &LedgerStep)| StepRow {
        number: index + 1,
        kind: step.kind.words(),
        what: what(step),
        of: step.of.map(|of| of + 1),
        by: speaker(step.by),
        written: Text::quote(step.as_written.raw()),
        at: item.place(step.message),
    };
    item.analysis.ledger.iter().enumerate().map(row).collect()
}

fn what(step: &LedgerStep) -> Text {
    let sum = step.value.zip(step.currency.as_deref()).map(|(value, currency)| format!("{} {currency}", number(value)));
    let text = match (step.kind, step.percent, sum) {
        (StepKind::Discount, Some(percent), Some(left)) => format!("{} % off, leaves {left}", number(percent)),
        (StepKind::Discount, Some(percent), None) => format!("{} % off", number(percent)),
        (_, _, Some(sum)) => sum,
        (_, _, None) => match (step.due, step.hours) {
            (Some(due), _) => moment(due),
            (None, Some(hours)) => format!("{} {}", number(hours), if hours == 1.0 { "hour" } else { "hours" }),
            (None, None) => String::new(),
        },
    };
    Text::quote(&text)
}

/// The picture of one item, where its ledger names two sums or more.
pub(super) fn picture(item: &Item<'_>) -> Option<Picture> {
    shakedown_core::curve(&item.analysis.ledger).map(|curve| Picture {
        width: CURVE_WIDTH,
        height: CURVE_HEIGHT,
        top: format!("{} {}", number(curve.top), curve.currency),
        asked_path: Curve::path(&curve.asked),
        asked: curve.asked,
        offered_path: Curve::path(&curve.offered),
        offered: curve.offered,
        limits: curve.limits,
    })
}

/// The claims of one item.
pub(super) fn register(item: &Item<'_>) -> Vec<RegisterRow> {
    let row = |claim: &RegisteredClaim| {
        let signs = |signs: &[shakedown_core::ClaimSign]| {
            signs.iter().map(|sign| (Text::quote(&sign.words), item.place(sign.message))).collect::<Vec<_>>()
        };
        RegisterRow {
            claim: claim.claim.words(),
            standing: claim.standing.words(),
            times: claim.times,
            written: Text::quote(claim.as_written.raw()),
            at: item.place(claim.message),
            support: signs(&claim.support),
            against: signs(&claim.against),
        }
    };
    item.analysis.register.iter().map(row).collect()
}
