//! What must hold after every entry. Tests call it; production never needs to.

use crate::{Agent, AgentState, Bridge, Contact, Phase, Recording, State};
use routing::Presence;
use vocabulary::ContactId;

impl State {
    /// Everything that does not hold, in words; empty when all is well.
    ///
    /// No contact is lost (each waits, is in a flow, or has an agent), no agent has two calls, floor and
    /// router agree on everybody's hands, no leg belongs to two contacts, nothing is due for nobody, nothing that has a time lasts for ever.
    pub fn violations(&self) -> Vec<String> {
        let mut found = Vec::new();
        for contact in self.contacts() {
            let waiting = self.router.waiting(contact.id).is_some();
            if waiting != (contact.phase == Phase::Waiting) {
                found.push(format!(
                    "{} is {:?}, but the router says waiting: {waiting}",
                    contact.id, contact.phase
                ));
            }
            if let Some(agent) = contact.served_by() {
                let has: Vec<ContactId> =
                    self.agent(agent).into_iter().flat_map(|agent| agent.in_hand()).collect();
                if !has.contains(&contact.id) {
                    found.push(format!("{} is with {agent}, who has {has:?}", contact.id));
                }
            }
            found.extend(self.misplaced(contact));
            if matches!(contact.phase, Phase::Ended { .. }) {
                found.push(format!("{} ended and was neither closed nor wrapped up", contact.id));
            }
            if !contact.is_live() && contact.recording == Recording::Running {
                found.push(format!("{} ended and is still recorded", contact.id));
            }
            if contact.keying.is_some() && !contact.is_live() {
                found.push(format!("{} ended and a secret is still awaited", contact.id));
            }
            if contact.phase == Phase::Opened {
                found.push(format!("{} was opened and takes no step", contact.id));
            }
            let is_timed = matches!(
                contact.phase,
                Phase::Offered { .. }
                    | Phase::WrapUp { .. }
                    | Phase::CallingBack { .. }
                    | Phase::Verifying { .. }
            ) || matches!(contact.bridge(), Some(Bridge::Parted { .. }));
            if is_timed && contact.due.is_none() {
                found.push(format!("{} is {:?} for ever", contact.id, contact.phase));
            }
            let flushed = contact.wanted.as_ref().and_then(|wanted| self.closed_queues.get(&wanted.queue));
            // Whoever hears the farewell of a call-back is about to leave the line.
            let is_leaving = contact.place().is_some() && !contact.is_away();
            if waiting && !is_leaving && contact.wait.is_none() && flushed.is_some_and(|closed| closed.flush)
            {
                found.push(format!("{} waits in a queue whose waiting were sent on", contact.id));
            }
            for leg in contact.legs() {
                if self.legs.get(&leg) != Some(&contact.id) {
                    found.push(format!("{leg} of {} is not known as its leg", contact.id));
                }
            }
            if contact.due.is_some_and(|due| !self.due.contains(&(due, contact.id))) {
                found.push(format!("{} is due and nobody will see to it", contact.id));
            }
        }
        self.agents.values().for_each(|agent| self.hands_violated(agent, &mut found));
        if self.contacts().flat_map(|contact| contact.legs()).count() != self.legs.len() {
            found.push(format!("{} legs are known that belong to nobody or to two", self.legs.len()));
        }
        if self.due.len() != self.contacts().filter(|contact| contact.due.is_some()).count() {
            found.push("something is due for nobody".to_owned());
        }
        let waits = self.router.next_match().and_then(|found| self.contact(found.contact));
        // Between two nodes nobody can be called.
        if waits.is_some_and(|contact| contact.is_chat() || !self.nodes.is_empty()) {
            found.push("a contact waits while an agent who could serve it has a hand free for it".to_owned());
        }
        found
    }

    /// What does not hold about the place of a contact: each that keeps one is known for it, none rests
    /// for ever, and no customer has two.
    fn misplaced(&self, contact: &Contact) -> Vec<String> {
        let mut found = Vec::new();
        let keeps = contact.place().is_some() && !matches!(contact.phase, Phase::Ended { .. });
        if keeps != self.places.contains(&contact.id) {
            found.push(format!("{} keeps a place: {keeps}, and is known for the opposite", contact.id));
        }
        if contact.is_away() && !keeps {
            found.push(format!("{} has neither a customer nor a place", contact.id));
        }
        let wanted = contact.wanted.as_ref();
        let flushed =
            wanted.and_then(|wanted| self.closed_queues.get(&wanted.queue)).is_some_and(|q| q.flush);
        let awaited = contact.due.is_some() || self.is_on_the_line(contact) || flushed;
        if matches!(contact.phase, Phase::Resting { .. }) && !awaited {
            found.push(format!("{} rests for ever", contact.id));
        }
        if keeps && self.places().any(|other| other.id < contact.id && other.is_of_same_person(contact)) {
            found.push(format!("the customer of {} keeps two places", contact.id));
        }
        found
    }

    /// What does not hold of an agent's hands.
    fn hands_violated(&self, agent: &Agent, found: &mut Vec<String>) {
        let id = agent.id;
        if !agent.is_busy() && self.planned(id).is_none() {
            found.push(format!("{id} was struck and is still there"));
        }
        if !agent.is_busy() && agent.then.is_some() {
            found.push(format!("{id} has nothing in hand and is still to be not ready"));
        }
        if matches!(agent.state, AgentState::NotReady(_)) && !agent.chats.is_empty() {
            found.push(format!("{id} is not ready and has {:?}", agent.chats));
        }
        for contact in agent.in_hand() {
            let served_by = self.contact(contact).and_then(Contact::served_by);
            if served_by != Some(id) {
                found.push(format!("{id} has {contact}, which is served by {served_by:?}"));
            }
            let is_chat = self.contact(contact).is_some_and(Contact::is_chat);
            if is_chat != agent.chats.contains(&contact) {
                found.push(format!("{id} has {contact} in the wrong hand"));
            }
        }
        let (presence, chats) = (self.router.presence(id), self.router.chats(id));
        let agrees = match agent.state {
            AgentState::NotReady(_) => presence == Presence::Absent,
            AgentState::Ready => matches!(presence, Presence::Ready { .. }),
            AgentState::Offered(_) | AgentState::Talking(_) | AgentState::WrapUp(_) => {
                presence == Presence::Busy
            }
        };
        if !agrees || chats != agent.chats.len() {
            found.push(format!(
                "{id} is {:?} with {:?}; the router says {presence:?} with {chats}",
                agent.state, agent.chats
            ));
        }
    }
}
