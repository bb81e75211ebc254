//! The walker: tries every path as a customer (seeds A9), with the interpreter that takes the calls.
//!
//! In every place a caller can be in, each answer is tried: every key, a wrong key, silence, too
//! few digits, every word of the bank, every state of every queue, and a line with and without a
//! recording announcement. What follows depends on the place alone, so trying each answer once in
//! each place tries every path. [`paths`] then strings the places together to count whole calls.

mod facts;
mod paths;
mod places;
mod report;

use crate::flow::Flow;
pub use places::Move;
pub use report::{End, Ending, Report, Route};

/// How far a walk goes. What lies beyond is not judged, and the report says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Places a caller can be in. A flow has some ten for each step.
    pub places: usize,
    /// Paths counted from beginning to end.
    pub paths: u64,
}

impl Default for Limits {
    /// Enough for a flow several times the size of a bank's main flow; a few seconds of work.
    fn default() -> Limits {
        Limits { places: 50_000, paths: 1_000_000 }
    }
}

/// Tries every path of a flow.
pub fn walk(flow: &Flow, limits: Limits) -> Report {
    let places = places::explore(flow, limits.places);
    let paths = paths::count(&places, limits.paths);
    report::report(flow, &places, paths)
}
