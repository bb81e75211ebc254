//! What must hold after every entry. Tests call it; production never needs to.

use crate::{AgentState, Bridge, Contact, Phase, Recording, State};

impl State {
    /// Everything that does not hold, in words; empty when all is well.
    ///
    /// No contact is lost (each waits, is in a flow, or has an agent), no agent has two contacts, no
    /// leg belongs to two contacts, nothing is due for nobody, nothing that has a time lasts for ever.
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
                let has = self.agent(agent).and_then(|agent| agent.state.contact());
                if has != Some(contact.id) {
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
            if contact.phase == Phase::Opened {
                found.push(format!("{} was opened and takes no step", contact.id));
            }
            let is_timed = matches!(
                contact.phase,
                Phase::Offered { .. } | Phase::WrapUp { .. } | Phase::CallingBack { .. }
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
        for agent in self.agents.values() {
            let Some(contact) = agent.state.contact() else {
                if self.planned(agent.id).is_none() {
                    found.push(format!("{} was struck and is still there", agent.id));
                }
                continue;
            };
            let served_by = self.contact(contact).and_then(|contact| contact.served_by());
            if served_by != Some(agent.id) {
                found.push(format!("{} has {contact}, which is served by {served_by:?}", agent.id));
            }
        }
        if self.contacts().flat_map(|contact| contact.legs()).count() != self.legs.len() {
            found.push(format!("{} legs are known that belong to nobody or to two", self.legs.len()));
        }
        if self.due.len() != self.contacts().filter(|contact| contact.due.is_some()).count() {
            found.push("something is due for nobody".to_owned());
        }
        let idle_ready = self.agents.values().any(|agent| agent.state == AgentState::Ready);
        if idle_ready && !self.nodes.is_empty() && self.router.next_match().is_some() {
            found.push("a contact waits while an agent who could serve it sits idle".to_owned());
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
}
