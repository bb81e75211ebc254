//! The rule of the crate's page, written down as it reads: every question looks at everything.

use crate::steps::Step;
use routing::{Due, Match, Waiting};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::{Agent, Channel, Choice, Discipline, ORDINARY, Queue, QueueRouting, Target};
use vocabulary::{AgentId, ContactId, QueueName, SkillName, Time};

/// What an agent has in hand.
#[derive(Debug, Clone, Copy, Default)]
struct Hands {
    here: bool,
    call: bool,
    chats: u8,
    since: Time,
    /// Since when without a call, and since when with one that was offered.
    ready: Time,
    taken: Option<Time>,
    occupied: i64,
    idle: i64,
    last_offer: Option<Time>,
    closing: bool,
    finishing: bool,
    turns: u64,
    mentor_turns: u64,
}

/// A line of its own, or all the others of a level.
type Flow = (u8, Option<QueueName>);

/// Everything the router was told, and nothing clever.
#[derive(Debug, Clone, Default)]
pub struct Naive {
    pub now: Time,
    queues: BTreeMap<QueueName, Queue>,
    agents: BTreeMap<AgentId, Agent>,
    hands: BTreeMap<AgentId, Hands>,
    pub waiting: Vec<Waiting>,
    passes: BTreeMap<Flow, u64>,
    clocks: BTreeMap<u8, u64>,
}

impl Naive {
    pub fn rules(&self, queue: &QueueName) -> QueueRouting {
        self.queues.get(queue).map(|queue| queue.routing.clone()).unwrap_or_default()
    }

    fn hands(&self, agent: AgentId) -> Hands {
        self.hands.get(&agent).copied().unwrap_or_default()
    }

    pub fn serves(&self, agent: AgentId) -> bool {
        let hands = self.hands(agent);
        self.agents.contains_key(&agent) && hands.here && !hands.closing
    }

    fn is_idle(&self, agent: AgentId, channel: Channel) -> bool {
        let Some(planned) = self.agents.get(&agent) else { return false };
        let (hands, rules) = (self.hands(agent), &planned.routing);
        let free = match channel {
            Channel::Voice => !hands.call && hands.chats <= rules.chats_before_call,
            Channel::Chat => {
                hands.chats < rules.chats && (!hands.call || hands.chats < rules.chats_during_call)
            }
        };
        self.serves(agent) && !hands.finishing && free
    }

    fn level_of_skill(&self, agent: AgentId, skill: &SkillName) -> u8 {
        let Some(planned) = self.agents.get(&agent).filter(|planned| planned.skills.contains(skill)) else {
            return 0;
        };
        planned.routing.proficiency.get(skill).copied().unwrap_or(ORDINARY)
    }

    /// The alternatives of a stage, each a set of skills with levels, and the agents named.
    fn need(
        &self,
        queue: &QueueName,
        asked: &[SkillName],
        stage: usize,
    ) -> (Vec<BTreeMap<SkillName, u8>>, Vec<AgentId>) {
        let rules = self.rules(queue);
        let done = &rules.widening[..stage];
        let lower = done.iter().map(|widening| u32::from(widening.lower)).sum::<u32>();
        let least = |skill: &SkillName| {
            let least = u32::from(rules.proficiency.get(skill).copied().unwrap_or(1));
            (skill.clone(), least.saturating_sub(lower).max(1) as u8)
        };
        let left_after = |steps: &[vocabulary::plan::Widening]| -> Vec<SkillName> {
            let dropped: BTreeSet<&SkillName> = steps.iter().flat_map(|widening| &widening.drop).collect();
            rules.prefers.iter().filter(|skill| !dropped.contains(skill)).cloned().collect()
        };
        let mut any = vec![asked.iter().chain(&left_after(done)).map(least).collect()];
        let of_queue = self.queues.get(queue).map(|queue| queue.skills.clone()).unwrap_or_default();
        let own: Vec<&SkillName> = asked.iter().filter(|skill| !of_queue.contains(skill)).collect();
        for widening in done.iter().filter(|widening| !widening.also.is_empty()) {
            any.push(own.iter().copied().chain(&widening.also).map(least).collect());
        }
        (any, done.iter().flat_map(|widening| widening.agents.clone()).collect())
    }

