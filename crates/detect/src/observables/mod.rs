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
use std::sync::LazyLock;

use regex::Regex;
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

/// The words without which neither an onion host, nor a name on Telegram, nor a dot written as a word can be there. Two patterns, because each is then a
/// set of literals small enough to be searched for sixteen bytes at a time.
static CUES: LazyLock<[Option<Regex>; 2]> =
    LazyLock::new(|| [r"(?i-u)onion|teleg|tlgrm|dot[ \t_>*]", r"(?i-u)\btg\b"].map(|pattern| Regex::new(pattern).ok()));

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
    let view = View::of(text);
    let cued = CUES.iter().flatten().any(|cues| cues.is_match(view.text()));
    let view = refang::refanged(view, cued);
    let tokens = tokens::tokens(view.text());
    let context = Context { view: &view, text: view.text(), tokens, cued, repairs: Cell::new(repairs.0) };
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
    /// Whether one of [`CUES`] stands anywhere.
    cued: bool,
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
    if found.is_empty() {
        return Vec::new();
    }
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
        let value = self.international(one.kind, &one.span).unwrap_or(one.value);
        let span = Span::new(source.start, source.end);
        Some(SeenObservable { kind: one.kind, span, value, validity: one.validity, repair: one.repair })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces that the finders look for, whole and torn.
    fn fragment() -> impl Strategy<Value = String> {
        let pieces = [
            "18gDqZ8wYKnpfKQiqP2YW64ZounyaC1Bji",
            "5tz4a3lcwywpkbgi35s5j4jk4atkfmauq6wifpby45vueaouhpz45yid",
            "l3vs2vp6cc3ixsundlrdwny34s4oaxb73jivd26a66k5oa2n7ztk5sad.onion",
            ".onion",
            "onion",
            "4z7tidm4agtrarr2",
            "0x1F7964Af95eC21746540F94e77B0D6E6E6052eD6",
            "0x",
            "46gRvdCxWL2VdW9AGfy2pWKSaMDQYniTwCRBadeahGdA2wBnemj5stSin5jSrKRZ2TigLSKrvmnUXRShDJZtJnQpFkrjcvN",
            "bc1q73t2e84uhcp2klqrvw4yaqfw7ykcr4qtnj7ej6",
            "661B59B79C019BC5556AE13E575A7E56551E8F13F2BC4E8B610BE0A424CB6FA7157ECB09D7BE",
            "05210b4174af3698292b5d6033130b597b2fd6423cb4d50db052e7269378a96eb5",
            "EQCna1H3Gc7XTqxlGa5Pfd1cstW0mBF7OUDw6QhRKaQhc4Qn",
            "addr1qy0jqx8mvp2cks92e82d4u7mdwf7rjr4qk5kru58a65pk5lt8e3qd99f72r2w6gnadaw2smzpa3dud2dhpp4cqk2velqku6ylc",
            "name@example.com",
            "@handle_7",
            "telegram: ",
            "tg ",
            "https://",
            "hxxp[:]//",
            "[.]",
            "(dot)",
            " dot ",
            " at ",
            "[at]",
            "\\.",
            "com",
            "Your ID: ",
            "Key:\n",
            "CVE-2021-44228",
            "+1 202 555 0143",
            "192.0.2.7",
            "2001:db8::1:7",
            "iban ",
            " ",
            "\n",
            "\r\n> ",
            "\u{200b}",
            "\u{441}",
            "\u{ff0e}",
            "\u{301}",
            "\u{fb01}",
            "\u{1f600}",
            "\u{c8fc}",
            ".",
            "-",
            "_",
            "/",
            "?",
            "(",
            ")",
            "=",
            "1",
            "A",
            "f",
            "7d",
        ];
        prop_oneof![3 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => any::<String>(), 1 => "[a-zA-Z0-9]{1,60}"]
    }

    proptest! {
        #[test]
        fn nothing_panics_and_every_place_is_quoted_once(pieces in proptest::collection::vec(fragment(), 0..40)) {
            let text = pieces.concat();
            let seen = find(&text);
            for one in &seen {
                prop_assert!(one.span.of(&text).is_some_and(|quoted| !quoted.is_empty()));
                prop_assert!(one.repair.is_none() || one.validity == Validity::Invalid);
            }
            for pair in seen.windows(2) {
                prop_assert!(pair[0].span.start <= pair[1].span.start);
                prop_assert!(!pair[0].span.overlaps(pair[1].span) || pair[0].kind == ObservableKind::Url);
            }
            prop_assert_eq!(&seen, &find(&text));
        }

        #[test]
        fn a_valid_wallet_stays_valid_when_read_alone(pieces in proptest::collection::vec(fragment(), 0..40)) {
            for one in find(&pieces.concat()).into_iter().filter(|one| one.kind.is_wallet() && one.validity == Validity::Valid) {
                let again = find(&one.value);
                prop_assert_eq!(again.len(), 1);
                prop_assert_eq!((again[0].kind, &again[0].value, again[0].validity), (one.kind, &one.value, one.validity));
            }
        }
    }

    #[test]
    fn a_used_up_budget_repairs_nothing_and_still_reports() {
        let broken = "bc1q73t2e84uhcpqklqrvw4yaqfw7ykcr4qtnj7ej6";
        let mut budget = RepairBudget(100);
        let seen = find_within(broken, &mut budget);
        assert_eq!((seen[0].validity, &seen[0].repair), (Validity::Invalid, &None));
        assert!(find_within(broken, &mut RepairBudget::default())[0].repair.is_some());
    }

    #[test]
    fn the_more_specific_reading_wins_a_place() {
        table::check(&[
            ("user@example.com.", &[(ObservableKind::Email, "user@example.com", Validity::Unchecked)]),
            ("https://t.me/some_name", &[(ObservableKind::Telegram, "some_name", Validity::Unchecked)]),
            (
                "Your ID: 0cc175b9c0f1b6a831c399e269772661",
                &[(ObservableKind::VictimId, "0cc175b9c0f1b6a831c399e269772661", Validity::Unchecked)],
            ),
            ("", &[]),
            ("no more of it", &[]),
        ]);
    }
}
