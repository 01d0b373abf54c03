//! Numbers as people write them: `1,950,000`, `1.95`, `$5.500,000`, `25 000`, `3'000'000`, `12,34,567`, `half a million`, `drei`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::text::{Pattern, before, compile};

/// The value of a numeral in digits, with its thousands and decimal marks.
///
/// `scaled` says that a word or letter for thousand or more follows, `coin` that it counts coins: both make `1.075` a fraction, which it otherwise
/// is not. Nothing for what is no number: dates (`30.08.2021`), addresses (`10.0.0.1`), versions (`1.2.3`).
pub(crate) fn numeral(written: &str, scaled: bool, coin: bool) -> Option<f64> {
    let is_mark = |c: char| !c.is_ascii_digit();
    let written: String = written.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let groups: Vec<&str> = written.split(is_mark).collect();
    let marks: Vec<char> = written.chars().filter(|c| is_mark(*c)).collect();
    let (Some(first), Some(last), Some(last_mark)) = (groups.first(), groups.last(), marks.last().copied()) else {
        return written.parse().ok();
    };
    let whole = || groups.concat().parse().ok();
    let fraction = || {
        let (whole, part) = written.rsplit_once(is_mark)?;
        format!("{}.{part}", whole.chars().filter(char::is_ascii_digit).collect::<String>()).parse().ok()
    };
    let thousands = (1..=3).contains(&first.len()) && groups.iter().skip(1).all(|group| group.len() == 3);
    let one_kind = marks.iter().all(|mark| *mark == last_mark);
    match (marks.len(), last_mark) {
        (_, '.' | ',') if first.is_empty() || (marks.len() == 1 && *first == "0") => fraction(),
        (1, '.') if thousands => {
            if scaled || coin {
                fraction()
            } else {
                whole()
            }
        }
        (1, ',') if thousands => {
            if (scaled && first.len() < 3) || (coin && !last.ends_with("00")) {
                fraction()
            } else {
                whole()
            }
        }
        (1, '.') => fraction(),
        (1, ',') => {
            if last.len() == 4 && !coin {
                whole()
            } else {
                fraction()
            }
        }
        _ if thousands => whole(),
        (_, ',') if one_kind && last.len() == 3 && groups.iter().skip(1).all(|group| (2..=3).contains(&group.len())) => whole(),
        (_, '.' | ',') if !marks.iter().rev().skip(1).any(|mark| *mark == last_mark) && !groups.contains(&"") => fraction(),
        _ => None,
    }
}

/// Words for numbers up to a hundred, a line each: English, German, French, Spanish, Portuguese, Italian, Russian.
const WORDS: &str = "
0.25 quarter
0.5 half halbe halben halbes demi medio media meio meia mezzo пол
1 a an one ein eine einen einem einer eines un une una uno um uma один одна одного одной одну
1.5 anderthalb полтора полторы
2 two zwei deux dos dois duas due два две двух
3 three drei trois tres três tre три трех трёх
4 four vier quatre cuatro quatro quattro четыре четырех четырёх
5 five fünf funf cinq cinco cinque пять пяти
6 six sechs seis sei шесть шести
7 seven sieben sept siete sete sette семь семи
8 eight acht huit ocho oito otto восемь восьми
9 nine neun neuf nueve nove девять девяти
10 ten zehn dix diez dez dieci десять десяти
11 eleven elf onze once undici одиннадцать
12 twelve zwölf zwolf douze doce doze dodici двенадцать двенадцати
13 thirteen dreizehn
14 fourteen vierzehn quatorze catorce quattordici четырнадцать
15 fifteen fünfzehn quinze quince quindici пятнадцать
16 sixteen
17 seventeen
18 eighteen
19 nineteen
20 twenty zwanzig vingt veinte vinte venti двадцать двадцати
24 vierundzwanzig veinticuatro ventiquattro
30 thirty dreißig dreissig trente treinta trinta trenta тридцать
36 sechsunddreißig
40 forty fourty vierzig quarante cuarenta quarenta quaranta сорок сорока
48 achtundvierzig quarantotto
50 fifty fünfzig cinquante cincuenta cinquenta cinquanta пятьдесят
60 sixty sechzig soixante sesenta sessenta sessanta шестьдесят
70 seventy siebzig setenta settanta семьдесят
72 zweiundsiebzig settantadue
80 eighty achtzig
90 ninety neunzig
100 hundred hundert einhundert cent cents cien ciento cem cento сто
200 zweihundert doscientos duzentos duecento двести
300 dreihundert trescientos trezentos trecento триста
500 fünfhundert quinientos quinientas quinhentos cinquecento пятьсот
";

