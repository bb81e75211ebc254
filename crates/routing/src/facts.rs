//! What the router was told. Everything else follows from it.

use crate::pace::Pace;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vocabulary::{AgentId, ContactId, QueueName, SkillName, Span, Time};

/// A contact that waits, and what for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The contact.
    pub contact: ContactId,
    /// The queue it waits in.
    pub queue: QueueName,
    /// The moment its waiting counts from.
    pub since: Time,
    /// Time in queue it is credited with: a priority customer's head start.
    pub credit: Span,
    /// What the agent must be able to do, all of it; sorted and without repeats once it waits.
    pub skills: Vec<SkillName>,
    /// Ahead of all who came by the ordinary way: it was nearly served before.
    pub front: bool,
    /// The agent who rejected or missed it. Not offered to that agent again while any other agent
    /// with the skills is signed in, ready or busy. Alone, that agent is better than nobody.
    pub not: Option<AgentId>,
}

/// Whether an agent can be offered contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Not signed in, or not ready.
    #[default]
    Absent,
    /// Signed in and with a contact.
    Busy,
    /// Signed in and idle.
    Ready {
        /// From when the idle time counts.
        since: Time,
    },
}

/// The facts. Ordered collections only: equal facts serialise to the same bytes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// The plan's queues with the skills that all their contacts need.
    pub(crate) queues: BTreeMap<QueueName, Vec<SkillName>>,
    /// The plan's agents with what they can do.
    pub(crate) agents: BTreeMap<AgentId, Vec<SkillName>>,
    /// All who are not absent, also those whom the plan does not name (any more).
    pub(crate) present: BTreeMap<AgentId, Presence>,
    /// All who wait.
    pub(crate) waiting: BTreeMap<ContactId, Waiting>,
    /// How fast each queue is served.
    pub(crate) paces: BTreeMap<QueueName, Pace>,
}

impl Facts {
    pub(crate) fn presence(&self, agent: AgentId) -> Presence {
        self.present.get(&agent).copied().unwrap_or_default()
    }

    /// The plan's agents who have all of these skills.
    pub(crate) fn able<'a>(&'a self, skills: &'a [SkillName]) -> impl Iterator<Item = AgentId> + 'a {
        let able = |has: &[SkillName]| skills.iter().all(|skill| has.binary_search(skill).is_ok());
        self.agents.iter().filter(move |(_, has)| able(has)).map(|(agent, _)| *agent)
    }
}

/// Sorts skills and drops repeats: one set, one way to write it.
pub(crate) fn skill_set(mut skills: Vec<SkillName>) -> Vec<SkillName> {
    skills.sort_unstable();
    skills.dedup();
    skills
}
