//! What a stamp says, piece by piece, before anything is concluded from it.

use jiff::civil::Time;
use shakedown_core::Precision;

use super::plain;
use crate::shadow::Shadow;

/// The longest stamp, in characters.
const MAX: usize = 80;

/// The day that a stamp names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    /// The writing says which number is what.
    Fixed { year: i16, month: u32, day: u32 },
    /// Two numbers of which either may be the day.
    Open { first: u32, second: u32, year: i16, dotted: bool },
}

/// The time of day that a stamp names, on a clock of 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hour {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: Option<u32>,
    pub(super) nanosecond: Option<u32>,
}

impl Hour {
    /// The time, where there is one; a leap second is held at 59.
    pub(crate) fn civil(self) -> Option<Time> {
        let part = |value: u32| i8::try_from(value).ok();
        let second = self.second.unwrap_or_default();
        let nanosecond = i32::try_from(self.nanosecond.unwrap_or_default()).ok()?;
        Time::new(part(self.hour)?, part(self.minute)?, part(if second == 60 { 59 } else { second })?, nanosecond).ok()
    }

    /// Whether it tells the second.
    pub(crate) fn has_seconds(self) -> bool {
        self.second.is_some()
    }

    pub(crate) fn precision(self) -> Precision {
        match (self.second, self.nanosecond) {
            (_, Some(_)) => Precision::Millisecond,
            (Some(_), None) => Precision::Second,
            (None, None) => Precision::Minute,
        }
    }
}

/// What a stamp says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) day: Option<Day>,
    pub(crate) time: Option<Hour>,
    /// Seconds east of Greenwich.
    pub(crate) offset: Option<i32>,
    /// It counts from a moment that it does not name.
    pub(crate) relative: bool,
    /// It names a day in a way that does not say which: a day of the week, a day and month without a year.
    pub(crate) day_named: bool,
    /// Month and day where the stamp names no year.
    pub(crate) month_day: Option<(u32, u32)>,
    /// Its clock has twelve hours.
    pub(crate) twelve_hours: bool,
    /// It holds words or numbers that are no part of a stamp.
    pub(crate) junk: bool,
    /// How many digits the year has.
    pub(crate) year_digits: usize,
    /// What stands between the numbers of the day.
    pub(crate) separator: char,
}

impl Written {
    /// What `raw` says, or nothing where it names neither a day nor a time.
    pub(crate) fn of(raw: &str) -> Option<Self> {
        plain::read(raw).or_else(|| Self::by_tokens(raw))
    }

    /// The same, whatever the writing.
    pub(super) fn by_tokens(raw: &str) -> Option<Self> {
        let shadow = Shadow::of(raw, MAX + 1);
        if raw.chars().nth(MAX).is_some() {
            return None;
        }
        let tokens = tokens(&shadow.text);
        let mut reader = Reader { tokens: &tokens, at: 0, written: Self::default(), afternoon: None };
        while reader.at < tokens.len() {
            reader.step();
        }
        let written = reader.finish();
        (written.day.is_some() || written.time.is_some() || written.relative).then_some(written)
    }

