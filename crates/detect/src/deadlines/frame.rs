//! Whether an expression of time is a limit that the writer sets, what for, and how hard.

use shakedown_core::DeadlineKind;

use super::expression::{Expression, When};
use crate::money::text::{Choice, Pattern, WORD_END, after, before, compile, compile_word_choice, compile_words, sentence};
use crate::seen::NamedDay;

/// What the words around an expression make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) kind: DeadlineKind,
    pub(super) soft: bool,
}

/// The words around an expression.
struct Around<'t> {
    /// The sentence as a whole.
    sentence: &'t str,
    /// The sentence up to the expression.
    before: &'t str,
    /// The sentence behind it.
    after: &'t str,
}

impl<'t> Around<'t> {
    /// The expression with at most `reach` bytes of its sentence on either side.
    fn near(&self, reach: usize) -> &'t str {
        let start = self.before.len().saturating_sub(reach);
        let end = self.sentence.len() - self.after.len().saturating_sub(reach);
        self.sentence.get(self.sentence.ceil_char_boundary(start)..self.sentence.floor_char_boundary(end)).unwrap_or(self.sentence)
    }
}

/// How firmly the words make a limit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Force {
    Hard,
    Soft,
}

/// The frame of an expression; nothing where it is no limit.
pub(super) fn judge(text: &str, expression: &Expression) -> Option<Frame> {
    let place = &expression.place;
    let whole = sentence(text, place);
    let around =
        Around { sentence: text.get(whole.clone())?, before: text.get(whole.start..place.start)?, after: text.get(place.end..whole.end)? };
    if PAST_AFTER.is_match(around.after) || PAST_BEFORE.is_match(around.before) {
        return None;
    }
    let force = match &expression.when {
        When::Length(_) => length(&around),
        When::Day(_) | When::Named(NamedDay::Weekday(_)) => day(&around),
        When::Vague(_) => day(&around).map(|_| Force::Soft),
        When::Date(_) | When::Named(NamedDay::Date(..)) => UNTIL.is_match(around.before).then_some(Force::Hard).or_else(|| day(&around)),
    }?;
    Some(Frame { kind: kind(&around, before(text, place.start, 200), after(text, place.end, 200)), soft: force == Force::Soft })
}

/// A length of time is a limit when the reader is given it, when it is running, or when something hangs on it.
fn length(around: &Around<'_>) -> Option<Force> {
    let Around { sentence, before, after } = *around;
    if REFUSED.is_match(before) || RATE.is_match(after) || FALLBACK.is_match(around.near(80)) {
        return None;
    }
    if EXTENDS.is_match(before) || ADDED.is_match(after) {
        return Some(Force::Soft);
    }
    let granted = GRANTED.is_match(before) && !OBTAINS.is_match(before);
    let running = LEFT.is_match(after) || CLOCK.is_match(before);
    if granted || running {
        return Some(Force::Hard);
    }
    if !WITHIN.is_match(before) || BEEN_FOR.is_match(before) {
        return None;
    }
    let force = if SUSPENDS.is_match(sentence) { Force::Soft } else { Force::Hard };
    let conditional = CONDITION.is_match(sentence);
    match lead(around)? {
        Lead::Act | Lead::Event => Some(force),
        Lead::Service => None,
    }
    .filter(|_| conditional || DEMAND.is_match(sentence) || WE_HARM.is_match(sentence) || EVENT.is_match(sentence))
}

/// What a length of time bounds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// Something that the reader is to do.
    Act,
    /// Something that happens to the reader.
    Event,
    /// Something that the writer or the tool does for the reader.
    Service,
}

/// What the length bounds: the verb nearest before it, else the first behind it.
fn lead(around: &Around<'_>) -> Option<Lead> {
    let leads = |text| LEADS.find_iter(text).filter_map(|(pattern, _)| LEADS_TO.get(pattern).copied().flatten());
    leads(around.before).last().or_else(|| leads(around.after).next())
}

/// What each pattern of [`LEADS`] says; the first says nothing.
const LEADS_TO: [Option<Lead>; 4] = [None, Some(Lead::Service), Some(Lead::Act), Some(Lead::Event)];

