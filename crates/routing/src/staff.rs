//! The agents: what they can do, and what they have in hand.

use crate::facts::{AgentFacts, Hands, Presence};
use crate::hash::Map;
use crate::need::Need;
use crate::pools::{ClassNo, PoolNo};
use std::collections::BTreeMap;
use vocabulary::plan::{AgentRouting, Channel, Choice, Novice, ORDINARY};
use vocabulary::{AgentId, SkillName, Time};

pub(crate) type AgentNo = u32;
pub(crate) type SkillNo = u16;

/// All agents of the plan in the order of their numbers, and behind them those about whom only
/// something was said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Staff {
    pub(crate) agents: Vec<Agent>,
    numbers: Map<AgentId, AgentNo>,
    skills: Map<SkillName, SkillNo>,
    /// Who has a skill with at least this proficiency: a bit an agent.
    holders: Map<(SkillNo, u8), Vec<u64>>,
}

/// An agent.
#[derive(Debug, Clone)]
pub(crate) struct Agent {
    pub(crate) id: AgentId,
    /// Whether the plan names the agent.
    pub(crate) planned: bool,
    /// Skills with proficiency, by skill.
    abilities: Vec<(SkillNo, u8)>,
    rules: AgentRouting,
    pub(crate) hands: Hands,
    /// The newcomers whom this agent mentors.
    pub(crate) novices: Vec<AgentNo>,
    mentor: Option<AgentNo>,
    /// The pools this agent belongs to, by number, with the merit the pool's choice goes by.
    pub(crate) pools: Vec<(PoolNo, u16)>,
    /// Those of them that keep count of who is signed in.
    pub(crate) counted: Vec<PoolNo>,
    /// The classes of those pools.
    pub(crate) classes: Vec<ClassNo>,
    /// Where the agent stands among the idle of each channel.
    pub(crate) standings: [Option<Standing>; Channel::ALL.len()],
    /// Whether the pools know of the standings.
    pub(crate) indexed: bool,
}

/// Where an idle agent stands, whatever the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// 0 before others, 1 as others, 2 after others: a newcomer's share.
    pub(crate) row: u8,
    /// Contacts in hand.
    pub(crate) load: u8,
    pub(crate) occupancy: u16,
    pub(crate) since: Time,
}

impl Staff {
    pub(crate) fn of(plan: &BTreeMap<AgentId, AgentFacts>, hands: &BTreeMap<AgentId, Hands>) -> Staff {
        let mut staff = Staff::default();
        for (id, facts) in plan {
            let mut abilities: Vec<(SkillNo, u8)> = facts
                .skills
                .iter()
                .map(|skill| {
                    (staff.skill(skill), facts.rules.proficiency.get(skill).copied().unwrap_or(ORDINARY))
                })
                .collect();
            abilities.sort_unstable();
            staff.add(*id, true, abilities, facts.rules.clone(), hands.get(id).copied().unwrap_or_default());
        }
        for (id, hands) in hands.iter().filter(|(id, _)| !plan.contains_key(id)) {
            staff.add(*id, false, Vec::new(), AgentRouting::default(), *hands);
        }
        for no in 0..staff.agents.len() {
            let mentor = staff.agents[no].rules.novice.and_then(|novice| staff.number(novice.mentor));
            let mentor = mentor.filter(|mentor| staff.agent(*mentor).planned);
            staff.agents[no].mentor = mentor;
            if let Some(mentor) = mentor {
                staff.agents[mentor as usize].novices.push(no as AgentNo);
            }
        }
        staff
    }

    fn add(
        &mut self,
        id: AgentId,
        planned: bool,
        abilities: Vec<(SkillNo, u8)>,
        rules: AgentRouting,
        hands: Hands,
    ) {
        self.numbers.insert(id, self.agents.len() as AgentNo);
        self.agents.push(Agent {
            id,
            planned,
            abilities,
            rules,
            hands,
            novices: Vec::new(),
            mentor: None,
            pools: Vec::new(),
            counted: Vec::new(),
            classes: Vec::new(),
            standings: [None; Channel::ALL.len()],
            indexed: false,
        });
    }

    pub(crate) fn number(&self, agent: AgentId) -> Option<AgentNo> {
        self.numbers.get(&agent).copied()
    }

    /// The number of an agent about whom something is said, perhaps for the first time.
    pub(crate) fn number_or_stranger(&mut self, agent: AgentId) -> AgentNo {
        if let Some(no) = self.number(agent) {
            return no;
        }
        self.add(agent, false, Vec::new(), AgentRouting::default(), Hands::default());
        self.agents.len() as AgentNo - 1
    }

    pub(crate) fn agent(&self, no: AgentNo) -> &Agent {
        &self.agents[no as usize]
    }

    pub(crate) fn agent_mut(&mut self, no: AgentNo) -> &mut Agent {
        &mut self.agents[no as usize]
    }

    /// The number of a skill.
    pub(crate) fn skill(&mut self, name: &SkillName) -> SkillNo {
        if let Some(no) = self.skills.get(name) {
            return *no;
        }
        let no = SkillNo::try_from(self.skills.len()).expect("a plan names fewer than 65,535 skills");
        self.skills.insert(name.clone(), no);
        no
    }

