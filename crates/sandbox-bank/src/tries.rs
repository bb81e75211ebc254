//! Counting wrong tries of secrets, also through a crash.

use crate::memory::Memory;
use bank::customers::LockedSecret;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Numbers without a customer whose tries are remembered. Beyond that the one first tried is
/// forgotten: it may be tried anew, which costs nobody anything.
const MOST_STRANGERS: usize = 100_000;

/// Which secret is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secret {
    LoginPassword,
    TransactionPin,
    QueryPin,
    OneTimeCode,
    CardCode,
}

impl Secret {
    /// Wrong tries in a row that lock (`seeds B5`).
    pub fn locks_at(self) -> u8 {
        if self == Secret::LoginPassword { 6 } else { 3 }
    }
}

impl From<LockedSecret> for Secret {
    fn from(secret: LockedSecret) -> Secret {
        match secret {
            LockedSecret::LoginPassword => Secret::LoginPassword,
            LockedSecret::TransactionPin => Secret::TransactionPin,
            LockedSecret::QueryPin => Secret::QueryPin,
        }
    }
}

/// Whose secret is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The customer at this place.
    Customer(usize),
    /// A number no customer has, by its digest.
    Stranger(u64),
}

/// A row of tries.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// At which secret.
    pub secret: Secret,
    /// Whose.
    pub who: Who,
    /// Wrong tries before anybody tried here.
    pub began: u8,
}

/// What becomes of a try.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was right, and not locked.
    Right,
    /// It was wrong; so many tries are left, at least 1.
    Wrong {
        /// Tries left.
        left: u8,
    },
    /// It is locked, and stays so.
    Locked,
}

/// How a count stands after a try, as it is remembered.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Tried {
    tried: Secret,
    who: Who,
    wrong: u8,
}

/// The wrong tries in a row of everybody who tried.
#[derive(Default)]
pub struct Tries(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    wrong: BTreeMap<(Secret, Who), u8>,
    /// Strangers in the order of their first try.
    strangers: VecDeque<(Secret, Who)>,
}

impl Tries {
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Judges, counts and remembers in one step, so that neither tries at the same moment nor a crash after
    /// the answer can slip past the count.
    ///
    /// # Errors
    /// When it cannot be remembered: then nothing was counted, and nobody is to be told whether it was right.
    pub fn judge(&self, memory: &Memory, row: Row, right: bool) -> io::Result<Verdict> {
        let mut counts = self.counts();
        let (before, locks_at) = (counts.wrong(row), row.secret.locks_at());
        if before >= locks_at {
            return Ok(Verdict::Locked);
        }
        let wrong = if right { 0 } else { before + 1 };
        if wrong != before {
            let tried = Tried { tried: row.secret, who: row.who, wrong };
            memory.write(&tried)?;
            counts.set(tried);
        }
        Ok(match locks_at - wrong {
            _ if right => Verdict::Right,
            0 => Verdict::Locked,
            left => Verdict::Wrong { left },
        })
    }

    /// Takes up what was remembered.
    pub fn remember(&self, tried: Tried) {
        self.counts().set(tried);
    }

    /// Begins to count anew.
    pub fn begin_anew(&self, secret: Secret, who: Who) {
        self.counts().set(Tried { tried: secret, who, wrong: 0 });
    }

    /// Wrong tries in a row, and whether they lock.
    pub fn stands(&self, row: Row) -> (u8, bool) {
        let wrong = self.counts().wrong(row);
        (wrong, wrong >= row.secret.locks_at())
    }
}

impl Counts {
    fn wrong(&self, Row { secret, who, began }: Row) -> u8 {
        self.wrong.get(&(secret, who)).copied().unwrap_or(began)
    }

    fn set(&mut self, Tried { tried, who, wrong }: Tried) {
        if self.wrong.insert((tried, who), wrong).is_none() {
            self.remember((tried, who));
        }
    }

