//! What agents have in hand: a call, and chats beside it. Only [`crate::apply`] calls it.

use crate::apply::wait;
use crate::{AgentState, Contact, State, shifts};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::journal::NotReady;
use vocabulary::{AgentId, ContactId, Span, Time};

/// An agent can be offered contacts; one who was to be not ready after what is in hand goes on.
pub(crate) fn ready(state: &mut State, at: Time, id: AgentId) {
    let Some(agent) = state.agents.get_mut(&id) else { return };
    if let AgentState::NotReady(_) = agent.state {
        agent.state = AgentState::Ready;
        agent.since = at;
        agent.idle_since = at;
        state.router.ready(id, at);
    }
    wishes(state, id, None);
    shifts::ask(state, at, id);
}

/// An agent can be offered nothing new; whoever has something in hand finishes first.
pub(crate) fn not_ready(state: &mut State, at: Time, id: AgentId, reason: NotReady) {
    let Some(agent) = state.agents.get_mut(&id) else { return };
    if agent.is_busy() {
        wishes(state, id, Some(reason));
        return;
    }
    agent.then = None;
    agent.state = AgentState::NotReady(reason);
    agent.since = at;
    state.router.signed_out(id);
    shifts::rest(state, id);
    if state.planned(id).is_none() {
        state.agents.remove(&id);
    }
}

/// What an agent is to be after all that is in hand.
pub(crate) fn wishes(state: &mut State, id: AgentId, then: Option<NotReady>) {
    if let Some(agent) = state.agents.get_mut(&id)
        && agent.then != then
    {
        agent.then = then;
        state.router.finishes(id, then.is_some());
    }
}

/// A contact is offered to an agent, or goes on in the same hand.
pub(crate) fn occupy(state: &mut State, at: Time, contact: ContactId, id: AgentId, doing: AgentState) {
    if is_chat(state, contact) {
        // Whoever does not have it was never offered it: the entry is lost.
        let offered = matches!(doing, AgentState::Offered(_));
        if let Some(agent) = state.agents.get_mut(&id).filter(|_| offered) {
            agent.chats.insert(contact);
        }
        return;
    }
    state.router.busy(id);
    if let Some(agent) = state.agents.get_mut(&id) {
        agent.state = doing;
        agent.since = at;
    }
}

/// An agent is through with a contact; one who keeps the place stays where it was among the idle.
pub(crate) fn release(state: &mut State, at: Time, contact: ContactId, id: AgentId, keeps_place: bool) {
    if !is_chat(state, contact) {
        return free(state, at, id, keeps_place);
    }
    let Some(agent) = state.agents.get_mut(&id) else { return };
    if !agent.chats.remove(&contact) {
        return;
    }
    if !keeps_place {
        agent.idle_since = at;
    }
    state.router.chat_over(id, agent.idle_since);
}

/// An agent has no call in hand any more. Whoever wished to pause is made not ready by the next entry
/// of the same decision, or after the chats in hand.
pub(crate) fn free(state: &mut State, at: Time, id: AgentId, keeps_place: bool) {
    let Some(agent) = state.agents.get_mut(&id) else { return };
    agent.state = AgentState::Ready;
    agent.since = at;
    if !keeps_place {
        agent.idle_since = at;
    }
    state.router.ready(id, agent.idle_since);
}

/// Whether a contact is a chat. One that nobody knows is not.
pub(crate) fn is_chat(state: &State, contact: ContactId) -> bool {
    state.contacts.get(&contact).is_some_and(|contact| contact.is_chat())
}

/// Since when an agent has been wrapping up a contact.
pub(crate) fn wrapping_up_since(state: &State, contact: &Contact) -> Option<Time> {
    if contact.is_chat() {
        return Some(contact.since);
    }
    // Of a call a snapshot of an older release does not say it.
    state.agent(contact.agent?).map(|agent| agent.since)
}

/// How much of an agent's time a contact took that was in hand so long: chats share it.
pub(crate) fn attention(state: &State, agent: Option<AgentId>, is_chat: bool, handled: Span) -> Span {
    let planned = agent.filter(|_| is_chat).and_then(|agent| state.planned(agent));
    let at_once = planned.map_or(1, |planned| planned.routing.chats.max(1));
    Span(handled.0 / i64::from(at_once))
}

/// Entries may have been lost before this leader came. An agent whose call is not with that agent has
/// nothing in hand: such an agent would never be free again. What chats an agent has, the chats say.
pub(crate) fn mend(state: &mut State, at: Time) {
    let agents: Vec<AgentId> = state.agents.keys().collect();
    let mut served = chats_served(state);
    for id in &agents {
        mend_chats(state, at, *id, served.remove(id).unwrap_or_default());
    }
    // Nobody is left who has them.
    served.into_values().flatten().for_each(|contact| wait(state, contact, true, None));
    for id in agents {
        let Some(agent) = state.agents.get(&id) else { continue };
        let call = agent.state.contact();
        let is_unpaired =
            call.is_some_and(|call| state.contact(call).and_then(Contact::served_by) != Some(id));
        if is_unpaired {
            free(state, at, id, false);
            not_ready(state, at, id, NotReady::Interrupted);
        }
        // What was in hand is gone, and with it the entry that says so.
        if let Some(agent) = state.agents.get(&id)
            && let Some(reason) = agent.then.filter(|_| !agent.is_busy())
        {
            not_ready(state, at, id, reason);
        }
    }
}

/// By agent, the chats that an agent has in hand; wrap-up that nobody does comes to its own end.
fn chats_served(state: &State) -> BTreeMap<AgentId, BTreeSet<ContactId>> {
    let mut served: BTreeMap<AgentId, BTreeSet<ContactId>> = BTreeMap::new();
    for contact in state.contacts().filter(|contact| contact.is_chat()) {
        let is_there = |agent: &AgentId| contact.is_live() || state.agents.contains_key(agent);
        if let Some(agent) = contact.served_by().filter(is_there) {
            served.entry(agent).or_default().insert(contact.id);
        }
    }
    served
}

fn mend_chats(state: &mut State, at: Time, id: AgentId, chats: BTreeSet<ContactId>) {
    let Some(agent) = state.agents.get_mut(&id).filter(|agent| agent.chats != chats) else { return };
    let rests = match agent.state {
        AgentState::NotReady(reason) if !chats.is_empty() => Some(reason),
        _ => None,
    };
    let count = chats.len();
    agent.chats = chats;
    if let Some(reason) = rests {
        free(state, at, id, false);
        wishes(state, id, Some(reason));
    }
    state.router.has_chats(id, count);
}
