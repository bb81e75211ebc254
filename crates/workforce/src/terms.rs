//! On what terms queues are served, and what agents can do: as a plan says, or as a log lets one infer.
//!
//! Of a queue that no plan names only its name is known: each needs one skill, its own name, and agents have
//! the skills of the queues they served.

use crate::past::Staff;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::{AgentRouting, ORDINARY, QueueRouting};
use vocabulary::{AgentId, Language, QueueName, SkillName};

/// What a plan says of queues and agents, as far as a past is served by it again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct House {
    /// Queues for calls.
    pub queues: BTreeMap<QueueName, Terms>,
    /// Agents, by the numbers that the past has them under.
    pub agents: BTreeMap<AgentId, Able>,
    /// Agents who are led together.
    pub teams: BTreeMap<String, BTreeSet<AgentId>>,
}

/// On what terms a queue is served.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Terms {
    /// What all its contacts need.
    pub skills: Vec<SkillName>,
    /// How they are served.
    pub routing: QueueRouting,
}

/// What an agent can do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Able {
    /// Skills, languages included.
    pub skills: BTreeSet<SkillName>,
    /// What the agent may be given.
    pub routing: AgentRouting,
}

/// What a contact needs beside its queue's skills.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// Its own priority: its line's.
    pub priority: u8,
    /// It is served in this language.
    pub language: Language,
    /// What its flow asked for.
    pub skills: Vec<SkillName>,
}

impl Default for Need {
    /// An ordinary contact, in the language that everybody has of whom nothing is known.
    fn default() -> Need {
        Need { priority: 0, language: Language::English, skills: Vec::new() }
    }
}

/// The terms of all queues of a past.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Book(pub BTreeMap<QueueName, Terms>);

impl Book {
    /// Of these queues.
    pub fn of(house: &House, queues: &BTreeSet<QueueName>) -> Book {
        let terms = |queue: &QueueName| {
            let named = || Terms { skills: vec![own_skill(queue)], ..Terms::default() };
            (queue.clone(), house.queues.get(queue).cloned().unwrap_or_else(named))
        };
        Book(queues.iter().map(terms).collect())
    }

    /// What agents can do: as planned; who is in no plan, and for queues that are in none, as the past shows.
    pub fn able(&self, house: &House, staff: &Staff) -> BTreeMap<AgentId, Able> {
        let able = |(agent, served): (&AgentId, &BTreeSet<QueueName>)| {
            let planned = house.agents.get(agent).cloned();
            let is_planned = planned.is_some();
            let mut able = planned.unwrap_or_else(Able::in_every_language);
            let shown = served.iter().filter(|queue| !is_planned || !house.queues.contains_key(*queue));
            shown.for_each(|queue| self.teach(&mut able, queue));
            (*agent, able)
        };
        staff.skills.iter().map(able).collect()
    }

    /// Whether an agent has all that a queue needs.
    pub fn serves(&self, able: &Able, queue: &QueueName) -> bool {
        self.0.get(queue).is_some_and(|terms| terms.skills.iter().all(|skill| able.skills.contains(skill)))
    }

    /// Gives an agent all that a queue needs, and no worse than it needs it.
    pub fn teach(&self, able: &mut Able, queue: &QueueName) {
        let Some(terms) = self.0.get(queue) else { return };
        for skill in &terms.skills {
            able.learn(skill, terms.routing.proficiency.get(skill).copied());
        }
    }

    /// The highest proficiency that any queue needs in a skill; `None` when none says.
    pub fn least(&self, skill: &SkillName) -> Option<u8> {
        self.0.values().filter_map(|terms| terms.routing.proficiency.get(skill)).copied().max()
    }

    /// Skills of all queues, preferred ones included.
    pub fn skills(&self) -> impl Iterator<Item = &SkillName> {
        self.0.values().flat_map(|terms| terms.skills.iter().chain(&terms.routing.prefers))
    }
}

impl Able {
    /// Nothing but languages, and all of them: of whom a log tells nothing else.
    pub fn in_every_language() -> Able {
        let skills = Language::ALL.into_iter().map(language_skill).collect();
        Able { skills, ..Able::default() }
    }

    /// One skill more, at this level at least.
    pub fn learn(&mut self, skill: &SkillName, least: Option<u8>) {
        self.skills.insert(skill.clone());
        let level = self.routing.proficiency.get(skill).copied().unwrap_or(ORDINARY);
        if let Some(least) = least.filter(|least| *least > level) {
            self.routing.proficiency.insert(skill.clone(), least);
        }
    }
}

/// A queue's own name as a skill.
fn own_skill(queue: &QueueName) -> SkillName {
    SkillName::new(queue.as_str()).expect("names of queues and skills have the same form")
}

/// The skill of a line's language, which every contact needs (`docs/FLOWS.md`).
fn language_skill(language: Language) -> SkillName {
    SkillName::new(&format!("lang.{language}")).expect("a language tag is letters")
}
