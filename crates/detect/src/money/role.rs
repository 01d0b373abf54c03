//! What a sum is for, from who says it and what stands around it.

use std::collections::HashSet;
use std::ops::Range;

use shakedown_core::{AmountRole, Role, Span};

use super::currency;
use super::text::{Choice, Pattern, after, before, compile, compile_word_choice, compile_words, sentence};
use crate::seen::SeenMoney;

/// What the sum under `span` is for, from its own sentence and the speaker.
///
/// `by` is who wrote the message; an unknown speaker is taken for the attacker, as in a note. A victim who repeats what was asked ("we do not have
/// $100,000") states a demand; an attacker who repeats a bid ("your offer of $5,000 is declined") states an offer. Revenue, insurance, wages, fines,
/// unit prices and rates of exchange are other sums. Where the sentence tells nothing, an attacker demands and a victim offers.
///
/// A span that is not in `text` gives [`AmountRole::Other`]. Use [`Ledger`] where the messages before are known.
pub fn role(text: &str, span: Span, by: Role) -> AmountRole {
    if span.of(text).is_none() { AmountRole::Other } else { judge(text, &span.range(), by).0 }
}

/// The sums named so far in one transcript: a sum keeps its part when the other side repeats it.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    demanded: HashSet<Key>,
    offered: HashSet<Key>,
    /// The last demand.
    asked: Option<Key>,
    /// The last sum that left no doubt, for reading the next that does.
    last: Option<SeenMoney>,
}

/// A sum as the other side would repeat it: hundredths, and the currency.
type Key = (u64, &'static str);

/// Whether the sentence itself decided, or only the speaker.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ground {
    Words,
    Speaker,
}

impl Ledger {
    /// What a sum is for; call it for every sum of a transcript in exhibit order.
    ///
    /// Beyond [`role`]: a victim who asks after a sum before any was demanded ("Ten million?") states a demand; an attacker who repeats the victim's bid without agreeing to it states an offer, and a victim who repeats a demanded sum
    /// states a demand, whatever the sentence says, unless it says that the sum was paid. A sum without its currency is given that of the sum before
    /// (other than a coin), and one without its scale (`650 is my last price`, `0.5 for all`) is read in thousands or millions where only that comes
    /// near the sum before.
    pub fn enter(&mut self, text: &str, sum: &mut SeenMoney, by: Role) -> AmountRole {
        if sum.span.of(text).is_none() {
            return AmountRole::Other;
        }
        self.complete(sum);
        let place = sum.span.range();
        let key: Key = ((sum.value * 100.0).round() as u64, sum.currency);
        let (demanded, offered) = (self.demanded.contains(&key), self.offered.contains(&key));
        let (judged, ground) = judge(text, &place, by);
        let adds = by != Role::Victim && ADDS.is_match(before(text, place.start, 24));
        let surprised = by == Role::Victim && ground == Ground::Speaker && self.demanded.is_empty() && asks(text, &place);
        let role = match (by, judged) {
            (_, AmountRole::Demand) if adds => AmountRole::Demand,
            (Role::Victim, AmountRole::Offer) if surprised => AmountRole::Demand,
            (Role::Victim, AmountRole::Offer | AmountRole::Other) if demanded => AmountRole::Demand,
            (Role::Victim, AmountRole::Demand) if ground == Ground::Words && offered && !demanded => AmountRole::Offer,
            (Role::Victim, _) => judged,
            (_, AmountRole::Demand) if offered && !demanded && !agrees(text, &place) => AmountRole::Offer,
            _ => judged,
        };
        if role == AmountRole::Demand {
            self.asked = Some(key);
        }
        match role {
            AmountRole::Demand => self.demanded.insert(key),
            AmountRole::Offer => self.offered.insert(key),
            _ => false,
        };
        role
    }

    /// Note that the last demand is let off by `percent`: who names what is left of it names a demand.
    pub fn lower(&mut self, percent: f64) {
        if let Some((hundredths, currency)) = self.asked {
            self.demanded.insert(((hundredths as f64 * (1.0 - percent / 100.0)).round() as u64, currency));
        }
    }

    /// Fill in from the talk so far what the writer left out.
    fn complete(&mut self, sum: &mut SeenMoney) {
        if let (false, Some(last)) = (sum.currency_stated, &self.last) {
            sum.currency = if sum.value >= 1000.0 || sum.currency == "USD" { last.currency } else { sum.currency };
            let near = |value: &f64| (last.value / 20.0..=last.value * 20.0).contains(value);
            if !near(&sum.value) && sum.value < 1000.0 && (sum.value * 10.0).fract() == 0.0 {
                sum.value = [1e3, 1e6].map(|factor| sum.value * factor).into_iter().find(near).unwrap_or(sum.value);
            }
        }
        if (sum.currency_stated || sum.value >= 1000.0) && !currency::is_coin(sum.currency) {
            self.last = Some(sum.clone());
        }
    }
}

