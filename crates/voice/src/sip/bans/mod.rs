//! Who is not answered for a while: whoever looks for numbers, asks for what no telephone of ours asks for, calls
//! itself a scanner, or speaks no SIP, more often than [`Rules`] allow.
//!
//! Nobody can be shut out by somebody else:
//! - A datagram's source can be forged. So a ban for what came by UDP is one of UDP alone; by TCP and TLS, whose
//!   peers have shaken hands, the address goes on. And it keeps out no call: whoever calls a number that is served,
//!   or is in a call, is answered as ever (the user agent looks). What a scanner asks for is not.
//! - Trunks, agents' telephones, and whoever the configuration names are [spared](Bans::spare) altogether.
//!
//! Bounds: [`MOST_WATCHED`] addresses are watched, [`MOST_BANNED`] banned; one more makes the oldest be
//! forgotten. IPv6 counts by networks of 64 bits, of which everybody has a whole one.

mod network;
mod table;

pub use network::{Network, NoNetwork};
pub use table::{MOST_BANNED, MOST_WATCHED, Rules};

use super::transport::Peer;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use table::Table;
use vocabulary::Time;

/// What somebody did that no caller does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Offence {
    /// Called a number that nobody serves.
    UnknownNumber,
    /// Asked for what we never offer: to register, say, which is how passwords are tried out.
    Unasked,
    /// Named itself a tool that looks for telephones to misuse.
    Scanner,
    /// Sent what is no SIP, or none that is whole.
    Malformed,
}

impl Offence {
    /// Its name in logs and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Offence::UnknownNumber => "unknown_number",
            Offence::Unasked => "unasked",
            Offence::Scanner => "scanner",
            Offence::Malformed => "malformed",
        }
    }

    /// As how many it counts. A tool that says its name has no business here; but its name can be forged like any
    /// datagram, so that even it takes more than one.
    fn weight(self) -> f64 {
        match self {
            Offence::Scanner => 5.0,
            Offence::UnknownNumber | Offence::Unasked | Offence::Malformed => 1.0,
        }
    }
}

/// Somebody who is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ban {
    /// The address; of IPv6, its network's first.
    pub address: IpAddr,
    /// Whether of datagrams alone.
    pub by_udp: bool,
    /// Since when.
    pub since: Time,
    /// Until when.
    pub until: Time,
    /// What was the last straw.
    pub offence: Offence,
}

/// All bans. Shared: the node makes them, and whoever holds a clone may see and lift them. The default bans nobody.
#[derive(Debug, Clone, Default)]
pub struct Bans(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// Whether there may be any: most of the time there are none, and then no lock is taken.
    any: AtomicBool,
    /// Messages of those who are banned.
    dropped: AtomicU64,
    table: Mutex<Table>,
}

impl Bans {
    /// Bans by these rules.
    pub fn new(rules: Rules) -> Bans {
        Bans(Arc::new(Shared { table: Mutex::new(Table::new(rules)), ..Shared::default() }))
    }

    /// These are never banned, from now on, and no others than those that the rules spare.
    pub fn spare(&self, addresses: impl IntoIterator<Item = IpAddr>) {
        let mut table = self.table();
        table.spare(addresses.into_iter().map(Network::of).collect());
        self.note(&table);
    }

    /// Whether this peer is banned at `now`.
    pub fn holds(&self, now: Time, peer: Peer) -> bool {
        self.0.any.load(Ordering::Relaxed) && self.table().holds(now, peer)
    }

    /// A message of somebody banned was dropped.
    pub fn dropped_one(&self) {
        self.0.dropped.fetch_add(1, Ordering::Relaxed);
    }

    /// Somebody did this. The ban that it earned, if it was one too many.
    pub fn blame(&self, now: Time, peer: Peer, offence: Offence) -> Option<Ban> {
        let mut table = self.table();
        let ban = table.blame(now, peer, offence);
        self.note(&table);
        ban
    }

    /// Messages of theirs since the start.
    pub fn dropped(&self) -> u64 {
        self.0.dropped.load(Ordering::Relaxed)
    }

    /// Those in force at `now`, newest first.
    pub fn list(&self, now: Time) -> Vec<Ban> {
        self.table().list(now)
    }

    /// Answers an address again; whether it was banned.
    pub fn lift(&self, now: Time, address: IpAddr) -> bool {
        let mut table = self.table();
        let lifted = table.lift(now, address);
        self.note(&table);
        lifted
    }

    fn note(&self, table: &Table) {
        self.0.any.store(!table.is_empty(), Ordering::Relaxed);
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How tools that look for telephones to misuse name themselves, in small letters.
const SCANNERS: [&str; 12] = [
    "friendly-scanner",
    "friendly-request",
    "sipvicious",
    "sipcli",
    "sip-scan",
    "sipscan",
    "sundayddr",
    "vaxsipuseragent",
    "vaxasip",
    "pplsip",
    "iwar",
    "scapy",
];

/// Whether a User-Agent is one of those.
pub fn is_scanner(agent: &str) -> bool {
    let agent = agent.to_ascii_lowercase();
    SCANNERS.iter().any(|scanner| agent.contains(scanner))
}

/// Whether this is no more than a sign of life: line ends and zeros, by which telephones keep a way open
/// (RFC 5626 §4.4.1), and what some send in their place.
pub fn is_sign_of_life(bytes: &[u8]) -> bool {
    bytes.len() <= 8
        && (bytes == b"jaK" || bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n' | b'\0' | b' ')))
}

#[cfg(test)]
mod tests;
