//! Pools of agents who meet a need, and the classes of contacts that wait for them.

use crate::bits::Bits;
pub(crate) use crate::class::{ClassNo, Head};
use crate::class::{Classes, Foremost};
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
    /// For each pool, what is asked most often, close together.
    tallies: Vec<Tally>,
    /// Of all pools, each pool's one after the other.
    members: Vec<AgentNo>,
    numbers: Map<(Need, Choice, Channel), PoolNo>,
    classes: Classes,
    /// Agents who are signed in and not about to leave.
    serving: Bits,
    /// By channel, the agents of whom the pools know that they are idle, and how many on all channels:
    /// mostly nobody when many wait.
    known_idle: [Bits; Channel::ALL.len()],
    shown: usize,
    /// By flow, the first contact of every class that an idle agent in the pools may be offered.
    servable: BTreeMap<FlowNo, BTreeSet<(Place, ClassNo)>>,
    /// Where the classes in that list stand in it.
    listed: Map<ClassNo, Place>,
}

/// A pool of more members keeps its idle ones in order. A smaller one is looked through when somebody
/// asks: an agent belongs to a few large pools and to many small ones, which so need not be told
/// whenever one of their members becomes idle or busy.
const FEW: usize = 16;

/// A pool of more members keeps count of those signed in, which is asked for less often.
const COUNTED: usize = 64;

/// Agents who meet a need.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    pub(crate) need: Need,
    pub(crate) choice: Choice,
    pub(crate) channel: Channel,
    /// Idle members of a large pool, best first.
    order: BTreeSet<Key>,
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

/// The members of a pool, and how many are there.
#[derive(Debug, Clone, Copy)]
struct Tally {
    first: u32,
    count: u32,
    /// Where they are counted, members who are signed in and not about to leave, idle or busy.
    signed_in: u32,
    is_counted: bool,
    is_large: bool,
}

impl Pools {
    pub(crate) fn pool(&self, no: PoolNo) -> &Pool {
        &self.pools[no as usize]
    }

    /// All members of a pool, there or not.
    pub(crate) fn members(&self, no: PoolNo) -> &[AgentNo] {
        let Tally { first, count, .. } = self.tallies[no as usize];
        &self.members[first as usize..(first + count) as usize]
    }

    /// How many members of a pool are signed in and not about to leave, idle or busy.
    pub(crate) fn signed_in(&self, no: PoolNo) -> usize {
        let tally = self.tallies[no as usize];
        match tally.is_counted {
            true => tally.signed_in as usize,
            false => self.members(no).iter().filter(|member| self.serving.has(**member)).count(),
        }
    }

    /// The members of a pool of whom the pools know that they are idle, in no order.
    fn idle(&self, no: PoolNo, channel: Channel) -> impl Iterator<Item = AgentNo> {
        let few: &[AgentNo] = if self.tallies[no as usize].is_large { &[] } else { self.members(no) };
        let known = &self.known_idle[channel as usize];
        let ordered = few.is_empty().then(|| self.pool(no).order.iter().map(|key| key.agent));
        let few = few.iter().copied().filter(|member| known.has(*member));
        ordered.into_iter().flatten().chain(few)
    }

    /// How many members of a pool the pools know to be idle.
    pub(crate) fn count_idle(&self, no: PoolNo) -> usize {
        let pool = self.pool(no);
        match self.tallies[no as usize].is_large {
            true => pool.order.len(),
            false => self.idle(no, pool.channel).count(),
        }
    }

    /// Whether the pools know of any idle agent for a class.
    pub(crate) fn has_idle_for(&self, class: ClassNo) -> bool {
        let Head { pool, channel, .. } = *self.classes.head(class);
        self.shown > 0 && self.has_idle(pool, channel)
    }

    fn has_idle(&self, no: PoolNo, channel: Channel) -> bool {
        let known = &self.known_idle[channel as usize];
        match self.tallies[no as usize].is_large {
            true => !self.pool(no).order.is_empty(),
            false => self.members(no).iter().any(|member| known.has(*member)),
        }
    }

    /// The best of the idle members of a pool who may be chosen.
    pub(crate) fn best(&self, no: PoolNo, staff: &Staff, may: impl Fn(&Key) -> bool) -> Option<Key> {
        let pool = self.pool(no);
        if self.tallies[no as usize].is_large {
            return pool.order.iter().find(|key| may(key)).copied();
        }
        let keys = self.idle(no, pool.channel).filter_map(|agent| self.key(no, agent, staff));
        keys.filter(may).min()
    }

