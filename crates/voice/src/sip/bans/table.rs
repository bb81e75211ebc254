//! Who did what, and who is banned.

use super::network::{Network, counted};
use super::{Ban, Offence};
use crate::sip::transport::{Peer, Transport};
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;
use std::net::IpAddr;
use vocabulary::{Span, Time};

/// Addresses that are watched at most: those that did something lately.
pub const MOST_WATCHED: usize = 4_096;
/// Bans at most.
pub const MOST_BANNED: usize = 4_096;

/// What is too often, and what follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// So many offences ...
    pub offences: u32,
    /// … within this time are one too many.
    pub within: Span,
    /// How long a ban lasts; zero: nobody is banned.
    pub banned_for: Span,
    /// Who is never banned, beside those of the plan.
    pub spared: Vec<Network>,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules { offences: 20, within: Span::seconds(60), banned_for: Span::seconds(600), spared: Vec::new() }
    }
}

/// An address, and the way that counts by itself.
type Whom = (IpAddr, bool);

fn whom(peer: Peer) -> Whom {
    (counted(peer.address.ip()), peer.transport == Transport::Udp)
}

/// Offences that have not been forgotten yet.
#[derive(Debug, Clone, Copy)]
struct Debt {
    offences: f64,
    at: Time,
}

#[derive(Debug, Default)]
pub(super) struct Table {
    /// None: nobody is banned.
    rules: Option<Rules>,
    /// Who is spared by the plan.
    of_plan: Vec<Network>,
    watched: Bounded<Whom, Debt>,
    bans: Bounded<Whom, Ban>,
}

impl Table {
    pub fn new(rules: Rules) -> Table {
        let rules = Some(rules).filter(|rules| rules.banned_for > Span::ZERO);
        Table { rules, ..Table::default() }
    }

    /// Bans of those who are spared from now on are over.
    pub fn spare(&mut self, of_plan: Vec<Network>) {
        self.of_plan = of_plan;
        let Table { rules, of_plan, bans, .. } = self;
        bans.retain(|(address, _)| !is_spared(rules.as_ref(), of_plan, *address));
    }

    pub fn is_empty(&self) -> bool {
        self.bans.values.is_empty()
    }

    pub fn holds(&mut self, now: Time, peer: Peer) -> bool {
        let whom = whom(peer);
        match self.bans.values.get(&whom) {
            Some(ban) if ban.until > now => true,
            Some(_) => {
                self.bans.remove(&whom);
                false
            }
            None => false,
        }
    }

    pub fn blame(&mut self, now: Time, peer: Peer, offence: Offence) -> Option<Ban> {
        let rules = self.rules.as_ref()?;
        let whom = whom(peer);
        let (address, by_udp) = whom;
        let spared = is_spared(Some(rules), &self.of_plan, peer.address.ip());
        if spared {
            return None;
        }
        let before = self.watched.values.get(&whom).map_or(0.0, |debt| debt.left(now, rules));
        let debt = Debt { offences: before + offence.weight(), at: now };
        if debt.offences <= f64::from(rules.offences) {
            self.watched.insert(whom, debt, MOST_WATCHED);
            return None;
        }
        self.watched.remove(&whom);
        let ban = Ban { address, by_udp, since: now, until: now + rules.banned_for, offence };
        self.bans.insert(whom, ban, MOST_BANNED);
        Some(ban)
    }

    pub fn list(&mut self, now: Time) -> Vec<Ban> {
        let over: Vec<Whom> =
            self.bans.values.iter().filter(|(_, ban)| ban.until <= now).map(|(whom, _)| *whom).collect();
        for whom in over {
            self.bans.remove(&whom);
        }
        let mut list: Vec<Ban> = self.bans.values.values().copied().collect();
        list.sort_by_key(|ban| (std::cmp::Reverse(ban.since), ban.address, ban.by_udp));
        list
    }

    pub fn lift(&mut self, now: Time, address: IpAddr) -> bool {
        let address = counted(address);
        let both = [true, false].map(|by_udp| {
            self.watched.remove(&(address, by_udp));
            self.bans.remove(&(address, by_udp))
        });
        both.into_iter().flatten().any(|ban| ban.until > now)
    }
}

impl Debt {
    /// Forgotten evenly: as many as are allowed within that time.
    fn left(&self, now: Time, rules: &Rules) -> f64 {
        let passed = (now - self.at).as_seconds().max(0.0);
        let forgotten = passed * f64::from(rules.offences) / rules.within.as_seconds();
        (self.offences - forgotten).max(0.0)
    }
}

fn is_spared(rules: Option<&Rules>, of_plan: &[Network], address: IpAddr) -> bool {
    let of_rules = rules.map_or(&[][..], |rules| &rules.spared);
    of_rules.iter().chain(of_plan).any(|network| network.holds(address))
}

/// A table that forgets what was put into it first, when it is full.
#[derive(Debug)]
struct Bounded<K, V> {
    values: HashMap<K, V>,
    /// In order of arrival; what was removed since may still stand here.
    order: VecDeque<K>,
}

impl<K, V> Default for Bounded<K, V> {
    fn default() -> Bounded<K, V> {
        Bounded { values: HashMap::new(), order: VecDeque::new() }
    }
}

impl<K: Copy + Eq + Hash, V> Bounded<K, V> {
    fn insert(&mut self, key: K, value: V, most: usize) {
        if self.values.insert(key, value).is_none() {
            self.order.push_back(key);
        }
        while self.values.len() > most {
            match self.order.pop_front() {
                Some(oldest) => drop(self.values.remove(&oldest)),
                None => return,
            }
        }
        // What came and went keeps a place in the order only so long.
        if self.order.len() > 2 * most {
            let (values, mut seen) = (&self.values, HashSet::new());
            self.order.retain(|key| values.contains_key(key) && seen.insert(*key));
        }
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        self.values.remove(key)
    }

    fn retain(&mut self, mut keep: impl FnMut(&K) -> bool) {
        self.values.retain(|key, _| keep(key));
    }
}
