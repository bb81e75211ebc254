//! Alarms in order of time. An alarm is never cancelled: who set it looks, when it goes off,
//! whether it still matters.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::time::Instant;

/// A heap of alarms.
#[derive(Debug)]
pub struct Timers<A> {
    heap: BinaryHeap<Reverse<Entry<A>>>,
    count: u64,
}

#[derive(Debug)]
struct Entry<A> {
    at: Instant,
    count: u64,
    alarm: A,
}

impl<A> PartialEq for Entry<A> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl<A> Eq for Entry<A> {}
impl<A> PartialOrd for Entry<A> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<A> Ord for Entry<A> {
    /// By time; alarms of the same time in the order they were set.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.count).cmp(&(other.at, other.count))
    }
}

impl<A> Default for Timers<A> {
    fn default() -> Self {
        Timers { heap: BinaryHeap::new(), count: 0 }
    }
}

impl<A> Timers<A> {
    /// Sets an alarm.
    pub fn set(&mut self, at: Instant, alarm: A) {
        self.count += 1;
        self.heap.push(Reverse(Entry { at, count: self.count, alarm }));
    }

    /// When the next one goes off.
    pub fn next_at(&self) -> Option<Instant> {
        self.heap.peek().map(|Reverse(entry)| entry.at)
    }

    /// An alarm that is due.
    pub fn due(&mut self, now: Instant) -> Option<A> {
        self.next_at().filter(|at| *at <= now)?;
        self.heap.pop().map(|Reverse(entry)| entry.alarm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn alarms_go_off_by_time_then_by_order_of_setting() {
        let start = Instant::now();
        let mut timers = Timers::default();
        for (millis, name) in [(30, 'd'), (10, 'a'), (20, 'b'), (20, 'c')] {
            timers.set(start + Duration::from_millis(millis), name);
        }
        let mut due = |millis| {
            std::iter::from_fn(|| timers.due(start + Duration::from_millis(millis))).collect::<String>()
        };
        assert_eq!([due(9), due(20), due(100)], ["", "abc", "d"]);
    }
}
