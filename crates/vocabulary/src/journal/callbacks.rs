//! Call-backs: why a place rests, why a try failed, and how a place came to its end.

use serde::{Deserialize, Serialize};

/// Why a place that is kept is out of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// A try failed; the next one is due later.
    NextTry,
    /// No call-backs are made at this hour.
    OutOfHours,
    /// The customer is calling.
    OnTheLine,
    /// Somebody closed the queue with all who were in it.
    QueueClosed,
    /// The centre was interrupted while the customer's telephone rang, and it may ring still.
    Interrupted,
}

/// Why a customer was called and not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackFailure {
    /// Rang for the time set.
    NoAnswer,
    /// The line is engaged.
    Engaged,
    /// The customer refused.
    Refused,
    /// The number could not be reached.
    Unreachable,
    /// The agent hung up before the customer answered: no try.
    AgentLeft,
    /// The customer called meanwhile: no try.
    CalledAgain,
    /// A supervisor took the place away: no try.
    Cancelled,
    /// The centre or the voice node was interrupted: no try.
    Interrupted,
}

impl CallbackFailure {
    /// Whether it counts as a try.
    pub fn is_try(self) -> bool {
        use CallbackFailure::*;
        matches!(self, NoAnswer | Engaged | Refused | Unreachable)
    }
}

/// How a place came to its end without the customer being reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackOutcome {
    /// All tries failed.
    Unreached,
    /// The hours ended in which call-backs are made.
    HoursOver,
    /// The customer called again, and that call has the place.
    CalledAgain,
    /// The same customer has another place.
    Joined,
    /// A supervisor took it away.
    Cancelled,
    /// The number is known no more, or may be called no more.
    NumberGone,
}
