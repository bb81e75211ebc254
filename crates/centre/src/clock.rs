//! The one place that reads the clock for the floor.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use vocabulary::{Span, Time};

/// The wall clock, made to run forwards only. When the wall clock is set back, time goes on from
/// where it was, at the pace of a clock that never jumps: telephones ring as long as ever, and
/// waits are counted. When it is set forward, time follows.
#[derive(Debug)]
pub(crate) struct Clock {
    since: Instant,
    at: Time,
}

impl Clock {
    /// A clock that says nothing earlier than `last`: what happened before a restart stays before.
    pub fn start(last: Time) -> Clock {
        Clock { since: Instant::now(), at: wall().max(last) }
    }

    /// The moment, in microseconds of UTC.
    pub fn now(&mut self) -> Time {
        // The wall first: a thread held up between the two then reads it early, never late, and
        // time does not creep ahead of the wall.
        let wall = wall();
        self.read(wall, Instant::now())
    }

    /// How long from now until `due`; zero when it is past.
    pub fn until(&mut self, due: Time) -> Duration {
        (due - self.now()).to_std()
    }

    fn read(&mut self, wall: Time, instant: Instant) -> Time {
        let elapsed = instant.saturating_duration_since(self.since).as_micros();
        let carried = self.at + Span(i64::try_from(elapsed).unwrap_or(i64::MAX));
        if wall > carried {
            *self = Clock { since: instant, at: wall };
        }
        wall.max(carried)
    }
}

/// What the wall clock says: for what is told to people and decided by nobody.
pub(crate) fn wall() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a clock that was started at second 100, given `(seconds passed, what the wall says)`.
    fn check(readings: &[(u64, i64)], expected: &[i64]) {
        let since = Instant::now();
        let mut clock = Clock { since, at: Time(100_000_000) };
        let read = |(passed, wall): &(u64, i64)| {
            clock.read(Time(wall * 1_000_000), since + Duration::from_secs(*passed)).0 / 1_000_000
        };
        assert_eq!(readings.iter().map(read).collect::<Vec<_>>(), expected, "{readings:?}");
    }

    #[test]
    fn time_follows_the_wall_forwards_and_never_stands_still() {
        check(&[(1, 101), (2, 102)], &[101, 102]);
        // An hour back, and on.
        check(&[(1, 101), (2, -3_498), (5, -3_495)], &[101, 102, 105]);
        // An hour forward.
        check(&[(1, 3_701), (2, 3_702)], &[3_701, 3_702]);
        // Back, and forward again: the wall is right once more.
        check(&[(1, 1), (2, 102), (3, 103), (4, 204)], &[101, 102, 103, 204]);
    }

    #[test]
    fn a_restart_under_a_wall_that_was_set_back_goes_on_from_the_journal() {
        let last = Time(i64::MAX / 2);
        assert!(Clock::start(last).now() >= last);
        assert!(Clock::start(Time(0)).now() > Time(1_700_000_000_000_000));
    }
}
