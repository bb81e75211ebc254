//! Contacts as lists and pages show them: a projection that moves in the same transaction as the
//! journal. The journal stays the truth.

pub(crate) mod change;
pub(crate) mod facts;
pub(crate) mod projection;
pub(crate) mod table;

use crate::messages::Message;
use crate::notes::NoteText;
use crate::promises::Promise;
use crate::sealed::{Place, Sealed};
use indicators::{Called, Fact, Outcome, Recorded};
use vocabulary::journal::{EndReason, RecordingOutcome};
use vocabulary::plan::Channel;
use vocabulary::{
    AccountId, AgentId, ContactId, CustomerRef, DispositionCode, Language, LineName, PhoneNumber, QueueName,
    RecordingId, SkillName, Span, Time,
};

/// What an entry of the journal means for the contacts table.
#[derive(Debug, Clone, PartialEq)]
pub enum ContactChange {
    /// A contact began.
    Opened {
        /// Which.
        contact: ContactId,
        /// When.
        at: Time,
        /// The number called.
        line: LineName,
        /// The language it was greeted in.
        language: Language,
        /// The calling number, if it was shown. Stored sealed.
        caller: Option<PhoneNumber>,
    },
    /// The customer became known, or better known. What is sealed moves under the customer's key.
    Customer {
        /// Whose contact.
        contact: ContactId,
        /// The customer.
        customer: CustomerRef,
        /// Whether number and PIN were verified; otherwise the calling number alone says so.
        verified: bool,
    },
    /// Whose contact it is is not known any more. What is sealed moves back under the contact's own key.
    NoCustomer {
        /// Which contact.
        contact: ContactId,
    },
    /// Somebody said what the matter was.
    Disposition {
        /// Of which contact.
        contact: ContactId,
        /// What it was.
        code: DispositionCode,
    },
    /// Somebody wrote a note. Stored sealed.
    Note {
        /// About which contact.
        contact: ContactId,
        /// The note's place among all that was sent about the contact.
        version: u64,
        /// Whether it came from a window that did not know the newest version.
        aside: bool,
        /// Who.
        by: AccountId,
        /// When.
        at: Time,
        /// The version it takes the place of: the same person's, of a moment ago.
        replaces: Option<u64>,
        /// The text.
        text: NoteText,
    },
    /// Something was written in a chat.
    Message {
        /// In which.
        contact: ContactId,
        /// What.
        message: Message,
    },
    /// Something was promised to the customer. Stored sealed.
    Promise(Box<Promise>),
    /// A contact's recording began, or ended.
    Recording {
        /// Whose.
        contact: ContactId,
        /// Which.
        recording: RecordingId,
        /// When.
        at: Time,
        /// How it ended; none when it began.
        outcome: Option<RecordingOutcome>,
    },
    /// A contact is closed.
    Closed {
        /// Which.
        contact: ContactId,
        /// When.
        at: Time,
        /// How it ended.
        reason: EndReason,
        /// The last queue it waited in.
        queue: Option<QueueName>,
        /// Who served it last.
        agent: Option<AgentId>,
        /// How long it waited.
        wait: Option<Span>,
        /// How long they talked.
        talk: Option<Span>,
    },
    /// What a closed contact contributes to figures is known.
    Counted {
        /// All of it.
        fact: Box<Fact>,
    },
}

/// A row of the contacts table.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactRow {
    /// Which contact.
    pub contact: ContactId,
    /// When it began.
    pub opened_at: Time,
    /// When it was closed; none while it is open.
    pub closed_at: Option<Time>,
    /// How it ended.
    pub reason: Option<EndReason>,
    /// The number called.
    pub line: LineName,
    /// The language it was greeted in.
    pub language: Language,
    /// The customer, as far as known.
    pub customer: Option<CustomerRef>,
    /// Whether the customer was verified.
    pub verified: bool,
    /// The calling number, sealed: open it with [`crate::Reader::unseal_caller`].
    pub caller: Option<Sealed>,
    /// The last queue it waited in; none while it is open.
    pub queue: Option<QueueName>,
    /// Who served it last; none while it is open.
    pub agent: Option<AgentId>,
    /// How long it waited.
    pub wait: Option<Span>,
    /// How long they talked.
    pub talk: Option<Span>,
    /// What the matter was, as far as anybody said.
    pub disposition: Option<DispositionCode>,
    /// What it contributes to figures; none while it is open.
    pub fact: Option<Box<Fact>>,
    /// What the calling number is looked up by.
    pub(crate) caller_index: Option<Vec<u8>>,
}

/// Which contacts to list. All that is set must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// Only open ones, or only closed ones.
    pub open: Option<bool>,
    /// Only those that waited last in this queue.
    pub queue: Option<QueueName>,
    /// Only those this agent served last.
    pub agent: Option<AgentId>,
    /// Only those that one of these agents served last.
    pub agents: Option<Vec<AgentId>>,
    /// Only those that called this number.
    pub line: Option<LineName>,
    /// Only those that a figure counts.
    pub among: Among,
    /// Only those that began before this one: the last of the page before.
    pub before: Option<ContactId>,
    /// At most so many, 500 at most.
    pub limit: u32,
}

