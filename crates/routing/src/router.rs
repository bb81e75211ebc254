//! The router: facts and the indexes over them, changed together.

use crate::due::{Due, Timers, next_at};
use crate::facts::{AgentFacts, Facts, QueueFacts, Waiting, is_set, skill_set};
use crate::hash::Map;
use crate::line::{Line, Place};
use crate::pace::Pace;
use crate::pools::{ClassNo, Head, PoolNo, Pools};
use crate::seats::{Seat, SeatNo, Seats, Stand};
use crate::shares::{FlowNo, Shares};
use crate::staff::{AgentNo, Staff};
use crate::ways::{MannerNo, Way, Ways};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use vocabulary::plan::{Agent, Channel, Discipline, Queue};
use vocabulary::{AgentId, ContactId, QueueName, SkillName, Time};

pub(crate) type QueueNo = u32;

/// Waiting contacts, agents' presence, and the match to act on next. See the crate's page for the
/// rule and its cost.
#[derive(Clone, Default, Deserialize)]
#[serde(from = "Facts")]
pub struct Router {
    /// The plan's agents and queues, as they were told.
    pub(crate) agents: BTreeMap<AgentId, AgentFacts>,
    pub(crate) queues: Vec<QueueAt>,
    pub(crate) queue_numbers: Map<QueueName, QueueNo>,
    pub(crate) staff: Staff,
    pub(crate) pools: Pools,
    pub(crate) shares: Shares,
    pub(crate) ways: Ways,
    pub(crate) seats: Seats,
    pub(crate) timers: Timers,
    /// An agent who has just become idle and whom no pool knows of yet: most such agents are busy
    /// again before anything else happens, and nobody needs to be told.
    pub(crate) fresh: Option<AgentNo>,
}

/// A queue, and who waits in it.
#[derive(Debug, Clone)]
pub(crate) struct QueueAt {
    pub(crate) name: QueueName,
    /// What the plan says; `None` for a queue that no plan had while it was known.
    pub(crate) facts: Option<QueueFacts>,
    pub(crate) line: Line,
    pub(crate) pace: Option<Pace>,
    pub(crate) manner: MannerNo,
    /// The way of contacts that need what the queue asks for, if the plan has it.
    pub(crate) way: Option<Way>,
    /// The flow that was asked for last, of a level.
    flow: Option<(u8, FlowNo)>,
}

impl Router {
    /// Brings a plan's queues and agents into force, in place of those before.
    ///
    /// Nobody is lost: contacts wait on, by the rules of the new plan; in a queue that is no more, by
    /// those of the last plan that had it. Agents keep their presence. An agent whom the plan does
    /// not name is never matched, but what is said about that agent is remembered for a plan that
    /// does. Of two entries with one name the last one holds.
    pub fn configure(&mut self, queues: &[Queue], agents: &[Agent]) {
        let mut facts = self.facts();
        let planned = queues.iter().map(|queue| {
            let facts = QueueFacts {
                skills: skill_set(queue.skills.clone()),
                rules: queue.routing.clone(),
                struck: false,
            };
            (queue.name.clone(), facts)
        });
        let before = std::mem::replace(&mut facts.queues, planned.collect());
        for (name, queue) in before {
            let waits = |waiting: &Waiting| waiting.queue == name;
            if !facts.queues.contains_key(&name) && facts.waiting.iter().any(waits) {
                facts.queues.insert(name, QueueFacts { struck: true, ..queue });
            }
        }
        let planned = agents.iter().map(|agent| {
            (agent.id, AgentFacts { skills: skill_set(agent.skills.clone()), rules: agent.routing.clone() })
        });
        facts.agents = planned.collect();
        facts.paces.retain(|name, _| facts.queues.get(name).is_some_and(|queue| !queue.struck));
        *self = Router::from(facts);
    }

