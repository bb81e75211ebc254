//! Whether the routing part of a plan holds together.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use vocabulary::plan::{Agent, Discipline, PROFICIENCY, Queue, Target};
use vocabulary::{AgentId, QueueName, SkillName, Span};

/// Something in the routing part of a plan that does not hold together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {fault}")]
pub struct Misrouted {
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub fault: Fault,
}

/// The entry of the plan that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A queue.
    Queue(QueueName),
    /// An agent.
    Agent(AgentId),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Queue(name) => write!(f, "queue {name}"),
            Place::Agent(id) => write!(f, "agent {id}"),
        }
    }
}

/// What is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A proficiency outside 1 to 10.
    #[error("proficiency {level} in \"{skill}\" is not on the scale; give 1 to 10")]
    OffScale {
        /// The skill.
        skill: SkillName,
        /// What was given.
        level: u8,
    },
    /// A proficiency in a skill that is not asked for, or not had.
    #[error(
        "proficiency is given for \"{skill}\", which is not among the skills; add it there or remove it here"
    )]
    StrayProficiency {
        /// The skill.
        skill: SkillName,
    },
    /// A skill both required and preferred.
    #[error("\"{skill}\" is both required and preferred; keep one")]
    RequiredAndPreferred {
        /// The skill.
        skill: SkillName,
    },
    /// A weight outside 1 to 100.
    #[error("weight {weight} is not on the scale; give 1 to 100")]
    Weight {
        /// What was given.
        weight: u8,
    },
    /// A widening that does not come after the one before.
    #[error(
        "widening {number} comes after {after}, not later than the one before; order them by time, above zero"
    )]
    WideningOrder {
        /// Which, from 1.
        number: usize,
        /// Its time.
        after: Span,
    },
    /// A widening that drops what is not preferred.
    #[error(
        "widening {number} drops \"{skill}\", which is not preferred; only preferred skills can be dropped"
    )]
    DropsRequired {
        /// Which, from 1.
        number: usize,
        /// The skill.
        skill: SkillName,
    },
    /// A widening that changes nothing.
    #[error("widening {number} changes nothing; lower, drop, also or agents is to be given")]
    WidensNothing {
        /// Which, from 1.
        number: usize,
    },
    /// A preferred skill that is never dropped.
    #[error("\"{skill}\" is preferred and no widening drops it; drop it after some time, or require it")]
    NeverDropped {
        /// The skill.
        skill: SkillName,
    },
    /// Somebody named whom the plan does not have.
    #[error("names agent {agent}, who is not in the plan")]
    UnknownAgent {
        /// Who.
        agent: AgentId,
    },
    /// An overflow without a condition.
    #[error("overflow {number} says neither after what time nor at what length")]
    OverflowNever {
        /// Which, from 1.
        number: usize,
    },
    /// An overflow to a queue that is not there.
    #[error("overflows to queue \"{queue}\", which is not there")]
    UnknownQueue {
        /// Which.
        queue: QueueName,
    },
    /// Overflows that lead back.
    #[error("overflows in a circle through \"{through}\": contacts would never come to rest")]
    Circle {
        /// Which leads away, from 1.
        number: usize,
        /// The queue it comes back by.
        through: QueueName,
    },
    /// A time below zero.
    #[error("keeps contacts for an agent for {span}; give 0s or more")]
    NegativeKeeping {
        /// What was given.
        span: Span,
    },
    /// A newcomer's share out of range.
    #[error("a share of {share} % is not on the scale; give 1 to 400")]
    Share {
        /// What was given.
        share: u16,
    },
    /// A newcomer who is the own mentor.
    #[error("is the own mentor; name another agent")]
    OwnMentor,
}

/// Checks the routing of all queues and agents; every fault is reported. Whether flows exist is for
/// those to check who know flows.
pub fn check(queues: &[Queue], agents: &[Agent]) -> Vec<Misrouted> {
    let known_agents: BTreeSet<AgentId> = agents.iter().map(|agent| agent.id).collect();
    let known_queues: BTreeMap<&QueueName, &Queue> =
        queues.iter().map(|queue| (&queue.name, queue)).collect();
    let of_queues = queues.iter().flat_map(|queue| {
        let mut faults = Vec::new();
        check_needs(queue, &mut faults);
        check_widening(queue, &known_agents, &mut faults);
        check_overflow(queue, &known_queues, &mut faults);
        let place = Place::Queue(queue.name.clone());
        faults.into_iter().map(move |fault| Misrouted { place: place.clone(), fault })
    });
    let of_agents = agents.iter().flat_map(|agent| {
        let faults = agent_faults(agent, &known_agents);
        faults.into_iter().map(|fault| Misrouted { place: Place::Agent(agent.id), fault })
    });
    of_queues.chain(of_agents).collect()
}

