//! Numbers, times and sizes as a reader wants them.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use shakedown_core::{DayMonth, Precision, Stamp, Zone};

use super::text::Text;

/// A number with thousands separated and no more decimals than it has: `1,500,000`, `0.25`.
pub(in crate::formats) fn number(value: f64) -> String {
    let text = value.to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("−", digits));
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", thousands(digits))
}

/// A count with thousands separated.
pub(in crate::formats) fn count(value: u64) -> String {
    thousands(&value.to_string())
}

/// `1 message`, `1,200 messages`.
pub(in crate::formats) fn several(value: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(value as u64), if value == 1 { one } else { many })
}

fn thousands(digits: &str) -> String {
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return digits.to_owned();
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A moment: `2025-07-05 12:38:21 UTC`.
pub(in crate::formats) fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// Points of log-odds with their sign.
pub(super) fn points(value: f64) -> String {
    format!("{value:+.2}").replace('-', "−")
}

/// A score to one decimal, which never rounds to a certainty: `97.4`, `over 99.9`.
pub(in crate::formats) fn score(value: f64) -> String {
    match value {
        high if high > 99.9 && high < 100.0 => "over 99.9".into(),
        low if low < 0.1 && low > 0.0 => "under 0.1".into(),
        _ => format!("{value:.1}"),
    }
}

/// How a deadline stands to the moment of the report.
pub(in crate::formats) fn distance(made_at: Timestamp, due: Timestamp) -> String {
    let left = due.duration_since(made_at);
    let span = length(left.abs());
    if left.is_negative() { format!("passed {span} before this report") } else { format!("{span} after this report") }
}

fn length(span: SignedDuration) -> String {
    let (days, hours, minutes) = (span.as_hours() / 24, span.as_hours() % 24, span.as_mins() % 60);
    let unit = |value: i64, name: &str| format!("{value} {name}{}", if value == 1 { "" } else { "s" });
    match (days, hours) {
        (0, 0) => unit(minutes, "minute"),
        (0, _) => unit(hours, "hour"),
        (_, 0) => unit(days, "day"),
        _ => format!("{} {}", unit(days, "day"), unit(hours, "hour")),
    }
}

/// When a message was sent, and what is not certain about it.
#[derive(Default, Serialize)]
pub(super) struct When {
    /// The time, to the precision it was written with; empty where none could be read.
    pub shown: String,
    /// What is not certain.
    pub doubt: Vec<&'static str>,
    /// As the exhibit has it, where something is not certain.
    pub written: Option<Text>,
}

impl When {
    pub fn of(stamp: &Stamp) -> Self {
        let format = match stamp.precision {
            Precision::Day => "%Y-%m-%d",
            Precision::Minute => "%Y-%m-%d %H:%M",
            Precision::Second => "%Y-%m-%d %H:%M:%S",
            Precision::Millisecond => "%Y-%m-%d %H:%M:%S%.3f",
        };
        let shown = match (stamp.instant, stamp.wall) {
            (Some(instant), _) => format!("{} UTC", instant.strftime(format)),
            (None, Some(wall)) => wall.strftime(format).to_string(),
            (None, None) => String::new(),
        };
        let mut doubt = Vec::new();
        if shown.is_empty() {
            doubt.push("time not readable");
        }
        match stamp.zone {
            Zone::Stated => {}
            Zone::Assumed => doubt.push("zone given by the analyst"),
            Zone::Unknown => doubt.push("zone not known"),
            Zone::Relative => doubt.push("counted from a moment that is not named"),
        }
        if stamp.day_month == DayMonth::Guessed {
            doubt.push("day and month may be the other way round");
        }
        let written = (!doubt.is_empty()).then(|| Text::quote(stamp.as_written.raw()));
        Self { shown, doubt, written }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        let table =
            [(1_500_000.0, "1,500,000"), (0.25, "0.25"), (1234.5, "1,234.5"), (-1000.0, "−1,000"), (999.0, "999"), (f64::NAN, "NaN")];
        for (value, written) in table {
            assert_eq!(number(value), written);
        }
        assert_eq!((points(-0.004), points(2.5)), ("−0.00".into(), "+2.50".into()));
    }

    #[test]
    fn a_score_never_rounds_to_a_certainty() {
        let table = [(97.41, "97.4"), (99.9, "99.9"), (99.99999995, "over 99.9"), (0.00002, "under 0.1"), (0.0, "0.0"), (50.0, "50.0")];
        for (value, written) in table {
            assert_eq!(score(value), written);
        }
    }

    #[test]
    fn a_deadline_is_told_by_its_two_largest_units() {
        let made_at: Timestamp = "2031-03-10T12:00:00Z".parse().unwrap();
        let table = [
            ("2031-03-12T15:30:00Z", "2 days 3 hours after this report"),
            ("2031-03-10T12:01:30Z", "1 minute after this report"),
            ("2031-03-09T11:00:00Z", "passed 1 day 1 hour before this report"),
        ];
        for (due, told) in table {
            assert_eq!(distance(made_at, due.parse().unwrap()), told);
        }
    }
}
