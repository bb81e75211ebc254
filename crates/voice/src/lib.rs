//! A voice node: SIP and RTP, executing what `calls` decides.
//!
//! [`start`] binds the sockets and runs one task that owns everything that decides: the node of
//! `calls` ([`calls::Node`]) and the SIP user agent ([`sip::UserAgent`]), both values without I/O.
//! The task only carries: datagrams and orders in, datagrams and reports out. Audio never passes
//! through it; that is the work of the [`media`] thread.
//!
//! Queues, and what happens when they are full:
//! - Commands and reports: the channels given to [`start`]. When the floor does not take reports,
//!   they wait in the node, which lets no new call in meanwhile.
//! - Media events: [`media`] keeps keys and drops the rest; the node reads hundreds at a time.
//! - Verifications: 1,000 at once; one more is answered *unavailable*.
//! - What agents do in their pages: 1,024 acts; one more is refused.
//! - Datagrams: the socket's buffer, 8 MiB where the system grants it; SIP sends again what is lost.
//! - TCP and TLS: [`sip::tcp::Limits`].

mod legs;
pub mod media;
mod node;
mod options;
pub mod recorder;
mod redeem;
mod shell;
pub mod sip;
mod slack;
pub mod stations;

pub use node::{Error, ToNode, Voice, start};
pub use options::{Options, Sips, Stats};
pub use sip::{Accepting, Admission, Bans, ServedNumbers, Timing};
pub use stations::Stations;
