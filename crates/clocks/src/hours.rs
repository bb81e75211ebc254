//! A checked calendar.

use crate::Error;
use crate::day::Day;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::{Calendar, DayException};
use vocabulary::{Span, Time};

/// How far [`OpeningHours::next_change`] looks ahead: a year and a month, so that a yearly closing
/// day is always in sight.
const LOOK_AHEAD: Span = Span::seconds(400 * 24 * 60 * 60);

/// The names errors use for the days of [`Calendar::week`].
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A [`Calendar`] that was checked whole and can be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct OpeningHours {
    zone: TimeZone,
    /// Monday first.
    week: [Day; 7],
    exceptions: BTreeMap<Date, Day>,
}

impl OpeningHours {
    /// Checks a calendar and takes it.
    ///
    /// # Errors
    /// [`Error`] names the first fault: a zone that is not an IANA name, a span that is malformed,
    /// ends before it begins, or begins before the one ahead of it has ended, an exception whose
    /// date does not exist or stands there twice.
    pub fn new(calendar: &Calendar) -> Result<OpeningHours, Error> {
        let mut week: [Day; 7] = Default::default();
        for (place, name) in WEEKDAYS.iter().enumerate() {
            week[place] = parse_day(calendar, name, &calendar.week[place])?;
        }
        Ok(OpeningHours { zone: find_zone(calendar)?, week, exceptions: parse_exceptions(calendar)? })
    }

    /// All that is wrong with a calendar; of one day the first fault. Empty when [`OpeningHours::new`]
    /// takes it.
    pub fn faults(calendar: &Calendar) -> Vec<Error> {
        let days = WEEKDAYS.iter().zip(&calendar.week).map(|(name, texts)| (*name, texts));
        let exceptions = calendar.exceptions.iter().map(|other| (other.date.as_str(), &other.hours));
        let hours = days.chain(exceptions).filter_map(|(day, texts)| parse_day(calendar, day, texts).err());
        let mut seen = BTreeSet::new();
        let dates = calendar.exceptions.iter().filter_map(|exception| {
            let again = || Error::Repeated { calendar: calendar.name.clone(), text: exception.date.clone() };
            match parse_date(calendar, exception) {
                Ok(date) => (!seen.insert(date)).then(again),
                Err(no_date) => Some(no_date),
            }
        });
        find_zone(calendar).err().into_iter().chain(hours).chain(dates).collect()
    }

    /// Whether it is open at a moment. A span is open from its first moment up to, but not
    /// including, its last.
    pub fn is_open(&self, at: Time) -> bool {
        let at = Timestamp::from(at);
        self.reads_open(self.zone.to_offset(at).to_datetime(at))
    }

    /// The first moment strictly after `at` from which [`OpeningHours::is_open`] answers
    /// differently; `None` when that is not within 400 days.
    pub fn next_change(&self, at: Time) -> Option<Time> {
        let open = self.is_open(at);
        let horizon = Timestamp::from(at + LOOK_AHEAD);
        let mut from = Timestamp::from(at);
        let mut offset = self.zone.to_offset(from);
        // Between two transitions of the zone the offset is constant, and the wall clock runs on
        // without gap or fold.
        for transition in self.zone.following(from) {
            let until = transition.timestamp().min(horizon);
            if let Some(change) = self.change_at_offset(open, offset, from, until) {
                return Some(change.into());
            }
            if until == horizon {
                return None;
            }
            (from, offset) = (until, transition.offset());
            if self.reads_open(offset.to_datetime(from)) != open {
                return Some(from.into());
            }
        }
        self.change_at_offset(open, offset, from, horizon).map(Time::from)
    }

    /// The first moment after `from` and before `until` at which a wall clock with a constant
    /// offset reads a time that is not `open`.
    fn change_at_offset(
        &self,
        open: bool,
        offset: Offset,
        from: Timestamp,
        until: Timestamp,
    ) -> Option<Timestamp> {
        let (from, until) = (offset.to_datetime(from), offset.to_datetime(until));
        let days = from.date().series(1.day()).take_while(|date| *date <= until.date());
        days.flat_map(|date| self.day(date).boundaries().map(move |minute| wall_clock(date, minute)))
            .skip_while(|reading| *reading <= from)
            .take_while(|reading| *reading < until)
            .find(|reading| self.reads_open(*reading) != open)
            .and_then(|reading| offset.to_timestamp(reading).ok())
    }

    /// Whether it is open when the wall clock reads this.
    fn reads_open(&self, reading: DateTime) -> bool {
        let minute =
            u16::from(reading.hour().unsigned_abs()) * 60 + u16::from(reading.minute().unsigned_abs());
        self.day(reading.date()).is_open(minute)
    }

    /// The hours in force on a date.
    fn day(&self, date: Date) -> &Day {
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        self.exceptions.get(&date).unwrap_or(&self.week[weekday])
    }
}

fn wall_clock(date: Date, minute: u16) -> DateTime {
    let (hour, minute) = (minute / 60, minute % 60);
    date.at(hour as i8, minute as i8, 0, 0)
}

fn find_zone(calendar: &Calendar) -> Result<TimeZone, Error> {
    let unknown = || Error::Zone { calendar: calendar.name.clone(), zone: calendar.zone.clone() };
    // The database answers for `Etc/Unknown`, which is the name of not knowing the zone.
    TimeZone::get(&calendar.zone).ok().filter(|zone| !zone.is_unknown()).ok_or_else(unknown)
}

fn parse_day(calendar: &Calendar, day: &str, texts: &[String]) -> Result<Day, Error> {
    Day::parse(texts).map_err(|(text, fault)| Error::Hours {
        calendar: calendar.name.clone(),
        day: day.to_owned(),
        text,
        fault,
    })
}

fn parse_exceptions(calendar: &Calendar) -> Result<BTreeMap<Date, Day>, Error> {
    let mut exceptions = BTreeMap::new();
    for exception in &calendar.exceptions {
        let date = parse_date(calendar, exception)?;
        let day = parse_day(calendar, &exception.date, &exception.hours)?;
        if exceptions.insert(date, day).is_some() {
            return Err(Error::Repeated { calendar: calendar.name.clone(), text: exception.date.clone() });
        }
    }
    Ok(exceptions)
}

fn parse_date(calendar: &Calendar, exception: &DayException) -> Result<Date, Error> {
    let text = &exception.date;
    // The parser is generous (week dates, basic form, a time behind the date): only what it would
    // print itself is a plain date.
    let date = text.parse::<Date>().ok().filter(|date| date.to_string() == *text);
    date.ok_or_else(|| Error::Date { calendar: calendar.name.clone(), text: text.clone() })
}
