//! The fold over the journal.

use crate::counts::Counts;
use crate::fact::{Fact, Outcome};
use crate::follow::{Happened, Open};
use crate::interval::INTERVAL;
use crate::time_use::AgentTimes;
use crate::{TimeCell, interval};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, btree_map};
use vocabulary::journal::{Entry, Past, Record};
use vocabulary::plan::{Plan, Queue};
use vocabulary::{ContactId, QueueName, Span, Time};

/// Intervals kept for live figures: two days, so that yesterday can be compared.
const KEPT: usize = 2 * 24 * 4;

/// The fold: figures of all queues by interval, agents' time, and what is open.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    thresholds: BTreeMap<QueueName, Thresholds>,
    intervals: BTreeMap<Time, BTreeMap<QueueName, Counts>>,
    open: BTreeMap<ContactId, Open>,
    times: AgentTimes,
}

/// What a queue promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Thresholds {
    pub service_level: Span,
    pub short_abandon: Span,
}

impl Default for Thresholds {
    /// For queues of no plan: answered within 15 s (seeds A4, A5), short up to 5 s (spec/rules).
    fn default() -> Thresholds {
        Thresholds { service_level: Span::seconds(15), short_abandon: Span::seconds(5) }
    }
}

impl Figures {
    /// Takes the journal's next record in. Gives the fact of the contact that it closes, if it
    /// closes one.
    pub fn apply(&mut self, record: &Record) -> Option<Fact> {
        if let Entry::Imported { contact, tier, odd, entries, .. } = &record.entry {
            let fact = self.imported(*contact, entries)?;
            return Some(Fact { tier: tier.clone(), odd: odd.clone(), imported: true, ..fact });
        }
        self.times.apply(record.at, &record.entry, &self.open);
        if let Entry::Configured { plan } = &record.entry {
            self.configured(plan);
        }
        self.contact(record.at, &record.entry)
    }

    /// A contact that another system served, followed from end to end.
    fn imported(&self, contact: ContactId, entries: &[Past]) -> Option<Fact> {
        let (last, before) = entries.split_last()?;
        let Entry::ContactClosed { reason, .. } = last.entry else { return None };
        let mut open = Open::new(contact, last.at);
        for past in before {
            let _no_live_figure = open.apply(past.at, &past.entry, &self.thresholds);
        }
        Some(open.fact(last.at, reason))
    }

    fn configured(&mut self, plan: &Plan) {
        self.thresholds.extend(plan.queues.iter().map(thresholds));
    }

    fn contact(&mut self, at: Time, entry: &Entry) -> Option<Fact> {
        let contact = entry.contact()?;
        // With a gap in the journal a contact may begin with any of these.
        let begins =
            matches!(entry, Entry::ContactOpened { .. } | Entry::ChatOpened { .. } | Entry::Queued { .. });
        let open = match self.open.entry(contact) {
            btree_map::Entry::Occupied(open) => open.into_mut(),
            btree_map::Entry::Vacant(place) if begins => place.insert(Open::new(contact, at)),
            btree_map::Entry::Vacant(_) => return None,
        };
        for happened in open.apply(at, entry, &self.thresholds).into_iter().flatten() {
            count(&mut self.intervals, open, &happened);
        }
        if let Entry::ContactClosed { reason, .. } = entry {
            let closed = self.open.remove(&contact)?;
            return Some(closed.fact(at, *reason));
        }
        None
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

    /// Contacts that are open, as far as they have come by `now`: those that have reached a queue.
    pub fn open(&self, now: Time) -> Vec<Fact> {
        self.open.values().filter(|open| open.counts()).map(|open| open.so_far(now)).collect()
    }

    /// How agents spent their time in the quarter-hours from `since` on, two hours back at the most.
    pub fn time_cells(&self, since: Time, now: Time) -> Vec<TimeCell> {
        self.times.cells(since, now)
    }
}

fn thresholds(queue: &Queue) -> (QueueName, Thresholds) {
    (
        queue.name.clone(),
        Thresholds { service_level: queue.service_level, short_abandon: queue.short_abandon },
    )
}

type Intervals = BTreeMap<Time, BTreeMap<QueueName, Counts>>;

/// Takes a step of a contact into the interval of its arrival.
fn count(intervals: &mut Intervals, open: &Open, happened: &Happened) {
    let Some((queue, since)) = open.arrival() else { return };
    let Some(counts) = cell(intervals, queue, since) else { return };
    match *happened {
        Happened::Reached => counts.offered += 1,
        Happened::Answered { wait, in_time } => {
            counts.answered += 1;
            counts.answered_in_time += u64::from(in_time);
            counts.wait += wait;
        }
        Happened::Talked(span) => {
            counts.talk += span;
            counts.talks += 1;
        }
        Happened::Left { outcome: Outcome::Interrupted, .. } => counts.interrupted += 1,
        Happened::Left { outcome: Outcome::Abandoned, short } => {
            counts.abandoned += 1;
            counts.abandoned_short += u64::from(short);
        }
        // It counts with the contact that has its place now.
        Happened::Left { outcome: Outcome::Joined, .. } => counts.offered = counts.offered.saturating_sub(1),
        Happened::Left { .. } => {}
    }
}

/// The counts of an interval; none for one that is older than all that is kept.
fn cell<'i>(intervals: &'i mut Intervals, queue: &QueueName, arrived: Time) -> Option<&'i mut Counts> {
    let start = interval::quarter(arrived);
    if !intervals.contains_key(&start) && intervals.len() >= KEPT {
        if intervals.first_key_value().is_some_and(|(first, _)| start < *first) {
            return None;
        }
        intervals.pop_first();
    }
    Some(intervals.entry(start).or_default().entry(queue.clone()).or_default())
}

/// The quarter-hours that a span of time touches, with the part of it that lies in each.
pub(crate) fn split(from: Time, to: Time) -> impl Iterator<Item = (Time, Span)> {
    let mut from = from;
    std::iter::from_fn(move || {
        (from < to).then(|| {
            let start = interval::quarter(from);
            let end = (start + INTERVAL).min(to);
            let part = (start, end - from);
            from = end;
            part
        })
    })
}

#[cfg(test)]
#[path = "live_tests.rs"]
mod tests;
