//! The days of a log: which stand apart, and which are missing.

use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Further than this from the middle of the log, a day is more likely a slip than a day.
const STRAY: i32 = 31;

/// Days with calls, and how many each has.
#[derive(Debug, Default)]
pub(crate) struct Days(BTreeMap<Date, u64>);

impl Days {
    pub fn count(&mut self, day: Date) {
        *self.0.entry(day).or_default() += 1;
    }

    /// Days that stand alone: more than a month from any day that has a tenth of the usual number
    /// of calls or more.
    pub fn strays(&self) -> Vec<Date> {
        let usual = self.usual();
        let full: Vec<Date> =
            self.0.iter().filter(|(_, calls)| **calls * 10 >= usual).map(|(day, _)| *day).collect();
        let stands_alone = |day: &Date| full.iter().all(|other| apart(*day, *other) > STRAY);
        self.0.keys().copied().filter(stands_alone).collect()
    }

    /// The median number of calls a day, weighted by calls: a few slips do not move it.
    fn usual(&self) -> u64 {
        let mut counts: Vec<u64> = self.0.values().copied().collect();
        counts.sort_unstable();
        let half = counts.iter().sum::<u64>() / 2;
        let mut seen = 0;
        counts
            .into_iter()
            .find(|calls| {
                seen += calls;
                seen >= half
            })
            .unwrap_or(0)
    }

    /// Days without a call between the first and the last, strays left out. A month of which more
    /// than half the days are there is taken to be meant whole.
    pub fn missing(&self) -> Vec<Date> {
        let strays = self.strays();
        let there: Vec<Date> = self.0.keys().copied().filter(|day| !strays.contains(day)).collect();
        let (Some(first), Some(last)) = (there.first(), there.last()) else { return Vec::new() };
        let of_month = |month: Date| there.iter().filter(|day| day.first_of_month() == month).count();
        let is_whole =
            |day: &Date| of_month(day.first_of_month()) * 2 > usize::from(day.days_in_month().unsigned_abs());
        let from = if is_whole(first) { first.first_of_month() } else { *first };
        let to = if is_whole(last) { last.last_of_month() } else { *last };
        from.series(1.day()).take_while(|day| *day <= to).filter(|day| !self.0.contains_key(day)).collect()
    }
}

/// Days between two dates.
fn apart(one: Date, other: Date) -> i32 {
    one.until(other).map_or(i32::MAX, |span| span.get_days().abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(counted: &[(&str, u64)]) -> Days {
        Days(counted.iter().map(|(day, calls)| (day.parse().unwrap(), *calls)).collect())
    }

    fn texts(dates: Vec<Date>) -> Vec<String> {
        dates.into_iter().map(|date| date.to_string()).collect()
    }

    #[test]
    fn a_slip_of_the_date_is_a_stray_and_opens_no_gap() {
        let log = days(&[("1999-01-04", 900), ("1999-01-06", 1_000), ("2009-01-05", 1)]);
        assert_eq!(texts(log.strays()), ["2009-01-05"]);
        assert_eq!(texts(log.missing()), ["1999-01-05"]);
        assert!(days(&[]).missing().is_empty());
        assert!(days(&[("1999-01-04", 1)]).missing().is_empty());
    }

    #[test]
    fn a_month_that_is_mostly_there_is_meant_whole() {
        let february: Vec<(String, u64)> = (2..=26).map(|day| (format!("1999-02-{day:02}"), 100)).collect();
        let february: Vec<(&str, u64)> = february.iter().map(|(day, calls)| (day.as_str(), *calls)).collect();
        assert_eq!(texts(days(&february).missing()), ["1999-02-01", "1999-02-27", "1999-02-28"]);
    }
}
