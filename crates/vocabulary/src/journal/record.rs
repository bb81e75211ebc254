//! A row of the journal, and what another system's row becomes.

use super::Entry;
use crate::{AccountId, NodeName, Sequence, Time};
use serde::{Deserialize, Serialize};

/// One row of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its place.
    pub sequence: Sequence,
    /// When the floor decided it.
    pub at: Time,
    /// The report that led to it, if one did: repeats of that report are then recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// Who did it, where a person acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
    /// What happened.
    pub entry: Entry,
}

/// A report of a voice node, by its number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    /// The node.
    pub node: NodeName,
    /// The report's number.
    pub number: u64,
}

/// An entry of a contact that another system served.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// When it happened, by the other system's clock.
    pub at: Time,
    /// What.
    pub entry: Entry,
}
