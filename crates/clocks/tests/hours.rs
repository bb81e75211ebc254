//! Opening hours at the moments where they go wrong: midnight, clock changes, exceptions.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use clocks::{Error, Fault, OpeningHours};
use vocabulary::Time;
use vocabulary::plan::{Calendar, DayException};

/// Monday to Friday one way, Saturday and Sunday another; spans separated by blanks.
fn calendar(zone: &str, weekdays: &str, weekend: &str, exceptions: &[(&str, &str)]) -> Calendar {
    let spans = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let day = |place| spans(if place < 5 { weekdays } else { weekend });
    let exception = |(date, hours): &(&str, &str)| DayException { date: (*date).into(), hours: spans(hours) };
    Calendar {
        name: "cards".into(),
        zone: zone.into(),
        week: std::array::from_fn(day),
        exceptions: exceptions.iter().map(exception).collect(),
    }
}

fn moment(text: &str) -> Time {
    text.parse::<jiff::Timestamp>().unwrap().into()
}

/// Walks the changes that follow a moment.
fn check_changes(calendar: &Calendar, from: &str, opens_and_closes: &[&str]) {
    let hours = OpeningHours::new(calendar).unwrap();
    let mut at = moment(from);
    for expected in opens_and_closes {
        let change = hours.next_change(at).expect("a change was expected");
        assert_eq!(change, moment(expected), "after {at} in {}", calendar.zone);
        assert_ne!(hours.is_open(at), hours.is_open(change), "at {change} in {}", calendar.zone);
        at = change;
    }
}

fn check_open(calendar: &Calendar, cases: &[(&str, bool)]) {
    let hours = OpeningHours::new(calendar).unwrap();
    for (at, expected) in cases {
        assert_eq!(hours.is_open(moment(at)), *expected, "at {at} in {}", calendar.zone);
    }
}

#[test]
fn spans_are_open_from_their_first_moment_up_to_their_last() {
    let seoul = calendar("Asia/Seoul", "09:00-12:00 13:00-18:00", "", &[]);
    check_open(
        &seoul,
        &[
            ("2026-11-18T23:59:59.999999Z", false),
            ("2026-11-19T00:00:00Z", true),
            ("2026-11-19T02:59:59.999999Z", true),
            ("2026-11-19T03:00:00Z", false),
            ("2026-11-19T04:00:00Z", true),
            ("2026-11-19T09:00:00Z", false),
            ("2026-11-21T03:30:00Z", false),
        ],
    );
    // Friday evening to Monday morning.
    check_changes(&seoul, "2026-11-20T08:59:00Z", &["2026-11-20T09:00:00Z", "2026-11-23T00:00:00Z"]);
    // From the very moment of a change, the one after it.
    check_changes(&seoul, "2026-11-19T00:00:00Z", &["2026-11-19T03:00:00Z"]);
}

#[test]
fn midnight_is_no_change_between_days_that_touch() {
    // Open from Monday 09:00 through to Friday 24:00, and never closing at a midnight between.
    let mut nights = calendar("Europe/London", "00:00-24:00", "", &[]);
    nights.week[0] = vec!["09:00-12:00".into(), "12:00-24:00".into()];
    check_changes(&nights, "2026-01-04T12:00:00Z", &["2026-01-05T09:00:00Z", "2026-01-10T00:00:00Z"]);
    check_open(&nights, &[("2026-01-06T00:00:00Z", true), ("2026-01-10T00:00:00Z", false)]);
}

#[test]
fn what_never_changes_has_no_next_change() {
    for (weekdays, open) in [("", false), ("00:00-24:00", true)] {
        let hours = OpeningHours::new(&calendar("Europe/London", weekdays, weekdays, &[])).unwrap();
        for at in [moment("2026-03-01T00:00:00Z"), Time(i64::MIN), Time(i64::MAX)] {
            assert_eq!((hours.is_open(at), hours.next_change(at)), (open, None), "at {at}");
        }
    }
}

#[test]
fn a_change_is_seen_up_to_400_days_ahead() {
    let once = calendar("UTC", "", "", &[("2027-02-05", "00:00-24:00")]);
    let hours = OpeningHours::new(&once).unwrap();
    assert_eq!(
        hours.next_change(moment("2026-01-01T00:00:00.000001Z")),
        Some(moment("2027-02-05T00:00:00Z"))
    );
    assert_eq!(hours.next_change(moment("2026-01-01T00:00:00Z")), None);
}

#[test]
fn clocks_that_go_forward() {
    // London skips 01:00–02:00 on 2026-03-29, New York 02:00–03:00 on 2026-03-08: both Sundays.
    let inside = calendar("Europe/London", "", "01:15-01:45", &[]);
    check_changes(&inside, "2026-03-28T12:00:00Z", &["2026-04-04T00:15:00Z"]);
    let begins_inside = calendar("Europe/London", "", "01:30-04:00", &[]);
    check_changes(&begins_inside, "2026-03-29T00:00:00Z", &["2026-03-29T01:00:00Z", "2026-03-29T03:00:00Z"]);
    let ends_inside = calendar("America/New_York", "", "01:00-02:30", &[]);
    check_changes(&ends_inside, "2026-03-08T05:59:00Z", &["2026-03-08T06:00:00Z", "2026-03-08T07:00:00Z"]);
    // The working hours of the day before and the day after lie 24 hours less one apart.
    let office = calendar("America/New_York", "09:00-17:00", "09:00-17:00", &[]);
    check_changes(&office, "2026-03-07T22:00:00Z", &["2026-03-08T13:00:00Z", "2026-03-08T21:00:00Z"]);
}

