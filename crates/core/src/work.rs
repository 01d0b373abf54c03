//! The analysts' own work on a case: what they decide, what they have to do by when, which statutory clocks run.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{CaseId, Hostile, Priority, TaskId};

/// What analysts decided about a case. Blank where nothing was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CaseWork {
    /// The analyst's priority; it goes before the machine's, which stays beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Who works on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// Who is extorted, as the analyst knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub victim: Option<Hostile>,
    /// Labels, sorted, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Why a legal hold keeps it from being deleted and purged; none where nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
    /// When it was deleted. It can be taken back for 30 days.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub deleted_at: Option<Timestamp>,
    /// The case that took over its evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<CaseId>,
}

impl CaseWork {
    /// Whether nothing was decided yet.
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

codes! {
    /// What stands in the diary of a case.
    TaskKind {
        ToDo = "task", "to do";
        Deadline = "deadline", "deadline";
        Clock = "clock", "statutory clock";
        Contact = "contact", "contact promised";
        Reply = "reply", "reply sent";
    }
}

codes! {
    /// How a task, a deadline or a clock stands.
    TaskState {
        Due = "due", "due";
        Extended = "extended", "extended";
        Met = "met", "met";
        Slipped = "slipped", "slipped";
        Dropped = "dropped", "dropped";
    }
}

codes! {
    /// The rules that set a clock running. An analyst starts it; whether the rule applies at all is for a lawyer to say.
    Statute {
        Gdpr = "gdpr-72h", "GDPR Art. 33(1): supervisory authority, 72 hours from becoming aware";
        Nis2Warning = "nis2-24h", "NIS2 Art. 23(4)(a): early warning, 24 hours from becoming aware";
        Nis2Notification = "nis2-72h", "NIS2 Art. 23(4)(b): incident notification, 72 hours from becoming aware";
        Sec = "sec-4bd", "SEC Form 8-K Item 1.05: 4 business days from determining that it is material";
    }
}

/// One line in the diary of a case: what has to be done, or was promised or done, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Task {
    /// Its identifier in this store.
    pub id: TaskId,
    /// Its number in the case, for people; the first is 1.
    pub number: u32,
    /// What kind of line.
    pub kind: TaskKind,
    /// What it says. It may quote the exhibit.
    pub words: Hostile,
    /// By when; for a reply, when it was sent.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub due: Option<Timestamp>,
    /// How it stood when somebody last said so; [`state_at`](Self::state_at) says how it stands now.
    pub state: TaskState,
    /// For a statutory clock: what started it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<StartedClock>,
    /// When it was written down.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// What set a statutory clock running.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StartedClock {
    /// On what basis.
    pub statute: Statute,
    /// The moment of the event.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub from: Timestamp,
}

impl Task {
    /// How it stands at a moment: what is still due or extended when its time is over has slipped.
    pub fn state_at(&self, now: Timestamp) -> TaskState {
        let over = self.due.is_some_and(|due| due < now);
        if over && matches!(self.state, TaskState::Due | TaskState::Extended) { TaskState::Slipped } else { self.state }
    }
}

/// The days that the second half of a week, or a holiday, can push a date by before the next business day comes.
const LONGEST_BREAK: i32 = 5;

impl Statute {
    /// When a clock that an event at `from` starts runs out. Hours are counted from the event itself, weekends and holidays too, which is the
    /// earliest reading. The SEC's four business days are counted in Washington; an event on a day that is none counts as on the next one, which
    /// is then the first of the four, and filings are taken until 17:30 there.
    ///
    /// Nothing for a moment outside of what the calendar holds.
    ///
    /// Source: Regulation (EU) 2016/679 Art. 33(1); Directive (EU) 2022/2555 Art. 23(4); SEC Form 8-K, Item 1.05 and General Instruction B.1;
    /// Regulation S-T, rule 13; 5 U.S.C. 6103 for the holidays.
    pub fn due(self, from: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Gdpr | Self::Nis2Notification => from.checked_add(SignedDuration::from_hours(72)).ok(),
            Self::Nis2Warning => from.checked_add(SignedDuration::from_hours(24)).ok(),
            Self::Sec => four_business_days(from),
        }
    }
}

fn four_business_days(from: Timestamp) -> Option<Timestamp> {
    // Written as a rule, so that no database of zones is needed: in force since 2007.
    let washington = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").ok()?;
    let mut day = washington.to_datetime(from).date();
    // The day itself is no part of the four, unless nobody works on it.
    let mut left = 4;
    if !is_business_day(day) {
        day = next_business_day(day)?;
        left -= 1;
    }
    for _ in 0..left {
        day = next_business_day(day)?;
    }
    washington.to_timestamp(day.to_datetime(Time::constant(17, 30, 0, 0))).ok()
}

