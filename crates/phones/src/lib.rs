//! Telephones that do not exist, placing and answering calls that do: real SIP and RTP between
//! sockets, driven by one thread.
//!
//! They are the customers and the agents of `heliotrope demo`, the peers of the whole-system
//! tests, and the load of `cargo xtask bench voice`. A telephone is an independent peer: it has
//! its own small SIP reader and shares no code with the server it calls.
//!
//! ```no_run
//! use phones::{AgentOptions, Options, Phones, Script, Step};
//! use vocabulary::Span;
//! # fn main() -> Result<(), phones::Error> {
//! let phones = Phones::start(Options::default())?;
//! let agents = phones.agents(AgentOptions::new(1))?;
//! let steps = [Step::HearAgent { patience: Span::seconds(5) }, Step::Wait(Span::seconds(1))];
//! let outcome = phones.call(Script::new(agents.address(1), "a1").steps(steps))?.wait()?;
//! assert_eq!(outcome.agent(), Some(1));
//! # Ok(()) }
//! ```
//!
//! Everything that happens, happens on the thread of [`Phones`]: it waits for packets, alarms and
//! commands and hands each to the telephone it is for. Moments are the kernel's stamps
//! ([`timestamps`]), so that a busy generator does not blame the server. How a caller tells an
//! agent from music is written in [`marker`].

mod agent;
mod agents;
mod bank;
mod behaviour;
mod caller;
mod command;
mod crowd;
mod dialog;
mod engine;
mod g711;
mod load;
pub mod marker;
pub mod measure;
mod media;
mod net;
mod outcome;
pub mod page;
mod phones;
mod reception;
pub mod rtp;
mod script;
pub mod sdp;
pub mod sip;
mod slab;
mod steps;
mod timers;
pub mod timestamps;
mod tone;
mod traffic;
mod voice;
mod watched;

pub use agent::{AgentCall, AgentEnd};
pub use bank::{AgentsView, Doing};
pub use behaviour::{AgentOptions, Behaviour, InCall, Length, OnRing, VoiceAt};
pub use command::Cost;
pub use crowd::{Choice, Crowd, CrowdHandle, CrowdLine, CrowdStats, Customer, DrawCustomer};
pub use g711::Codec;
pub use load::{Load, LoadHandle, LoadReport};
pub use measure::{Occupancy, Percentiles};
pub use outcome::{End, Moments, Outcome, Stage};
pub use phones::{Agents, CallHandle, Options, Phones, TrafficHandle};
pub use reception::{Listening, Received};
pub use script::{Keys, KeysBy, Script, Step, Transport};
pub use traffic::{Arrivals, Gaps, Traffic};
pub use voice::{Clip, Voice};

/// Why the telephones cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system does not give sockets or a thread.
    #[error("the telephones got no sockets from the system: {0}; see whether the port is taken")]
    Sockets(#[from] std::io::Error),
    /// The agents' sockets cannot be opened.
    #[error("the agents' telephones got no sockets: {0}; choose another address, or port 0")]
    Agents(String),
    /// Too many commands wait.
    #[error("the telephones are behind with their commands; try again in a moment")]
    Busy,
    /// The thread has stopped.
    #[error("the telephones have been switched off; start them anew")]
    Gone,
    /// No agent has this number.
    #[error("no agent has this number; see Agents::numbers")]
    NoSuchAgent,
    /// A clip is not telephone audio.
    #[error("the clip cannot be played: {0}; make it 8 kHz, one channel, 16-bit, A-law or µ-law")]
    Clip(&'static str),
}
