//! What the rest of the house may know and do at once: states, and whose leg is whose.

use super::{NoSuchLeg, StationState};
use std::collections::HashMap;
use tokio::sync::watch;
use vocabulary::{AgentId, LegId};

/// What an agent does about a leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Answer,
    Refuse,
    HangUp,
}

/// An act on its way to the node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageAct {
    pub leg: LegId,
    pub act: Act,
}

/// Whose a leg is and whether it was answered.
struct AtPage {
    agent: AgentId,
    answered: bool,
}

/// All agents that were ever looked at, and the legs at their pages.
#[derive(Default)]
pub(super) struct Board {
    states: HashMap<AgentId, watch::Sender<StationState>>,
    legs: HashMap<LegId, AtPage>,
}

impl Board {
    /// Where an agent's state is told.
    pub fn state(&mut self, agent: AgentId) -> watch::Sender<StationState> {
        self.states.entry(agent).or_insert_with(|| watch::Sender::new(StationState::default())).clone()
    }

    /// A leg rings at an agent's page.
    pub fn rings(&mut self, agent: AgentId, leg: LegId) {
        self.legs.insert(leg, AtPage { agent, answered: false });
    }

    /// Whether a leg is at an agent's page.
    pub fn has(&self, agent: AgentId, leg: LegId) -> bool {
        self.legs.get(&leg).is_some_and(|known| known.agent == agent)
    }

    /// A leg is no more.
    pub fn closed(&mut self, leg: LegId) {
        self.legs.remove(&leg);
    }

    /// Whether an agent may do this now; if so, it is done, and cannot be done again.
    pub fn admit(&mut self, agent: AgentId, leg: LegId, act: Act) -> Result<(), NoSuchLeg> {
        let known = self.legs.get_mut(&leg).filter(|known| known.agent == agent).ok_or(NoSuchLeg)?;
        match act {
            Act::Answer if !known.answered => known.answered = true,
            Act::Refuse if !known.answered => self.closed(leg),
            Act::HangUp if known.answered => self.closed(leg),
            _ => return Err(NoSuchLeg),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_acts_on_the_leg_at_the_own_page_and_once() {
        let (mine, theirs, leg) = (AgentId(1), AgentId(2), LegId(3));
        let mut board = Board::default();
        let mut check = |agent, act, expected: bool| {
            assert_eq!(board.admit(agent, leg, act).is_ok(), expected, "{agent} {act:?}");
        };
        check(mine, Act::Answer, false);
        let mut board = Board::default();
        board.rings(mine, leg);
        let mut check = |agent, act, expected: bool| {
            assert_eq!(board.admit(agent, leg, act).is_ok(), expected, "{agent} {act:?}");
        };
        check(theirs, Act::Answer, false);
        check(mine, Act::HangUp, false);
        check(mine, Act::Answer, true);
        check(mine, Act::Answer, false);
        check(mine, Act::Refuse, false);
        check(theirs, Act::HangUp, false);
        check(mine, Act::HangUp, true);
        check(mine, Act::HangUp, false);
    }
}