fn next_business_day(day: Date) -> Option<Date> {
    (1..=LONGEST_BREAK).filter_map(|days| day.checked_add(days.days()).ok()).find(|day| is_business_day(*day))
}

fn is_business_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_federal_holiday(day)
}

/// The legal public holidays of the United States, and the weekday on which one is kept that falls on a Saturday or Sunday.
fn is_federal_holiday(day: Date) -> bool {
    const FIXED: &[(i8, i8)] = &[(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)];
    /// Month, which one of that weekday (-1 is the last), weekday.
    const MOVING: &[(i8, i8, Weekday)] = &[
        (1, 3, Weekday::Monday),
        (2, 3, Weekday::Monday),
        (5, -1, Weekday::Monday),
        (9, 1, Weekday::Monday),
        (10, 2, Weekday::Monday),
        (11, 4, Weekday::Thursday),
    ];
    let stands = |date: Option<Date>| date.is_some_and(|date| FIXED.contains(&(date.month(), date.day())));
    let kept = match day.weekday() {
        Weekday::Friday => stands(day.tomorrow().ok()),
        Weekday::Monday => stands(day.yesterday().ok()),
        _ => false,
    };
    kept || stands(Some(day))
        || MOVING
            .iter()
            .any(|(month, nth, weekday)| day.month() == *month && day.nth_weekday_of_month(*nth, *weekday).is_ok_and(|date| date == day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn a_clock_runs_out_when_its_rule_says() {
        let table = [
            (Statute::Gdpr, "2026-03-06T22:15:00Z", "2026-03-09T22:15:00Z"),
            (Statute::Nis2Warning, "2026-12-24T22:15:00Z", "2026-12-25T22:15:00Z"),
            (Statute::Nis2Notification, "2026-12-24T22:15:00Z", "2026-12-27T22:15:00Z"),
            // A Monday: Friday of the same week.
            (Statute::Sec, "2026-03-02T15:00:00Z", "2026-03-06T22:30:00Z"),
            // Thursday, over a weekend and the change to summer time.
            (Statute::Sec, "2026-03-05T15:00:00Z", "2026-03-11T21:30:00Z"),
            // A Saturday: Monday is the first of the four days.
            (Statute::Sec, "2026-03-07T15:00:00Z", "2026-03-12T21:30:00Z"),
            // It is Friday still in Washington.
            (Statute::Sec, "2026-05-09T03:00:00Z", "2026-05-14T21:30:00Z"),
            // Independence Day 2026 is a Saturday and kept on Friday the 3rd.
            (Statute::Sec, "2026-07-01T15:00:00Z", "2026-07-08T21:30:00Z"),
            // Christmas, a Friday, on which the event itself falls: Monday is the first day, and New Year's Day comes between.
            (Statute::Sec, "2026-12-25T15:00:00Z", "2026-12-31T22:30:00Z"),
            // Thanksgiving.
            (Statute::Sec, "2026-11-24T15:00:00Z", "2026-12-01T22:30:00Z"),
        ];
        for (statute, from, due) in table {
            assert_eq!(statute.due(at(from)), Some(at(due)), "{statute} from {from}");
        }
        assert_eq!(Statute::Gdpr.due(Timestamp::MAX), None);
    }

    #[test]
    fn what_is_due_slips_when_its_time_is_over_and_what_is_met_does_not() {
        let task = |state| Task {
            id: TaskId::new("t"),
            number: 1,
            kind: TaskKind::ToDo,
            words: Hostile::new("call"),
            due: Some(at("2026-03-02T10:00:00Z")),
            state,
            clock: None,
            at: at("2026-03-01T10:00:00Z"),
            by: "A. Analyst".into(),
        };
        for (state, before, after) in [
            (TaskState::Due, TaskState::Due, TaskState::Slipped),
            (TaskState::Extended, TaskState::Extended, TaskState::Slipped),
            (TaskState::Met, TaskState::Met, TaskState::Met),
            (TaskState::Dropped, TaskState::Dropped, TaskState::Dropped),
        ] {
            assert_eq!(task(state).state_at(at("2026-03-02T10:00:00Z")), before);
            assert_eq!(task(state).state_at(at("2026-03-02T10:00:01Z")), after);
        }
        assert_eq!(Task { due: None, ..task(TaskState::Due) }.state_at(at("2030-01-01T00:00:00Z")), TaskState::Due);
    }
}
