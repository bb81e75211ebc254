//! Scheduled reports: made when they are due, each about the day, week or month that has just ended.
//!
//! A file is written beside its place and moved there whole. What was due while the program did not
//! run is made when it runs again, a month's worth of it at the most.

use crate::configuration::{Every, Format, Report};
use centre::{Centre, FiguresView};
use indicators::Zone;
use indicators::table::{self, About, Ground, Question};
use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{ReportRun, Store};
use tokio::time::{MissedTickBehavior, interval};
use vocabulary::{Span, Time};

/// How often it is looked whether one is due.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// The most runs that are made up for.
const MADE_UP: usize = 31;
/// Repeat rates look a week ahead.
const LOOK_AHEAD: Span = Span::seconds(7 * 86_400);

/// A stretch of time that a report is about, and when the report is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Due {
    at: Time,
    from: Time,
    to: Time,
    /// The first day it is about.
    day: Date,
}

/// Makes reports until the centre stops.
pub async fn make(reports: Vec<Report>, centre: Centre, store: Arc<Store>) {
    if reports.is_empty() {
        return;
    }
    let mut looks = interval(LOOK_EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = looks.tick() => {}
            () = centre.stopped() => return,
        }
        let Ok(floor) = centre.figures().await else { return };
        for report in &reports {
            if let Err(failed) = make_due(report, &floor, &store).await {
                tracing::warn!(report = report.name, %failed, "a report could not be looked after; it is tried again");
            }
        }
    }
}

/// Makes all of a report that is due. One that fails is told with its run, and is not tried again:
/// its next one will be.
async fn make_due(report: &Report, floor: &FiguresView, store: &Store) -> Result<(), store::Error> {
    let last = store.report_runs(&report.name, 1).await?.first().map(|run| run.due);
    for due in due(report, &floor.zone, last, floor.at) {
        let made = write(report, due, floor, store).await;
        let (file, failure) = match made {
            Ok(file) => (Some(file.display().to_string()), None),
            Err(failure) => {
                tracing::warn!(report = report.name, %failure, "a report was not made");
                (None, Some(failure.to_string()))
            }
        };
        let run = ReportRun { due: due.at, ran: floor.at, file, failure };
        store.add_report_run(&report.name, &run).await?;
    }
    Ok(())
}

/// What is due after the `last` run and by `now`, in order. A new report is first due next time: its
/// stretch that has just ended is due now only if its hour has come today.
fn due(report: &Report, zone: &Zone, last: Option<Time>, now: Time) -> Vec<Due> {
    let mut found = Vec::new();
    let mut day = zone.wall(now).date();
    // From today backwards, day by day, until the last run or the bound.
    for _ in 0..MADE_UP * 31 {
        if let Some(due) = on(report, zone, day) {
            if last.is_some_and(|last| due.at <= last) || found.len() == MADE_UP {
                break;
            }
            if due.at <= now {
                found.push(due);
                if last.is_none() {
                    break;
                }
            }
        }
        let Ok(before) = day.yesterday() else { break };
        day = before;
    }
    found.reverse();
    found
}

/// What is due on a day, if anything is.
fn on(report: &Report, zone: &Zone, day: Date) -> Option<Due> {
    let (is_due, first) = match report.every {
        Every::Day => (true, day.yesterday().ok()?),
        Every::Week => (day.weekday().to_monday_zero_offset() == 0, day.checked_sub(7.days()).ok()?),
        Every::Month => (day.day() == 1, day.checked_sub(1.month()).ok()?),
    };
    let (from, to) = (zone.begin(first)?, zone.begin(day)?);
    let hour: Zoned = zone.wall(to).with().hour(report.at.0).minute(report.at.1).build().ok()?;
    is_due.then(|| Due { at: hour.timestamp().into(), from, to, day: first })
}

