//! What a plan would change for those who wait now.

use crate::Router;
use serde::{Deserialize, Serialize};
use vocabulary::plan::{Agent, Queue};
use vocabulary::{AgentId, ContactId, QueueName, Time};

/// What a plan would change, if it came into force now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DryRun {
    /// How many wait.
    pub waiting: u32,
    /// Those for whom something would change, in the order of their numbers.
    pub changes: Vec<Change>,
}

/// What would change for one contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The contact.
    pub contact: ContactId,
    /// Its queue.
    pub queue: QueueName,
    /// As it stands.
    pub before: Outlook,
    /// As it would stand.
    pub after: Outlook,
    /// The agent it would be offered to at once.
    pub offered: Option<AgentId>,
    /// Nobody signed in could serve it any more, not even after all widening.
    pub stranded: bool,
}

/// How a contact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// Place in the queue, 1 being next.
    pub position: u32,
    /// Agents signed in who can be offered it as it is.
    pub signed_in: u32,
    /// Agents signed in who can be offered it after all widening.
    pub widest: u32,
}

impl Router {
    /// What a plan's queues and agents would change for those who wait now. Changes nothing. Costs as
    /// much as bringing the plan into force.
    pub fn dry_run(&self, queues: &[Queue], agents: &[Agent], now: Time) -> DryRun {
        let mut then = self.clone();
        then.configure(queues, agents);
        let mut contacts: Vec<ContactId> = self.seats.contacts().collect();
        contacts.sort_unstable();
        let outlooks: Vec<_> = contacts
            .iter()
            .filter_map(|contact| Some((self.outlook(*contact)?, then.outlook(*contact)?)))
            .collect();
        let offered = then.offer_all(now);
        let change = |(contact, (before, after)): (&ContactId, &(Outlook, Outlook))| {
            let place = offered.binary_search_by_key(contact, |(contact, _)| *contact);
            let offered = place.ok().map(|place| offered[place].1);
            let waiting = self.waiting(*contact).filter(|_| before != after || offered.is_some())?;
            Some(Change {
                contact: *contact,
                queue: waiting.queue.clone(),
                before: *before,
                after: *after,
                offered,
                stranded: before.widest > 0 && after.widest == 0,
            })
        };
        let changes = contacts.iter().zip(&outlooks).filter_map(change).collect();
        DryRun { waiting: contacts.len() as u32, changes }
    }

    fn outlook(&self, contact: ContactId) -> Option<Outlook> {
        let seat = self.seats.get(contact)?;
        let reached = self.ways.reached(seat.stand.way, seat.waiting.stage).last()?.pool;
        let widest = self.ways.widest(seat.stand.way);
        let count = |pool| self.pools.signed_in(pool) as u32;
        Some(Outlook { position: self.position(contact)?, signed_in: count(reached), widest: count(widest) })
    }

    /// Offers whatever can be offered; who is offered to whom, by contact.
    fn offer_all(&mut self, now: Time) -> Vec<(ContactId, AgentId)> {
        let mut offered = Vec::new();
        while let Some(found) = self.next_match() {
            self.offer(found.contact, found.agent, now);
            offered.push((found.contact, found.agent));
        }
        offered.sort_unstable();
        offered
    }
}