/// A day by name is a limit when something hangs on it; otherwise at most a wish.
fn day(around: &Around<'_>) -> Option<Force> {
    let Around { sentence, before, after } = *around;
    if SUSPENDS.is_match(sentence) || EXTENDS.is_match(before) {
        return Some(Force::Soft);
    }
    if NOT_GIVEN.is_match(sentence) {
        return None;
    }
    let until = UNTIL.is_match(before);
    if until && (GRANTED_TIME.is_match(sentence) || THREATENS.is_match(sentence) || NEEDS.is_match(before)) {
        return Some(Force::Hard);
    }
    if CLOCK.is_match(before) || LAST_DAY.is_match(after) || ONLY_VALID.is_match(before) {
        return Some(Force::Hard);
    }
    let near = around.near(40);
    if IF_NOT.is_match(sentence) && !WE_WAIT.is_match(near) || IF_YOU_PAY.is_match(sentence) {
        return Some(Force::Hard);
    }
    if WE_HARM.is_match(sentence) && !NEGATED_HARM.is_match(sentence) {
        return Some(Force::Hard);
    }
    (WE_WAIT.is_match(sentence) || until && DEMAND.is_match(sentence)).then_some(Force::Soft)
}

/// What the limit is for: the act demanded if the sentence names one, else the event, else what stands near.
fn kind(around: &Around<'_>, before: &str, after: &str) -> DeadlineKind {
    let of = |text: &str| KINDS.iter().find(|(pattern, _)| pattern.is_match(text)).map(|(_, kind)| *kind);
    of(around.sentence).or_else(|| of(after)).or_else(|| of(before)).unwrap_or(DeadlineKind::Payment)
}

static KINDS: [(Pattern, DeadlineKind); 7] = [
    (Pattern::new(|| compile(ACTS_PAY)), DeadlineKind::Payment),
    (Pattern::new(|| compile(ACTS_CONTACT)), DeadlineKind::Contact),
    (Pattern::new(|| compile(ACTS_RESPOND)), DeadlineKind::Response),
    (
        Pattern::new(|| {
            compile(
                r"publi[sc]|leak|disclos|releas|\bpost|\bblog|upload|auction|\bsold\b|\bsell\b|announce|journalist|media\b|veröffentlich|verkauf|publier|divulg|filtrar|pubblic|vazar|опублик|публик|слив|공개|公开|公布",
            )
        }),
        DeadlineKind::Publish,
    ),
    (
        Pattern::new(|| {
            compile(
                r"doubl|tripl|increase|\braise|\brise|higher|go\sup|grow|verdoppel|erhöh|doublé|augment|aumentar|duplic|raddopp|dobr|удво|увелич|повы|return\sto",
            )
        }),
        DeadlineKind::PriceIncrease,
    ),
    (
        Pattern::new(|| {
            compile(
                r"destroy|delet|erase|remov|wip|lost\b|lose\b|permanent|forever|block|unrecover|gelösch|lösch|vernicht|verloren|supprim|détrui|borra|elimin|destru|distru|cancell|уничтож|удал|삭제|删除",
            )
        }),
        DeadlineKind::KeyDestroy,
    ),
    (
        Pattern::new(|| compile(r"discount|cheaper|half\s(?:the\s)?price|offer|valid|rabatt|remise|descuento|desconto|sconto|скидк|할인")),
        DeadlineKind::Discount,
    ),
];

