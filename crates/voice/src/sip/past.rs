//! What must be remembered of transactions that are over, so that a late copy of a message is
//! answered as before and never taken for a new one (RFC 3261 §17.2.2, RFC 6026 §7.1).
//!
//! A remembered transaction takes 24 bytes: the response is written anew from the late copy.

use crate::slack::is_loose;
use std::collections::{HashMap, VecDeque};
use vocabulary::{Span, Time};

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered with this status, without body or fields that would differ.
    Answered(u16),
    /// It was an INVITE whose final response has been acknowledged: copies are dropped.
    Settled,
}

/// The memory. Entries live for a fixed span; when it is full, the oldest goes early.
#[derive(Debug)]
pub struct Past {
    outcomes: HashMap<u64, Outcome>,
    expiries: VecDeque<(Time, u64)>,
    span: Span,
    most: usize,
}

impl Past {
    /// Remembers up to `most` transactions for `span`.
    pub fn new(span: Span, most: usize) -> Past {
        Past { outcomes: HashMap::new(), expiries: VecDeque::new(), span, most }
    }

    /// Remembers.
    pub fn note(&mut self, now: Time, key: u64, outcome: Outcome) {
        self.forget(now);
        if self.outcomes.insert(key, outcome).is_some() {
            return;
        }
        self.expiries.push_back((now + self.span, key));
        if self.expiries.len() > self.most
            && let Some((_, oldest)) = self.expiries.pop_front()
        {
            self.outcomes.remove(&oldest);
        }
    }

    /// What became of it.
    pub fn outcome(&self, key: u64) -> Option<Outcome> {
        self.outcomes.get(&key).copied()
    }

    /// Drops what is too old, and memory that a busy hour left behind.
    pub fn forget(&mut self, now: Time) {
        while let Some((_, key)) = self.expiries.pop_front_if(|(expiry, _)| *expiry <= now) {
            self.outcomes.remove(&key);
        }
        if is_loose(self.outcomes.len(), self.outcomes.capacity()) {
            self.outcomes.shrink_to_fit();
        }
        if is_loose(self.expiries.len(), self.expiries.capacity()) {
            self.expiries.shrink_to_fit();
        }
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_for_its_span_and_within_its_bound() {
        let mut past = Past::new(Span::seconds(32), 3);
        for key in 1..=4 {
            past.note(Time(key), key as u64, Outcome::Answered(200));
        }
        past.note(Time(9), 4, Outcome::Settled);
        assert_eq!((past.outcome(1), past.outcome(2)), (None, Some(Outcome::Answered(200))));
        assert_eq!(past.outcome(4), Some(Outcome::Settled));
        past.forget(Time(3) + Span::seconds(32));
        assert_eq!((past.outcome(3), past.outcome(4)), (None, Some(Outcome::Settled)));
        past.forget(Time(9) + Span::seconds(32));
        assert!(past.is_empty());
    }
}
