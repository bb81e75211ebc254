//! What a plan would change for those who wait now.

use crate::Router;
use crate::seats::Seat;
use serde::{Deserialize, Serialize};
use vocabulary::plan::{Agent, Queue, Target};
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

impl Change {
    /// Whether anything changes.
    pub fn is_any(&self) -> bool {
        self.before != self.after || self.offered.is_some()
    }
}

/// How a contact stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// Place in the queue, 1 being next.
    pub position: u32,
    /// Agents signed in who can be offered it as it is.
    pub signed_in: u32,
    /// Agents signed in who can be offered it after all widening.
    pub widest: u32,
    /// When it is next to go elsewhere, if it still waits then, and where to.
    pub overflow: Option<(Time, Target)>,
}

impl Router {
    /// What a plan's queues and agents would change for those who wait now. Changes nothing. Costs as
    /// much as bringing the plan into force.
    pub fn dry_run(&self, queues: &[Queue], agents: &[Agent], now: Time) -> DryRun {
        let mut changes = self.prospects(queues, agents, now);
        let waiting = changes.len() as u32;
        changes.retain(Change::is_any);
        DryRun { waiting, changes }
    }

    /// The same of all who wait, whether anything changes for them or not.
    pub fn prospects(&self, queues: &[Queue], agents: &[Agent], now: Time) -> Vec<Change> {
        let mut then = self.clone();
        then.configure(queues, agents);
        let mut contacts: Vec<ContactId> = self.seats.contacts().collect();
        contacts.sort_unstable();
        let outlook = |contact: ContactId| {
            let queue = self.waiting(contact)?.queue.clone();
            Some((contact, queue, self.outlook(contact)?, then.outlook(contact)?))
        };
        let outlooks: Vec<_> = contacts.into_iter().filter_map(outlook).collect();
        let offered = then.offer_all(now);
        let change = |(contact, queue, before, after): (ContactId, QueueName, Outlook, Outlook)| {
            let place = offered.binary_search_by_key(&contact, |(contact, _)| *contact);
            let offered = place.ok().map(|place| offered[place].1);
            let stranded = before.widest > 0 && after.widest == 0;
            Change { contact, queue, before, after, offered, stranded }
        };
        outlooks.into_iter().map(change).collect()
    }

    fn outlook(&self, contact: ContactId) -> Option<Outlook> {
        let seat = self.seats.get(contact)?;
        let reached = self.ways.reached(seat.stand.way, seat.waiting.stage).last()?.pool;
        let widest = self.ways.widest(seat.stand.way);
        let count = |pool| self.pools.signed_in(pool) as u32;
        let (position, overflow) = (self.position(contact)?, self.overflow_at(seat));
        Some(Outlook { position, signed_in: count(reached), widest: count(widest), overflow })
    }

    fn overflow_at(&self, seat: &Seat) -> Option<(Time, Target)> {
        let (_, rule) = self.queues[seat.stand.queue as usize].overflow_of(&seat.waiting)?;
        Some((seat.waiting.joined + rule.after?, rule.to.clone()))
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
