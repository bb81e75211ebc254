//! One figure being added up.

use crate::catalogue::{Formula, Unit};
use crate::fact::Fact;
use crate::feed::FeedFact;
use crate::members::Measure;
use crate::time_use::TimeUse;
use vocabulary::Span;

/// Sums of one indicator over one interval of one thing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    numerator: f64,
    denominator: f64,
    /// Whether anything was fed at all.
    fed: bool,
    /// Times of a median or a deviation, in microseconds.
    times: Vec<i64>,
}

/// A figure: what it was divided from, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// Above the line.
    pub numerator: f64,
    /// Below it.
    pub denominator: f64,
    /// The value; none when there was nothing to divide by, or no data yet.
    pub value: Option<f64>,
}

impl Cell {
    /// Takes a contact in; `again` says whether its customer came again in time.
    pub fn add(&mut self, formula: &Formula, fact: &Fact, again: impl FnOnce(Span) -> bool) {
        match formula {
            Formula::Count(of) => self.numerator += one_if(of.hold(fact)),
            Formula::Share { of, among } => {
                self.numerator += one_if(of.hold(fact));
                self.denominator += one_if(among.hold(fact));
            }
            Formula::Mean(measure, among) if among.hold(fact) => {
                self.numerator += measure.of(fact).as_seconds();
                self.denominator += 1.0;
            }
            Formula::Deviation(measure, among) | Formula::Median(measure, among) if among.hold(fact) => {
                self.time(*measure, fact);
            }
            Formula::Longest(measure, among) if among.hold(fact) => {
                self.numerator = self.numerator.max(measure.of(fact).as_seconds());
                self.denominator += 1.0;
            }
            Formula::Repeated(within, among) if among.hold(fact) => {
                self.numerator += one_if(again(*within));
                self.denominator += 1.0;
            }
            Formula::FedPer(among) => self.denominator += one_if(among.hold(fact)),
            _ => {}
        }
    }

    fn time(&mut self, measure: Measure, fact: &Fact) {
        let span = measure.of(fact);
        self.numerator += span.as_seconds();
        self.denominator += 1.0;
        self.times.push(span.0);
    }

    /// Takes an agent's time in.
    pub fn spend(&mut self, spent: &TimeUse) {
        self.numerator += spent.handling().as_seconds();
        self.denominator += (spent.handling() + spent.available).as_seconds();
    }

    /// Takes a fact of another room in.
    pub fn feed(&mut self, formula: &Formula, fact: &FeedFact) {
        self.fed = true;
        self.numerator += fact.numerator;
        if matches!(formula, Formula::Fed | Formula::FedOf(..)) {
            self.denominator += fact.denominator;
        }
    }

    /// What came of it.
    pub fn figure(mut self, formula: &Formula, unit: Unit) -> Figure {
        let value = self.value(formula).map(|value| match unit {
            Unit::PerTenThousand => value * 10_000.0,
            _ => value,
        });
        let numerator = match formula {
            // What stands above the line is no sum: the definition says the figure itself.
            Formula::Deviation(..) | Formula::Median(..) => value.unwrap_or_default(),
            _ => self.numerator,
        };
        Figure { numerator, denominator: self.denominator, value }
    }

    fn value(&mut self, formula: &Formula) -> Option<f64> {
        match formula {
            Formula::Count(_) => Some(self.numerator),
            Formula::FedCount => self.fed.then_some(self.numerator),
            Formula::Longest(..) => (self.denominator > 0.0).then_some(self.numerator),
            Formula::Deviation(..) => deviation(&self.times),
            Formula::Median(..) => median(&mut self.times),
            Formula::Fed | Formula::FedOf(..) | Formula::FedPer(_) if !self.fed => None,
            _ => (self.denominator > 0.0).then(|| self.numerator / self.denominator),
        }
    }
}

fn one_if(so: bool) -> f64 {
    if so { 1.0 } else { 0.0 }
}

/// Standard deviation of a sample, in seconds.
fn deviation(times: &[i64]) -> Option<f64> {
    if times.len() < 2 {
        return None;
    }
    let mean = times.iter().map(|time| *time as f64).sum::<f64>() / times.len() as f64;
    let squares: f64 = times.iter().map(|time| (*time as f64 - mean).powi(2)).sum();
    Some((squares / (times.len() - 1) as f64).sqrt() / 1e6)
}

/// The middle, in seconds.
fn median(times: &mut [i64]) -> Option<f64> {
    if times.is_empty() {
        return None;
    }
    let half = times.len() / 2;
    let even = times.len().is_multiple_of(2);
    let (below, upper, _) = times.select_nth_unstable(half);
    let upper = *upper;
    let lower = if even { below.iter().copied().max().unwrap_or(upper) } else { upper };
    Some((lower as f64 + upper as f64) / 2e6)
}
