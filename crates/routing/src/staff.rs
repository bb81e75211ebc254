//! The agents: what they can do, and what they have in hand.

use crate::bits::Bits;
use crate::facts::{AgentFacts, Hands, Presence};
use crate::hash::Map;
use crate::need::Need;
use crate::pools::{ClassNo, PoolNo};
use std::collections::BTreeMap;
use vocabulary::plan::{AgentRouting, Channel, Choice, ORDINARY};
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
    holders: Map<(SkillNo, u8), Bits>,
}

/// An agent, as far as is asked whenever one becomes busy or idle: there are thousands, whoever does is
/// mostly out of the cache, and this is three lines of it.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(crate) struct Agent {
    pub(crate) id: AgentId,
    pub(crate) hands: Hands,
    /// Where the agent stands among the idle of each channel.
    pub(crate) standings: [Option<Standing>; Channel::ALL.len()],
    /// The classes of the agent's pools.
    pub(crate) classes: Vec<ClassNo>,
    chats: Chats,
    /// Whether the plan names the agent.
    pub(crate) planned: bool,
    /// Whether the pools know of the standings.
    pub(crate) indexed: bool,
    /// Whether the agent is a newcomer with a mentor, and whether one is mentored by this agent.
    is_novice: bool,
    pub(crate) is_mentor: bool,
    pub(crate) profile: Box<Profile>,
}

/// What an agent can do, and what follows from it: asked for less often.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    /// Skills with proficiency, by skill.
    abilities: Vec<(SkillNo, u8)>,
    /// The newcomers whom this agent mentors.
    pub(crate) novices: Vec<AgentNo>,
    mentor: Option<AgentNo>,
    /// A newcomer's share of the mentor's offers, in percent.
    share: Option<u16>,
    /// The pools this agent belongs to, by number, with the merit the pool's choice goes by.
    pub(crate) pools: Vec<(PoolNo, u16)>,
    /// Those of them that are large: they are told when the agent becomes idle or busy.
    pub(crate) large: Vec<(PoolNo, u16)>,
    /// Those that keep count of who is signed in.
    pub(crate) counted: Vec<PoolNo>,
    /// Those that are the agent's own: contacts wait there that are kept for the agent.
    pub(crate) kept_in: Vec<PoolNo>,
}

/// How many chats an agent may have in hand, as the plan says: at once, when a call is offered, and
/// while a call is in hand.
#[derive(Debug, Clone, Copy, Default)]
struct Chats {
    most: u8,
    before_call: u8,
    during_call: u8,
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
            staff.add(*id, true, abilities, &facts.rules, hands.get(id).copied().unwrap_or_default());
        }
        for (id, hands) in hands.iter().filter(|(id, _)| !plan.contains_key(id)) {
            staff.add(*id, false, Vec::new(), &AgentRouting::default(), *hands);
        }
        // The plan's agents come first, in this order.
        for (no, facts) in (0..).zip(plan.values()) {
            let mentor = facts.rules.novice.and_then(|novice| staff.number(novice.mentor));
            let mentor = mentor.filter(|mentor| staff.agent(*mentor).planned);
            if let Some(mentor) = mentor {
                let novice = staff.agent_mut(no);
                (novice.profile.mentor, novice.is_novice) = (Some(mentor), true);
                let mentor = staff.agent_mut(mentor);
                mentor.profile.novices.push(no);
                mentor.is_mentor = true;
            }
        }
        staff
    }

    fn add(
        &mut self,
        id: AgentId,
        planned: bool,
        abilities: Vec<(SkillNo, u8)>,
        rules: &AgentRouting,
        hands: Hands,
    ) {
        self.numbers.insert(id, self.agents.len() as AgentNo);
        let share = rules.novice.map(|novice| novice.share);
        self.agents.push(Agent {
            id,
            hands,
            standings: [None; Channel::ALL.len()],
            classes: Vec::new(),
            chats: Chats {
                most: rules.chats,
                before_call: rules.chats_before_call,
                during_call: rules.chats_during_call,
            },
            planned,
            indexed: false,
            is_novice: false,
            is_mentor: false,
            profile: Box::new(Profile { abilities, share, ..Profile::default() }),
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
        self.add(agent, false, Vec::new(), &AgentRouting::default(), Hands::default());
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
        let mut able: Option<Bits> = None;
        for skills in &need.any {
            let mut all = Bits::all_of(self.agents.len());
            skills.iter().for_each(|(skill, least)| all.keep(self.holders_of(*skill, *least)));
            match &mut able {
                Some(able) => able.add(&all),
                None => able = Some(all),
            }
        }
        let mut able = able.unwrap_or_else(|| Bits::none_of(self.agents.len()));
        let named = need.agents.iter().filter_map(|agent| self.number(*agent));
        named.for_each(|agent| able.set(agent, true));
        able.iter().filter(|no| self.agents.get(*no as usize).is_some_and(|agent| agent.planned)).collect()
    }

    fn holders_of(&mut self, skill: SkillNo, least: u8) -> &Bits {
        let agents = &self.agents;
        self.holders.entry((skill, least)).or_insert_with(|| {
            let mut holders = Bits::none_of(agents.len());
            let able = (0..).zip(agents).filter(|(_, agent)| agent.proficiency(skill) >= least);
            able.for_each(|(no, _)| holders.set(no, true));
            holders
        })
    }

    /// Where an agent stands among the idle of a channel; `None` for one who cannot be offered any.
    pub(crate) fn standing(&self, no: AgentNo, channel: Channel) -> Option<Standing> {
        let agent = self.agent(no);
        let (hands, chats) = (&agent.hands, agent.chats);
        let calls = match hands.presence {
            Presence::Absent => return None,
            Presence::Busy => 1,
            Presence::Ready { .. } => 0,
        };
        let free = match channel {
            Channel::Voice => calls == 0 && hands.chats <= chats.before_call,
            Channel::Chat => hands.chats < chats.most && (calls == 0 || hands.chats < chats.during_call),
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
        self.is_mentored(self.agent(no))
    }

    fn is_mentored(&self, agent: &Agent) -> bool {
        let mentor = agent.is_novice.then_some(agent.profile.mentor).flatten();
        mentor.is_some_and(|mentor| self.agent(mentor).hands.is_there())
    }

    /// A newcomer's row, while the mentor is there.
    fn row(&self, agent: &Agent) -> u8 {
        if !self.is_mentored(agent) {
            return 1;
        }
        let Some(share) = agent.profile.share else { return 1 };
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
        let abilities = &self.profile.abilities;
        let found = abilities.binary_search_by_key(&skill, |(skill, _)| *skill);
        found.map_or(0, |place| abilities[place].1)
    }

    /// What a pool's choice goes by beside the standing; least is best.
    pub(crate) fn merit(&self, choice: Choice, need: &Need) -> u16 {
        match choice {
            Choice::LongestIdle | Choice::LowestOccupancy => 0,
            Choice::LeastVersatile => self.profile.abilities.len().try_into().unwrap_or(u16::MAX),
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
        let pools = &self.profile.pools;
        pools.binary_search_by_key(&pool, |(pool, _)| *pool).ok().map(|place| pools[place].1)
    }
}
