//! Dates, times and durations as logs write them.

use crate::mapping::Dates;
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use vocabulary::{Span, Time};

pub(crate) const DAY: i64 = 86_400;
const MONTH: i64 = 31 * DAY;

/// Why something is not a date, a time or a duration; completes "the column …".
pub(crate) type Reason = &'static str;

/// A date, as somebody reads it in the year `this_year`.
fn date(text: &[u8], how: Dates, this_year: i16) -> Result<Date, Reason> {
    const NOT_THERE: Reason = "is no day of the calendar";
    let parts = match how {
        Dates::Short => digits(text, &[2, 2, 2], None).map(|[y, m, d]| [full_year(y, this_year), m, d]),
        Dates::Plain => digits(text, &[4, 2, 2], None),
        Dates::Iso => digits(text, &[4, 2, 2], Some(b'-')),
        Dates::DayFirst => digits(text, &[2, 2, 4], Some(b'/')).map(|[d, m, y]| [y, m, d]),
        Dates::MonthFirst => digits(text, &[2, 2, 4], Some(b'/')).map(|[m, d, y]| [y, m, d]),
    };
    let [year, month, day] = parts.ok_or("is not a date in the mapping's form")?;
    let day = Date::new(year, month as i8, day as i8).map_err(|_| NOT_THERE)?;
    // Ids and figures begin with the era of computers.
    if day.year() < 1970 { Err("is a day before 1970") } else { Ok(day) }
}

/// Of the years that end in these two digits, the last one that has begun: a log tells of the past.
fn full_year(year: i16, this_year: i16) -> i16 {
    this_year - (this_year - year).rem_euclid(100)
}

/// Three groups of digits of exactly these widths, with this between.
fn digits(text: &[u8], widths: &[usize; 3], between: Option<u8>) -> Option<[i16; 3]> {
    let mut rest = text;
    let mut found = [0; 3];
    for (place, width) in widths.iter().enumerate() {
        if place > 0
            && let Some(between) = between
        {
            rest = rest.strip_prefix(&[between])?;
        }
        let (group, later) = rest.split_at_checked(*width)?;
        found[place] = whole(group)? as i16;
        rest = later;
    }
    rest.is_empty().then_some(found)
}

