//! Addresses that stand as one token and prove themselves.

use std::ops::{Range, RangeInclusive};

use shakedown_core::{ObservableKind, Validity};

use super::{ADDRESSES, Context, Found, cue, repair};

/// How one kind of address is written and proven.
pub(super) struct Address {
    pub(super) kind: ObservableKind,
    /// What it can start with; `case` says how that is compared.
    pub(super) prefixes: &'static [&'static str],
    pub(super) lengths: RangeInclusive<usize>,
    /// The characters that can follow, for repair.
    pub(super) alphabet: &'static str,
    pub(super) check: fn(&str) -> Check,
    pub(super) fails: WhenItFails,
    /// Starts that are misread, and what they were.
    pub(super) misread: &'static [(&'static str, &'static str)],
    /// Words that name it, lower case.
    pub(super) words: &'static [&'static str],
}

/// What the own check of an address says of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// The checksum holds; the canonical form.
    Valid(String),
    /// It has the shape, and carries no checksum.
    Unchecked(String),
    /// It has the shape, and the checksum fails.
    Fails,
    /// It is something else.
    Other,
}

/// What becomes of a token that has the shape but fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhenItFails {
    /// The shape alone tells what it was meant to be.
    Report,
    /// It is reported where it can be repaired, or where a word beside it names it.
    ReportIfNamed,
}

/// The characters of Base58.
pub(super) const BASE58: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// The characters of Bech32.
pub(super) const BECH32: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
/// Lower-case hexadecimal digits.
pub(super) const HEX: &str = "0123456789abcdef";

/// Words that name a place to pay to, whatever the coin.
const PAYING: &[&str] = &["address", "wallet", "wallets", "pay", "payment", "send", "transfer", "deposit"];

/// The first reading of `token` that is not refuted, else the first that is.
pub(super) fn read(token: &str) -> Option<(&'static Address, Check)> {
    let mut failed = None;
    for address in ADDRESSES.iter().filter(|address| address.lengths.contains(&token.len())) {
        let check = match address.prefixes.iter().any(|prefix| token.starts_with(prefix)) {
            true => (address.check)(token),
            false if address.reread(token).is_some() => Check::Fails,
            false => Check::Other,
        };
        match check {
            Check::Other => {}
            Check::Fails => failed = failed.or(Some((address, Check::Fails))),
            held => return Some((address, held)),
        }
    }
    failed
}

impl Address {
    /// The valid address that `token` is, but for its misread start.
    fn reread(&self, token: &str) -> Option<String> {
        let (wrong, right) = self.misread.iter().find(|(wrong, _)| token.starts_with(wrong))?;
        match (self.check)(&format!("{right}{}", token.get(wrong.len()..)?)) {
            Check::Valid(value) => Some(value),
            _ => None,
        }
    }

    /// The one token that would hold, for one that fails.
    fn repair(&self, token: &str, budget: &mut usize) -> Option<String> {
        let holds = |token: &str| match (self.check)(token) {
            Check::Valid(value) => Some(value),
            _ => None,
        };
        if let Some(value) = self.reread(token) {
            return Some(value);
        }
        // Bech32 is written in one case; one capital at the start is what a telephone makes of it.
        let lower = token.to_ascii_lowercase();
        let token = if self.alphabet == BECH32 { lower.as_str() } else { token };
        if let Some(value) = holds(token) {
            return Some(value);
        }
        let prefix = self.prefixes.iter().filter(|prefix| token.starts_with(**prefix)).map(|prefix| prefix.len()).max()?;
        let (head, tail) = token.split_at_checked(if prefix > 1 { prefix } else { 0 })?;
        let tail = repair::unique(tail, self.alphabet, budget, |tail| holds(&format!("{head}{tail}")).is_some())?;
        holds(&format!("{head}{tail}"))
    }
}

/// Every token that stands alone.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Found>) {
    for token in &context.tokens {
        let reading = read(context.slice(token.clone()));
        if let Some((address, check)) = reading {
            found.extend(report(context, address, check, token));
        }
    }
}

fn report(context: &Context<'_>, address: &'static Address, check: Check, span: &Range<usize>) -> Option<Found> {
    match check {
        Check::Valid(value) => Some(Found::new(address.kind, span.clone(), value, Validity::Valid)),
        Check::Unchecked(value) => Some(Found::unchecked(address.kind, span.clone(), value)),
        Check::Fails => refuted(context, address, span),
        Check::Other => None,
    }
}

fn refuted(context: &Context<'_>, address: &'static Address, span: &Range<usize>) -> Option<Found> {
    let token = context.slice(span.clone());
    let mut budget = context.repairs.get();
    let repair = address.repair(token, &mut budget);
    context.repairs.set(budget);
    let named = || cue::is_near(context.text, span, address.words) || cue::is_near(context.text, span, PAYING);
    if address.fails == WhenItFails::Report || repair.is_some() || named() {
        let mut found = Found::new(address.kind, span.clone(), token, Validity::Invalid);
        found.repair = repair;
        return Some(found);
    }
    None
}
