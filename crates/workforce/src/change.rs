//! What is to be otherwise than it was.

use crate::past::Past;
use crate::terms::{Book, House};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::{Choice, Discipline};
use vocabulary::{AgentId, QueueName, SkillName, Span, Time};

/// Something to change. The default changes nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Change {
    /// Agents more, or fewer.
    pub agents: Vec<Staffing>,
    /// Priority of queues; contacts of a higher one come first, whatever the others have waited.
    pub priorities: BTreeMap<QueueName, u8>,
    /// The order in which contacts of a queue are served.
    pub disciplines: BTreeMap<QueueName, Discipline>,
    /// Which of several idle agents is offered a contact of a queue.
    pub choices: BTreeMap<QueueName, Choice>,
    /// What all contacts of a queue are credited with, on top of their own credit.
    pub queue_credits: BTreeMap<QueueName, Span>,
    /// What callers of a tier are credited with.
    pub credits: BTreeMap<String, Span>,
    /// Whoever serves the first queue serves the second as well.
    pub learn: Vec<(QueueName, QueueName)>,
    /// Skills given and taken, in this order.
    pub skills: Vec<Training>,
    /// Another middle time of work after a call: each takes so much longer, or shorter.
    pub wrap_up: Option<Span>,
}

/// Agents more, or fewer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Staffing {
    /// Whose: of those who serve this queue, or of all when none is named.
    pub queue: Option<QueueName>,
    /// How many.
    pub number: i32,
    /// Only between these moments, in order; always, when there is none.
    pub hours: Option<Vec<(Time, Time)>>,
}

/// A skill given to agents, or taken from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// Whose.
    pub whose: Whose,
    /// Which.
    pub skill: SkillName,
    /// Given; else taken.
    pub given: bool,
}

/// Agents, by what they have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Everybody.
    All,
    /// One.
    Agent(AgentId),
    /// Of a team.
    Team(String),
    /// Whoever serves this queue.
    Serving(QueueName),
}

/// Why a change cannot be tried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The past is empty.
    #[error("no call reached a queue; choose a log or days in which some did")]
    Empty,
    /// A queue, tier, skill, team or agent that the past does not have.
    #[error("there is no {kind} {named}; this past has {known}")]
    Unknown {
        /// What it should be.
        kind: &'static str,
        /// What was asked for.
        named: String,
        /// What there is.
        known: String,
    },
    /// More agents are to go than there are.
    #[error("{asked} agents are to go where {there} serve; take fewer away")]
    Agents {
        /// How many are to go.
        asked: usize,
        /// How many there are.
        there: usize,
    },
    /// Nothing can be said of a spread from a single run.
    #[error("at least 2 runs are needed to say how sure the figures are")]
    Runs,
}

impl Change {
    /// Whether all that it names is there.
    ///
    /// # Errors
    /// [`Error::Unknown`], the first of them.
    pub(crate) fn check(&self, past: &Past, book: &Book, there: &BTreeSet<AgentId>) -> Result<(), Error> {
        let house = past.house();
        let learnt = self.learn.iter().flat_map(|(has, learns)| [has, learns]);
        let staffed = self.agents.iter().filter_map(|staffing| staffing.queue.as_ref());
        let queues = staffed
            .chain(self.priorities.keys())
            .chain(self.disciplines.keys())
            .chain(self.choices.keys())
            .chain(self.queue_credits.keys())
            .chain(learnt)
            .chain(self.skills.iter().filter_map(|training| training.whose.queue()));
        known("queue", queues, book.0.keys())?;
        let tiers: BTreeSet<&String> = past.calls().iter().filter_map(|call| call.tier.as_ref()).collect();
        known("tier", self.credits.keys(), tiers)?;
        let skills: BTreeSet<&SkillName> = book.skills().chain(skills(house)).collect();
        known("skill", self.skills.iter().map(|training| &training.skill), skills)?;
        let team = |training: &Training| match &training.whose {
            Whose::Team(team) => Some(team.clone()),
            _ => None,
        };
        let teams: Vec<String> = self.skills.iter().filter_map(team).collect();
        known("team", &teams, house.teams.keys())?;
        let agent = |training: &Training| match training.whose {
            Whose::Agent(agent) => Some(agent),
            _ => None,
        };
        let agents: Vec<AgentId> = self.skills.iter().filter_map(agent).collect();
        known("agent", &agents, there)
    }
}

impl Whose {
    fn queue(&self) -> Option<&QueueName> {
        match self {
            Whose::Serving(queue) => Some(queue),
            _ => None,
        }
    }
}

/// Skills that anybody of a house has.
fn skills(house: &House) -> impl Iterator<Item = &SkillName> {
    house.agents.values().flat_map(|able| &able.skills)
}

/// Names of these that are among those.
fn known<'a, T: Ord + ToString + 'a>(
    kind: &'static str,
    named: impl IntoIterator<Item = &'a T>,
    there: impl IntoIterator<Item = &'a T>,
) -> Result<(), Error> {
    let there: BTreeSet<&T> = there.into_iter().collect();
    match named.into_iter().find(|name| !there.contains(name)) {
        None => Ok(()),
        Some(unknown) => {
            let names: Vec<String> = there.into_iter().map(ToString::to_string).collect();
            let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            Err(Error::Unknown { kind, named: unknown.to_string(), known })
        }
    }
}
