//! China's official days off and make-up working days, as a calendar.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use clocks::OpeningHours;
use jiff::civil::{Date, date};
use jiff::{ToSpan, tz::TimeZone};
use serde_json::Value;
use std::path::PathBuf;
use vocabulary::Time;
use vocabulary::plan::{Calendar, DayException};

/// The folder of holiday tables; `None` when the run waives the data by name.
fn holidays() -> Option<PathBuf> {
    if std::env::var_os("HELIOTROPE_WITHOUT_DATA").is_some() {
        println!("skipped: HELIOTROPE_WITHOUT_DATA is set, so the official holiday tables were not checked");
        return None;
    }
    let beside_the_repository = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let data = std::env::var_os("HELIOTROPE_DATA").unwrap_or_else(|| beside_the_repository.into());
    let folder = PathBuf::from(data).join("holidays");
    assert!(
        folder.is_dir(),
        "the holiday tables are missing: put the data folder at ../shared/data or name it in \
         HELIOTROPE_DATA, or set HELIOTROPE_WITHOUT_DATA=1 to go without"
    );
    Some(folder)
}

fn read(path: PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn official_days_off_are_closed_and_make_up_days_open() {
    let Some(folder) = holidays() else { return };
    let years = 2020..=2026i16;
    let tables = years.clone().map(|year| read(folder.join(format!("holiday-cn_{year}.json"))));
    let days: Vec<(String, bool)> = tables
        .flat_map(|table| table["days"].as_array().unwrap().clone())
        .map(|day| (day["date"].as_str().unwrap().to_owned(), day["isOffDay"].as_bool().unwrap()))
        .collect();
    assert!(days.len() > 200, "only {} days were read", days.len());

    let office = vec!["09:00-17:00".to_owned()];
    let exception = |(date, off): &(String, bool)| DayException {
        date: date.clone(),
        hours: if *off { Vec::new() } else { office.clone() },
    };
    let calendar = Calendar {
        name: "china".into(),
        zone: "Asia/Shanghai".into(),
        week: std::array::from_fn(|day| if day < 5 { office.clone() } else { Vec::new() }),
        exceptions: days.iter().map(exception).collect(),
    };
    let hours = OpeningHours::new(&calendar).unwrap();
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let open_on = |date: Date| hours.is_open(Time::from(zone.to_timestamp(date.at(10, 0, 0, 0)).unwrap()));

    for (date, off) in &days {
        assert_eq!(open_on(date.parse().unwrap()), !off, "on {date}");
    }
    // A second, independent source counts the working days of each year.
    let counts = read(folder.join("cn_workdays_from_chinesecalendar.json"));
    for year in years {
        let expected = counts.as_array().unwrap().iter().find(|count| count["year"] == year).unwrap();
        let dates = date(year, 1, 1).series(1.day()).take_while(|date| date.year() == year);
        let open = dates.filter(|date| open_on(*date)).count();
        assert_eq!(open, expected["workdays"].as_u64().unwrap() as usize, "working days of {year}");
    }
}
