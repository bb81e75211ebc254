//! Pools of agents who meet a need, and the classes of contacts that wait for them.

use crate::class::Classes;
pub(crate) use crate::class::{ClassNo, Head};
use crate::hash::Map;
use crate::line::Place;
use crate::need::Need;
use crate::shares::FlowNo;
use crate::staff::{AgentNo, Staff, Standing};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::{Channel, Choice};
use vocabulary::{AgentId, ContactId, Time};

pub(crate) type PoolNo = u32;

/// All of them. Kept until the next plan: their number is that of the needs which the plan's queues
/// and flows can ask for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pools {
    pools: Vec<Pool>,
    /// For each pool, what changes most often, close together.
    tallies: Vec<Tally>,
    numbers: Map<(Need, Choice, Channel), PoolNo>,
    classes: Classes,
    /// By flow, the first contact of every class that an idle agent in the pools may be offered.
    servable: BTreeMap<FlowNo, BTreeSet<(Place, ClassNo)>>,
    /// How many agents are in the pools' orders, once for each channel: mostly nobody when many wait.
    pub(crate) shown: usize,
    /// Where the classes in that list stand in it.
    listed: Map<ClassNo, Place>,
}

/// A pool of more members keeps count of those signed in. A smaller one is counted when somebody asks,
/// which is rarer than that one of its members comes or goes: and an agent belongs to many of those.
const COUNTED: usize = 16;

/// Agents who meet a need.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    pub(crate) need: Need,
    pub(crate) choice: Choice,
    pub(crate) channel: Channel,
    pub(crate) members: Vec<AgentNo>,
    /// Idle members, best first.
    pub(crate) idle: BTreeSet<Key>,
    pub(crate) classes: Vec<ClassNo>,
}

/// Sorts the idle members of a pool, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    row: u8,
    load: u8,
    merit: u16,
    since: Time,
    pub(crate) agent: AgentNo,
}

impl Pool {
    /// Whether it is one agent's: contacts wait there that are kept for that agent.
    pub(crate) fn is_for_one(&self) -> bool {
        self.need.any.is_empty()
    }
}

impl Key {
    pub(crate) fn new(choice: Choice, standing: Standing, merit: u16, agent: AgentNo) -> Key {
        let Standing { row, load, occupancy, since } = standing;
        let merit = if choice == Choice::LowestOccupancy { occupancy } else { merit };
        Key { row, load, merit, since, agent }
    }

    pub(crate) fn load(&self) -> u8 {
        self.load
    }

    /// Whether a newcomer's share put the agent before or behind others.
    pub(crate) fn row(&self) -> u8 {
        self.row
    }
}

/// How many of a pool are there.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// Members signed in and not about to leave, idle or busy, where they are counted.
    signed_in: u32,
    /// Members in the pool's order of the idle.
    idle: u32,
}

impl Pools {
    pub(crate) fn pool(&self, no: PoolNo) -> &Pool {
        &self.pools[no as usize]
    }

    /// How many members of a pool are signed in and not about to leave, idle or busy.
    pub(crate) fn signed_in(&self, no: PoolNo, staff: &Staff) -> usize {
        let pool = self.pool(no);
        if pool.members.len() > COUNTED {
            return self.tallies[no as usize].signed_in as usize;
        }
        pool.members.iter().filter(|member| staff.agent(**member).hands.serves()).count()
    }

    /// How many members are in a pool's order of the idle.
    pub(crate) fn idle(&self, no: PoolNo) -> usize {
        self.tallies[no as usize].idle as usize
    }

    pub(crate) fn class(&self, no: ClassNo) -> &Head {
        self.classes.head(no)
    }

    pub(crate) fn contacts(&self, no: ClassNo) -> impl Iterator<Item = ContactId> {
        self.classes.contacts(no)
    }

    /// The pool for a need, made if it is new: the one thing that costs a pass over the agents.
    pub(crate) fn pool_for(
        &mut self,
        need: Need,
        choice: Choice,
        channel: Channel,
        staff: &mut Staff,
    ) -> PoolNo {
        let key = (need, choice, channel);
        if let Some(no) = self.numbers.get(&key) {
            return *no;
        }
        let no = self.pools.len() as PoolNo;
        let need = key.0.clone();
        let members = staff.able(&need);
        let mut pool = Pool { need, choice, channel, members, idle: BTreeSet::new(), classes: Vec::new() };
        let mut tally = Tally::default();
        let is_counted = pool.members.len() > COUNTED;
        for member in &pool.members {
            let agent = staff.agent_mut(*member);
            let merit = agent.merit(choice, &pool.need);
            agent.pools.push((no, merit));
            if is_counted {
                agent.counted.push(no);
            }
            tally.signed_in += u32::from(agent.hands.serves());
            if let Some(standing) = agent.standings[channel as usize].filter(|_| agent.indexed) {
                pool.idle.insert(Key::new(choice, standing, merit, *member));
                tally.idle += 1;
            }
        }
        self.pools.push(pool);
        self.tallies.push(tally);
        self.numbers.insert(key, no);
        no
    }

