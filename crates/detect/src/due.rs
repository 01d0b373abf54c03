//! The moment a limit falls due.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use shakedown_core::Deadline;

/// Give `deadline` its moment: a date as it stands, taken for UTC, or a length of time counted from `from`. What was assumed is said in words; an
/// impossible date or no moment to count from leaves it without one.
pub fn settle(deadline: &mut Deadline, from: Option<Timestamp>, counted: &str) {
    let dated = deadline.iso.as_deref().and_then(moment);
    let counted_from =
        deadline.hours.zip(from).and_then(|(hours, from)| from.checked_add(SignedDuration::try_from_secs_f64(hours * 3600.0).ok()?).ok());
    (deadline.due, deadline.assumed) = match (dated, counted_from) {
        (Some((due, assumed)), _) => (Some(due), assumed.map(str::to_owned)),
        (None, Some(due)) => (Some(due), Some(counted.to_owned())),
        (None, None) => (None, None),
    };
}

/// The moment that an ISO 8601 text names, and what was assumed to read it.
fn moment(iso: &str) -> Option<(Timestamp, Option<&'static str>)> {
    if let Ok(moment) = iso.parse::<Timestamp>() {
        return Some((moment, None));
    }
    let utc = |at: DateTime| TimeZone::UTC.to_timestamp(at).ok();
    if iso.len() > 10 {
        return Some((utc(iso.parse().ok()?)?, Some("the time is taken for UTC")));
    }
    let end = iso.parse::<Date>().ok()?.at(23, 59, 59, 0);
    Some((utc(end)?, Some("the end of that day in UTC")))
}