fn judge(text: &str, place: &Range<usize>, by: Role) -> (AmountRole, Ground) {
    if QUALIFIES.is_match(after(text, place.end, 32)) || text.get(sentence(text, place)).is_some_and(|clause| STORY.is_match(clause)) {
        return (AmountRole::Other, Ground::Words);
    }
    let confirmed = by != Role::Victim && CONFIRMS.is_match(before(text, place.start, 48));
    if confirmed || by != Role::Victim && ARRIVED.is_match(after(text, place.end, 24)) {
        return (AmountRole::Paid, Ground::Words);
    }
    if by == Role::Victim && SENT.is_match(after(text, place.end, 24)) && !NOT_YET.is_match(before(text, place.start, 48)) {
        return (AmountRole::Paid, Ground::Words);
    }
    let (cues, says) = if by == Role::Victim { (&VICTIM, VICTIM_SAYS) } else { (&ATTACKER, ATTACKER_SAYS) };
    let default = if by == Role::Victim { AmountRole::Offer } else { AmountRole::Demand };
    match nearest(cues, says, text, place) {
        // "I transferred 5,000 to my friend's account": on its way to the coins, not to the attacker.
        Some(AmountRole::Paid) if by == Role::Victim && TO_OWN.is_match(after(text, place.end, 64)) => (AmountRole::Offer, Ground::Words),
        Some(AmountRole::Paid) if NOT_YET.is_match(before(text, place.start, 48)) => (default, Ground::Words),
        Some(role) => (role, Ground::Words),
        None => (default, Ground::Speaker),
    }
}

/// What each pattern of [`ATTACKER`] says; the first says nothing.
const ATTACKER_SAYS: [Option<AmountRole>; 5] =
    [None, Some(AmountRole::Paid), Some(AmountRole::Offer), Some(AmountRole::Other), Some(AmountRole::Demand)];

/// What each pattern of [`VICTIM`] says; the first says nothing.
const VICTIM_SAYS: [Option<AmountRole>; 5] =
    [None, Some(AmountRole::Paid), Some(AmountRole::Demand), Some(AmountRole::Other), Some(AmountRole::Offer)];

/// The part that the cue nearest to the sum gives it. Cues before the sum count at their distance, cues behind it at twice theirs: English,
/// like its neighbours, mostly says what a sum is before naming it.
fn nearest(cues: &Choice, says: [Option<AmountRole>; 5], text: &str, place: &Range<usize>) -> Option<AmountRole> {
    let around = sentence(text, place);
    let clause = text.get(around.clone())?;
    let (start, end) = (place.start - around.start, place.end - around.start);
    let weighed = cues.find_iter(clause).filter(|(_, cue)| cue.end <= start || cue.start >= end).filter_map(|(pattern, cue)| {
        let distance = if cue.end <= start { start - cue.end } else { 2 * cue.start.saturating_sub(end) + 1 };
        says.get(pattern).copied().flatten().map(|role| (distance, role))
    });
    weighed.min_by_key(|(distance, _)| *distance).map(|(_, role)| role)
}

/// Whether the sum is what is asked about: "Ten million?".
fn asks(text: &str, place: &Range<usize>) -> bool {
    after(text, place.end, 4).trim_start().starts_with('?')
}

/// Whether the attacker takes the sum.
fn agrees(text: &str, place: &Range<usize>) -> bool {
    let around = sentence(text, place);
    text.get(around).is_some_and(|clause| AGREES.is_match(clause) && !REFUSES.is_match(clause))
}

/// "Add another $100,000": a step, whatever else that sum was before.
static ADDS: Pattern = Pattern::new(|| compile(r"\b(?:add|another|additional|extra|plus)\s(?:another\s|an?\s)?$"));

static AGREES: Pattern = Pattern::new(|| {
    compile_words(
        r"agreed?|accept(?:ed|able)?|deal|ok(?:ay)?|fine|confirm(?:ed)?|approved?|pay|send|transfer|price|einverstanden|d'accord|de\sacuerdo|согласн\p{L}*",
    )
});