    /// Queues that the plan no longer has are kept by the rules of the last plan that had them, though
    /// nobody waits in them now: contacts that are being offered or served may have to come back.
    pub fn owe<'q>(&mut self, queues: impl Iterator<Item = &'q Queue>) {
        let owed: Vec<&Queue> =
            queues.filter(|queue| self.queue_at(&queue.name).is_none_or(|at| at.facts.is_none())).collect();
        if owed.is_empty() {
            return;
        }
        let mut facts = self.facts();
        facts.queues.extend(owed.into_iter().map(|queue| {
            let skills = skill_set(queue.skills.clone());
            (queue.name.clone(), QueueFacts { skills, rules: queue.routing.clone(), struck: true })
        }));
        *self = Router::from(facts);
    }

    /// A contact waits. One that waits already takes the new place and leaves the old.
    pub fn wait(&mut self, mut waiting: Waiting) {
        self.leave(waiting.contact);
        self.know_fresh();
        if !is_set(&waiting.skills) {
            waiting.skills = skill_set(waiting.skills.to_vec()).into();
        }
        let queue = self.queue_number(&waiting.queue);
        let at = &mut self.queues[queue as usize];
        if at.line.is_empty()
            && let Some(pace) = &mut at.pace
        {
            pace.was_empty();
        }
        let (stand, due) = self.stand_for(&mut waiting, queue);
        waiting.expected = self.expected(&stand);
        self.shares.join(self.pools.class(stand.class).flow);
        self.sit(waiting, stand, due);
    }

    /// A contact waits no longer: it has left. `None` when it did not wait.
    pub fn leave(&mut self, contact: ContactId) -> Option<Waiting> {
        let (no, _) = self.rise(contact)?;
        self.seats.empty(no)
    }

    /// A contact is offered to an agent: it waits no longer, and the agent has it in hand. `None`
    /// when it did not wait.
    pub fn offer(&mut self, contact: ContactId, agent: AgentId, at: Time) -> Option<Waiting> {
        let (no, class) = self.rise(contact)?;
        let Head { flow, channel, .. } = *self.pools.class(class);
        let waiting = self.seats.empty(no)?;
        if !waiting.front {
            self.shares.charge(flow);
            if let (Some(expected), Some(pace)) = (waiting.expected, self.pace(&waiting.queue)) {
                pace.waited(expected, at - waiting.joined);
            }
        }
        self.take(agent, channel, at);
        Some(waiting)
    }

    /// A contact gives its place to another, which did not wait: a call-back takes the place of the
    /// call that asked for it, or a customer who calls again the place of the call-back. The place
    /// neither moves nor is it there twice. `false` when nothing was done: the first does not wait,
    /// or the second does.
    pub fn hand_over(&mut self, from: ContactId, to: ContactId) -> bool {
        if self.seats.contains(to) {
            return false;
        }
        let Some((no, class)) = self.rise(from) else { return false };
        let Some(mut waiting) = self.seats.empty(no) else { return false };
        self.know_fresh();
        waiting.contact = to;
        let queue = self.queue_number(&waiting.queue);
        let (stand, due) = self.stand_for(&mut waiting, queue);
        // Not as one who comes: the flow was never without this place.
        self.shares.count(self.pools.class(class).flow);
        self.sit(waiting, stand, due);
        true
    }

    /// A contact widens by one stage.
    pub fn widen(&mut self, contact: ContactId) {
        self.reseat(contact, |waiting| waiting.stage = waiting.stage.saturating_add(1));
    }

    /// A contact is no longer kept for the agent who knows the customer.
    pub fn keep_no_longer(&mut self, contact: ContactId) {
        self.reseat(contact, |waiting| {
            if let Some(friend) = &mut waiting.friend {
                friend.over = true;
            }
        });
    }

    /// The next overflow rule of a contact has been tried, and it stays.
    pub fn stay(&mut self, contact: ContactId) {
        let Some(seat) = self.seats.get(contact) else { return };
        let next = self.queues[seat.stand.queue as usize]
            .overflow_of(&seat.waiting)
            .map_or(u8::MAX, |(rule, _)| rule + 1);
        self.reseat(contact, |waiting| waiting.tried = next);
    }

    /// Carries out what is due, where the router alone can: widening, the end of keeping for an
    /// agent, an agent's last offer. A contact that was to overflow stays.
    pub fn carry_out(&mut self, due: &Due) {
        match due {
            Due::Widening { contact, .. } => self.widen(*contact),
            Due::KeepingOver { contact, .. } => self.keep_no_longer(*contact),
            Due::Overflow { contact, .. } => self.stay(*contact),
            Due::LastOffer { agent } => self.close(*agent),
        }
    }

    /// Changes what a contact waits for, and nothing about its place.
    fn reseat(&mut self, contact: ContactId, change: impl FnOnce(&mut Waiting)) {
        self.know_fresh();
        let Router { seats, queues, ways, pools, staff, timers, .. } = self;
        let Some((no, Seat { waiting, stand })) = seats.get_mut(contact) else { return };
        change(waiting);
        let flow = pools.class(stand.class).flow;
        let class = ways.class_of(waiting, stand.way, flow, pools, staff);
        if class != stand.class {
            pools.leave(stand.class, stand.place, waiting.not, staff);
            pools.join(class, stand.place, waiting.not, staff);
            stand.class = class;
        }
        let queue = &queues[stand.queue as usize];
        let due = next_at(waiting, ways.stages(stand.way), queue);
        timers.change_contact(contact, no, due, seats);
    }

    /// The opposite of [`Router::sit`], but for the seat, which is still to be emptied. Tells in which
    /// class the contact was.
    fn rise(&mut self, contact: ContactId) -> Option<(SeatNo, ClassNo)> {
        let (no, seat) = self.seats.leave(contact)?;
        let (Stand { queue, class, place, .. }, not) = (seat.stand, seat.waiting.not);
        self.queues[queue as usize].line.leave(place);
        self.pools.leave(class, place, not, &self.staff);
        self.shares.leave(self.pools.class(class).flow);
        self.timers.change_contact(contact, no, None, &mut self.seats);
        Some((no, class))
    }

    fn sit(&mut self, waiting: Waiting, stand: Stand, due: Option<Time>) {
        let Stand { queue, class, place, .. } = stand;
        let (contact, not) = (waiting.contact, waiting.not);
        self.queues[queue as usize].line.join(place);
        self.pools.join(class, place, not, &self.staff);
        let no = self.seats.take(waiting, stand);
        self.timers.change_contact(contact, no, due, &mut self.seats);
    }

    /// Where a contact will stand, and when something is due for it.
    fn stand_for(&mut self, waiting: &mut Waiting, queue: QueueNo) -> (Stand, Option<Time>) {
        let way = self.way_for(queue, &waiting.skills);
        self.forget_absent_friend(waiting, way);
        let Router { queues, ways, pools, staff, shares, .. } = self;
        let at = &mut queues[queue as usize];
        let level = at.level_of(waiting);
        let flow = at.flow(level, shares);
        let place = Place::new(level, waiting.front, waiting.since - waiting.credit, waiting.contact);
        let class = ways.class_of(waiting, way, flow, pools, staff);
        let due = next_at(waiting, ways.stages(way), at);
        (Stand { queue, way, class, place }, due)
    }

    /// A contact is kept for an agent who is there, could be offered it at some stage, and has not
    /// turned it down.
    fn forget_absent_friend(&self, waiting: &mut Waiting, way: Way) {
        let not = waiting.not;
        let Some(friend) = &mut waiting.friend else { return };
        let last = self.ways.widest(way);
        friend.over |= not == Some(friend.agent) || !self.is_serving_member(friend.agent, last);
    }

    /// Whether an agent is there and belongs to a pool.
    pub(crate) fn is_serving_member(&self, agent: AgentId, pool: PoolNo) -> bool {
        self.staff
            .number(agent)
            .map(|no| self.staff.agent(no))
            .is_some_and(|agent| agent.planned && agent.hands.serves() && agent.merit_in(pool).is_some())
    }

    fn queue_number(&mut self, name: &QueueName) -> QueueNo {
        if let Some(no) = self.queue_numbers.get(name) {
            return *no;
        }
        let no = self.queues.len() as QueueNo;
        let manner = self.ways.manner(None, &mut self.staff);
        self.queues.push(QueueAt {
            name: name.clone(),
            facts: None,
            line: Line::default(),
            pace: None,
            manner,
            way: None,
            flow: None,
        });
        self.queue_numbers.insert(name.clone(), no);
        no
    }

    /// The way of contacts with these skills (a set) in a queue.
    fn way_for(&mut self, queue: QueueNo, skills: &[SkillName]) -> Way {
        let QueueAt { manner, facts, .. } = &self.queues[queue as usize];
        self.ways.way_for(*manner, facts.as_ref(), skills, &mut self.pools, &mut self.staff)
    }

    pub(crate) fn facts(&self) -> Facts {
        let queues = self.queues.iter().filter_map(|at| Some((at.name.clone(), at.facts.clone()?)));
        let (passes, clocks) = self.shares.facts();
        let mut waiting: Vec<Waiting> = self.seats.iter().map(|seat| seat.waiting.clone()).collect();
        waiting.sort_unstable_by_key(|waiting| waiting.contact);
        let told = self.staff.agents.iter().filter(|agent| agent.hands != Default::default());
        Facts {
            queues: queues.collect(),
            agents: self.agents.clone(),
            hands: told.map(|agent| (agent.id, agent.hands)).collect(),
            waiting,
            paces: self.queues.iter().filter_map(|at| Some((at.name.clone(), at.pace.clone()?))).collect(),
            passes,
            clocks,
        }
    }
}

