//! Sums of money, and what each is for.
//!
//! [`find`] reads every spelling seen in notes and negotiations: `$ 1,950,000` · `1.95m` · `115K` · `$4mil` · `$5.500,000` · `25 000 sek` · `3750000$`
//! · `10kk` · `0,25 BTC` · `half a million dollars`. [`Ledger`] says what a sum is for, message by message, because a sum that the attacker named is a
//! demand again in the victim's mouth.

mod currency;
mod discount;
pub(crate) mod number;
mod role;
pub(crate) mod text;

use std::ops::Range;

use regex::Captures;
use shakedown_core::Span;

pub(crate) use self::discount::SHARES;
pub use self::discount::{SeenDiscount, discounts};
pub use self::role::{Ledger, role};
use self::text::{Pattern, WORD_END, WORD_START, after, before, compile};
use crate::seen::SeenMoney;

/// Sums outside these bounds are not money: zero, and what no budget holds.
const SENSIBLE: std::ops::RangeInclusive<f64> = 1e-8..=1e13;

/// Every sum of money in one message body, in order of place.
///
/// With a currency beside the number `currency_stated` is true. Without one, a number counts if it is scaled (`100k`, `1.2 mil`, `half a million`),
/// written to the cent (`35,000.00`), or follows a word of dealing (`pay 5000`); its currency is then the one last stated in the message
/// (a coin only for small numbers), else `USD`.
/// The value is in units of the currency. Sizes, counts of things, dates, times, percentages, versions, addresses and telephone numbers are left out.
///
/// Linear in the length of `text`; any text is allowed.
pub fn find(text: &str) -> Vec<SeenMoney> {
    let mut sums: Vec<Sum<'_>> = Vec::new();
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        let mut at = 0;
        while let Some(number) = NUMBER.find_at(text, at) {
            let sum = Sum::in_digits(text, &number, sums.last());
            at = sum.as_ref().map_or(number.end, |sum| sum.place.end);
            sums.extend(sum);
        }
        join_ranges(text, &mut sums);
    }
    let in_digits = sums.len();
    for found in WORTH.captures_iter(text) {
        let Some(sum) = Sum::in_words(text, &found) else { continue };
        // "one million two hundred thousand": the longer reading of the same words.
        if sums.len() > in_digits && sums.last().is_some_and(|last| last.place.start >= sum.place.start) {
            sums.pop();
        }
        sums.push(sum);
    }
    if in_digits < sums.len() {
        sums.sort_by_key(|sum| sum.place.start);
    }
    let (mut money, mut coin) = ("USD", None);
    let mut end = 0;
    let mut seen = Vec::new();
    for sum in sums.iter().filter(|sum| sum.counts(text)) {
        let currency = sum.currency.unwrap_or(if sum.value() < 1000.0 { coin.unwrap_or(money) } else { money });
        match sum.currency {
            Some(code) if currency::is_coin(code) => coin = Some(code),
            Some(code) => money = code,
            None => {}
        }
        if SENSIBLE.contains(&sum.value()) && sum.place.start >= end {
            let span = Span::new(sum.place.start, sum.place.end);
            seen.push(SeenMoney { span, value: sum.value(), currency, currency_stated: sum.currency.is_some() });
            end = sum.place.end;
        }
    }
    seen
}

/// What every sum that is written without a digit begins with, in lower case.
pub(crate) fn openings() -> Vec<String> {
    text::openings(&format!("{}|{}", number::SCALE_WORDS, currency::words()))
}

/// A number, the scale behind it and the currency beside it.
struct Sum<'t> {
    place: Range<usize>,
    number: Number<'t>,
    scale: Option<f64>,
    currency: Option<&'static str>,
    /// Whether the way to pay stands beside it: "25,000 in Bitcoin" is no number of coins, but it is money.
    in_coins: bool,
}

enum Number<'t> {
    Digits(&'t str),
    Words(f64),
}