    /// The class of a pool's contacts in a flow.
    pub(crate) fn class_for(&mut self, pool: PoolNo, flow: FlowNo, staff: &mut Staff) -> ClassNo {
        let of = &mut self.pools[pool as usize];
        let (no, is_new) = self.classes.class_for(pool, flow, of.channel);
        if is_new {
            of.classes.push(no);
            of.members.iter().for_each(|member| staff.agent_mut(*member).classes.push(no));
        }
        no
    }

    pub(crate) fn join(&mut self, class: ClassNo, place: Place, not: Option<AgentId>, staff: &Staff) {
        self.classes.join(class, place, not);
        self.list(class, staff);
    }

    pub(crate) fn leave(&mut self, class: ClassNo, place: Place, not: Option<AgentId>, staff: &Staff) {
        self.classes.leave(class, place, not);
        self.list(class, staff);
    }

    /// Puts on the list what a class has for the idle of its pool.
    fn list(&mut self, no: ClassNo, staff: &Staff) {
        let Head { pool, flow, is_listed, .. } = *self.classes.head(no);
        let anybody = self.shown > 0 && self.tallies[pool as usize].idle > 0;
        let first = anybody.then(|| {
            let idle = self.pools[pool as usize].idle.iter().map(|key| staff.agent(key.agent).id);
            self.classes.first_for_any(no, idle, || self.signed_in(pool, staff) == 1)
        });
        let first = first.flatten();
        if first.is_none() && !is_listed {
            return;
        }
        let before = match first {
            Some(place) => self.listed.insert(no, place),
            None => self.listed.remove(&no),
        };
        self.classes.head_mut(no).is_listed = first.is_some();
        if first == before {
            return;
        }
        let of_flow = self.servable.entry(flow).or_default();
        before.map(|place| of_flow.remove(&(place, no)));
        first.map(|place| of_flow.insert((place, no)));
        if of_flow.is_empty() {
            self.servable.remove(&flow);
        }
    }

    /// An agent comes to stand among the idle of a channel's pools, or leaves.
    pub(crate) fn change_idle(
        &mut self,
        no: AgentNo,
        channel: Channel,
        standing: Standing,
        comes: bool,
        staff: &Staff,
    ) {
        for (pool_no, merit) in &staff.agent(no).pools {
            let pool = &mut self.pools[*pool_no as usize];
            if pool.channel != channel {
                continue;
            }
            let key = Key::new(pool.choice, standing, *merit, no);
            let changed = if comes { pool.idle.insert(key) } else { pool.idle.remove(&key) };
            debug_assert!(changed, "the pools know who is idle");
            self.tallies[*pool_no as usize].idle = pool.idle.len() as u32;
        }
        self.shown = if comes { self.shown + 1 } else { self.shown - 1 };
        self.list_all_of(no, staff);
    }

    /// An agent signs in or out.
    pub(crate) fn change_signed_in(&mut self, no: AgentNo, comes: bool, staff: &Staff) {
        let agent = staff.agent(no);
        for pool_no in &agent.counted {
            let tally = &mut self.tallies[*pool_no as usize];
            if comes {
                tally.signed_in += 1;
            } else {
                tally.signed_in -= 1;
            }
        }
        // Whether anybody is alone matters where somebody is idle and something is kept.
        if self.shown > 0 {
            self.list_all_of(no, staff);
        }
    }

    /// Lists what waits for an agent, among others.
    fn list_all_of(&mut self, no: AgentNo, staff: &Staff) {
        let occupied: Vec<ClassNo> = self.classes.occupied(&staff.agent(no).classes).collect();
        occupied.into_iter().for_each(|class| self.list(class, staff));
    }

    /// By flow, the first contact that somebody idle in the pools may be offered.
    pub(crate) fn servable(&self) -> impl Iterator<Item = (Place, ClassNo)> {
        self.servable.values().filter_map(|list| list.first().copied())
    }

    /// By class, the first contact that an agent may be offered, who is idle on some channels.
    pub(crate) fn servable_by(&self, no: AgentNo, staff: &Staff) -> impl Iterator<Item = (Place, ClassNo)> {
        let agent = staff.agent(no);
        self.classes.occupied(&agent.classes).filter_map(move |class| {
            let Head { channel, pool, .. } = *self.classes.head(class);
            agent.standings[channel as usize]?;
            let first = self.classes.first_for(class, agent.id, || self.signed_in(pool, staff) == 1);
            first.map(|place| (place, class))
        })
    }
}
