//! What a journal says of agents' hands, counted without the floor: nobody has more in hand than the plan
//! allows at the moment of an offer.

use std::collections::{BTreeMap, BTreeSet};
use vocabulary::journal::Entry;
use vocabulary::plan::{AgentRouting, Plan};
use vocabulary::{AgentId, ContactId};

#[derive(Default)]
pub struct Hands {
    plan: Plan,
    chats: BTreeSet<ContactId>,
    in_hand: BTreeMap<ContactId, AgentId>,
    /// To be not ready after what is in hand, or not ready.
    resting: BTreeSet<AgentId>,
}

impl Hands {
    pub fn is_chat(&self, contact: ContactId) -> bool {
        self.chats.contains(&contact)
    }

    /// Takes an entry in, and says what should not have been.
    pub fn take(&mut self, entry: &Entry) -> Option<String> {
        match entry {
            Entry::Configured { plan } => {
                // Whoever was struck and is back in time wishes nothing any more.
                let stays = |agent: &AgentId| {
                    let has = |plan: &Plan| plan.agents.iter().any(|planned| planned.id == *agent);
                    has(&self.plan) && has(plan)
                };
                self.resting.retain(stays);
                self.plan = plan.as_ref().clone();
            }
            Entry::ChatOpened { contact, .. } => drop(self.chats.insert(*contact)),
            Entry::AgentReady { agent } => drop(self.resting.remove(agent)),
            Entry::AgentNotReady { agent, .. } => drop(self.resting.insert(*agent)),
            Entry::Offered { contact, agent, .. } => {
                let problem = self.too_much(*contact, *agent);
                self.in_hand.insert(*contact, *agent);
                return problem;
            }
            Entry::OfferFailed { contact, .. }
            | Entry::AgentLost { contact, .. }
            | Entry::Transferred { contact, .. }
            | Entry::WrapUpEnded { contact, .. }
            | Entry::ContactClosed { contact, .. } => drop(self.in_hand.remove(contact)),
            _ => {}
        }
        None
    }

    fn too_much(&self, contact: ContactId, agent: AgentId) -> Option<String> {
        let rules =
            self.plan.agents.iter().find(|planned| planned.id == agent).map(|planned| &planned.routing);
        let Some(AgentRouting { chats: most, chats_before_call, chats_during_call, .. }) = rules else {
            return Some(format!("{contact} is offered to {agent}, who is not in the plan"));
        };
        let of_agent = self.in_hand.iter().filter(|(_, other)| **other == agent).map(|(contact, _)| *contact);
        let (chats, calls): (Vec<ContactId>, Vec<ContactId>) =
            of_agent.partition(|contact| self.is_chat(*contact));
        let most = match (self.is_chat(contact), calls.is_empty()) {
            (true, true) => *most,
            (true, false) => *chats_during_call.min(most),
            // One more than may be in hand before it: the offer itself is no chat.
            (false, true) => chats_before_call + 1,
            (false, false) => 0,
        };
        let rests = self.resting.contains(&agent);
        let fits = chats.len() < usize::from(most) && !rests;
        (!fits).then(|| {
            format!("{contact} is offered to {agent}, who rests: {rests}, with {chats:?} and {calls:?}")
        })
    }
}
