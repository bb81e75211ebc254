//! Dates, times and durations as logs write them.

use crate::mapping::Dates;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use vocabulary::{Span, Time};

pub(crate) const DAY: i64 = 86_400;
const MONTH: i64 = 31 * DAY;

/// Why something is not a date, a time or a duration; completes "the column …".
pub(crate) type Reason = &'static str;

/// A date.
pub(crate) fn date(text: &[u8], how: Dates) -> Result<Date, Reason> {
    const NOT_THERE: Reason = "is no day of the calendar";
    let parts = match how {
        Dates::Short => digits(text, &[2, 2, 2], None).map(|[y, m, d]| [century(y), m, d]),
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

fn century(year: i16) -> i16 {
    if year >= 70 { 1900 + year } else { 2000 + year }
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

/// `H:MM:SS` as seconds of the day. Hours beyond 23 are of the next day.
pub(crate) fn time_of_day(text: &[u8]) -> Result<i64, Reason> {
    const REASON: Reason = "is not a time like 9:05:00";
    let mut parts = text.split(|byte| *byte == b':');
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
            Ok(hours * 3_600 + minutes * 60 + seconds)
        }
        _ => Err(REASON),
    }
}

/// `1999-01-31 09:05:00`.
pub(crate) fn date_and_time(text: &[u8]) -> Result<DateTime, Reason> {
    const REASON: Reason = "is not a moment like 1999-01-31 09:05:00";
    let (day, time) = text.split_at_checked(10).ok_or(REASON)?;
    let day = date(day, Dates::Iso)?;
    let time = time.strip_prefix(b" ").or_else(|| time.strip_prefix(b"T")).ok_or(REASON)?;
    let seconds = time_of_day(time)?;
    let of_day = day.at(0, 0, 0, 0);
    of_day.checked_add(jiff::SignedDuration::from_secs(seconds)).map_err(|_| REASON)
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

/// The wall clock of a log's place.
pub(crate) struct WallClock {
    zone: TimeZone,
    /// The last day asked for: its midnight, and whether its clock runs on without a change.
    last: Option<(Date, Time, bool)>,
}

impl WallClock {
    pub fn new(zone: TimeZone) -> WallClock {
        WallClock { zone, last: None }
    }

    /// The moment at which the clock reads so. Of an hour read twice it is the first; of an hour
    /// never read it is as much later.
    pub fn moment(&mut self, reading: DateTime) -> Option<Time> {
        let zoned = self.zone.to_ambiguous_zoned(reading).compatible().ok()?;
        Some(zoned.timestamp().into())
    }

    /// The moment so many seconds of the wall clock after midnight of a day.
    pub fn on(&mut self, day: Date, seconds: i64) -> Option<Time> {
        let (midnight, even) = self.day(day)?;
        if even && seconds < DAY {
            return Some(midnight + Span::seconds(seconds));
        }
        let reading = day.at(0, 0, 0, 0).checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
        self.moment(reading)
    }

    fn day(&mut self, day: Date) -> Option<(Time, bool)> {
        if let Some((last, midnight, even)) = self.last
            && last == day
        {
            return Some((midnight, even));
        }
        let midnight = self.moment(day.at(0, 0, 0, 0))?;
        let next = self.moment(day.tomorrow().ok()?.at(0, 0, 0, 0))?;
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
            let found = date(text.as_bytes(), how).ok().map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("990131", Dates::Short, Some("1999-01-31"));
        check("240229", Dates::Short, Some("2024-02-29"));
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
        for (text, expected) in [("0:00:00", Some(0)), ("23:59:59", Some(86_399)), ("24:10:00", Some(87_000))]
        {
            assert_eq!(time_of_day(text.as_bytes()).ok(), expected);
        }
        for text in
            ["", "1:2:3", "12:00", "12:60:00", "12:00:60", "48:00:00", "-1:00:00", "1:00:00:00", "a:00:00"]
        {
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
        let mut clock = WallClock::new(TimeZone::get("Europe/London").unwrap());
        for day in ["2026-03-29", "2026-10-25", "2026-07-01"] {
            let day: Date = day.parse().unwrap();
            for seconds in [0, 1_800, 3_600, 5_400, 43_200, 86_399, 87_000] {
                let reading =
                    day.at(0, 0, 0, 0).checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap();
                assert_eq!(clock.on(day, seconds), clock.moment(reading), "{day} {seconds}");
            }
        }
    }
}
