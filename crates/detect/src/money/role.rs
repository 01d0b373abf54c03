//! What a sum is for, from who says it and what stands around it.

use std::ops::Range;

use shakedown_core::{AmountRole, Role, Span};

use super::text::{Pattern, after, compile, compile_words, sentence};
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
    demanded: Vec<(f64, &'static str)>,
    offered: Vec<(f64, &'static str)>,
}

/// Whether the sentence itself decided, or only the speaker.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ground {
    Words,
    Speaker,
}

impl Ledger {
    /// What a sum is for; call it for every sum of a transcript in exhibit order.
    ///
    /// Beyond [`role`]: an attacker who repeats the victim's bid without agreeing to it states an offer, and a victim who repeats a demanded sum
    /// states a demand, whatever the sentence says, unless it says that the sum was paid.
    pub fn enter(&mut self, text: &str, sum: &SeenMoney, by: Role) -> AmountRole {
        if sum.span.of(text).is_none() {
            return AmountRole::Other;
        }
        let key = (sum.value, sum.currency);
        let (judged, ground) = judge(text, &sum.span.range(), by);
        let role = match (by, judged) {
            (Role::Victim, AmountRole::Offer | AmountRole::Other) if self.demanded.contains(&key) => AmountRole::Demand,
            (Role::Victim, AmountRole::Demand)
                if ground == Ground::Words && self.offered.contains(&key) && !self.demanded.contains(&key) =>
            {
                AmountRole::Offer
            }
            (Role::Victim, _) => judged,
            (_, AmountRole::Demand) if self.offered.contains(&key) && !self.demanded.contains(&key) && !agrees(text, &sum.span.range()) => {
                AmountRole::Offer
            }
            _ => judged,
        };
        match role {
            AmountRole::Demand if !self.demanded.contains(&key) => self.demanded.push(key),
            AmountRole::Offer if !self.offered.contains(&key) => self.offered.push(key),
            _ => {}
        }
        role
    }
}

fn judge(text: &str, place: &Range<usize>, by: Role) -> (AmountRole, Ground) {
    if QUALIFIES.is_match(after(text, place.end, 32)) {
        return (AmountRole::Other, Ground::Words);
    }
    let cues = if by == Role::Victim { &VICTIM } else { &ATTACKER };
    let default = if by == Role::Victim { AmountRole::Offer } else { AmountRole::Demand };
    match nearest(cues, text, place) {
        // "I transferred 5,000 to my friend's account": on its way to the coins, not to the attacker.
        Some(AmountRole::Paid) if by == Role::Victim && TO_OWN.is_match(after(text, place.end, 64)) => (AmountRole::Offer, Ground::Words),
        Some(role) => (role, Ground::Words),
        None => (default, Ground::Speaker),
    }
}

/// The part that the cue nearest to the sum gives it. Cues before the sum count at their distance, cues behind it at twice theirs: English,
/// like its neighbours, mostly says what a sum is before naming it.
fn nearest(cues: &Pattern, text: &str, place: &Range<usize>) -> Option<AmountRole> {
    let around = sentence(text, place);
    let clause = text.get(around.clone())?;
    let (start, end) = (place.start - around.start, place.end - around.start);
    let weighed = cues.captures_iter(clause).filter_map(|cue| {
        let whole = cue.get(0)?;
        let distance = if whole.end() <= start { start - whole.end() } else { 2 * whole.start().saturating_sub(end) + 1 };
        let role = [("other", AmountRole::Other), ("paid", AmountRole::Paid), ("offer", AmountRole::Offer), ("demand", AmountRole::Demand)];
        role.into_iter().find(|(name, _)| cue.name(name).is_some()).map(|(_, role)| (distance, role))
    });
    weighed.min_by_key(|(distance, _)| *distance).map(|(_, role)| role)
}

/// Whether the attacker takes the sum.
fn agrees(text: &str, place: &Range<usize>) -> bool {
    let around = sentence(text, place);
    text.get(around).is_some_and(|clause| AGREES.is_match(clause) && !REFUSES.is_match(clause))
}

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

static TO_OWN: Pattern = Pattern::new(|| {
    compile(
        r"^\s(?:\w+\s)?(?:to|into|from|in)\s(?:my|our|a|an|the|his|her|their)\s(?:\w+\s){0,3}?(?:accounts?|broker|bank|exchange|friends?|wallet\sof\sours|coinbase|binance|kraken)",
    )
});

