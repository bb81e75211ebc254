//! Figures as the outside sees them: each with what it was divided from, and the contacts behind it.

use super::links::Links;
use super::query::Asked;
use crate::request::values::ShortRule;
use indicators::catalogue::{Definition as Defined, Target as Aim};
use indicators::pattern::Slot as Laid;
use indicators::quality;
use indicators::table::{Figure as Found, Row as Line};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{FigureCheck, ReportRun};
use utoipa::ToSchema;
use vocabulary::Time;

/// The most rows an answer holds; a download holds all.
const MOST_ROWS: usize = 5_000;

/// All indicators.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Catalogue {
    /// In the order they are shown.
    indicators: Vec<Definition>,
}

/// An indicator.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Definition {
    #[schema(example = "service_level")]
    key: &'static str,
    #[schema(example = "Service level")]
    name: &'static str,
    /// What stands above the line.
    numerator: &'static str,
    /// What stands below it; empty when there is nothing.
    denominator: &'static str,
    /// What is left out.
    filter: &'static str,
    /// `share` (0 to 1), `net_share` (-1 to 1), `seconds`, `count`, `per_ten_thousand`, `mark` or `hours`.
    #[schema(example = "share")]
    unit: &'static str,
    #[schema(required = true)]
    target: Option<Target>,
    /// Which interval things count in: `arrival_at_queue`, `opening`, `elapsed_time` or `date_of_fact`.
    #[schema(example = "arrival_at_queue")]
    rule: &'static str,
    /// The room that feeds it; null when the journal does. Without facts it has no value: no data yet.
    #[schema(required = true)]
    fed_by: Option<&'static str>,
}

/// Where a value should lie. More is better when `good` is above `fair`, less when it is below.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct Target {
    /// Green from here on.
    good: f64,
    /// Amber between this and `good`; red beyond.
    fair: f64,
}

impl From<Aim> for Target {
    fn from(aim: Aim) -> Target {
        Target { good: aim.good, fair: aim.fair }
    }
}

/// What targets a bank has set in place of the catalogue's.
pub(crate) type Targets = BTreeMap<String, Aim>;

fn target(defined: &Defined, targets: &Targets) -> Option<Aim> {
    targets.get(defined.key).copied().or(defined.target)
}

impl Definition {
    pub fn new(defined: &Defined, targets: &Targets) -> Definition {
        Definition {
            key: defined.key,
            name: defined.name,
            numerator: defined.numerator,
            denominator: defined.denominator,
            filter: defined.filter,
            unit: defined.unit.tag(),
            target: target(defined, targets).map(Target::from),
            rule: defined.rule.tag(),
            fed_by: defined.fed_by,
        }
    }
}

impl Catalogue {
    pub fn new(targets: &Targets) -> Catalogue {
        Catalogue { indicators: definitions(indicators::catalogue::all(), targets) }
    }
}

fn definitions<'d>(all: impl Iterator<Item = &'d Defined>, targets: &Targets) -> Vec<Definition> {
    all.map(|defined| Definition::new(defined, targets)).collect()
}

/// An answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureTable {
    /// The bank's own time zone, or the one that was asked for.
    #[schema(example = "Asia/Seoul")]
    zone: String,
    #[schema(format = DateTime)]
    from: String,
    /// Not included.
    #[schema(format = DateTime)]
    to: String,
    #[schema(example = "day")]
    interval: &'static str,
    #[schema(example = "queue")]
    by: &'static str,
    /// What became of short abandons.
    #[schema(example = "counted")]
    short: String,
    definitions: Vec<Definition>,
    /// By interval, then by key. What has nothing has no row.
    rows: Vec<Row>,
    /// Rows beyond the 5,000 that an answer holds; a download has all.
    rows_left_off: usize,
}

/// One thing in one interval.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Row {
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
    /// The queue, the agent …; null for the total, and for what has none.
    #[schema(example = "cards", required = true)]
    key: Option<String>,
    /// By the keys of indicators.
    figures: BTreeMap<&'static str, Figure>,
}

/// A figure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Figure {
    numerator: f64,
    denominator: f64,
    /// Null when there was nothing to divide by, or no data yet.
    #[schema(required = true)]
    value: Option<f64>,
    /// `green`, `amber` or `red` against the target.
    #[schema(example = "green", required = true)]
    colour: Option<&'static str>,
    /// Where the contacts behind it are listed.
    contacts: Links,
}

impl FigureTable {
    pub fn new(asked: &Asked, rows: Vec<Line>, targets: &Targets) -> FigureTable {
        let left_off = rows.len().saturating_sub(MOST_ROWS);
        let rows = rows.into_iter().take(MOST_ROWS);
        FigureTable {
            zone: asked.zone.name().to_owned(),
            from: asked.from.to_string(),
            to: asked.to.to_string(),
            interval: asked.interval.tag(),
            by: asked.by.tag(),
            short: ShortRule(asked.short).to_string(),
            definitions: definitions(asked.indicators.iter().copied(), targets),
            rows: rows.map(|line| Row::new(asked, line, targets)).collect(),
            rows_left_off: left_off,
        }
    }
}

impl Row {
    fn new(asked: &Asked, line: Line, targets: &Targets) -> Row {
        let figures = asked.indicators.iter().zip(&line.figures).map(|(defined, found)| {
            (defined.key, Figure::new(defined, *found, targets, Links::of_row(asked, &line, defined)))
        });
        Row {
            figures: figures.collect(),
            from: line.from.to_string(),
            to: line.to.to_string(),
            key: line.key,
        }
    }
}