/// Words for a thousand and more by their beginnings; the first that fits counts.
const SCALES: &[(&str, f64)] = &[
    ("kkk", 1e9),
    ("kk", 1e6),
    ("k", 1e3),
    ("th", 1e3),
    ("grand", 1e3),
    ("tausend", 1e3),
    ("tsd", 1e3),
    ("тыс", 1e3),
    ("тыщ", 1e3),
    ("천", 1e3),
    ("千", 1e3),
    ("만", 1e4),
    ("万", 1e4),
    ("lac", 1e5),
    ("lakh", 1e5),
    ("crore", 1e7),
    ("억", 1e8),
    ("亿", 1e8),
    ("b", 1e9),
    ("mrd", 1e9),
    ("mlrd", 1e9),
    ("milliard", 1e9),
    ("miliard", 1e9),
    ("миллиард", 1e9),
    ("млрд", 1e9),
    ("mille", 1e3),
    ("mila", 1e3),
    ("m", 1e6),
    ("миллион", 1e6),
    ("млн", 1e6),
    ("백만", 1e6),
    ("百万", 1e6),
];

/// A pattern for a scale written as a word.
pub(crate) const SCALE_WORDS: &str = r"(?:thousands?|thousend|thou|thd|grand|tausend|tsd|millionen|mill?i?ons?|mi?ll?iones|mill[oó]n(?:es)?|milh(?:ão|ões|ao|oes)|milion[ei]|milliarden?|milliards?|miliardi|billions?|mille|mila|lakhs?|lacs?|crores?|тысяч\p{L}*|тыщ\p{L}*|тыс|миллион\p{L}*|миллиард\p{L}*|млн|млрд|백만|百万|천|千|만|万|억|亿)";

/// A pattern for the short forms that only follow digits.
pub(crate) const SHORT_SCALES: &str = r"(?:kkk|kk|k|mm|mill?s?|mlns?|mn|mios?|m|bln|bil|bn|mrd|mlrd|b)";

static VALUES: LazyLock<HashMap<&str, f64>> = LazyLock::new(|| {
    let lines = WORDS.lines().filter_map(|line| line.split_once(' '));
    lines
        .filter_map(|(value, words)| Some((value.parse().ok()?, words)))
        .flat_map(|(value, words)| words.split(' ').map(move |w| (w, value)))
        .collect()
});

/// Where the number in words begins that ends at `end`: `half a`, `forty-eight`, `two hundred and fifty thousand`. Nothing where no number ends there.
pub(crate) fn words_before(text: &str, end: usize) -> Option<usize> {
    let mut start = None;
    let mut at = end;
    for _ in 0..WORDS_IN_A_NUMBER {
        let near = before(text, at, LONGEST_WORD);
        let head = near.trim_end_matches([' ', '-', '\n', '\t', '\u{a0}']);
        let Some(word) = head.rsplit(|c: char| !c.is_alphabetic()).next().filter(|word| !word.is_empty()) else { break };
        if near.len() - head.len() > 2 {
            break;
        }
        let from = at - (near.len() - head.len()) - word.len();
        let lower = word.to_lowercase();
        if VALUES.contains_key(lower.as_str()) || lower.chars().count() > 2 && IS_SCALE.is_match(&lower) {
            start = Some(from);
        } else if !CONNECTORS.contains(&lower.as_str()) || start.is_none() {
            break;
        }
        at = from;
    }
    start
}

/// Longer than any word for a number, in bytes.
const LONGEST_WORD: usize = 40;

