//! Why an agent is offered a contact.

use crate::plan::Choice;
use serde::{Deserialize, Serialize};

/// Why an agent is offered a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// What decided among those idle.
    pub by: ChosenBy,
    /// How many idle agents could have been offered it, this one among them.
    pub idle: u32,
    /// The widening that admits the agent; 0 when the agent meets the whole need.
    pub stage: u8,
    /// The agent turned it down before, and is alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

/// What decided for an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenBy {
    /// The agent knows the customer.
    OldFriend,
    /// A newcomer whose share is not reached yet.
    Newcomer,
    /// The agent has fewer contacts in hand than the others.
    Load,
    /// The agent has been idle longest.
    LongestIdle,
    /// The agent was occupied least.
    LowestOccupancy,
    /// The agent can do the fewest things.
    LeastVersatile,
    /// The agent is best at what is needed.
    HighestProficiency,
    /// Nobody else was idle.
    OnlyOne,
}

impl From<Choice> for ChosenBy {
    fn from(choice: Choice) -> ChosenBy {
        match choice {
            Choice::LongestIdle => ChosenBy::LongestIdle,
            Choice::LowestOccupancy => ChosenBy::LowestOccupancy,
            Choice::LeastVersatile => ChosenBy::LeastVersatile,
            Choice::HighestProficiency => ChosenBy::HighestProficiency,
        }
    }
}
