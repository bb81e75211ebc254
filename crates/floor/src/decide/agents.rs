//! Agents: readiness, offers that came to nothing, wrap-up.

use crate::{AgentState, Contact, Phase, State};
use vocabulary::journal::{EndReason, Entry, NotReady, OfferFailure};
use vocabulary::voice::LegEnd;
use vocabulary::{AgentId, ContactId, Time};

pub(super) fn ready(state: &State, now: Time, id: AgentId) -> Vec<Entry> {
    // Whoever was struck from the plan finishes and goes.
    let Some(agent) = state.agent(id).filter(|_| state.planned(id).is_some()) else { return Vec::new() };
    match agent.state {
        AgentState::NotReady(_) => vec![Entry::AgentReady { agent: id }],
        // Ready during wrap-up: the agent is through before the time is up.
        AgentState::WrapUp(contact) => {
            let mut entries = vec![Entry::AgentReady { agent: id }];
            if let Some(contact) = state.contact(contact)
                && let Phase::WrapUp { reason, .. } = contact.phase
            {
                entries.push(Entry::WrapUpEnded { contact: contact.id, agent: id });
                entries.push(contact.closed(now, reason));
            }
            entries
        }
        // Ready all the same, after the shift has ended.
        AgentState::Ready if agent.shift.ends.is_some_and(|ends| ends <= now) => {
            vec![Entry::AgentReady { agent: id }]
        }
        // A wish to pause after this contact is withdrawn.
        _ if agent.then.is_some() => vec![Entry::AgentReady { agent: id }],
        _ => Vec::new(),
    }
}

pub(super) fn not_ready(state: &State, id: AgentId, reason: NotReady) -> Vec<Entry> {
    let Some(agent) = state.agent(id) else { return Vec::new() };
    if agent.state == AgentState::NotReady(reason) || agent.then == Some(reason) {
        return Vec::new();
    }
    vec![Entry::AgentNotReady { agent: id, reason }]
}

/// An offer came to nothing; `not_ready` says what the agent is now, if not ready.
pub(super) fn offer_failed(
    contact: ContactId,
    agent: AgentId,
    cause: OfferFailure,
    not_ready: Option<NotReady>,
) -> Vec<Entry> {
    let mut entries = vec![Entry::OfferFailed { contact, agent, cause }];
    entries.extend(not_ready.map(|reason| Entry::AgentNotReady { agent, reason }));
    entries
}

/// The agent's page did not come back in time: the customer is served by another, first of all.
pub(super) fn page_lost(state: &State, contact: &Contact, agent: AgentId) -> Vec<Entry> {
    let lost = Entry::AgentLost { contact: contact.id, agent, cause: LegEnd::Lost };
    let not_ready = if contact.is_chat() {
        // Said when the page went away; the agent may have been made ready since.
        wish(state, agent, contact.id)
    } else {
        Some(Entry::AgentNotReady { agent, reason: NotReady::PageLost })
    };
    std::iter::once(lost).chain(not_ready).collect()
}

pub(super) fn wrapped_up(
    state: &State,
    now: Time,
    contact: &Contact,
    agent: AgentId,
    reason: EndReason,
) -> Vec<Entry> {
    let mut entries = vec![Entry::WrapUpEnded { contact: contact.id, agent }, contact.closed(now, reason)];
    entries.extend(wish(state, agent, contact.id));
    entries
}

/// What an agent wished to be after what is in hand, when this contact was the last of it.
pub(super) fn wish(state: &State, agent: AgentId, through_with: ContactId) -> Option<Entry> {
    wish_after(state, agent, &[through_with])
}

/// The same after several contacts.
pub(super) fn wish_after(state: &State, id: AgentId, through_with: &[ContactId]) -> Option<Entry> {
    let agent = state.agent(id)?;
    let reason = agent.then?;
    let is_last = agent.in_hand().all(|contact| through_with.contains(&contact));
    is_last.then_some(Entry::AgentNotReady { agent: id, reason })
}
