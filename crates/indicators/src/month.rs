//! The figures of a stretch of time in one piece: what `heliotrope replay` prints.

use crate::catalogue;
use crate::fact::Fact;
use crate::interval::{Interval, Zone};
use crate::table::{self, About, Dimension, Figure, Ground, Question, Short};
use vocabulary::{Span, Time};

/// The indicators of an imported log, in the order they are shown.
pub const KEYS: [&str; 16] = [
    "offered",
    "answered",
    "abandoned",
    "abandonment",
    "service_level",
    "service_level_15",
    "service_level_20",
    "service_level_30",
    "asa",
    "asa_queued",
    "mean_wait_abandoned",
    "longest_wait",
    "talk_mean",
    "talk_sd",
    "talk_median",
    "under_10s",
];

/// The indicators that short abandons change.
pub const WITHOUT_SHORT: [&str; 6] =
    ["offered", "abandoned", "abandonment", "service_level_15", "service_level_20", "service_level_30"];

/// The indicators over all facts, with short abandons.
pub fn all(facts: &[Fact]) -> Vec<(&'static str, Figure)> {
    summary(&KEYS, facts, Short::Counted)
}

/// Those that short abandons change, without those up to this wait.
pub fn without_short(facts: &[Fact], within: Span) -> Vec<(&'static str, Figure)> {
    summary(&WITHOUT_SHORT, facts, Short::OutWithin(within))
}

fn summary(keys: &[&'static str], facts: &[Fact], short: Short) -> Vec<(&'static str, Figure)> {
    let zone = Zone::default();
    let question = Question {
        indicators: keys.iter().filter_map(|key| catalogue::find(key)).collect(),
        from: Time(i64::MIN),
        to: Time(i64::MAX),
        interval: Interval::Whole,
        zone: &zone,
        by: Dimension::Total,
        about: About::default(),
        short,
        teams: &[],
    };
    let rows = table::answer(&question, Ground { facts, ..Ground::default() });
    let nothing = vec![Figure { numerator: 0.0, denominator: 0.0, value: None }; keys.len()];
    let figures = rows.into_iter().next().map_or(nothing, |row| row.figures);
    question.indicators.iter().map(|definition| definition.key).zip(figures).collect()
}
