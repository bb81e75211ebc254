//! Who answers whom, as a value.
//!
//! The [`Router`] is part of the floor's state. It knows who waits and which agents are there, and
//! names the pair to act on next.
//!
//! # The rule
//! [`Router::next_match`] is the first waiting contact, in order of service, that any eligible
//! agent is ready for, with the eligible agent who has been idle longest.
//!
//! - *Order of service*, over all queues: contacts at the front before all others; then by time in
//!   queue, earliest `since − credit` first (the credit of a priority customer counts as time
//!   already waited); then by contact id.
//! - *Eligible* is an agent of the plan who has every skill the contact needs and whom the contact
//!   is not kept from (see [`Waiting::not`]).
//! - *Idle longest* is the earliest `since` of readiness; then by agent id.
//!
//! A contact that nobody ready can serve blocks nobody behind it.
//!
//! # Cost
//! Contacts that need the same skills form a class, and each class keeps its own waiting contacts
//! and ready agents in order. So a match is found in logarithmic time; a contact that comes or goes
//! touches one class, an agent whose presence changes touches the classes the agent can serve. A
//! skill set that was never seen since the plan came into force costs one pass over the agents.
//! Classes are kept until the next plan: their number is that of the distinct skill sets which the
//! plan's queues and flows can ask for.
//!
//! # What is state
//! Classes and orders are an index, derived from the facts and never stored: two routers are equal,
//! and serialise to the same bytes, when their facts are the same.

mod class;
mod facts;
mod index;
mod line;
mod pace;
mod router;

pub use facts::{Presence, Waiting};
pub use router::{Match, Router};
