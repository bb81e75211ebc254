//! How often something may be done: so many at once, and so many a second from then on.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// How many are remembered. When there are more, those that could do anything again are forgotten, and if that
/// is not enough, all.
const MOST: usize = 10_000;

/// A bucket for each, which fills by itself.
#[derive(Debug)]
pub(crate) struct Rate<K> {
    per_second: f64,
    burst: f64,
    left: Mutex<HashMap<K, (f64, Instant)>>,
}

impl<K: Eq + Hash> Rate<K> {
    /// `burst` at once, `per_second` from then on.
    pub fn new(per_second: f64, burst: u32) -> Rate<K> {
        Rate { per_second, burst: burst.into(), left: Mutex::default() }
    }

    /// Whether there is anything left.
    pub fn is_left(&self, key: &K, now: Instant) -> bool {
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        left.get(key).is_none_or(|(left, at)| self.filled(*left, *at, now) >= 1.0)
    }

    /// Takes one; `false` when none is left.
    pub fn take(&self, key: K, now: Instant) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if left.len() >= MOST && !left.contains_key(&key) {
            left.retain(|_, (left, at)| self.filled(*left, *at, now) < self.burst);
            if left.len() >= MOST {
                left.clear();
            }
        }
        let (rest, at) = left.entry(key).or_insert((self.burst, now));
        (*rest, *at) = (self.filled(*rest, *at, now), now);
        let is_left = *rest >= 1.0;
        if is_left {
            *rest -= 1.0;
        }
        is_left
    }

    fn filled(&self, left: f64, at: Instant, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(at).as_secs_f64();
        (left + passed * self.per_second).min(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let (rate, start) = (Rate::new(0.5, 2), Instant::now());
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        assert!(rate.take("a", at(0)) && rate.take("a", at(0)) && !rate.take("a", at(0)));
        assert!(rate.take("b", at(0)), "each has its own");
        assert!(!rate.is_left(&"a", at(1)) && rate.is_left(&"a", at(2)) && rate.is_left(&"c", at(0)));
        assert!(rate.take("a", at(2)) && !rate.take("a", at(3)));
        assert!(rate.take("a", at(100)) && rate.take("a", at(100)) && !rate.take("a", at(100)));
        assert!(!rate.take("a", at(0)), "a clock that runs backwards fills nothing");
    }

    #[test]
    fn memory_is_bounded() {
        let (rate, now) = (Rate::new(0.0, 5), Instant::now());
        for key in 0..MOST + 1 {
            rate.take(key, now);
        }
        assert!(rate.left.lock().unwrap().len() <= MOST);
    }
}
