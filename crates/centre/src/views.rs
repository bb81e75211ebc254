//! What others see of the floor: values taken at one moment.

use crate::callbacks;
use crate::chats::ChatView;
use floor::{AgentState, Bridge, ClosedByHand, Contact, Phase, Proof, Shift, State};
use indicators::{Counts, Fact, Figures, TimeCell, Zone};
use routing::{Estimate, Explanation};
use std::collections::BTreeMap;
use vocabulary::journal::NotReady;
use vocabulary::plan::{Channel, Plan, Queue, Team};
use vocabulary::{
    AgentId, ContactId, CustomerRef, DispositionCode, Epoch, Language, LineName, NodeName, QueueName,
    Sequence, SkillName, Span, Time,
};

/// An agent as supervisors see one.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentView {
    /// The agent's number.
    pub id: AgentId,
    /// What the agent is doing.
    pub doing: Doing,
    /// Since when.
    pub since: Time,
    /// The contact in hand: the call, or else the first of the chats.
    pub contact: Option<ContactId>,
    /// The chats in hand.
    pub chats: Vec<ContactId>,
    /// Why not ready, or why not ready after what is in hand.
    pub not_ready: Option<NotReady>,
    /// What the agent can do.
    pub skills: Vec<SkillName>,
    /// Until when contacts are offered.
    pub shift: Shift,
}

/// Why a contact waits, and for how long it will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    /// Why.
    pub why: Explanation,
    /// How long from now on, with its error; none while nobody can say.
    pub estimate: Option<Estimate>,
}

/// What an agent is doing, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    /// Cannot be offered contacts.
    NotReady,
    /// Waits for a contact.
    Ready,
    /// The telephone is being called.
    Offered,
    /// Speaks with a customer.
    Talking,
    /// Finishes a matter.
    WrapUp,
}

/// A queue as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueView {
    /// Its name.
    pub name: QueueName,
    /// Contacts that wait, those being offered included.
    pub waiting: usize,
    /// The longest wait of these.
    pub longest_wait: Span,
    /// Counts since midnight in the bank's zone, by arrival at the queue.
    pub today: Counts,
    /// T of its service level.
    pub service_level: Span,
    /// Since when it has been closed by hand, and by whom.
    pub closed_by_hand: Option<ClosedByHand>,
    /// Places that are kept for call-backs: not among those who wait.
    pub callbacks: usize,
    /// When the next of them is due, as far as anybody can say.
    pub next_callback: Option<Time>,
}

/// An open contact.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactView {
    /// Its id.
    pub id: ContactId,
    /// When it was opened.
    pub opened: Time,
    /// The number called.
    pub line: LineName,
    /// The language it is served in.
    pub language: Language,
    /// What it takes of an agent's hands.
    pub channel: Channel,
    /// Where its legs are; nowhere, of a chat.
    pub node: Option<NodeName>,
    /// Whose number calls, as far as known: *matched*, not *verified*.
    pub customer: Option<CustomerRef>,
    /// Whether number and PIN were verified.
    pub verified: bool,
    /// Whether a one-time code was, too.
    pub strong: bool,
    /// What else is known of who calls.
    pub caller: CallerView,
    /// Where it stands, in a word.
    pub phase: &'static str,
    /// The queue it reached.
    pub queue: Option<QueueName>,
    /// Who serves it.
    pub agent: Option<AgentId>,
    /// Who served it last, if it was answered.
    pub last_agent: Option<AgentId>,
    /// What the matter was, as far as anybody said.
    pub disposition: Option<DispositionCode>,
    /// Whether the customer is, or was, called back.
    pub callback: bool,
}

impl ContactView {
    /// Whether the customer has gone, and the agent alone is still at it.
    pub fn is_in_wrap_up(&self) -> bool {
        self.phase == "wrap_up"
    }
}

/// What is known of who calls, beside whose contact it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallerView {
    /// Whether an agent found out whom it is about: *identified*, not *verified*.
    pub identified: bool,
    /// Whether the caller is not the customer.
    pub third_party: bool,
    /// Whose the calling number is, when it is several customers'; none of them is shown unless somebody asks.
    pub holders: Vec<CustomerRef>,
    /// How the customer was verified, if so.
    pub proof: Option<Proof>,
}

