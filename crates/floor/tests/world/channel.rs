//! A channel that loses, delays and repeats, with the link protocol at both ends.

use calls::link::{Ack, Inbox, Limits, Message, Outbox};
use rand::{Rng, RngExt};
use std::collections::BTreeMap;
use vocabulary::{Span, Time};

enum Parcel<M: Message> {
    There(M),
    Back(Ack<M::Place>),
}

pub struct Channel<M: Message> {
    /// Share of parcels that are lost, repeated, or badly late.
    trouble: f64,
    outbox: Outbox<M>,
    inbox: Inbox<M>,
    last: M::Place,
    under_way: BTreeMap<(Time, u64), Parcel<M>>,
    number: u64,
}

impl<M: Message + Clone> Channel<M> {
    pub fn new(trouble: f64) -> Channel<M> {
        Channel {
            trouble,
            outbox: Outbox::new(Limits::default()),
            inbox: Inbox::new(64),
            last: M::Place::default(),
            under_way: BTreeMap::new(),
            number: 0,
        }
    }

    /// Everything under way is lost; both ends begin anew.
    pub fn clear(&mut self) {
        *self = Channel::new(self.trouble);
    }

    /// Sends a message that is told the place of the one before it.
    pub fn send(&mut self, now: Time, rng: &mut impl Rng, message: impl FnOnce(M::Place) -> M) {
        let message = message(self.last);
        self.last = message.place();
        self.outbox.push(now, &message).expect("a history is far shorter than the outbox");
        self.post(now, rng, Parcel::There(message));
    }

    /// What has arrived by now, once each and in order.
    pub fn arrived(&mut self, now: Time, rng: &mut impl Rng) -> Vec<M> {
        let mut ready = Vec::new();
        while let Some(entry) = self.under_way.first_entry().filter(|entry| entry.key().0 <= now) {
            match entry.remove() {
                Parcel::There(message) => self.inbox.accept(message, &mut ready),
                Parcel::Back(ack) => self.outbox.acknowledge(now, ack),
            }
        }
        if let Some(ack) = self.inbox.take_ack() {
            self.post(now, rng, Parcel::Back(ack));
        }
        let again: Vec<M> = self.outbox.due(now).cloned().collect();
        for message in again {
            self.post(now, rng, Parcel::There(message));
        }
        ready
    }

    pub fn next_due(&self) -> Option<Time> {
        let parcel = self.under_way.first_key_value().map(|((at, _), _)| *at);
        parcel.into_iter().chain(self.outbox.next_due()).min()
    }

    pub fn len(&self) -> usize {
        self.outbox.len()
    }

    fn post(&mut self, now: Time, rng: &mut impl Rng, parcel: Parcel<M>) {
        if rng.random_bool(self.trouble) {
            return;
        }
        let twice = rng.random_bool(self.trouble);
        let late = if rng.random_bool(self.trouble) { 2_000_000 } else { 3_000 };
        let copy = match &parcel {
            Parcel::There(message) if twice => Some(Parcel::There(message.clone())),
            _ => None,
        };
        for parcel in std::iter::once(parcel).chain(copy) {
            self.number += 1;
            let at = now + Span(rng.random_range(50..late));
            self.under_way.insert((at, self.number), parcel);
        }
    }
}
