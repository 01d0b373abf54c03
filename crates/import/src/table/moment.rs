//! Stamps as tables hold them: written out, as seconds since 1970, or as a spreadsheet counts days.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, ToSpan as _};
use shakedown_core::{Hostile, Stamp};

use crate::dates::{Clock, Doubt, Written};

/// What `raw` says of day and month, where it is written out.
pub(crate) fn written(raw: &str) -> Option<Written> {
    if counted(raw).is_some() { None } else { Written::of(raw) }
}

/// Whether `raw` names a day.
pub(crate) fn is_dated(raw: &str) -> bool {
    counted(raw).is_some() || Written::of(raw).is_some_and(|written| written.day.is_some() && !written.junk)
}

/// Whether `raw` names a time of day.
pub(crate) fn has_hour(raw: &str) -> bool {
    counted(raw).is_some() || Written::of(raw).is_some_and(|written| written.time.is_some())
}

/// Whether `raw` names a time of day and nothing else, or a day.
pub(crate) fn is_stamp(raw: &str) -> bool {
    counted(raw).is_some() || Written::of(raw).is_some_and(|written| !written.junk && (written.day.is_some() || written.time.is_some()))
}

/// The stamp for `raw`; it keeps the writing of the exhibit.
pub(crate) fn stamp(clock: &mut Clock<'_>, raw: &str) -> (Stamp, Doubt) {
    let Some(counted) = counted(raw) else { return clock.stamp(raw) };
    let (mut stamp, doubt) = clock.stamp(&counted);
    stamp.as_written = Hostile::new(raw);
    (stamp, doubt)
}

/// A number that counts time, written out: seconds, milli- or microseconds since 1970 (UTC), or days of a spreadsheet (no zone).
///
/// Source: ISO/IEC 29500-1, 18.17.4: serial 1 is 1900-01-01 and a 29 February 1900 is counted that never was, so day 61 on is counted from
/// 1899-12-30. Only numbers of the years 1990 to 2079 are taken for one.
fn counted(raw: &str) -> Option<String> {
    let (whole, fraction) = raw.split_once('.').unwrap_or((raw, "0"));
    if whole.is_empty() || fraction.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let instant = match whole.len() {
        10 => Timestamp::from_second(number).ok()?,
        13 => Timestamp::from_millisecond(number).ok()?,
        16 => Timestamp::from_microsecond(number).ok()?,
        5 if (32_874..65_746).contains(&number) => return serial(number, format!("0.{fraction}").parse().ok()?),
        _ => return None,
    };
    Some(instant.to_string())
}

fn serial(day: i64, part: f64) -> Option<String> {
    let date = Date::constant(1899, 12, 30).checked_add(day.days()).ok()?;
    // A day has 86,400 seconds; a fraction is held to about a tenth of one.
    #[expect(clippy::cast_possible_truncation, reason = "the part of a day is below one")]
    let seconds = (part * 86_400.0).round() as i64;
    let moment = date.to_datetime(Time::midnight()).checked_add(SignedDuration::from_secs(seconds)).ok()?;
    Some(moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::Votes;

    #[test]
    fn numbers_that_count_time_are_read_and_kept_as_written() {
        let mut clock = Clock::new(Votes::default().order(), None);
        for (raw, wanted) in [
            ("45678.5", Some("2025-01-21T12:00:00")),
            ("45678", Some("2025-01-21T00:00:00")),
            ("1741080000", Some("2025-03-04T09:20:00Z")),
            ("1741080000123", Some("2025-03-04T09:20:00.123Z")),
            ("2025-03-04 09:20", Some("2025-03-04T09:20:00")),
            ("12", None),
            ("99999", None),
        ] {
            let (stamp, _) = stamp(&mut clock, raw);
            assert_eq!((stamp.iso().as_deref(), stamp.as_written.raw()), (wanted, raw));
        }
    }
}