const ACTS_PAY: &str = r"\bpay(?:ing|ment|ments)?\b|\bpaid\b|\btransfer|\bpurchas|\bbuy|\bbtc\b|\bbitcoin|\bfunds?\b|\bdeposit|\bzahl|überweis|\bpayer|\bpaie|\bpaiement|\bpag[aouh]|\bpague|\btransf[ei]r|\bcompra|\boplat|оплат|заплат|перевед|купи|지불|송금|支付|付款";
const ACTS_CONTACT: &str = r"\bcontact|\bconnect|\bwrite|\breach\b|\bget\sin\stouch|\bmessage|\bemail|\be-mail|\bkontakt|\bschreib|\bmeld|\bécri|\bescrib|\bescrev|\bscriv|\bcontatt|связ|напиш|напис|연락|联系";
const ACTS_RESPOND: &str = r"\brespon|\brepl|\banswer|\bdecid|\bdecision|\boffer|\bagree|\bnegotiat|\bdeal\b|\bprogress|\bupdate|\bproposal|\bantwort|\brépon|\bnégoci|\brespuest|\bresponder|\brespost|\bnegoci|\brispost|ответ|договор|변경|답변|谈判";

/// `ago` and the like: the time is over.
static PAST_AFTER: Pattern = Pattern::new(|| {
    compile(
        r"^\s?(?:ago|earlier|before\sthat|later,?\si|old|vorher|plus\stôt|atrás|antes\sde\sque|fa\b|назад|[,\s]*(?:and\s)?(?:we|you|they)\s(?:still\s)?(?:have\s?n['’]?o?t|haven['’]?t|did\s?n['’]?o?t|didn['’]?t)\s)",
    )
});

static PAST_BEFORE: Pattern = Pattern::new(|| {
    compile(
        r"(?:\b(?:last|past|previous|recent|since|spent|spending|took|takes?|taking|been|already|almost|lasted|ago|every|each|once|twice|per|seit|vor|il\sy\sa|depuis|hace|há|fa|letzten|derniers|dernières|[úu]ltim[oa]s|ultimi|каждые|прошл\p{L}*|последн\p{L}*)
        (?:\s(?:the|a|an|last|past|about|around|more\sthan|less\sthan|over|up\sto|at\sleast|all|for|les|den|als))*|\bfor\s(?:the\s)?(?:last|past)|\bsince|\bof\sthe|\bone\sof)\s*$",
    )
});

/// `a day`, `per day`: a rate, or office hours.
static RATE: Pattern = Pattern::new(|| {
    compile(
        r"^\s?(?:/|(?:a|per|each|every|pro|par|al|por|в)\s(?:day|week|month|tag|woche|jour|semaine|d[ií]a|semana|сутки|день)|support|online|working|free|access|of\s(?:work|footage|video|downtime|silence))",
    )
});

