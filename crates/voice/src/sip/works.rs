//! What all calls of the user agent share: the outbox, the timers, transactions and their memory.

use super::compose;
use super::counters::Counters;
use super::message::{Identity, Method};
use super::past::Past;
use super::transport::{Local, Transmit, Transport};
use super::{Event, Timing};
use crate::slack::is_loose;
use std::cmp::Reverse;
use std::collections::hash_map::RandomState;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::hash::BuildHasher;
use std::sync::Arc;
use vocabulary::{LegId, Span, Time};

/// Finished transactions remembered at most: 64·T1 of about 2,000 calls a second.
const MOST_PAST: usize = 1 << 18;

/// Whom a timer wakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    Call(LegId),
    Client(ClientKey),
}

/// Names a client transaction: a CANCEL has the branch of its INVITE (RFC 3261 §9.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ClientKey {
    pub branch: u64,
    pub cancel: bool,
}

impl ClientKey {
    pub fn of(branch: u64) -> ClientKey {
        ClientKey { branch, cancel: false }
    }
}

/// A transaction that we began.
pub(super) enum Client {
    /// The INVITE of a dialled leg: the call knows.
    Invite(LegId),
    /// A BYE or CANCEL, sent until it is answered (RFC 3261 §17.1.2).
    Request { resend: Option<Resend>, until: Time },
    /// An INVITE that had its final answer: a copy of that answer is acknowledged again.
    Settled { ack: Transmit, tag: Box<str>, until: Time },
}

/// A message that is sent again and again, at growing distances.
pub(super) struct Resend {
    pub transmit: Transmit,
    pub at: Time,
    gap: Span,
    longest: Option<Span>,
}

impl Resend {
    /// Whether it was due, and then sends it.
    pub fn fire(&mut self, now: Time, works: &mut Works) -> bool {
        if self.at > now {
            return false;
        }
        works.send(self.transmit.clone());
        self.gap = self.gap + self.gap;
        if let Some(longest) = self.longest {
            self.gap = self.gap.min(longest);
        }
        self.at = now + self.gap;
        true
    }
}

pub(super) struct Works {
    /// The addresses we are reached under.
    pub local: Local,
    pub timing: Timing,
    pub counters: Arc<Counters>,
    pub outbox: Vec<Transmit>,
    pub events: VecDeque<Event>,
    /// Server INVITE transactions that are not over, by [`Works::key`].
    pub invitations: HashMap<u64, LegId>,
    pub clients: HashMap<ClientKey, Client>,
    pub past: Past,
    timers: BinaryHeap<Reverse<(Time, Owner)>>,
    hasher: RandomState,
    drawn: u64,
}

impl Works {
    pub fn new(local: Local, timing: Timing, counters: Arc<Counters>) -> Works {
        Works {
            local,
            counters,
            outbox: Vec::new(),
            events: VecDeque::new(),
            invitations: HashMap::new(),
            clients: HashMap::new(),
            past: Past::new(timing.give_up(), MOST_PAST),
            timers: BinaryHeap::new(),
            hasher: RandomState::new(),
            drawn: 0,
            timing,
        }
    }

    /// A number nobody can guess, for branches, tags and Call-IDs: a keyed hash of a running count.
    pub fn draw(&mut self) -> u64 {
        self.drawn += 1;
        self.hasher.hash_one(self.drawn)
    }

    /// Names the server transaction a request belongs to (RFC 3261 §17.2.3). ACK and CANCEL find
    /// their INVITE under [`Method::Invite`].
    pub fn key(&self, identity: &Identity<'_>, method: Method) -> u64 {
        let via = &identity.via;
        let place = (via.branch, via.host, via.port);
        self.hasher.hash_one((place, identity.call_id, identity.from_tag, identity.sequence, method))
    }

    /// Our tag in every answer to the INVITE of this key: the same for each copy of it, without
    /// anything being kept (RFC 3261 §8.2.7).
    pub fn tag(&self, invite_key: u64) -> u64 {
        self.hasher.hash_one((invite_key, "tag"))
    }

    pub fn send(&mut self, transmit: Transmit) {
        self.outbox.push(transmit);
    }

    /// Sends, and goes on sending until the holder drops what is returned. `longest` bounds the
    /// distance between copies.
    pub fn send_repeatedly(
        &mut self,
        now: Time,
        owner: Owner,
        transmit: Transmit,
        longest: Option<Span>,
    ) -> Resend {
        self.send(transmit.clone());
        let gap = self.timing.t1;
        let at = now + gap;
        self.wake(at, owner);
        Resend { transmit, at, gap, longest }
    }

    /// Sends a BYE or CANCEL and sees it through by itself.
    pub fn send_request(&mut self, now: Time, key: ClientKey, transmit: Transmit) {
        let until = now + self.timing.give_up();
        let resend = match transmit.to.transport {
            Transport::Udp => {
                Some(self.send_repeatedly(now, Owner::Client(key), transmit, Some(self.timing.t2)))
            }
            Transport::Tcp | Transport::Tls => {
                self.send(transmit);
                None
            }
        };
        self.wake(until, Owner::Client(key));
        self.clients.insert(key, Client::Request { resend, until });
    }

    /// Sends an ACK, and again for each copy of the answer that comes.
    pub fn settle(&mut self, now: Time, branch: u64, ack: Transmit, tag: &str) {
        let until = now + self.timing.give_up();
        let key = ClientKey::of(branch);
        self.send(ack.clone());
        self.wake(until, Owner::Client(key));
        self.clients.insert(key, Client::Settled { ack, tag: tag.into(), until });
    }

    /// Lets `owner` look at its clock at that time. A timer is never taken back: who is woken
    /// checks whether there is something to do.
    pub fn wake(&mut self, at: Time, owner: Owner) {
        self.timers.push(Reverse((at, owner)));
    }

    pub fn next_due(&self) -> Option<Time> {
        self.timers.peek().map(|Reverse((at, _))| *at)
    }

    pub fn pop_due(&mut self, now: Time) -> Option<Owner> {
        let Reverse((at, _)) = self.timers.peek()?;
        if *at > now {
            return None;
        }
        self.timers.pop().map(|Reverse((_, owner))| owner)
    }

    /// A client transaction's time has come: to send again, or to give up.
    pub fn on_client_time(&mut self, now: Time, key: ClientKey) {
        let Some(mut client) = self.clients.remove(&key) else { return };
        let until = match &client {
            Client::Invite(_) => None,
            Client::Settled { until, .. } | Client::Request { until, .. } => Some(*until),
        };
        if until.is_some_and(|until| until <= now) {
            return;
        }
        if let Client::Request { resend: Some(resend), .. } = &mut client
            && resend.fire(now, self)
        {
            self.wake(resend.at, Owner::Client(key));
        }
        self.clients.insert(key, client);
    }

    /// Gives back memory that a busy hour left behind.
    pub fn rest(&mut self) {
        if is_loose(self.clients.len(), self.clients.capacity()) {
            self.clients.shrink_to_fit();
        }
        if is_loose(self.invitations.len(), self.invitations.capacity()) {
            self.invitations.shrink_to_fit();
        }
        if is_loose(self.timers.len(), self.timers.capacity()) {
            self.timers.shrink_to_fit();
        }
    }

    pub fn contact(&self, transport: Transport, secure: bool) -> String {
        compose::contact(self.local, transport, secure)
    }
}
