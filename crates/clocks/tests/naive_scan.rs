//! The law of `is_open` and `next_change`: they agree with looking at a wall clock every minute.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use clocks::OpeningHours;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use proptest::collection::{btree_map, btree_set};
use proptest::prelude::*;
use vocabulary::plan::{Calendar, DayException};
use vocabulary::{Span, Time};

const MINUTE: Span = Span::seconds(60);
/// How long a scan looks for a change.
const MINUTES: i64 = 3 * 24 * 60;

/// Zones with a local date on which their clocks change, or something stranger happens.
const OCCASIONS: [(&str, &str); 10] = [
    ("Europe/London", "2026-03-29"),
    ("Europe/London", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Asia/Shanghai", "2026-02-14"),
    ("Asia/Seoul", "2028-02-29"),
    // Half an hour, in the south.
    ("Australia/Lord_Howe", "2026-04-05"),
    // At one minute past midnight, back into the day before.
    ("America/St_Johns", "2006-10-29"),
    // Midnight itself is skipped.
    ("America/Havana", "2026-03-08"),
    // A whole day is skipped.
    ("Pacific/Apia", "2011-12-30"),
];

/// The wall clock against the calendar's own text: `HH:MM` sorts as it runs.
fn open_by_reading(calendar: &Calendar, reading: &Zoned) -> bool {
    let date = reading.date().to_string();
    let weekday = reading.weekday().to_monday_zero_offset() as usize;
    let exception = calendar.exceptions.iter().find(|exception| exception.date == date);
    let spans = exception.map_or(&calendar.week[weekday], |exception| &exception.hours);
    let clock = format!("{:02}:{:02}", reading.hour(), reading.minute());
    spans.iter().any(|span| span[..5] <= *clock && *clock < span[6..])
}

/// Up to three spans whose ends fall on quarters of an hour, most of them where clocks change.
fn hours() -> impl Strategy<Value = Vec<String>> {
    let quarter = prop_oneof![3 => 0..16u32, 1 => 16..92u32, 1 => 92..=96u32];
    btree_set(quarter, 0..6).prop_map(|ends| {
        let clock = |quarter: &u32| format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15);
        let ends: Vec<String> = ends.iter().map(clock).collect();
        ends.chunks_exact(2).map(|pair| format!("{}-{}", pair[0], pair[1])).collect()
    })
}

/// A calendar, and a moment within two days of its zone's occasion.
fn situation() -> impl Strategy<Value = (Calendar, Time)> {
    let week = proptest::array::uniform7(hours());
    let exceptions = btree_map(-2..=2i32, hours(), 0..3);
    let aside = -2 * 24 * 3600..24 * 3600i64;
    (proptest::sample::select(&OCCASIONS[..]), week, exceptions, aside).prop_map(
        |((zone, date), week, exceptions, aside)| {
            let date: jiff::civil::Date = date.parse().unwrap();
            let exception = |(days, hours): (i32, Vec<String>)| {
                let date = date.checked_add(jiff::Span::new().days(days)).unwrap();
                DayException { date: date.to_string(), hours }
            };
            let exceptions = exceptions.into_iter().map(exception).collect();
            let midnight = TimeZone::get(zone).unwrap().to_timestamp(date.at(0, 0, 0, 0)).unwrap();
            let calendar = Calendar { name: "cards".into(), zone: zone.into(), week, exceptions };
            (calendar, Time::from(midnight) + Span::seconds(aside))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn next_change_is_the_first_change((calendar, at) in situation()) {
        let hours = OpeningHours::new(&calendar).unwrap();
        let zone = TimeZone::get(&calendar.zone).unwrap();
        let naive = |at: Time| open_by_reading(&calendar, &Timestamp::from(at).to_zoned(zone.clone()));
        prop_assert_eq!(hours.is_open(at), naive(at), "at {}", at);

        let open = naive(at);
        let whole_minute = Time(at.0 - at.0.rem_euclid(MINUTE.0));
        let minutes = (1..=MINUTES).map(|n| whole_minute + Span(n * MINUTE.0));
        let first = minutes.clone().find(|minute| naive(*minute) != open);
        let found = hours.next_change(at).filter(|change| *change <= whole_minute + Span(MINUTES * MINUTE.0));
        prop_assert_eq!(found, first, "after {}", at);
    }
}
