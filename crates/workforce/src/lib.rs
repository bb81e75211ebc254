//! Planning: what would have happened with other staff, other priorities, other skills.
//!
//! Nothing here models a queue. [`simulate`] feeds calls and agents to [`floor`], the floor that
//! serves in production, in virtual time; [`what_if`] builds such calls and agents from what a log
//! says of the past, changes one thing, and compares. Pure: all randomness comes from a seed.
//!
//! - [`simulation`]: calls and agents in, what became of each call out.
//! - [`patience`]: how long callers would have waited, estimated from those who were answered before
//!   they lost it (Kaplan–Meier).
//! - [`after`]: how long agents work after a call, estimated between bounds (Turnbull).
//! - [`duty`]: when agents were there, as a centre's own journal tells it.
//! - [`past`]: calls, agents and their presence, as a log tells of them.
//! - [`terms`]: on what terms queues are served, as a plan says or a log lets one infer.
//! - [`change`]: what is to be otherwise.
//! - [`what_if`]: the same past again, as it was and changed, with confidence.

pub mod after;
pub mod change;
pub mod duty;
pub mod figures;
pub mod past;
pub mod patience;
mod roster;
pub mod simulation;
mod site;
pub mod terms;
pub mod what_if;

pub use figures::Figures;
pub use simulation::{Besides, Call, Fate, Pause, Presence, Site, simulate, simulate_with};
