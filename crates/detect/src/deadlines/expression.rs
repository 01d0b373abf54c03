//! Expressions of time: lengths, dates, and days by name.

use std::ops::Range;

use jiff::civil::{Date, Weekday};
use regex::Captures;

use crate::money::number;
use crate::money::text::{Choice, Pattern, WORD_END, WORD_START, before, compile, compile_choice, openings as openings_of};
use crate::seen::NamedDay;

/// An expression of time and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expression {
    pub(super) place: Range<usize>,
    pub(super) when: When,
    /// The smallest unit of a length, in hours: what follows in a smaller one belongs to it.
    smallest: f64,
}

impl Expression {
    fn new(place: Range<usize>, when: When) -> Self {
        Self { place, when, smallest: 0.0 }
    }
}

/// What an expression says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum When {
    /// "72 hours", in hours.
    Length(f64),
    /// "tomorrow", in hours.
    Day(f64),
    /// "this week": a wish more than a limit, in hours.
    Vague(f64),
    /// A full date, ISO 8601, with the time where it is written.
    Date(String),
    /// A weekday, or a day without its year.
    Named(NamedDay),
}

impl When {
    /// Hours, date and named day, for the finding.
    pub(super) fn parts(self) -> (Option<f64>, Option<String>, Option<NamedDay>) {
        match self {
            Self::Length(hours) | Self::Day(hours) | Self::Vague(hours) => (Some(hours), None, None),
            Self::Date(iso) => (None, Some(iso), None),
            Self::Named(day) => (None, None, Some(day)),
        }
    }
}

/// The longest limit that is one: two years.
const LONGEST: f64 = 2.0 * 365.0 * 24.0;

/// Every expression of time in the text, in order of place, none overlapping.
///
/// Lengths that belong together are added up (`6 days 14 hours`), restatements dropped (`50 hours (more than 2 days)`); of a range the longer end counts.
pub(super) fn find(text: &str) -> Vec<Expression> {
    let mut all: Vec<Expression> = Vec::new();
    for (kind, place) in EXPRESSION.find_iter(text) {
        match kind {
            DATE => all.extend(DATE_PARTS.captures_at(text, place.start).and_then(|found| date(&found))),
            LENGTH => {
                let found = LENGTH_PARTS.captures_at(text, place.start);
                let unit = found.as_ref().and_then(|found| UNITS.iter().find(|(name, _)| found.name(name).is_some()));
                if let (Some(found), Some((_, unit))) = (&found, unit) {
                    add_length(text, found, *unit, &mut all);
                }
            }
            day => all.extend(text.get(place.clone()).and_then(|word| named_day(day, word)).map(|when| Expression::new(place, when))),
        }
    }
    all
}

/// Add a length of time to those before it: as its own, as a part of the last, or not at all where it only restates the last.
fn add_length(text: &str, found: &Captures<'_>, unit: f64, all: &mut Vec<Expression>) {
    let Some(whole) = found.get(0) else { return };
    let (start, count) = match found.name("digits") {
        Some(digits) => (spelled_out(text, whole.start()), digits.as_str().replace(',', ".").parse().ok()),
        None => in_words(text, whole.start()),
    };
    let Some(hours) = count.map(|count: f64| count * unit).filter(|hours| *hours > 0.0 && *hours <= LONGEST) else { return };
    if let Some(Expression { place, when: When::Length(sum), smallest }) = all.last_mut() {
        let gap = text.get(place.end..start).unwrap_or("…");
        let joined = AND.is_match(gap);
        if joined && hours < *smallest {
            *sum += hours;
            (place.end, *smallest) = (whole.end(), unit);
            return;
        }
        if RESTATED.is_match(gap) || joined && *sum == hours {
            return;
        }
    }
    all.push(Expression { place: start..whole.end(), when: When::Length(hours), smallest: unit });
}

/// Where a number begins that is written twice, `seven (7) days`; the place itself otherwise.
fn spelled_out(text: &str, start: usize) -> usize {
    let bracket = text.get(..start).and_then(|head| head.strip_suffix('('));
    bracket.and_then(|head| number::words_before(text, head.len())).unwrap_or(start)
}

