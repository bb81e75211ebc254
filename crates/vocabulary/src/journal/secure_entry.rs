//! Secure entry: a customer keys in a secret while an agent is on the line.

use serde::{Deserialize, Serialize};

/// What is keyed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyedPart {
    /// The customer number, before the PIN of somebody whom the bank does not know by telephone number.
    Number,
    /// The secret.
    Secret,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecureOutcome {
    /// It is the customer's.
    Right,
    /// It is not.
    Wrong {
        /// Tries left before it locks.
        left: u8,
    },
    /// It is locked.
    Locked,
    /// The bank gave no answer.
    Unavailable,
    /// No key in time.
    Silent,
    /// Too few keys.
    TooFew,
    /// The agent stopped it, did something else with the call, or was gone.
    Stopped,
    /// The call ended while the bank was asked.
    Unanswered,
}