impl QueueAt {
    /// The priority that a contact has here.
    pub(crate) fn level_of(&self, waiting: &Waiting) -> u8 {
        let rules = self.facts.as_ref().map(|facts| &facts.rules);
        let (priority, discipline) =
            rules.map(|rules| (rules.priority, rules.discipline)).unwrap_or_default();
        let own = if discipline == Discipline::Priority { waiting.priority } else { 0 };
        priority.saturating_add(own)
    }

    /// The flow of contacts of a priority.
    fn flow(&mut self, level: u8, shares: &mut Shares) -> FlowNo {
        if let Some((_, flow)) = self.flow.filter(|(known, _)| *known == level) {
            return flow;
        }
        let flow = match self.facts.as_ref().map(|facts| facts.rules.discipline) {
            Some(Discipline::Weighted { weight }) => shares.flow(level, Some(&self.name), weight),
            _ => shares.flow(level, None, 1),
        };
        self.flow = Some((level, flow));
        flow
    }
}

impl From<Facts> for Router {
    fn from(facts: Facts) -> Router {
        let shared = facts.queues.values().filter_map(|queue| match queue.rules.discipline {
            Discipline::Weighted { .. } => Some(queue.rules.priority),
            _ => None,
        });
        let mut router = Router {
            staff: Staff::of(&facts.agents, &facts.hands),
            shares: Shares::of(&facts.passes, &facts.clocks, shared.collect()),
            agents: facts.agents,
            ..Router::default()
        };
        for no in 0..router.staff.agents.len() as AgentNo {
            for channel in Channel::ALL {
                router.staff.agent_mut(no).standings[channel as usize] = router.staff.standing(no, channel);
            }
            let agent = router.staff.agent_mut(no);
            agent.indexed = true;
            let agent = router.staff.agent(no);
            router.pools.note_serving(no, agent.hands.serves());
            let idle =
                Channel::ALL.into_iter().filter(|channel| agent.standings[*channel as usize].is_some());
            idle.for_each(|channel| router.pools.note_idle(no, channel, true));
            if let Some(last_offer) = agent.hands.last_offer.filter(|_| !agent.hands.closing) {
                router.timers.change_agent(agent.id, None, Some(last_offer));
            }
        }
        for (name, queue) in facts.queues {
            let no = router.queue_number(&name);
            let skills = queue.skills.clone();
            let manner = router.ways.manner(Some(&queue), &mut router.staff);
            let at = &mut router.queues[no as usize];
            (at.facts, at.manner, at.pace) = (Some(queue), manner, facts.paces.get(&name).cloned());
            router.queues[no as usize].way = Some(router.way_for(no, &skills));
        }
        for mut waiting in facts.waiting {
            let queue = router.queue_number(&waiting.queue);
            let (stand, due) = router.stand_for(&mut waiting, queue);
            router.shares.count(router.pools.class(stand.class).flow);
            router.sit(waiting, stand, due);
        }
        router
    }
}

impl PartialEq for Router {
    fn eq(&self, other: &Router) -> bool {
        self.facts() == other.facts()
    }
}

impl Serialize for Router {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.facts().serialize(serializer)
    }
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.facts().fmt(f)
    }
}
