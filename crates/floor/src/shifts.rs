//! What is kept about shifts. Only [`crate::apply`] calls it.

use crate::{AgentState, Shift, State};
use vocabulary::{AgentId, Time};

/// An agent became ready: the shift is asked for, unless somebody has said when it ends.
pub(crate) fn ask(state: &mut State, at: Time, id: AgentId) {
    let Some(agent) = state.agents.get(&id) else { return };
    let said = agent.shift.by_hand && agent.shift.ends.is_some_and(|ends| ends > at);
    let planned = state.planned(id).is_some_and(|planned| planned.routing.shift.is_some());
    if said {
        // The next shift begins as it was to.
        state.shifts.extend(agent.shift.again.map(|again| (again, id)));
    } else if planned || agent.shift != Shift::default() {
        state.shifts_unknown.insert(id);
    }
}

/// Another plan: the shifts of all who are there are asked for, but what somebody said holds.
pub(crate) fn ask_all(state: &mut State) {
    let is_there = |state: &AgentState| !matches!(state, AgentState::NotReady(_));
    let there: Vec<AgentId> =
        state.agents.values().filter(|agent| is_there(&agent.state)).map(|agent| agent.id).collect();
    let now = state.at;
    there.into_iter().for_each(|agent| ask(state, now, agent));
}

/// Until when an agent is offered contacts.
pub(crate) fn set(state: &mut State, id: AgentId, shift: Shift) {
    state.shifts_unknown.remove(&id);
    let Some(agent) = state.agents.get_mut(&id) else { return };
    let before = std::mem::replace(&mut agent.shift, shift);
    let is_there = !matches!(agent.state, AgentState::NotReady(_));
    if let Some(again) = before.again {
        state.shifts.remove(&(again, id));
    }
    state.shifts.extend(shift.again.filter(|_| is_there).map(|again| (again, id)));
    state.router.last_offer(id, shift.last_offer);
}

/// An agent is not there: no shift begins until the agent is back.
pub(crate) fn rest(state: &mut State, id: AgentId) {
    state.shifts_unknown.remove(&id);
    if let Some(again) = state.agents.get(&id).and_then(|agent| agent.shift.again) {
        state.shifts.remove(&(again, id));
    }
}

/// An agent is struck.
pub(crate) fn forget(state: &mut State, id: AgentId) {
    rest(state, id);
    state.router.last_offer(id, None);
}
