//! The SIP side of a voice node: a user agent for calls that come in over the trunk and calls to
//! agents' telephones (RFC 3261, 3264, 3325, 3581, 6026; key presses in INFO).
//!
//! [`UserAgent`] is a value without sockets, tasks or clock: bytes and time go in, bytes and
//! [`Event`]s come out. That makes every race of the protocol a test in virtual time, and a call
//! costs no task, no channel and no lock. [`udp`] and [`tcp`] carry the bytes.
//!
//! What holds messages or parts of them cannot be printed: they have callers' numbers in them.
//!
//! Where each bound is:
//! - A message has at most [`message::LARGEST`] bytes.
//! - Calls: [`Admission`]; what is refused is answered without keeping anything of it.
//! - Timers, transactions: a few a call; those that are over are forgotten after 64·T1, and are at
//!   most 2^18.
//! - TCP: [`tcp::Limits`].
//! - Who misbehaves: [`bans`].

pub mod admission;
pub mod bans;
mod call;
mod compose;
pub mod counters;
mod dialog;
pub mod fields;
mod held;
mod icmp;
mod incoming;
pub mod message;
mod outgoing;
mod past;
pub mod tcp;
#[cfg(test)]
mod tests;
mod transport;
pub mod udp;
mod user_agent;
mod works;

pub use admission::{Accepting, Admission, ServedNumbers};
pub use bans::{Ban, Bans, Offence};
pub use counters::{Counters, Counts};
pub use transport::{Local, Peer, Transmit, Transport};
pub use user_agent::{Settings, Undialable, UserAgent};

use std::fmt;
use vocabulary::{LegId, PhoneNumber, Span};

/// The clocks of the protocol. Tests shorten them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// T1 (RFC 3261 §17.1.1.1): the first retransmission; 64·T1 is when a peer is given up.
    pub t1: Span,
    /// T2: the longest distance between copies.
    pub t2: Span,
    /// A caller whose call is not answered within this hears 100 (RFC 3261 §17.2.1 wants it
    /// within 200 ms).
    pub trying_after: Span,
    /// A dialled telephone that says nothing at all within this is unreachable.
    pub heard_within: Span,
    /// A dialled telephone rings at most this long (RFC 3261 §16.6 Timer C); the floor hangs up
    /// long before.
    pub ring_at_most: Span,
}

impl Default for Timing {
    fn default() -> Timing {
        Timing {
            t1: Span::millis(500),
            t2: Span::seconds(4),
            trying_after: Span::millis(150),
            heard_within: Span::seconds(4),
            ring_at_most: Span::seconds(180),
        }
    }
}

impl Timing {
    /// 64·T1.
    pub fn give_up(&self) -> Span {
        Span(self.t1.0 * 64)
    }
}

/// Something that happened to a leg. After [`Event::Refused`], [`Event::Unreachable`],
/// [`Event::HungUp`] and [`Event::Broken`] the leg is no more and nothing follows.
#[derive(Clone, PartialEq, Eq)]
pub enum Event {
    /// A call was let in. [`UserAgent::answer`], [`UserAgent::refuse`] or
    /// [`UserAgent::hang_up`] is to follow.
    Incoming {
        /// The new leg.
        leg: LegId,
        /// User part of the request URI.
        called: String,
        /// Who calls, when not withheld.
        caller: Option<PhoneNumber>,
        /// The SDP offer; without one, the answer's SDP is our offer.
        offer: Option<Vec<u8>>,
    },
    /// The other side acknowledged our 200: the first one, or one to a renegotiation in which it
    /// asked for our offer. The SDP answers that offer.
    Acknowledged {
        /// The leg.
        leg: LegId,
        /// The ACK's body.
        answer: Option<Vec<u8>>,
    },
    /// A dialled telephone rings.
    Ringing {
        /// The leg.
        leg: LegId,
    },
    /// A dialled telephone was answered.
    Answered {
        /// The leg.
        leg: LegId,
        /// The SDP answer.
        answer: Vec<u8>,
    },
    /// The other side renegotiates. [`UserAgent::answer_reoffer`] or
    /// [`UserAgent::refuse_reoffer`] is to follow at once.
    Reoffered {
        /// The leg.
        leg: LegId,
        /// The new offer; without one, ours is asked for.
        offer: Option<Vec<u8>>,
    },
    /// A key was pressed, signalled by INFO.
    Key {
        /// The leg.
        leg: LegId,
        /// `0`–`9`, `*`, `#`, `A`–`D`.
        key: char,
    },
    /// A dialled telephone refused, with 400–699.
    Refused {
        /// The leg.
        leg: LegId,
        /// The status; redirections count as 480.
        status: u16,
    },
    /// A dialled telephone was not reached.
    Unreachable {
        /// The leg.
        leg: LegId,
    },
    /// The other side hung up, or gave up before the answer.
    HungUp {
        /// The leg.
        leg: LegId,
    },
    /// Our answer was never acknowledged. The leg has been ended.
    Broken {
        /// The leg.
        leg: LegId,
    },
}

impl fmt::Debug for Event {
    /// Neither keys nor bodies are shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Event::Incoming { leg, called, caller, offer } => {
                write!(f, "Incoming({leg} {called} from {caller:?}, offer: {})", offer.is_some())
            }
            Event::Acknowledged { leg, answer } => {
                write!(f, "Acknowledged({leg}, answer: {})", answer.is_some())
            }
            Event::Ringing { leg } => write!(f, "Ringing({leg})"),
            Event::Answered { leg, .. } => write!(f, "Answered({leg})"),
            Event::Reoffered { leg, offer } => write!(f, "Reoffered({leg}, offer: {})", offer.is_some()),
            Event::Key { leg, .. } => write!(f, "Key({leg} •)"),
            Event::Refused { leg, status } => write!(f, "Refused({leg} {status})"),
            Event::Unreachable { leg } => write!(f, "Unreachable({leg})"),
            Event::HungUp { leg } => write!(f, "HungUp({leg})"),
            Event::Broken { leg } => write!(f, "Broken({leg})"),
        }
    }
}