static REFUSES: Pattern = Pattern::new(|| {
    compile_words(
        r"not|n['’]t|no|never|cannot|dont|cant|wont|declined?|reject(?:ed)?|unacceptable|impossible|ridiculous|laughable|joke|below|under|less|instead|too\s(?:low|small|little)|offer(?:ed|ing)?",
    )
});

/// What a sum right before it describes: a `$20,000 discount`, a `$400M company`.
static QUALIFIES: Pattern = Pattern::new(|| {
    compile(
        r"^\s(?:\w{1,12}\s)?(?:discount|company|corporation|business|firm|contract|lawsuit|fine|penalty|revenue|policy|rabatt|remise|descuento|desconto|sconto|скидк)",
    )
});

/// Stories told in notes about insurers and middlemen: their sums are nobody's in this case.
static STORY: Pattern = Pattern::new(|| {
    compile_words(
        r"insurance\sagent|(?:is|was|were|are)\sinsured|secretly|middlem[ae]n|intermediar(?:y|ies)|recovery\s(?:compan(?:y|ies)|firms?)|other\svictims?",
    )
});

/// "5 monero receive": the sum came in.
static ARRIVED: Pattern = Pattern::new(|| {
    compile(
        r"^\s(?:is\s|was\s|has\sbeen\s|have\sbeen\s)?(?:receive[d]?|confirmed|arrived|erhalten|re[cç]u|recibido|recebido|получен)\s*(?:[.,!)]|$)",
    )
});

/// "Confirm 0.43 BTC", "we confirm receipt of $500": the same, before the sum.
static CONFIRMS: Pattern = Pattern::new(|| {
    compile(
        r"(?:^|[.!?\n>]\s?)(?:(?:we|i)\s)?(?:confirm(?:ed)?(?:\s(?:the\s)?(?:receipt|payment|transfer|transaction)(?:\sof)?)?|received)\s?$",
    )
});

/// "50$ sent": the victim's word that a sum is on its way.
static SENT: Pattern = Pattern::new(|| {
    compile(r"^\s(?:was\s|were\s|is\s|has\sbeen\s)?(?:just\s|already\s)?(?:sent|paid|transferred|done)\s*(?:[.,!)]|$|to\s)")
});

/// A payment spoken of that has not been made.
static NOT_YET: Pattern = Pattern::new(|| compile_words(r"(?:if|once|after|when|until|till|unless|before|will|would|not)\s[^.!?]*$"));

static TO_OWN: Pattern = Pattern::new(|| {
    compile(
        r"^\s(?:\w+\s)?(?:to|into|from|in)\s(?:my|our|a|an|the|his|her|their)\s(?:\w+\s){0,3}?(?:accounts?|broker|bank|exchange|friends?|wallet\sof\sours|coinbase|binance|kraken)",
    )
});