#[test]
fn clocks_that_go_back() {
    // London reads 01:00–02:00 twice on 2026-10-25, New York on 2026-11-01: both Sundays.
    let inside = calendar("Europe/London", "", "01:15-01:45", &[]);
    check_changes(
        &inside,
        "2026-10-24T12:00:00Z",
        &["2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z", "2026-10-25T01:45:00Z"],
    );
    let whole_hour = calendar("America/New_York", "", "01:00-02:00", &[]);
    check_changes(&whole_hour, "2026-11-01T04:00:00Z", &["2026-11-01T05:00:00Z", "2026-11-01T07:00:00Z"]);
    let ends_inside = calendar("America/New_York", "", "00:00-01:30", &[]);
    check_changes(
        &ends_inside,
        "2026-11-01T04:00:00Z",
        &["2026-11-01T05:30:00Z", "2026-11-01T06:00:00Z", "2026-11-01T06:30:00Z"],
    );
}

#[test]
fn clocks_that_go_back_over_midnight() {
    // St. John's, 2006-10-29 00:01 → 2006-10-28 23:01: the date itself goes back for a while.
    let saturday = calendar("America/St_Johns", "", "", &[("2006-10-28", "00:00-24:00")]);
    check_changes(
        &saturday,
        "2006-10-28T12:00:00Z",
        &["2006-10-29T02:30:00Z", "2006-10-29T02:31:00Z", "2006-10-29T03:30:00Z"],
    );
}

#[test]
fn a_date_that_never_was_is_never_open() {
    // Samoa skipped Friday 2011-12-30 whole.
    let skipped = calendar("Pacific/Apia", "", "", &[("2011-12-30", "00:00-24:00")]);
    assert_eq!(OpeningHours::new(&skipped).unwrap().next_change(moment("2011-12-01T00:00:00Z")), None);
}

#[test]
fn exceptions_beat_the_week() {
    let holiday_and_make_up =
        calendar("Asia/Shanghai", "09:00-18:00", "", &[("2026-10-01", ""), ("2026-10-10", "10:00-16:00")]);
    check_open(
        &holiday_and_make_up,
        &[
            ("2026-10-01T04:00:00Z", false),
            ("2026-10-02T04:00:00Z", true),
            ("2026-10-10T01:30:00Z", false),
            ("2026-10-10T04:00:00Z", true),
            ("2026-10-17T04:00:00Z", false),
        ],
    );
    check_changes(
        &holiday_and_make_up,
        "2026-10-09T10:00:00Z",
        &["2026-10-10T02:00:00Z", "2026-10-10T08:00:00Z", "2026-10-12T01:00:00Z"],
    );
}

#[test]
fn faults_name_calendar_day_and_text() {
    use Fault::{Backwards, Malformed, Overlapping};
    let cases = [
        ("9:00-18:00", "9:00-18:00", Malformed),
        ("09:00–18:00", "09:00–18:00", Malformed),
        ("09:00", "09:00", Malformed),
        ("09:60-18:00", "09:60-18:00", Malformed),
        ("09:00-24:01", "09:00-24:01", Malformed),
        ("09:00-99:00", "09:00-99:00", Malformed),
        ("+9:00-18:00", "+9:00-18:00", Malformed),
        ("09:00-18:00-19:00", "09:00-18:00-19:00", Malformed),
        ("24:00-24:00", "24:00-24:00", Backwards),
        ("09:00-09:00", "09:00-09:00", Backwards),
        ("22:00-06:00", "22:00-06:00", Backwards),
        ("09:00-12:00 11:59-18:00", "11:59-18:00", Overlapping),
        ("13:00-18:00 09:00-12:00", "09:00-12:00", Overlapping),
    ];
    for (spans, text, fault) in cases {
        let of = |day: &str| {
            Err(Error::Hours { calendar: "cards".into(), day: day.into(), text: text.into(), fault })
        };
        assert_eq!(OpeningHours::new(&calendar("UTC", spans, "", &[])), of("monday"));
        assert_eq!(OpeningHours::new(&calendar("UTC", "", spans, &[])), of("saturday"));
        assert_eq!(OpeningHours::new(&calendar("UTC", "", "", &[("2026-01-01", spans)])), of("2026-01-01"));
    }
    for zone in ["", "Asia/Soul", "+09:00", "Etc/Unknown", "../etc/localtime"] {
        let fault = OpeningHours::new(&calendar(zone, "", "", &[])).unwrap_err();
        assert_eq!(fault, Error::Zone { calendar: "cards".into(), zone: zone.into() });
    }
    for text in ["2026-02-29", "2026-2-01", "20260201", "2026-02-01T00:00", "2026-W05-7", "tomorrow", ""] {
        let fault = OpeningHours::new(&calendar("UTC", "", "", &[(text, "")])).unwrap_err();
        assert_eq!(fault, Error::Date { calendar: "cards".into(), text: text.into() });
    }
    let twice = OpeningHours::new(&calendar("UTC", "", "", &[("2026-01-01", ""), ("2026-01-01", "")]));
    assert_eq!(twice, Err(Error::Repeated { calendar: "cards".into(), text: "2026-01-01".into() }));
    let backwards = OpeningHours::new(&calendar("UTC", "", "22:00-06:00", &[])).unwrap_err();
    assert_eq!(
        backwards.to_string(),
        "calendar \"cards\", saturday: \"22:00-06:00\" does not end after it begins; \
         split a span that runs past midnight at 24:00"
    );
}
