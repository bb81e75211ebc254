//! Voice nodes that come and go, and plans.

use super::agents;
use crate::{AgentState, Contact, Phase, State};
use vocabulary::journal::{EndReason, Entry, NotReady, OfferFailure};
use vocabulary::plan::Plan;
use vocabulary::{NodeName, Time};

pub(super) fn configure(state: &State, plan: &Plan) -> Vec<Entry> {
    let mut entries = vec![Entry::Configured { plan: Box::new(plan.clone()) }];
    let newly_ready =
        plan.agents.iter().filter(|agent| agent.ready_at_start && state.agent(agent.id).is_none());
    entries.extend(newly_ready.map(|agent| Entry::AgentReady { agent: agent.id }));
    entries
}

/// A node that joins again without having been reported lost has lost its legs all the same.
pub(super) fn joined(state: &State, now: Time, node: &NodeName) -> Vec<Entry> {
    let mut entries = if state.nodes.contains_key(node) { lost(state, now, node) } else { Vec::new() };
    entries.push(Entry::NodeJoined { node: node.clone() });
    let interrupted = |id| {
        let known = state.agent(id).map(|agent| (agent.state, agent.then));
        let by_us = AgentState::NotReady(NotReady::Interrupted);
        known.is_some_and(|(now, _)| now == by_us) || is_served_on(state, id, node)
    };
    let back = state.plan.agents.iter().filter(|agent| agent.ready_at_start && interrupted(agent.id));
    entries.extend(back.map(|agent| Entry::AgentReady { agent: agent.id }));
    entries
}

fn is_served_on(state: &State, agent: vocabulary::AgentId, node: &NodeName) -> bool {
    let contact = state.agent(agent).and_then(|agent| agent.state.contact()).and_then(|id| state.contact(id));
    contact.is_some_and(|contact| contact.is_live() && contact.node == *node)
}

pub(super) fn lost(state: &State, now: Time, node: &NodeName) -> Vec<Entry> {
    if !state.nodes.contains_key(node) {
        return Vec::new();
    }
    let mut entries = Vec::new();
    for contact in state.contacts().filter(|contact| contact.node == *node && contact.is_live()) {
        entries.extend(interrupt(now, contact));
    }
    entries.push(Entry::NodeLost { node: node.clone() });
    entries
}

fn interrupt(now: Time, contact: &Contact) -> Vec<Entry> {
    let (id, reason) = (contact.id, EndReason::Interrupted);
    let mut entries = Vec::new();
    if let Phase::Offered { agent, .. } = contact.phase {
        entries.extend(agents::offer_failed(id, agent, OfferFailure::Interrupted, None));
    }
    entries.push(Entry::ContactEnded { contact: id, reason });
    entries.push(contact.closed(now, reason));
    if let Some(agent) = contact.served_by() {
        entries.push(Entry::AgentNotReady { agent, reason: NotReady::Interrupted });
    }
    entries
}
