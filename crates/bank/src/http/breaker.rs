//! A circuit breaker: a subsystem that fails again and again is left alone for a while, so that neither
//! callers nor the subsystem itself pay for questions that come to nothing. A value: moments are told.

use std::time::{Duration, Instant};

/// Failures in a row after which a subsystem is left alone.
const FAILURES: u32 = 5;

/// For how long it is, before one question tries it again.
pub const REST: Duration = Duration::from_secs(5);

/// What is known of one subsystem.
#[derive(Debug, Default)]
pub struct Breaker {
    failures: u32,
    /// Until when nothing is asked. Past that moment one question at a time is.
    rests_until: Option<Instant>,
}

impl Breaker {
    /// Whether a question may be asked now. One that may after a rest is the trial: the next one waits
    /// for another rest, or for the trial to succeed.
    pub fn lets_through(&mut self, now: Instant) -> bool {
        match self.rests_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                self.rests_until = Some(now + REST);
                true
            }
        }
    }

    /// A question was answered, be it with a refusal: somebody is there.
    pub fn succeeded(&mut self) {
        *self = Breaker::default();
    }

    /// A question came to nothing.
    pub fn failed(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= FAILURES {
            self.rests_until = Some(now + REST);
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
        let mut breaker = Breaker::default();
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
        breaker.failed(at(7));
        assert!(!breaker.lets_through(at(11)) && breaker.lets_through(at(12)));
        breaker.succeeded();
        assert!(breaker.lets_through(at(12)) && breaker.lets_through(at(12)));
    }
}
