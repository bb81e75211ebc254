//! What contacts with the same skills go through in queues that ask alike, stage by stage.

use crate::facts::{QueueFacts, Waiting};
use crate::hash::Map;
use crate::need::{Asking, Need};
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
    /// By manner and a few skills: nearly every arrival is looked up here.
    few: Map<u64, Way>,
    /// By manner and more skills than that.
    more: Map<(MannerNo, Box<[SkillNo]>), Way>,
    /// Queues that ask alike share their ways.
    manners: Map<Manner, MannerNo>,
    /// By manner, what is asked.
    askings: Vec<Asking<SkillNo>>,
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
    /// The class in which contacts wait, of the flow that was asked for last; [`NO_CLASS`] if none was.
    class: ClassNo,
}

const NO_CLASS: ClassNo = ClassNo::MAX;

pub(crate) type MannerNo = u32;

/// What a queue makes of the skills of its contacts; `None` for a queue that no plan had.
type Manner =
    Option<(Vec<SkillName>, BTreeMap<SkillName, u8>, Vec<SkillName>, Vec<Widening>, Choice, Channel)>;

/// What a way is found by: a manner and a set of skills, given in one order.
enum Asked {
    /// Up to three skills, as one number, so that it needs no memory of its own.
    Few(u64),
    More(MannerNo, Box<[SkillNo]>),
}

impl Asked {
    const FEW: usize = 3;

    fn of(manner: MannerNo, skills: impl ExactSizeIterator<Item = SkillNo>) -> Asked {
        match u16::try_from(manner) {
            Ok(manner) if skills.len() <= Asked::FEW => {
                let free = 16 * (Asked::FEW - skills.len());
                // One more than the numbers, none of which is the last that 16 bits hold.
                let all = skills.fold(u64::from(manner), |all, skill| all << 16 | (u64::from(skill) + 1));
                Asked::Few(all << free)
            }
            _ => Asked::More(manner, skills.collect()),
        }
    }
}

impl Ways {
    pub(crate) fn manner(&mut self, facts: Option<&QueueFacts>, staff: &mut Staff) -> MannerNo {
        let next = self.manners.len() as MannerNo;
        let manner = facts.map(|QueueFacts { skills, rules, .. }| {
            let QueueRouting { proficiency, prefers, widening, choice, channel, .. } = rules.clone();
            (skills.clone(), proficiency, prefers, widening, choice, channel)
        });
        let no = *self.manners.entry(manner).or_insert(next);
        if no == next {
            self.askings.push(Asking::of(facts).numbered(staff));
        }
        no
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
        let asked = Asked::of(manner, skills.iter().map(|skill| staff.skill(skill)));
        if let Some(way) = self.found(&asked) {
            return way;
        }
        let (choice, channel) =
            facts.map(|facts| (facts.rules.choice, facts.rules.channel)).unwrap_or_default();
        let numbers: Vec<SkillNo> = skills.iter().map(|skill| staff.skill(skill)).collect();
        let first = self.stages.len();
        for (after, need) in self.askings[manner as usize].stages(&numbers) {
            let pool = pools.pool_for(need.need(), choice, channel, staff);
            self.stages.push(Stage { after, pool, class: NO_CLASS });
        }
        let way = Way { first: first as u32, stages: (self.stages.len() - first) as u32 };
        match asked {
            Asked::Few(asked) => self.few.insert(asked, way),
            Asked::More(manner, skills) => self.more.insert((manner, skills), way),
        };
        way
    }

    fn found(&self, asked: &Asked) -> Option<Way> {
        match asked {
            Asked::Few(asked) => self.few.get(asked).copied(),
            Asked::More(manner, skills) => self.more.get(&(*manner, skills.clone())).copied(),
        }
    }

    /// The way of contacts with these skills (a set), if it was ever asked for.
    pub(crate) fn known(&self, manner: MannerNo, skills: &[SkillName], staff: &Staff) -> Option<Way> {
        let mut all_known = true;
        let numbers = skills.iter().map(|skill| {
            let number = staff.known_skill(skill);
            all_known &= number.is_some();
            number.unwrap_or_default()
        });
        let asked = Asked::of(manner, numbers);
        self.found(&asked).filter(|_| all_known)
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
        if stage.class == NO_CLASS || pools.class(stage.class).flow != flow {
            stage.class = pools.class_for(stage.pool, flow, staff);
        }
        stage.class
    }
}

impl Way {
    fn range(self) -> std::ops::Range<usize> {
        self.first as usize..(self.first + self.stages) as usize
    }
}
