//! What contacts with the same skills go through in queues that ask alike, stage by stage.

use crate::facts::{QueueFacts, Waiting};
use crate::hash::Map;
use crate::need::{Need, Worded, stages};
use crate::pools::{ClassNo, PoolNo, Pools};
use crate::shares::FlowNo;
use crate::staff::{SkillNo, Staff};
use std::collections::BTreeMap;
use vocabulary::plan::{Channel, Choice, QueueRouting, Widening};
use vocabulary::{SkillName, Span};

/// All of them, found by what is asked. Kept until the next plan.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ways {
    /// Of all ways, each way's one after the other.
    stages: Vec<Stage>,
    numbers: Map<(MannerNo, SkillSet), Way>,
    /// Queues that ask alike share their ways.
    manners: Map<Manner, MannerNo>,
}

/// Where the stages of a way lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Way {
    first: u32,
    stages: u32,
}

/// A step of widening.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stage {
    /// Time waited from which it holds.
    pub(crate) after: Span,
    pub(crate) pool: PoolNo,
    /// The class in which contacts wait, of the flow that was asked for last.
    class: Option<(FlowNo, ClassNo)>,
}

pub(crate) type MannerNo = u32;

/// What a queue makes of the skills of its contacts; `None` for a queue that no plan had.
type Manner =
    Option<(Vec<SkillName>, BTreeMap<SkillName, u8>, Vec<SkillName>, Vec<Widening>, Choice, Channel)>;

/// A set of skills as a key, without memory of its own for the few that contacts ask for: nearly
/// every arrival is looked up by it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct SkillSet {
    /// The first four, 16 bits each, one more than their numbers.
    few: u64,
    /// None when there are no more: an empty list would be compared as bytes.
    more: Option<Box<[SkillNo]>>,
}

impl SkillSet {
    fn of(mut skills: impl Iterator<Item = SkillNo>) -> SkillSet {
        let few = (0..4).fold(0, |few, _| few << 16 | skills.next().map_or(0, |skill| u64::from(skill) + 1));
        let more: Box<[SkillNo]> = skills.collect();
        SkillSet { few, more: (!more.is_empty()).then_some(more) }
    }
}

impl Ways {
    pub(crate) fn manner(&mut self, facts: Option<&QueueFacts>) -> MannerNo {
        let next = self.manners.len() as MannerNo;
        let manner = facts.map(|QueueFacts { skills, rules, .. }| {
            let QueueRouting { proficiency, prefers, widening, choice, channel, .. } = rules.clone();
            (skills.clone(), proficiency, prefers, widening, choice, channel)
        });
        *self.manners.entry(manner).or_insert(next)
    }

    /// The way of contacts with these skills (a set) in a queue of this manner, made if it is new.
    pub(crate) fn way_for(
        &mut self,
        manner: MannerNo,
        facts: Option<&QueueFacts>,
        skills: &[SkillName],
        pools: &mut Pools,
        staff: &mut Staff,
    ) -> Way {
        // Names of one set come in one order, and so do their numbers.
        let key = (manner, SkillSet::of(skills.iter().map(|skill| staff.skill(skill))));
        if let Some(way) = self.numbers.get(&key) {
            return *way;
        }
        let (choice, channel) =
            facts.map(|facts| (facts.rules.choice, facts.rules.channel)).unwrap_or_default();
        let first = self.stages.len();
        self.stages.extend(stages(skills, facts).into_iter().map(|(after, need): (Span, Worded)| {
            let need = need.numbered(staff);
            Stage { after, pool: pools.pool_for(need, choice, channel, staff), class: None }
        }));
        let way = Way { first: first as u32, stages: (self.stages.len() - first) as u32 };
        self.numbers.insert(key, way);
        way
    }

    /// The way of contacts with these skills (a set), if it was ever asked for.
    pub(crate) fn known(&self, manner: MannerNo, skills: &[SkillName], staff: &Staff) -> Option<Way> {
        let mut all_known = true;
        let numbers = skills.iter().map_while(|skill| {
            let number = staff.known_skill(skill);
            all_known &= number.is_some();
            number
        });
        let set = SkillSet::of(numbers);
        self.numbers.get(&(manner, set)).copied().filter(|_| all_known)
    }

    /// A way's stages, the narrowest first. There is at least one.
    pub(crate) fn stages(&self, way: Way) -> &[Stage] {
        &self.stages[way.range()]
    }

    pub(crate) fn narrowest(&self, way: Way) -> PoolNo {
        self.stages[way.first as usize].pool
    }

    pub(crate) fn widest(&self, way: Way) -> PoolNo {
        self.stages[way.range().end - 1].pool
    }

    /// The stages a contact has reached.
    pub(crate) fn reached(&self, way: Way, stage: u8) -> &[Stage] {
        let stages = self.stages(way);
        &stages[..=usize::from(stage).min(stages.len() - 1)]
    }

    /// The class in which a contact waits: that of its stage, or of the agent it is kept for.
    pub(crate) fn class_of(
        &mut self,
        waiting: &Waiting,
        way: Way,
        flow: FlowNo,
        pools: &mut Pools,
        staff: &mut Staff,
    ) -> ClassNo {
        let stages = &mut self.stages[way.range()];
        let last = stages.len() - 1;
        let stage = &mut stages[usize::from(waiting.stage).min(last)];
        if let Some(friend) = waiting.friend.filter(|friend| !friend.over) {
            let of = pools.pool(stage.pool);
            let (choice, channel) = (of.choice, of.channel);
            let pool = pools.pool_for(Need::only(friend.agent), choice, channel, staff);
            return pools.class_for(pool, flow, staff);
        }
        match stage.class {
            Some((known, class)) if known == flow => class,
            _ => {
                let class = pools.class_for(stage.pool, flow, staff);
                stage.class = Some((flow, class));
                class
            }
        }
    }
}

impl Way {
    fn range(self) -> std::ops::Range<usize> {
        self.first as usize..(self.first + self.stages) as usize
    }
}