    fn last_stage(&self, queue: &QueueName) -> usize {
        self.rules(queue).widening.len()
    }

    fn is_able(&self, agent: AgentId, queue: &QueueName, asked: &[SkillName], stage: usize) -> bool {
        let (any, named) = self.need(queue, asked, stage);
        let has = |skills: &BTreeMap<SkillName, u8>| {
            skills.iter().all(|(skill, least)| self.level_of_skill(agent, skill) >= *least)
        };
        self.agents.contains_key(&agent) && (named.contains(&agent) || any.iter().any(has))
    }

    /// Those signed in who could be offered a contact at a stage.
    pub fn signed_in(&self, queue: &QueueName, asked: &[SkillName], stage: usize) -> Vec<AgentId> {
        let able = |agent: &AgentId| self.serves(*agent) && self.is_able(*agent, queue, asked, stage);
        self.agents.keys().copied().filter(able).collect()
    }

    pub fn could_serve(&self, queue: &QueueName, asked: &[SkillName]) -> usize {
        self.signed_in(queue, asked, self.last_stage(queue)).len()
    }

    pub fn can_serve(&self, asked: &[SkillName]) -> usize {
        self.signed_in(&crate::steps::queue_name("nowhere"), asked, 0).len()
    }

    pub fn level(&self, waiting: &Waiting) -> u8 {
        let rules = self.rules(&waiting.queue);
        let own = if rules.discipline == Discipline::Priority { waiting.priority } else { 0 };
        rules.priority + own
    }

    fn flow(&self, waiting: &Waiting) -> Flow {
        let is_weighted = matches!(self.rules(&waiting.queue).discipline, Discipline::Weighted { .. });
        (self.level(waiting), is_weighted.then(|| waiting.queue.clone()))
    }

    pub fn in_order(&self) -> Vec<&Waiting> {
        let mut order: Vec<&Waiting> = self.waiting.iter().collect();
        order.sort_by_key(|waiting| {
            let pass = self.passes.get(&self.flow(waiting)).copied().unwrap_or(0);
            let level = std::cmp::Reverse(self.level(waiting));
            let pass = if waiting.front { 0 } else { pass };
            (level, !waiting.front, pass, waiting.since - waiting.credit, waiting.contact)
        });
        order
    }

    fn row(&self, agent: AgentId) -> u8 {
        let hands = self.hands(agent);
        match self.agents[&agent].routing.novice {
            Some(novice) if self.is_mentor_here(agent) && novice.share != 100 => {
                let due = hands.turns * 100 < u64::from(novice.share) * (hands.mentor_turns + 1);
                match (novice.share > 100, due) {
                    (true, true) => 0,
                    (true, false) | (false, true) => 1,
                    (false, false) => 2,
                }
            }
            _ => 1,
        }
    }

    fn is_mentor_here(&self, agent: AgentId) -> bool {
        let mentor =
            self.agents.get(&agent).and_then(|planned| planned.routing.novice).map(|novice| novice.mentor);
        mentor.is_some_and(|mentor| self.agents.contains_key(&mentor) && self.hands(mentor).here)
    }

    fn merit(&self, agent: AgentId, waiting: &Waiting, stage: usize, kept: bool) -> u64 {
        let hands = self.hands(agent);
        match self.rules(&waiting.queue).choice {
            Choice::LongestIdle => 0,
            Choice::LowestOccupancy if hands.occupied + hands.idle == 0 => 0,
            Choice::LowestOccupancy => (hands.occupied * 10_000 / (hands.occupied + hands.idle)) as u64,
            Choice::LeastVersatile => self.agents[&agent].skills.len() as u64,
            Choice::HighestProficiency if kept => 0,
            Choice::HighestProficiency => {
                let (any, _) = self.need(&waiting.queue, &waiting.skills, stage);
                let distance = |skills: &BTreeMap<SkillName, u8>| {
                    let levels: Vec<u64> =
                        skills.keys().map(|skill| self.level_of_skill(agent, skill).into()).collect();
                    let short =
                        skills.iter().any(|(skill, least)| self.level_of_skill(agent, skill) < *least);
                    match levels.len() as u64 {
                        0 => 0,
                        _ if short => 1_001,
                        count => 1_000 - levels.iter().sum::<u64>() * 100 / count,
                    }
                };
                any.iter().map(distance).min().unwrap()
            }
        }
    }