    /// Makes room for a stranger's count.
    fn remember(&mut self, of: (Secret, Who)) {
        if !matches!(of.1, Who::Stranger(_)) {
            return;
        }
        if self.strangers.len() == MOST_STRANGERS
            && let Some(first) = self.strangers.pop_front()
        {
            self.wrong.remove(&first);
        }
        self.strangers.push_back(of);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn judge(tries: &Tries, secret: Secret, who: Who, right: bool) -> Verdict {
        tries.judge(&Memory::default(), Row { secret, who, began: 0 }, right).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
        /// Against the rule read from the whole history: wrong tries since the last right one, whether or not the bank
        /// was killed in between.
        #[test]
        fn as_many_errors_in_a_row_as_the_rule_says_lock(
            history in prop::collection::vec(
                (0..2_usize, prop::bool::ANY, prop::bool::weighted(0.3), prop::bool::weighted(0.1)), 0..60)
        ) {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("tries");
            let open = || {
                let (tries, memory) = (Tries::default(), Memory::default());
                memory.open(&file, |tried| { tries.remember(tried); Ok(()) }).unwrap();
                (tries, memory)
            };
            let (mut tries, mut memory) = open();
            // One customer begins with a login password that was tried wrong already.
            let mut rows = [[0_u8, 0], [0, 4]];
            for (place, is_login, right, is_killed) in history {
                let secret = if is_login { Secret::LoginPassword } else { Secret::TransactionPin };
                let began = if (place, is_login) == (1, true) { 4 } else { 0 };
                let (most, row) = (if is_login { 6 } else { 3 }, &mut rows[place][usize::from(is_login)]);
                let expected = match (*row, right) {
                    (wrong, _) if wrong == most => Verdict::Locked,
                    (_, true) => { *row = 0; Verdict::Right }
                    (wrong, false) => {
                        *row = wrong + 1;
                        if *row == most { Verdict::Locked } else { Verdict::Wrong { left: most - *row } }
                    }
                };
                let judged = tries.judge(&memory, Row { secret, who: Who::Customer(place), began }, right);
                prop_assert_eq!(judged.unwrap(), expected);
                if is_killed {
                    (tries, memory) = open();
                }
                let stands = tries.stands(Row { secret, who: Who::Customer(place), began });
                prop_assert_eq!(stands, (*row, *row == most));
            }
        }
    }

    #[test]
    fn tries_at_the_same_moment_cannot_slip_past_the_count() {
        for (secret, who) in [
            (Secret::QueryPin, Who::Customer(7)),
            (Secret::QueryPin, Who::Stranger(7)),
            (Secret::LoginPassword, Who::Customer(7)),
        ] {
            let tries = Tries::default();
            let start = std::sync::Barrier::new(8);
            let verdicts: Vec<Verdict> = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..8)
                    .map(|_| {
                        scope.spawn(|| {
                            start.wait();
                            (0..200).map(|_| judge(&tries, secret, who, false)).collect::<Vec<_>>()
                        })
                    })
                    .collect();
                threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
            });
            let count = |wanted: Verdict| verdicts.iter().filter(|verdict| **verdict == wanted).count();
            for left in 1..secret.locks_at() {
                assert_eq!(count(Verdict::Wrong { left }), 1);
            }
            assert_eq!(count(Verdict::Locked), 1601 - usize::from(secret.locks_at()));
            assert_eq!(judge(&tries, secret, who, true), Verdict::Locked);
        }
    }

    #[test]
    fn strangers_do_not_fill_the_memory_nor_touch_customers() {
        let tries = Tries::default();
        for _ in 0..3 {
            judge(&tries, Secret::QueryPin, Who::Customer(1), false);
        }
        for digest in 0..MOST_STRANGERS as u64 + 10 {
            judge(&tries, Secret::QueryPin, Who::Stranger(digest), false);
        }
        assert_eq!(tries.counts().wrong.len(), MOST_STRANGERS + 1);
        assert_eq!(judge(&tries, Secret::QueryPin, Who::Customer(1), true), Verdict::Locked);
        let first = judge(&tries, Secret::QueryPin, Who::Stranger(0), false);
        assert_eq!(first, Verdict::Wrong { left: 2 }, "the first was forgotten");
    }
}