/// The number in words that ends where a unit begins, and where it begins itself.
fn in_words(text: &str, end: usize) -> (usize, Option<f64>) {
    if COUPLE.is_match(before(text, end, 16)) {
        return (end, Some(2.0));
    }
    let start = number::words_before(text, end);
    (start.unwrap_or(end), start.and_then(|start| number::in_words(text.get(start..end)?)))
}

fn date(found: &Captures<'_>) -> Option<Expression> {
    let place = found.get(0)?.range();
    let number = |name: &str| found.name(name).and_then(|group| group.as_str().parse::<i16>().ok());
    let part = |name: &str| number(name).and_then(|value| i8::try_from(value).ok());
    let month_name = |name: &str| found.name(name).and_then(|word| month(word.as_str()));
    let (year, month, day) = if let Some(year) = number("y1") {
        (Some(year), part("m1")?, part("d1")?)
    } else if let Some(first) = part("a") {
        let second = part("b").or(part("bb"))?;
        // Day first, as most of the world writes it, unless only the other way round is a date.
        let (day, month) = if second > 12 { (second, first) } else { (first, second) };
        (number("y2"), month, day)
    } else if let Some(month) = month_name("month3") {
        (number("y3"), month, part("d3")?)
    } else {
        (number("y4"), month_name("month4")?, part("d4")?)
    };
    let Some(year) = year else {
        Date::new(2024, month, day).ok()?;
        return Some(Expression::new(place, When::Named(NamedDay::Date(month, day))));
    };
    let date = Date::new(if year < 100 { year + 2000 } else { year }, month, day).ok()?;
    let time = found.name("hour").zip(found.name("minute")).filter(|(hour, _)| hour.as_str().parse::<u8>().is_ok_and(|hour| hour < 24));
    let zone = if found.name("utc").is_some() { "Z" } else { "" };
    let iso = time.map_or(date.to_string(), |(hour, minute)| format!("{date}T{:0>2}:{}{zone}", hour.as_str(), minute.as_str()));
    Some(Expression::new(place, When::Date(iso)))
}

/// What a day by name says, by the pattern of [`DAYS`] that it is of.
fn named_day(pattern: usize, word: &str) -> Option<When> {
    match pattern - DAYS_AT {
        0 => Some(When::Day(48.0)),
        1 => Some(When::Vague(168.0)),
        2 => Some(When::Day(24.0)),
        _ => weekday(word).map(|weekday| When::Named(NamedDay::Weekday(weekday))),
    }
}

/// Beginnings of the names of months; the first that fits counts.
const MONTHS: &[(i8, &[&str])] = &[
    (1, &["jan", "ene", "gen", "янв"]),
    (2, &["feb", "fév", "fev", "фев"]),
    (3, &["mar", "mär", "мар"]),
    (4, &["apr", "avr", "abr", "апр"]),
    (5, &["may", "mai", "mag", "май", "мая"]),
    (6, &["jun", "juin", "giu", "июн"]),
    (7, &["jul", "juil", "lug", "июл"]),
    (8, &["aug", "aoû", "aou", "ago", "авг"]),
    (9, &["sep", "set", "сен"]),
    (10, &["oct", "okt", "out", "ott", "окт"]),
    (11, &["nov", "ноя"]),
    (12, &["dec", "dez", "déc", "dic", "дек"]),
];

fn month(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    MONTHS.iter().find(|(_, stems)| stems.iter().any(|stem| lower.starts_with(stem))).map(|(month, _)| *month)
}

/// Beginnings of the names of weekdays.
const WEEKDAYS: &[(Weekday, &[&str])] = &[
    (Weekday::Monday, &["mon", "lun", "seg", "пон"]),
    (Weekday::Tuesday, &["tue", "die", "mardi", "marte", "ter", "вто"]),
    (Weekday::Wednesday, &["wed", "mit", "mer", "mié", "mie", "qua", "сре"]),
    (Weekday::Thursday, &["thu", "don", "jeu", "jue", "gio", "qui", "чет"]),
    (Weekday::Friday, &["fri", "fre", "ven", "vie", "sex", "пят"]),
    (Weekday::Saturday, &["sat", "sam", "sáb", "sab", "суб"]),
    (Weekday::Sunday, &["sun", "son", "dim", "dom", "вос"]),
];

