//! Voice nodes that come and go, and plans.

use super::{agents, callbacks, recording, verification_calls};
use crate::{Agent, AgentState, Contact, Phase, State};
use std::collections::BTreeSet;
use vocabulary::journal::{CallbackFailure, EndReason, Entry, NotReady, OfferFailure};
use vocabulary::plan::Plan;
use vocabulary::{AgentId, NodeName, Time};

pub(super) fn configure(state: &State, plan: &Plan) -> Vec<Entry> {
    let mut entries = vec![Entry::Configured { plan: Box::new(plan.clone()) }];
    let newly_ready =
        plan.agents.iter().filter(|agent| agent.ready_at_start && state.agent(agent.id).is_none());
    entries.extend(newly_ready.map(|agent| Entry::AgentReady { agent: agent.id }));
    entries
}

/// A node that joins again without having been reported lost has lost its legs all the same. Agents
/// who only stopped because their node did are ready again.
pub(super) fn joined(state: &State, now: Time, node: &NodeName) -> Vec<Entry> {
    let mut entries = lost(state, now, node);
    entries.push(Entry::NodeJoined { node: node.clone() });
    let mut interrupted: BTreeSet<AgentId> = entries.iter().filter_map(interrupted).collect();
    let by_us = |agent: &&Agent| {
        let then = agent.then == Some(NotReady::Interrupted);
        then || agent.state == AgentState::NotReady(NotReady::Interrupted)
    };
    interrupted.extend(state.agents().filter(by_us).map(|agent| agent.id));
    let back = interrupted.into_iter().filter(|id| state.planned(*id).is_some_and(|a| a.ready_at_start));
    entries.extend(back.map(|agent| Entry::AgentReady { agent }));
    entries
}

fn interrupted(entry: &Entry) -> Option<AgentId> {
    match entry {
        Entry::AgentNotReady { agent, reason: NotReady::Interrupted } => Some(*agent),
        _ => None,
    }
}

pub(super) fn lost(state: &State, now: Time, node: &NodeName) -> Vec<Entry> {
    // Entries may have been lost: contacts of a node that nobody knows are over as well.
    // Chats are on no node and go on.
    let is_gone = |contact: &&Contact| {
        let gone = |of: &NodeName| of == node || !state.nodes.contains_key(of);
        contact.is_live() && contact.node.as_ref().is_some_and(gone)
    };
    let mut entries: Vec<Entry> =
        state.contacts().filter(is_gone).flat_map(|contact| interrupt(state, now, contact)).collect();
    if state.nodes.contains_key(node) || !entries.is_empty() {
        entries.push(Entry::NodeLost { node: node.clone() });
    }
    entries
}

fn interrupt(state: &State, now: Time, contact: &Contact) -> Vec<Entry> {
    if let Some(entries) = callbacks::interrupted(state, now, contact) {
        return entries;
    }
    let (id, reason) = (contact.id, EndReason::Interrupted);
    let mut entries = Vec::new();
    if let Phase::Offered { agent, .. } = contact.phase {
        entries.extend(agents::offer_failed(id, agent, OfferFailure::Interrupted, None));
    }
    entries.extend(verification_calls::ended(contact, CallbackFailure::Interrupted));
    entries.extend(recording::ended(contact, reason));
    entries.push(Entry::ContactEnded { contact: id, reason });
    entries.push(contact.closed(now, reason));
    if let Some(agent) = contact.served_by() {
        let interrupted = Entry::AgentNotReady { agent, reason: NotReady::Interrupted };
        entries.push(agents::wish(state, agent, id).unwrap_or(interrupted));
    }
    entries
}
