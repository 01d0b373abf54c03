//! Stamps as people's programs write them. What is not written is never invented: no zone, no year, no order of day and month.

mod plain;
mod written;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use shakedown_core::{DayMonth, Hostile, ImportNote, Locator, NoteKind, Place, Precision, Stamp, Zone};

pub(crate) use written::{Day, Written};

/// Which of two numbers is the day, as far as all stamps of one item tell.
///
/// A first number above 12 proves day-month, a second one month-day. Where neither occurs, the order under which time never goes back is taken
/// for proven if the other one makes it go back. Else the order is a guess: month-day where the clock has twelve hours, day-month where not.
#[derive(Debug, Default)]
pub(crate) struct Votes {
    day_first: u64,
    month_first: u64,
    open: u64,
    twelve_hours: u64,
    back_if_day_first: u64,
    back_if_month_first: u64,
    last_if_day_first: Option<DateTime>,
    last_if_month_first: Option<DateTime>,
}

impl Votes {
    /// Count one stamp.
    pub(crate) fn see(&mut self, written: &Written) {
        let Some(Day::Open { first, second, dotted, .. }) = written.day else { return };
        self.twelve_hours += u64::from(written.twelve_hours);
        match (first > 12, second > 12) {
            (true, false) => self.day_first += 1,
            (false, true) => self.month_first += 1,
            (false, false) if first != second && !dotted => self.open += 1,
            _ => {}
        }
        for (order, last, back) in [
            (Order::DAY_FIRST, &mut self.last_if_day_first, &mut self.back_if_day_first),
            (Order::MONTH_FIRST, &mut self.last_if_month_first, &mut self.back_if_month_first),
        ] {
            let now = order.civil(written).map(|(now, _)| now);
            *back += u64::from(now.is_some() && now < *last);
            *last = now.or(*last);
        }
    }

    /// What the stamps tell.
    pub(crate) fn order(&self) -> Order {
        let month_first = match (self.day_first, self.month_first) {
            (0, 0) => match (self.back_if_day_first, self.back_if_month_first) {
                (0, back) if back > 0 => return Order { month_first: false, basis: DayMonth::Proven, open: self.open },
                (back, 0) if back > 0 => return Order { month_first: true, basis: DayMonth::Proven, open: self.open },
                _ => self.twelve_hours > 0,
            },
            (_, 0) => return Order { month_first: false, basis: DayMonth::Proven, open: self.open },
            (0, _) => return Order { month_first: true, basis: DayMonth::Proven, open: self.open },
            (day_first, month_first) => month_first > day_first,
        };
        Order { month_first, basis: DayMonth::Guessed, open: self.open }
    }
}

impl Votes {
    /// The order in which the month comes first, for those who count under both.
    pub(crate) fn month_first() -> Order {
        Order::MONTH_FIRST
    }
}

/// The order of day and month in one item, and how it is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    month_first: bool,
    basis: DayMonth,
    open: u64,
}

impl Order {
    const DAY_FIRST: Self = Self { month_first: false, basis: DayMonth::Forced, open: 0 };
    const MONTH_FIRST: Self = Self { month_first: true, basis: DayMonth::Forced, open: 0 };

    /// Whether the month comes before the day.
    pub(crate) fn is_month_first(self) -> bool {
        self.month_first
    }

    /// The note on a guess, where one matters.
    pub(crate) fn note(self) -> Option<ImportNote> {
        let guessed = self.basis == DayMonth::Guessed && self.open > 0;
        let order = if self.month_first { "month, then day" } else { "day, then month" };
        let kept_as = format!("read as {order}; stamps that can be either: {}", self.open);
        guessed.then(|| ImportNote::new(NoteKind::DayMonthGuessed, Locator::at(Place::Whole), "", kept_as))
    }

    /// Date and time on the writer's clock under this order.
    fn civil(self, written: &Written) -> Option<(DateTime, DayMonth)> {
        let (date, basis) = self.date(written.day?)?;
        let time = written.time.map_or(Some(Time::midnight()), |time| time.civil())?;
        Some((date.to_datetime(time), basis))
    }

