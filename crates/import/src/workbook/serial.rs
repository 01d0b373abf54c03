//! Numbers that a style shows as a day or a time of day.

use jiff::SignedDuration;
use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use quick_xml::events::Event;

use super::xml::{Fault, Xml, attribute};

/// What a style makes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    /// A day, a time of day, or both.
    Moment {
        day: bool,
        time: bool,
    },
}

/// What each style of cells (`cellXfs`) makes of a number.
pub(super) fn read_styles(xml: &mut Xml<'_>, styles: &mut Vec<Shown>) -> Result<(), Fault> {
    const STYLES: usize = 65_536;
    let mut own: Vec<(u32, Shown)> = Vec::new();
    let mut in_cells = false;
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "cellXfs" => in_cells = true,
                "numFmt" if own.len() < STYLES => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok());
                    let code = attribute(&element, "formatCode").unwrap_or_default();
                    own.extend(id.map(|id| (id, by_code(&code))));
                }
                "xf" if in_cells && styles.len() < STYLES => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or_default();
                    styles.push(own.iter().find(|(known, _)| *known == id).map_or_else(|| built_in(id), |(_, shown)| *shown));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cells = false,
            _ => {}
        }
    }
    Ok(())
}

/// The formats that every program has without naming them, with those of the East Asian ones.
fn built_in(id: u32) -> Shown {
    match id {
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shown::Moment { day: true, time: false },
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Shown::Moment { day: false, time: true },
        22 => Shown::Moment { day: true, time: true },
        _ => Shown::Number,
    }
}

/// What a format code says: `dd/mm/yyyy hh:mm`. Quoted words, escaped characters and colours are no code.
fn by_code(code: &str) -> Shown {
    let (mut day, mut time, mut month_or_minute) = (false, false, false);
    let mut characters = code.split(';').next().unwrap_or_default().chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => characters.by_ref().take_while(|character| *character != '"').for_each(drop),
            '\\' | '_' | '*' => drop(characters.next()),
            '[' => {
                let inside: String = characters.by_ref().take_while(|character| *character != ']').collect();
                // `[h]` counts hours on, `[Red]` and `[$-409]` are no code.
                time |= matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss");
            }
            'y' | 'Y' | 'd' | 'D' => day = true,
            'h' | 'H' | 's' | 'S' => time = true,
            'm' | 'M' => month_or_minute = true,
            // `General` has an `a` and an `e`.
            'G' | 'g' if code.to_ascii_lowercase().starts_with("general") => return Shown::Number,
            _ => {}
        }
    }
    match (day, time, month_or_minute) {
        (false, false, false) => Shown::Number,
        (day, time, _) => Shown::Moment { day: day || !time, time },
    }
}

/// `number` as it is shown, written as ISO 8601 has it; nothing where it is no day that a calendar has.
pub(super) fn moment(number: &str, shown: Shown, from_1904: bool) -> Option<String> {
    let Shown::Moment { day: shows_day, time: shows_time } = shown else { return None };
    let number: f64 = number.parse().ok().filter(|number| (0.0..2_958_466.0).contains(number))?;
    #[expect(clippy::cast_possible_truncation, reason = "below three million")]
    let (days, seconds) = (number.floor() as i64, (number.fract() * 86_400.0).round() as i64);
    let time = Time::midnight().wrapping_add(SignedDuration::from_secs(seconds));
    let clock = time.strftime("%H:%M:%S");
    if days == 0 && !from_1904 {
        return Some(clock.to_string());
    }
    // Day 60 is a 29 February 1900 that never was.
    let origin = match (from_1904, days) {
        (true, _) => Date::constant(1904, 1, 1),
        (false, 0..=60) => Date::constant(1899, 12, 31),
        (false, _) => Date::constant(1899, 12, 30),
    };
    let date = origin.checked_add((days + i64::from(seconds == 86_400)).days()).ok()?;
    let has_time = seconds % 86_400 != 0;
    Some(if has_time || (shows_time && shows_day) { format!("{date} {clock}") } else { date.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_code_tells_days_and_hours_from_numbers() {
        let (day, time, both) =
            (Shown::Moment { day: true, time: false }, Shown::Moment { day: false, time: true }, Shown::Moment { day: true, time: true });
        for (code, wanted) in [
            ("General", Shown::Number),
            ("0.00", Shown::Number),
            ("#,##0 \"days\"", Shown::Number),
            ("[Red]0", Shown::Number),
            ("dd/mm/yyyy", day),
            ("[$-409]mmm\\-yy;@", day),
            ("h:mm AM/PM", time),
            ("[h]:mm:ss", time),
            ("yyyy\\-mm\\-dd\\ hh:mm", both),
        ] {
            assert_eq!(by_code(code), wanted, "{code}");
        }
    }

    #[test]
    fn a_number_is_the_day_that_it_is_shown_as() {
        let (day, both) = (Shown::Moment { day: true, time: false }, Shown::Moment { day: true, time: true });
        for (number, shown, from_1904, wanted) in [
            ("45678", day, false, Some("2025-01-21")),
            ("45678.5", both, false, Some("2025-01-21 12:00:00")),
            ("45678", both, false, Some("2025-01-21 00:00:00")),
            ("45678.999999999", both, false, Some("2025-01-22 00:00:00")),
            ("0.25", Shown::Moment { day: false, time: true }, false, Some("06:00:00")),
            ("1", day, false, Some("1900-01-01")),
            ("44216", day, true, Some("2025-01-21")),
            ("-1", day, false, None),
            ("1e300", day, false, None),
            ("12", Shown::Number, false, None),
        ] {
            assert_eq!(moment(number, shown, from_1904).as_deref(), wanted, "{number}");
        }
    }
}