/// The floor at a glance.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// The moment.
    pub at: Time,
    /// The last journal record this takes in.
    pub sequence: Sequence,
    /// The term of leadership.
    pub epoch: Epoch,
    /// Contacts in their flows.
    pub in_flow: usize,
    /// Contacts in queues, those being offered included.
    pub waiting: usize,
    /// Contacts talking with an agent.
    pub talking: usize,
    /// All queues.
    pub queues: Vec<QueueView>,
    /// All agents.
    pub agents: Vec<AgentView>,
    /// Counts of all queues since midnight in the bank's zone.
    pub today: Counts,
}

/// What is older is kept in the database: it is written every minute.
const RECENT: Span = Span::seconds(2 * 3_600);

/// What figures need of the running floor.
#[derive(Debug, Clone)]
pub struct FiguresView {
    /// The moment.
    pub at: Time,
    /// The bank's own time zone.
    pub zone: Zone,
    /// Who is led together.
    pub teams: Vec<Team>,
    /// Contacts that have reached a queue and are not closed, as far as they have come.
    pub open: Vec<Fact>,
    /// How agents spent the last two hours.
    pub times: Vec<TimeCell>,
}

pub(crate) fn figures(state: &State, figures: &Figures, now: Time) -> FiguresView {
    FiguresView {
        at: now,
        zone: zone(state),
        teams: state.plan().teams.clone(),
        open: figures.open(now),
        times: figures.time_cells(now - RECENT, now),
    }
}

/// The zone of the plan in force.
pub(crate) fn zone(state: &State) -> Zone {
    zone_of(state.plan())
}

/// The bank's own zone. One that this release does not know any more is UTC.
pub(crate) fn zone_of(plan: &Plan) -> Zone {
    plan.zone.as_deref().and_then(|zone| Zone::new(zone).ok()).unwrap_or_default()
}

pub(crate) fn board(state: &State, figures: &Figures, now: Time) -> Board {
    let (mut in_flow, mut waiting, mut talking) = (0, 0, 0);
    for contact in state.contacts() {
        match contact.phase {
            Phase::Opened | Phase::Announced { .. } | Phase::Flow { .. } => in_flow += 1,
            // Nobody waits on the telephone.
            _ if contact.is_away() => {}
            Phase::Waiting | Phase::Offered { .. } => waiting += 1,
            Phase::Resting { .. } | Phase::CallingBack { .. } => {}
            // Whoever is called back at the registered number is being served.
            Phase::Talking { .. } | Phase::Verifying { .. } => talking += 1,
            Phase::WrapUp { .. } | Phase::Ended { .. } => {}
        }
    }
    Board {
        at: now,
        sequence: state.sequence(),
        epoch: state.epoch(),
        in_flow,
        waiting,
        talking,
        queues: queues(state, figures, now),
        agents: agents(state),
        today: figures.total_since(zone(state).midnight(now)),
    }
}

/// Who waits in a queue: how many, and since when the first of them.
struct Line {
    waiting: usize,
    first: Time,
}

pub(crate) fn queues(state: &State, figures: &Figures, now: Time) -> Vec<QueueView> {
    let mut lines: BTreeMap<&QueueName, Line> = BTreeMap::new();
    let waits = |contact: &&Contact| {
        matches!(contact.phase, Phase::Waiting | Phase::Offered { .. }) && !contact.is_away()
    };
    for wanted in state.contacts().filter(waits).filter_map(|contact| contact.wanted.as_ref()) {
        let line = lines.entry(&wanted.queue).or_insert(Line { waiting: 0, first: wanted.since });
        line.waiting += 1;
        line.first = line.first.min(wanted.since);
    }
    let places = callbacks::places(state, now);
    let midnight = zone(state).midnight(now);
    let of = |queue: &Queue| {
        let name = queue.name.clone();
        places.iter().filter(move |place| place.queue.as_ref() == Some(&name))
    };
    let view = |queue: &Queue| QueueView {
        name: queue.name.clone(),
        waiting: lines.get(&queue.name).map_or(0, |line| line.waiting),
        longest_wait: lines.get(&queue.name).map_or(Span::ZERO, |line| now - line.first),
        today: figures.since(midnight, &queue.name),
        service_level: queue.service_level,
        closed_by_hand: state.closed_by_hand(&queue.name).cloned(),
        callbacks: of(queue).count(),
        next_callback: of(queue).filter_map(|place| place.next).min(),
    };
    state.plan().queues.iter().map(view).collect()
}

