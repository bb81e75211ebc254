//! Legs, bridges, keys and timers of one voice node, as a value. Pure: no I/O, no clock.
//!
//! A [`Node`] is fed what the floor orders and what SIP and media say, one [`Input`] at a time
//! with the time it happened, and answers with [`Output`]s: acts for the SIP side, acts for the
//! media threads, verifications for the bank port, and numbered reports for the floor. The shell
//! around it (`voice`) carries them out and decides nothing.
//!
//! What holds at all times:
//! - A command is executed once, in order, and only from the newest leader known.
//! - Each leg that was reported [`Arrived`](vocabulary::voice::Event::Arrived) or was dialled ends
//!   with exactly one [`Ended`](vocabulary::voice::Event::Ended) and one [`MediaAct::Close`];
//!   nothing is said about it afterwards, whatever still comes in late. What never became a leg:
//!   a call refused on arrival is closed as well, but not reported at all; a dial that is refused
//!   is answered by its `Ended` alone.
//! - A gather is answered once, unless another gather replaces it or its leg ends.
//! - Secret digits leave only in an [`Output::Redeem`] or [`Output::Prove`], each at most once, and are
//!   wiped when their leg ends.
//!
//! [`link`] carries commands and reports between floor and node over a channel that may lose,
//! repeat and reorder them.

mod events;
mod gather;
mod io;
mod kept;
mod leg;
pub mod link;
mod node;
mod orders;
#[cfg(test)]
mod tests;

pub use io::{Input, MediaAct, MediaEvent, Output, Outside, SipAct, SipEvent};
pub use node::{Node, Settings};