/// Sums that neither side asks, bids or pays.
const OTHER: &str = r"revenues?|incomes?|profits?|turnover|net\sworth|market\scap(?:itali[sz]ation)?|assets|ebitda|sales|earn(?:s|ed|ing|ings)?|salar(?:y|ies)|wages?|payroll|
    insurances?|insured|insurer|policy|coverage|deductible|limit|fines?|fined|penalt(?:y|ies)|gdpr|lawsuits?|damages|loss(?:es)?|lose|losing|lost|debts?|liabilit(?:y|ies)|
    (?:per|a|each|every)\s(?:hour|day|week|month|year|employee|computer|server|machine|record|file|person|user|call|share)|monthly|yearly|annual(?:ly)?|per\stwo\sweeks|
    exchange\srate|rate|monero\sprice|bitcoin\sprice|btc\sprice|budgets?\sof|in\scash|balance|stock|shares|other\scompan(?:y|ies)|another\svictim|recovery\scosts?|cost\sof\s(?:recovery|downtime)|
    discount\sof|recovery\scosts?|(?:rebuild|restore|restart)\s(?:the|our)|compan(?:y|ies)|reduction\sof|umsatz|gewinn|versicherung\p{L}*|geldstrafe|bußgeld|verlust\p{L}*|chiffre\sd['’]affaires|amende|assurance|ingresos|facturaci[oó]n|seguro|multa|receita|faturamento|fatturato|
    assicurazione|выручк\p{L}*|доход\p{L}*|оборот\p{L}*|прибыл\p{L}*|страхов\p{L}*|штраф\p{L}*|зарплат\p{L}*";

static ATTACKER: Pattern = Pattern::new(|| {
    compile_words(&format!(
        r"(?P<paid>received?|arrived|(?:is|was|been)\spaid|you\s(?:have\s)?(?:already\s)?(?:paid|sent|transferred)|your\spayment\sof|thank\syou\sfor\s(?:the\s)?(?:payment|transfer)|erhalten|re[cç]u|recibido|recebido|ricevuto|получ(?:или|ено))
        |(?P<offer>your\s(?:last\s|current\s|first\s|final\s|new\s|counter-?\s?)?(?:offer|bid|proposal|counter-?offer)|you\s(?:are\s|have\s)?(?:offer(?:ed|ing)?|propos(?:e|ed|ing)|suggest(?:ed)?)|offers?\sof|the\soffer\sof|
            (?:not|\w+n['’]?t|no\sway\swe|never)\s(?:be\s)?(?:agree\sto|accept|interested\sin|enough|settle\sfor)|not\s(?:a\s|even\s)?(?:\d|\$)|too\s(?:low|small|little)|is\snot\s(?:enough|acceptable)|unacceptable|declined?|reject(?:ed)?|won['’]t\swork)
        |(?P<other>{OTHER})
        |(?P<demand>prices?|pay(?:ing|ment)?|demand|ransom|cost|fee|sum|accept|agree|final|discount|offer|we\s(?:want|need|ask)|below|less\sthan|minimum|lowest|transfer|send|deal|for|preis|prix|precio|preço|prezzo|цена|заплатит\p{{L}}*)"
    ))
});

static VICTIM: Pattern = Pattern::new(|| {
    compile_words(&format!(
        r"(?P<paid>(?:we|i|he|she|they)(?:['’]ve|\shave|\shas)?\s(?:just\s|already\s|now\s)?(?:paid|sent|transferred)|just\s(?:sent|paid|transferred)|(?:payment|transaction|transfer)\s(?:of\s)?sent|(?:has|have|was|were)\sbeen\s(?:sent|paid|transferred)|сделали\sперевод|überwiesen)
        |(?P<demand>(?:you|u)(?:['’]re|\sare|r)?\s(?:still\s)?(?:ask(?:ed|ing)?|demand(?:ed|ing)?|want(?:ed|ing)?|request(?:ed|ing)?|expect(?:ing|ed)?|quot(?:ed|ing))|your\s(?:\w+\s)?(?:price|demand|ask|ransom|request|figure|number)|(?:initial|original)\s(?:price|demand)|ransom|demand(?:s|ed)?|
            (?:do|does|did)\s?(?:not|n['’]?t)\s(?:even\s)?have|don['’]?t\s(?:even\s|een\s)?have|(?:can(?:not|['’]?t|\snot)|could\s?n['’]?t|unable\sto|not\sable\sto|no\sway\sto|never|impossible\sto)\s(?:even\s|simply\s|possibly\s|ever\s)?(?:be\sable\sto\s)?(?:afford|pay|get|reach|raise|come\sup\swith|do|find|send|accept)|
            is\simpossible|not\spossible|too\s(?:much|high)|how\scan\s(?:i|we)\spay|correct\s?\?|why\sis)
        |(?P<other>{OTHER}|cost\sme|spent|service\scharge|charge|i\smake|we\smake|hired|loan\spayments?|rent|mortgage)
        |(?P<offer>offer(?:s|ed|ing)?|propos(?:e|al|ing)|can\s(?:pay|do|send|give|get|afford)|able\sto|willing|prepared|ready|we\shave|i\shave|budget|raised?|come\sup\swith|increase|would\syou\s(?:accept|take|consider)|accept|agree|settle|how\sabout|what\sabout|final|maximum|max|max\.|best|will\s(?:pay|send)|bieten|anbieten|offrir|proposer|ofrecer|ofrecemos|oferecer|offrire|предлага\p{{L}}*)"
    ))
});
