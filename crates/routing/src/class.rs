//! Contacts that nothing but their places tells apart: one pool of agents, one flow.

use crate::line::{Line, Place};
use crate::pools::PoolNo;
use crate::shares::FlowNo;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{AgentId, ContactId};

/// A class's waiting contacts.
#[derive(Debug, Clone)]
pub(crate) struct Class {
    pub(crate) pool: PoolNo,
    pub(crate) flow: FlowNo,
    /// Contacts that any agent of the pool may be offered.
    pub(crate) open: Line,
    /// Those that some agent may not; rare.
    pub(crate) kept: Option<Box<Kept>>,
    /// What the list of servable contacts says about this class.
    pub(crate) listed: Option<Place>,
}

/// Contacts kept from an agent each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept {
    from: BTreeMap<AgentId, Line>,
    /// The first of each line of `from`: the first contact *not* kept from some agent is then one of
    /// the first two, however many that agent has turned down.
    firsts: BTreeSet<(Place, AgentId)>,
}

impl Class {
    pub(crate) fn new(pool: PoolNo, flow: FlowNo) -> Class {
        Class { pool, flow, open: Line::default(), kept: None, listed: None }
    }

    pub(crate) fn join(&mut self, place: Place, not: Option<AgentId>) {
        match not {
            None => self.open.join(place),
            Some(agent) => self.kept.get_or_insert_default().change(agent, |line| line.join(place)),
        }
    }

    pub(crate) fn leave(&mut self, place: Place, not: Option<AgentId>) {
        let Some(agent) = not else { return self.open.leave(place) };
        let Some(kept) = &mut self.kept else { return };
        kept.change(agent, |line| line.leave(place));
        if kept.from.is_empty() {
            self.kept = None;
        }
    }

    /// All of them.
    pub(crate) fn contacts(&self) -> impl Iterator<Item = ContactId> {
        let kept = self.kept.iter().flat_map(|kept| kept.from.values());
        std::iter::once(&self.open).chain(kept).flat_map(Line::contacts)
    }

    /// The first contact that an agent may be offered, who may be alone.
    pub(crate) fn first_for(&self, agent: AgentId, alone: bool) -> Option<Place> {
        let open = self.open.first();
        let Some(kept) = &self.kept else { return open };
        let kept = kept.firsts.iter().find(|(_, not)| alone || *not != agent);
        open.into_iter().chain(kept.map(|(place, _)| *place)).min()
    }

    /// The first contact that one of these idle agents may be offered. Two can serve anybody between
    /// them.
    pub(crate) fn first_for_any(
        &self,
        mut idle: impl Iterator<Item = AgentId>,
        alone: bool,
    ) -> Option<Place> {
        let (one, another) = (idle.next()?, idle.next());
        self.first_for(one, alone || another.is_some())
    }
}

impl Kept {
    fn change(&mut self, agent: AgentId, change: impl FnOnce(&mut Line)) {
        let line = self.from.entry(agent).or_default();
        let before = line.first();
        change(line);
        let after = line.first();
        if line.is_empty() {
            self.from.remove(&agent);
        }
        if before != after {
            before.map(|place| self.firsts.remove(&(place, agent)));
            after.map(|place| self.firsts.insert((place, agent)));
        }
    }
}
