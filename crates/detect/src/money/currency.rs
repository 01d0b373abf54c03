//! Currencies and the words and signs they are written with.
//!
//! Codes are ISO 4217 for state money and the usual tickers for coins. `$` alone is read as the dollar of the United States and `kr` as the Swedish
//! krona, which is what exhibits mean by them unless a code stands beside.

use std::sync::LazyLock;

use regex::Regex;

use super::text::{WORD_END, WORD_START, compile};

/// Signs that stand before or behind a number, longest first where one ends in another.
const SIGNS: &[(&str, &str)] = &[
    ("USD", r"(?-i:US|USD|usd|U)\s?\$|\$\s?(?-i:USD|US)"),
    ("CAD", r"(?-i:CAD?|CDN)\s?\$|(?-i:C)\$"),
    ("AUD", r"(?-i:AUD?)\s?\$|(?-i:A)\$"),
    ("NZD", r"(?-i:NZD?)\s?\$"),
    ("HKD", r"(?-i:HKD?)\s?\$"),
    ("SGD", r"(?-i:SGD?)\s?\$|(?-i:S)\$"),
    ("TWD", r"(?-i:NT)\$"),
    ("MXN", r"(?-i:MX)\$"),
    ("BRL", r"(?-i:R)\$"),
    ("USD", r"[$＄﹩]"),
    ("EUR", r"€"),
    ("GBP", r"[£￡]"),
    ("JPY", r"[¥￥]"),
    ("INR", r"₹"),
    ("RUB", r"₽"),
    ("KRW", r"₩"),
    ("UAH", r"₴"),
    ("TRY", r"₺"),
    ("ILS", r"₪"),
    ("BTC", r"₿"),
];

/// Codes that stand before or behind a number, in any case of letters.
const CODES: &[(&str, &str)] = &[
    ("USD", "USD|U\\.S\\.D"),
    ("EUR", "EUR"),
    ("GBP", "GBP"),
    ("CHF", "CHF|SFR"),
    ("CAD", "CAD"),
    ("AUD", "AUD"),
    ("NZD", "NZD"),
    ("JPY", "JPY"),
    ("CNY", "CNY|RMB"),
    ("SEK", "SEK"),
    ("NOK", "NOK"),
    ("DKK", "DKK"),
    ("PLN", "PLN"),
    ("CZK", "CZK"),
    ("HUF", "HUF"),
    ("RUB", "RUB|RUR"),
    ("UAH", "UAH"),
    ("INR", "INR"),
    ("BRL", "BRL"),
    ("MXN", "MXN"),
    ("ZAR", "ZAR"),
    ("KRW", "KRW"),
    ("SGD", "SGD"),
    ("HKD", "HKD"),
    ("TWD", "TWD|NTD"),
    ("AED", "AED"),
    ("MYR", "MYR"),
    ("IDR", "IDR"),
    ("THB", "THB"),
    ("VND", "VND"),
    ("SAR", "(?-i:SAR)"),
    ("QAR", "QAR"),
    ("ILS", "(?-i:ILS|NIS)"),
    ("TRY", "(?-i:TRY)"),
    ("RON", "(?-i:RON)"),
    ("ARS", "(?-i:ARS)"),
    ("COP", "(?-i:COP)"),
    ("CLP", "CLP"),
    ("PHP", "(?-i:PHP)"),
    ("NGN", "NGN"),
    ("PKR", "PKR"),
    ("USDT", "USDT"),
    ("USDC", "USDC"),
    ("BTC", "BTC|XBT"),
    ("BCH", "BCH"),
    ("ETH", "ETH"),
    ("XMR", "XMR"),
    ("LTC", "LTC"),
    ("XRP", "XRP"),
    ("TRX", "TRX"),
    ("DOGE", "DOGE"),
    ("ZEC", "ZEC"),
];

/// Words that stand before or behind a number.
const NAMES: &[(&str, &str)] = &[
    ("BTC", r"bitcoins?|bit\s?coins?|биткоин\p{L}*|биткойн\p{L}*|비트코인|比特币|ビットコイン"),
    ("XMR", r"moneros?|монеро|모네로|门罗币"),
    ("ETH", r"ethers?|ethereum|эфир\p{L}*|이더리움|以太坊"),
];

