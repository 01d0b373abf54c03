//! The finders of observables: what can be looked up, blocked or paid to. One file per kind or close family; THE LIST is here.
//!
//! A finder works on a [`View`]: the message in plain ASCII, with invisible characters dropped, look-alikes mapped and defanged dots put back.
//! In a message that is plain ASCII and defangs nothing, the view is the message itself and costs nothing.

mod address;
mod base58;
mod bitcoin_cash;
mod cardano;
mod cue;
mod cve;
mod digests;
mod ethereum;
mod host;
mod iban;
mod ip;
mod join;
mod mail;
mod monero;
mod onion;
mod phone;
mod refang;
mod repair;
mod segwit;
mod solana;
mod stellar;
#[cfg(test)]
mod table;
mod telegram;
mod tokens;
mod ton;
mod tox;
mod victim_id;
mod view;
mod web;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use shakedown_core::{ObservableKind, Span, Validity};

use crate::seen::SeenObservable;
use address::Address;
use view::View;

/// THE LIST, first half: everything whose characters alone, read as one token, tell what it is.
const ADDRESSES: &[Address] = &[
    base58::BITCOIN,
    segwit::BITCOIN,
    bitcoin_cash::BITCOIN_CASH,
    ethereum::ETHEREUM,
    monero::MONERO,
    base58::LITECOIN,
    segwit::LITECOIN,
    base58::DOGECOIN,
    base58::DASH,
    base58::ZCASH,
    segwit::ZCASH,
    base58::TRON,
    base58::RIPPLE,
    stellar::STELLAR,
    cardano::CARDANO,
    cardano::BYRON,
    tox::TOX,
    tox::SESSION,
    onion::BARE,
];

/// THE LIST, second half: everything that needs its surroundings.
const FINDERS: &[fn(&Context<'_>, &mut Vec<Found>)] = &[
    address::find,
    join::find,
    ton::find,
    solana::find,
    onion::find,
    web::find,
    mail::find,
    telegram::find,
    ip::find,
    iban::find,
    phone::find,
    cve::find,
    digests::find,
    victim_id::find,
];

/// How many candidates may be tried, in all, to repair addresses that fail their check.
///
/// One attempt on a Bitcoin address takes about 2,000 trials of a microsecond. Whoever reads many messages of one item keeps one budget for all of
/// them, so that a file made of broken addresses costs no more than a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepairBudget(pub usize);

impl Default for RepairBudget {
    /// Enough for four or five addresses.
    fn default() -> Self {
        Self(10_000)
    }
}

/// Everything that can be looked up in one message body, sorted by place, each place once.
///
/// Spans are byte ranges of `text` that quote the thing as written, disguise included; values are canonical. What fails its own checksum is `invalid`
/// and never reported as valid. Linear in the length of `text`, whatever it holds.
///
/// ```
/// use shakedown_core::{ObservableKind, Validity};
/// let seen = shakedown_detect::observables::find("write to restore[at]example[dot]com");
/// assert_eq!((seen[0].kind, seen[0].value.as_str()), (ObservableKind::Email, "restore@example.com"));
/// assert_eq!(seen[0].validity, Validity::Unchecked);
/// ```
pub fn find(text: &str) -> Vec<SeenObservable> {
    find_within(text, &mut RepairBudget::default())
}

/// [`find`], with a budget that outlives the message.
pub fn find_within(text: &str, repairs: &mut RepairBudget) -> Vec<SeenObservable> {
    let view = refang::refanged(View::of(text));
    let tokens = tokens::tokens(view.text());
    let context = Context { view: &view, text: view.text(), tokens, repairs: Cell::new(repairs.0) };
    let mut found = Vec::new();
    for finder in FINDERS {
        finder(&context, &mut found);
    }
    repairs.0 = context.repairs.get();
    settle(found, &view)
}

/// What a finder works on.
struct Context<'v> {
    view: &'v View<'v>,
    /// The text of the view: ASCII alone, so that every byte range is a slice.
    text: &'v str,
    /// Runs of letters and digits that hold a digit or are long.
    tokens: Vec<Range<usize>>,
    repairs: Cell<usize>,
}

impl Context<'_> {
    fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// The byte at `at`, or 0 outside the text.
    fn byte(&self, at: usize) -> u8 {
        self.bytes().get(at).copied().unwrap_or(0)
    }

    /// The byte before `at`, or 0 at the start.
    fn before(&self, at: usize) -> u8 {
        at.checked_sub(1).map_or(0, |before| self.byte(before))
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }
}

/// What a finder saw, in positions of the view.
#[derive(Debug)]
struct Found {
    kind: ObservableKind,
    span: Range<usize>,
    /// What nobody less specific may report: an onion host claims the whole link around it.
    claim: Range<usize>,
    value: String,
    validity: Validity,
    repair: Option<String>,
}

impl Found {
    fn new(kind: ObservableKind, span: Range<usize>, value: impl Into<String>, validity: Validity) -> Self {
        Self { kind, claim: span.clone(), span, value: value.into(), validity, repair: None }
    }

    fn unchecked(kind: ObservableKind, span: Range<usize>, value: impl Into<String>) -> Self {
        Self::new(kind, span, value, Validity::Unchecked)
    }

    /// Smaller is more specific. What is proven by a checksum comes first, what is only a shape last.
    fn rank(&self) -> u8 {
        use ObservableKind::*;
        match (self.kind, self.validity) {
            (Iban, _) => 4,
            (Domain, _) => 9,
            (_, Validity::Valid) => 0,
            (kind, Validity::Unchecked) if kind.is_wallet() => 1,
            (Session | Onion | Cve, _) => 1,
            (Telegram, _) => 2,
            (Url, _) => 3,
            (Jabber | Email, _) => 3,
            (_, Validity::Invalid) if self.repair.is_some() => 4,
            (VictimId, _) => 6,
            (Ip, _) => 7,
            (Phone, _) => 8,
            (Md5 | Sha1 | Sha256, _) => 10,
            _ => 11,
        }
    }
}

/// The most specific reading of each place, in the words of the original.
fn settle(mut found: Vec<Found>, view: &View<'_>) -> Vec<SeenObservable> {
    found.sort_by(|a, b| (a.rank(), a.span.start, b.span.end).cmp(&(b.rank(), b.span.start, a.span.end)));
    let mut taken: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for one in found {
        let before = taken.range(..one.claim.end).next_back().filter(|(_, (end, _))| *end > one.claim.start);
        // A wallet stands in the link of a block explorer: both are of use.
        let around_wallet = |start: usize, wallet: bool| wallet && one.kind == ObservableKind::Url && start > one.span.start;
        let free = before.is_none_or(|(start, (_, wallet))| around_wallet(*start, *wallet));
        if free && view.is_plausible(one.kind, &one.span) {
            taken.insert(one.claim.start, (one.claim.end, one.kind.is_wallet()));
            kept.push(one);
        }
    }
    let mut seen: Vec<SeenObservable> = kept.into_iter().filter_map(|one| view.carry_back(one)).collect();
    seen.sort_by_key(|one| (one.span.start, one.span.end));
    seen.dedup_by(|b, a| a.span == b.span && a.kind == b.kind);
    seen
}

impl View<'_> {
    fn carry_back(&self, one: Found) -> Option<SeenObservable> {
        let source = self.source(&one.span)?;
        let value = self.international(one.kind, &source).unwrap_or(one.value);
        let span = Span::new(source.start, source.end);
        Some(SeenObservable { kind: one.kind, span, value, validity: one.validity, repair: one.repair })
    }
}
