//! What a bank sets about figures: targets in place of the catalogue's, and scheduled reports.

use super::fault::Faults;
use super::reading::Row;
use indicators::Interval;
use indicators::catalogue::{self, Definition, Target};
use indicators::table::{Dimension, Short};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A target, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileTarget {
    indicator: String,
    good: f64,
    fair: f64,
}

/// A report, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileReport {
    name: String,
    every: Every,
    #[serde(default = "early")]
    at: String,
    #[serde(default)]
    indicators: Vec<String>,
    #[serde(default = "total")]
    by: String,
    #[serde(default = "day")]
    interval: String,
    #[serde(default)]
    without_short: bool,
    #[serde(default)]
    format: Format,
    folder: PathBuf,
}

fn early() -> String {
    "06:00".to_owned()
}

fn total() -> String {
    Dimension::Total.tag().to_owned()
}

fn day() -> String {
    Interval::Day.tag().to_owned()
}

/// How often a report is made: each time about the day, week or month that has just ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    /// Every day.
    Day,
    /// On Mondays.
    Week,
    /// On the first of the month.
    Month,
}

/// What a report is written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For programs.
    Csv,
    /// For people.
    #[default]
    Xlsx,
}

/// A scheduled report.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its name, which its files bear.
    pub name: String,
    /// How often it is made.
    pub every: Every,
    /// At which time of day, in the bank's zone: hours and minutes.
    pub at: (i8, i8),
    /// What stands in it.
    pub indicators: Vec<&'static Definition>,
    /// By what.
    pub by: Dimension,
    /// Cut into these.
    pub interval: Interval,
    /// What becomes of short abandons.
    pub short: Short,
    /// What it is written as.
    pub format: Format,
    /// Where it is written.
    pub folder: PathBuf,
}

impl Report {
    /// When it is made, in words.
    pub fn when(&self) -> String {
        let every = match self.every {
            Every::Day => "every day",
            Every::Week => "on Mondays",
            Every::Month => "on the first of the month",
        };
        format!("{every} at {:02}:{:02}", self.at.0, self.at.1)
    }
}

pub(super) fn targets(written: &[Row<FileTarget>], faults: &mut Faults<'_>) -> BTreeMap<String, Target> {
    let mut targets = BTreeMap::new();
    for row in written {
        let FileTarget { indicator, good, fair } = &row.value;
        let key = |key: &str| [row.path("target"), vec![key.to_owned()]].concat();
        if catalogue::find(indicator).is_none() {
            let reason = format!("there is no indicator \"{indicator}\" (INDICATORS.md lists them)");
            faults.add(&key("indicator"), reason);
        }
        for (name, bound) in [("good", good), ("fair", fair)] {
            if !bound.is_finite() {
                faults.add(&key(name), "must be a number");
            }
        }
        if targets.insert(indicator.clone(), Target { good: *good, fair: *fair }).is_some() {
            faults.add(&key("indicator"), format!("\"{indicator}\" is there twice; leave one"));
        }
    }
    targets
}

pub(super) fn reports(written: &[Row<FileReport>], faults: &mut Faults<'_>) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    for row in written {
        let mut add = |key: &[&str], reason: String| {
            let key = key.iter().map(|step| (*step).to_owned()).collect();
            faults.add(&[row.path("report"), key].concat(), reason);
        };
        let report = report(&row.value, &mut add);
        if reports.iter().any(|other| other.name == row.value.name) {
            add(&["name"], "there are two of this name; name one otherwise".to_owned());
        }
        reports.extend(report);
    }
    reports
}

fn report(file: &FileReport, add: &mut dyn FnMut(&[&str], String)) -> Option<Report> {
    // The name becomes part of a file's name.
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if file.name.is_empty() || file.name.starts_with('.') || !file.name.chars().all(plain) {
        add(&["name"], "the name must be letters, digits, dots, dashes and underscores".to_owned());
    }
    let mut indicators: Vec<&'static Definition> = Vec::new();
    for key in &file.indicators {
        match catalogue::find(key) {
            Some(definition) => indicators.push(definition),
            None => add(
                &["indicators", key],
                format!("there is no indicator \"{key}\" (INDICATORS.md lists them)"),
            ),
        }
    }
    if file.indicators.is_empty() {
        indicators = catalogue::all().collect();
    }
    let at = time_of_day(&file.at);
    if at.is_none() {
        add(&["at"], format!("\"{}\" is no time of day; write \"06:00\", say", file.at));
    }
    let (by, interval) = (file.by.parse().ok(), file.interval.parse().ok());
    if by.is_none() {
        add(&["by"], format!("\"{}\" must be total, queue, agent, team, skill, tier or channel", file.by));
    }
    if interval.is_none() {
        add(&["interval"], format!("\"{}\" must be quarter, hour, day, month or whole", file.interval));
    }
    Some(Report {
        name: file.name.clone(),
        every: file.every,
        at: at?,
        indicators,
        by: by?,
        interval: interval?,
        short: if file.without_short { Short::Out } else { Short::Counted },
        format: file.format,
        folder: file.folder.clone(),
    })
}

fn time_of_day(text: &str) -> Option<(i8, i8)> {
    let (hours, minutes) = text.split_once(':')?;
    let two_digits = |text: &str| (text.len() == 2).then(|| text.parse::<i8>().ok()).flatten();
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some((hours, minutes))
}
