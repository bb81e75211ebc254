//! A contact on the floor: from the first ring until its journal is closed.

use crate::callbacks::Callback;
use crate::caller::Caller;
use crate::{Keying, VerificationStage};
use routing::Friend;
use serde::{Deserialize, Serialize};
use vocabulary::journal::{EndReason, Entry, FlowPosition, Rest};
use vocabulary::plan::Channel;
use vocabulary::{
    AgentId, ContactId, CustomerRef, DispositionCode, Language, LegId, LineName, NodeName, QueueName, Skills,
    Span, Tier, Time,
};

/// One matter of one customer, while it is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// When it was opened.
    pub opened: Time,
    /// What it takes of an agent's hands.
    #[serde(default)]
    pub channel: Channel,
    /// The voice node that has its legs; none of a chat.
    pub node: Option<NodeName>,
    /// The customer's leg; none of a chat.
    pub leg: Option<LegId>,
    /// The number called, or where the chat was opened.
    pub line: LineName,
    /// The language it is served in.
    pub language: Language,
    /// Whose number calls, as far as known.
    pub customer: Option<CustomerRef>,
    /// How the bank ranks that customer, once it has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    /// Whether the customer is known by PIN, not by number only.
    pub verified: bool,
    /// Whether that customer has keyed in a one-time code of the bank's as well.
    #[serde(default)]
    pub strong: bool,
    /// What it asked of a queue, once it did: needed again when it has to come back.
    pub wanted: Option<Wanted>,
    /// Who served it last.
    pub agent: Option<AgentId>,
    /// From joining the queue to the first answer; none before it.
    pub wait: Option<Span>,
    /// Time spent talking, over all agents; none before the first answer.
    pub talk: Option<Span>,
    /// How many plays, gathers and verifications were ordered: their numbers never repeat.
    pub acts: u32,
    /// Where its flow sent it to the queue: needed when those who wait are sent on.
    #[serde(default)]
    pub queued_at: Option<FlowPosition>,
    /// What the matter was, as far as anybody said.
    #[serde(default)]
    pub disposition: Option<DispositionCode>,
    /// How far its recording has come.
    #[serde(default)]
    pub recording: Recording,
    /// The secret that its customer keys in, while that goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keying: Option<Box<Keying>>,
    /// How often the customer's registered number was called in it.
    #[serde(default)]
    pub registered_tries: u8,
    /// What it has of a call-back, if its number may be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback: Option<Box<Callback>>,
    /// What else is known of who calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Box<Caller>>,
    /// Since when an agent has had it in hand the way it is: offered, talking, or being wrapped up.
    #[serde(default)]
    pub since: Time,
    /// When something is due for it: see [`crate::State::next_due`].
    pub due: Option<Time>,
    /// Where it stands.
    pub phase: Phase,
}

/// How far the recording of a contact has come. There is one at the most: it goes on when another
/// agent takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Recording {
    /// None has begun.
    #[default]
    NotYet,
    /// It runs.
    Running,
    /// It ended, whether well or not.
    Over,
}

/// What a contact asked of a queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wanted {
    /// The queue.
    pub queue: QueueName,
    /// When it joined.
    pub since: Time,
    /// Time in queue it is credited with.
    pub credit: Span,
    /// What it needs.
    pub skills: Skills,
    /// Its own priority: that of the line it came by.
    #[serde(default)]
    pub priority: u8,
    /// When it joined this queue.
    #[serde(default)]
    pub joined: Time,
    /// How many widenings it has gone through.
    #[serde(default)]
    pub stage: u8,
    /// How many overflow rules have been tried.
    #[serde(default)]
    pub tried: u8,
    /// The agent who knows the customer, if it is to be kept for somebody.
    #[serde(default)]
    pub friend: Option<Friend>,
}

/// Where a contact stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Phase {
    /// Just opened: its flow's first step follows in the same decision.
    Opened,
    /// Hears an announcement that somebody set; its flow's first step, or the end, follows.
    Announced {
        /// The number of the play.
        act: u32,
        /// Whether the call ends after it.
        instead: bool,
    },
    /// In its flow, waiting for the act with this number to come to its end.
    Flow {
        /// Where the flow stands.
        position: FlowPosition,
        /// The number of the play, gather or verification.
        act: u32,
    },
    /// In the queue; the router knows its place.
    Waiting,
    /// An agent's telephone is being called, or the agent may accept a chat.
    Offered {
        /// The agent.
        agent: AgentId,
        /// The leg to the agent; none of a chat.
        leg: Option<LegId>,
    },
    /// A place that is kept, and is out of the line for a while.
    Resting {
        /// Why.
        why: Rest,
    },
    /// The agent has picked up, and the customer's telephone is being called.
    CallingBack {
        /// The agent.
        agent: AgentId,
        /// The leg to the agent.
        leg: LegId,
    },
    /// The agent calls the customer back at the registered number, and is on the line.
    Verifying {
        /// The agent.
        agent: AgentId,
        /// The leg to the agent.
        leg: LegId,
        /// How far it has come.
        stage: VerificationStage,
    },
    /// Customer and agent have each other, and hear each other unless the bridge says otherwise.
    Talking {
        /// The agent.
        agent: AgentId,
        /// The leg to the agent; none of a chat.
        leg: Option<LegId>,
        /// Since when.
        since: Time,
        /// Who hears whom.
        #[serde(default)]
        bridge: Bridge,
    },
    /// The legs are gone; the agent finishes the matter.
    WrapUp {
        /// The agent.
        agent: AgentId,
        /// How the conversation ended.
        reason: EndReason,
    },
    /// Over, and about to be closed by the next entries of the same decision.
    Ended {
        /// How.
        reason: EndReason,
    },
}

