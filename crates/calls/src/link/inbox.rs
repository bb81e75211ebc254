//! The receiving side: each message once, in order.

use super::{Ack, Message};
use std::collections::BTreeMap;
use vocabulary::Epoch;

/// Puts messages in order and drops repeats.
#[derive(Debug, Clone)]
pub struct Inbox<M: Message> {
    /// Early messages held back at once.
    most: usize,
    epoch: Epoch,
    /// The place of the last message handed on.
    last: M::Place,
    /// Messages with a gap before them.
    early: BTreeMap<M::Place, M>,
    owes_ack: bool,
}

impl<M: Message> Inbox<M> {
    /// An empty inbox that holds back at most `most` early messages. One more is dropped: the
    /// sender will send it again.
    pub fn new(most: usize) -> Inbox<M> {
        let last = M::Place::default();
        Inbox { most, epoch: Epoch::default(), last, early: BTreeMap::new(), owes_ack: false }
    }

    /// Takes a message and appends to `ready` what is now in order: nothing, the message, or the
    /// message and early ones behind it. One of an older term is dropped without a word, and so is
    /// one that claims to come before itself; one of a newer term makes the inbox begin anew.
    pub fn accept(&mut self, message: M, ready: &mut Vec<M>) {
        if message.epoch() < self.epoch || message.after() >= message.place() {
            return;
        }
        if message.epoch() > self.epoch {
            *self = Inbox { epoch: message.epoch(), ..Inbox::new(self.most) };
        }
        self.owes_ack = true;
        if message.after() == self.last {
            self.hand_on(message, ready);
            self.hand_on_early(ready);
        } else {
            self.hold_back(message);
        }
    }

    /// The ack to send, if anything came since the last one. Repeats call for one as well: the
    /// last one may have been lost.
    pub fn take_ack(&mut self) -> Option<Ack<M::Place>> {
        let owed = std::mem::take(&mut self.owes_ack);
        owed.then_some(Ack { epoch: self.epoch, upto: self.last })
    }

    /// How many early messages are held back.
    pub fn held_back(&self) -> usize {
        self.early.len()
    }

    fn hand_on(&mut self, message: M, ready: &mut Vec<M>) {
        self.last = message.place();
        ready.push(message);
    }

    fn hand_on_early(&mut self, ready: &mut Vec<M>) {
        while let Some(first) = self.early.first_entry() {
            if first.get().after() > self.last {
                return;
            }
            let message = first.remove();
            // What claims to come after a place that was skipped belongs to no chain of ours.
            if message.after() == self.last {
                self.hand_on(message, ready);
            }
        }
    }

    /// A repeat comes after a place that was passed long ago, and is dropped.
    fn hold_back(&mut self, message: M) {
        if message.after() > self.last && self.early.len() < self.most {
            self.early.insert(message.place(), message);
        }
    }
}
