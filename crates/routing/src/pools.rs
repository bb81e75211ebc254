//! Pools of agents who meet a need, and the classes of contacts that wait for them.

use crate::class::Class;
use crate::hash::Map;
use crate::line::Place;
use crate::need::Need;
use crate::shares::FlowNo;
use crate::staff::{AgentNo, Staff, Standing};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::{Channel, Choice};
use vocabulary::{AgentId, ContactId, Time};

pub(crate) type PoolNo = u32;
pub(crate) type ClassNo = u32;

/// All of them. Kept until the next plan: their number is that of the needs which the plan's queues
/// and flows can ask for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pools {
    pools: Vec<Pool>,
    /// For each pool, what changes most often, close together.
    tallies: Vec<Tally>,
    numbers: Map<(Need, Choice, Channel), PoolNo>,
    classes: Vec<Class>,
    class_numbers: Map<(PoolNo, FlowNo), ClassNo>,
    /// For each class, what an agent who becomes idle has to see of it, close together.
    heads: Vec<Head>,
    /// By flow, the first contact of every class that an idle agent in the pools may be offered.
    servable: BTreeMap<FlowNo, BTreeSet<(Place, ClassNo)>>,
}

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

/// The first open contact of a class, small: an agent who becomes idle looks at one for each class
/// there ever was that the agent can serve.
#[derive(Debug, Clone, Copy)]
struct Head {
    /// [`NOBODY`] when nobody waits.
    place: Place,
    flow: FlowNo,
    channel: Channel,
    has_kept: bool,
}

const NOBODY: Place = Place { order: u64::MAX, contact: ContactId(u64::MAX) };

/// How many of a pool are there.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// Members signed in and not about to leave, idle or busy.
    signed_in: u32,
    /// Members in the pool's order of the idle.
    idle: u32,
}

impl Pools {
    pub(crate) fn pool(&self, no: PoolNo) -> &Pool {
        &self.pools[no as usize]
    }

    /// How many members of a pool are signed in and not about to leave, idle or busy.
    pub(crate) fn signed_in(&self, no: PoolNo) -> usize {
        self.tallies[no as usize].signed_in as usize
    }

    pub(crate) fn class(&self, no: ClassNo) -> &Class {
        &self.classes[no as usize]
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
        for member in &pool.members {
            let agent = staff.agent_mut(*member);
            let merit = agent.merit(choice, &pool.need);
            agent.pools.push((no, merit));
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
        let next = self.classes.len() as ClassNo;
        let no = *self.class_numbers.entry((pool, flow)).or_insert(next);
        if no == next {
            self.classes.push(Class::new(pool, flow));
            let of = &mut self.pools[pool as usize];
            self.heads.push(Head { place: NOBODY, flow, channel: of.channel, has_kept: false });
            of.classes.push(no);
            of.members.iter().for_each(|member| staff.agent_mut(*member).classes.push(no));
        }
        no
    }

    pub(crate) fn join(&mut self, class: ClassNo, place: Place, not: Option<AgentId>, staff: &Staff) {
        self.classes[class as usize].join(place, not);
        self.changed(class, staff);
    }

    pub(crate) fn leave(&mut self, class: ClassNo, place: Place, not: Option<AgentId>, staff: &Staff) {
        self.classes[class as usize].leave(place, not);
        self.changed(class, staff);
    }

    fn changed(&mut self, no: ClassNo, staff: &Staff) {
        let class = &self.classes[no as usize];
        let head = &mut self.heads[no as usize];
        head.place = class.open.first().unwrap_or(NOBODY);
        head.has_kept = class.kept.is_some();
        self.list(no, staff);
    }

    /// Puts on the list what a class has for the idle of its pool.
    fn list(&mut self, no: ClassNo, staff: &Staff) {
        let class = &mut self.classes[no as usize];
        let tally = self.tallies[class.pool as usize];
        let first = if tally.idle == 0 {
            None
        } else {
            let idle = self.pools[class.pool as usize].idle.iter().map(|key| staff.agent(key.agent).id);
            class.first_for_any(idle, tally.signed_in == 1)
        };
        if first == class.listed {
            return;
        }
        let of_flow = self.servable.entry(class.flow).or_default();
        if let Some(place) = class.listed {
            of_flow.remove(&(place, no));
        }
        if let Some(place) = first {
            of_flow.insert((place, no));
        }
        class.listed = first;
        if of_flow.is_empty() {
            self.servable.remove(&class.flow);
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
            self.list_all(*pool_no, staff);
        }
    }

    /// An agent signs in or out.
    pub(crate) fn change_signed_in(&mut self, no: AgentNo, comes: bool, staff: &Staff) {
        for (pool_no, _) in &staff.agent(no).pools {
            let tally = &mut self.tallies[*pool_no as usize];
            if comes {
                tally.signed_in += 1;
            } else {
                tally.signed_in -= 1;
            }
            // Whether anybody is alone matters where somebody is idle and something is kept.
            if tally.idle > 0 {
                self.list_all(*pool_no, staff);
            }
        }
    }

    fn list_all(&mut self, pool: PoolNo, staff: &Staff) {
        for place in 0..self.pools[pool as usize].classes.len() {
            self.list(self.pools[pool as usize].classes[place], staff);
        }
    }

    /// By flow, the first contact that somebody idle in the pools may be offered.
    pub(crate) fn servable(&self) -> impl Iterator<Item = (FlowNo, Place)> {
        self.servable.iter().filter_map(|(flow, list)| list.first().map(|(place, _)| (*flow, *place)))
    }

    /// By class, the first contact that an agent may be offered, who is idle on some channels.
    pub(crate) fn servable_by(&self, no: AgentNo, staff: &Staff) -> impl Iterator<Item = (FlowNo, Place)> {
        let agent = staff.agent(no);
        agent.classes.iter().filter_map(move |class_no| {
            let head = &self.heads[*class_no as usize];
            agent.standings[head.channel as usize]?;
            if !head.has_kept {
                return (head.place != NOBODY).then_some((head.flow, head.place));
            }
            let class = self.class(*class_no);
            let alone = self.signed_in(class.pool) == 1;
            class.first_for(agent.id, alone).map(|place| (class.flow, place))
        })
    }
}
