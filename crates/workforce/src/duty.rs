//! When agents were there, and how long they rang, as a centre's own journal tells it.
//!
//! A log of another system says who answered, never who was there, so that [`crate::past`] infers it.
//! A centre's own journal says it: agents are ready and not ready by entries, and a telephone rings from
//! the offer to the answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use vocabulary::journal::Entry;
use vocabulary::{AgentId, ContactId, Span, Time};

/// One agent's times, as known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Duty {
    /// From when to when the agent was ready or serving, in order; none touches the next.
    pub spells: Vec<(Time, Time)>,
}

impl Duty {
    /// What of it lies between two moments.
    #[must_use]
    pub fn within(self, from: Time, to: Time) -> Duty {
        let cut = self.spells.into_iter().map(|(begin, end)| (begin.max(from), end.min(to)));
        Duty { spells: cut.filter(|(begin, end)| begin < end).collect() }
    }
}

/// The fold over a journal's entries, in their order.
#[derive(Debug, Clone, Default)]
pub struct Duties {
    ready: BTreeMap<AgentId, Time>,
    spells: BTreeMap<AgentId, Vec<(Time, Time)>>,
    offered: HashMap<ContactId, Time>,
    rang: HashMap<ContactId, Span>,
    /// The last entry's moment: time in which nobody led is nobody's.
    last: Time,
}

impl Duties {
    /// Takes an entry in.
    pub fn take(&mut self, at: Time, entry: &Entry) {
        match entry {
            Entry::LeadershipTaken { .. } => self.interrupted(at),
            Entry::Configured { plan } => {
                let planned: BTreeSet<AgentId> = plan.agents.iter().map(|agent| agent.id).collect();
                let struck: Vec<AgentId> =
                    self.ready.keys().copied().filter(|agent| !planned.contains(agent)).collect();
                struck.into_iter().for_each(|agent| self.gone(agent, at));
            }
            Entry::AgentReady { agent } => {
                self.ready.entry(*agent).or_insert(at);
            }
            Entry::AgentNotReady { agent, .. } => self.gone(*agent, at),
            Entry::Offered { contact, .. } => {
                self.offered.insert(*contact, at);
            }
            Entry::Connected { contact, .. } => {
                if let Some(since) = self.offered.remove(contact) {
                    self.rang.entry(*contact).or_insert(at - since);
                }
            }
            Entry::ContactClosed { contact, .. } => {
                self.offered.remove(contact);
            }
            _ => {}
        }
        self.last = self.last.max(at);
    }

    /// How long the telephone rang of whoever answered a contact first.
    pub fn rang(&self, contact: ContactId) -> Span {
        self.rang.get(&contact).copied().unwrap_or(Span::ZERO)
    }

    /// Every agent's spells between two moments; whoever is still there is so up to the last entry.
    pub fn spells(mut self, from: Time, to: Time) -> BTreeMap<AgentId, Duty> {
        let last = self.last;
        let there: Vec<AgentId> = self.ready.keys().copied().collect();
        there.into_iter().for_each(|agent| self.gone(agent, last));
        let duty = |spells| Duty { spells }.within(from, to);
        self.spells.into_iter().map(|(agent, spells)| (agent, duty(spells))).collect()
    }

    fn gone(&mut self, agent: AgentId, at: Time) {
        if let Some(since) = self.ready.remove(&agent).filter(|since| *since < at) {
            let spells = self.spells.entry(agent).or_default();
            match spells.last_mut() {
                Some((_, end)) if *end == since => *end = at,
                _ => spells.push((since, at)),
            }
        }
    }

    /// A new leader: up to the last entry it is known who was there, and from now on they are again.
    fn interrupted(&mut self, at: Time) {
        let last = self.last;
        let there: Vec<AgentId> = self.ready.keys().copied().collect();
        for agent in there {
            self.gone(agent, last);
            self.ready.insert(agent, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::Epoch;
    use vocabulary::journal::NotReady;

    #[test]
    fn a_journal_says_who_was_there() {
        let at = |seconds| Time(0) + Span::seconds(seconds);
        let (ready, gone) = (
            |agent| Entry::AgentReady { agent: AgentId(agent) },
            |agent| Entry::AgentNotReady { agent: AgentId(agent), reason: NotReady::Break },
        );
        let mut duties = Duties::default();
        for (seconds, entry) in [
            (0, ready(1)),
            (5, ready(1)),
            (10, gone(1)),
            (20, ready(1)),
            (25, ready(2)),
            (30, gone(3)),
            // Nobody led between 30 and 50.
            (50, Entry::LeadershipTaken { epoch: Epoch(2) }),
            (60, gone(1)),
            (70, ready(3)),
        ] {
            duties.take(at(seconds), &entry);
        }
        let known = duties.spells(at(8), at(65));
        let spells = |agent| known.get(&AgentId(agent)).map(|duty| duty.spells.clone());
        assert_eq!(spells(1), Some(vec![(at(8), at(10)), (at(20), at(30)), (at(50), at(60))]));
        assert_eq!(spells(2), Some(vec![(at(25), at(30)), (at(50), at(65))]));
        assert_eq!(spells(3), None);
    }
}