impl<'t> Sum<'t> {
    fn in_digits(text: &'t str, number: &Range<usize>, last: Option<&Self>) -> Option<Self> {
        let taken = last.map_or(0, |last| last.place.end);
        let head = before(text, number.start, 24);
        let prefix = PREFIX.place(head, number.start - head.len()).filter(|sign| sign.start >= taken && stands_free(text, sign.start));
        let scale = SCALE.place(after(text, number.end, 32), number.end).or_else(|| GLUED.place(after(text, number.end, 8), number.end));
        // "pay in Monero 300k": nobody has thousands of a dear coin.
        let way = prefix.as_ref().is_some_and(|sign| {
            let dear = text.get(sign.clone()).and_then(currency::code).is_some_and(currency::is_dear);
            dear && scale.is_some() && before(text, sign.start, 3) == "in "
        });
        let prefix = prefix.filter(|_| !way);
        let start = prefix.as_ref().map_or(number.start, |sign| sign.start);
        if prefix.is_none() && !stands_free(text, start) && !last.is_some_and(|last| is_range(text, last.place.end..start)) {
            return None;
        }
        let scaled_end = scale.as_ref().map_or(number.end, |scale| scale.end);
        let suffix = SUFFIX.place(after(text, scaled_end, 40), scaled_end);
        let suffix = suffix.filter(|sign| !opens_the_next(text, scaled_end..sign.start, sign.end, prefix.is_some()));
        let name = |sign: &Range<usize>| text.get(sign.clone()).unwrap_or_default();
        let written = text.get(number.clone())?;
        let large = scale.is_some() || number::numeral(written, false, false).is_some_and(|value| value >= 500.0);
        let in_coins = way || large && suffix.as_ref().is_some_and(|sign| before(text, sign.start, 3) == "in ");
        let behind = suffix.as_ref().filter(|_| !in_coins).and_then(|sign| currency::code(name(sign)));
        let currency = match (prefix.as_ref().and_then(|sign| currency::code(name(sign))), behind) {
            (Some("USD"), Some(dollar)) if dollar.ends_with('D') => Some(dollar),
            (Some(before), _) => Some(before),
            (None, behind) => behind,
        };
        let scale = scale.as_ref().map(name).and_then(|scale| match scale {
            "mil" if suffix.as_ref().is_some_and(|sign| LATIN_UNIT.is_match(name(sign))) => Some(1e3),
            written => number::scale(written),
        });
        let end = suffix.map_or(scaled_end, |sign| sign.end);
        Some(Self { place: start..end, number: Number::Digits(written), scale, currency, in_coins })
    }

    fn in_words(text: &'t str, found: &Captures<'t>) -> Option<Self> {
        let whole = found.get(0)?;
        let unit = found.name("suffix").or(found.name("unit"));
        let scale = found.name("scale");
        let start = number::words_before(text, whole.start())?;
        let number = text.get(start..scale.map_or(whole.start(), |scale| scale.end()))?;
        let currency = unit.and_then(|name| currency::code(name.as_str()));
        let value = number::in_words(number)?;
        let counted =
            scale.is_some() || currency.is_some_and(|code| value >= 2.0 || currency::is_coin(code) && !ARTICLE.is_match(number.trim_end()));
        let vague = VAGUE.is_match(before(text, start, 24));
        let sum = Self { place: start..whole.end(), number: Number::Words(value), scale: scale.map(|_| 1.0), currency, in_coins: false };
        (counted && !vague && stands_free(text, start)).then_some(sum)
    }

    fn value(&self) -> f64 {
        let coin = self.currency.is_some_and(currency::is_coin);
        match (&self.number, self.scale) {
            (Number::Words(value), _) => *value,
            // "600.000 thousand dollars": nobody means 600 million so.
            (Number::Digits(digits), Some(1e3)) if digits.len() > 4 && digits.ends_with("000") => {
                number::numeral(digits, false, false).unwrap_or(0.0)
            }
            (Number::Digits(digits), scale) => number::numeral(digits, scale.is_some(), coin).unwrap_or(0.0) * scale.unwrap_or(1.0),
        }
    }

    /// Whether it is money at all: what stands behind it is no unit of something else, and where no currency is stated, something speaks of dealing.
    fn counts(&self, text: &str) -> bool {
        let (before, after) = (before(text, self.place.start, 64), after(text, self.place.end, 48));
        let written = text.get(self.place.clone()).unwrap_or_default();
        match (&self.number, self.scale, self.currency) {
            _ if PERCENT.is_match(after) => false,
            // A code before the number may belong to the words before it: "pay in bitcoin 24 hours before".
            (_, _, Some(_)) => !(written.starts_with(char::is_alphabetic) && COUNTED.is_match(after)),
            _ if self.in_coins => true,
            (_, Some(_), None) => !COUNTED.is_match(after) && !NOT_SUMS.is_match(before) && !LONE_UNIT.is_match(written),
            (Number::Digits(digits), None, None) => dealt_in(digits, self.value(), before, after),
            (Number::Words(_), None, None) => false,
        }
    }
}

/// Whether a number without scale and currency is spoken of as a price.
fn dealt_in(digits: &str, value: f64, before: &str, after: &str) -> bool {
    let marked = digits.contains([',', '.', '\'', ' ', '\u{a0}']);
    let whole_sum = value >= 100.0 && !(YEAR.is_match(digits)) || marked && value > 0.0;
    let ends = GOES_ON_AS_SUM.is_match(after);
    let opens = value >= 500.0 && value % 50.0 == 0.0 && before.trim_start_matches(['>', ' ', '\n']).is_empty();
    TO_THE_CENT.is_match(digits)
        || opens && ends && !YEAR.is_match(digits)
        || ends && (whole_sum && PRICE.is_match(before) || marked && value >= 1000.0 && HOLDING.is_match(before))
}

