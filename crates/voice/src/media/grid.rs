//! When whose prompt packet is due: every leg every 20 ms, legs spread over five phases so that the
//! work is even.

use vocabulary::{Span, Time};

/// Phases of the 20 ms between two packets of a leg.
pub(super) const PHASES: usize = 5;
/// Time from one phase to the next.
const BEAT: Span = Span::millis(20 / PHASES as i64);
/// Packets a leg may be sent at once to catch up, after the thread was held up. Beyond that time is
/// given up: a burst would only fill the telephone's jitter buffer.
const MOST_BEHIND: i64 = 3 * PHASES as i64;

/// Which legs (by place) are sent to in which phase.
pub(super) struct Grid {
    began: Time,
    phases: [Vec<usize>; PHASES],
    /// The next beat to play; beat `n` belongs to phase `n % PHASES`.
    next: i64,
}

impl Grid {
    pub fn new(now: Time) -> Grid {
        Grid { began: now, phases: Default::default(), next: 0 }
    }

    /// Takes a leg in, into the emptiest phase, of equally empty ones the soonest. Returns it.
    pub fn join(&mut self, now: Time, leg: usize) -> usize {
        if self.is_empty() {
            self.next = self.beat(now) + 1;
        }
        let soonest = (0..PHASES).map(|ahead| phase_of(self.next + ahead as i64));
        let phase = soonest.min_by_key(|phase| self.phases[*phase].len()).unwrap_or_default();
        self.phases[phase].push(leg);
        phase
    }

    /// Lets a leg go.
    pub fn leave(&mut self, leg: usize, phase: usize) {
        self.phases[phase].retain(|member| *member != leg);
    }

    /// When the thread must be awake next. `None`: it may sleep.
    pub fn due(&self) -> Option<Time> {
        let busy = (0..PHASES as i64).find(|ahead| !self.phases[phase_of(self.next + ahead)].is_empty());
        busy.map(|ahead| self.time_of(self.next + ahead))
    }

    /// Plays every beat that is due: `send` is called for each leg with the time the packet stands
    /// for, and says whether there is more to come; if not, the leg is let go.
    pub fn play(&mut self, now: Time, mut send: impl FnMut(usize, Time) -> bool) {
        if self.is_empty() {
            return;
        }
        let current = self.beat(now);
        if current - self.next > MOST_BEHIND {
            self.next = current + 1 - PHASES as i64;
        }
        while self.next <= current {
            let time = self.time_of(self.next);
            self.phases[phase_of(self.next)].retain(|leg| send(*leg, time));
            self.next += 1;
        }
    }

    fn is_empty(&self) -> bool {
        self.phases.iter().all(Vec::is_empty)
    }

    fn beat(&self, time: Time) -> i64 {
        (time - self.began).0.div_euclid(BEAT.0)
    }

    fn time_of(&self, beat: i64) -> Time {
        self.began + Span(beat * BEAT.0)
    }
}

fn phase_of(beat: i64) -> usize {
    beat.rem_euclid(PHASES as i64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> Time {
        Time(1_000) + Span::millis(milliseconds)
    }

    #[test]
    fn each_leg_is_sent_to_every_20_ms_and_phases_fill_evenly() {
        let mut grid = Grid::new(at(0));
        assert_eq!(grid.due(), None);
        for leg in 0..10 {
            grid.join(at(1_001), leg);
        }
        assert!(grid.phases.iter().all(|phase| phase.len() == 2));
        assert_eq!(grid.due(), Some(at(1_004)));
        let mut sent = vec![Vec::new(); 10];
        for millisecond in 1_001..1_061 {
            grid.play(at(millisecond), |leg, time| {
                assert_eq!(time, at(millisecond));
                sent[leg].push(millisecond);
                true
            });
        }
        for times in sent {
            assert!(times.len() == 3 && times.windows(2).all(|pair| pair[1] - pair[0] == 20), "{times:?}");
        }
    }

    #[test]
    fn legs_leave_when_nothing_more_comes() {
        let mut grid = Grid::new(at(0));
        let phase = grid.join(at(0), 7);
        grid.join(at(0), 8);
        grid.leave(7, phase);
        let mut left = 3;
        grid.play(at(60), |leg, _| {
            assert_eq!(leg, 8);
            left -= 1;
            left > 0
        });
        assert_eq!((left, grid.due()), (0, None));
    }

    #[test]
    fn a_long_hold_up_is_not_made_good_in_a_burst() {
        let check = |held_up: i64, expected: usize| {
            let mut grid = Grid::new(at(0));
            grid.join(at(0), 1);
            let mut sent = 0;
            grid.play(at(4 + held_up), |_, _| {
                sent += 1;
                true
            });
            assert_eq!(sent, expected, "after {held_up} ms");
        };
        check(0, 1);
        check(20, 2);
        check(60, 4);
        check(64, 1);
        check(10_000, 1);
    }
}
