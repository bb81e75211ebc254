//! From journal entries to figures. Pure: a fold over records, so that live figures and figures
//! computed from the stored journal are the same by construction.
//!
//! Definitions: `spec/rules`, indicators. A contact counts in the interval in which it reached the
//! queue, whenever it was answered or left. It is judged by its queue's thresholds of the moment it
//! is answered or leaves: a change of the plan judges nobody anew.

pub mod day;

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, btree_map};
use std::ops::AddAssign;
use vocabulary::journal::{EndReason, Entry, Record};
use vocabulary::plan::Queue;
use vocabulary::{ContactId, QueueName, Span, Time};

/// Length of an interval.
pub const INTERVAL: Span = Span::seconds(15 * 60);

/// Intervals kept for live figures: two days, so that yesterday can be compared.
const KEPT: usize = 2 * 24 * 4;

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

/// The fold: figures of all queues, by interval.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Figures {
    thresholds: BTreeMap<QueueName, Thresholds>,
    intervals: BTreeMap<Time, BTreeMap<QueueName, Counts>>,
    open: BTreeMap<ContactId, Open>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Thresholds {
    service_level: Span,
    short_abandon: Span,
}

/// A contact that reached a queue and is not closed.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Open {
    queue: QueueName,
    since: Time,
    answered: bool,
    talking_since: Option<Time>,
}

impl Figures {
    /// Takes the journal's next record in.
    pub fn apply(&mut self, record: &Record) {
        let at = record.at;
        match &record.entry {
            Entry::Configured { plan } => self.thresholds.extend(plan.queues.iter().map(thresholds)),
            Entry::Queued { contact, queue, since, .. } => self.queued(*contact, queue, *since),
            Entry::Connected { contact, .. } => self.connected(*contact, at),
            Entry::AgentLost { contact, .. } | Entry::Transferred { contact, .. } => {
                self.talk_ended(*contact, at)
            }
            Entry::ContactEnded { contact, reason } => {
                self.talk_ended(*contact, at);
                self.ended(*contact, at, *reason);
            }
            _ => {}
        }
    }

    /// A queue's counts over all intervals that begin at `from` or later.
    pub fn since(&self, from: Time, queue: &QueueName) -> Counts {
        let mut sum = Counts::default();
        for counts in self.intervals.range(from..).filter_map(|(_, queues)| queues.get(queue)) {
            sum += *counts;
        }
        sum
    }

    /// All queues together, over all intervals that begin at `from` or later.
    pub fn total_since(&self, from: Time) -> Counts {
        let mut sum = Counts::default();
        for counts in self.intervals.range(from..).flat_map(|(_, queues)| queues.values()) {
            sum += *counts;
        }
        sum
    }

    fn queued(&mut self, contact: ContactId, queue: &QueueName, since: Time) {
        // One that comes back was offered before, and an answer it has had stays an answer.
        if let btree_map::Entry::Vacant(place) = self.open.entry(contact) {
            place.insert(Open { queue: queue.clone(), since, answered: false, talking_since: None });
            self.count(queue, since).offered += 1;
        }
    }

    fn connected(&mut self, contact: ContactId, at: Time) {
        let Some(open) = self.open.get_mut(&contact) else { return };
        open.talking_since = Some(at);
        if std::mem::replace(&mut open.answered, true) {
            return;
        }
        let (queue, since) = (open.queue.clone(), open.since);
        let in_time = self.thresholds.get(&queue).is_some_and(|t| at - since <= t.service_level);
        let counts = self.count(&queue, since);
        counts.answered += 1;
        counts.answered_in_time += u64::from(in_time);
        counts.wait += at - since;
    }

    fn talk_ended(&mut self, contact: ContactId, at: Time) {
        let Some(open) = self.open.get_mut(&contact) else { return };
        let Some(began) = open.talking_since.take() else { return };
        let (queue, since) = (open.queue.clone(), open.since);
        let counts = self.count(&queue, since);
        counts.talk += at - began;
        counts.talks += 1;
    }

    fn ended(&mut self, contact: ContactId, at: Time, reason: EndReason) {
        let Some(open) = self.open.remove(&contact) else { return };
        if open.answered {
            return;
        }
        let short = self.thresholds.get(&open.queue).is_some_and(|t| at - open.since <= t.short_abandon);
        let counts = self.count(&open.queue, open.since);
        if reason == EndReason::Interrupted {
            counts.interrupted += 1;
            return;
        }
        counts.abandoned += 1;
        counts.abandoned_short += u64::from(short);
    }

    fn count(&mut self, queue: &QueueName, arrived: Time) -> &mut Counts {
        let start = Time(arrived.0 - arrived.0.rem_euclid(INTERVAL.0));
        if !self.intervals.contains_key(&start) && self.intervals.len() >= KEPT {
            self.intervals.pop_first();
        }
        self.intervals.entry(start).or_default().entry(queue.clone()).or_default()
    }
}

fn thresholds(queue: &Queue) -> (QueueName, Thresholds) {
    (
        queue.name.clone(),
        Thresholds { service_level: queue.service_level, short_abandon: queue.short_abandon },
    )
}

#[cfg(test)]
mod tests;