/// Whether nothing before the place ties it into a longer word, number, path or address.
fn stands_free(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let mut back = before.chars().rev();
    match back.next() {
        Some('.' | '-') => !back.next().is_some_and(char::is_alphanumeric),
        Some(',' | ':' | '’' | '\'') => !back.next().is_some_and(|c| c.is_ascii_digit()),
        Some('_' | '/' | '\\' | '#' | '@' | '&' | '^' | '$' | '%') => false,
        Some(c) => !c.is_alphanumeric() || !c.is_ascii() && !c.is_numeric(),
        None => true,
    }
}

/// Whether a sign behind the number is rather the one before the next (`100 $200`, `$5,000 $2,000`), or of a row of signs, as drawings have them.
fn opens_the_next(text: &str, gap: Range<usize>, end: usize, prefixed: bool) -> bool {
    let spaced = text.get(gap).is_some_and(|gap| gap.ends_with(char::is_whitespace));
    let after = text.get(end..).unwrap_or_default();
    let digit_follows = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    spaced && digit_follows(after) || prefixed && digit_follows(after.trim_start()) || after.starts_with('$')
}

/// Whether the text between two numbers makes them the ends of a range.
fn is_range(text: &str, gap: Range<usize>) -> bool {
    text.get(gap).is_some_and(|gap| RANGE.is_match(gap))
}

/// Give both ends of a range the currency and the scale that only one of them has: `$100k-200k`, `150-300K`, `3 to 4 million dollars`.
fn join_ranges(text: &str, sums: &mut [Sum<'_>]) {
    for at in 1..sums.len() {
        let Some([low, high]) = sums.get_mut(at - 1..=at) else { continue };
        if is_range(text, low.place.end..high.place.start) {
            let currency = low.currency.or(high.currency);
            (low.currency, high.currency) = (currency, high.currency.or(currency));
            if low.scale.is_none() && low.value() < 1000.0 {
                low.scale = high.scale;
            }
        }
    }
}

/// A number in digits, thousands marks and all.
static NUMBER: Pattern = Pattern::new(|| {
    compile(&format!(r"\d{{1,3}}(?:[\ \u{{a0}}\u{{202f}}\u{{2009}}'’´]\d{{3}})+(?:[.,]\d{{1,2}})?{WORD_END}|\d+(?:[.,'’]\d+)*|[.,]\d+"))
});

/// A currency right before a number.
static PREFIX: Pattern = Pattern::new(|| compile(&format!(r"({})[\ \t\u{{a0}}:=]{{0,3}}$", currency::before())));

/// Thousand and more right behind a number.
static SCALE: Pattern = Pattern::new(|| {
    let (words, short) = (number::SCALE_WORDS, number::SHORT_SCALES);
    compile(&format!(r"^[\s-]{{0,2}}((?:mio|mrd|mlrd|mln|tsd|тыс|млн|млрд)\.|(?:{words}|{short}){WORD_END})"))
});

/// The `k` of `500kUSD`.
static GLUED: Pattern = Pattern::new(|| compile(&format!(r"^([km])(?:usdt?|eur|gbp|chf|btc|cad|aud){WORD_END}")));

/// A currency right behind a number or its scale.
static SUFFIX: Pattern =
    Pattern::new(|| compile(&format!(r"^[\ \t\u{{a0}}\u{{202f}}]{{0,2}}(?:(?:in|of|de|di|d['’])\ ?)?({})", currency::behind())));

/// A word for a thousand and more, or a currency in words: what a number in words may end in.
static WORTH: Pattern = Pattern::new(|| {
    let (scale, unit) = (number::SCALE_WORDS, currency::words());
    compile(&format!(
        r"{WORD_START}(?:(?P<scale>{scale}){WORD_END}(?:[\s-]{{1,2}}(?:(?:in|of|de|di|d['’])\s?)?(?P<suffix>{unit}))?|(?P<unit>{unit}))"
    ))
});

static ARTICLE: Pattern = Pattern::new(|| compile(r"^(?:an?|une?|eine?|uma?|un[ao])$"));
static VAGUE: Pattern = Pattern::new(|| compile(r"(?:few|several|couple(?:\sof)?|many|multi-?|tens\sof|some|another|thousands\sof)\s*$"));
static LATIN_UNIT: Pattern = Pattern::new(|| compile(r"^(?:d[oó]lares|euros|reais|pesos|bitcoins)$"));
static PERCENT: Pattern = Pattern::new(|| compile(r"^\s?(?:%|percent|prozent|pour\s?cent|por\s?(?:ciento|cento)|per\s?cento|процент)"));
static RANGE: Pattern = Pattern::new(|| compile(r"^\s{0,2}(?:-|–|—|~|to|bis|до)\s{0,2}$"));
static YEAR: Pattern = Pattern::new(|| compile(r"^(?:19|20)\d\d$"));
static TO_THE_CENT: Pattern = Pattern::new(|| compile(r"^\d{1,3}(?:,\d{3})+\.\d\d$"));
static LONE_UNIT: Pattern = Pattern::new(|| compile(r"\d(?:b|\s(?-i:m))$|^(?:19|20)\d\d\s[km]$"));

/// What can be counted and is no money, with up to two words before it.
static COUNTED: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^[\s+-]{{0,2}}(?:of\s)?(?:(?:your|our|their|the|these|those)\s)?(?:[a-z]{{3,14}}\s){{0,2}}?(?:
        [kmgtp]?i?b(?:its?|ytes?|ps)?|gigs?|files?|folders?|documents?|docs|records?|rows?|lines?|entries|people|persons?|employees|workers|staff|users?|customers?|clients?|
        patients?|students?|members?|subscribers?|followers|contacts|citizens|passports|computers|pcs?|servers?|hosts?|machines|devices|endpoints|systems|
        workstations|companies|victims|businesses|emails?|e-mails?|mails|messages?|accounts?|passwords?|credentials|cards|numbers|photos|pictures|images|videos|
        pages|words|tokens|requests|rps|packets|bots|visitors|views|downloads|times|copies|units|items|pieces|points|votes|confirmations?|options|
        seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|years?|yrs?|ago|am|pm|km|miles?|meters?|metres?|feet|kg|lbs?|
        dateien|datensätze|mitarbeiter|kunden|stunden|tage|fichiers|clients|heures|jours|archivos|clientes|horas|d[ií]as|arquivos|file|ore|giorni|
        файл\p{{L}}*|запис\p{{L}}*|клиент\p{{L}}*|час\p{{L}}*|дн\p{{L}}*){WORD_END}"
    ))
});

