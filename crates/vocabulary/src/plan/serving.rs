//! How contacts of a queue are served, and by which agents: the routing part of the plan.
//!
//! Everything has a default, so that a plan of an older journal means what it meant: time in queue
//! with credit, the longest idle agent, no widening, no overflow, one call an agent.

use super::CallbackTerms;
use crate::{AgentId, FlowName, QueueName, SkillName, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::str::FromStr;

/// The least and the highest proficiency in a skill.
pub const PROFICIENCY: std::ops::RangeInclusive<u8> = 1..=10;

/// The proficiency of an agent in a skill for which the plan names none.
pub const ORDINARY: u8 = 5;

/// How a queue's contacts are served.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueRouting {
    /// What an agent's hand holds while serving one.
    pub channel: Channel,
    /// Contacts of a queue of higher priority come first, whatever the others have waited.
    pub priority: u8,
    /// The order among contacts of equal priority.
    pub discipline: Discipline,
    /// Least proficiency in a skill of the queue, 1 to 10; 1 where none is named.
    pub proficiency: BTreeMap<SkillName, u8>,
    /// Skills that are needed until a widening drops them. Their agents are chosen first even then.
    pub prefers: Vec<SkillName>,
    /// What is asked for after some time, each step on top of the one before; by rising time.
    pub widening: Vec<Widening>,
    /// Which of several idle agents is offered a contact.
    pub choice: Choice,
    /// How long a contact is kept for the agent who knows the customer; not at all when zero.
    pub old_friend: Span,
    /// Where contacts go instead, tried in this order.
    pub overflow: Vec<Overflow>,
    /// What becomes of those who wait when the queue's hours end.
    #[serde(skip_serializing_if = "Closing::serves")]
    pub at_closing: Closing,
    /// Whether callers are offered to be called back, and on what terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback: Option<CallbackTerms>,
}

/// What becomes of those who wait when a queue's hours end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// They are served.
    #[default]
    Serve,
    /// They take the flow's way for a closed queue, unless somebody has answered them before.
    Treatment,
}

impl Closing {
    fn serves(&self) -> bool {
        *self == Closing::Serve
    }
}

impl QueueRouting {
    /// The flows that contacts may be sent to.
    pub fn flows(&self) -> impl Iterator<Item = &FlowName> {
        self.overflow.iter().filter_map(|rule| match &rule.to {
            Target::Flow(flow) => Some(flow),
            Target::Queue(_) => None,
        })
    }
}

/// A way of contact, as far as an agent's hands are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A call: one at a time.
    #[default]
    Voice,
    /// A chat: as many as [`AgentRouting::chats`].
    Chat,
}

impl Channel {
    /// All of them.
    pub const ALL: [Channel; 2] = [Channel::Voice, Channel::Chat];

    /// The name in files, database and documents.
    pub fn tag(self) -> &'static str {
        match self {
            Channel::Voice => "voice",
            Channel::Chat => "chat",
        }
    }
}

impl FromStr for Channel {
    type Err = ();
    fn from_str(text: &str) -> Result<Channel, ()> {
        Channel::ALL.into_iter().find(|channel| channel.tag() == text).ok_or(())
    }
}

/// The order in which contacts of equal priority are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discipline {
    /// By time in queue, a credit counting as time waited. All queues of this discipline (and of
    /// equal priority) are one line.
    #[default]
    Time,
    /// A contact's own priority is added to the queue's; by time in queue among equals.
    Priority,
    /// The queue is a line of its own, by time in queue, and has a share of the offers: two weighted
    /// queues of weights 3 and 1 that both have somebody waiting for the same agents are offered
    /// 3 to 1. All other queues of equal priority together count as one of weight 1.
    Weighted {
        /// 1 to 100.
        weight: u8,
    },
}

/// What is asked for less strictly, or of more people, after some time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Widening {
    /// Time waited, from the first moment that counts.
    pub after: Span,
    /// By how much the needed proficiency falls, never below 1.
    pub lower: u8,
    /// Preferred skills that are needed no longer.
    pub drop: Vec<SkillName>,
    /// Skills that do in place of the queue's own; what the contact itself needs (its language,
    /// say) stays needed. Nothing is added when empty.
    pub also: Vec<SkillName>,
    /// Agents who may be offered it whatever their skills.
    pub agents: Vec<AgentId>,
}

/// Which of several idle agents is offered a contact; equals by longest idle, then by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Who has been idle longest.
    #[default]
    LongestIdle,
    /// Who was occupied least of the last hours, as it stood when the agent became idle.
    LowestOccupancy,
    /// Who can do the fewest things: the versatile are kept for those who need them.
    LeastVersatile,
    /// Whose mean proficiency in the needed skills is highest.
    HighestProficiency,
}

/// Where a contact goes that has waited too long, or finds too many before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overflow {
    /// After this time in the queue.
    #[serde(default)]
    pub after: Option<Span>,
    /// When so many wait already, at arrival.
    #[serde(default)]
    pub length: Option<u32>,
    /// Where to.
    pub to: Target,
}

/// Where an overflow leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Another queue; the time waited counts there.
    Queue(QueueName),
    /// A treatment: a flow that says so, takes a message, or ends the call.
    Flow(FlowName),
}

/// What an agent may be given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AgentRouting {
    /// Proficiency in a skill, 1 to 10; [`ORDINARY`] where none is named.
    pub proficiency: BTreeMap<SkillName, u8>,
    /// Chats at once; none when zero.
    pub chats: u8,
    /// Chats that may be in hand when a call is offered.
    pub chats_before_call: u8,
    /// Chats that may be in hand while a call is.
    pub chats_during_call: u8,
    /// The load of a newcomer.
    pub novice: Option<Novice>,
    /// The calendar whose hours are the agent's shifts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shift: Option<String>,
}

/// A newcomer with a veteran beside (seeds A16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Novice {
    /// The veteran. While that agent is not there, the newcomer is like anybody else.
    pub mentor: AgentId,
    /// Offers in percent of the mentor's, 1 to 400: above 100 the newcomer is chosen before others
    /// until the share is reached, below 100 after others once it is reached. It decides among idle
    /// agents only: nobody waits because of it.
    pub share: u16,
}
