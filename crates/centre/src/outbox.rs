//! Orders on their way to the voice node.

use std::collections::VecDeque;
use vocabulary::Epoch;
use vocabulary::voice::{Command, Order, Stamp};

/// Orders that may wait for a voice node. A node that lets more pile up has stopped working.
const MOST: usize = 100_000;

/// Numbers orders and holds them until the node takes them, so that the floor never waits for it.
#[derive(Debug)]
pub(crate) struct Outbox {
    epoch: Epoch,
    last: Stamp,
    waiting: VecDeque<Command>,
}

/// The voice node has stopped taking orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stuck;

impl Outbox {
    pub fn new(epoch: Epoch) -> Outbox {
        Outbox { epoch, last: Stamp::default(), waiting: VecDeque::new() }
    }

    /// Queues an order.
    pub fn push(&mut self, stamp: Stamp, order: Order) -> Result<(), Stuck> {
        if self.waiting.len() >= MOST {
            return Err(Stuck);
        }
        self.waiting.push_back(Command { epoch: self.epoch, stamp, after: self.last, order });
        self.last = stamp;
        Ok(())
    }

    /// The next order to send.
    pub fn pop(&mut self) -> Option<Command> {
        self.waiting.pop_front()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::{LegId, Sequence};

    #[test]
    fn each_order_names_the_one_before_it_and_a_stuck_node_is_noticed() {
        let mut outbox = Outbox::new(Epoch(2));
        let stamp = |sequence| Stamp { sequence: Sequence(sequence), k: 0 };
        let order = || Order::Answer { leg: LegId(1) };
        for sequence in 1..=MOST as u64 {
            outbox.push(stamp(sequence), order()).unwrap();
        }
        assert_eq!(outbox.push(stamp(0), order()), Err(Stuck));
        let first = outbox.pop().unwrap();
        let second = outbox.pop().unwrap();
        assert_eq!((first.epoch, first.after, first.stamp), (Epoch(2), Stamp::default(), stamp(1)));
        assert_eq!((second.after, second.stamp), (stamp(1), stamp(2)));
    }
}