/// Who hears whom in a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Bridge {
    /// Customer and agent hear each other.
    #[default]
    Joined,
    /// The customer hears music, the agent nothing: the agent's wish.
    Held,
    /// The customer hears music: the agent's browser telephone has vanished and may come back. Of a
    /// chat, the agent's page has.
    Parted {
        /// Whether the customer was held before.
        held: bool,
    },
}

impl Contact {
    /// It is known whose it is. What was known of somebody else does not hold any more.
    pub(crate) fn belongs_to(&mut self, customer: &CustomerRef) {
        self.tier = self.tier.filter(|_| self.customer.as_ref() == Some(customer));
        self.customer = Some(customer.clone());
    }

    /// A contact that has just been opened; a call's node and leg are its opener's to say.
    pub(crate) fn new(
        id: ContactId,
        opened: Time,
        channel: Channel,
        line: LineName,
        language: Language,
    ) -> Contact {
        Contact {
            id,
            opened,
            channel,
            node: None,
            leg: None,
            line,
            language,
            customer: None,
            tier: None,
            verified: false,
            strong: false,
            wanted: None,
            agent: None,
            wait: None,
            talk: None,
            acts: 0,
            queued_at: None,
            disposition: None,
            recording: Recording::NotYet,
            keying: None,
            registered_tries: 0,
            callback: None,
            caller: None,
            since: opened,
            due: None,
            phase: Phase::Opened,
        }
    }

    /// The bridge of its talk, while it talks.
    pub fn bridge(&self) -> Option<Bridge> {
        match self.phase {
            Phase::Talking { bridge, .. } => Some(bridge),
            _ => None,
        }
    }

    /// The agent's leg, while there is one.
    pub fn agent_leg(&self) -> Option<LegId> {
        match self.phase {
            Phase::CallingBack { leg, .. } | Phase::Verifying { leg, .. } => Some(leg),
            Phase::Offered { leg, .. } | Phase::Talking { leg, .. } => leg,
            _ => None,
        }
    }

    /// Whether it is a chat.
    pub fn is_chat(&self) -> bool {
        self.channel == Channel::Chat
    }

    /// The entry that closes it.
    pub(crate) fn closed(&self, now: Time, reason: EndReason) -> Entry {
        let talking = match self.phase {
            Phase::Talking { since, .. } => Some(now - since),
            _ => None,
        };
        let talk = match (self.talk, talking) {
            (Some(before), Some(last)) => Some(before + last),
            (before, last) => before.or(last),
        };
        let queue = self.wanted.as_ref().map(|wanted| wanted.queue.clone());
        Entry::ContactClosed { contact: self.id, reason, queue, agent: self.agent, wait: self.wait, talk }
    }

    /// The agent who is busy with it now.
    pub fn served_by(&self) -> Option<AgentId> {
        match self.phase {
            Phase::Offered { agent, .. }
            | Phase::CallingBack { agent, .. }
            | Phase::Verifying { agent, .. }
            | Phase::Talking { agent, .. }
            | Phase::WrapUp { agent, .. } => Some(agent),
            _ => None,
        }
    }

    /// Whether it is under way: a call has legs that are up, a chat is not over.
    pub fn is_live(&self) -> bool {
        if self.is_chat() { !self.is_over() } else { self.legs().next().is_some() }
    }

    fn is_over(&self) -> bool {
        matches!(self.phase, Phase::WrapUp { .. } | Phase::Ended { .. })
    }

    /// The legs that are up: the customer's, unless it is away, and the agent's.
    pub fn legs(&self) -> impl Iterator<Item = LegId> {
        let is_gone = self.is_over() || self.is_away() || self.is_alone();
        let customer = self.leg.filter(|_| !is_gone);
        customer.into_iter().chain(self.agent_leg())
    }
}