/// Why a report was not made.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Sheet(#[from] sheets::Unwritable),
    #[error("cannot write {}: {reason}", .path.display())]
    Disk { path: PathBuf, reason: std::io::Error },
}

async fn write(report: &Report, due: Due, floor: &FiguresView, store: &Store) -> Result<PathBuf, Failure> {
    let facts = store.facts(due.from, due.to + LOOK_AHEAD).await?;
    let (times, fed) = (store.times(due.from, due.to).await?, store.fed(due.from, due.to, floor.at).await?);
    let question = Question {
        indicators: report.indicators.clone(),
        from: due.from,
        to: due.to,
        interval: report.interval,
        zone: &floor.zone,
        by: report.by,
        about: About::default(),
        short: report.short,
        teams: &floor.teams,
    };
    let rows = table::answer(&question, Ground { facts: &facts, times: &times, fed: &fed });
    let mark = format!("Heliotrope, scheduled report {}, made by the program at {}", report.name, floor.at);
    let sheet = sheets::Sheet { mark: Some(mark), ..api::figures_sheet(&question, rows) };
    let (bytes, ending) = match report.format {
        Format::Csv => (sheets::csv(&sheet).into_bytes(), "csv"),
        Format::Xlsx => (sheets::xlsx(&sheet)?, "xlsx"),
    };
    let path = report.folder.join(format!("{}-{}.{ending}", report.name, due.day));
    put(&path, &bytes).map_err(|reason| Failure::Disk { path: path.clone(), reason })?;
    Ok(path)
}

/// Writes a file whole or not at all.
fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("part");
    let file = std::fs::File::create(&beside)?;
    std::io::Write::write_all(&mut &file, bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use indicators::Interval;

    fn report(every: Every) -> Report {
        Report {
            name: "r".to_owned(),
            every,
            at: (6, 0),
            indicators: Vec::new(),
            by: table::Dimension::Total,
            interval: Interval::Day,
            short: table::Short::Counted,
            format: Format::Csv,
            folder: PathBuf::new(),
        }
    }

    fn time(text: &str) -> Time {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    #[test]
    fn what_was_missed_is_made_up_for_in_order() {
        let zone = Zone::new("Asia/Seoul").unwrap();
        let check = |every, last: Option<&str>, now: &str, expected: &[&str]| {
            let due = due(&report(every), &zone, last.map(time), time(now));
            assert_eq!(due.iter().map(|due| due.day.to_string()).collect::<Vec<_>>(), expected, "{now}");
        };
        // 06:00 in Seoul is 21:00 UTC of the day before.
        check(Every::Day, None, "2026-03-10T20:59:00Z", &["2026-03-09"]);
        check(Every::Day, None, "2026-03-10T21:00:00Z", &["2026-03-10"]);
        check(Every::Day, Some("2026-03-10T21:00:00Z"), "2026-03-11T20:00:00Z", &[]);
        check(
            Every::Day,
            Some("2026-03-07T21:00:00Z"),
            "2026-03-10T21:30:00Z",
            &["2026-03-08", "2026-03-09", "2026-03-10"],
        );
        // 2026-03-09 is a Monday.
        check(Every::Week, Some("2026-03-01T21:00:00Z"), "2026-03-08T21:00:00Z", &["2026-03-02"]);
        check(Every::Month, Some("2026-01-31T21:00:00Z"), "2026-03-15T00:00:00Z", &["2026-02-01"]);
    }

    #[test]
    fn a_day_of_23_hours_is_a_day() {
        let zone = Zone::new("Europe/London").unwrap();
        let due = on(&report(Every::Day), &zone, "2026-03-30".parse().unwrap()).unwrap();
        assert_eq!(due.to - due.from, Span::seconds(23 * 3_600));
    }

    #[test]
    fn a_file_is_there_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("r-2026-03-10.csv");
        put(&path, b"a,b\r\n").unwrap();
        put(&path, b"c,d\r\n").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"c,d\r\n");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
