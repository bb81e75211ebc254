//! What an agent must be able to do for a contact, step by step as it widens.

use crate::facts::{AgentFacts, QueueFacts};
use crate::staff::{SkillNo, Staff};
use vocabulary::plan::{ORDINARY, Widening};
use vocabulary::{AgentId, SkillName, Span};

/// Who may serve: whoever has all skills of one alternative, and some agents by name. One need, one
/// way to write it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Need {
    /// Alternatives, each a set of skills with the least proficiency.
    pub(crate) any: Vec<Asked<SkillNo>>,
    /// Agents who may serve whatever their skills.
    pub(crate) agents: Vec<AgentId>,
}

impl Need {
    /// One agent and nobody else.
    pub(crate) fn only(agent: AgentId) -> Need {
        Need { any: Vec::new(), agents: vec![agent] }
    }
}

/// Skills with the least proficiency, in order and each once; by name or by number.
pub(crate) type Asked<S> = Vec<(S, u8)>;

/// A need as the plan words it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Worded<S> {
    pub(crate) any: Vec<Asked<S>>,
    pub(crate) agents: Vec<AgentId>,
}

/// What a queue makes of the skills of its contacts.
#[derive(Debug, Clone)]
pub(crate) struct Asking<S> {
    /// What all its contacts need, in order.
    of_queue: Vec<S>,
    /// The least proficiency where it is not any, in order.
    least: Asked<S>,
    prefers: Vec<S>,
    widening: Vec<Step<S>>,
}

/// A step of widening.
#[derive(Debug, Clone)]
struct Step<S> {
    after: Span,
    lower: u8,
    drop: Vec<S>,
    also: Vec<S>,
    agents: Vec<AgentId>,
}

impl Asking<SkillName> {
    /// What a queue asks for; without one, the contact's own skills.
    pub(crate) fn of(queue: Option<&QueueFacts>) -> Asking<SkillName> {
        let Some(QueueFacts { skills, rules, .. }) = queue else {
            let (of_queue, least, prefers) = (Vec::new(), Vec::new(), Vec::new());
            return Asking { of_queue, least, prefers, widening: Vec::new() };
        };
        let step = |widening: &Widening| {
            let Widening { after, lower, drop, also, agents } = widening.clone();
            Step { after, lower, drop, also, agents }
        };
        Asking {
            of_queue: skills.clone(),
            least: rules.proficiency.iter().map(|(skill, least)| (skill.clone(), *least)).collect(),
            prefers: rules.prefers.clone(),
            widening: rules.widening.iter().map(step).collect(),
        }
    }

    /// The same in numbers: asked for every kind of contact, of which there may be thousands.
    pub(crate) fn numbered(&self, staff: &mut Staff) -> Asking<SkillNo> {
        let mut all = |skills: &[SkillName]| -> Vec<SkillNo> {
            let mut numbers: Vec<SkillNo> = skills.iter().map(|skill| staff.skill(skill)).collect();
            numbers.sort_unstable();
            numbers
        };
        let (of_queue, prefers) = (all(&self.of_queue), all(&self.prefers));
        let step = |step: &Step<SkillName>| {
            let (drop, also, agents) = (all(&step.drop), all(&step.also), step.agents.clone());
            Step { after: step.after, lower: step.lower, drop, also, agents }
        };
        let widening = self.widening.iter().map(step).collect();
        let mut least: Asked<SkillNo> =
            self.least.iter().map(|(skill, least)| (staff.skill(skill), *least)).collect();
        least.sort_unstable();
        Asking { of_queue, least, prefers, widening }
    }
}

impl<S: Ord + Clone> Asking<S> {
    /// The needs of a contact with these skills, each with the time waited after which it takes the
    /// place of the one before. The first holds from the beginning.
    pub(crate) fn stages<'a>(&'a self, skills: &'a [S]) -> impl Iterator<Item = (Span, Worded<S>)> + 'a {
        let own = |skill: &&S| self.of_queue.binary_search(skill).is_err();
        let mut preferred: Vec<&S> = self.prefers.iter().collect();
        let mut others: Vec<Vec<&S>> = Vec::new();
        let mut agents: Vec<AgentId> = Vec::new();
        let mut lower = 0u8;
        let first = self.worded(skills.iter().chain(preferred.iter().copied()), &others, lower, &agents);
        let later = self.widening.iter().map(move |step| {
            lower = lower.saturating_add(step.lower);
            preferred.retain(|skill| !step.drop.contains(skill));
            if !step.also.is_empty() {
                others.push(skills.iter().filter(own).chain(&step.also).collect());
            }
            agents.extend(&step.agents);
            let narrow = skills.iter().chain(preferred.iter().copied());
            (step.after, self.worded(narrow, &others, lower, &agents))
        });
        std::iter::once((Span::ZERO, first)).chain(later)
    }

    fn worded<'a>(
        &self,
        narrow: impl Iterator<Item = &'a S>,
        others: &[Vec<&'a S>],
        lower: u8,
        agents: &[AgentId],
    ) -> Worded<S>
    where
        S: 'a,
    {
        let narrow = self.asked(narrow, lower);
        let others = others.iter().map(|skills| self.asked(skills.iter().copied(), lower));
        Worded { any: std::iter::once(narrow).chain(others).collect(), agents: agents.to_vec() }
    }

    fn asked<'a>(&self, skills: impl Iterator<Item = &'a S>, lower: u8) -> Asked<S>
    where
        S: 'a,
    {
        let least = |skill: &S| {
            let found = self.least.binary_search_by(|(known, _)| known.cmp(skill));
            found.map_or(1, |place| self.least[place].1).saturating_sub(lower).max(1)
        };
        let mut asked: Asked<S> = skills.map(|skill| (skill.clone(), least(skill))).collect();
        asked.sort_unstable();
        asked.dedup();
        asked
    }
}

impl Worded<SkillNo> {
    /// Written in the one way.
    pub(crate) fn need(self) -> Need {
        let Worded { mut any, mut agents } = self;
        any.sort_unstable();
        any.dedup();
        agents.sort_unstable();
        agents.dedup();
        Need { any, agents }
    }
}

impl Worded<SkillName> {
    pub(crate) fn is_met_by(&self, agent: AgentId, facts: &AgentFacts) -> bool {
        let has = |(skill, least): &(SkillName, u8)| {
            facts.skills.binary_search(skill).is_ok()
                && facts.rules.proficiency.get(skill).copied().unwrap_or(ORDINARY) >= *least
        };
        self.agents.contains(&agent) || self.any.iter().any(|asked| asked.iter().all(has))
    }
}