    pub(crate) fn known_skill(&self, name: &SkillName) -> Option<SkillNo> {
        self.skills.get(name).copied()
    }

    /// The plan's agents who meet a need, by number.
    pub(crate) fn able(&mut self, need: &Need) -> Vec<AgentNo> {
        let words = self.agents.len().div_ceil(64);
        let mut able = vec![0u64; words];
        for skills in &need.any {
            let mut all = vec![u64::MAX; words];
            for (skill, least) in skills {
                let holders = self.holders_of(*skill, *least);
                all.iter_mut().zip(holders).for_each(|(word, has)| *word &= has);
            }
            able.iter_mut().zip(&all).for_each(|(word, alternative)| *word |= alternative);
        }
        for agent in need.agents.iter().filter_map(|agent| self.number(*agent)) {
            able[agent as usize / 64] |= 1 << (agent % 64);
        }
        bits(&able).filter(|no| self.agents.get(*no as usize).is_some_and(|agent| agent.planned)).collect()
    }

    fn holders_of(&mut self, skill: SkillNo, least: u8) -> &[u64] {
        let agents = &self.agents;
        self.holders.entry((skill, least)).or_insert_with(|| {
            let mut bits = vec![0u64; agents.len().div_ceil(64)];
            for (no, agent) in agents.iter().enumerate() {
                if agent.proficiency(skill) >= least {
                    bits[no / 64] |= 1 << (no % 64);
                }
            }
            bits
        })
    }

    /// Where an agent stands among the idle of a channel; `None` for one who cannot be offered any.
    pub(crate) fn standing(&self, no: AgentNo, channel: Channel) -> Option<Standing> {
        let agent = self.agent(no);
        let (hands, rules) = (&agent.hands, &agent.rules);
        let calls = match hands.presence {
            Presence::Absent => return None,
            Presence::Busy => 1,
            Presence::Ready { .. } => 0,
        };
        let free = match channel {
            Channel::Voice => calls == 0 && hands.chats <= rules.chats_before_call,
            Channel::Chat => {
                hands.chats < rules.chats && (calls == 0 || hands.chats < rules.chats_during_call)
            }
        };
        (free && agent.planned && !hands.closing && !hands.finishing).then(|| Standing {
            row: self.row(agent),
            load: hands.chats + calls,
            occupancy: hands.occupancy(),
            since: hands.since,
        })
    }

    /// Whether an agent is a newcomer whose mentor is there.
    pub(crate) fn mentor_is_there(&self, no: AgentNo) -> bool {
        self.agent(no).mentor.is_some_and(|mentor| self.agent(mentor).hands.is_there())
    }

    /// A newcomer's row, while the mentor is there.
    fn row(&self, agent: &Agent) -> u8 {
        let mentored = agent.mentor.is_some_and(|mentor| self.agent(mentor).hands.is_there());
        let Some(Novice { share, .. }) = agent.rules.novice.filter(|_| mentored) else { return 1 };
        let had = u64::from(agent.hands.turns) * 100;
        let due = had < u64::from(share) * (u64::from(agent.hands.mentor_turns) + 1);
        match share {
            100 => 1,
            _ if share > 100 => u8::from(!due),
            _ => 2 - u8::from(due),
        }
    }
}

impl Agent {
    /// Proficiency in a skill; 0 without it.
    fn proficiency(&self, skill: SkillNo) -> u8 {
        let found = self.abilities.binary_search_by_key(&skill, |(skill, _)| *skill);
        found.map_or(0, |place| self.abilities[place].1)
    }

    /// What a pool's choice goes by beside the standing; least is best.
    pub(crate) fn merit(&self, choice: Choice, need: &Need) -> u16 {
        match choice {
            Choice::LongestIdle | Choice::LowestOccupancy => 0,
            Choice::LeastVersatile => self.abilities.len().try_into().unwrap_or(u16::MAX),
            Choice::HighestProficiency => {
                need.any.iter().map(|skills| self.distance(skills)).min().unwrap_or(u16::MAX)
            }
        }
    }

    /// How far the mean proficiency stays below the best, in hundredths; more than any such mean for
    /// one who does not have the skills.
    fn distance(&self, skills: &[(SkillNo, u8)]) -> u16 {
        const BEST: u16 = 1_000;
        if skills.is_empty() {
            return 0;
        }
        if skills.iter().any(|(skill, least)| self.proficiency(*skill) < *least) {
            return BEST + 1;
        }
        let sum: usize = skills.iter().map(|(skill, _)| usize::from(self.proficiency(*skill))).sum();
        BEST.saturating_sub((sum * 100 / skills.len()) as u16)
    }

    /// Whether the agent belongs to a pool, and with which merit.
    pub(crate) fn merit_in(&self, pool: PoolNo) -> Option<u16> {
        self.pools.binary_search_by_key(&pool, |(pool, _)| *pool).ok().map(|place| self.pools[place].1)
    }
}

fn bits(words: &[u64]) -> impl Iterator<Item = AgentNo> {
    words.iter().enumerate().flat_map(|(place, word)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            let bit = left.trailing_zeros();
            (left != 0).then(|| {
                left &= left - 1;
                place as AgentNo * 64 + bit
            })
        })
    })
}
