//! The door: which calls may become legs. Decided from the INVITE alone, before anything is kept
//! of it, so that a flood costs one look and one datagram a call, and no memory.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};
use vocabulary::{Span, Time};

/// How many calls are let in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Admission {
    /// Calls that may be up at once; one more gets 503.
    pub most_calls: usize,
    /// New calls a second, on average.
    pub new_calls_per_second: f64,
    /// New calls that may come at one moment.
    pub burst: f64,
    /// Seconds for the Retry-After of a 503 (RFC 3261 §20.33).
    pub retry_after: u16,
}

impl Default for Admission {
    fn default() -> Admission {
        Admission { most_calls: 2_000, new_calls_per_second: 600.0, burst: 600.0, retry_after: 5 }
    }
}

/// The called numbers that lead to a line. Shared: whoever holds a clone may replace them.
#[derive(Debug, Clone, Default)]
pub struct ServedNumbers(Arc<RwLock<Arc<HashSet<Box<str>>>>>);

impl ServedNumbers {
    /// Serves these from now on, and no others.
    pub fn replace<T: AsRef<str>>(&self, numbers: impl IntoIterator<Item = T>) {
        let numbers = Arc::new(numbers.into_iter().map(|number| number.as_ref().into()).collect());
        *self.0.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = numbers;
    }

    /// Whether a call to this number leads anywhere.
    pub fn serves(&self, called: &str) -> bool {
        let numbers = self.0.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        numbers.contains(called)
    }
}

impl<T: AsRef<str>> FromIterator<T> for ServedNumbers {
    fn from_iter<I: IntoIterator<Item = T>>(numbers: I) -> ServedNumbers {
        let served = ServedNumbers::default();
        served.replace(numbers);
        served
    }
}

/// Whether new calls are taken at all. Shared: the store closes it when nothing more can be kept.
#[derive(Debug, Clone)]
pub struct Accepting(Arc<AtomicBool>);

impl Default for Accepting {
    fn default() -> Accepting {
        Accepting(Arc::new(AtomicBool::new(true)))
    }
}

impl Accepting {
    /// Opens or closes the door for new calls.
    pub fn set(&self, accepting: bool) {
        self.0.store(accepting, Ordering::Relaxed);
    }

    /// Whether new calls are taken.
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Why a call was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// 404: nobody serves that number.
    Unknown,
    /// 503 with Retry-After.
    Busy,
}

/// The door itself.
#[derive(Debug)]
pub struct Gate {
    admission: Admission,
    numbers: ServedNumbers,
    accepting: Accepting,
    congested: bool,
    tokens: f64,
    filled: Option<Time>,
}

impl Gate {
    /// A door with these rules.
    pub fn new(admission: Admission, numbers: ServedNumbers, accepting: Accepting) -> Gate {
        Gate { tokens: admission.burst, admission, numbers, accepting, congested: false, filled: None }
    }

    /// Seconds after which a refused caller may try again.
    pub fn retry_after(&self) -> u16 {
        self.admission.retry_after
    }

    /// Whether the node itself cannot take more for now.
    pub fn set_congested(&mut self, congested: bool) {
        self.congested = congested;
    }

    /// Whether anybody serves this number.
    pub fn serves(&self, called: &str) -> bool {
        self.numbers.serves(called)
    }

    /// May a call to `called` come in while `calls` are up?
    ///
    /// # Errors
    /// Why not.
    pub fn admit(&mut self, now: Time, called: &str, calls: usize) -> Result<(), Refusal> {
        if !self.numbers.serves(called) {
            return Err(Refusal::Unknown);
        }
        if self.congested || !self.accepting.get() || calls >= self.admission.most_calls {
            return Err(Refusal::Busy);
        }
        self.refill(now);
        if self.tokens < 1.0 {
            return Err(Refusal::Busy);
        }
        self.tokens -= 1.0;
        Ok(())
    }

    fn refill(&mut self, now: Time) {
        let passed = self.filled.map_or(Span::ZERO, |filled| now - filled);
        let gained = passed.as_seconds().max(0.0) * self.admission.new_calls_per_second;
        self.tokens = (self.tokens + gained).min(self.admission.burst);
        self.filled = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_in_what_it_should() {
        let numbers: ServedNumbers = ["110"].into_iter().collect();
        let accepting = Accepting::default();
        let admission = Admission { most_calls: 5, new_calls_per_second: 2.0, burst: 3.0, retry_after: 1 };
        let mut gate = Gate::new(admission, numbers.clone(), accepting.clone());
        let now = Time(1_000_000);
        assert_eq!(gate.admit(now, "112", 0), Err(Refusal::Unknown));
        assert_eq!(gate.admit(now, "110", 5), Err(Refusal::Busy));
        for _ in 0..3 {
            assert_eq!(gate.admit(now, "110", 4), Ok(()));
        }
        assert_eq!(gate.admit(now, "110", 0), Err(Refusal::Busy));
        assert_eq!(gate.admit(now + Span::millis(499), "110", 0), Err(Refusal::Busy));
        assert_eq!(gate.admit(now + Span::millis(501), "110", 0), Ok(()));
        accepting.set(false);
        assert_eq!(gate.admit(now + Span::seconds(9), "110", 0), Err(Refusal::Busy));
        accepting.set(true);
        numbers.replace(["112"]);
        assert_eq!(gate.admit(now + Span::seconds(9), "110", 0), Err(Refusal::Unknown));
        assert_eq!(gate.admit(now + Span::seconds(9), "112", 0), Ok(()));
    }
}
