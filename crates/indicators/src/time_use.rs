//! How agents spend their time, by quarter-hour.

use crate::follow::Open;
use crate::interval;
use crate::live::split;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::AddAssign;
use vocabulary::journal::Entry;
use vocabulary::{AgentId, ContactId, Span, Time};

/// How far back quarter-hours are kept here: whoever keeps them for good asks every minute, and a
/// snapshot with days of thousands of agents would be large.
const KEPT: Span = Span::seconds(2 * 3_600);

/// Time of one agent over an interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeUse {
    /// Ready and waiting, a ringing telephone included.
    pub available: Span,
    /// With a customer, or calling one back; hold included.
    pub talking: Span,
    /// Work after a call.
    pub wrapping_up: Span,
    /// Signed in to nothing, or at a break.
    pub not_ready: Span,
}

impl TimeUse {
    /// Talk, hold and work after it.
    pub fn handling(&self) -> Span {
        self.talking + self.wrapping_up
    }
}

impl AddAssign for TimeUse {
    fn add_assign(&mut self, other: TimeUse) {
        self.available += other.available;
        self.talking += other.talking;
        self.wrapping_up += other.wrapping_up;
        self.not_ready += other.not_ready;
    }
}

/// One agent's quarter-hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeCell {
    /// Its start.
    pub start: Time,
    /// Whose.
    pub agent: AgentId,
    /// How it was spent.
    pub spent: TimeUse,
}

/// What an agent is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Doing {
    NotReady,
    Available,
    /// The telephone is being called, or a chat may be accepted.
    Offered,
    WrappingUp,
    /// Behind all others: whoever has a customer and something else has a customer.
    Talking,
}

impl Doing {
    /// So much time spent with it.
    fn spent(self, span: Span) -> TimeUse {
        match self {
            Doing::NotReady => TimeUse { not_ready: span, ..TimeUse::default() },
            Doing::Available | Doing::Offered => TimeUse { available: span, ..TimeUse::default() },
            Doing::Talking => TimeUse { talking: span, ..TimeUse::default() },
            Doing::WrappingUp => TimeUse { wrapping_up: span, ..TimeUse::default() },
        }
    }
}

/// The fold over agents' entries.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct AgentTimes {
    /// With calls.
    doing: BTreeMap<AgentId, (Doing, Time)>,
    /// With the chats in hand, each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    chats: BTreeMap<AgentId, BTreeMap<ContactId, Doing>>,
    cells: BTreeMap<Time, BTreeMap<AgentId, TimeUse>>,
    /// The last record's moment: time in which nobody led is nobody's.
    last: Time,
}

impl AgentTimes {
    /// Takes an entry in; `open` are the contacts as they stood before it.
    pub fn apply(&mut self, at: Time, entry: &Entry, open: &BTreeMap<ContactId, Open>) {
        let contact = entry.contact().and_then(|contact| open.get(&contact).map(|of| (contact, of)));
        match contact.filter(|(_, of)| of.is_chat()) {
            Some((contact, of)) => self.apply_chat(at, contact, entry, of.agent()),
            None => self.apply_call(at, entry, open),
        }
        self.last = self.last.max(at);
    }

    fn apply_call(&mut self, at: Time, entry: &Entry, open: &BTreeMap<ContactId, Open>) {
        match entry {
            Entry::LeadershipTaken { .. } => self.interrupted(at),
            Entry::Configured { plan } => {
                let planned: Vec<AgentId> = plan.agents.iter().map(|agent| agent.id).collect();
                self.planned(at, &planned);
            }
            Entry::AgentReady { agent } if !self.is_busy(*agent) => {
                self.turn(at, *agent, Doing::Available);
            }
            // One who serves finishes first; the entry comes again then.
            Entry::AgentNotReady { agent, .. } if !self.is_busy(*agent) => {
                self.turn(at, *agent, Doing::NotReady);
            }
            Entry::Offered { agent, .. } => self.turn(at, *agent, Doing::Offered),
            // Whoever listens to a customer's telephone ring is not available.
            Entry::CallbackDialled { agent, .. } | Entry::Connected { agent, .. } => {
                self.turn(at, *agent, Doing::Talking);
            }
            Entry::OfferFailed { agent, .. }
            | Entry::CallbackFailed { agent, .. }
            | Entry::AgentLost { agent, .. }
            | Entry::Transferred { agent, .. }
            | Entry::WrapUpEnded { agent, .. } => self.turn(at, *agent, Doing::Available),
            Entry::WrapUpStarted { agent, .. } => self.turn(at, *agent, Doing::WrappingUp),
            Entry::ContactEnded { contact, .. } => {
                let served_by = open.get(contact).and_then(Open::agent);
                if let Some(agent) = served_by.filter(|agent| self.is_talking(*agent)) {
                    self.turn(at, agent, Doing::Available);
                }
            }
            _ => {}
        }
    }