/// Write elsewhere if no answer came: the time is support's, not the reader's.
static FALLBACK: Pattern = Pattern::new(|| {
    compile(
        r"(?:if|in\scase|when)\b.{0,30}\b(?:you|u)\b.{0,40}\b(?:not|\w+n['’]?t|no|never)\b.{0,20}\b(?:receiv|get\b|got\b|hear\b|have\b|answered)
        |(?:if|in\scase\sof|when)\b.{0,24}\b(?:no|not|\w+n['’]?t|without)\b.{0,24}(?:answer|respon|repl)\w*.{0,60}(?:write|mail|contact|spam|message|telegram|tox|jabber|backup|reserve|instruction|use\s|create)
        |(?:operator|support|we)\s(?:did|do|does|have|has)\s?n(?:['’]?t|ot)\s(?:respon|answer|repl)
        |(?:if|in\scase)\b.{0,50}\bcould\snot\scontact|weren['’]?t\sable\sto\scontact
        |si\s(?:usted\s)?no\s(?:recib|obt).{0,30}respuesta|keine\santwort\s(?:von\suns\s)?erh|pas\s(?:re[çc]u\s)?de\sréponse|se\snão\sreceb|non\sricev.{0,20}risposta|не\sполучи\p{L}*\sответ",
    )
});

static EXTENDS: Pattern = Pattern::new(|| {
    compile_words(
        r"(?:add(?:ed)?|extend(?:ed|ing)?|prolong(?:ed)?|another|extra|additional|postpone[d]?|delay(?:ed)?|reprieve|verlänger\w*|prolong\w*|extend\w*|prorrog\w*|продл\p{L}*|добав\p{L}*)(?:\s\w+){0,6}?\s*$",
    )
});
static ADDED: Pattern = Pattern::new(|| {
    compile(r"^\s(?:(?:was|were|is|are|have\sbeen|has\sbeen)\s)?(?:added|extension|more\sfor|extra|of\sextension|добавлен)")
});
static NOT_GIVEN: Pattern = Pattern::new(|| {
    compile_words(
        r"(?:we|i|boss|management|leadership|they)\s(?:\w+\s){0,2}?(?:not|\w+n['’]t|cannot|cant|wont)\s(?:ready\sto\s)?(?:give|wait|allow|extend)",
    )
});

/// `we can't give you`, right before a length.
static REFUSED: Pattern = Pattern::new(|| {
    compile(r"\b(?:not|\w+n['’]t|cannot|cant|wont)\s(?:give|allow|extend|wait)(?:\s(?:you|u|it|for|by|another|an|extra))*\s*$")
});

/// Words that give the reader the time: `you have`, `we give you`, `you are left with`.
static GRANTED: Pattern = Pattern::new(|| {
    compile(
        r"(?:\b(?:you|u|they|company|client|management)(?:['’]ve|\s(?:\w+\s)?(?:have|has|had|got|get|need))(?:\s(?:got|only|just|exactly|about|another|now|until|time|a|an|the|total|of|maximum|max|not|no|more|less|than|then|up|to|still|at|most|countdown|as|well)){0,5}
        |\b(?:give|gives|giving|gave|given|grant|granted|allow|allowed|offer|set)\s(?:you|u|your\s\w+|the\s\w+|them)?(?:\s?\b(?:only|just|exactly|about|a|an|the|total|of|not|no|more|less|than|then|up|to|time|deadline|maximum|last|final|period|term|another|for)\b){0,6}
        |\bleft\s(?:with|you)(?:\sonly)?
        |\b(?:we|i)(?:['’]ll|\swill|\scan|\sare\sready\sto)\s(?:only\s)?wait(?:\s(?:only|you|your\s\w+|max|for|another|exactly|until))*
        |\b(?:hab(?:en|t|en\ssie)|hast\sdu|bleib(?:en|t)|geben\s(?:ihnen|euch|dir)|gewähren|vous\s(?:avez|disposez)(?:\sde|\sd['’])?|il\svous\sreste|donnons|tienes?|tienen|disponen?(?:\sde)?|ten[ée]is|le\s(?:damos|quedan)|les\s(?:damos|quedan)|voc[êe]s?\st[eê]m|tem|têm|damos|restam|avete|hai|disponete\sdi|concediamo|diamo)(?:\s(?:sie|noch|nur|genau|lhe|sólo|solo|solamente|únicamente|apenas|somente|soltanto|un|une|uno|de|d['’]|la|el|plazo|prazo|tempo|tiempo))*
        |(?:у\s(?:вас|тебя)(?:\s(?:есть|осталось|остался|только|всего))*|да[её]м\s(?:вам|тебе)|осталось)
        |당신에게는?|您?有|你们?有)\s*$",
    )
});

/// Words by which the reader is to get something in that time: our service, not their limit.
static OBTAINS: Pattern = Pattern::new(|| compile_words(r"(?:receive|recover|restore|decrypt|obtain)(?:\s\w+){0,8}\s*$"));
static GRANTED_TIME: Pattern = Pattern::new(|| {
    compile_words(
        r"(?:you|u)\s(?:\w+\s){0,2}?(?:have|got)|(?:gives?|giving|gave|granted?)\s(?:you|u)|time|timer|clock|valid|authorized|deadline|sie\shaben|vous\savez|tienen?|tem|avete|у\sвас",
    )
});

/// Words right behind a length that is running.
static LEFT: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^\s?(?:left|remain(?:ing|s)?|is\sall\s(?:you|u|that)|(?:discount\s)?offer|to\s(?:pay|contact|make|decide|respond|reply|answer|get|reach|buy|purchase|transfer|send|comply|write|start|negotiate|think|complete|prepare|agree)
        |(?:before|until|till|and)\s(?:we|your|the|all|it|publication|posting|everything|i)\s?(?:will|start|data|timer|begin|key|publish|post|files|leak)?
        |(?:until|till|before)\s(?:posting|publication|publishing|disclosure|the)|deadline|time\slimit|zeit|um\szu|pour\s(?:payer|nous|effectuer|prendre)|para\s(?:pagar|contact|realizar|efetuar|ponerse|entrar)|per\s(?:pagare|contattar)|(?:чтобы|на\s(?:оплату|размышлен\p{{L}}*))
        |안에|이내|之内|以内|内){WORD_END}"
    ))
});

/// Words of a clock shortly before.
static CLOCK: Pattern = Pattern::new(|| {
    compile_words(
        r"(?:deadline|dead\sline|timer|countdown|clock|time\slimit|time\sframe|due\sdate|ultimatum|frist|délai|plazo|prazo|termine|scadenza|срок)\b[^.!?]{0,32}$|time\b[^.!?]{0,60}\b(?:is|are)\s*$|(?:time\sis\s(?:ticking|running\sout)|time\sleft|your\stime|remaining\stime|time\sremaining)\W{0,3}$|all\s(?:you|u)\shave\sis\s*$",
    )
});

/// Words that bound a length right before it.
static WITHIN: Pattern = Pattern::new(|| {
    compile(
        r"(?:\b(?:with\s?in|whit?in|withing|in|first|after|before|until|till|untill|by|next|nearest|during|for|than|then|over|every|upon|least|most|exactly|lapse\sof|period\sof|spend|wait|past|pass|maximum|innerhalb|binnen|nach|bis|in|dans|d['’]ici|sous|avant|après|en|dentro|antes|después|despues|tras|em|at[ée]|ap[óo]s|depois|passad[oa]s|entro|fra|tra|prima|dopo|trascors[ei])
        |в\sтечени[ие]|за|через|после|до|спустя|в)
        (?:\s(?:the|this|these|next|first|following|coming|nearest|a|an|of|about|only|max(?:imum)?|period|course|no|more|less|at|least|most|than|then|than|von|der|den|die|n[äa]chsten|ersten|les|l['’]|la|las|los|el|le|de|d['’]|di|pr[óo]xim[oa]s|prochain\w*|prossim\w|des|del|dei|as|os|um|une|un|one|lapse|and|another|first|ближайш\p{L}*|эти\p{L}*))*\s*$",
    )
});

/// A condition with its consequence, or one that is not met.
static CONDITION: Pattern = Pattern::new(|| {
    compile(
        r"\b(?:if|in\scase|unless|otherwise|or\selse|else|failing|failure|fail|absence|without|ignore|silence)\b.{0,160}\b(?:you|your|u|not|no|contact|pay|payment|we|answer|response|reply|agreement|negotiation)|\b(?:not|n['’]t|wont|dont)\b.{0,60}(?:contact|pay|hear|receive|reply|respon)
        |\b(?:wenn|falls|sollten|sonst|ansonsten|andernfalls|sinon|faute|à\sdéfaut|de\slo\scontrario|caso|senão|altrimenti|in\scaso)\b|\bsi\s(?:no|vous|usted|ne|non|nous)\b|\bse\s(?:não|non|você)|если|иначе|в\s(?:противном\s)?случае|않으면|如果|否则",
    )
});

/// What the reader is asked to do.
static DEMAND: Pattern = Pattern::new(|| {
    compile(
        r"\b(?:you|u)\s(?:\w+\s){0,2}?(?:must|should|need|have\sto|are\srequired|can|will|pay|contact|write|buy|send|transfer)\b|\b(?:please\s)?(?:pay|contact|write|send|buy|transfer|purchase|make|provide|deposit|reach|email|respond|reply|login|log\sin|settle)\b.{0,80}\b(?:within|in|before|by|until|during)\b
        |\b(?:payment|pay|paid|price|ransom|transferred|transfer|decision|response|answer|contact|deal|agreement)\b|\bzahl|\büberweis|\bkontakt|\bmeld|\bpayer|\bpaie|\bcontact|\bpag|\bscriv|\bescrib|\bescrev|оплат|заплат|связ|напиш|поддерж|연락|지불|联系|支付",
    )
});

/// What happens to the reader.
static EVENT: Pattern = Pattern::new(|| {
    compile(
        r"publi[sc]|leak|disclos|releas|\bpost|\bblog|upload|auction|\bsold\b|\bsell|announce|destroy|delet|eras|remov|doubl|tripl|increas|\brais|\bris(?:e|ing)|higher|\blost\b|\blose\b|permanent|block|expire|unrecover|unavailable|impossible|distribut|return\sto|attack|ddos|invalid|never|keep|stored|overwrit|gone|make\s(?:it|them)\spublic|
        veröffentlich|verkauf|gelösch|lösch|vernicht|verdoppel|erhöh|supprim|détrui|doubl|publier|divulg|borra|elimin|destru|duplic|filtrar|pubblic|vazar|aument|cancell|distru|raddopp|опубл|публик|слив|уничтож|удал|удво|увелич|공개|삭제|公开|公布|删除",
    )
});

/// What the writer says they do to the reader.
static WE_HARM: Pattern = Pattern::new(|| {
    compile(
        r"\b(?:we|i)(?:['’]ll|['’]re|['’]m|\s(?:will|are|am|shall|have\sto|start|begin|going|would|must|need))?.{0,60}?(?:publi[sc]|leak|disclos|releas|\bpost(?:ing)?\b|upload(?:ing)?\s(?:your|the|all|everything)|put\s(?:a\s|your\s)?(?:blog|data)|sell|auction|announc|destroy|delete\s(?:the|your)\s(?:key|decrypt)|doubl|increas|rais|attack|inform\s(?:your|the|media)|send.{0,40}(?:contacts|journalists|media|customers|clients|press)|press\srelease)
        |\b(?:price|ransom|amount|demand|sum|payment|cost)\b.{0,40}(?:doubl|tripl|increas|rais|be\s\d|\bgo\sup|return|higher)|\b(?:data|files|leak|article|information|it|everything)\b.{0,40}\b(?:will|would|going\sto)\s(?:\w+\s)?be\s(?:\w+\s)?(?:publi[sc]|leak|disclos|releas|post|upload|sold|delet|lost|destroy)
        |(?:key|decryptor|decrypter)\b.{0,30}\b(?:will|would)\sbe\s(?:destroy|delet|block|remov)",
    )
});

static NEGATED_HARM: Pattern = Pattern::new(|| {
    compile(
        r"(?:\bno\b|\bnot\b|n['’]t\b|never|won['’]t)\s(?:\w+\s){0,4}?(?:publi[sc]|leak|disclos|releas|post|upload|delet)|\b(?:was|were|has\sbeen|have\sbeen|already|managed)\b",
    )
});

/// The verbs that a length of time can bound. What the writer does for the reader comes first: "we will respond within" is no demand to respond.
static LEADS: Choice = Choice::new(|| {
    compile_word_choice(&[
        r"decrypt(?:ion|or|er|ing)?\s(?:keys?|tools?|software|program|id|price|code|service|application)|(?:private|secret|unique|master)\skeys?",
        r"(?:we|i|support|operator|specialist|team|he|she|they|it|technician|decryptor|decrypter|software|tool|program)(?:['’]ll|\s(?:will|can|could|would|usually|always|shall|also|try\sto|is\sable\sto))*\s
            (?:\w+\s)?(?:send\syou\s(?:an?|the|our|your)(?:\s\w+)?|answer|respond|reply|(?:contact|write|send|e-?mail|mail|call)\s(?:to\s)?you|provide|give\syou\s(?:the|a|our|your)|deliver|return|upload\s(?:the|your)\sdecrypted|check|confirm|help|take|finish|complete|put\sthings|delete\s(?:the|your|all|everything)\s?(?:data|files|post|video|information))
            |(?:wallets?|links?|address(?:es)?|invoice)\s(?:\w+\s){0,3}?(?:valid|available|active|expires?)|decrypt(?:ed|ion|s|ing)?|decipher\w*|recover(?:ed|y|ing)?|restor(?:ed?|ing|ation)|unlock(?:ed|ing)?|receive\s(?:a|the|your|our|all)\s(?:\w+\s)?(?:decrypt\w*|key|tool|file|software|program|data|access|report)|get\s(?:a|the|your|our|all)\s(?:\w+\s)?(?:decrypt\w*|key|tool|files?|software|program|data|address|access|back)
            |uploaded|delivered|provided|confirmations?|entschlüssel\w*|déchiffr\w*|descifra\w*|desencript\w*|descriptograf\w*|decifra\w*|расшифр\w*|восстанов\w*",
        r"pay(?:s|ing|ment|ments)?|paid|transfer(?:red|ring)?|send|sent|buy|purchase|deposit|contact(?:ed|ing)?|connect|write|wrote|reach|touch|message|mail|e-?mail|hear|respon(?:d|ds|se|ded)|repl(?:y|ies|ied)|answer(?:ed)?|decision|decide|offer|
            agree(?:ment|d)?|deal|negotiat\w*|settle|close|arrange|provide|progress|proposal|comply|login|act|silence|silent|visit|chat|come|receive|get|ignor\w*|demand|ransom|price|valid|discount|\$\s?\d[\d.,]*|\d[\d.,]*\s?\$|cooperat\w*|download|install|fee|funds?|money|btc|bitcoin|wait|
            zahl\w*|überweis\w*|kontakt\w*|meld\w*|schreib\w*|antwort\w*|pai(?:e|ement|er)\w*|pay(?:er|ez)|contact\w*|répon\w*|écri\w*|pag\w*|comuni\w*|respon\w*|escrib\w*|escrev\w*|entr\w*|scriv\w*|rispo\w*|оплат\w*|заплат\w*|связ\w*|свяж\w*|напис\w*|напиш\w*|ответ\w*|перевед\w*|연락\w*|지불|联系|支付",
        r"publi[sc]\w*|leak\w*|disclos\w*|releas\w*|post(?:ed|ing)?|blog|upload|auction\w*|sold|sell(?:ing)?|announc\w*|destroy\w*|delet\w*|eras\w*|remov\w*|doubl\w*|tripl\w*|increas\w*|rais\w*|rise|higher|lost|lose|
            permanent\w*|block\w*|expire\w*|unrecover\w*|distribut\w*|attack\w*|invalid|return|keep|kept|stor(?:e|ed|age)|overwrit\w*|gone|notif\w*|inform\w*|veröffentlich\w*|verkauf\w*|lösch\w*|gelöscht|vernicht\w*|verdoppel\w*|erhöh\w*|supprim\w*|détrui\w*|publi\w*|divulg\w*|borra\w*|elimin\w*|
            destru\w*|duplic\w*|aument\w*|augment\w*|vaz\w*|cancell\w*|distru\w*|raddopp\w*|опубл\w*|публик\w*|слив\w*|уничтож\w*|удал\w*|удво\w*|увелич\w*|공개|삭제|公开|公布|删除",
    ])
});

/// `have been … for`: a time gone by.
static BEEN_FOR: Pattern = Pattern::new(|| {
    compile(
        r"\b(?:been|was|were|stayed|watch\w*|monitor\w*|observ\w*|spent)\b.{0,60}\bfor(?:\s(?:about|around|more\sthan|over|almost|the|a|at\sleast))*\s*$",
    )
});

/// The writer holds back for a while, which is no limit yet.
static SUSPENDS: Pattern = Pattern::new(|| {
    compile(
        r"\b(?:removed|remove|hidden?|hide|paus(?:ed?|ing)|stopp?(?:ed)?\sthe|turn(?:ed)?\soff|freez|frozen|postpon|extend|expend|add(?:ed)?\s(?:time|you|\d)|reprieve|new\sdeadline|set\syour\sdeadline|keep\sit\soffline)|вам\sдобав",
    )
});

static UNTIL: Pattern = Pattern::new(|| {
    compile(
        r"(?:\b(?:until|untill|till|til|by|before|no\slater\sthan|not\slater\sthan|later\sthan|latest|prior\sto|deadline(?:\sis|\sof)?:?|due|expires?(?:\son)?|up\sto|bis(?:\szum)?|spätestens|vor|jusqu['’](?:au|à)|d['’]ici|avant(?:\sle)?|hasta|antes\sd(?:el?|o|a)|at[ée]|fino\sa[l]?|entro(?:\sil)?|prima\sdel?)|до|не\sпозднее|к)
        (?:\s(?:the|end\sof|next|this|coming|on|at|le|el|al|il|o|a|dia|día|am|zum|close\sof|\w+day,?|midnight|noon|tomorrow))*\s*$",
    )
});

/// The message says plainly that something depends on the limit, or asks for it as a must.
static THREATENS: Pattern = Pattern::new(|| {
    compile(
        r"\b(?:otherwise|or\s(?:we|i|your|the)|else|unless|consequence|if\s(?:you|we|there)|will\sbe\s(?:publi|leak|post|doubl|delet|lost|sold)|\brais|past\sthe\sdeadline|final|last\s(?:chance|warning))|иначе|sonst|sinon|altrimenti|senão|discount|\$|€|price",
    )
});
static NEEDS: Pattern = Pattern::new(|| {
    compile_words(
        r"(?:you\s(?:must|have\sto|need\sto|should)|must\sbe|has\sto\sbe|have\sto\sbe|pay|payment\s(?:must|should|is\sdue)|need\s(?:your|the|a)|require|paid|received|transferred)[^.!?]{0,60}$",
    )
});
static LAST_DAY: Pattern = Pattern::new(|| {
    compile(r"^\s(?:morning\s|evening\s|night\s)?(?:is|it['’]?s|will\sbe)\s(?:(?:the|your|our)\s)?(?:last|latest|final|deadline)")
});
static ONLY_VALID: Pattern = Pattern::new(|| {
    compile_words(
        r"(?:only\s(?:\w+\s){0,2}?(?:valid|available|for|if)|valid\sonly|valid|available\sonly|available|approved\sfor|one-day\soffer)[^.!?]{0,24}$",
    )
});

/// Something unwanted follows if the reader does nothing.
static IF_NOT: Pattern = Pattern::new(|| {
    compile(
        r"\b(?:if|unless|in\scase|otherwise|or\selse)\b.{0,100}(?:\bnot\b|n['’]t\b|\bno\b|dont\b|wont\b|without|nothing|silent|ignore|little|fail)|(?:\bpay\b|\bsend\b|\bcontact\b).{0,40}\bor\s(?:we|i|your|the)\b|\bunless\b|\botherwise\b|\bor\selse\b
        |\b(?:wenn|falls|sonst|ansonsten|andernfalls)\b|\bsinon\b|\bsi\s(?:no|vous\sne)\b|de\slo\scontrario|\bse\s(?:não|non)\b|altrimenti|senão|если\p{L}*\s.{0,40}\bне\b|иначе|않으면|否则",
    )
});

/// A price that holds only for so long.
static IF_YOU_PAY: Pattern = Pattern::new(|| {
    compile(
        r"\b(?:if|when)\b.{0,40}\b(?:pay|paid|payment|transfer|deal|settle|agree|arrange|close|closed|sign|send)|\b(?:only|just)\b.{0,20}\b(?:today|until|till)|\b(?:valid|available)\b",
    )
});

/// A wish.
static WE_WAIT: Pattern = Pattern::new(|| {
    compile(
        r"\b(?:wait(?:ing|s)?|await|expect(?:ing)?|hop(?:e|ing)|look(?:ing)?\sforward|want\sto\s(?:hear|see|know)|wants\sto|let\s(?:us|me)\sknow|updates?|keep\sus|would\slike|name\s(?:a|the)|tell\sus|when\swill|what\scan\swe|ready\sto|need\syour|will\swe\ssee|warten|erwarten|attendons|esperamos|aguardamos|aspettiamo)\b|жд[её]м|ожида",
    )
});
