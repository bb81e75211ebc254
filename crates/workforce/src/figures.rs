//! What a past, or a run, comes to. Definitions: `spec/rules`, indicators.

use crate::simulation::Fate;
use serde::Serialize;
use std::collections::BTreeMap;
use vocabulary::{QueueName, Span};

/// Figures of one past or one run. Shares are 0 … 1, times seconds; what has no denominator is NaN
/// in a mean over runs, and never printed as a number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// Calls that reached a queue, or would have: those turned away included.
    pub offered: f64,
    /// Of these, answered.
    pub answered: f64,
    /// Of these, given up by the caller.
    pub abandoned: f64,
    /// Of these, turned away because nobody who could serve was there, or left over at the end.
    pub turned_away: f64,
    /// Abandoned ÷ offered.
    pub abandonment: f64,
    /// Answered within 15 s ÷ offered.
    pub service_level_15: f64,
    /// Answered within 20 s ÷ offered.
    pub service_level_20: f64,
    /// Answered within 30 s ÷ offered.
    pub service_level_30: f64,
    /// Average speed of answer: waits of the answered ÷ answered.
    pub asa: f64,
    /// Waits of those who gave up ÷ their number.
    pub mean_wait_abandoned: f64,
    /// Waits of the answered and of those who gave up ÷ their number.
    pub mean_wait: f64,
    /// Time with a contact ÷ time there; NaN for a past that does not tell.
    pub occupancy: f64,
}

/// Names of the figures, in the order of [`Figures::values`].
pub const NAMES: [&str; 12] = [
    "offered",
    "answered",
    "abandoned",
    "turned_away",
    "abandonment",
    "service_level_15",
    "service_level_20",
    "service_level_30",
    "asa",
    "mean_wait_abandoned",
    "mean_wait",
    "occupancy",
];

impl Figures {
    /// Counts.
    pub fn of(fates: impl IntoIterator<Item = Fate>, occupancy: f64) -> Figures {
        let (mut offered, mut answered, mut abandoned, mut turned_away) = (0.0, 0.0, 0.0, 0.0);
        let (mut waits, mut lost_waits) = (0.0, 0.0);
        let mut within = [0.0; 3];
        for fate in fates {
            offered += 1.0;
            match fate {
                Fate::Answered { wait } => {
                    answered += 1.0;
                    waits += wait.as_seconds();
                    for (count, limit) in within.iter_mut().zip([15, 20, 30]) {
                        *count += f64::from(u8::from(wait <= Span::seconds(limit)));
                    }
                }
                Fate::Abandoned { wait } => {
                    abandoned += 1.0;
                    lost_waits += wait.as_seconds();
                }
                Fate::TurnedAway | Fate::Waiting => turned_away += 1.0,
            }
        }
        let [service_level_15, service_level_20, service_level_30] = within.map(|count| count / offered);
        Figures {
            offered,
            answered,
            abandoned,
            turned_away,
            abandonment: abandoned / offered,
            service_level_15,
            service_level_20,
            service_level_30,
            asa: waits / answered,
            mean_wait_abandoned: lost_waits / abandoned,
            mean_wait: (waits + lost_waits) / (answered + abandoned),
            occupancy,
        }
    }

    /// As a list, in the order of [`NAMES`].
    pub fn values(&self) -> [f64; NAMES.len()] {
        let Figures { offered, answered, abandoned, turned_away, abandonment, .. } = *self;
        let Figures { service_level_15, service_level_20, service_level_30, .. } = *self;
        let Figures { asa, mean_wait_abandoned, mean_wait, occupancy, .. } = *self;
        [
            offered,
            answered,
            abandoned,
            turned_away,
            abandonment,
            service_level_15,
            service_level_20,
            service_level_30,
            asa,
            mean_wait_abandoned,
            mean_wait,
            occupancy,
        ]
    }
}

/// The figures of all, and of each queue's contacts.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    /// Of all.
    pub all: Figures,
    /// Of each queue. Occupancy is not told by queue: NaN.
    pub queues: BTreeMap<QueueName, Figures>,
}

impl Sums {
    /// Counts.
    pub fn of<'a>(fates: impl Iterator<Item = (&'a QueueName, Fate)>, occupancy: f64) -> Sums {
        let mut by_queue: BTreeMap<&QueueName, Vec<Fate>> = BTreeMap::new();
        fates.for_each(|(queue, fate)| by_queue.entry(queue).or_default().push(fate));
        let all = Figures::of(by_queue.values().flatten().copied(), occupancy);
        let queue = |(queue, fates): (&QueueName, Vec<Fate>)| (queue.clone(), Figures::of(fates, f64::NAN));
        Sums { all, queues: by_queue.into_iter().map(queue).collect() }
    }
}
