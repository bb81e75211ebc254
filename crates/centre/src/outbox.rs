//! Orders on their way to the voice node.

use std::collections::VecDeque;
use vocabulary::Epoch;
use vocabulary::voice::{Command, Order, Stamp};

/// Orders that may wait for a voice node: half a minute of a full house. A node that lets more pile
/// up has stopped working.
const MOST: usize = 100_000;

/// Numbers orders and holds them until the node takes them, so that the floor never waits for it.
///
/// One order more than it holds, and it is stuck for good: a node that missed an order and went on
/// with the next would leave callers in silence and legs up for ever.
#[derive(Debug)]
pub(crate) struct Outbox {
    epoch: Epoch,
    last: Stamp,
    waiting: VecDeque<Command>,
    is_stuck: bool,
}

impl Outbox {
    pub fn new(epoch: Epoch) -> Outbox {
        Outbox { epoch, last: Stamp::default(), waiting: VecDeque::new(), is_stuck: false }
    }

    /// Queues an order, unless the outbox is stuck.
    pub fn push(&mut self, stamp: Stamp, order: Order) {
        self.is_stuck |= self.waiting.len() >= MOST;
        if !self.is_stuck {
            self.waiting.push_back(Command { epoch: self.epoch, stamp, after: self.last, order });
            self.last = stamp;
        }
    }

    /// The next order to send.
    pub fn pop(&mut self) -> Option<Command> {
        self.waiting.pop_front()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether an order was lost because the node takes none.
    pub fn is_stuck(&self) -> bool {
        self.is_stuck
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::{LegId, Sequence};

    #[test]
    fn each_order_names_the_one_before_it_and_a_stuck_node_is_noticed_for_good() {
        let mut outbox = Outbox::new(Epoch(2));
        let stamp = |sequence| Stamp { sequence: Sequence(sequence), k: 0 };
        let order = || Order::Answer { leg: LegId(1) };
        for sequence in 1..=MOST as u64 {
            outbox.push(stamp(sequence), order());
        }
        assert!(!outbox.is_stuck());
        outbox.push(stamp(0), order());
        assert!(outbox.is_stuck());
        let first = outbox.pop().unwrap();
        let second = outbox.pop().unwrap();
        assert_eq!((first.epoch, first.after, first.stamp), (Epoch(2), Stamp::default(), stamp(1)));
        assert_eq!((second.after, second.stamp), (stamp(1), stamp(2)));
        outbox.push(stamp(0), order());
        assert_eq!((outbox.is_stuck(), outbox.waiting.len()), (true, MOST - 2));
    }
}