/// Sums that neither side asks, bids or pays.
const OTHER: &str = r"revenues?|incomes?|profits?|turnover|net\sworth|market\scap(?:itali[sz]ation)?|assets|ebitda|sales|earn(?:s|ed|ing|ings)?|salar(?:y|ies)|wages?|payroll|
    insurances?|insured|insurer|policy|coverage|deductible|limit|fines?|fined|penalt(?:y|ies)|gdpr|lawsuits?|damages|loss(?:es)?|lose|losing|lost|debts?|liabilit(?:y|ies)|
    (?:per|a|each|every)\s(?:hour|day|week|month|year|employee|computer|server|machine|record|file|person|user|call|share)|monthly|yearly|annual(?:ly)?|per\stwo\sweeks|
    exchange\srate|rate|monero\sprice|bitcoin\sprice|btc\sprice|budgets?\sof|account\sbalance|bank\sbalance|stock|shares|other\scompan(?:y|ies)|another\svictim|recovery\scosts?|cost\sof\s(?:recovery|downtime)|
    discount\sof|recovery\scosts?|(?:rebuild|restore|restart)\s(?:the|our)|(?:btc|bitcoin|xmr|monero|eth)(?:\sprice)?(?:\snow)?\s(?:is|=)|reduction\sof|umsatz|gewinn|versicherung\p{L}*|geldstrafe|bußgeld|verlust\p{L}*|chiffre\sd['’]affaires|amende|assurance|ingresos|facturaci[oó]n|seguro|multa|receita|faturamento|fatturato|
    assicurazione|выручк\p{L}*|доход\p{L}*|оборот\p{L}*|прибыл\p{L}*|страхов\p{L}*|штраф\p{L}*|зарплат\p{L}*";

static ATTACKER: Choice = Choice::new(|| {
    compile_word_choice(&[
        r"non-?\s?profits?|not[\s-]for[\s-]profit",
        r"received|(?:we|i)\s(?:\w+\s)?receive|arrived|(?:is|was|been)\spaid|you\s(?:have\s)?(?:already\s)?(?:paid|sent|transferred)|your\spayment\sof|thank\syou\sfor\s(?:the\s)?(?:payment|transfer)|erhalten|re[cç]u|recibido|recebido|ricevuto|получ(?:или|ено)",
        r"your\s(?:last\s|current\s|first\s|final\s|new\s|counter-?\s?)?(?:offer|bid|proposal|counter-?offer)|you\s(?:are\s|have\s)?(?:offer(?:ed|ing)?|propos(?:e|ed|ing)|suggest(?:ed)?)|offers?\sof|the\soffer\sof|
            (?:not|\w+n['’]?t|no\sway\swe|never)\s(?:be\s)?(?:agree\sto|accept|interested\sin|enough|settle\sfor)|not\s(?:a\s|even\s)?(?:\d|\$)|too\s(?:low|small|little)|is\snot\s(?:enough|acceptable)|unacceptable|declined?|reject(?:ed)?|won['’]t\swork",
        OTHER,
        r"prices?|pay(?:ing|ment)?|demand|ransom|cost|fee|sum|accept|agree|final|discount|offer|we\s(?:want|need|ask)|below|less\sthan|minimum|lowest|transfer|send|deal|for|preis|prix|precio|preço|prezzo|цена|заплатит\p{L}*",
    ])
});

static VICTIM: Choice = Choice::new(|| {
    compile_word_choice(&[
        r"non-?\s?profits?|not[\s-]for[\s-]profit",
        r"(?:we|i|he|she|they)(?:['’]ve|\shave|\shas)?\s(?:just\s|already\s|now\s)?(?:paid|sent|transferred)|(?:broker|bank|company|exchange|team|accountant|lawyer)\s(?:has\s|have\s)?(?:just\s|already\s)?(?:sent|paid|transferred)|managed\sto\s(?:transfer|send|pay)|successful\s(?:transfer|payment)|just\s(?:sent|paid|transferred)|(?:payment|transaction|transfer)\s(?:of\s)?sent|(?:has|have|was|were)\sbeen\s(?:sent|paid|transferred)|сделали\sперевод|überwiesen",
        r"(?:you|u)(?:['’]re|\sare|r)?\s(?:still\s)?(?:ask(?:ed|ing)?|demand(?:ed|ing)?|want(?:ed|ing)?|request(?:ed|ing)?|expect(?:ing|ed)?|quot(?:ed|ing))|(?:when\s|as\s)?(?:you|u)\s(?:\w+\s)?(?:said|told|named|mentioned|wrote)|asking\s(?:for|us)|(?:stated|told)\s(?:the\s)?ransom|your\s(?:\w+\s)?(?:price|demand|ask|ransom|request|figure|number)|the\sprice\s(?:[\w%]+\s){0,7}?is|(?:initial|original)\s(?:price|demand)|ransom|demand(?:s|ed)?|
            (?:do|does|did)\s?(?:not|n['’]?t)\s(?:even\s)?have|don['’]?t\s(?:even\s|een\s)?have|(?:can(?:not|['’]?t|\snot)|could\s?n['’]?t|unable\sto|not\sable\sto|no\sway\sto|never|impossible\sto)\s(?:even\s|simply\s|possibly\s|ever\s)?(?:be\sable\sto\s)?(?:afford|pay|get|reach|raise|come\sup\swith|do|find|send|accept)|
            is\simpossible|not\spossible|too\s(?:much|high)|how\scan\s(?:i|we)\spay|correct\s?\?|why\sis",
        &format!(
            r"{OTHER}|cost\sme|spent|service\scharge|charge|i\smake|we\smake|hired|loan\spayments?|rent|mortgage|cash\s?(?:out)?flows?|outflows?|deficit|trad(?:ing|es|ed)?(?:\sat|\saround)+|not\sworth|worth"
        ),
        r"offer(?:s|ed|ing)?|propos(?:e|al|ing)|can\s(?:pay|do|send|give|get|afford)|able\sto|willing|prepared|ready|(?:we|i|they)\shave|access\sto|budget|raised?|come\sup\swith|increase|would\syou\s(?:accept|take|consider)|accept|agree|settle|how\sabout|what\sabout|final|maximum|max|max\.|best|will\s(?:pay|send)|bieten|anbieten|offrir|proposer|ofrecer|ofrecemos|oferecer|offrire|предлага\p{L}*",
    ])
});
