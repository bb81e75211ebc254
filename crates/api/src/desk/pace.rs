//! How many frames a page may send.

use std::time::Instant;

/// Frames a second in the long run: a page beats, saves what is typed, and presses keys.
const A_SECOND: f64 = 30.0;

/// Frames at once.
const AT_ONCE: f64 = 60.0;

/// Lets frames pass as long as they keep the pace.
pub(super) struct Pace {
    left: f64,
    at: Instant,
}

impl Pace {
    pub fn new(now: Instant) -> Pace {
        Pace { left: AT_ONCE, at: now }
    }

    /// Whether one more frame may pass.
    pub fn admits(&mut self, now: Instant) -> bool {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        (self.left, self.at) = ((self.left + since * A_SECOND).min(AT_ONCE), now);
        if self.left < 1.0 {
            return false;
        }
        self.left -= 1.0;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_burst_passes_and_a_flood_does_not() {
        let begin = Instant::now();
        let mut pace = Pace::new(begin);
        let passed = (0..1_000).filter(|_| pace.admits(begin)).count();
        assert_eq!(passed, AT_ONCE as usize);
        let later = begin + Duration::from_secs(1);
        assert_eq!((0..1_000).filter(|_| pace.admits(later)).count(), A_SECOND as usize);
    }
}
