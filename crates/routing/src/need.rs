//! What an agent must be able to do for a contact, step by step as it widens.

use crate::facts::{AgentFacts, QueueFacts};
use crate::staff::{SkillNo, Staff};
use std::collections::BTreeMap;
use vocabulary::plan::ORDINARY;
use vocabulary::{AgentId, SkillName, Span};

/// Who may serve: whoever has all skills of one alternative, and some agents by name. One need, one
/// way to write it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Need {
    /// Alternatives, each a set of skills with the least proficiency.
    pub(crate) any: Vec<Vec<(SkillNo, u8)>>,
    /// Agents who may serve whatever their skills.
    pub(crate) agents: Vec<AgentId>,
}

impl Need {
    /// One agent and nobody else.
    pub(crate) fn only(agent: AgentId) -> Need {
        Need { any: Vec::new(), agents: vec![agent] }
    }
}

/// Skills with the least proficiency, by name.
pub(crate) type Asked = BTreeMap<SkillName, u8>;

/// A need as the plan words it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Worded {
    pub(crate) any: Vec<Asked>,
    pub(crate) agents: Vec<AgentId>,
}

/// The needs of a contact with these skills in a queue, each with the time waited after which it
/// takes the place of the one before. The first holds from the beginning.
pub(crate) fn stages(skills: &[SkillName], queue: Option<&QueueFacts>) -> Vec<(Span, Worded)> {
    let ordinary = QueueFacts { skills: Vec::new(), rules: Default::default(), struck: true };
    let QueueFacts { skills: of_queue, rules, .. } = queue.unwrap_or(&ordinary);
    let asked = |skills: &mut dyn Iterator<Item = &SkillName>| -> Asked {
        skills.map(|skill| (skill.clone(), rules.proficiency.get(skill).copied().unwrap_or(1))).collect()
    };
    let required = asked(&mut skills.iter());
    let own = asked(&mut skills.iter().filter(|skill| of_queue.binary_search(skill).is_err()));
    let mut preferred = asked(&mut rules.prefers.iter());
    let mut others: Vec<Asked> = Vec::new();
    let mut agents: Vec<AgentId> = Vec::new();
    let mut lower = 0u8;

    let mut stages = vec![(Span::ZERO, worded([joined(&required, &preferred)], lower, &agents))];
    for widening in &rules.widening {
        lower = lower.saturating_add(widening.lower);
        widening.drop.iter().for_each(|skill| _ = preferred.remove(skill));
        if !widening.also.is_empty() {
            others.push(joined(&own, &asked(&mut widening.also.iter())));
        }
        agents.extend(&widening.agents);
        let all = std::iter::once(joined(&required, &preferred)).chain(others.iter().cloned());
        stages.push((widening.after, worded(all, lower, &agents)));
    }
    stages
}

fn joined(one: &Asked, other: &Asked) -> Asked {
    let mut all = one.clone();
    for (skill, least) in other {
        all.entry(skill.clone()).and_modify(|known| *known = (*known).max(*least)).or_insert(*least);
    }
    all
}

fn worded(any: impl IntoIterator<Item = Asked>, lower: u8, agents: &[AgentId]) -> Worded {
    let lowered =
        |asked: Asked| asked.into_iter().map(|(skill, least)| (skill, least.saturating_sub(lower).max(1)));
    Worded { any: any.into_iter().map(|asked| lowered(asked).collect()).collect(), agents: agents.to_vec() }
}

impl Worded {
    pub(crate) fn numbered(self, staff: &mut Staff) -> Need {
        let mut numbered = |asked: Asked| -> Vec<(SkillNo, u8)> {
            let mut skills: Vec<_> =
                asked.iter().map(|(skill, least)| (staff.skill(skill), *least)).collect();
            skills.sort_unstable();
            skills
        };
        let mut any: Vec<_> = self.any.into_iter().map(&mut numbered).collect();
        any.sort_unstable();
        any.dedup();
        let mut agents = self.agents;
        agents.sort_unstable();
        agents.dedup();
        Need { any, agents }
    }

    pub(crate) fn is_met_by(&self, agent: AgentId, facts: &AgentFacts) -> bool {
        let has = |(skill, least): (&SkillName, &u8)| {
            facts.skills.binary_search(skill).is_ok()
                && facts.rules.proficiency.get(skill).copied().unwrap_or(ORDINARY) >= *least
        };
        self.agents.contains(&agent) || self.any.iter().any(|asked| asked.iter().all(has))
    }
}
