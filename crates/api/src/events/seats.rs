//! How many may follow events, or have a desk open, at the same time.

use crate::problem::{Kind, Problem};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use trust::AccountId;

/// All seats.
#[derive(Debug)]
pub(crate) struct Seats {
    /// What they are seats for, in words.
    what: &'static str,
    most: usize,
    most_of_account: usize,
    taken: Arc<Mutex<HashMap<AccountId, usize>>>,
}

/// A seat that is taken, free again when dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    account: AccountId,
    taken: Arc<Mutex<HashMap<AccountId, usize>>>,
}

impl Seats {
    /// `most` in all, `most_of_account` for one account.
    pub fn new(what: &'static str, most: usize, most_of_account: usize) -> Seats {
        Seats { what, most, most_of_account, taken: Arc::default() }
    }

    /// Takes a seat, or says why there is none.
    pub fn take(&self, account: AccountId) -> Result<Seat, Problem> {
        let mut taken = lock(&self.taken);
        if taken.values().sum::<usize>() >= self.most {
            let detail = format!("all {} are taken; try again in a moment", self.what);
            return Err(Problem::new(Kind::Unavailable, detail));
        }
        let own = taken.entry(account).or_default();
        if *own >= self.most_of_account {
            let detail = format!("this account has enough {}; close one of them first", self.what);
            return Err(Problem::new(Kind::TooMany, detail));
        }
        *own += 1;
        Ok(Seat { account, taken: self.taken.clone() })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        if let Some(own) = taken.get_mut(&self.account) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.account);
            }
        }
    }
}

fn lock(taken: &Mutex<HashMap<AccountId, usize>>) -> MutexGuard<'_, HashMap<AccountId, usize>> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}
