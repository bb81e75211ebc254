//! Figures by the time of day and by the hour of the week, added up over many days: day curves and
//! heat maps.

use crate::catalogue::{Definition, Formula, Unit};
use crate::cell::Figure;
use crate::interval::{Interval, Zone};
use crate::table::{Ground, Question, answer};
use std::collections::BTreeMap;

/// What days are laid over each other by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// The 96 quarter-hours of the wall clock's day: 0 begins at midnight.
    Day,
    /// The 168 hours of the week: 0 begins on Monday at midnight.
    Week,
}

/// The figures of one slot over all days, in the order of the question's indicators.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Which.
    pub slot: u16,
    /// Its figures.
    pub figures: Vec<Figure>,
}

/// Whether an indicator can be added up: a median of medians is none.
pub fn adds_up(definition: &Definition) -> bool {
    !matches!(definition.formula, Formula::Deviation(..) | Formula::Median(..))
}

/// Answers a question slot by slot; slots without anything are left out. The hour that clocks repeat
/// falls into the slot of the same reading.
pub fn lay_over(question: &Question<'_>, ground: Ground<'_>, pattern: Pattern) -> Vec<Slot> {
    let interval = match pattern {
        Pattern::Day => Interval::Quarter,
        Pattern::Week => Interval::Hour,
    };
    let question = Question { interval, ..question.clone() };
    let mut slots: BTreeMap<u16, Vec<Figure>> = BTreeMap::new();
    for row in answer(&question, ground) {
        let slot = pattern.slot(question.zone, question.zone.start(row.from, interval));
        match slots.get_mut(&slot) {
            None => drop(slots.insert(slot, row.figures)),
            Some(sums) => {
                for ((sum, figure), definition) in sums.iter_mut().zip(row.figures).zip(&question.indicators)
                {
                    *sum = add(*sum, figure, definition);
                }
            }
        }
    }
    slots.into_iter().map(|(slot, figures)| Slot { slot, figures }).collect()
}

impl Pattern {
    fn slot(self, zone: &Zone, at: vocabulary::Time) -> u16 {
        let wall = zone.wall(at);
        let (hour, minute) = (u16::from(wall.hour().unsigned_abs()), u16::from(wall.minute().unsigned_abs()));
        match self {
            Pattern::Day => hour * 4 + minute / 15,
            Pattern::Week => u16::from(wall.weekday().to_monday_zero_offset().unsigned_abs()) * 24 + hour,
        }
    }
}

/// Two figures of one indicator in one.
fn add(one: Figure, other: Figure, definition: &Definition) -> Figure {
    let denominator = one.denominator + other.denominator;
    let numerator = match definition.formula {
        Formula::Longest(..) => one.numerator.max(other.numerator),
        _ => one.numerator + other.numerator,
    };
    let known = one.value.is_some() || other.value.is_some();
    let value = match definition.formula {
        Formula::Count(_) | Formula::FedCount | Formula::Longest(..) => Some(numerator),
        _ if denominator > 0.0 => Some(numerator / denominator),
        _ => None,
    };
    let scale = if definition.unit == Unit::PerTenThousand { 10_000.0 } else { 1.0 };
    Figure { numerator, denominator, value: value.filter(|_| known).map(|value| value * scale) }
}
