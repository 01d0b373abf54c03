//! The day of a line of a log: from its stamp, from the lines that name a day, or from the name of the file.

use std::borrow::Cow;

use jiff::Span;
use jiff::civil::{Date, Time};

use crate::dates::{Day, Written};

/// How far the hours must go back for a new day to have begun, in hours.
const NIGHT: i8 = 6;

/// The day as far as the log has told it.
#[derive(Debug, Default)]
pub(crate) struct Calendar {
    day: Option<Date>,
    last: Option<Time>,
    /// Whether the last stamp opened a day that no line names.
    pub(crate) turned: bool,
}

impl Calendar {
    /// A calendar that begins with the day that `name` holds: `2004-11-15`, `20041115`.
    pub(crate) fn by_name(name: &str) -> Option<Self> {
        let numbers = |text: &str| text.parse::<i16>().ok();
        let at = |start: usize| {
            let text = name.get(start..)?;
            let dashed = text.get(..10).filter(|text| {
                text.bytes().zip(*b"0000-00-00").all(|(found, wanted)| match wanted {
                    b'0' => found.is_ascii_digit(),
                    _ => matches!(found, b'-' | b'_' | b'.'),
                })
            });
            let glued = text.get(..8).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
            let (year, month, day, length) = match (dashed, glued) {
                (Some(text), _) => (text.get(..4)?, text.get(5..7)?, text.get(8..10)?, 10),
                (None, Some(text)) => (text.get(..4)?, text.get(4..6)?, text.get(6..8)?, 8),
                _ => return None,
            };
            let more = text.get(length..).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
            let date = Date::new(numbers(year)?, i8::try_from(numbers(month)?).ok()?, i8::try_from(numbers(day)?).ok()?).ok()?;
            (!more && (1988..=2100).contains(&date.year())).then_some(date)
        };
        let starts = name.char_indices().map(|(start, _)| start).filter(|start| {
            let before = name.get(..*start).and_then(|before| before.chars().next_back());
            before.is_none_or(|before| !before.is_ascii_digit())
        });
        starts.take(200).find_map(at).map(|day| Self { day: Some(day), last: None, turned: false })
    }

    /// A calendar that begins with `day`.
    pub(crate) fn of(day: Date) -> Self {
        Self { day: Some(day), ..Self::default() }
    }

    /// A stamp with a day of its own was read.
    pub(crate) fn reach(&mut self, day: Date) {
        self.day = Some(day);
    }

    /// Whether `stamp` needs a day or a year that the log has not told so far.
    pub(crate) fn lacks_day(&self, stamp: &str) -> bool {
        self.day.is_none() && Written::of(&english(stamp)).is_some_and(|written| written.day.is_none())
    }

    /// A line of the program names a day: `--- Day changed Tue Mar 05 2024`, `**** BEGIN LOGGING AT Tue Mar  5 10:11:12 2024`.
    pub(crate) fn see(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let from = words.len().saturating_sub(7);
        let named = (from..words.len()).find_map(|start| {
            let text = words.get(start..)?.join(" ");
            let written = Written::of(&english(&text))?;
            match written.day? {
                Day::Fixed { year, month, day } if !written.junk => date(year, month, day),
                _ => None,
            }
        });
        if let Some(day) = named {
            *self = Self { day: Some(day), last: None, turned: false };
        }
    }

    /// What `stamp` means: with the day where it names none, with the year where it names only a day.
    pub(crate) fn meant<'s>(&mut self, stamp: &'s str) -> Cow<'s, str> {
        self.turned = false;
        let text = if stamp.contains("] [") { Cow::Owned(english(&stamp.replace("] [", " ")).into_owned()) } else { english(stamp) };
        let Some(written) = Written::of(&text) else { return text };
        match written.day {
            Some(Day::Fixed { year, month, day }) => self.day = date(year, month, day).or(self.day),
            Some(Day::Open { .. }) => {}
            None => {
                let Some(hour) = written.time.and_then(|time| time.civil()) else { return text };
                let day = match written.month_day {
                    Some((month, day)) => self.with_year(month, day),
                    None => self.by_hour(hour),
                };
                self.last = Some(hour);
                if let Some(day) = day {
                    self.day = Some(day);
                    let half = if written.twelve_hours { format!("{hour}") } else { hour_of(&text) };
                    return format!("{day} {half}").into();
                }
            }
        }
        text
    }

    /// The day in the year that the log has come to.
    fn with_year(&self, month: u32, day: u32) -> Option<Date> {
        let known = self.day?;
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        let next = known.month() == 12 && month == 1;
        Date::new(known.year() + i16::from(next), month, day).ok()
    }

    /// The day of an hour: the next one where the hours go back over a night.
    fn by_hour(&mut self, hour: Time) -> Option<Date> {
        let day = self.day?;
        let back = self.last.is_some_and(|last| hour < last && last.hour() - hour.hour() >= NIGHT);
        self.turned = back;
        if back { day.checked_add(Span::new().days(1)).ok() } else { Some(day) }
    }
}

