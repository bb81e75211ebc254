//! Call flows: what a caller hears, may key, and where that leads.
//!
//! A bank's call designer writes a flow as a text file in a small language of lines
//! (`docs/FLOWS.md`). [`Flow::parse`] takes it only when it is sound in itself, [`Flow::check`]
//! when everything it names exists. [`Flow::start`] and [`Flow::next`] run it for one contact;
//! [`walk`] tries every path as a customer (seeds A9).
//!
//! The room is pure: the caller's place in the flow is a [`vocabulary::journal::FlowPosition`]
//! that the floor keeps, and whatever the flow asks about the world comes through [`Facts`].
//!
//! Checked when a flow is loaded, so that no caller finds out: no circle without a key pressed, so
//! that every path ends; the greeting is heard first (A3); advertising is reached by a menu key
//! and by nothing else (A5, A9); number and PIN are gathered before they are verified.

mod check;
mod fault;
mod flow;
mod parse;
mod run;
mod walk;

pub use check::Known;
pub use fault::{Fault, Place, Reason};
pub use flow::Flow;
pub use run::{Facts, Outcome, QueueState, Step};
pub use walk::{End, Ending, Limits, Move, Report, Route, walk};
