//! The talk about money as a picture: where each sum stands, worked out once for the window and the reports.

use crate::{LedgerStep, StepKind};

/// The picture's width, in its own units; a drawing scales it.
pub const CURVE_WIDTH: f64 = 320.0;
/// The picture's height, in its own units.
pub const CURVE_HEIGHT: f64 = 88.0;
/// What is left free at each edge, so that no mark is cut.
const MARGIN: f64 = 4.0;

/// The negotiation curve of one currency: places in a picture of [`CURVE_WIDTH`] by [`CURVE_HEIGHT`], its origin at the upper left.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// ISO 4217 code, or the ticker of a coin.
    pub currency: String,
    /// The largest sum, in units of the currency: the upper edge of the picture.
    pub top: f64,
    /// What is asked: demands and what discounts leave of them, in order.
    pub asked: Vec<CurvePoint>,
    /// What is offered or said to be paid, in order.
    pub offered: Vec<CurvePoint>,
    /// Time limits: how far right each stands.
    pub limits: Vec<f64>,
}

/// One sum of the curve.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct CurvePoint {
    /// How far right: the steps stand in the order in which they were said, equally far apart.
    pub x: f64,
    /// How far down: the largest sum at the upper edge, nothing at the lower.
    pub y: f64,
    /// The place of its step in the ledger, from 0.
    pub step: u32,
}

impl Curve {
    /// The line through these sums as SVG path data. A sum stands until the next one is named: steps, not slopes.
    #[must_use]
    pub fn path(points: &[CurvePoint]) -> String {
        let mut path = String::new();
        for point in points {
            let next = if path.is_empty() { format!("M{} {}", point.x, point.y) } else { format!("H{}V{}", point.x, point.y) };
            path.push_str(&next);
        }
        path
    }
}

/// The curve of the currency in which most sums are named, the first named of several; none for fewer than two sums.
#[must_use]
pub fn curve(ledger: &[LedgerStep]) -> Option<Curve> {
    let currency = commonest(ledger)?;
    let drawn: Vec<(usize, &LedgerStep)> =
        ledger.iter().enumerate().filter(|(_, step)| step.kind == StepKind::Limit || sum(step, currency).is_some()).collect();
    let sums: Vec<f64> = drawn.iter().filter_map(|(_, step)| sum(step, currency)).collect();
    let top = sums.iter().copied().fold(0.0, f64::max);
    if sums.len() < 2 || top <= 0.0 {
        return None;
    }
    let last = (drawn.len() - 1) as f64;
    let mut curve = Curve { currency: currency.to_owned(), top, asked: Vec::new(), offered: Vec::new(), limits: Vec::new() };
    for (at, (place, step)) in drawn.into_iter().enumerate() {
        let x = within(at as f64 / last, CURVE_WIDTH);
        let Some(value) = sum(step, currency) else {
            curve.limits.push(x);
            continue;
        };
        let point = CurvePoint { x, y: within(1.0 - value / top, CURVE_HEIGHT), step: u32::try_from(place).unwrap_or(u32::MAX) };
        match step.kind {
            StepKind::Offer | StepKind::Payment => curve.offered.push(point),
            _ => curve.asked.push(point),
        }
    }
    Some(curve)
}

/// A share of a length inside its margins, to a tenth of a unit.
fn within(share: f64, length: f64) -> f64 {
    ((MARGIN + share * (length - 2.0 * MARGIN)) * 10.0).round() / 10.0
}

/// The sum of a step in this currency; a limit has none to draw.
fn sum(step: &LedgerStep, currency: &str) -> Option<f64> {
    let named = step.kind != StepKind::Limit && step.currency.as_deref() == Some(currency);
    step.value.filter(|value| named && value.is_finite() && *value >= 0.0)
}

fn commonest(ledger: &[LedgerStep]) -> Option<&str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for currency in ledger.iter().filter_map(|step| step.currency.as_deref()) {
        match counts.iter_mut().find(|(known, _)| *known == currency) {
            Some((_, count)) => *count += 1,
            None => counts.push((currency, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(currency, _)| currency)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hostile, Role, Span};

    fn step(kind: StepKind, value: Option<f64>, currency: &str) -> LedgerStep {
        LedgerStep {
            kind,
            by: Role::Attacker,
            value,
            currency: value.map(|_| currency.to_owned()),
            percent: None,
            hours: None,
            due: None,
            of: None,
            message: 0,
            span: Span::new(0, 1),
            as_written: Hostile::new("x"),
        }
    }

    #[test]
    fn sums_stand_in_order_under_the_largest() {
        let ledger = [
            step(StepKind::Demand, Some(800.0), "USD"),
            step(StepKind::Limit, None, "USD"),
            step(StepKind::Offer, Some(100.0), "USD"),
            step(StepKind::Demand, Some(2.0), "BTC"),
            step(StepKind::Discount, Some(400.0), "USD"),
        ];
        let curve = curve(&ledger).unwrap();
        let flat = |points: &[CurvePoint]| points.iter().map(|point| (point.x, point.y, point.step)).collect::<Vec<_>>();
        assert_eq!((curve.currency.as_str(), curve.top), ("USD", 800.0));
        assert_eq!(flat(&curve.asked), [(4.0, 4.0, 0), (316.0, 44.0, 4)]);
        assert_eq!(flat(&curve.offered), [(212.0, 74.0, 2)]);
        assert_eq!(curve.limits, [108.0]);
        assert_eq!(Curve::path(&curve.asked), "M4 4H316V44");
    }

    #[test]
    fn one_sum_and_sums_of_no_size_make_no_curve() {
        assert_eq!(curve(&[]), None);
        assert_eq!(curve(&[step(StepKind::Demand, Some(5.0), "USD"), step(StepKind::Limit, None, "USD")]), None);
        let broken = [
            step(StepKind::Demand, Some(f64::NAN), "USD"),
            step(StepKind::Demand, Some(0.0), "USD"),
            step(StepKind::Offer, Some(0.0), "USD"),
        ];
        assert_eq!(curve(&broken), None);
    }
}
