//! An agent on the floor.

use serde::{Deserialize, Serialize};
use vocabulary::journal::NotReady;
use vocabulary::{AgentId, ContactId, Time};

/// A member of staff who serves contacts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agent {
    /// The agent's number.
    pub id: AgentId,
    /// What the agent is doing.
    pub state: AgentState,
    /// Since when.
    pub since: Time,
    /// Since when idle: the place among the idle, kept through an offer whose caller left.
    pub idle_since: Time,
    /// To be not ready, for this reason, as soon as the present contact is finished.
    pub then: Option<NotReady>,
    /// Until when contacts are offered.
    #[serde(default, skip_serializing_if = "is_unknown")]
    pub shift: Shift,
}

/// Until when an agent is offered contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Shift {
    /// When the shift ends; no end is known when there is none.
    pub ends: Option<Time>,
    /// From when nothing new is offered.
    pub last_offer: Option<Time>,
    /// When the next shift begins.
    pub again: Option<Time>,
    /// Whether somebody said so; else the calendar did.
    pub by_hand: bool,
}

fn is_unknown(shift: &Shift) -> bool {
    *shift == Shift::default()
}

/// What an agent is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgentState {
    /// Cannot be offered contacts.
    NotReady(NotReady),
    /// Can be offered a contact.
    Ready,
    /// The telephone is being called.
    Offered(ContactId),
    /// Speaks with a customer.
    Talking(ContactId),
    /// Finishes a matter.
    WrapUp(ContactId),
}

impl AgentState {
    /// The contact the agent is busy with.
    pub fn contact(self) -> Option<ContactId> {
        match self {
            AgentState::Offered(contact) | AgentState::Talking(contact) | AgentState::WrapUp(contact) => {
                Some(contact)
            }
            AgentState::NotReady(_) | AgentState::Ready => None,
        }
    }
}