fn weekday(word: &str) -> Option<Weekday> {
    let lower = word.to_lowercase();
    WEEKDAYS.iter().find(|(_, stems)| stems.iter().any(|stem| lower.starts_with(stem))).map(|(weekday, _)| *weekday)
}

/// Units by the name of their group, in hours.
const UNITS: &[(&str, f64)] = &[("minutes", 1.0 / 60.0), ("hours", 1.0), ("days", 24.0), ("weeks", 168.0), ("months", 720.0)];

/// The patterns of [`EXPRESSION`]: dates, days by name from [`DAYS_AT`] on, and lengths last.
const DATE: usize = 0;
const DAYS_AT: usize = 1;
const LENGTH: usize = DAYS_AT + DAYS.len();

/// Everything that can be an expression of time, in one pass. A length may stand without digits: its number is looked for in the words before.
static EXPRESSION: Choice = Choice::new(|| {
    let days = DAYS.map(|days| format!("{WORD_START}(?:{days}){WORD_END}"));
    let all: Vec<String> = [date_pattern()].into_iter().chain(days).chain([length_pattern()]).collect();
    compile_choice(&all.iter().map(String::as_str).collect::<Vec<_>>())
});

/// The same with their groups.
static DATE_PARTS: Pattern = Pattern::new(|| compile(&date_pattern()));
static LENGTH_PARTS: Pattern = Pattern::new(|| compile(&length_pattern()));

fn date_pattern() -> String {
    format!("{WORD_START}{}", dates())
}

fn length_pattern() -> String {
    format!("{WORD_START}{}", lengths())
}

/// What every expression of time that is written without a digit begins with, in lower case.
pub(crate) fn openings() -> Vec<String> {
    openings_of(&format!("{}|{}", DAYS.join("|"), units()))
}

fn lengths() -> String {
    format!(
        r"(?:(?:\d{{1,3}}\s?(?:-|–|—|to|or|/)\s?)?(?P<digits>\d{{1,4}}(?:[.,]\d)?)(?:\s?\([^()\n]{{1,24}}\)|\))?\+?[\s-]{{0,2}})?
        (?:(?:of|business|bussiness|buisness|working|work|bank(?:ing)?|calendar|full|whole|more|extra|additional|de|volle[rn]?|ganze[rn]?|pleines?|рабочи[хй]|полных|календарн\p{{L}}*)\s){{0,2}}
        {}",
        units()
    )
}

