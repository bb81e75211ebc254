//! The state of the floor. Only [`crate::apply`] changes it.

use crate::friends::Friends;
use crate::rules::Rules;
use crate::table::Table;
use crate::{Agent, Contact};
use routing::Router;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::plan::{self, ChatLine, Line, Plan, Queue};
use vocabulary::{
    AccountId, AgentId, ContactId, Epoch, LegId, LineName, NodeName, PromptName, QueueName, Sequence, Time,
};

/// Everything the floor knows. Two states that came from the same journal serialise to the same
/// bytes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct State {
    pub(crate) sequence: Sequence,
    pub(crate) at: Time,
    pub(crate) epoch: Epoch,
    pub(crate) plan: Plan,
    /// Since when, and by whom.
    #[serde(default)]
    pub(crate) in_force: InForce,
    /// What the plan's texts mean; derived from `plan`, never stored.
    #[serde(skip)]
    pub(crate) rules: Rules,
    /// Queues that a plan no longer has, as long as contacts wait in them or have come from them:
    /// those are owed what was promised.
    #[serde(default)]
    pub(crate) struck_queues: BTreeMap<QueueName, Queue>,
    /// Queues that somebody closed by hand.
    #[serde(default)]
    pub(crate) closed_queues: BTreeMap<QueueName, ClosedByHand>,
    /// Queues that send on those who wait when their hours end, and of which nobody knows yet when
    /// that is; and when they do.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) closings_unknown: BTreeSet<QueueName>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) closings: BTreeSet<(Time, QueueName)>,
    /// What callers of all lines hear first, and what those of one line do instead of it.
    #[serde(default)]
    pub(crate) announcement: Option<Announcement>,
    #[serde(default)]
    pub(crate) line_announcements: BTreeMap<LineName, Announcement>,
    /// For each voice node, the number of the last report that led to an entry.
    pub(crate) nodes: BTreeMap<NodeName, u64>,
    pub(crate) agents: Table<AgentId, Agent>,
    /// Agents who are there, and of whose shift nobody knows yet.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) shifts_unknown: BTreeSet<AgentId>,
    /// When the next shift of agents who are there begins.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) shifts: BTreeSet<(Time, AgentId)>,
    /// Boxed: rows move when the table grows.
    pub(crate) contacts: Table<ContactId, Box<Contact>>,
    pub(crate) legs: Table<LegId, ContactId>,
    pub(crate) router: Router,
    /// Who served which customer last, as far as queues ask for it.
    #[serde(default, skip_serializing_if = "Friends::is_empty")]
    pub(crate) friends: Friends,
    /// Contacts that keep a place for a call-back.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) places: BTreeSet<ContactId>,
    pub(crate) due: BTreeSet<(Time, ContactId)>,
    pub(crate) last_contact: ContactId,
    pub(crate) dialled: u64,
}

/// How a plan came into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InForce {
    /// Its version: the place of its entry in the journal.
    pub version: Sequence,
    /// Since when.
    pub since: Time,
    /// By whom; nobody when it was read from the configuration file.
    pub by: Option<AccountId>,
}

/// A queue that somebody closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedByHand {
    /// Since when.
    pub since: Time,
    /// By whom.
    pub by: Option<AccountId>,
    /// Whether those who waited, and were never answered, were sent on.
    pub flush: bool,
}

/// What callers hear before anything else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// What they hear.
    pub prompt: PromptName,
    /// Whether the call ends after it.
    pub instead: bool,
    /// Since when.
    pub since: Time,
    /// Set by whom.
    pub by: Option<AccountId>,
}

impl State {
    /// Takes a stored state up again: what is derived from the plan is derived anew.
    pub fn restore(mut stored: State) -> State {
        stored.rules = Rules::of(&stored.plan);
        stored
    }

    /// The last record applied.
    pub fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// The last record's time.
    pub fn now(&self) -> Time {
        self.at
    }

    /// The term of leadership.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The plan in force.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// How the plan came into force.
    pub fn in_force(&self) -> InForce {
        self.in_force
    }

    /// The voice nodes that are there.
    pub fn nodes(&self) -> impl Iterator<Item = &NodeName> {
        self.nodes.keys()
    }

    /// All agents of the plan, by number, and those struck from it who have a contact in hand.
    pub fn agents(&self) -> impl Iterator<Item = &Agent> {
        self.agents.values()
    }

    /// One agent.
    pub fn agent(&self, id: AgentId) -> Option<&Agent> {
        self.agents.get(&id)
    }

    /// What the plan says about an agent; `None` for one who was struck from it.
    pub fn planned(&self, id: AgentId) -> Option<&plan::Agent> {
        self.rules.places.agents.get(&id).map(|place| &self.plan.agents[*place])
    }

    /// The open contacts, oldest first.
    pub fn contacts(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.values().map(Box::as_ref)
    }

    /// One open contact.
    pub fn contact(&self, id: ContactId) -> Option<&Contact> {
        self.contacts.get(&id).map(Box::as_ref)
    }

    /// Who waits for whom.
    pub fn router(&self) -> &Router {
        &self.router
    }

    /// Who closed a queue by hand, if somebody did.
    pub fn closed_by_hand(&self, queue: &QueueName) -> Option<&ClosedByHand> {
        self.closed_queues.get(queue)
    }

    /// All announcements in force; the one without a line is for all others.
    pub fn announcements(&self) -> impl Iterator<Item = (Option<&LineName>, &Announcement)> {
        let of_lines = self.line_announcements.iter().map(|(line, set)| (Some(line), set));
        self.announcement.iter().map(|set| (None, set)).chain(of_lines)
    }

    /// What a caller of a line hears before anything else.
    pub(crate) fn announced_on(&self, line: &LineName) -> Option<&Announcement> {
        self.line_announcements.get(line).or(self.announcement.as_ref())
    }

    /// When [`crate::Input::Tick`] is next needed.
    pub fn next_due(&self) -> Option<Time> {
        let contact = self.due.first().map(|(at, _)| *at);
        let shift = self.shifts.first().map(|(at, _)| *at);
        let closing = self.closings.first().map(|(at, _)| *at);
        contact.into_iter().chain(shift).chain(closing).chain(self.router.next_due()).min()
    }

    /// A queue that contacts can join.
    pub(crate) fn queue(&self, name: &QueueName) -> Option<&Queue> {
        self.rules.places.queues.get(name).map(|place| &self.plan.queues[*place])
    }

    /// What a queue promises to those who are in it, also when no plan has it any more.
    pub(crate) fn promise(&self, name: &QueueName) -> Option<&Queue> {
        self.queue(name).or_else(|| self.struck_queues.get(name))
    }

    pub(crate) fn line_called(&self, called: &str) -> Option<&Line> {
        self.rules.places.called.get(called).map(|place| &self.plan.lines[*place])
    }

    /// A line of the plan.
    pub fn line(&self, name: &LineName) -> Option<&Line> {
        self.rules.places.lines.get(name).map(|place| &self.plan.lines[*place])
    }

    /// A place of the plan where customers open chats.
    pub fn chat_line(&self, name: &LineName) -> Option<&ChatLine> {
        self.rules.places.chats.get(name).map(|place| &self.plan.chats[*place])
    }

    pub fn contact_of(&self, leg: LegId) -> Option<&Contact> {
        self.legs.get(&leg).and_then(|contact| self.contact(*contact))
    }
}