    /// Where an idle agent stands in a pool; `None` for one who is not idle, or no member.
    pub(crate) fn key(&self, no: PoolNo, agent: AgentNo, staff: &Staff) -> Option<Key> {
        let (pool, of) = (self.pool(no), staff.agent(agent));
        let standing = of.standings[pool.channel as usize]?;
        Some(Key::new(pool.choice, standing, of.merit_in(no)?, agent))
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
        let able = staff.able(&need);
        let mut pool = Pool { need, choice, channel, order: BTreeSet::new(), classes: Vec::new() };
        // Most of a small staff is no few: so both ways are gone in centres of any size.
        let half = staff.agents.len() / 2;
        let (is_large, is_counted) = (able.len() > FEW.min(half), able.len() > COUNTED.min(half));
        let (first, count) = (self.members.len() as u32, able.len() as u32);
        let mut tally = Tally { first, count, signed_in: 0, is_counted, is_large };
        for member in &able {
            let agent = staff.agent_mut(*member);
            let merit = agent.merit(choice, &pool.need);
            agent.profile.pools.push((no, merit));
            if pool.is_for_one() {
                agent.profile.kept_in.push(no);
            }
            if is_counted {
                agent.profile.counted.push(no);
                tally.signed_in += u32::from(agent.hands.serves());
            }
            if is_large {
                agent.profile.large.push((no, merit));
            }
            if let Some(standing) = agent.standings[channel as usize].filter(|_| is_large && agent.indexed) {
                pool.order.insert(Key::new(choice, standing, merit, *member));
            }
        }
        self.members.extend(able);
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
            self.members(pool).iter().for_each(|member| staff.agent_mut(*member).classes.push(no));
        }
        no
    }

    pub(crate) fn join(&mut self, class: ClassNo, place: Place, not: Option<AgentId>, staff: &Staff) {
        self.classes.join(class, place, not);
        self.list(class, staff);
    }

    pub(crate) fn leave(&mut self, class: ClassNo, place: Place, not: Option<AgentId>, staff: &Staff) {
        self.classes.leave(class, place, not);
        // Nobody can be served because another leaves.
        if self.classes.head(class).is_listed {
            self.list(class, staff);
        }
    }

    /// Puts on the list what a class has for the idle of its pool.
    fn list(&mut self, no: ClassNo, staff: &Staff) {
        let Head { pool, flow, channel, is_listed, .. } = *self.classes.head(no);
        let anybody = self.shown > 0 && self.has_idle(pool, channel);
        let first = anybody.then(|| {
            let idle = self.idle(pool, channel).map(|agent| staff.agent(agent).id);
            self.classes.first_for_any(no, idle, || self.signed_in(pool) == 1)
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
        for (pool_no, merit) in &staff.agent(no).profile.large {
            let pool = &mut self.pools[*pool_no as usize];
            if pool.channel != channel {
                continue;
            }
            let key = Key::new(pool.choice, standing, *merit, no);
            let changed = if comes { pool.order.insert(key) } else { pool.order.remove(&key) };
            debug_assert!(changed, "the pools know who is idle");
        }
        self.note_idle(no, channel, comes);
        // Nobody can be served because another leaves.
        if comes || !self.listed.is_empty() {
            self.list_all_of(no, staff, |_| true);
        }
    }

    /// Keeps note of who is idle.
    pub(crate) fn note_idle(&mut self, no: AgentNo, channel: Channel, comes: bool) {
        self.known_idle[channel as usize].set(no, comes);
        self.shown = if comes { self.shown + 1 } else { self.shown - 1 };
    }

    /// Keeps note of who is signed in and not about to leave.
    pub(crate) fn note_serving(&mut self, no: AgentNo, serves: bool) {
        self.serving.set(no, serves);
    }

    /// An agent signs in or out.
    pub(crate) fn change_signed_in(&mut self, no: AgentNo, comes: bool, staff: &Staff) {
        self.note_serving(no, comes);
        for pool_no in &staff.agent(no).profile.counted {
            let tally = &mut self.tallies[*pool_no as usize];
            if comes {
                tally.signed_in += 1;
            } else {
                tally.signed_in -= 1;
            }
        }
        // Whether anybody is alone matters where somebody is idle and something is kept.
        if self.shown > 0 {
            self.list_all_of(no, staff, |class| class.has_kept);
        }
    }

    /// Lists what waits for an agent, among others.
    fn list_all_of(&mut self, no: AgentNo, staff: &Staff, which: impl Fn(&Head) -> bool) {
        let occupied = self.classes.occupied(&staff.agent(no).classes);
        let those: Vec<ClassNo> = occupied.filter(|class| which(self.classes.head(*class))).collect();
        those.into_iter().for_each(|class| self.list(class, staff));
    }

    /// By flow, the first contact that somebody idle in the pools may be offered.
    pub(crate) fn servable(&self) -> impl Iterator<Item = (Place, ClassNo)> {
        self.servable.values().filter_map(|list| list.first().copied())
    }

    /// The classes in which anybody waits for an agent, among others.
    pub(crate) fn occupied_for<'a>(
        &'a self,
        no: AgentNo,
        staff: &'a Staff,
    ) -> impl Iterator<Item = ClassNo> + 'a {
        self.classes.occupied(&staff.agent(no).classes)
    }

    /// Of the classes of an agent, the one whose first contact stands before those of all others.
    pub(crate) fn foremost_for(&self, no: AgentNo, staff: &Staff) -> Option<Foremost> {
        self.classes.foremost(&staff.agent(no).classes)
    }

    /// The classes of an agent whose first contact stands there.
    pub(crate) fn at_order_for<'a>(
        &'a self,
        no: AgentNo,
        order: u64,
        staff: &'a Staff,
    ) -> impl Iterator<Item = ClassNo> + 'a {
        self.classes.at_order(&staff.agent(no).classes, order)
    }

    /// The first contact of a class that an agent of its pool may be offered; `None` if the agent is
    /// not idle for any.
    pub(crate) fn first_for(&self, class: ClassNo, no: AgentNo, staff: &Staff) -> Option<Place> {
        let Head { channel, pool, .. } = *self.classes.head(class);
        let agent = staff.agent(no);
        agent.standings[channel as usize]?;
        self.classes.first_for(class, agent.id, || self.signed_in(pool) == 1)
    }
}
