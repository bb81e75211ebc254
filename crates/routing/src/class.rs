//! All contacts that need the same skills, and the agents who have them.

use crate::Presence;
use crate::line::{Line, Place};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{AgentId, Time};

/// One skill set's waiting contacts and its agents, each in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Class {
    /// Contacts that any agent of the class may be offered.
    open: Line,
    /// Contacts kept from one agent, by that agent.
    kept_from: BTreeMap<AgentId, Line>,
    /// The first of each line of `kept_from`: the first contact *not* kept from some agent is then
    /// one of the first two, however many that agent has turned down.
    firsts: BTreeSet<(Place, AgentId)>,
    /// Ready agents, longest idle first.
    ready: BTreeSet<(Time, AgentId)>,
    /// Agents ready or busy.
    signed_in: usize,
}

impl Class {
    pub(crate) fn join(&mut self, place: Place, not: Option<AgentId>) {
        match not {
            None => self.open.join(place),
            Some(agent) => self.change_kept_from(agent, |line| line.join(place)),
        }
    }

    pub(crate) fn leave(&mut self, place: Place, not: Option<AgentId>) {
        match not {
            None => self.open.leave(place),
            Some(agent) => self.change_kept_from(agent, |line| line.leave(place)),
        }
    }

    fn change_kept_from(&mut self, agent: AgentId, change: impl FnOnce(&mut Line)) {
        let line = self.kept_from.entry(agent).or_default();
        let before = line.first();
        change(line);
        let after = line.first();
        if line.is_empty() {
            self.kept_from.remove(&agent);
        }
        if before != after {
            if let Some(place) = before {
                self.firsts.remove(&(place, agent));
            }
            if let Some(place) = after {
                self.firsts.insert((place, agent));
            }
        }
    }

    /// An agent who has the skills comes, goes, or changes.
    pub(crate) fn change_presence(&mut self, agent: AgentId, before: Presence, after: Presence) {
        if let Presence::Ready { since } = before {
            self.ready.remove(&(since, agent));
        }
        if let Presence::Ready { since } = after {
            self.ready.insert((since, agent));
        }
        self.signed_in -= usize::from(before != Presence::Absent);
        self.signed_in += usize::from(after != Presence::Absent);
    }

    pub(crate) fn signed_in(&self) -> usize {
        self.signed_in
    }

    pub(crate) fn anyone_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// The first contact in order that an agent is ready for.
    pub(crate) fn first_servable(&self) -> Option<Place> {
        let mut ready = self.ready.iter().map(|(_, agent)| *agent);
        let (one, another) = (ready.next()?, ready.next());
        // Two ready agents can serve anybody between them; so can one who is alone in the class.
        let choosy = (another.is_none() && self.signed_in > 1).then_some(one);
        let mut kept = self.firsts.iter().filter(|(_, agent)| Some(*agent) != choosy);
        let kept = kept.next().map(|(place, _)| *place);
        self.open.first().into_iter().chain(kept).min()
    }

    /// The longest idle agent who may be offered a contact that is kept from `not`.
    pub(crate) fn longest_idle(&self, not: Option<AgentId>) -> Option<AgentId> {
        let mut ready = self.ready.iter().map(|(_, agent)| *agent);
        ready.find(|agent| Some(*agent) != not || self.signed_in == 1)
    }
}
