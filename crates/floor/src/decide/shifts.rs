//! Shifts: until when an agent is offered contacts.
//!
//! An agent whose shift follows a calendar, or who said when to leave, is offered nothing new for some
//! time before the end. When that is, is decided once, when the agent becomes ready, and journalled: so
//! replay asks neither clock nor calendar.

use crate::{Shift, State};
use vocabulary::journal::Entry;
use vocabulary::{AgentId, Time};

/// What the shift of the first agent is about whom it is not known.
pub(super) fn unknown(state: &State, now: Time) -> Option<Entry> {
    state.shifts_unknown.first().map(|agent| entry(*agent, by_calendar(state, now, *agent)))
}

/// The first shift that begins again.
pub(super) fn again(state: &State, now: Time) -> Option<Entry> {
    let (_, agent) = state.shifts.first().filter(|(at, _)| *at <= now)?;
    Some(entry(*agent, by_calendar(state, now, *agent)))
}

/// The agent leaves at a moment, or as the calendar says.
pub(super) fn leaves(state: &State, now: Time, agent: AgentId, at: Option<Time>) -> Vec<Entry> {
    let by_calendar = by_calendar(state, now, agent);
    let shift = match at {
        None => by_calendar,
        Some(at) => Shift {
            ends: Some(at),
            last_offer: Some(at - state.plan.desk.last_offer),
            again: by_calendar.again,
            by_hand: true,
        },
    };
    let stands = state.agent(agent).is_some_and(|known| known.shift == shift);
    if stands { Vec::new() } else { vec![entry(agent, shift)] }
}

fn entry(agent: AgentId, shift: Shift) -> Entry {
    let Shift { ends, last_offer, again, by_hand } = shift;
    Entry::ShiftSet { agent, ends, last_offer, again, by_hand }
}

/// What the agent's calendar says of the present shift, and of the next. Without one, or outside of its
/// hours, nothing keeps the agent from serving: whoever is ready then has said so.
fn by_calendar(state: &State, now: Time, agent: AgentId) -> Shift {
    let calendar = state.planned(agent).and_then(|agent| agent.routing.shift.as_ref());
    let Some(hours) = calendar.and_then(|name| state.rules.hours.get(name)) else { return Shift::default() };
    let change = hours.next_change(now);
    if !hours.is_open(now) {
        return Shift { again: change, ..Shift::default() };
    }
    Shift {
        ends: change,
        last_offer: change.map(|ends| ends - state.plan.desk.last_offer),
        again: change.and_then(|ends| hours.next_change(ends)),
        by_hand: false,
    }
}
