//! Figures by interval and by queue, agent and the like, each with the contacts behind it.

use super::catalogue::{Definition, Targets, definitions, target};
use crate::figures::links::{Links, RowLinks};
use crate::figures::query::Asked;
use crate::request::values::ShortRule;
use indicators::catalogue::Definition as Defined;
use indicators::table::{Figure as Found, Row as Line};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The most rows an answer holds; a download holds all.
const MOST_ROWS: usize = 5_000;
/// The most figures an answer holds, so that it is some 25 MB at the most.
const MOST_FIGURES: usize = 50_000;

/// An answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureTable {
    /// The bank's own time zone, the imported log's, or the one that was asked for.
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
    /// Rows beyond the 5,000, or the 50,000 figures, that an answer holds; a download has all.
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
    /// Null for a count and a longest time, which are divided by nothing.
    #[schema(required = true)]
    denominator: Option<f64>,
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
    pub fn new(asked: &Asked, lines: Vec<Line>, targets: &Targets) -> FigureTable {
        let most = MOST_ROWS.min(MOST_FIGURES / asked.indicators.len().max(1));
        let left_off = lines.len().saturating_sub(most);
        FigureTable {
            zone: asked.zone.name().to_owned(),
            from: asked.from.to_string(),
            to: asked.to.to_string(),
            interval: asked.interval.tag(),
            by: asked.by.tag(),
            short: ShortRule(asked.short).to_string(),
            definitions: definitions(asked.indicators.iter().copied(), targets),
            rows: lines.into_iter().take(most).map(|line| Row::new(asked, line, targets)).collect(),
            rows_left_off: left_off,
        }
    }
}

impl Row {
    fn new(asked: &Asked, line: Line, targets: &Targets) -> Row {
        let links = RowLinks::new(asked, &line);
        let figures =
            asked.indicators.iter().zip(&line.figures).map(|(defined, found)| {
                (defined.key, Figure::new(defined, *found, targets, links.of(defined)))
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
    pub fn new(defined: &Defined, found: Found, targets: &Targets, contacts: Links) -> Figure {
        let aim = target(defined, targets);
        Figure {
            numerator: found.numerator,
            denominator: divided(defined).then_some(found.denominator),
            value: found.value,
            colour: aim.zip(found.value).map(|(aim, value)| aim.colour(value).tag()),
            contacts,
        }
    }
}

/// Whether an indicator has something below the line.
pub(crate) fn divided(defined: &Defined) -> bool {
    defined.formula.is_divided()
}