    fn date(self, day: Day) -> Option<(Date, DayMonth)> {
        let make = |year, month: u32, day: u32| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
        match day {
            Day::Fixed { year, month, day } => Some((make(year, month, day)?, DayMonth::Forced)),
            Day::Open { first, second, year, dotted } => {
                let forced = first > 12 || second > 12 || first == second;
                let month_first = match forced {
                    true => second > 12,
                    false => self.month_first && (!dotted || self.basis == DayMonth::Proven),
                };
                let (month, day) = if month_first { (first, second) } else { (second, first) };
                let basis = if forced || (dotted && !month_first) { DayMonth::Forced } else { self.basis };
                Some((make(year, month, day)?, basis))
            }
        }
    }
}

/// Turns what is written into stamps, in the order of the item.
#[derive(Debug)]
pub(crate) struct Clock<'a> {
    order: Order,
    zone: Option<&'a TimeZone>,
    last: Option<DateTime>,
    said_dateless: bool,
}

/// What is to be said about a stamp that was not read plainly.
pub(crate) type Doubt = Option<(NoteKind, &'static str)>;

impl<'a> Clock<'a> {
    /// A clock for stamps of one item; `zone` is what the analyst gave for stamps that state none.
    pub(crate) fn new(order: Order, zone: Option<&'a TimeZone>) -> Self {
        Self { order, zone, last: None, said_dateless: false }
    }

    /// The stamp for `raw`.
    ///
    /// A time without a date takes the date of the stamp before it, unless time would go back; then, and where nothing can be read, the stamp has
    /// no time.
    pub(crate) fn stamp(&mut self, raw: &str) -> (Stamp, Doubt) {
        self.stamp_of(raw, Written::of(raw))
    }

    /// The same, where it is known what `raw` says.
    pub(crate) fn stamp_of(&mut self, raw: &str, written: Option<Written>) -> (Stamp, Doubt) {
        let mut stamp = Stamp::unreadable(raw);
        let Some(written) = written else {
            return (stamp, Some((NoteKind::TimeUnreadable, "no time")));
        };
        if written.relative {
            stamp.zone = Zone::Relative;
            return (stamp, None);
        }
        let (civil, basis, doubt) = match self.order.civil(&written) {
            Some((civil, basis)) => (civil, basis, None),
            None => match self.carried(&written) {
                Some(civil) => (civil, DayMonth::Forced, Some((NoteKind::TimeMissing, "the date of the stamp before it"))),
                None => {
                    let doubt = self.without_time(&written);
                    return (stamp, doubt);
                }
            },
        };
        self.last = Some(civil);
        stamp.precision = written.time.map_or(Precision::Day, |time| time.precision());
        self.place(&mut stamp, civil, written.offset);
        stamp.day_month = basis;
        (stamp, doubt)
    }

    /// The stamp for `raw`, which means `meant` once what stands elsewhere in the item is added: a day, a year.
    pub(crate) fn stamp_as(&mut self, raw: &str, meant: &str) -> (Stamp, Doubt) {
        let (stamp, doubt) = self.stamp(meant);
        (Stamp { as_written: Hostile::new(raw), ..stamp }, doubt)
    }

    /// The stamp for a moment that the exhibit counts in `second`s since 1970, UTC; `raw` is how it is written.
    pub(crate) fn unix(&mut self, raw: &str, second: i64) -> Option<Stamp> {
        let instant = Timestamp::from_second(second).ok()?;
        let wall = Offset::UTC.to_datetime(instant);
        self.last = Some(wall);
        Some(Stamp {
            as_written: Hostile::new(raw),
            wall: Some(wall),
            instant: Some(instant),
            zone: Zone::Stated,
            precision: Precision::Second,
            day_month: DayMonth::Forced,
        })
    }

    /// The same for a moment counted in milliseconds.
    pub(crate) fn unix_ms(&mut self, raw: &str, millisecond: i64) -> Option<Stamp> {
        let instant = Timestamp::from_millisecond(millisecond).ok()?;
        let wall = Offset::UTC.to_datetime(instant);
        let stamp = self.unix(raw, instant.as_second())?;
        self.last = Some(wall);
        Some(Stamp { wall: Some(wall), instant: Some(instant), precision: Precision::Millisecond, ..stamp })
    }

    /// What is said of a stamp that gives no time; of hours without any date once for the whole item.
    fn without_time(&mut self, written: &Written) -> Doubt {
        let dateless = written.day.is_none() && !written.day_named && self.last.is_none() && written.time.is_some();
        if !dateless {
            return Some((NoteKind::TimeUnreadable, "no time"));
        }
        let first = !self.said_dateless;
        self.said_dateless = true;
        first.then_some((NoteKind::TimeMissing, "no date: hours alone, here and below"))
    }

    fn carried(&self, written: &Written) -> Option<DateTime> {
        let last = self.last.filter(|_| written.day.is_none() && !written.day_named)?;
        let civil = last.date().to_datetime(written.time?.civil()?);
        (civil >= last).then_some(civil)
    }

    fn place(&self, stamp: &mut Stamp, civil: DateTime, offset: Option<i32>) {
        stamp.wall = Some(civil);
        let stated = offset.and_then(|seconds| Offset::from_seconds(seconds).ok()).and_then(|offset| offset.to_timestamp(civil).ok());
        if stated.is_some() {
            stamp.instant = stated;
            stamp.zone = Zone::Stated;
        } else if let Some(zone) = self.zone {
            stamp.instant = zone.to_timestamp(civil).ok();
            stamp.zone = if stamp.instant.is_some() { Zone::Assumed } else { Zone::Unknown };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(stamps: &[&str]) -> Vec<(Option<String>, Zone, DayMonth)> {
        let mut votes = Votes::default();
        stamps.iter().filter_map(|raw| Written::of(raw)).for_each(|written| votes.see(&written));
        let mut clock = Clock::new(votes.order(), None);
        stamps.iter().map(|raw| clock.stamp(raw).0).map(|stamp| (stamp.iso(), stamp.zone, stamp.day_month)).collect()
    }

    #[test]
    fn every_shape_of_stamp_that_negotiation_chats_use_is_read() {
        for (raw, iso, zone) in [
            ("26.07.2022 16:05:41 UTC", Some("2022-07-26T16:05:41Z"), Zone::Stated),
            ("17/05/2021, 19:05:39", Some("2021-05-17T19:05:39"), Zone::Unknown),
            ("1/31/2021, 6:15:35 PM", Some("2021-01-31T18:15:35"), Zone::Unknown),
            ("1 month ago", None, Zone::Relative),
            ("17 days  ago,", None, Zone::Relative),
            ("2023-08-02 22:54:31", Some("2023-08-02T22:54:31"), Zone::Unknown),
            ("2025-07-05T12:38:21.265342Z", Some("2025-07-05T12:38:21.265342Z"), Zone::Stated),
            ("2021-04-28T14:55:32+03:00", Some("2021-04-28T11:55:32Z"), Zone::Stated),
            ("15:25 12.01.2021", Some("2021-01-12T15:25:00"), Zone::Unknown),
            ("Friday, 17 May 2024 08:30:51", Some("2024-05-17T08:30:51"), Zone::Unknown),
            ("10 November 2021 00:32", Some("2021-11-10T00:32:00"), Zone::Unknown),
            ("10 November 2021 00:32 Read", Some("2021-11-10T00:32:00"), Zone::Unknown),
            ("4 October 05:53", None, Zone::Unknown),
            ("29 Aug, 22:22 PM [NY time]", None, Zone::Unknown),
            ("[27/04/2023 09:09]", Some("2023-04-27T09:09:00"), Zone::Unknown),
            ("Fri, 03 Sep 2021 00:30:38 GMT", Some("2021-09-03T00:30:38Z"), Zone::Stated),
            ("Feb 19, 2026, 1:14\u{202f}PM", Some("2026-02-19T13:14:00"), Zone::Unknown),
            ("2025-04-18", Some("2025-04-18T00:00:00"), Zone::Unknown),
            ("05/19/2025 04:21:32 am", Some("2025-05-19T04:21:32"), Zone::Unknown),
            ("11.02.2025 3:7:3", Some("2025-02-11T03:07:03"), Zone::Unknown),
            ("Sunday, 3:58", None, Zone::Unknown),
            ("Mon Dec 31 21:11:55 2011", Some("2011-12-31T21:11:55"), Zone::Unknown),
            ("Tue Mar  5 2024", Some("2024-03-05T00:00:00"), Zone::Unknown),
            ("18.03.2022 16:05 UTC+03:00", Some("2022-03-18T13:05:00Z"), Zone::Stated),
            ("04-Mar-24 12:01 PM", Some("2024-03-04T12:01:00"), Zone::Unknown),
            ("39:95:90", None, Zone::Unknown),
            ("yesterday we met", None, Zone::Relative),
            ("soon", None, Zone::Unknown),
            ("", None, Zone::Unknown),
        ] {
            let stamps = read(&[raw]);
            let found = stamps.first().map(|(iso, zone, _)| (iso.as_deref(), *zone));
            assert_eq!(found, Some((iso, zone)), "{raw}");
        }
    }

    #[test]
    fn phones_of_many_countries_are_read() {
        for (raw, iso) in [
            ("[\u{200f}18\u{200f}/3\u{200f}/2022، 14:56:01]", "2022-03-18T14:56:01"),
            ("3/18/22 14.56.01", "2022-03-18T14:56:01"),
            ("14:56:01, 3/18/22", "2022-03-18T14:56:01"),
            ("18-03-2022 14:56", "2022-03-18T14:56:00"),
            ("2019/01/20 11:23", "2019-01-20T11:23:00"),
            ("01/20/2019, 11:23 p.\u{a0}m.", "2019-01-20T23:23:00"),
            ("R4/3/18 14:56", "2022-03-18T14:56:00"),
            ("18/3/2565 BE 14:56", "2022-03-18T14:56:00"),
            ("18/3/2565 14:56", "2022-03-18T14:56:00"),
            ("١٨/٣/٢٠٢٢، ٢:٥٦\u{a0}م", "2022-03-18T14:56:00"),
            ("2022/3/18 下午2:56", "2022-03-18T14:56:00"),
            ("2022. 3. 18. 오후 2:56", "2022-03-18T14:56:00"),
            ("2022年3月18日周五 14:56:01", "2022-03-18T14:56:01"),
            ("2022年3月18日(金) 14:56:01", "2022-03-18T14:56:01"),
            ("2022年3月18日下午2:56", "2022-03-18T14:56:00"),
            ("2022년 3월 18일 (금) 오후 2:56:01", "2022-03-18T14:56:01"),
        ] {
            assert_eq!(read(&[raw]).first().and_then(|(iso, ..)| iso.clone()).as_deref(), Some(iso), "{raw}");
        }
    }

    #[test]
    fn day_and_month_are_told_apart_by_the_whole_item() {
        let basis = |stamps: &[&str]| read(stamps).first().map(|(iso, _, basis)| (iso.clone().unwrap_or_default(), *basis));
        let at = |iso: &str, basis| Some((iso.to_owned(), basis));
        assert_eq!(basis(&["3/4/2021 10:00", "25/4/2021 10:00"]), at("2021-04-03T10:00:00", DayMonth::Proven));
        assert_eq!(basis(&["3/4/2021 10:00", "4/25/2021 10:00"]), at("2021-03-04T10:00:00", DayMonth::Proven));
        assert_eq!(basis(&["9/1/2021 10:00", "10/1/2021 10:00", "3/2/2021 10:00"]), at("2021-01-09T10:00:00", DayMonth::Proven));
        assert_eq!(basis(&["12/9/20 23:55", "12/9/20 23:56"]), at("2020-09-12T23:55:00", DayMonth::Guessed));
        assert_eq!(basis(&["12/9/20 11:55 PM"]), at("2020-12-09T23:55:00", DayMonth::Guessed));
        assert_eq!(basis(&["03.04.2021 10:00"]), at("2021-04-03T10:00:00", DayMonth::Forced));
    }

    #[test]
    fn a_time_alone_takes_the_date_before_it_unless_time_would_go_back() {
        let stamps = read(&["20:15", "Friday, 17 May 2024 08:30:51", "Admin 11:10:55", "07:00"]);
        let found: Vec<_> = stamps.iter().map(|(iso, ..)| iso.as_deref()).collect();
        assert_eq!(found, [None, Some("2024-05-17T08:30:51"), Some("2024-05-17T11:10:55"), None]);
    }

    #[test]
    fn a_zone_that_the_analyst_gave_is_marked_as_assumed() {
        let zone = TimeZone::fixed(Offset::constant(2));
        let mut clock = Clock::new(Votes::default().order(), Some(&zone));
        let (stamp, doubt) = clock.stamp("2023-08-02 22:54:31");
        assert_eq!((stamp.iso().as_deref(), stamp.zone, doubt), (Some("2023-08-02T20:54:31Z"), Zone::Assumed, None));
    }
}