    pub fn reached(&self, waiting: &Waiting) -> usize {
        usize::from(waiting.stage).min(self.last_stage(&waiting.queue))
    }

    /// Whom a contact is kept for.
    pub fn kept_for(&self, waiting: &Waiting) -> Option<AgentId> {
        waiting.friend.filter(|friend| !friend.over).map(|friend| friend.agent)
    }

    /// The plan's agents who could be offered a contact at a stage, there or not.
    pub fn able(&self, waiting: &Waiting, stage: usize) -> Vec<AgentId> {
        let able = |agent: &AgentId| match self.kept_for(waiting) {
            Some(friend) => *agent == friend,
            None => self.is_able(*agent, &waiting.queue, &waiting.skills, stage),
        };
        self.agents.keys().copied().filter(able).collect()
    }

    /// Those of them who are there.
    pub fn serving(&self, waiting: &Waiting) -> Vec<AgentId> {
        let able = self.able(waiting, self.reached(waiting)).into_iter();
        able.filter(|agent| self.serves(*agent)).collect()
    }

    /// Those who are idle at a stage, whether the contact is kept from them or not.
    pub fn idle(&self, waiting: &Waiting, stage: usize) -> Vec<AgentId> {
        let channel = self.rules(&waiting.queue).channel;
        self.able(waiting, stage).into_iter().filter(|agent| self.is_idle(*agent, channel)).collect()
    }

    /// Those who may be offered it, with what they are chosen by, the best first.
    pub fn ranked(&self, waiting: &Waiting, stage: usize) -> Vec<(u8, u8, u64, Time, AgentId)> {
        let alone = self.serving(waiting).len() == 1;
        let idle = self.idle(waiting, stage).into_iter();
        let may = idle.filter(|agent| waiting.not != Some(*agent) || alone);
        let kept = self.kept_for(waiting).is_some();
        let mut ranked: Vec<_> = may
            .map(|agent| {
                let hands = self.hands(agent);
                let load = hands.chats + u8::from(hands.call);
                (self.row(agent), load, self.merit(agent, waiting, stage, kept), hands.since, agent)
            })
            .collect();
        ranked.sort_unstable();
        ranked
    }

    /// The agent for a contact, if somebody is idle.
    pub fn agent_for(&self, waiting: &Waiting) -> Option<AgentId> {
        let reached = self.reached(waiting);
        let friend = waiting.friend.map(|friend| friend.agent);
        let idle = self.ranked(waiting, reached).into_iter().map(|(.., agent)| agent);
        friend.filter(|friend| idle.clone().any(|agent| agent == *friend)).or_else(|| {
            (0..=reached).find_map(|stage| self.ranked(waiting, stage).first().map(|best| best.4))
        })
    }

    pub fn next_match(&self) -> Option<Match> {
        let found = |w: &Waiting| self.agent_for(w).map(|agent| Match { contact: w.contact, agent });
        self.in_order().into_iter().find_map(found)
    }

    pub fn next_of(&self, waiting: &Waiting) -> Option<(Time, u8, Due)> {
        let contact = waiting.contact;
        let rules = self.rules(&waiting.queue);
        let mut all = Vec::new();
        if let Some(friend) = waiting.friend.filter(|friend| !friend.over) {
            all.push((friend.until, 0, Due::KeepingOver { contact, agent: friend.agent }));
        }
        if let Some(widening) = rules.widening.get(usize::from(waiting.stage)) {
            let stage = waiting.stage + 1;
            all.push((waiting.since + widening.after, 1, Due::Widening { contact, stage }));
        }
        all.extend(self.overflow_of(waiting).map(|(at, to)| (at, 2, Due::Overflow { contact, to })));
        all.into_iter().min_by_key(|(at, kind, _)| (*at, *kind))
    }

    /// When a contact is next to go elsewhere, and where to.
    pub fn overflow_of(&self, waiting: &Waiting) -> Option<(Time, Target)> {
        let rules = self.rules(&waiting.queue).overflow;
        let rule = rules.into_iter().skip(waiting.tried.into()).find(|rule| rule.after.is_some())?;
        Some((waiting.joined + rule.after?, rule.to))
    }

