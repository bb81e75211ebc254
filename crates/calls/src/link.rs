//! The link between floor and node: over a channel that loses, repeats and reorders, everything
//! arrives once and in order as soon as the channel heals.
//!
//! Both directions are the same. What travels is a *message*: it says which term it belongs to,
//! its place in that term, and the place of the message before it ([`Message`]). Commands bring
//! both ([`Command::stamp`], [`Command::after`]); for reports it is the number and the one before.
//! So nothing is added on the wire, and a message is recognised wherever it is seen again.
//!
//! The sender keeps what it sent in an [`Outbox`] until the [`Ack`] of the receiver's [`Inbox`]
//! comes back, and sends it again when none comes in time. A newer term begins anew on both sides:
//! what was under way from the older one is dropped.

mod inbox;
mod outbox;

pub use inbox::Inbox;
pub use outbox::{Limits, Outbox, Overrun};

use vocabulary::Epoch;
use vocabulary::voice::{Command, Report, Stamp};

/// Something that travels over a link.
pub trait Message {
    /// A place in a term. The first message of a term comes after the default place.
    type Place: Copy + Ord + Default + std::fmt::Debug;

    /// The term it belongs to.
    fn epoch(&self) -> Epoch;
    /// Its place.
    fn place(&self) -> Self::Place;
    /// The place of the message sent before it in this term.
    fn after(&self) -> Self::Place;
}

impl Message for Command {
    type Place = Stamp;

    fn epoch(&self) -> Epoch {
        self.epoch
    }
    fn place(&self) -> Stamp {
        self.stamp
    }
    fn after(&self) -> Stamp {
        self.after
    }
}

impl Message for Report {
    type Place = u64;

    fn epoch(&self) -> Epoch {
        self.epoch
    }
    fn place(&self) -> u64 {
        self.number
    }
    fn after(&self) -> u64 {
        self.number.saturating_sub(1)
    }
}

/// Everything of a term up to a place has arrived. Only the latest one matters: losing or
/// repeating one does no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ack<P> {
    /// The term.
    pub epoch: Epoch,
    /// The last place that arrived without a gap before it; the default place if none.
    pub upto: P,
}