/// More words than any number people write has.
const WORDS_IN_A_NUMBER: usize = 9;

/// Words between the parts of a number.
const CONNECTORS: &[&str] = &["and", "und", "et", "of", "y", "e", "и"];

static IS_SCALE: Pattern = Pattern::new(|| compile(&format!("^(?:{SCALE_WORDS})$")));

/// The factor that a scale word or letter stands for.
pub(crate) fn scale(written: &str) -> Option<f64> {
    let lower = written.trim().to_lowercase();
    SCALES.iter().find(|(stem, _)| lower.starts_with(stem)).map(|(_, factor)| *factor)
}

/// The value of a number in words, scales included: `half a million`, `two hundred fifty thousand`. Nothing where no word is a number.
pub(crate) fn in_words(written: &str) -> Option<f64> {
    let (mut total, mut current, mut any) = (0.0, 0.0, false);
    let mut article = false;
    for word in written.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        if let Some(value) = VALUES.get(lower.as_str()).copied() {
            any = true;
            let is_article = matches!(lower.as_str(), "a" | "an");
            if is_article && current > 0.0 {
                continue;
            }
            if value == 100.0 && current > 0.0 {
                current *= value;
            } else if article {
                current = value;
            } else {
                current += value;
            }
            article = is_article;
        } else if let Some(factor) = scale(&lower).filter(|_| lower.chars().count() > 1 || !lower.is_ascii()) {
            total += if current > 0.0 { current } else { 1.0 } * factor;
            (current, article, any) = (0.0, false, true);
        }
    }
    any.then_some(total + current)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_with_their_marks() {
        for (written, scaled, coin, expected) in [
            ("1,950,000", false, false, Some(1_950_000.0)),
            ("1.95", true, false, Some(1.95)),
            ("5.500,000", false, false, Some(5_500_000.0)),
            ("5.500.000", false, false, Some(5_500_000.0)),
            ("25 000", false, false, Some(25_000.0)),
            ("3'000'000", false, false, Some(3_000_000.0)),
            ("1,234.56", false, false, Some(1_234.56)),
            ("1.234,56", false, false, Some(1_234.56)),
            ("0,25", false, true, Some(0.25)),
            ("0,125", false, false, Some(0.125)),
            ("1.287", false, true, Some(1.287)),
            ("1.287", false, false, Some(1_287.0)),
            ("1.075", true, false, Some(1.075)),
            ("1,500", false, true, Some(1_500.0)),
            ("1,425", false, true, Some(1.425)),
            ("0.43000000", false, true, Some(0.43)),
            ("35,0000", false, false, Some(350_000.0)),
            ("12,34,567", false, false, Some(1_234_567.0)),
            ("1,50,000", false, false, Some(150_000.0)),
            (".5", true, false, Some(0.5)),
            ("980000", false, false, Some(980_000.0)),
            ("30.08.2021", false, false, None),
            ("10.40.10.162", false, false, None),
            ("1.2.3", false, false, None),
        ] {
            assert_eq!(numeral(written, scaled, coin), expected, "{written}");
        }
    }

    #[test]
    fn words_are_read_as_numbers() {
        for (written, expected) in [
            ("three", Some(3.0)),
            ("half a million", Some(500_000.0)),
            ("a half million", Some(500_000.0)),
            ("one and a half million", Some(1_500_000.0)),
            ("two hundred fifty thousand", Some(250_000.0)),
            ("two hundred and fifty thousand", Some(250_000.0)),
            ("forty-eight", Some(48.0)),
            ("a hundred thousand", Some(100_000.0)),
            ("one million two hundred thousand", Some(1_200_000.0)),
            ("eine Million", Some(1_000_000.0)),
            ("deux cents mille", Some(200_000.0)),
            ("quinientos millones", Some(500_000_000.0)),
            ("сорок восемь", Some(48.0)),
            ("пять миллионов", Some(5_000_000.0)),
            ("dollars", None),
        ] {
            assert_eq!(in_words(written), expected, "{written}");
        }
    }
}
