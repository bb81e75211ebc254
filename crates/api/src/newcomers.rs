//! Connections that have not asked for anything yet: few of one address, so that whoever opens many and says
//! nothing keeps nobody else out.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many of one address at once. A browser opens six; a proxy before us opens one when it has something to ask.
const OF_ONE_ADDRESS: usize = 64;

/// All of them. Cheap to clone; bounded by the connections there are.
#[derive(Clone, Default)]
pub(crate) struct Newcomers(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One of them, until its first request is there, or it is gone.
pub(crate) struct Newcomer {
    all: Newcomers,
    address: IpAddr,
}

impl Newcomers {
    /// Takes one in; `None` when there are too many of its address.
    pub fn take_in(&self, address: IpAddr) -> Option<Newcomer> {
        let mut counts = self.counts();
        let count = counts.entry(address).or_default();
        if *count >= OF_ONE_ADDRESS {
            return None;
        }
        *count += 1;
        Some(Newcomer { all: self.clone(), address })
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Newcomer {
    fn drop(&mut self) {
        let mut counts = self.all.counts();
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_keeps_no_other_out() {
        let all = Newcomers::default();
        let [one, other] = ["192.0.2.1", "192.0.2.2"].map(|address| address.parse::<IpAddr>().unwrap());
        let mut there: Vec<_> = (0..OF_ONE_ADDRESS).map(|_| all.take_in(one).unwrap()).collect();
        assert!(all.take_in(one).is_none() && all.take_in(other).is_some());
        there.pop();
        assert!(all.take_in(one).is_some(), "one has asked for something");
        drop(there);
        assert!(all.counts().is_empty());
    }
}
