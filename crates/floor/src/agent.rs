//! An agent on the floor.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use vocabulary::journal::NotReady;
use vocabulary::{AgentId, ContactId, Time};

/// A member of staff who serves contacts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agent {
    /// The agent's number.
    pub id: AgentId,
    /// What the agent is doing, as far as calls go.
    pub state: AgentState,
    /// Since when.
    pub since: Time,
    /// Since when idle: the place among the idle, kept through an offer whose caller left.
    pub idle_since: Time,
    /// To be not ready, for this reason, as soon as all that is in hand is finished.
    pub then: Option<NotReady>,
    /// Chats in hand: offered, going on, or being wrapped up. None while not ready.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub chats: BTreeSet<ContactId>,
    /// Until when contacts are offered.
    #[serde(default, skip_serializing_if = "is_unknown")]
    pub shift: Shift,
}

impl Agent {
    /// Everything in hand: the call, then chats.
    pub fn in_hand(&self) -> impl Iterator<Item = ContactId> + '_ {
        self.state.contact().into_iter().chain(self.chats.iter().copied())
    }

    /// Whether anything is in hand.
    pub fn is_busy(&self) -> bool {
        self.in_hand().next().is_some()
    }
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

/// What an agent is doing, chats apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgentState {
    /// Cannot be offered contacts.
    NotReady(NotReady),
    /// Has no call in hand, and can be offered one unless chats in hand stand against it.
    Ready,
    /// The telephone is being called.
    Offered(ContactId),
    /// Speaks with a customer.
    Talking(ContactId),
    /// Finishes a matter.
    WrapUp(ContactId),
}

impl AgentState {
    /// The call the agent is busy with.
    pub fn contact(self) -> Option<ContactId> {
        match self {
            AgentState::Offered(contact) | AgentState::Talking(contact) | AgentState::WrapUp(contact) => {
                Some(contact)
            }
            AgentState::NotReady(_) | AgentState::Ready => None,
        }
    }
}
