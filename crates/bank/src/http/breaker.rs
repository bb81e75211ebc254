//! A circuit breaker: a subsystem that fails again and again is left alone for a while, so that neither
//! callers nor the subsystem itself pay for questions that come to nothing. A value: moments are told.

use std::time::{Duration, Instant};

/// Failures in a row after which a subsystem is left alone.
const FAILURES: u32 = 5;

/// What is known of one subsystem.
#[derive(Debug)]
pub struct Breaker {
    /// For how long it is left alone before one question tries it again.
    rest: Duration,
    /// For how long that one may be under way: nobody else asks meanwhile, and one that was given up by
    /// whoever asked does not keep the others out for ever.
    trial: Duration,
    failures: u32,
    /// Until when nothing is asked.
    rests_until: Option<Instant>,
}

impl Breaker {
    /// Leaves a subsystem alone for `rest`; a question takes no longer than `budget`.
    pub fn new(rest: Duration, budget: Duration) -> Breaker {
        Breaker { rest, trial: rest.max(budget), failures: 0, rests_until: None }
    }

    /// Whether a question may be asked now. One that may after a rest is the trial: nothing else is asked
    /// until it was answered, or cannot be under way any more.
    pub fn lets_through(&mut self, now: Instant) -> bool {
        match self.rests_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                self.rests_until = Some(now + self.trial);
                true
            }
        }
    }

    /// A question was answered, be it with a refusal: somebody is there.
    pub fn succeeded(&mut self) {
        (self.failures, self.rests_until) = (0, None);
    }

    /// A question came to nothing.
    pub fn failed(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= FAILURES {
            self.rests_until = Some(now + self.rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_in_a_row_open_it_and_one_success_closes_it() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut breaker = Breaker::new(Duration::from_secs(5), Duration::from_secs(10));
        for _ in 0..FAILURES - 1 {
            breaker.failed(at(0));
        }
        assert!(breaker.lets_through(at(0)));
        breaker.succeeded();
        for _ in 0..FAILURES {
            assert!(breaker.lets_through(at(1)));
            breaker.failed(at(1));
        }
        assert!(!breaker.lets_through(at(1)) && !breaker.lets_through(at(5)));
        assert!(breaker.lets_through(at(6)), "one tries");
        assert!(!breaker.lets_through(at(7)), "the others do not, while it does");
        assert!(!breaker.lets_through(at(15)), "nor after another rest, while it may be answered");
        breaker.failed(at(15));
        assert!(!breaker.lets_through(at(19)) && breaker.lets_through(at(20)));
        assert!(!breaker.lets_through(at(29)) && breaker.lets_through(at(30)), "whoever asked went away");
        breaker.succeeded();
        assert!(breaker.lets_through(at(30)) && breaker.lets_through(at(30)));
    }
}