    fn all_due(&self) -> Vec<(bool, Time, u64, Due)> {
        let agents = self.hands.iter().filter_map(|(agent, hands)| {
            let at = hands.last_offer.filter(|_| !hands.closing)?;
            Some((false, at, agent.0, Due::LastOffer { agent: *agent }))
        });
        let contacts = self.waiting.iter().filter_map(|waiting| {
            self.next_of(waiting).map(|(at, _, due)| (true, at, waiting.contact.0, due))
        });
        agents.chain(contacts).collect()
    }

    pub fn next_due(&self) -> Option<Time> {
        self.all_due().iter().map(|(_, at, ..)| *at).min()
    }

    pub fn due(&self) -> Option<Due> {
        let due = self.all_due().into_iter().filter(|(_, at, ..)| *at <= self.now);
        due.min_by_key(|(is_contact, at, id, _)| (*is_contact, *at, *id)).map(|(.., due)| due)
    }

    fn forget_absent_friends(&mut self) {
        let forgotten: Vec<bool> =
            self.waiting.iter().map(|waiting| self.is_friend_absent(waiting)).collect();
        for (waiting, over) in self.waiting.iter_mut().zip(forgotten) {
            if let Some(friend) = &mut waiting.friend {
                friend.over |= over;
            }
        }
    }

    fn is_friend_absent(&self, waiting: &Waiting) -> bool {
        let last = self.last_stage(&waiting.queue);
        waiting.friend.is_some_and(|friend| {
            waiting.not == Some(friend.agent)
                || !self.serves(friend.agent)
                || !self.is_able(friend.agent, &waiting.queue, &waiting.skills, last)
        })
    }

    /// One step, the router's way left open: an offer is told as what it is.
    pub fn take(&mut self, step: &Step) {
        match step.clone() {
            Step::Configure(queues, agents) => {
                let kept = std::mem::take(&mut self.queues);
                let waits = |name: &QueueName| self.waiting.iter().any(|waiting| waiting.queue == *name);
                self.queues = kept.into_iter().filter(|(name, _)| waits(name)).collect();
                self.queues.extend(queues.into_iter().map(|queue| (queue.name.clone(), queue)));
                self.agents = agents.into_iter().map(|agent| (agent.id, agent)).collect();
                self.forget_absent_friends();
            }
            Step::Wait(waiting) => {
                self.waiting.retain(|other| other.contact != waiting.contact);
                let flow = self.flow(&waiting);
                if !self.waiting.iter().any(|other| self.flow(other) == flow) {
                    let clock = self.clocks.get(&flow.0).copied().unwrap_or(0);
                    let pass = self.passes.entry(flow).or_default();
                    *pass = (*pass).max(clock);
                }
                self.waiting.push(waiting);
                self.forget_absent_friends();
            }
            Step::Leave(contact) => self.waiting.retain(|waiting| waiting.contact != contact),
            Step::HandOver(from, to) => {
                let taken = self.waiting.iter().any(|waiting| waiting.contact == to);
                for waiting in self.waiting.iter_mut().filter(|waiting| waiting.contact == from && !taken) {
                    waiting.contact = to;
                }
            }
            Step::Ready(agent, since) => self.with(agent, |hands| {
                if let Some(taken) = hands.taken.take() {
                    hands.occupied += (since - taken).0.max(0);
                }
                (hands.here, hands.call, hands.since, hands.ready) = (true, false, since, since);
            }),
            Step::Busy(agent) => self.with(agent, |hands| (hands.here, hands.call) = (true, true)),
            Step::SignedOut(agent) => self.with(agent, |hands| {
                (hands.here, hands.call, hands.taken) = (false, false, None);
                hands.finishing = false;
                (hands.turns, hands.mentor_turns) = (0, 0);
            }),
            Step::ChatOver(agent) => {
                let now = self.now;
                self.with(agent, |hands| {
                    hands.chats = hands.chats.saturating_sub(1);
                    hands.since = now;
                });
            }
            Step::Finishes(agent, finishes) => self.with(agent, |hands| hands.finishing = finishes),
            Step::LastOffer(agent, at) => {
                self.with(agent, |hands| (hands.last_offer, hands.closing) = (at, false));
            }
            // Evidence for estimates; nothing is decided by them.
            Step::Answered(_) | Step::Handled(..) => {}
            Step::Offer(_) | Step::Pass(_) => unreachable!("told as what they lead to"),
        }
    }

