//! What agents promise customers, as the journal tells it. What is promised stands sealed in a table of its own.

use crate::{ContactId, Time};
use serde::{Deserialize, Serialize};

/// Something about a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseTold {
    /// The contact in which it was made.
    pub contact: ContactId,
    /// What happened.
    pub step: PromiseStep,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum PromiseStep {
    /// It was made.
    Made {
        /// By when it is to be kept.
        due: Time,
    },
    /// Somebody says that it was kept.
    Kept,
    /// Somebody says that it was not, and will not be.
    NotKept,
    /// What was said is taken back: it is still to be kept.
    Reopened,
}
