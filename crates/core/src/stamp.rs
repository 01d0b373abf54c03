//! Time that admits doubt.

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::hostile::Hostile;

codes! {
    /// How a stamp's zone is known.
    Zone {
        Stated = "stated", "the exhibit states the zone";
        Assumed = "assumed", "the analyst gave the zone";
        Unknown = "unknown", "the zone is not known";
        Relative = "relative", "the exhibit counts from a moment that it does not name";
    }
}

codes! {
    /// How finely a stamp was written.
    Precision {
        Day = "day", "to the day";
        Minute = "minute", "to the minute";
        Second = "second", "to the second";
        Millisecond = "millisecond", "to the millisecond or finer";
    }
}

codes! {
    /// How it is known which number is the day and which the month.
    DayMonth {
        Forced = "forced", "the writing leaves no doubt";
        Proven = "proven", "another stamp of the same item decides";
        Guessed = "guessed", "both readings are possible";
    }
}

/// When something was said, as far as the exhibit tells.
///
/// `instant` (UTC) is present only where the zone is stated or assumed; with an unknown zone only `wall` is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stamp {
    /// The stamp exactly as the exhibit has it.
    pub as_written: Hostile,
    /// Date and time on the writer's clock.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub wall: Option<DateTime>,
    /// The moment, where the zone is known.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub instant: Option<Timestamp>,
    /// How the zone is known.
    pub zone: Zone,
    /// How finely it was written.
    pub precision: Precision,
    /// How the order of day and month is known.
    pub day_month: DayMonth,
}

impl Stamp {
    /// A stamp whose words could not be read as a time: kept as written, without one.
    pub fn unreadable(as_written: impl Into<String>) -> Self {
        Self {
            as_written: Hostile::new(as_written),
            wall: None,
            instant: None,
            zone: Zone::Unknown,
            precision: Precision::Day,
            day_month: DayMonth::Forced,
        }
    }

    /// The time for JSON: UTC with `Z` where the moment is known, the wall clock without an offset where it is not.
    pub fn iso(&self) -> Option<String> {
        match (self.instant, self.wall) {
            (Some(instant), _) => Some(instant.to_string()),
            (None, Some(wall)) => Some(wall.to_string()),
            (None, None) => None,
        }
    }
}