/// Words before a scaled number that make it something else: `version 2m`, `top 100k`.
static NOT_SUMS: Pattern = Pattern::new(|| compile(r"\b(?:v|version|ver|top|line|build|page|room|port|model|part|chapter|step)[\s.:]*$"));

/// Words of dealing right before a bare number.
static PRICE: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?:pay(?:ing|ment|ed)?|paid|prices?|offer(?:ed|ing|s)?|ransom|demand(?:ed|ing)?|accept(?:ed|ing)?|costs?|amount|sum|total|fee|afford|budget|settle|agree[ds]?(?:\sto)?|deal|
        counter(?:-?offer)?|proposal|bid|lowest|minimum|maximum|max|zahlen|zahlt?|preis|lösegeld|payer|payez|prix|montant|pagar|pague|precio|preço|prezzo|pagare|rescate|resgate|riscatto|
        заплатить|заплатите|оплат\p{{L}}*|цена|сумм\p{{L}}*|выкуп\p{{L}}*){LINK}"
    ))
});

/// Words of having and moving money right before a bare number that has thousands marks.
static HOLDING: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?:have|has|had|get|got|getting|make|send|sent|sending|transfer(?:red)?|spent|spend|raised?|gather(?:ed)?|collect(?:ed)?|secured?|for|find|found|borrow(?:ed)?|do|give|income|discount|only|
        additional|another|price|reduced?|lowered?){LINK}"
    ))
});

/// Small words between a word of dealing and its number.
const LINK: &str = r"(?-u:\b{end-half})(?:[\s:=]|you|us|me|is|are|was|be|of|to|for|at|on|only|just|about|around|approximately|now|then|the|an?|up|down|as|so|total|price|amount|final|
    last|new|our|your|my|at\sleast|more\sthan|less\sthan|over|under|exactly|it|that|from|with|zu|von|de|di|в|до)*$";

/// What may follow a bare number that is a sum.
static GOES_ON_AS_SUM: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^\s*(?:$|[.,;:!?)\]\x22'*\n]|-\s|(?:and|or|if|for|to|in|is|as|but|now|today|tomorrow|at|by|via|with|within|so|then|total|max|maximum|only|right|correct|please|because|
        when|until|we|i|you|it|that|this|which|would|will|from|on|of|per|a|the|thanks?|ok|okay|und|für|et|pour|y|por|para|e|per|и|за|на){WORD_END})"
    ))
});