fn check_levels(levels: &BTreeMap<SkillName, u8>, among: &[&[SkillName]], faults: &mut Vec<Fault>) {
    for (skill, level) in levels {
        if !PROFICIENCY.contains(level) {
            faults.push(Fault::OffScale { skill: skill.clone(), level: *level });
        }
        if !among.iter().any(|skills| skills.contains(skill)) {
            faults.push(Fault::StrayProficiency { skill: skill.clone() });
        }
    }
}

fn check_needs(queue: &Queue, faults: &mut Vec<Fault>) {
    let rules = &queue.routing;
    let also: Vec<SkillName> = rules.widening.iter().flat_map(|widening| widening.also.clone()).collect();
    check_levels(&rules.proficiency, &[&queue.skills, &rules.prefers, &also], faults);
    for skill in rules.prefers.iter().filter(|skill| queue.skills.contains(skill)) {
        faults.push(Fault::RequiredAndPreferred { skill: skill.clone() });
    }
    if let Discipline::Weighted { weight } = rules.discipline
        && !(1..=100).contains(&weight)
    {
        faults.push(Fault::Weight { weight });
    }
    if rules.old_friend < Span::ZERO {
        faults.push(Fault::NegativeKeeping { span: rules.old_friend });
    }
}

fn check_widening(queue: &Queue, agents: &BTreeSet<AgentId>, faults: &mut Vec<Fault>) {
    let rules = &queue.routing;
    let mut before = Span::ZERO;
    for (number, widening) in (1..).zip(&rules.widening) {
        if widening.after <= before {
            faults.push(Fault::WideningOrder { number, after: widening.after });
        }
        before = widening.after;
        for skill in widening.drop.iter().filter(|skill| !rules.prefers.contains(skill)) {
            faults.push(Fault::DropsRequired { number, skill: skill.clone() });
        }
        let changes_nothing = widening.lower == 0
            && widening.drop.is_empty()
            && widening.also.is_empty()
            && widening.agents.is_empty();
        if changes_nothing {
            faults.push(Fault::WidensNothing { number });
        }
        for agent in widening.agents.iter().filter(|agent| !agents.contains(agent)) {
            faults.push(Fault::UnknownAgent { agent: *agent });
        }
    }
    let is_dropped = |skill: &&SkillName| rules.widening.iter().any(|widening| widening.drop.contains(skill));
    for skill in rules.prefers.iter().filter(|skill| !is_dropped(skill)) {
        faults.push(Fault::NeverDropped { skill: skill.clone() });
    }
}

fn check_overflow(queue: &Queue, queues: &BTreeMap<&QueueName, &Queue>, faults: &mut Vec<Fault>) {
    for (number, rule) in (1..).zip(&queue.routing.overflow) {
        if rule.after.is_none() && rule.length.is_none() {
            faults.push(Fault::OverflowNever { number });
        }
        if let Target::Queue(to) = &rule.to
            && !queues.contains_key(to)
        {
            faults.push(Fault::UnknownQueue { queue: to.clone() });
        }
        if let Target::Queue(to) = &rule.to
            && let Some(through) = comes_back(&queue.name, to, queues)
        {
            faults.push(Fault::Circle { number, through });
        }
    }
}

/// The queue whose overflow leads back to where one started, on the way that begins with `first`.
fn comes_back(
    start: &QueueName,
    first: &QueueName,
    queues: &BTreeMap<&QueueName, &Queue>,
) -> Option<QueueName> {
    if first == start {
        return Some(start.clone());
    }
    let mut seen = BTreeSet::from([first]);
    let mut open = vec![first];
    while let Some(name) = open.pop() {
        let rules = queues.get(name).into_iter().flat_map(|queue| &queue.routing.overflow);
        for rule in rules {
            let Target::Queue(to) = &rule.to else { continue };
            if to == start {
                return Some(name.clone());
            }
            if seen.insert(to) {
                open.push(to);
            }
        }
    }
    None
}

fn agent_faults(agent: &Agent, agents: &BTreeSet<AgentId>) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_levels(&agent.routing.proficiency, &[&agent.skills], &mut faults);
    if let Some(novice) = agent.routing.novice {
        if !(1..=400).contains(&novice.share) {
            faults.push(Fault::Share { share: novice.share });
        }
        if novice.mentor == agent.id {
            faults.push(Fault::OwnMentor);
        } else if !agents.contains(&novice.mentor) {
            faults.push(Fault::UnknownAgent { agent: novice.mentor });
        }
    }
    faults
}
