//! Figures whose facts come from other rooms: quality, surveys, training, cases.

use serde::{Deserialize, Serialize};
use vocabulary::{AgentId, QueueName, Time};

/// A counted fact: what a room adds to an indicator of the catalogue, on a date, about somebody.
/// Rooms call with these; without any, their indicators say *no data yet* and never a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeedFact {
    /// The indicator's key: one whose source is a feed.
    pub indicator: String,
    /// What makes it one fact of its room: what is fed again under it replaces what was.
    pub id: String,
    /// When.
    pub at: Time,
    /// The agent it is about, if it is about one.
    pub agent: Option<AgentId>,
    /// The queue it is about, if it is about one.
    pub queue: Option<QueueName>,
    /// The customer's rank, if known.
    pub tier: Option<String>,
    /// What it adds above the line: 1 for a yes, a mark, hours.
    pub numerator: f64,
    /// What it adds below: 1 for a case, 0 where there is nothing to divide by.
    pub denominator: f64,
}
