//! One column: what its values are, by counting what each looks like.

use std::collections::BTreeMap;

use jiff::civil::Date;
use shakedown_core::{ColumnKind, SampleColumn};

use crate::dates::{Clock, Votes, Written};

use super::distinct::{Distinct, hash};
use super::kinds::{self, Sign};

/// Values up to which a column's distinct values are counted exactly.
const EXACT: usize = 16_384;
/// The share of values that must be of a kind for the column to be of it.
const MOST: f64 = 0.8;

pub(super) struct Column {
    hint: Option<ColumnKind>,
    filled: u64,
    signs: BTreeMap<Sign, u64>,
    distinct: Distinct,
    days: Days,
    /// The last number, and how often one was the number before it and one.
    last: Option<i64>,
    counted_up: u64,
}

impl Column {
    pub(super) fn named(name: &str) -> Self {
        Self {
            hint: kinds::hint(name),
            filled: 0,
            signs: BTreeMap::new(),
            distinct: Distinct::up_to(EXACT),
            days: Days::default(),
            last: None,
            counted_up: 0,
        }
    }

    /// Count one value.
    pub(super) fn see(&mut self, value: &str) {
        self.filled += 1;
        self.distinct.see(hash(value));
        let (signs, days) = (&mut self.signs, &mut self.days);
        kinds::signs(value, &mut |sign| {
            *signs.entry(sign).or_default() += 1;
            if sign.0 == ColumnKind::Date {
                days.see(value);
            }
        });
        let number = value.parse::<i64>().ok();
        self.counted_up += u64::from(number.is_some() && number == self.last.and_then(|last| last.checked_add(1)));
        self.last = number;
    }

    /// What the column is.
    pub(super) fn finish(&self) -> SampleColumn {
        let (distinct, exact) = self.distinct.count();
        let (kind, sort, count) = self.kind(distinct);
        let checked = matches!(kind, ColumnKind::Card | ColumnKind::CheckedNumber);
        SampleColumn {
            kind,
            sort: (!sort.is_empty()).then(|| sort.to_owned()),
            share: if self.filled == 0 { 0.0 } else { count as f64 / self.filled as f64 },
            filled: self.filled,
            distinct,
            exact,
            check_digits_right: checked.then(|| self.count(ColumnKind::CheckedNumber).1),
            dates: match kind {
                ColumnKind::Date => self.days.months(),
                ColumnKind::BirthDate => self.days.years(),
                _ => None,
            },
        }
    }

    /// The most frequent sort of `kind`, and how many values are of the kind.
    fn count(&self, kind: ColumnKind) -> (&'static str, u64) {
        let of_kind = || self.signs.iter().filter(move |((known, _), _)| *known == kind);
        let sort = of_kind().max_by_key(|(_, count)| **count).map_or("", |((_, sort), _)| *sort);
        // A number may pass for that of several countries: the likeliest one counts.
        let count = if kind == ColumnKind::NationalId {
            of_kind().map(|(_, count)| *count).max()
        } else {
            Some(of_kind().map(|(_, count)| count).sum())
        };
        (sort, count.unwrap_or_default())
    }

    fn kind(&self, distinct: u64) -> (ColumnKind, &'static str, u64) {
        use ColumnKind as Kind;
        let enough = |count: u64| count as f64 >= self.filled as f64 * MOST;
        if self.filled == 0 {
            return (Kind::Empty, "", 0);
        }
        let most = |kind: Kind| Some(self.count(kind)).filter(|(_, count)| enough(*count)).map(|(sort, count)| (kind, sort, count));
        let sure = [Kind::Mail, Kind::PasswordHash, Kind::Ip, Kind::Url, Kind::Iban].into_iter().find_map(most);
        if let Some(found) = sure {
            return found;
        }
        if let Some(kind) = self.hint.filter(|kind| matches!(kind, Kind::Password | Kind::Phone | Kind::Address | Kind::Name)) {
            return (kind, "", self.filled);
        }
        if enough(self.counted_up + 1) && self.filled > 2 {
            return (Kind::Sequence, "", self.counted_up + 1);
        }
        // One value in ten has a right check digit by chance, and one in eleven that of a country: a column hardly has.
        let checked = Some(self.count(Kind::NationalId)).filter(|(_, count)| *count as f64 >= self.filled as f64 * 0.95 && self.filled > 2);
        if let Some((sort, count)) = checked {
            return (Kind::NationalId, sort, count);
        }
        if let Some((_, sort, count)) = most(Kind::Card).filter(|_| enough(self.count(Kind::CheckedNumber).1)) {
            return (Kind::Card, sort, count);
        }
        if let Some(found) = most(Kind::CheckedNumber).filter(|(.., count)| *count as f64 >= self.filled as f64 * 0.95 && self.filled > 5) {
            return found;
        }
        if let Some((_, sort, count)) = most(Kind::Date) {
            return (if self.hint == Some(Kind::BirthDate) { Kind::BirthDate } else { Kind::Date }, sort, count);
        }
        if let Some(found) = [Kind::Phone, Kind::Number, Kind::Address].into_iter().find_map(most) {
            return found;
        }
        if distinct <= 20 && self.filled >= distinct * 5 {
            return (Kind::Category, "", self.filled);
        }
        most(Kind::Name).filter(|_| distinct * 2 > self.filled).unwrap_or((Kind::Text, "", self.filled))
    }
}

/// The oldest and the newest day under either order of day and month.
#[derive(Debug, Default)]
pub(super) struct Days {
    votes: Votes,
    ends: [Option<(Date, Date)>; 2],
}

impl Days {
    /// Look at one date as it is written.
    pub(super) fn see(&mut self, value: &str) {
        let Some(written) = Written::of(value) else { return };
        self.votes.see(&written);
        let orders = [Votes::default().order(), Votes::month_first()];
        for (ends, order) in self.ends.iter_mut().zip(orders) {
            let (stamp, _) = Clock::new(order, None).stamp(value);
            if let Some(day) = stamp.wall.map(|wall| wall.date()) {
                let (oldest, newest) = ends.unwrap_or((day, day));
                *ends = Some((oldest.min(day), newest.max(day)));
            }
        }
    }

    fn ends(&self) -> Option<(Date, Date)> {
        let [day_first, month_first] = self.ends;
        if self.votes.order().is_month_first() { month_first } else { day_first }
    }

    /// The oldest and the newest month.
    pub(super) fn months(&self) -> Option<(String, String)> {
        let month = |day: Date| format!("{:04}-{:02}", day.year(), day.month());
        self.ends().map(|(oldest, newest)| (month(oldest), month(newest)))
    }

    fn years(&self) -> Option<(String, String)> {
        self.ends().map(|(oldest, newest)| (oldest.year().to_string(), newest.year().to_string()))
    }
}
