//! What weak words say in a short text.
//!
//! People who extort in a chat or a text message seldom say so. "The salaries list", "in every inbox" and "3k, tonight" say nothing alone; together they
//! do. Brief rules name such slots of an extortion message, each a list of plain words and turns: what is held, who would see it, a sum, a limit,
//! silence, a choice; and others that speak of everyday business. They are looked for in short texts alone, so that nothing else pays for them.

use std::sync::LazyLock;

use regex::Regex;
use shakedown_core::{Family, Finding, Hostile, Level, Message, Mood, Span};

use crate::lexicon::Lexicons;
use crate::rule::Rule;
use crate::signs::{SHORT, sign};

/// Words for each of which a text must name somebody who speaks or is spoken to, from the second on: a report about others does neither.
const WORDS_FOR_A_PERSON: usize = 40;

/// Whether brief rules count in a talk: it is short, and somebody in it speaks of himself or to somebody.
pub(crate) fn applies(messages: &[Message], lexicons: &Lexicons) -> bool {
    let (mut words, mut persons) = (0, 0);
    for word in messages.iter().flat_map(|message| message.body.raw().split_ascii_whitespace()) {
        words += 1;
        if words > SHORT {
            return false;
        }
        let plain = word.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase();
        persons += usize::from(lexicons.names_speaker(&plain) || lexicons.names_reader(&plain));
    }
    persons >= words / WORDS_FOR_A_PERSON
}

/// A number that can be a sum: with a currency on either side, with a word for thousands, grouped, or after or before a word of paying.
static SUM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?:[$€£¥₽₿]\s?\d[\d.,']*(?:\s?(?:k|m|mln|mio|million|thousand|grand)\b)?",
        r"|\b\d[\d.,' ]*(?:\s?(?:k|m|mln|mio))?\s?(?:[$€£₽₿]|(?:usd|eur|euros?|dolar\w*|dollars?|dólares|dollari|gbp|pounds?|quid|bucks|fran(?:cs?|ken)",
        r"|chf|rub|r(?:o?u)bles?|reais|pesos|soles|btc|bitcoins?|xbt|eth|xmr|moneros?|ltc|usdt|usdc|sol|doge|crypto|grand|thousand|million\w*|mil|mln",
        r"|mio|hundred|cash|kröten|mille|mila|milhões|millones|tausend|hundert|руб\w*|₽|долл\w*|евро|тыс\w*|млн|миллион\w*|битк\w*|штук\w*|косар\w*|баксов)\b)",
        r"|\b\d[\d.,]*\s?(?:k|к)\b|\b\d{1,3}(?:[.,'\u{a0} ]\d{3})+\b|\br\$\s?\d",
        r"|\b(?:pay|pays|cost|costs|need|want|afford|transfer|send|wire|price|reward|bounty|give|fee|for|expects?|zahl\w*|kostet|will|für|pay[eé]\w*|coûte|pour",
        r"|pag\w*|cuesta|custa|costa|por|per|preis|prix|precio|preço|prezzo|заплат\w*|плати\w*|цена|стоит|за|хочу)\s(?:\w+\s)?\d{3,6}\b",
        r"|\b\d{3,6}\s(?:and|or|now|today|tonight|by|each|final|until|und|oder|bis|et|ou|avant|y|o|antes|e|entro|или|и|до)\b",
        r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|half\sa)",
        r"\s(?:\w+\s){0,2}?(?:thousand|grand|hundred|million|bitcoins?|btc|dollars|euros?|pounds|bucks|monero)\b)",
    ))
    .ok()
});

/// What no literal could wake: a number that can be a sum.
pub(crate) fn sum(message: &Message) -> Option<Finding> {
    let text = message.body.raw();
    let seen = SUM.as_ref()?.find(text)?;
    let (span, written) = (Span::new(seen.start(), seen.end()), Hostile::new(seen.as_str()));
    let found = sign(SUM_NAMED, Family::Context, "names a sum", message.seq, span, &written, message.role);
    Some(Finding { level: Level::Informational, ..found })
}

/// The most words of a text, the id of the finding that weighs it, and what it says.
const LENGTHS: [(usize, &str, &str); 4] = [
    (30, "brief.of-30-words", "plain words can come together by chance, in up to 30 words"),
    (60, "brief.of-60-words", "plain words can come together by chance, in up to 60 words"),
    (100, "brief.of-100-words", "plain words can come together by chance, in up to 100 words"),
    (SHORT, "brief.of-150-words", "plain words can come together by chance, in up to 150 words"),
];

/// What speaks against brief findings: plain words come together by chance, the likelier the longer the text. It stands at the first of them.
pub(crate) fn by_chance<'f>(words: usize, mut brief: impl Iterator<Item = &'f Finding>) -> Option<Finding> {
    let first = brief.next()?;
    let (_, rule, said) = LENGTHS.into_iter().find(|(most, _, _)| words <= *most)?;
    let found = sign(rule, Family::Context, said, first.message, first.span, &first.as_written, first.by);
    Some(Finding { level: Level::Informational, ..found })
}

/// Leave out each brief finding that shares words with one that counts already: with a longer one of its side, and on the side that speaks for extortion
/// with what any other rule found. So one turn counts once.
pub(crate) fn count_once<'r>(findings: &mut Vec<Finding>, rule: impl Fn(&str) -> Option<&'r Rule>) {
    let against = |finding: &Finding| rule(&finding.rule).is_some_and(|rule| rule.against || rule.topic);
    let counts = |finding: &Finding| finding.level > Level::Informational && finding.mood == Mood::Asserted && !against(finding);
    let (mut brief, mut kept): (Vec<Finding>, Vec<Finding>) =
        std::mem::take(findings).into_iter().partition(|finding| is_brief(finding, rule(&finding.rule)));
    let mut taken: Vec<(bool, u32, Span)> =
        kept.iter().filter(|finding| counts(finding)).map(|finding| (false, finding.message, finding.span)).collect();
    brief.sort_by(|a, b| b.span.len().cmp(&a.span.len()).then_with(|| a.rule.cmp(&b.rule)));
    for finding in brief {
        let place = (against(&finding), finding.message, finding.span);
        if !taken.iter().any(|other| (other.0, other.1) == (place.0, place.1) && other.2.overlaps(place.2)) {
            taken.push(place);
            kept.push(finding);
        }
    }
    kept.sort_by_key(|finding| (finding.message, finding.span.start, finding.span.end));
    *findings = kept;
}

/// The id of the finding that stands for a sum.
const SUM_NAMED: &str = "brief.sum";

/// Whether a finding is the engine's own one of a sum that brief rules count.
pub(crate) fn is_sum(finding: &Finding) -> bool {
    finding.rule == SUM_NAMED
}

/// Whether a finding is one of a brief rule: it weighs what the table of points says, and nothing where that has none.
pub(crate) fn is_brief(finding: &Finding, rule: Option<&Rule>) -> bool {
    rule.map_or(finding.rule.starts_with("brief."), |rule| rule.brief)
}
