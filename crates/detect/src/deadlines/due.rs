//! When a time limit falls due.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::seen::{NamedDay, SeenDeadline};

/// A moment, and what had to be assumed to name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The moment, UTC.
    pub at: Timestamp,
    /// What was assumed, in plain words; none where the text states date, time and zone.
    pub assumed: Option<&'static str>,
}

/// The moment at which a limit falls due. `said_at` is when its message was said; without it only full dates can be resolved.
///
/// A length of time counts from `said_at`. A date without a time means the end of that day, and a time without a zone is taken for UTC. A weekday is the
/// next one after `said_at`; a day without its year is the next such day.
pub fn due(seen: &SeenDeadline, said_at: Option<Timestamp>) -> Option<Due> {
    if let Some(hours) = seen.hours {
        let length = SignedDuration::try_from_secs_f64(hours * 3600.0).ok()?;
        return Some(Due { at: said_at?.checked_add(length).ok()?, assumed: Some("counted from the message's own time") });
    }
    if let Some(iso) = &seen.iso {
        return stated(iso);
    }
    let today = Offset::UTC.to_datetime(said_at?).date();
    match seen.day? {
        NamedDay::Weekday(weekday) => {
            end_of(today.nth_weekday(1, weekday).ok()?, "the end of the next such weekday after the message, UTC")
        }
        NamedDay::Date(month, day) => {
            let this_year = Date::new(today.year(), month, day).ok()?;
            let date = if this_year >= today { this_year } else { Date::new(today.year().checked_add(1)?, month, day).ok()? };
            end_of(date, "the end of the next such day after the message, UTC")
        }
    }
}

fn stated(iso: &str) -> Option<Due> {
    if let Ok(at) = iso.parse::<Timestamp>() {
        return Some(Due { at, assumed: None });
    }
    if iso.len() > 10 {
        let at = Offset::UTC.to_timestamp(iso.parse::<DateTime>().ok()?).ok()?;
        return Some(Due { at, assumed: Some("the time was taken for UTC") });
    }
    end_of(iso.parse().ok()?, "the end of that day, UTC")
}

fn end_of(date: Date, assumed: &'static str) -> Option<Due> {
    let at = Offset::UTC.to_timestamp(date.tomorrow().ok()?.to_datetime(Time::midnight())).ok()?;
    Some(Due { at, assumed: Some(assumed) })
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;
    use shakedown_core::DeadlineKind;

    use super::*;

    #[test]
    fn a_limit_falls_due_with_its_assumption_named() {
        // 2024-01-17 was a Wednesday.
        let said = "2024-01-17T10:00:00Z";
        for (hours, iso, day, said_at, expected) in [
            (Some(72.0), None, None, Some(said), Some("2024-01-20T10:00:00Z")),
            (Some(0.5), None, None, Some(said), Some("2024-01-17T10:30:00Z")),
            (Some(72.0), None, None, None, None),
            (Some(f64::MAX), None, None, Some(said), None),
            (None, Some("2024-01-21T00:00Z"), None, None, Some("2024-01-21T00:00:00Z")),
            (None, Some("2024-01-21T18:00"), None, None, Some("2024-01-21T18:00:00Z")),
            (None, Some("2024-01-21"), None, None, Some("2024-01-22T00:00:00Z")),
            (None, None, Some(NamedDay::Weekday(Weekday::Friday)), Some(said), Some("2024-01-20T00:00:00Z")),
            (None, None, Some(NamedDay::Weekday(Weekday::Wednesday)), Some(said), Some("2024-01-25T00:00:00Z")),
            (None, None, Some(NamedDay::Date(8, 30)), Some(said), Some("2024-08-31T00:00:00Z")),
            (None, None, Some(NamedDay::Date(1, 2)), Some(said), Some("2025-01-03T00:00:00Z")),
            (None, None, Some(NamedDay::Date(2, 31)), Some(said), None),
            (None, None, None, Some(said), None),
        ] {
            let iso = iso.map(str::to_owned);
            let seen = SeenDeadline { span: shakedown_core::Span::new(0, 1), hours, iso, day, kind: DeadlineKind::Payment, soft: false };
            let found = due(&seen, said_at.map(|at| at.parse().expect("a moment")));
            assert_eq!(found.map(|due| due.at.to_string()), expected.map(str::to_owned), "{seen:?}");
        }
    }
}
