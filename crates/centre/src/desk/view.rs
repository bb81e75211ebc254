//! What an agent's page and a supervisor's detail pages show: values taken at one moment.

use super::secure_entry::{self, KeyedView};
use crate::callbacks::{self, PlaceView};
use crate::views::{self, AgentView, ContactView, QueueView};
use floor::{Agent, Bridge, Contact, Phase, State, VerificationStage};
use indicators::{Figures, Zone};
use vocabulary::plan::{Desk, Script};
use vocabulary::{
    AccountId, AgentId, ContactId, DispositionCode, LegId, LineName, PromptName, QueueName, Span, Time,
};

/// An agent's desk.
#[derive(Debug, Clone, PartialEq)]
pub struct DeskView {
    /// The moment.
    pub at: Time,
    /// The agent.
    pub agent: AgentView,
    /// Where the agent is called: a SIP URI, or `page`.
    pub address: String,
    /// The call in hand.
    pub contact: Option<DeskContact>,
    /// The chats in hand, oldest first.
    pub chats: Vec<DeskContact>,
    /// All queues of the plan.
    pub queues: Vec<QueueName>,
    /// What is set about desks.
    pub desk: Desk,
}

/// The contact in hand.
#[derive(Debug, Clone, PartialEq)]
pub struct DeskContact {
    /// What everybody sees of it.
    pub contact: ContactView,
    /// The agent's leg, while there is one.
    pub leg: Option<LegId>,
    /// Since when it is in the agent's hand the way it is.
    pub since: Time,
    /// From joining the queue to now, or to the first answer.
    pub waited: Span,
    /// The calling number behind its mask; none when it was withheld.
    pub caller: Option<String>,
    /// The secret that the customer keys in, while that goes on.
    pub keying: Option<KeyedView>,
    /// Whether the customer is on hold.
    pub held: bool,
    /// Whether the agent has picked up, and the customer is being called back.
    pub dialling: bool,
    /// How far the call to the registered number has come, while one is under way.
    pub verifying: Option<VerificationStage>,
    /// Until when a chat that is offered can be accepted.
    pub accept_until: Option<Time>,
    /// Until when the agent's page may come back.
    pub parted_until: Option<Time>,
    /// When the wrap-up is over.
    pub wrap_up_until: Option<Time>,
    /// What the matter was, as far as anybody said.
    pub disposition: Option<DispositionCode>,
    /// What the agent is to say first.
    pub script: Option<Script>,
}

/// A queue with all who wait in it.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueDetail {
    /// The moment.
    pub at: Time,
    /// The queue.
    pub queue: QueueView,
    /// Who waits, the longest first; those being offered included.
    pub waiting: Vec<WaitingView>,
    /// Places that are kept for call-backs, oldest first.
    pub callbacks: Vec<PlaceView>,
    /// Agents with the queue's own skills, whatever they are doing.
    pub agents: Vec<AgentView>,
}

/// A contact that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingView {
    /// Which.
    pub contact: ContactId,
    /// Since when.
    pub since: Time,
    /// Place in the line, 1 is next; none while it is being offered.
    pub position: Option<u32>,
    /// Who is being called for it.
    pub agent: Option<AgentId>,
}

/// What is set about the house by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct HouseView {
    /// Announcements in force.
    pub announcements: Vec<AnnouncementView>,
    /// All lines.
    pub lines: Vec<LineName>,
    /// What may be announced.
    pub prompts: Vec<PromptName>,
    /// The bank's own time zone.
    pub zone: Zone,
}

/// What callers hear before anything else.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnouncementView {
    /// Of which line; of all others when none is named.
    pub line: Option<LineName>,
    /// What.
    pub prompt: PromptName,
    /// Whether the call ends after it.
    pub instead: bool,
    /// Since when.
    pub since: Time,
    /// Set by whom.
    pub by: Option<AccountId>,
}