    fn apply_chat(&mut self, at: Time, contact: ContactId, entry: &Entry, served_by: Option<AgentId>) {
        match entry {
            Entry::Offered { agent, .. } => self.chat(at, *agent, contact, Some(Doing::Offered)),
            Entry::Connected { agent, .. } => self.chat(at, *agent, contact, Some(Doing::Talking)),
            Entry::WrapUpStarted { agent, .. } => self.chat(at, *agent, contact, Some(Doing::WrappingUp)),
            Entry::OfferFailed { agent, .. }
            | Entry::AgentLost { agent, .. }
            | Entry::Transferred { agent, .. }
            | Entry::WrapUpEnded { agent, .. } => self.chat(at, *agent, contact, None),
            Entry::ContactEnded { .. } | Entry::ContactClosed { .. } => {
                if let Some(agent) = served_by {
                    self.chat(at, agent, contact, None);
                }
            }
            _ => {}
        }
    }

    /// An agent does something with a chat, or nothing any more.
    fn chat(&mut self, at: Time, agent: AgentId, contact: ContactId, doing: Option<Doing>) {
        let Some((call, _)) = self.doing.get(&agent).copied() else { return };
        // What was done up to here is reckoned before it changes.
        self.turn(at, agent, call);
        let chats = self.chats.entry(agent).or_default();
        match doing {
            Some(doing) => drop(chats.insert(contact, doing)),
            None => drop(chats.remove(&contact)),
        }
        if chats.is_empty() {
            self.chats.remove(&agent);
        }
    }

    /// What an agent's time counts as: of all that is in hand, what takes most.
    fn counts_as(&self, agent: AgentId, call: Doing) -> Doing {
        let chats = self.chats.get(&agent).into_iter().flat_map(BTreeMap::values).copied();
        chats.fold(call, Doing::max)
    }

    /// The cells from `since` on, with what goes on reckoned up to `now`. No more than is kept.
    pub fn cells(&self, since: Time, now: Time) -> Vec<TimeCell> {
        let since = since.max(interval::quarter(now) - KEPT);
        let mut cells: BTreeMap<(Time, AgentId), TimeUse> = BTreeMap::new();
        for (start, agents) in self.cells.range(since..) {
            cells.extend(agents.iter().map(|(agent, spent)| ((*start, *agent), *spent)));
        }
        for (agent, (doing, from)) in &self.doing {
            let doing = self.counts_as(*agent, *doing);
            for (start, span) in split((*from).max(since), now) {
                *cells.entry((start, *agent)).or_default() += doing.spent(span);
            }
        }
        cells.into_iter().map(|((start, agent), spent)| TimeCell { start, agent, spent }).collect()
    }

    fn is_busy(&self, agent: AgentId) -> bool {
        self.chats.contains_key(&agent) || self.has_call(agent)
    }

    fn has_call(&self, agent: AgentId) -> bool {
        matches!(self.doing.get(&agent), Some((Doing::Offered | Doing::Talking | Doing::WrappingUp, _)))
    }

    fn is_talking(&self, agent: AgentId) -> bool {
        matches!(self.doing.get(&agent), Some((Doing::Talking, _)))
    }

    /// An agent does something else from now on.
    fn turn(&mut self, at: Time, agent: AgentId, next: Doing) {
        if let Some((doing, since)) = self.doing.insert(agent, (next, at)) {
            self.add(agent, self.counts_as(agent, doing), since, at);
        }
    }

    fn add(&mut self, agent: AgentId, doing: Doing, from: Time, to: Time) {
        let first = interval::quarter(to) - KEPT;
        for (start, span) in split(from.max(first), to) {
            *self.cells.entry(start).or_default().entry(agent).or_default() += doing.spent(span);
        }
        while self.cells.first_key_value().is_some_and(|(start, _)| *start < first) {
            self.cells.pop_first();
        }
    }

    /// A new leader: what agents did up to the last record is known, and what then is not.
    fn interrupted(&mut self, at: Time) {
        let last = self.last;
        let agents: Vec<(AgentId, Doing)> =
            self.doing.iter().map(|(agent, (doing, _))| (*agent, *doing)).collect();
        for (agent, doing) in agents {
            self.turn(last, agent, doing);
            self.doing.insert(agent, (doing, at));
        }
    }

    /// Agents struck from the plan go, those with a contact in hand included: their last talk is
    /// reckoned to here.
    fn planned(&mut self, at: Time, planned: &[AgentId]) {
        let struck: Vec<AgentId> = self
            .doing
            .keys()
            .copied()
            .filter(|agent| !planned.contains(agent) && !self.is_busy(*agent))
            .collect();
        for agent in struck {
            if let Some((doing, since)) = self.doing.remove(&agent) {
                self.add(agent, doing, since, at);
            }
        }
        for agent in planned {
            self.doing.entry(*agent).or_insert((Doing::NotReady, at));
        }
    }
}