    fn with(&mut self, agent: AgentId, change: impl FnOnce(&mut Hands)) {
        let hands = self.hands.entry(agent).or_default();
        let was_here = hands.here;
        change(hands);
        let is_here = hands.here;
        if was_here != is_here {
            for novice in self.novices_of(agent) {
                if let Some(hands) = self.hands.get_mut(&novice) {
                    (hands.turns, hands.mentor_turns) = (0, 0);
                }
            }
        }
        self.forget_absent_friends();
    }

    fn novices_of(&self, mentor: AgentId) -> Vec<AgentId> {
        let mentored = |agent: &&Agent| agent.routing.novice.is_some_and(|novice| novice.mentor == mentor);
        let planned = self.agents.contains_key(&mentor);
        self.agents.values().filter(mentored).filter(|_| planned).map(|agent| agent.id).collect()
    }

    pub fn offer(&mut self, Match { contact, agent }: Match) -> Waiting {
        let place = self.waiting.iter().position(|waiting| waiting.contact == contact).unwrap();
        let waiting = self.waiting[place].clone();
        let (flow, rules) = (self.flow(&waiting), self.rules(&waiting.queue));
        let is_shared = self.queues.values().any(|queue| {
            matches!(queue.routing.discipline, Discipline::Weighted { .. })
                && queue.routing.priority == flow.0
        });
        if is_shared && !waiting.front {
            let pass = self.passes.entry(flow.clone()).or_default();
            let clock = self.clocks.entry(flow.0).or_default();
            *clock = (*clock).max(*pass);
            let weight = match rules.discipline {
                Discipline::Weighted { weight } => weight,
                _ => 1,
            };
            *pass += 2_520_000 / u64::from(weight);
        }
        self.waiting.remove(place);
        let now = self.now;
        let mentored = self.is_mentor_here(agent);
        self.with(agent, |hands| {
            match rules.channel {
                Channel::Voice => {
                    hands.idle += if hands.call { 0 } else { (now - hands.ready).0.max(0) };
                    (hands.call, hands.taken) = (true, Some(now));
                }
                Channel::Chat => {
                    hands.chats += 1;
                    hands.since = now;
                }
            }
            hands.turns += u64::from(mentored);
        });
        for novice in self.novices_of(agent) {
            if let Some(hands) = self.hands.get_mut(&novice).filter(|hands| hands.here) {
                hands.mentor_turns += 1;
            }
        }
        waiting
    }

    pub fn carry_out(&mut self, due: &Due) {
        let (contact, agent) = match due {
            Due::LastOffer { agent } => (None, Some(*agent)),
            Due::KeepingOver { contact, .. }
            | Due::Widening { contact, .. }
            | Due::Overflow { contact, .. } => (Some(*contact), None),
        };
        if let Some(agent) = agent {
            self.with(agent, |hands| hands.closing = true);
        }
        let rules = contact
            .and_then(|contact| self.waiting.iter().find(|w| w.contact == contact))
            .map(|w| self.rules(&w.queue));
        for waiting in self.waiting.iter_mut().filter(|waiting| Some(waiting.contact) == contact) {
            match due {
                Due::KeepingOver { .. } => waiting.friend.as_mut().unwrap().over = true,
                Due::Widening { .. } => waiting.stage += 1,
                _ => {
                    let rules =
                        rules.as_ref().unwrap().overflow.iter().enumerate().skip(waiting.tried.into());
                    waiting.tried = rules.clone().find(|(_, rule)| rule.after.is_some()).unwrap().0 as u8 + 1;
                }
            }
        }
    }

    /// Whether somebody waits whom somebody idle could serve.
    pub fn leaves_anyone(&self) -> bool {
        self.waiting.iter().any(|waiting| self.agent_for(waiting).is_some())
    }

    pub fn contacts_of(&self, queue: &QueueName) -> Vec<ContactId> {
        self.in_order().into_iter().filter(|w| w.queue == *queue).map(|waiting| waiting.contact).collect()
    }
}