impl Figure {
    fn new(defined: &Defined, found: Found, targets: &Targets, contacts: Links) -> Figure {
        let aim = target(defined, targets);
        Figure {
            numerator: found.numerator,
            denominator: found.denominator,
            value: found.value,
            colour: aim.zip(found.value).map(|(aim, value)| aim.colour(value).tag()),
            contacts,
        }
    }
}

/// Days, or weeks, laid over each other.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigurePattern {
    #[schema(example = "Asia/Seoul")]
    zone: String,
    #[schema(format = DateTime)]
    from: String,
    /// Not included.
    #[schema(format = DateTime)]
    to: String,
    definitions: Vec<Definition>,
    /// Slots without anything are left out.
    slots: Vec<Slot>,
}

/// A quarter-hour of the day, or an hour of the week.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Slot {
    /// Of the day: 0 to 95 from midnight. Of the week: 0 to 167 from Monday's midnight.
    slot: u16,
    /// By the keys of indicators.
    figures: BTreeMap<&'static str, Figure>,
}

impl FigurePattern {
    pub fn new(asked: &Asked, slots: Vec<Laid>, targets: &Targets) -> FigurePattern {
        let slot = |laid: Laid| {
            let figures = asked.indicators.iter().zip(laid.figures);
            let figures = figures
                .map(|(defined, found)| (defined.key, Figure::new(defined, found, targets, Links::NONE)));
            Slot { slot: laid.slot, figures: figures.collect() }
        };
        FigurePattern {
            zone: asked.zone.name().to_owned(),
            from: asked.from.to_string(),
            to: asked.to.to_string(),
            definitions: definitions(asked.indicators.iter().copied(), targets),
            slots: slots.into_iter().map(slot).collect(),
        }
    }
}

/// Where figures begin and end.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Extent {
    /// Of live contacts; null while there are none.
    #[schema(required = true)]
    live: Option<Period>,
    /// Of imported contacts; null when there are none.
    #[schema(required = true)]
    imported: Option<Period>,
}

/// The first and the last moment that contacts count at.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Period {
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
}

impl Extent {
    pub fn new(live: Option<(Time, Time)>, imported: Option<(Time, Time)>) -> Extent {
        let stretch = |ends: (Time, Time)| Period { from: ends.0.to_string(), to: ends.1.to_string() };
        Extent { live: live.map(stretch), imported: imported.map(stretch) }
    }
}

/// Agents whose share of ultra-short services stands out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QualityAlarm {
    /// The median agent's share of services under 10 s; null without agents.
    #[schema(required = true)]
    median: Option<f64>,
    /// Agents whose share is above twice the median with 99.9 % confidence, the highest first.
    standing_out: Vec<StandingOut>,
    /// Answered contacts that name no agent: a defect of the data, and no agent.
    without_agent: u64,
}

/// An agent whose share stands out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StandingOut {
    #[schema(example = "A-7")]
    agent: String,
    /// Answered contacts.
    services: u64,
    /// Of these, talked for less than 10 s.
    under_10s: u64,
    share: f64,
    /// The share is above this with 99.9 % confidence.
    at_least: f64,
    /// Where those contacts are listed.
    #[schema(required = true)]
    contacts: Option<String>,
}

impl QualityAlarm {
    pub fn new(asked: &Asked, alarm: quality::Alarm) -> QualityAlarm {
        let standing_out = |share: quality::Share| StandingOut {
            agent: share.agent.to_string(),
            services: share.services,
            under_10s: share.under_10s,
            share: share.value(),
            at_least: share.at_least,
            contacts: Links::of_agent(asked, share.agent),
        };
        QualityAlarm {
            median: alarm.median,
            standing_out: alarm.standing_out.into_iter().map(standing_out).collect(),
            without_agent: alarm.without_agent,
        }
    }
}

/// Scheduled reports.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportList {
    pub reports: Vec<Report>,
}

/// A scheduled report.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Report {
    #[schema(example = "daily-queues")]
    pub name: String,
    /// When it is made, in words.
    #[schema(example = "every day at 06:00")]
    pub when: String,
    /// Its last runs, the newest first.
    pub runs: Vec<Run>,
}

/// A run of a report.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Run {
    #[schema(format = DateTime)]
    due: String,
    #[schema(format = DateTime)]
    ran: String,
    /// The file it wrote; null when it failed.
    #[schema(required = true)]
    file: Option<String>,
    /// Why it failed; null when it did not.
    #[schema(required = true)]
    failure: Option<String>,
}

impl From<ReportRun> for Run {
    fn from(run: ReportRun) -> Run {
        Run { due: run.due.to_string(), ran: run.ran.to_string(), file: run.file, failure: run.failure }
    }
}

/// Comparisons of figures with the journal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckList {
    /// The newest first.
    checks: Vec<Check>,
}

/// A comparison of figures with the journal: every night.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Check {
    #[schema(format = DateTime)]
    at: String,
    /// Contacts compared.
    compared: u64,
    /// Contacts whose figures are not what the journal says.
    differences: u64,
    /// The first of them in words; empty when there is none.
    first: String,
}

impl CheckList {
    pub fn new(checks: Vec<FigureCheck>) -> CheckList {
        let check = |check: FigureCheck| Check {
            at: check.at.to_string(),
            compared: check.compared,
            differences: check.differences,
            first: check.first,
        };
        CheckList { checks: checks.into_iter().map(check).collect() }
    }
}