    /// Whether `raw` is a stamp and nothing else: with a time, and with no words that are no part of it.
    pub(crate) fn alone(raw: &str) -> Option<Self> {
        Self::of(raw).filter(|written| !written.junk && !written.relative && written.time.is_some_and(|time| time.civil().is_some()))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Number { value: u32, digits: usize },
    Word(&'a str),
    Mark(char),
    Space,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = |character: char| match character {
            _ if character.is_ascii_digit() => 0,
            _ if character.is_alphabetic() => 1,
            _ if character.is_whitespace() => 2,
            _ => 3,
        };
        let run = match kind(first) {
            3 => first.len_utf8(),
            wanted => rest.find(|character| kind(character) != wanted).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at_checked(run).unwrap_or((rest, ""));
        tokens.push(match kind(first) {
            0 => Token::Number { value: token.parse().unwrap_or(u32::MAX), digits: token.len() },
            1 => Token::Word(token),
            2 => Token::Space,
            _ => Token::Mark(first),
        });
        rest = after;
    }
    tokens
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    written: Written,
    afternoon: Option<bool>,
}

impl<'a> Reader<'a> {
    fn token(&self, ahead: usize) -> Option<Token<'a>> {
        self.tokens.get(self.at + ahead).copied()
    }

    fn number(&self, ahead: usize) -> Option<(u32, usize)> {
        match self.token(ahead) {
            Some(Token::Number { value, digits }) => Some((value, digits)),
            _ => None,
        }
    }

    fn mark(&self, ahead: usize) -> Option<char> {
        match self.token(ahead) {
            Some(Token::Mark(mark)) => Some(mark),
            _ => None,
        }
    }

    fn word(&self, ahead: usize) -> Option<&'a str> {
        match self.token(ahead) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// The place of the next token that is no space, from `ahead` on.
    fn past_space(&self, ahead: usize) -> usize {
        if self.token(ahead) == Some(Token::Space) { ahead + 1 } else { ahead }
    }

    fn step(&mut self) {
        let taken = match self.token(0) {
            Some(Token::Number { .. }) => {
                let day = self.relative().or_else(|| self.time()).or_else(|| self.numeric_day()).or_else(|| self.named_numbers_day());
                let day = day.or_else(|| self.day_month_name());
                day.or_else(|| self.late_year())
            }
            Some(Token::Word(word)) => self.era_day().or_else(|| self.month_name_day()).or_else(|| self.known_word(word)),
            Some(Token::Mark('+' | '-')) => self.offset(0).filter(|_| self.written.time.is_some()).or(Some(1)),
            _ => Some(1),
        };
        if taken.is_none() {
            self.written.junk = true;
        }
        self.at += taken.unwrap_or(1);
    }

    /// `17 days ago`.
    fn relative(&mut self) -> Option<usize> {
        let unit = self.word(self.past_space(1))?.to_lowercase();
        let unit = unit.strip_suffix('s').unwrap_or(&unit);
        if !matches!(unit, "second" | "sec" | "minute" | "min" | "hour" | "day" | "week" | "month" | "year") {
            return None;
        }
        let ago = self.past_space(self.past_space(1) + 1);
        if self.word(ago)?.eq_ignore_ascii_case("ago") {
            self.written.relative = true;
            return Some(ago + 1);
        }
        None
    }

    /// `9:05`, `19:05:39.265342`, `14.56.01` once the day is known.
    fn time(&mut self) -> Option<usize> {
        let mark = self.mark(1).filter(|mark| *mark == ':' || (*mark == '.' && self.written.day.is_some()))?;
        let (hour, hour_digits) = self.number(0)?;
        let (minute, minute_digits) = self.number(2)?;
        if self.written.time.is_some() || hour_digits > 2 || minute_digits > 2 || hour > 23 || minute > 59 {
            return None;
        }
        let second = self.number(4).filter(|(second, digits)| self.mark(3) == Some(mark) && *digits <= 2 && *second <= 60);
        let fraction = self.number(6).filter(|_| second.is_some() && matches!(self.mark(5), Some('.' | ',')));
        let nanosecond = fraction.and_then(|(value, digits)| nanoseconds(value, digits));
        self.written.time = Some(Hour { hour, minute, second: second.map(|(second, _)| second), nanosecond });
        Some(if nanosecond.is_some() {
            7
        } else if second.is_some() {
            5
        } else {
            3
        })
    }

    /// `17/05/2021`, `2022. 3. 18.`, `2025-07-05`.
    fn numeric_day(&mut self) -> Option<usize> {
        let (first, first_digits) = self.number(0)?;
        let separator = self.mark(1).filter(|mark| matches!(mark, '/' | '-' | '.'))?;
        let second_at = self.past_space(2);
        let (second, second_digits) = self.number(second_at)?;
        if self.written.day.is_some() || self.mark(second_at + 1) != Some(separator) || second_digits > 2 {
            return None;
        }
        let third_at = self.past_space(second_at + 2);
        let (third, third_digits) = self.number(third_at)?;
        let (day, year_digits) = match (first_digits, third_digits) {
            (4, 1..=2) => (Day::Fixed { year: year(first, 4)?, month: second, day: third }, 4),
            (1..=2, 2 | 4) => {
                let year = year(third, third_digits)?;
                (Day::Open { first, second, year, dotted: separator == '.' }, third_digits)
            }
            _ => return None,
        };
        self.written.day = Some(day);
        self.written.year_digits = year_digits;
        self.written.separator = separator;
        Some(third_at + 1)
    }

    /// `2024年3月5日`, `2024년 3월 5일`; the day of the week and the half of the day may follow without a space.
    fn named_numbers_day(&mut self) -> Option<usize> {
        let (year_value, digits) = self.number(0).filter(|(_, digits)| *digits == 4)?;
        let opens = |word: Option<&str>, names: [char; 2]| word.is_some_and(|word| word.starts_with(names));
        let month_at = self.past_space(2);
        let (month, _) = self.number(month_at).filter(|_| opens(self.word(1), ['年', '년']))?;
        let day_at = self.past_space(month_at + 2);
        let (day, _) = self.number(day_at).filter(|_| opens(self.word(month_at + 1), ['月', '월']))?;
        let after = self.word(day_at + 1).filter(|word| word.starts_with(['日', '일']))?;
        if self.written.day.is_some() {
            return None;
        }
        self.written.day = Some(Day::Fixed { year: year(year_value, digits)?, month, day });
        self.written.year_digits = 4;
        let holds = |halves: [&str; 3]| halves.iter().any(|half| after.contains(half));
        if holds(["下午", "午後", "오후"]) || holds(["上午", "午前", "오전"]) {
            self.afternoon = Some(holds(["下午", "午後", "오후"]));
        }
        Some(day_at + 2)
    }

    /// `R4/3/18`: a year of a Japanese era.
    fn era_day(&mut self) -> Option<usize> {
        let start = match self.word(0)? {
            "R" | "令和" => 2018,
            "H" | "平成" => 1988,
            "S" | "昭和" => 1925,
            _ => return None,
        };
        let (year, _) = self.number(1)?;
        let separator = self.mark(2).filter(|mark| matches!(mark, '/' | '-' | '.'))?;
        let ((month, _), (day, _)) = (self.number(3)?, self.number(5).filter(|_| self.mark(4) == Some(separator))?);
        let year = i16::try_from(year.checked_add(start)?).ok()?;
        self.written.day = Some(Day::Fixed { year, month, day });
        self.written.separator = separator;
        Some(6)
    }

    /// `17 May 2024`, `4 October`.
    fn day_month_name(&mut self) -> Option<usize> {
        let (day, digits) = self.number(0)?;
        let month_at = if self.mark(1) == Some('-') { 2 } else { self.past_space(1) };
        let month = month(self.word(month_at)?)?;
        if self.written.day.is_some() || digits > 2 {
            return None;
        }
        Some(self.named_day(day, month, month_at + 1))
    }

    /// `Feb 19, 2026`.
    fn month_name_day(&mut self) -> Option<usize> {
        let month = month(self.word(0)?)?;
        let after_dot = if self.mark(1) == Some('.') { 2 } else { 1 };
        let day_at = self.past_space(after_dot);
        let (day, digits) = self.number(day_at)?;
        if self.written.day.is_some() || digits > 2 || self.mark(day_at + 1) == Some(':') {
            return None;
        }
        Some(self.named_day(day, month, day_at + 1))
    }

    /// `2024` at the end of `Mar 5 10:11:12 2024`.
    fn late_year(&mut self) -> Option<usize> {
        let (month, day) = self.written.month_day?;
        let (value, digits) = self.number(0).filter(|(value, digits)| *digits == 4 && (1970..=2100).contains(value))?;
        self.written.day = Some(Day::Fixed { year: year(value, digits)?, month, day });
        self.written.month_day = None;
        self.written.year_digits = 4;
        Some(1)
    }

    /// The year after a day with a month's name, where one follows; how many tokens the whole takes.
    fn named_day(&mut self, day: u32, month: u32, after: usize) -> usize {
        self.written.day_named = true;
        let mut at = after;
        while matches!(self.token(at), Some(Token::Space | Token::Mark(',' | '.' | '-'))) && at < after + 2 {
            at += 1;
        }
        // `04-Mar-24`: between dashes two digits are a year.
        let dashed = at == after + 1 && self.mark(after) == Some('-') && self.mark(at + 1) != Some(':');
        let year_digits = if dashed { [2, 4] } else { [4, 4] };
        match self.number(at).filter(|(_, digits)| year_digits.contains(digits)).and_then(|(value, digits)| year(value, digits)) {
            Some(year) => {
                self.written.day = Some(Day::Fixed { year, month, day });
                self.written.year_digits = self.number(at).map_or(4, |(_, digits)| digits);
                at + 1
            }
            None => {
                self.written.month_day = Some((month, day));
                after
            }
        }
    }

    fn known_word(&mut self, word: &str) -> Option<usize> {
        let word = word.to_lowercase();
        match word.as_str() {
            "am" | "ص" | "πμ" | "sa" | "上午" | "午前" | "오전" => self.half(false, 1),
            "pm" | "م" | "μμ" | "ch" | "下午" | "午後" | "오후" => self.half(true, 1),
            "a" | "p" => {
                let m = self.past_space(if self.mark(1) == Some('.') { 2 } else { 1 });
                let is_m = self.word(m).is_some_and(|word| word.eq_ignore_ascii_case("m"));
                if is_m { self.half(word == "p", m + 1) } else { None }
            }
            "utc" | "gmt" | "ut" | "z" => {
                let (seconds, taken) = self.offset_value(self.past_space(1)).unwrap_or((0, 1));
                self.written.offset = Some(seconds);
                Some(taken)
            }
            "t" | "at" | "be" => Some(1),
            "yesterday" | "today" | "now" => {
                self.written.relative = true;
                Some(1)
            }
            _ if is_weekday(&word) => {
                self.written.day_named = true;
                Some(1)
            }
            _ => None,
        }
    }

    fn half(&mut self, afternoon: bool, taken: usize) -> Option<usize> {
        self.afternoon = Some(afternoon);
        Some(taken)
    }

    /// `+03:00`, `-0700`, `+3` right after a time or a zone's name.
    fn offset(&mut self, at: usize) -> Option<usize> {
        if self.written.time.is_none() || self.written.offset.is_some() {
            return None;
        }
        let (seconds, taken) = self.offset_value(at)?;
        self.written.offset = Some(seconds);
        Some(taken)
    }

    fn offset_value(&self, at: usize) -> Option<(i32, usize)> {
        let sign = match self.mark(at)? {
            '+' => 1,
            '-' => -1,
            _ => return None,
        };
        let (value, digits) = self.number(at + 1)?;
        let (hours, minutes, taken) = match (digits, self.mark(at + 2), self.number(at + 3)) {
            (1..=2, Some(':'), Some((minutes, 2))) => (value, minutes, at + 4),
            (4, ..) => (value / 100, value % 100, at + 2),
            (1..=2, ..) => (value, 0, at + 2),
            _ => return None,
        };
        let seconds = i32::try_from(hours * 3600 + minutes * 60).ok().filter(|_| hours <= 15 && minutes <= 59)?;
        Some((sign * seconds, taken))
    }

    fn finish(mut self) -> Written {
        self.written.twelve_hours = self.afternoon.is_some();
        if let (Some(time), Some(afternoon)) = (&mut self.written.time, self.afternoon) {
            time.hour = on_24(time.hour, afternoon);
        }
        self.written
    }
}

/// The hour of a half of the day on a clock of 24 hours.
pub(super) fn on_24(hour: u32, afternoon: bool) -> u32 {
    match (hour, afternoon) {
        (12, false) => 0,
        (1..=11, true) => hour + 12,
        _ => hour,
    }
}

/// A year as written: two digits since 1970, Buddhist years counted back.
pub(super) fn year(value: u32, digits: usize) -> Option<i16> {
    let year = match (digits, value) {
        (2, 0..=69) => 2000 + value,
        (2, _) => 1900 + value,
        (_, 2400..=2700) => value - 543,
        _ => value,
    };
    i16::try_from(year).ok()
}

fn nanoseconds(value: u32, digits: usize) -> Option<u32> {
    match digits {
        1..=9 => value.checked_mul(10u32.checked_pow(u32::try_from(9 - digits).ok()?)?),
        _ => None,
    }
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let word = word.to_lowercase();
    let named = |name: &str| name == word || name.get(..3) == Some(word.as_str()) || (word == "sept" && name == "september");
    MONTHS.iter().position(|name| named(name)).and_then(|index| u32::try_from(index + 1).ok())
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.iter().any(|day| *day == word || day.get(..3) == Some(word) || (word.len() == 4 && day.starts_with(word)))
}