/// Words that stand behind a number only.
const UNITS: &[(&str, &str)] = &[
    ("CAD", r"canadian\s(?:dollars?|\$)|dollars?\scanadiens"),
    ("AUD", r"australian\s(?:dollars?|\$)"),
    ("SGD", r"singapore\s(?:dollars?|\$)"),
    ("HKD", r"hong\s?kong\sdollars?"),
    ("NZD", r"new\szealand\sdollars?"),
    (
        "USD",
        r"(?:u\.?\s?s\.?|american|united\sstates)\s?(?:dollars?|\$)|us-?dollars?|dollars?|dolars?|dollards?|bucks?|d[oó]lar(?:es)?|dollari|доллар\p{L}*|долл|баксов|бакса|달러|미국\s?달러|美元|美金|ドル|米ドル",
    ),
    ("EUR", r"euros?|евро|유로|欧元|ユーロ"),
    ("GBP", r"(?:british\s)?pounds(?:\ssterling)?|quid|livres\ssterling|libras(?:\sesterlinas)?|фунт\p{L}*"),
    ("CHF", r"(?:schweizer\s)?franken|swiss\sfrancs?|francs\ssuisses|franchi(?:\ssvizzeri)?|francos\ssui[zç]os"),
    ("SEK", r"(?:swedish\s)?kron(?:or|as?)|skr|kr"),
    ("DKK", r"danish\skroner"),
    ("NOK", r"(?:norwegian\s)?kroner"),
    ("RUB", r"r(?:o?u)bles?|рубл\p{L}*|руб"),
    ("UAH", r"hryvnias?|грив\p{L}*"),
    ("INR", r"rupees?|rs"),
    ("JPY", r"yens?|円"),
    ("CNY", r"yuans?|元|人民币"),
    ("KRW", r"원"),
    ("BRL", r"reais"),
    ("MXN", r"pesos?"),
    ("PLN", r"z[lł]oty(?:ch)?|zł"),
    ("CZK", r"kč|korun"),
    ("ZAR", r"rands?"),
    ("LTC", r"litecoins?"),
    ("DOGE", r"dogecoins?"),
    ("DASH", r"DASH"),
    ("USDT", r"tethers?"),
];

/// What each spelling names.
static NAMED: LazyLock<Option<Vec<(&str, Regex)>>> = LazyLock::new(|| {
    let all = || [SIGNS, CODES, NAMES, UNITS].into_iter().flatten();
    let patterns = all().map(|(code, pattern)| Some((*code, compile(&format!("^(?:{pattern})$"))?)));
    patterns.collect::<Option<Vec<_>>>()
});

/// The code of a currency as written; nothing for other words.
pub(super) fn code(written: &str) -> Option<&'static str> {
    let written = written.trim_matches(|c: char| c == '.' || c.is_whitespace());
    NAMED.as_ref()?.iter().find(|(_, name)| name.is_match(written)).map(|(code, _)| *code)
}

/// Whether the code is a coin's: its sums are small numbers with long fractions.
pub(super) fn is_coin(code: &str) -> bool {
    matches!(code, "BTC" | "BCH" | "ETH" | "XMR" | "LTC" | "XRP" | "TRX" | "DOGE" | "ZEC" | "DASH")
}

/// Whether one of these coins is worth tens or thousands of dollars: nobody asks for thousands of them.
pub(super) fn is_dear(code: &str) -> bool {
    matches!(code, "BTC" | "BCH" | "ETH" | "XMR" | "LTC" | "ZEC" | "DASH")
}

/// A pattern for what may stand before a number.
pub(super) fn before() -> String {
    format!(r"{WORD_START}(?:{}|(?:{}|Rs)\.?)", alternatives(&[SIGNS]), alternatives(&[CODES, NAMES]))
}

/// A pattern for what may stand behind a number.
pub(super) fn behind() -> String {
    format!(r"(?:{}|(?:{}){})", alternatives(&[SIGNS]), alternatives(&[UNITS, CODES, NAMES]), WORD_END)
}

/// A pattern for a currency written as a word or code.
pub(super) fn words() -> String {
    format!("(?:{}){WORD_END}", alternatives(&[UNITS, CODES, NAMES]))
}

fn alternatives(tables: &[&[(&str, &str)]]) -> String {
    tables.iter().copied().flatten().map(|(_, pattern)| *pattern).collect::<Vec<_>>().join("|")
}
