//! The demand ledger: what is asked, let off, bid, paid and by when, in the order in which it is said.

use shakedown_core::{Amount, AmountRole, Deadline, DeadlineKind, Hostile, LedgerStep, Role, Span, StepKind};

/// A discount that somebody gives or asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Discount {
    /// The share that is taken off, in hundredths.
    pub percent: f64,
    pub by: Role,
    pub message: u32,
    pub span: Span,
    pub as_written: Hostile,
}

/// How far a demand may lie from a discounted one and still be it: people round.
const NEAR: f64 = 0.03;

/// The ledger of a talk, from what was found in it.
///
/// A step that only repeats what stands (the victim names the price again) is left out. A discount hangs on the last demand and gives what is left of
/// it; a demand hangs on the demand it changes, the discount it works out or the offer it takes up; a payment hangs on the last demand; a limit on the
/// last price or discount in its own message or before, behind which it stands.
pub(crate) fn ledger(amounts: &[Amount], discounts: &[Discount], deadlines: &[Deadline]) -> Vec<LedgerStep> {
    let mut entries: Vec<Entry<'_>> = amounts.iter().filter(|amount| amount.role != AmountRole::Other).map(Entry::Sum).collect();
    entries.extend(discounts.iter().filter(|discount| discount.by != Role::Victim).map(Entry::Discount));
    entries.extend(deadlines.iter().map(Entry::Limit));
    entries.sort_by_key(Entry::place);
    let mut book = Book::default();
    for entry in entries {
        match entry {
            Entry::Sum(amount) => book.sum(amount),
            Entry::Discount(discount) => book.discount(discount),
            Entry::Limit(limit) => book.limit(limit),
        }
    }
    book.steps
}

enum Entry<'a> {
    Sum(&'a Amount),
    Discount(&'a Discount),
    Limit(&'a Deadline),
}

impl Entry<'_> {
    /// Message, then prices before the limits that hang on them ("pay today: $80,000"), then place.
    fn place(&self) -> (u32, u8, u32) {
        match self {
            Entry::Sum(amount) => (amount.message, 0, amount.span.start),
            Entry::Discount(discount) => (discount.message, 0, discount.span.start),
            Entry::Limit(limit) => (limit.message, 1, limit.span.start),
        }
    }
}

#[derive(Default)]
struct Book {
    steps: Vec<LedgerStep>,
}

impl Book {
    fn sum(&mut self, amount: &Amount) {
        let kind = match amount.role {
            AmountRole::Offer => StepKind::Offer,
            AmountRole::Paid => StepKind::Payment,
            _ => StepKind::Demand,
        };
        let last = |kinds: &[StepKind]| self.steps.iter().rposition(|step| kinds.contains(&step.kind) && in_currency(step, amount));
        let of = match kind {
            StepKind::Demand => {
                let (price, offer) = (last(&[StepKind::Demand, StepKind::Discount]), last(&[StepKind::Offer]));
                if price.is_some_and(|at| self.is(at, amount, 1e-9) && self.kind(at) == Some(StepKind::Demand)) {
                    return;
                }
                let repeated = amount.by == Role::Victim && self.named(amount, StepKind::Demand);
                if repeated {
                    return;
                }
                offer.filter(|at| self.is(*at, amount, 1e-9)).or(price)
            }
            StepKind::Offer => {
                let standing = last(&[StepKind::Offer]);
                if standing.is_some_and(|at| self.is(at, amount, 1e-9)) || amount.by != Role::Victim && self.named(amount, StepKind::Offer)
                {
                    return;
                }
                last(&[StepKind::Demand, StepKind::Discount])
            }
            _ => last(&[StepKind::Demand, StepKind::Discount, StepKind::Offer]),
        };
        let step = step(kind, amount.by, amount.message, amount.span, &amount.as_written);
        self.push(LedgerStep { value: Some(amount.value), currency: Some(amount.currency.clone()), ..step }, of);
    }

    fn discount(&mut self, discount: &Discount) {
        let of = self.steps.iter().rposition(|step| step.kind == StepKind::Demand);
        let demand = of.and_then(|at| self.steps.get(at));
        let left = demand.and_then(|demand| demand.value).map(|value| value * (1.0 - discount.percent / 100.0));
        let currency = demand.and_then(|demand| demand.currency.clone());
        let standing = |step: &&LedgerStep| step.kind == StepKind::Discount && step.percent == Some(discount.percent);
        if self.steps.iter().skip(of.map_or(0, |at| at + 1)).any(|step| standing(&step)) {
            return;
        }
        // "25 % off: 3,750,000": the demand that works it out may stand before the word in the same message.
        let worked_out = demand.is_some_and(|demand| demand.message == discount.message && self.left_of_earlier(demand, discount.percent));
        if worked_out {
            return;
        }
        let step = step(StepKind::Discount, discount.by, discount.message, discount.span, &discount.as_written);
        self.push(LedgerStep { value: left, currency, percent: Some(discount.percent), ..step }, of);
    }

    fn limit(&mut self, limit: &Deadline) {
        let priced = |step: &LedgerStep| matches!(step.kind, StepKind::Demand | StepKind::Discount);
        let hangs = !matches!(limit.kind, DeadlineKind::Contact | DeadlineKind::KeyDestroy);
        let of = if hangs { self.steps.iter().rposition(priced) } else { None };
        let step = step(StepKind::Limit, limit.by, limit.message, limit.span, &limit.as_written);
        self.push(LedgerStep { hours: limit.hours, due: limit.due, ..step }, of);
    }

    /// Whether `demand` is what an earlier one comes to with `percent` off.
    fn left_of_earlier(&self, demand: &LedgerStep, percent: f64) -> bool {
        let earlier = self.steps.iter().filter(|step| step.kind == StepKind::Demand && step.currency == demand.currency);
        let left = earlier.filter_map(|step| step.value).map(|value| value * (1.0 - percent / 100.0));
        demand.value.is_some_and(|value| left.into_iter().any(|left| near(left, value, NEAR)))
    }

    /// Whether a step of that kind names the same sum.
    fn named(&self, amount: &Amount, kind: StepKind) -> bool {
        (0..self.steps.len()).any(|at| self.kind(at) == Some(kind) && self.is(at, amount, 1e-9))
    }

    fn kind(&self, at: usize) -> Option<StepKind> {
        self.steps.get(at).map(|step| step.kind)
    }

    fn is(&self, at: usize, amount: &Amount, tolerance: f64) -> bool {
        let step = self.steps.get(at).filter(|step| in_currency(step, amount));
        step.and_then(|step| step.value).is_some_and(|value| near(value, amount.value, tolerance))
    }

    fn push(&mut self, step: LedgerStep, of: Option<usize>) {
        let of = of.and_then(|at| u32::try_from(at).ok());
        self.steps.push(LedgerStep { of, ..step });
    }
}

fn in_currency(step: &LedgerStep, amount: &Amount) -> bool {
    step.currency.as_deref() == Some(amount.currency.as_str())
}

fn near(one: f64, other: f64, tolerance: f64) -> bool {
    (one - other).abs() <= tolerance * one.abs().max(other.abs())
}

fn step(kind: StepKind, by: Role, message: u32, span: Span, as_written: &Hostile) -> LedgerStep {
    LedgerStep {
        kind,
        by,
        value: None,
        currency: None,
        percent: None,
        hours: None,
        due: None,
        of: None,
        message,
        span,
        as_written: as_written.clone(),
    }
}
