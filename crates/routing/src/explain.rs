//! Why a contact still waits, and why this agent is offered it.

use crate::need::Asking;
use crate::seats::Seat;
use crate::{Match, Router};
use serde::{Deserialize, Serialize};
use vocabulary::journal::{Chosen, ChosenBy};
use vocabulary::plan::{Discipline, Target};
use vocabulary::{AgentId, ContactId, QueueName, SkillName, Time};

/// Where a waiting contact stands, and why it waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The contact.
    pub contact: ContactId,
    /// Its queue.
    pub queue: QueueName,
    /// Its place in the queue, 1 being next.
    pub position: u32,
    /// Widenings that have taken place.
    pub stage: u8,
    /// The order in which contacts of its queue are served.
    pub discipline: Discipline,
    /// Its priority, its queue's included: contacts of a higher one come first, whatever they have waited.
    pub level: u8,
    /// Why it is not being offered, the weightiest reason first; what time will change comes last.
    pub reasons: Vec<Reason>,
}

/// A reason to wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// It is offered next.
    Next {
        /// To whom.
        agent: AgentId,
    },
    /// The plan names nobody who can do what it needs.
    NobodyAble {
        /// What it needs: alternatives, each a set of skills.
        needs: Vec<Vec<Needed>>,
    },
    /// Some agents could serve it, and none of them is signed in.
    NobodySignedIn {
        /// How many the plan names.
        able: u32,
        /// What it needs.
        needs: Vec<Vec<Needed>>,
    },
    /// All who could serve it have their hands full.
    AllBusy {
        /// How many are signed in.
        signed_in: u32,
    },
    /// It is kept for the agent who knows the customer, and who is busy.
    KeptFor {
        /// That agent.
        agent: AgentId,
        /// Until when.
        until: Time,
    },
    /// Agents are idle whom it is not offered to again: it was turned down by one.
    KeptFrom {
        /// Who turned it down.
        agent: AgentId,
    },
    /// Others of its queue are served before it.
    Behind {
        /// How many.
        contacts: u32,
    },
    /// Its need will widen.
    Widens {
        /// When.
        at: Time,
        /// The stage it reaches.
        stage: u8,
    },
    /// It will go elsewhere.
    Overflows {
        /// When.
        at: Time,
        /// Where to.
        to: Target,
    },
}

/// A skill that is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needed {
    /// The skill.
    pub skill: SkillName,
    /// The least proficiency.
    pub at_least: u8,
}

impl Router {
    /// Why a contact waits; `None` when it does not.
    pub fn explain(&self, contact: ContactId) -> Option<Explanation> {
        let seat = self.seats.get(contact)?;
        let position = self.position(contact)?;
        let mut reasons: Vec<Reason> = self.hindrance(seat).into_iter().collect();
        if position > 1 {
            reasons.push(Reason::Behind { contacts: position - 1 });
        }
        reasons.extend(self.awaited(seat));
        let stage = seat.waiting.stage;
        let at = &self.queues[seat.stand.queue as usize];
        let discipline = at.facts.as_ref().map_or(Discipline::Time, |facts| facts.rules.discipline);
        let level = at.level_of(&seat.waiting);
        let queue = seat.waiting.queue.clone();
        Some(Explanation { contact, queue, position, stage, discipline, level, reasons })
    }

    /// Why the agent of a match is the one; `None` when the contact does not wait.
    pub fn why(&self, found: Match) -> Option<Chosen> {
        let seat = self.seats.get(found.contact)?;
        let not = self.may_not(seat);
        let again = seat.waiting.not == Some(found.agent);
        let idle = self.pools_of(seat).map(|pool| self.idle_in(pool)).max().unwrap_or(0);
        let idle = u32::try_from(idle).unwrap_or(u32::MAX);
        if self.idle_friend(seat) == Some(found.agent) {
            return Some(Chosen { by: ChosenBy::OldFriend, idle, stage: 0, again });
        }
        let stages = (0u8..).zip(self.pools_of(seat));
        let (stage, pool, key) =
            stages.filter_map(|(stage, pool)| self.best(pool, not).map(|key| (stage, pool, key))).next()?;
        let second = self.second(pool, key, not);
        let by = match second {
            None => ChosenBy::OnlyOne,
            Some(second) if key.row() < second.row() => ChosenBy::Newcomer,
            Some(second) if key.load() < second.load() => ChosenBy::Load,
            Some(_) => self.pools.pool(pool).choice.into(),
        };
        Some(Chosen { by, idle, stage, again })
    }

    /// Why nobody is offered it now.
    fn hindrance(&self, seat: &Seat) -> Option<Reason> {
        if let Some(agent) = self.agent_for(seat) {
            // Somebody is idle for it: then it is only a question of whose turn is first.
            let next = self.next_match().filter(|found| found.contact == seat.waiting.contact);
            return next.map(|_| Reason::Next { agent });
        }
        let class = self.pools.class(seat.stand.class);
        let pool = self.pools.pool(class.pool);
        if let Some(friend) = seat.waiting.friend.filter(|_| pool.is_for_one()) {
            return Some(Reason::KeptFor { agent: friend.agent, until: friend.until });
        }
        if let Some(agent) = seat.waiting.not.filter(|_| self.idle_in(class.pool) > 0) {
            return Some(Reason::KeptFrom { agent });
        }
        let signed_in = self.pools.signed_in(class.pool) as u32;
        let able = self.pools.members(class.pool).len() as u32;
        Some(match (able, signed_in) {
            (0, _) => Reason::NobodyAble { needs: self.needs(seat) },
            (_, 0) => Reason::NobodySignedIn { able, needs: self.needs(seat) },
            _ => Reason::AllBusy { signed_in },
        })
    }

    /// What time will change.
    fn awaited(&self, seat: &Seat) -> impl Iterator<Item = Reason> {
        let waiting = &seat.waiting;
        let stage = waiting.stage.saturating_add(1);
        let next = self.ways.stages(seat.stand.way).get(usize::from(stage));
        let widens = next.map(|next| Reason::Widens { at: waiting.since + next.after, stage });
        let overflow = self.queues[seat.stand.queue as usize].overflow_of(waiting).and_then(|(_, rule)| {
            rule.after.map(|after| Reason::Overflows { at: waiting.joined + after, to: rule.to.clone() })
        });
        widens.into_iter().chain(overflow)
    }

    fn needs(&self, seat: &Seat) -> Vec<Vec<Needed>> {
        let facts = self.queues[seat.stand.queue as usize].facts.as_ref();
        let asking = Asking::of(facts);
        let reached = asking.stages(&seat.waiting.skills).take(usize::from(seat.waiting.stage) + 1);
        let needed = |(skill, at_least)| Needed { skill, at_least };
        let alternatives = reached.last().map(|(_, need)| need.any).unwrap_or_default();
        alternatives.into_iter().map(|asked| asked.into_iter().map(needed).collect()).collect()
    }
}
