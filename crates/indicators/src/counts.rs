//! Counts of the running day.

use serde::{Deserialize, Serialize};
use std::ops::AddAssign;
use vocabulary::Span;

/// Counts of one queue over one interval, or summed over several. Every share is given as its
/// numerator and denominator; see the methods.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Contacts that reached the queue.
    pub offered: u64,
    /// Of these, answered by an agent.
    pub answered: u64,
    /// Of these, answered with a wait of at most the queue's T.
    pub answered_in_time: u64,
    /// Left before an answer, short ones included.
    pub abandoned: u64,
    /// Left before an answer within the queue's short-abandon threshold.
    pub abandoned_short: u64,
    /// Ended unanswered because the centre was interrupted: neither answered nor abandoned.
    pub interrupted: u64,
    /// Sum of the waits of answered contacts, in microseconds.
    pub wait: Span,
    /// Sum of talk times, in microseconds.
    pub talk: Span,
    /// Finished talks.
    pub talks: u64,
}

impl Counts {
    /// Service level: answered in time ÷ offered. None when nothing was offered.
    pub fn service_level(&self) -> Option<f64> {
        ratio(self.answered_in_time, self.offered)
    }

    /// Service level without short abandons, which leave numerator and denominator.
    pub fn service_level_without_short(&self) -> Option<f64> {
        ratio(self.answered_in_time, self.offered.saturating_sub(self.abandoned_short))
    }

    /// Abandonment: abandoned ÷ offered, short ones included.
    pub fn abandonment(&self) -> Option<f64> {
        ratio(self.abandoned, self.offered)
    }

    /// Abandonment without short abandons, which leave numerator and denominator.
    pub fn abandonment_without_short(&self) -> Option<f64> {
        let (short, offered) = (self.abandoned_short, self.offered);
        ratio(self.abandoned.saturating_sub(short), offered.saturating_sub(short))
    }

    /// Average speed of answer in seconds: wait of the answered ÷ answered.
    pub fn average_speed_of_answer(&self) -> Option<f64> {
        (self.answered > 0).then(|| self.wait.as_seconds() / self.answered as f64)
    }

    /// Mean talk time in seconds.
    pub fn mean_talk(&self) -> Option<f64> {
        (self.talks > 0).then(|| self.talk.as_seconds() / self.talks as f64)
    }
}

fn ratio(numerator: u64, denominator: u64) -> Option<f64> {
    (denominator > 0).then(|| numerator as f64 / denominator as f64)
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.offered += other.offered;
        self.answered += other.answered;
        self.answered_in_time += other.answered_in_time;
        self.abandoned += other.abandoned;
        self.abandoned_short += other.abandoned_short;
        self.interrupted += other.interrupted;
        self.wait += other.wait;
        self.talk += other.talk;
        self.talks += other.talks;
    }
}