/// Conditions on closed contacts that figures make: each opens the contacts behind it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Among {
    /// Counted in an interval that begins here, ...
    pub counted_from: Option<Time>,
    /// … and ends before this.
    pub counted_to: Option<Time>,
    /// Reached this queue first.
    pub first_queue: Option<QueueName>,
    /// Had one of these outcomes; any when empty.
    pub outcomes: Vec<Outcome>,
    /// Waited so long at least.
    pub waited_from: Option<Span>,
    /// Waited so long at the most.
    pub waited_to: Option<Span>,
    /// Talked so long at least.
    pub talked_from: Option<Span>,
    /// Talked so long at the most.
    pub talked_to: Option<Span>,
    /// Answered within the queue's T, or not.
    pub in_time: Option<bool>,
    /// Abandoned within the queue's short time, or not.
    pub short: Option<bool>,
    /// Not abandoned within this time.
    pub short_within: Option<Span>,
    /// Imported, or live.
    pub imported: Option<bool>,
    /// Put on hold, or not.
    pub held: Option<bool>,
    /// Given on, or not.
    pub transferred: Option<bool>,
    /// Of a known customer, or not.
    pub known: Option<bool>,
    /// Of a customer of this rank.
    pub tier: Option<String>,
    /// Needed this skill.
    pub skill: Option<SkillName>,
    /// Served last by one of these.
    pub agents: Option<Vec<AgentId>>,
    /// Served last by none of these, or by nobody.
    pub not_agents: Option<Vec<AgentId>>,
    /// Has none of this.
    pub without: Option<Without>,
    /// Of a customer who reached a queue again within this.
    pub again: Option<Span>,
    /// Had to be recorded, or can be played. Of open contacts nobody asks.
    pub recording: Option<Recorded>,
    /// Promised a call-back, or not.
    pub callback: Option<bool>,
    /// Called back by the time that was told, or not.
    pub callback_kept: Option<bool>,
    /// Came by this way.
    pub channel: Option<Channel>,
}

/// What a contact may be without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    /// It reached no queue.
    Queue,
    /// Nobody served it.
    Agent,
    /// It needed no skill.
    Skill,
    /// The customer's rank is not known.
    Tier,
}

impl Without {
    /// All of them.
    pub const ALL: [Without; 4] = [Without::Queue, Without::Agent, Without::Skill, Without::Tier];

    /// The word in questions.
    pub fn tag(self) -> &'static str {
        match self {
            Without::Queue => "queue",
            Without::Agent => "agent",
            Without::Skill => "skill",
            Without::Tier => "tier",
        }
    }

    fn is_missing(self, fact: &Fact) -> bool {
        match self {
            Without::Queue => fact.queue.is_none(),
            Without::Agent => fact.agent.is_none(),
            Without::Skill => fact.skills.is_empty(),
            Without::Tier => fact.tier.is_none(),
        }
    }
}

impl Among {
    /// Whether nothing is asked for, so that open contacts belong to the list as well.
    pub fn is_any(&self) -> bool {
        *self == Among::default()
    }

    /// The same question about one contact, as the database answers it.
    pub fn holds(&self, fact: &Fact) -> bool {
        let same = |wanted: Option<bool>, is: bool| wanted.is_none_or(|wanted| wanted == is);
        let short = self.short_within.is_some_and(|span| fact.waited <= span);
        self.counted_from.is_none_or(|from| fact.counted_at >= from)
            && self.counted_to.is_none_or(|to| fact.counted_at < to)
            && self.first_queue.as_ref().is_none_or(|queue| fact.queue.as_ref() == Some(queue))
            && (self.outcomes.is_empty() || self.outcomes.contains(&fact.outcome))
            && self.waited_from.is_none_or(|span| fact.waited >= span)
            && self.waited_to.is_none_or(|span| fact.waited <= span)
            && self.talked_from.is_none_or(|span| fact.talked >= span)
            && self.talked_to.is_none_or(|span| fact.talked <= span)
            && same(self.in_time, fact.in_time)
            && same(self.short, fact.short)
            && !(fact.outcome == Outcome::Abandoned && short)
            && same(self.imported, fact.imported)
            && same(self.held, fact.holds > 0)
            && same(self.transferred, fact.transfers > 0)
            && same(self.known, fact.customer.is_some())
            && self.tier.as_ref().is_none_or(|tier| fact.tier.as_ref() == Some(tier))
            && self.skill.as_ref().is_none_or(|skill| fact.skills.contains(skill))
            && self.agents.as_ref().is_none_or(|any| fact.agent.is_some_and(|agent| any.contains(&agent)))
            && self.not_agents.as_ref().is_none_or(|any| !fact.agent.is_some_and(|agent| any.contains(&agent)))
            && self.without.is_none_or(|what| what.is_missing(fact))
            // Of a contact that is open nobody knows yet.
            && self.again.is_none()
            && self.recording.is_none()
            && same(self.callback, fact.callback.is_some())
            && same(self.callback_kept, fact.callback == Some(Called::Kept))
            && self.channel.is_none_or(|channel| fact.channel == channel)
    }
}

impl Filter {
    /// The most one page holds.
    pub const MOST: u32 = 500;
}

impl Default for Filter {
    /// The newest hundred of all.
    fn default() -> Filter {
        Filter {
            open: None,
            queue: None,
            agent: None,
            agents: None,
            line: None,
            among: Among::default(),
            before: None,
            limit: 100,
        }
    }
}

/// Ids of imported contacts begin here: 2^52, more than a live centre ever counts to.
pub const FIRST_IMPORTED: ContactId = ContactId(1 << 52);

/// Where a contact's sealed calling number stands.
pub(crate) fn caller_place(contact: ContactId) -> Place {
    Place::new("contacts", "caller", contact.0)
}