pub(crate) fn agents(state: &State) -> Vec<AgentView> {
    state.agents().map(|agent| self::agent(state, agent)).collect()
}

pub(crate) fn agent(state: &State, agent: &floor::Agent) -> AgentView {
    let (doing, reason) = match agent.state {
        AgentState::NotReady(reason) => (Doing::NotReady, Some(reason)),
        AgentState::Ready => (with_chats(state, agent), None),
        AgentState::Offered(_) => (Doing::Offered, None),
        AgentState::Talking(_) => (Doing::Talking, None),
        AgentState::WrapUp(_) => (Doing::WrapUp, None),
    };
    AgentView {
        id: agent.id,
        doing,
        since: agent.since,
        contact: agent.in_hand().next(),
        chats: agent.chats.iter().copied().collect(),
        not_ready: reason.or(agent.then),
        skills: state.planned(agent.id).map(|planned| planned.skills.clone()).unwrap_or_default(),
        shift: agent.shift,
    }
}

/// What an agent without a call is doing with chats.
fn with_chats(state: &State, agent: &floor::Agent) -> Doing {
    let phases = agent.chats.iter().filter_map(|chat| state.contact(*chat)).map(|chat| &chat.phase);
    let doing = phases.map(|phase| match phase {
        Phase::Talking { .. } => Doing::Talking,
        Phase::WrapUp { .. } => Doing::WrapUp,
        _ => Doing::Offered,
    });
    // The one that takes most of the agent.
    let first = |doing: &Doing| match doing {
        Doing::Talking => 0,
        Doing::WrapUp => 1,
        _ => 2,
    };
    doing.min_by_key(first).unwrap_or(Doing::Ready)
}

/// Why a contact waits; `None` when it does not.
pub(crate) fn waits(state: &State, contact: ContactId) -> Option<Waits> {
    let router = state.router();
    Some(Waits { why: router.explain(contact)?, estimate: router.estimate(contact) })
}

/// A chat as its customer sees it.
pub(crate) fn chat(state: &State, id: ContactId) -> ChatView {
    let Some(contact) = state.contact(id).filter(|contact| contact.is_chat()) else { return ChatView::Over };
    match contact.phase {
        Phase::Waiting => ChatView::Waiting {
            position: state.router().position(id),
            wait: state.router().estimate(id).map(|told| told.expected),
        },
        Phase::Offered { .. } => ChatView::Waiting { position: None, wait: None },
        Phase::Talking { bridge, .. } => ChatView::Talking { away: bridge != Bridge::Joined },
        _ => ChatView::Over,
    }
}

/// Whether an agent and a customer are in a chat with each other.
pub(crate) fn talks_in_chat(state: &State, id: AgentId, contact: ContactId) -> bool {
    let contact = state.contact(contact).filter(|contact| contact.is_chat());
    matches!(contact.map(|contact| &contact.phase), Some(Phase::Talking { agent, .. }) if *agent == id)
}

pub(crate) fn contact(contact: &Contact) -> ContactView {
    ContactView {
        id: contact.id,
        opened: contact.opened,
        line: contact.line.clone(),
        language: contact.language,
        channel: contact.channel,
        node: contact.node.clone(),
        customer: contact.customer.clone(),
        verified: contact.verified,
        strong: contact.strong,
        caller: CallerView {
            identified: contact.is_identified(),
            third_party: contact.is_third_party(),
            holders: contact.holders().to_vec(),
            proof: contact.proof(),
        },
        phase: match contact.phase {
            Phase::Opened | Phase::Announced { .. } | Phase::Flow { .. } => "in_flow",
            Phase::Offered { .. } if contact.is_away() => "calling_back",
            Phase::CallingBack { .. } => "calling_back",
            Phase::Verifying { .. } => "verifying",
            Phase::Waiting if contact.is_away() => "kept",
            Phase::Resting { .. } => "kept",
            Phase::Waiting => "waiting",
            Phase::Offered { .. } => "offered",
            Phase::Talking { .. } => "talking",
            Phase::WrapUp { .. } | Phase::Ended { .. } => "wrap_up",
        },
        queue: contact.wanted.as_ref().map(|wanted| wanted.queue.clone()),
        agent: contact.served_by(),
        last_agent: contact.agent,
        disposition: contact.disposition.clone(),
        callback: contact.is_callback(),
    }
}
