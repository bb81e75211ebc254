//! What the router was told. Everything else follows from it.

use crate::pace::Pace;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vocabulary::plan::{AgentRouting, QueueRouting};
use vocabulary::{AgentId, ContactId, QueueName, SkillName, Skills, Span, Time};

/// A contact that waits, and what for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The contact.
    pub contact: ContactId,
    /// The queue it waits in.
    pub queue: QueueName,
    /// The moment its waiting counts from.
    pub since: Time,
    /// Time in queue it is credited with: a priority customer's head start.
    pub credit: Span,
    /// What the agent must be able to do, all of it; sorted and without repeats once it waits.
    pub skills: Skills,
    /// Ahead of all others of its priority: it was nearly served before.
    pub front: bool,
    /// The agent who rejected or missed it. Not offered to that agent again while any other agent
    /// who could serve it is signed in, ready or busy. Alone, that agent is better than nobody.
    pub not: Option<AgentId>,
    /// Its own priority: a VIP line's, a flow's. It counts where the queue's discipline says so.
    #[serde(default)]
    pub priority: u8,
    /// When it joined this queue: overflow counts from here.
    #[serde(default)]
    pub joined: Time,
    /// How many widenings have taken place.
    #[serde(default)]
    pub stage: u8,
    /// How many overflow rules have been tried.
    #[serde(default)]
    pub tried: u8,
    /// The agent who knows the customer.
    #[serde(default)]
    pub friend: Option<Friend>,
    /// How long it was expected to wait when it joined the queue: the router sees to it.
    #[serde(default)]
    pub expected: Option<Span>,
}

/// The agent who served this customer, or owns the open case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Friend {
    /// Who.
    pub agent: AgentId,
    /// Until when the contact is kept for that agent, as long as the agent is there.
    pub until: Time,
    /// Whether the keeping is over. The agent is still chosen first when idle.
    pub over: bool,
}

impl Waiting {
    /// A contact that joins a queue by the ordinary way.
    pub fn new(contact: ContactId, queue: QueueName, since: Time, skills: impl Into<Skills>) -> Waiting {
        Waiting {
            contact,
            queue,
            since,
            credit: Span::ZERO,
            skills: skills.into(),
            front: false,
            not: None,
            priority: 0,
            joined: since,
            stage: 0,
            tried: 0,
            friend: None,
            expected: None,
        }
    }
}

/// Whether an agent can be offered calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Not signed in, or not ready.
    #[default]
    Absent,
    /// Signed in and with a call.
    Busy,
    /// Signed in and without a call.
    Ready {
        /// From when the idle time counts.
        since: Time,
    },
}

/// What an agent has in hand, and what the choice among agents goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Hands {
    pub(crate) presence: Presence,
    /// Chats in hand.
    #[serde(default)]
    pub(crate) chats: u8,
    /// Since when the agent has been free for a further contact.
    #[serde(default)]
    pub(crate) since: Time,
    /// When the call in hand was offered.
    #[serde(default)]
    pub(crate) taken: Option<Time>,
    /// Time with calls and without, over the last hours.
    #[serde(default)]
    pub(crate) occupied: Span,
    #[serde(default)]
    pub(crate) idle: Span,
    /// From when nothing new is offered: the shift is about to end.
    #[serde(default)]
    pub(crate) last_offer: Option<Time>,
    /// Whether that moment has passed.
    #[serde(default)]
    pub(crate) closing: bool,
    /// Whether the agent is not ready after what is in hand: nothing new is offered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) finishing: bool,
    /// A newcomer's offers, and the mentor's, since both are there.
    #[serde(default)]
    pub(crate) turns: u32,
    #[serde(default)]
    pub(crate) mentor_turns: u32,
}

impl Hands {
    /// Occupancy looks back over this much time and half of it again, then halves what it holds.
    const MEMORY: Span = Span::seconds(4 * 3_600);

    pub(crate) fn is_there(&self) -> bool {
        self.presence != Presence::Absent
    }

    /// Whether the agent counts among those who serve.
    pub(crate) fn serves(&self) -> bool {
        self.is_there() && !self.closing
    }

    pub(crate) fn ready(&mut self, since: Time) {
        if let Some(taken) = self.taken.take() {
            self.occupied += Span((since - taken).0.max(0));
            self.forget();
        }
        self.presence = Presence::Ready { since };
        self.since = since;
    }

    pub(crate) fn take_call(&mut self, at: Time) {
        if let Presence::Ready { since } = self.presence {
            self.idle += Span((at - since).0.max(0));
            self.forget();
        }
        self.presence = Presence::Busy;
        self.taken = Some(at);
    }

    pub(crate) fn sign_out(&mut self) {
        self.presence = Presence::Absent;
        self.taken = None;
        self.finishing = false;
        (self.turns, self.mentor_turns) = (0, 0);
    }

    /// Share of time with calls, in parts of 10,000.
    pub(crate) fn occupancy(&self) -> u16 {
        let all = self.occupied.0 + self.idle.0;
        // Both are below twice the memory, so nothing overflows.
        (self.occupied.0 * 10_000).checked_div(all).map_or(0, |share| share as u16)
    }

    fn forget(&mut self) {
        let all = self.occupied.0.saturating_add(self.idle.0);
        if all > Hands::MEMORY.0 {
            let kept = |span: Span| {
                Span((i128::from(span.0) * i128::from(Hands::MEMORY.0 / 2) / i128::from(all)) as i64)
            };
            (self.occupied, self.idle) = (kept(self.occupied), kept(self.idle));
        }
    }
}

/// A queue as the plan in force, or the last that named it, has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct QueueFacts {
    /// What all its contacts need.
    pub(crate) skills: Vec<SkillName>,
    #[serde(default)]
    pub(crate) rules: QueueRouting,
    /// Struck from the plan while contacts waited in it: they are served by the old rules.
    #[serde(default)]
    pub(crate) struck: bool,
}

/// An agent as the plan has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AgentFacts {
    pub(crate) skills: Vec<SkillName>,
    #[serde(default)]
    pub(crate) rules: AgentRouting,
}

/// How far a share of the offers has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pass {
    pub(crate) level: u8,
    /// The weighted queue; none for all the others of the level together.
    pub(crate) queue: Option<QueueName>,
    pub(crate) pass: u64,
}

/// The facts. Ordered collections only: equal facts serialise to the same bytes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) queues: BTreeMap<QueueName, QueueFacts>,
    pub(crate) agents: BTreeMap<AgentId, AgentFacts>,
    /// All about whom anything was said, also those whom the plan does not name (any more).
    pub(crate) hands: BTreeMap<AgentId, Hands>,
    /// All who wait, by number.
    pub(crate) waiting: Vec<Waiting>,
    /// How fast each queue is served.
    pub(crate) paces: BTreeMap<QueueName, Pace>,
    /// The shares of offers: levels where no queue is weighted need none.
    #[serde(default)]
    pub(crate) passes: Vec<Pass>,
    /// By level, the pass of the last that was offered.
    #[serde(default)]
    pub(crate) clocks: BTreeMap<u8, u64>,
}

/// Whether skills are in order, each of them once.
pub(crate) fn is_set(skills: &[SkillName]) -> bool {
    skills.is_sorted_by(|a, b| a < b)
}

/// Sorts skills and drops repeats: one set, one way to write it.
pub(crate) fn skill_set(mut skills: Vec<SkillName>) -> Vec<SkillName> {
    if !is_set(&skills) {
        skills.sort_unstable();
        skills.dedup();
    }
    skills
}
