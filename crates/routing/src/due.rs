//! What time brings about: widening, the end of keeping, overflow, an agent's last offer.

use crate::Router;
use crate::facts::Waiting;
use crate::router::{QueueAt, Seat};
use crate::ways::Stage;
use std::collections::BTreeSet;
use vocabulary::plan::{Overflow, Target};
use vocabulary::{AgentId, ContactId, Time};

/// Something that time has brought about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// A contact has been kept for the agent who knows the customer as long as was promised.
    KeepingOver {
        /// The contact.
        contact: ContactId,
        /// For whom it was kept.
        agent: AgentId,
    },
    /// A contact has waited so long that its need widens.
    Widening {
        /// The contact.
        contact: ContactId,
        /// The stage it reaches, 1 being the first.
        stage: u8,
    },
    /// A contact has waited so long that it is to go elsewhere, if there is room.
    Overflow {
        /// The contact.
        contact: ContactId,
        /// Where to.
        to: Target,
    },
    /// An agent's shift is about to end: nothing new is offered.
    LastOffer {
        /// The agent.
        agent: AgentId,
    },
}

/// When something is due, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timers {
    contacts: BTreeSet<(Time, ContactId)>,
    agents: BTreeSet<(Time, AgentId)>,
}

impl Timers {
    pub(crate) fn change_contact(&mut self, contact: ContactId, before: Option<Time>, after: Option<Time>) {
        change(&mut self.contacts, contact, before, after);
    }

    pub(crate) fn change_agent(&mut self, agent: AgentId, before: Option<Time>, after: Option<Time>) {
        change(&mut self.agents, agent, before, after);
    }
}

fn change<T: Ord + Copy>(list: &mut BTreeSet<(Time, T)>, who: T, before: Option<Time>, after: Option<Time>) {
    if before == after {
        return;
    }
    if let Some(at) = before {
        list.remove(&(at, who));
    }
    if let Some(at) = after {
        list.insert((at, who));
    }
}

impl Router {
    /// When something is next due.
    pub fn next_due(&self) -> Option<Time> {
        let contact = self.timers.contacts.first().map(|(at, _)| *at);
        let agent = self.timers.agents.first().map(|(at, _)| *at);
        contact.into_iter().chain(agent).min()
    }

    /// The first thing that is due by now; agents before contacts. It stays due until it is carried
    /// out ([`Router::carry_out`] and the methods it uses) or the contact leaves.
    pub fn due(&self, now: Time) -> Option<Due> {
        if let Some((_, agent)) = self.timers.agents.first().filter(|(at, _)| *at <= now) {
            return Some(Due::LastOffer { agent: *agent });
        }
        let (_, contact) = self.timers.contacts.first().filter(|(at, _)| *at <= now)?;
        let Seat { waiting, way, queue, .. } = &*self.seats[contact];
        let queue = &self.queues[*queue as usize];
        next_of(waiting, self.ways.stages(*way), queue).map(|(_, due)| due)
    }
}

/// What is next due for a contact that goes through these stages, and when.
pub(crate) fn next_of(waiting: &Waiting, stages: &[Stage], queue: &QueueAt) -> Option<(Time, Due)> {
    let contact = waiting.contact;
    let kept = waiting.friend.filter(|friend| !friend.over);
    let keeping = kept.map(|friend| (friend.until, Due::KeepingOver { contact, agent: friend.agent }));
    let stage = waiting.stage.saturating_add(1);
    let widening = stages.get(usize::from(stage));
    let widening = widening.map(|next| (waiting.since + next.after, Due::Widening { contact, stage }));
    let overflow = queue.overflow_of(waiting).map(|(_, rule)| {
        let after = rule.after.expect("a rule that follows time");
        (waiting.joined + after, Due::Overflow { contact, to: rule.to.clone() })
    });
    // The first of equals holds: kept no longer, then widened, then sent away.
    let all = [keeping, widening, overflow].into_iter().flatten();
    all.reduce(|first, other| if other.0 < first.0 { other } else { first })
}

impl QueueAt {
    /// The next overflow rule of a contact that follows time, and its number.
    pub(crate) fn overflow_of(&self, waiting: &Waiting) -> Option<(u8, &Overflow)> {
        let rules = self.facts.as_ref()?.rules.overflow.iter();
        (0u8..).zip(rules).skip(usize::from(waiting.tried)).find(|(_, rule)| rule.after.is_some())
    }
}