fn units() -> String {
    format!(
        r"(?:(?P<hours>(?:hours?|hour['’]s|hurs|horus|hrs?|h|stunden?|std|heures?|horas?|or[ae]|час(?:ов|а|ы)?|시간|小时|小時|時間){WORD_END})
          |(?P<days>(?:days?|day['’]s|dys|(?:werk|arbeits|geschäfts|kalender)?tage?n?|jours?(?:\s(?:ouvr(?:és|ables|és)))?|d[ií]as?(?:\s(?:h[aá]biles|laborables|[úu]teis))?|giorn[oi](?:\slavorativi)?|дн(?:я|ей|и)|день|сут(?:ок|ки)|일|天|日(?:間|以内|内)){WORD_END})
          |(?P<weeks>(?:weeks?|wochen?|semaines?|semanas?|settiman[ae]|недел(?:я|и|ю|ь|е)|недель|주(?:일)?|周|週間){WORD_END})
          |(?P<minutes>(?:minutes?|mins?|minuten?|minutos?|minuti|минут\p{{L}}*|분|分钟){WORD_END})
          |(?P<months>(?:months?|monate?n?|mois|mes(?:es)?|meses|mesi|месяц\p{{L}}*|개월|个月){WORD_END}))"
    )
}

static COUPLE: Pattern = Pattern::new(|| compile(r"couple(?:\sof)?\s$"));
static AND: Pattern = Pattern::new(|| compile(r"^\s{0,2}(?:,|and|&|\+|und|et|y|e|и)?\s{0,2}$"));
static RESTATED: Pattern = Pattern::new(|| {
    compile(
        r"^\s{0,2}(?:\(|=|-|—|–|,?\si\.?e\.?,?|aka)\s?(?:=|or|i\.?e\.?,?|which\sis|that\sis|more\sthan|just\sover|over|about|equals?|exactly|d\.?h\.?)?\s{0,2}$",
    )
});

/// Names of months whole, because their beginnings are words of their own (`après 3 jours`, `out 5 files`).
const MONTH_WORD: &str = r"(?:jan(?:uary|uar|vier|eiro)?|enero|gennaio|января|feb(?:ruary|ruar|rero|braio)?|février|fevereiro|февраля|mar(?:ch|s|zo|ço)?|märz|марта|apr(?:il|ile)?|avril|abril|апреля|
    may|mai|mayo|maio|maggio|мая|june?|juni|juin|junio|junho|giugno|июня|july?|juli|juillet|julio|julho|luglio|июля|aug(?:ust)?|août|aout|agosto|августа|
    sep(?:t|tember|tembre|tiembre)?|setembro|settembre|сентября|oct(?:ober|obre|ubre)?|oktober|outubro|ottobre|октября|nov(?:ember|embre|iembre|embro)?|ноября|
    dec(?:ember)?|dezember|décembre|diciembre|dezembro|dicembre|декабря)";

fn dates() -> String {
    format!(
        r"(?:(?P<y1>20\d\d)[-/.](?P<m1>\d\d?)[-/.](?P<d1>\d\d?)
          |(?P<a>\d\d?)(?:[./-](?P<b>\d\d?)[./-](?P<y2>(?:20)?\d\d)|\.(?P<bb>\d\d))
          |(?P<d3>\d\d?)(?:st|nd|rd|th|\.|º)?\s(?:of\s|de\s)?(?P<month3>{MONTH_WORD})(?:,?\s(?:de\s)?(?P<y3>20\d\d))?
          |(?P<month4>{MONTH_WORD})\s(?P<d4>\d\d?)(?:st|nd|rd|th)?(?:,?\s(?P<y4>20\d\d))?){WORD_END}
        (?:(?:,?\s(?:at\s|um\s|à\s)?|T)(?P<hour>\d\d?)[:h](?P<minute>\d\d)(?::\d\d)?(?:\s?(?P<utc>utc|gmt|z){WORD_END})?)?"
    )
}

/// Days by name, and from the message how far: the day after tomorrow, this week, today and tomorrow, and weekdays.
const DAYS: [&str; 4] = [
    r"(?:the\s)?day\safter\stomorrow|übermorgen|après-demain|pasado\smañana|depois\sde\samanhã|dopodomani|послезавтра",
    r"(?:end\sof\s(?:the|this)\s(?:work\s?|business\s)?|this\s(?:working\s|business\s)?|next\s|coming\s)week|diese[rn]?\swoche|cette\ssemaine|esta\ssemana|questa\ssettimana|эт(?:ой|у)\sнедел\p{L}",
    r"(?:end\sof\s)?today|(?:during|within)\s(?:the|this)\s(?:working\s)?day|tonight|tomorrow|tomorow|tommorow|tommorrow|(?:end\sof\s(?:the\s|this\s|business\s|working\s)?|this\s)day|eod|cob|heute|bis\smorgen|morgen\s(?:früh|abend|mittag)|aujourd['’]hui|ce\ssoir|demain|hoy|mañana|hoje|amanh[ãa]|oggi|stasera|domani|сегодня|завтра|오늘|내일|今天|明天|今日|明日",
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|
        lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|segunda(?:-feira)?|terça(?:-feira)?|quarta-feira|quinta-feira|sexta-feira|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|domenica|
        понедельник\p{L}*|вторник\p{L}*|сред[ауы]|четверг\p{L}*|пятниц\p{L}*|суббот\p{L}*|воскресень\p{L}*",
];
