//! Intervals of figures: quarter-hours, hours, days and months of the bank's own time zone.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use std::fmt;
use std::str::FromStr;
use vocabulary::{Span, Time};

/// Length of the shortest interval. Every zone's offset is a multiple of it, so that quarter-hours
/// begin together everywhere.
pub const INTERVAL: Span = Span::seconds(15 * 60);

/// The start of the quarter-hour that a moment lies in.
pub(crate) fn quarter(at: Time) -> Time {
    Time(at.0 - at.0.rem_euclid(INTERVAL.0))
}

/// How figures are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Interval {
    /// 15 minutes.
    Quarter,
    /// An hour of the wall clock.
    Hour,
    /// A day: 23 or 25 hours when the clocks change.
    Day,
    /// A month.
    Month,
    /// All in one.
    Whole,
}

impl Interval {
    /// All of them.
    pub const ALL: [Interval; 5] =
        [Interval::Quarter, Interval::Hour, Interval::Day, Interval::Month, Interval::Whole];

    /// The name in documents.
    pub fn tag(self) -> &'static str {
        match self {
            Interval::Quarter => "quarter",
            Interval::Hour => "hour",
            Interval::Day => "day",
            Interval::Month => "month",
            Interval::Whole => "whole",
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Interval {
    type Err = ();
    fn from_str(text: &str) -> Result<Interval, ()> {
        Interval::ALL.into_iter().find(|interval| interval.tag() == text).ok_or(())
    }
}

/// The bank's own time zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone(TimeZone);

/// The text names no time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not an IANA time zone; write \"Asia/Seoul\", say")]
pub struct UnknownZone(pub String);

impl Default for Zone {
    fn default() -> Zone {
        Zone(TimeZone::UTC)
    }
}

impl Zone {
    /// A zone by its IANA name.
    ///
    /// # Errors
    /// [`UnknownZone`].
    pub fn new(name: &str) -> Result<Zone, UnknownZone> {
        // The database answers for `Etc/Unknown`, which is the name of not knowing the zone.
        let zone = TimeZone::get(name).ok().filter(|zone| !zone.is_unknown());
        zone.map(Zone).ok_or_else(|| UnknownZone(name.to_owned()))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// A moment on the wall clock.
    pub fn wall(&self, at: Time) -> Zoned {
        Timestamp::from(at).to_zoned(self.0.clone())
    }

    /// The start of a day of the calendar; none beyond its ends.
    pub fn begin(&self, day: Date) -> Option<Time> {
        day.to_zoned(self.0.clone()).ok().map(|start| start.timestamp().into())
    }

    /// The moment at which the wall clock reads so: the first of two, or as much later as the clock jumps.
    /// None beyond the calendar.
    pub fn at(&self, reading: DateTime) -> Option<Time> {
        reading.to_zoned(self.0.clone()).ok().map(|at| at.timestamp().into())
    }

    /// The start of the day that a moment lies in.
    pub fn midnight(&self, at: Time) -> Time {
        self.start(at, Interval::Day)
    }

    /// The start of the interval that a moment lies in; of the whole it is the beginning of time.
    pub fn start(&self, at: Time, interval: Interval) -> Time {
        match interval {
            Interval::Quarter => quarter(at),
            Interval::Hour => self.hour(at),
            Interval::Day => self.wall(at).start_of_day().map_or(at, |start| start.timestamp().into()),
            Interval::Month => {
                let first = self.wall(at).first_of_month().and_then(|first| first.start_of_day());
                first.map_or(at, |start| start.timestamp().into())
            }
            Interval::Whole => Time(i64::MIN),
        }
    }

    /// The end of the interval that begins at `start`: the start of the next.
    pub fn end(&self, start: Time, interval: Interval) -> Time {
        let later = |span: jiff::Span| {
            let next = self.wall(start).checked_add(span);
            next.map_or(Time(i64::MAX), |next| next.timestamp().into())
        };
        match interval {
            Interval::Quarter => start + INTERVAL,
            Interval::Hour => self.end_of_hour(start),
            Interval::Day => self.start(later(1.day()), Interval::Day),
            Interval::Month => self.start(later(1.month()), Interval::Month),
            Interval::Whole => Time(i64::MAX),
        }
    }

    /// Hours begin where the minutes of the wall clock do, and where the clock is set: by half an hour, too.
    fn hour(&self, at: Time) -> Time {
        let begun = at - self.past_the_hour(at);
        let set = self.0.preceding((at + Span(1)).into()).next().map(|set| Time::from(set.timestamp()));
        set.filter(|set| *set > begun && self.is_set_within(begun, at)).unwrap_or(begun)
    }

    fn end_of_hour(&self, start: Time) -> Time {
        let full = start + Span::seconds(3_600) - self.past_the_hour(start);
        let set = self.0.following(start.into()).next().map(|set| Time::from(set.timestamp()));
        set.filter(|set| *set < full && self.is_set_within(start, *set)).unwrap_or(full)
    }

    /// Whether the clock is set between two moments; a zone may change its name and not its clock.
    fn is_set_within(&self, one: Time, other: Time) -> bool {
        self.wall(one).offset() != self.wall(other).offset()
    }

    /// What the wall clock shows beyond the full hour.
    fn past_the_hour(&self, at: Time) -> Span {
        let wall = self.wall(at);
        let seconds = i64::from(wall.minute()) * 60 + i64::from(wall.second());
        Span::seconds(seconds) + Span(i64::from(wall.subsec_nanosecond()) / 1_000)
    }
}