/// A number of at most nine digits.
fn whole(text: &[u8]) -> Option<i64> {
    let fits = (1..=9).contains(&text.len()) && text.iter().all(u8::is_ascii_digit);
    fits.then(|| text.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}

/// `H:MM:SS`, possibly with a fraction of a second, since midnight. Hours beyond 23 are of the next day.
pub(crate) fn time_of_day(text: &[u8]) -> Result<Span, Reason> {
    const REASON: Reason = "is not a time like 9:05:00";
    let mut halves = text.splitn(2, |byte| *byte == b'.');
    let (whole_seconds, fraction) = (halves.next().unwrap_or_default(), halves.next());
    let fraction = fraction.map_or(Some(0), micros).ok_or(REASON)?;
    let mut parts = whole_seconds.split(|byte| *byte == b':');
    let (Some(hours), Some(minutes), Some(seconds), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(REASON);
    };
    if hours.len() > 2 || minutes.len() != 2 || seconds.len() != 2 {
        return Err(REASON);
    }
    match (whole(hours), whole(minutes), whole(seconds)) {
        (Some(hours @ 0..48), Some(minutes @ 0..60), Some(seconds @ 0..60)) => {
            Ok(Span(Span::seconds(hours * 3_600 + minutes * 60 + seconds).0 + fraction))
        }
        _ => Err(REASON),
    }
}

/// `1999-01-31 09:05:00`.
pub(crate) fn date_and_time(text: &[u8]) -> Result<DateTime, Reason> {
    const REASON: Reason = "is not a moment like 1999-01-31 09:05:00";
    let (day, time) = text.split_at_checked(10).ok_or(REASON)?;
    let day = date(day, Dates::Iso, 0)?;
    let time = time.strip_prefix(b" ").or_else(|| time.strip_prefix(b"T")).ok_or(REASON)?;
    reading(day, time_of_day(time)?).ok_or(REASON)
}

/// A duration in seconds, possibly with a fraction, possibly negative, of a month at the most: what
/// is longer is no call, and would outweigh all others in every mean.
pub(crate) fn duration(text: &[u8]) -> Result<Span, Reason> {
    const REASON: Reason = "is not a number of seconds";
    let (negative, size) = match text.strip_prefix(b"-") {
        Some(size) => (true, size),
        None => (false, text.strip_prefix(b"+").unwrap_or(text)),
    };
    let mut parts = size.splitn(2, |byte| *byte == b'.');
    let (seconds, fraction) = (parts.next().unwrap_or_default(), parts.next());
    if seconds.is_empty() || !seconds.iter().all(u8::is_ascii_digit) {
        return Err(REASON);
    }
    let seconds = whole(seconds).filter(|seconds| *seconds <= MONTH).ok_or("is more than a month")?;
    let micros = match fraction {
        None => 0,
        Some(fraction) => micros(fraction).ok_or(REASON)?,
    };
    let size = seconds * 1_000_000 + micros;
    Ok(Span(if negative { -size } else { size }))
}

/// Digits behind a point as microseconds; finer ones are cut off.
fn micros(fraction: &[u8]) -> Option<i64> {
    if fraction.is_empty() || !fraction.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let six = fraction.iter().copied().chain(std::iter::repeat(b'0')).take(6);
    Some(six.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}

/// What the wall clock reads so long after midnight.
fn reading(day: Date, since_midnight: Span) -> Option<DateTime> {
    day.at(0, 0, 0, 0).checked_add(jiff::SignedDuration::from_micros(since_midnight.0)).ok()
}

/// The calendar and the wall clock of a log's place.
pub(crate) struct Moments {
    zone: TimeZone,
    this_year: i16,
    /// The last day asked for: its midnight, and whether its clock runs on without a change.
    last: Option<(Date, Time, bool)>,
    /// A moment was asked for that no clock read. It stays so until somebody resets it.
    pub nonexistent: bool,
}

impl Moments {
    /// Of a log that is read on the day `today`.
    pub fn new(zone: TimeZone, today: Date) -> Moments {
        Moments { zone, this_year: today.year(), last: None, nonexistent: false }
    }

    /// A date in one of the forms of dates.
    pub fn date(&self, text: &[u8], how: Dates) -> Result<Date, Reason> {
        date(text, how, self.this_year)
    }

    /// The moment at which the clock reads so. Of an hour read twice it is the first; of an hour
    /// never read it is as much later.
    pub fn moment(&mut self, reading: DateTime) -> Option<Time> {
        let zoned = self.zone.to_ambiguous_zoned(reading);
        self.nonexistent |= matches!(zoned.offset(), AmbiguousOffset::Gap { .. });
        Some(zoned.compatible().ok()?.timestamp().into())
    }

    /// The moment so long after midnight of a day, on the wall clock.
    pub fn on(&mut self, day: Date, since_midnight: Span) -> Option<Time> {
        let (midnight, even) = self.day(day)?;
        if even && since_midnight < Span::seconds(DAY) {
            return Some(midnight + since_midnight);
        }
        // `0:00:00` is what logs write for no moment at all.
        if since_midnight == Span::ZERO {
            return Some(midnight);
        }
        self.moment(reading(day, since_midnight)?)
    }

    /// The midnight of a day; where the clocks leave it out, it is as much later.
    fn midnight(&self, day: Date) -> Option<Time> {
        let zoned = self.zone.to_ambiguous_zoned(day.at(0, 0, 0, 0)).compatible().ok()?;
        Some(zoned.timestamp().into())
    }

    fn day(&mut self, day: Date) -> Option<(Time, bool)> {
        if let Some((last, midnight, even)) = self.last
            && last == day
        {
            return Some((midnight, even));
        }
        let midnight = self.midnight(day)?;
        let next = self.midnight(day.tomorrow().ok()?)?;
        let even = next - midnight == Span::seconds(DAY);
        self.last = Some((day, midnight, even));
        Some((midnight, even))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_mappings_form_only() {
        let check = |text: &str, how, expected: Option<&str>| {
            let found = date(text.as_bytes(), how, 2026).ok().map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("990131", Dates::Short, Some("1999-01-31"));
        check("240229", Dates::Short, Some("2024-02-29"));
        check("000229", Dates::Short, Some("2000-02-29"));
        check("261231", Dates::Short, Some("2026-12-31"));
        // No log tells of 2027 yet, and of 1927 none does.
        for wrong in ["270101", "690101"] {
            check(wrong, Dates::Short, None);
        }
        for wrong in ["990231", "991301", "99013", "9901311", "99-1-1", "", "99０131", "xx0101"] {
            check(wrong, Dates::Short, None);
        }
        check("19990131", Dates::Plain, Some("1999-01-31"));
        check("1999-01-31", Dates::Iso, Some("1999-01-31"));
        check("31/01/1999", Dates::DayFirst, Some("1999-01-31"));
        check("01/31/1999", Dates::MonthFirst, Some("1999-01-31"));
        check("31/01/1999", Dates::MonthFirst, None);
        check("1899-01-31", Dates::Iso, None);
    }

    #[test]
    fn times_and_durations_have_bounds() {
        for (text, millis) in
            [("0:00:00", 0), ("23:59:59", 86_399_000), ("24:10:00", 87_000_000), ("09:00:00.25", 32_400_250)]
        {
            assert_eq!(time_of_day(text.as_bytes()), Ok(Span::millis(millis)), "{text}");
        }
        for text in [
            "",
            "1:2:3",
            "12:00",
            "12:60:00",
            "12:00:60",
            "48:00:00",
            "-1:00:00",
            "1:00:00:00",
            "a:00:00",
            "9:00:00.",
            "9:00:00.x",
            "9:00:00 AM",
            "9.05.00",
        ] {
            assert!(time_of_day(text.as_bytes()).is_err(), "{text}");
        }
        for (text, expected) in [
            ("0", Some(0)),
            ("-37", Some(-37_000_000)),
            ("+5", Some(5_000_000)),
            ("1.5", Some(1_500_000)),
            ("86400", Some(86_400_000_000)),
        ] {
            assert_eq!(duration(text.as_bytes()).ok(), expected.map(Span), "{text}");
        }
        for text in ["", "-", "2678401", "99999999999999999999", "1e3", "1,5", "1.", "--1", "NaN"] {
            assert!(duration(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn the_wall_clock_knows_days_of_23_and_25_hours() {
        let today = Date::constant(2026, 11, 26);
        let mut clock = Moments::new(TimeZone::get("Europe/London").unwrap(), today);
        for day in ["2026-03-29", "2026-10-25", "2026-07-01"] {
            let day: Date = day.parse().unwrap();
            for seconds in [0, 1_800, 3_600, 5_400, 43_200, 86_399, 87_000] {
                let since = Span::seconds(seconds);
                assert_eq!(
                    clock.on(day, since),
                    clock.moment(reading(day, since).unwrap()),
                    "{day} {seconds}"
                );
            }
        }
    }
}