fn date(year: i16, month: u32, day: u32) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The hour in `text` as it stands there.
fn hour_of(text: &str) -> String {
    let words = text.split_whitespace();
    let hour = words.skip_while(|word| !word.contains(':')).collect::<Vec<_>>().join(" ");
    hour.trim_matches(['[', ']', '(', ')']).to_owned()
}

/// `text` with the names of months in English.
///
/// Source: Unicode CLDR 46, abbreviated months of the languages whose clients are translated.
pub(crate) fn english(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic()) {
        return Cow::Borrowed(text);
    }
    const MONTHS: [(&str, &[&str]); 12] = [
        ("Jan", &["janv", "gen", "ene", "sty", "янв", "oca", "januar", "janvier", "gennaio", "enero"]),
        ("Feb", &["févr", "fév", "fev", "lut", "фев", "şub", "februar", "février", "febbraio", "febrero"]),
        ("Mar", &["mär", "märz", "mars", "mrt", "мар", "mars", "marzo", "março"]),
        ("Apr", &["avr", "avril", "abr", "kwi", "апр", "nis", "aprile", "abril"]),
        ("May", &["mai", "mag", "mei", "maj", "май", "мая", "maggio", "mayo", "maio"]),
        ("Jun", &["juin", "giu", "cze", "июн", "haz", "juni", "giugno", "junio"]),
        ("Jul", &["juil", "lug", "lip", "июл", "tem", "juli", "juillet", "luglio", "julio"]),
        ("Aug", &["août", "aoû", "ago", "sie", "авг", "ağu", "agosto"]),
        ("Sep", &["set", "wrz", "сен", "eyl", "settembre", "septiembre", "septembre"]),
        ("Oct", &["okt", "ott", "out", "paź", "окт", "eki", "oktober", "ottobre", "octubre", "octobre"]),
        ("Nov", &["lis", "ноя", "kas", "novembre", "noviembre"]),
        ("Dec", &["dez", "déc", "dic", "gru", "дек", "ara", "dezember", "dicembre", "diciembre", "décembre"]),
    ];
    let word = |word: &str| {
        let plain = word.trim_end_matches(['.', ',']).to_lowercase();
        MONTHS.iter().find(|(_, names)| names.contains(&plain.as_str())).map_or_else(|| word.to_owned(), |(month, _)| (*month).to_owned())
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_the_name_of_the_file_is_found() {
        for (name, day) in [
            ("2004-11-15_03.raw.txt", Some("2004-11-15")),
            ("#chan_20240305.log", Some("2024-03-05")),
            ("#chan.2024-03-05.weechatlog", Some("2024-03-05")),
            ("chat.log", None),
            ("1234567890123.log", None),
            ("2024-13-05.log", None),
        ] {
            let found = Calendar::by_name(name).and_then(|calendar| calendar.day).map(|day| day.to_string());
            assert_eq!(found.as_deref(), day, "{name}");
        }
    }

    #[test]
    fn hours_take_the_day_that_was_named_and_turn_it_at_night() {
        let mut calendar = Calendar::default();
        assert_eq!(calendar.meant("10:11"), "10:11");
        calendar.see("--- Log opened Tue Mar 05 10:11:12 2024");
        let found: Vec<String> = ["10:11", "23:58", "00:03", "00:02"].iter().map(|hour| calendar.meant(hour).into_owned()).collect();
        assert_eq!(found, ["2024-03-05 10:11", "2024-03-05 23:58", "2024-03-06 00:03", "2024-03-06 00:02"]);
        calendar.see("**** INIZIO DEL LOG Sun Feb 26 19:52:46 2012");
        assert_eq!(calendar.meant("feb 26 19:52:51"), "2012-02-26 19:52:51");
        assert_eq!(calendar.meant("16 Jan 14:42"), "2012-01-16 14:42");
    }
}
