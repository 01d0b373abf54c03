//! What each sum is for, and when each limit falls due.

use shakedown_core::{Amount, AmountRole, Role};

use crate::lexicon::tokens;
use crate::sentence;

/// How far beyond the sentence a word may stand that says what a sum is for, in bytes.
const REACH: usize = 90;

/// Words of sums that nobody asks for: income, limits, fines, unit prices.
const OTHER: [&str; 40] = [
    "revenue",
    "revenues",
    "turnover",
    "income",
    "profit",
    "profits",
    "insurance",
    "insured",
    "coverage",
    "policy",
    "salary",
    "salaries",
    "wage",
    "wages",
    "fine",
    "fines",
    "fined",
    "penalty",
    "penalties",
    "lawsuit",
    "lawsuits",
    "damages",
    "losses",
    "billion",
    "worth",
    "valued",
    "assets",
    "balance",
    "budget",
    "monthly",
    "annually",
    "yearly",
    "hourly",
    "capital",
    "loan",
    "debt",
    "wallet",
    "rate",
    "lost",
    "rent",
];

/// Words of a payment that was made.
const PAID: [&str; 10] =
    ["paid", "sent", "transferred", "received", "transaction", "deposited", "confirmed", "arrived", "payed", "bezahlt"];

/// Words of somebody who offers.
const OFFER: [&str; 30] = [
    "offer",
    "offering",
    "afford",
    "able",
    "can",
    "could",
    "gather",
    "gathered",
    "raise",
    "raised",
    "collect",
    "collected",
    "maximum",
    "max",
    "willing",
    "approved",
    "authorized",
    "authorised",
    "propose",
    "proposal",
    "counter",
    "manage",
    "available",
    "give",
    "get",
    "best",
    "come",
    "provide",
    "only",
    "increase",
];

/// Words of somebody who asks, or repeats what was asked.
const DEMAND: [&str; 38] = [
    "price",
    "pay",
    "payment",
    "demand",
    "want",
    "ransom",
    "cost",
    "costs",
    "discount",
    "fee",
    "send",
    "transfer",
    "amount",
    "sum",
    "total",
    "deal",
    "accept",
    "agree",
    "need",
    "require",
    "expect",
    "buy",
    "purchase",
    "asking",
    "asked",
    "reduce",
    "lower",
    "drop",
    "zahlen",
    "payer",
    "pagar",
    "pagare",
    "заплатите",
    "переведите",
    "оплатить",
    "bezahlen",
    "überweisen",
    "offer",
];

/// Sums asked and offered so far.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    demands: Vec<(f64, String)>,
    offers: Vec<(f64, String)>,
}

impl Ledger {
    /// Say what `amount`, which stands in `text`, is for, and remember it.
    ///
    /// The sentence decides, then the speaker: what an attacker names is asked, what a victim names is offered, unless it repeats what was asked.
    /// A speaker whose part is unknown asks only with a word that asks.
    pub fn enter(&mut self, amount: &mut Amount, text: &str) {
        amount.role = self.role(amount, text);
        let entry = (amount.value, amount.currency.clone());
        match amount.role {
            AmountRole::Demand => self.demands.push(entry),
            AmountRole::Offer => self.offers.push(entry),
            AmountRole::Paid | AmountRole::Other => {}
        }
    }

    fn role(&self, amount: &Amount, text: &str) -> AmountRole {
        let range = amount.span.range();
        let around = sentence::around(text, range.start, range.end);
        let near = near(text, &range, &around);
        let words: Vec<String> = tokens(near).collect();
        let says = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        let known = |list: &[(f64, String)]| list.iter().any(|(value, currency)| *value == amount.value && *currency == amount.currency);
        let per = text.get(range.end..).is_some_and(|rest| {
            let rest = rest.trim_start().to_lowercase();
            ["per ", "a month", "a year", "a day", "/month", "/day", "an hour", "each", "million in rev"]
                .iter()
                .any(|unit| rest.starts_with(unit))
        });
        if per || says(&OTHER) && !known(&self.demands) {
            return AmountRole::Other;
        }
        match amount.by {
            Role::Victim if says(&PAID) && !says(&["will", "if", "can", "be"]) => AmountRole::Paid,
            Role::Victim if known(&self.demands) => AmountRole::Demand,
            Role::Victim
                if says(&["you", "your"])
                    && says(&["asked", "asking", "demand", "demanded", "want", "wanted", "price"])
                    && !says(&["offer", "afford"]) =>
            {
                AmountRole::Demand
            }
            Role::Victim => AmountRole::Offer,
            Role::Attacker if says(&["received", "confirmed", "arrived"]) => AmountRole::Paid,
            Role::Attacker if says(&["offered", "your offer"]) && known(&self.offers) => AmountRole::Offer,
            Role::Attacker => AmountRole::Demand,
            Role::Reporter => AmountRole::Other,
            Role::Unknown if says(&OFFER) && says(&["we", "i"]) && !says(&["you"]) => AmountRole::Offer,
            Role::Unknown if says(&DEMAND) => AmountRole::Demand,
            Role::Unknown => AmountRole::Other,
        }
    }
}

/// The part of the sentence near the sum.
fn near<'a>(text: &'a str, range: &std::ops::Range<usize>, around: &std::ops::Range<usize>) -> &'a str {
    let mut from = range.start.saturating_sub(REACH).max(around.start);
    let mut to = (range.end + REACH).min(around.end);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    text.get(from..to).unwrap_or_default()
}
