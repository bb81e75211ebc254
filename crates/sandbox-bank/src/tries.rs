//! Counting wrong PINs.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

/// Wrong tries in a row that lock (`seeds B5`).
const LOCKS_AT: u8 = 3;

/// Numbers without a customer whose tries are remembered. Beyond that the one first tried is
/// forgotten: it may be tried anew, which costs nobody anything.
const MOST_STRANGERS: usize = 100_000;

/// Whose PIN is tried.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// The customer at this place.
    Customer(usize),
    /// A number no customer has, by its digest.
    Stranger(u64),
}

/// What becomes of a try.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The PIN was right, and not locked.
    Right,
    /// The PIN was wrong; so many tries are left, at least 1.
    Wrong {
        /// Tries left.
        left: u8,
    },
    /// The PIN is locked, and stays so.
    Locked,
}

/// The wrong tries in a row of everybody who has some.
#[derive(Default)]
pub struct Tries(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    wrong: BTreeMap<Who, u8>,
    /// Strangers in the order of their first try.
    strangers: VecDeque<Who>,
}

impl Tries {
    /// Judges and counts in one step, so that tries at the same moment cannot slip past the count.
    pub fn judge(&self, who: Who, right: bool) -> Verdict {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).judge(who, right)
    }
}

impl Counts {
    fn judge(&mut self, who: Who, right: bool) -> Verdict {
        let before = self.wrong.get(&who).copied().unwrap_or_default();
        if before >= LOCKS_AT {
            return Verdict::Locked;
        }
        if right {
            self.wrong.remove(&who);
            return Verdict::Right;
        }
        if before == 0 {
            self.remember(who);
        }
        self.wrong.insert(who, before + 1);
        match LOCKS_AT - before - 1 {
            0 => Verdict::Locked,
            left => Verdict::Wrong { left },
        }
    }

    /// Makes room for a stranger's count.
    fn remember(&mut self, who: Who) {
        if !matches!(who, Who::Stranger(_)) {
            return;
        }
        if self.strangers.len() == MOST_STRANGERS
            && let Some(first) = self.strangers.pop_front()
        {
            self.wrong.remove(&first);
        }
        self.strangers.push_back(who);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against the rule read from the whole history: wrong tries since the last right one.
        #[test]
        fn the_third_error_in_a_row_locks(history in prop::collection::vec((0..3_usize, prop::bool::weighted(0.4)), 0..60)) {
            let tries = Tries::default();
            let mut rows = [0_u8; 3];
            for (place, right) in history {
                let expected = match (rows[place], right) {
                    (3, _) => Verdict::Locked,
                    (_, true) => { rows[place] = 0; Verdict::Right }
                    (wrong, false) => {
                        rows[place] = wrong + 1;
                        [Verdict::Wrong { left: 2 }, Verdict::Wrong { left: 1 }, Verdict::Locked].into_iter().nth(wrong.into()).unwrap()
                    }
                };
                prop_assert_eq!(tries.judge(Who::Customer(place), right), expected);
            }
        }
    }

    #[test]
    fn tries_at_the_same_moment_cannot_slip_past_the_count() {
        for who in [Who::Customer(7), Who::Stranger(7)] {
            let tries = Tries::default();
            let start = std::sync::Barrier::new(8);
            let verdicts: Vec<Verdict> = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..8)
                    .map(|_| {
                        scope.spawn(|| {
                            start.wait();
                            (0..200).map(|_| tries.judge(who, false)).collect::<Vec<_>>()
                        })
                    })
                    .collect();
                threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
            });
            let count = |wanted: Verdict| verdicts.iter().filter(|verdict| **verdict == wanted).count();
            assert_eq!((count(Verdict::Wrong { left: 2 }), count(Verdict::Wrong { left: 1 })), (1, 1));
            assert_eq!(count(Verdict::Locked), 1598);
            assert_eq!(tries.judge(who, true), Verdict::Locked);
        }
    }

    #[test]
    fn strangers_do_not_fill_the_memory_nor_touch_customers() {
        let mut counts = Counts::default();
        for _ in 0..3 {
            counts.judge(Who::Customer(1), false);
        }
        for digest in 0..MOST_STRANGERS as u64 + 10 {
            counts.judge(Who::Stranger(digest), false);
        }
        assert_eq!(counts.wrong.len(), MOST_STRANGERS + 1);
        assert_eq!(counts.judge(Who::Customer(1), true), Verdict::Locked);
        assert_eq!(
            counts.judge(Who::Stranger(0), false),
            Verdict::Wrong { left: 2 },
            "the first was forgotten"
        );
    }
}