/// `None` when there is no such agent. `caller` masks the number of a contact.
pub(crate) fn desk(
    state: &State,
    id: AgentId,
    now: Time,
    caller: impl Fn(ContactId) -> Option<String>,
) -> Option<DeskView> {
    let agent = state.agent(id)?;
    let in_hand = agent.state.contact().and_then(|contact| state.contact(contact));
    let chats = agent.chats.iter().filter_map(|chat| state.contact(*chat));
    Some(DeskView {
        at: now,
        agent: views::agent(state, agent),
        address: state.planned(id).map(|planned| planned.address.clone()).unwrap_or_default(),
        contact: in_hand.map(|contact| desk_contact(state, agent, contact, now, caller(contact.id))),
        chats: chats.map(|chat| desk_contact(state, agent, chat, now, None)).collect(),
        queues: state.plan().queues.iter().map(|queue| queue.name.clone()).collect(),
        desk: state.plan().desk.clone(),
    })
}

fn desk_contact(
    state: &State,
    agent: &Agent,
    contact: &Contact,
    now: Time,
    caller: Option<String>,
) -> DeskContact {
    let bridge = contact.bridge();
    let offered = matches!(contact.phase, Phase::Offered { .. });
    let queue = contact.wanted.as_ref().map(|wanted| &wanted.queue);
    let joined = contact.wanted.as_ref().map_or(contact.opened, |wanted| wanted.since);
    DeskContact {
        contact: views::contact(contact),
        leg: contact.agent_leg(),
        since: if contact.is_chat() { contact.since } else { agent.since },
        waited: contact.wait.unwrap_or(now - joined),
        caller,
        dialling: matches!(contact.phase, Phase::CallingBack { .. }),
        verifying: contact.verifying(),
        keying: secure_entry::view(contact, 0),
        held: matches!(bridge, Some(Bridge::Held | Bridge::Parted { held: true })),
        accept_until: contact.due.filter(|_| offered && contact.is_chat()),
        parted_until: contact.due.filter(|_| matches!(bridge, Some(Bridge::Parted { .. }))),
        wrap_up_until: contact.due.filter(|_| matches!(contact.phase, Phase::WrapUp { .. })),
        disposition: contact.disposition.clone(),
        script: state.plan().desk.script(&contact.line, queue).cloned(),
    }
}

/// `None` when the plan has no such queue.
pub(crate) fn queue(state: &State, figures: &Figures, name: &QueueName, now: Time) -> Option<QueueDetail> {
    let queue = views::queues(state, figures, now).into_iter().find(|queue| queue.name == *name)?;
    let skills = state.plan().queues.iter().find(|queue| queue.name == *name).map(|queue| &queue.skills)?;
    let mut waiting: Vec<WaitingView> =
        state.contacts().filter_map(|contact| wait(state, contact, name)).collect();
    waiting.sort_by_key(|waiting| (waiting.since, waiting.contact));
    let of_queue = |place: &PlaceView| place.queue.as_ref() == Some(name);
    let callbacks = callbacks::places(state, now).into_iter().filter(of_queue).collect();
    let can = |agent: &AgentView| skills.iter().all(|skill| agent.skills.contains(skill));
    let agents = views::agents(state).into_iter().filter(can).collect();
    Some(QueueDetail { at: now, queue, waiting, callbacks, agents })
}

fn wait(state: &State, contact: &Contact, queue: &QueueName) -> Option<WaitingView> {
    let wanted = contact.wanted.as_ref().filter(|wanted| wanted.queue == *queue)?;
    let waits = matches!(contact.phase, Phase::Waiting | Phase::Offered { .. }) && !contact.is_away();
    waits.then(|| WaitingView {
        contact: contact.id,
        since: wanted.since,
        position: state.router().position(contact.id),
        agent: contact.served_by(),
    })
}

pub(crate) fn house(state: &State) -> HouseView {
    let view = |(line, set): (Option<&LineName>, &floor::Announcement)| AnnouncementView {
        line: line.cloned(),
        prompt: set.prompt.clone(),
        instead: set.instead,
        since: set.since,
        by: set.by,
    };
    HouseView {
        announcements: state.announcements().map(view).collect(),
        lines: state.plan().lines.iter().map(|line| line.name.clone()).collect(),
        prompts: state.plan().desk.announcements.clone(),
        zone: views::zone(state),
    }
}
