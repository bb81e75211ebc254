//! The fields of each kind of entry. The match does not compile when the journal gets a kind that
//! is forgotten here.

use super::reasons::{LegEnding, NotVerified, Why, leg_ending, not_verified};
use crate::words::{EndReason, Language, NotReady, OfferFailure, RecordingOutcome};
use serde::Serialize;
use std::fmt::Display;
use utoipa::ToSchema;
use vocabulary::journal::{Entry, FlowAct};
use vocabulary::plan::{Plan, Target};
use vocabulary::{CustomerRef, Span};

/// Kind and fields of an entry. Spans are in seconds.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum EntryFields {
    /// A leader took the floor.
    LeadershipTaken {
        epoch: String,
    },
    /// A plan came into force; its names.
    Configured {
        lines: Vec<String>,
        queues: Vec<String>,
        flows: Vec<String>,
        agents: usize,
    },
    /// A voice node is there.
    NodeJoined {
        node: String,
    },
    /// A voice node is gone with all its legs.
    NodeLost {
        node: String,
    },
    /// An agent can be offered contacts.
    AgentReady {
        agent: String,
    },
    /// An agent cannot be offered contacts.
    AgentNotReady {
        agent: String,
        reason: NotReady,
    },
    /// Somebody closed a queue by hand; `flush` says whether those who waited were sent on.
    QueueClosed {
        queue: String,
        flush: bool,
    },
    /// The queue follows its calendar again.
    QueueOpened {
        queue: String,
    },
    /// Callers of a line, or of all when it is null, hear something before anything else.
    AnnouncementSet {
        #[schema(required = true)]
        line: Option<String>,
        prompt: String,
        instead: bool,
    },
    /// They hear it no more.
    AnnouncementCleared {
        #[schema(required = true)]
        line: Option<String>,
    },
    /// The caller heard an announcement; `instead` says whether the call ended after it.
    Announced {
        contact: String,
        prompt: String,
        instead: bool,
    },
    /// A contact begins.
    ContactOpened {
        contact: String,
        node: String,
        leg: String,
        line: String,
        language: Language,
    },
    /// A customer opened a chat.
    ChatOpened {
        contact: String,
        line: String,
        language: Language,
    },
    /// A call was turned away with this SIP status before it became a contact.
    CallRefused {
        node: String,
        leg: String,
        status: u16,
    },
    /// The calling number belongs to this customer; null for readers who may not see contacts.
    CustomerMatched {
        contact: String,
        #[schema(required = true)]
        customer: Option<String>,
    },
    /// The flow took a step.
    FlowMoved {
        contact: String,
        flow: String,
        step: String,
        tries: u8,
        act: Act,
    },
    /// The bank confirmed number and PIN; the customer is null for readers who may not see contacts.
    CustomerVerified {
        contact: String,
        #[schema(required = true)]
        customer: Option<String>,
    },
    /// The bank did not confirm number and PIN.
    VerificationFailed {
        contact: String,
        why: NotVerified,
        #[schema(required = true)]
        tries_left: Option<u8>,
    },
    /// The contact joined a queue; its waiting counts from `since`.
    Queued {
        contact: String,
        queue: String,
        #[schema(format = DateTime)]
        since: String,
        credit: f64,
        skills: Vec<String>,
        front: bool,
    },
    /// The caller was told position and wait.
    PositionTold {
        contact: String,
        position: u32,
        #[schema(required = true)]
        wait: Option<f64>,
        prompts: Vec<String>,
    },
    /// A contact has waited so long that its need widened.
    Widened {
        contact: String,
        stage: u8,
    },
    /// A contact was kept for the agent who knows the customer as long as was promised.
    KeptNoLonger {
        contact: String,
        agent: String,
    },
    /// A contact goes elsewhere: to another queue, or to a flow that treats it.
    Overflowed {
        contact: String,
        from: String,
        #[schema(required = true)]
        queue: Option<String>,
        #[schema(required = true)]
        flow: Option<String>,
    },
    /// A contact was to go elsewhere, where nobody takes it now.
    Stayed {
        contact: String,
        #[schema(required = true)]
        queue: Option<String>,
        #[schema(required = true)]
        flow: Option<String>,
    },
    /// An agent's shift is about to end: nothing new is offered.
    ShiftSet {
        agent: String,
        #[schema(format = DateTime, required = true)]
        ends: Option<String>,
        #[schema(format = DateTime, required = true)]
        last_offer: Option<String>,
        by_hand: bool,
    },
    ClosingSet {
        queue: String,
        #[schema(format = DateTime, required = true)]
        at: Option<String>,
    },
    LastOfferPassed {
        agent: String,
    },
    /// An agent's telephone is being called, or the agent may accept a chat, which has no leg.
    Offered {
        contact: String,
        agent: String,
        #[schema(required = true)]
        leg: Option<String>,
        /// Why this agent; not known of offers that an earlier release made.
        #[schema(required = true)]
        why: Option<Why>,
    },
    /// The agent's telephone rings.
    AgentRinging {
        contact: String,
        agent: String,
    },
    /// An offer came to nothing.
    OfferFailed {
        contact: String,
        agent: String,
        cause: OfferFailure,
    },
    /// Customer and agent hear each other.
    Connected {
        contact: String,
        agent: String,
    },
    /// The customer hears music at the agent's wish.
    Held {
        contact: String,
        agent: String,
    },
    /// Customer and agent hear each other again.
    Retrieved {
        contact: String,
        agent: String,
    },
    /// The agent's page is gone; the customer hears music until then.
    AgentParted {
        contact: String,
        agent: String,
        #[schema(format = DateTime)]
        until: String,
    },
    /// The agent's page is back.
    AgentReturned {
        contact: String,
        agent: String,
    },
    /// The agent sent the customer to a queue.
    Transferred {
        contact: String,
        agent: String,
        queue: String,
    },
    /// The agent's leg is gone in mid-call; `status` is SIP's, when it was refused.
    AgentLost {
        contact: String,
        agent: String,
        cause: LegEnding,
        #[schema(required = true)]
        status: Option<u16>,
    },
    /// The contact is being recorded, from its first answer on.
    RecordingStarted {
        contact: String,
        recording: String,
    },
    /// The recording is over.
    RecordingEnded {
        contact: String,
        recording: String,
        outcome: RecordingOutcome,
    },
    /// The conversation is over.
    ContactEnded {
        contact: String,
        reason: EndReason,
    },
    /// The agent has time to finish the matter.
    WrapUpStarted {
        contact: String,
        agent: String,
        #[schema(format = DateTime)]
        until: String,
    },
    /// The agent asked for some more time.
    WrapUpExtended {
        contact: String,
        agent: String,
        #[schema(format = DateTime)]
        until: String,
    },
    /// Somebody said what the matter was.
    DispositionSet {
        contact: String,
        code: String,
    },
    /// Somebody wrote a note.
    NoteKept {
        contact: String,
        version: u64,
    },
    /// The agent is through with the contact.
    WrapUpEnded {
        contact: String,
        agent: String,
    },
    /// The contact's journal is complete.
    ContactClosed {
        contact: String,
        reason: EndReason,
        #[schema(required = true)]
        queue: Option<String>,
        #[schema(required = true)]
        agent: Option<String>,
        #[schema(required = true)]
        wait: Option<f64>,
        #[schema(required = true)]
        talk: Option<f64>,
    },
    /// The contact comes from another system's log, read by the mapping `source`. What the log says
    /// about it stands before this, each entry at its own moment, in a contact's journal.
    Imported {
        contact: String,
        source: String,
        odd: Vec<String>,
    },
}

/// What a flow does at a step.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum Act {
    /// Says prompts and goes on.
    Say { prompts: Vec<String> },
    /// Asks for keys.
    Ask { prompts: Vec<String> },
    /// Has the bank verify number and PIN.
    Verify,
    /// Puts the contact in a queue.
    Queue { queue: String, credit: f64, skills: Vec<String> },
    /// Hangs up.
    HangUp { reason: EndReason },
}

impl EntryFields {
    /// The entry's kind and fields; `customers` says whether customers are named.
    pub fn new(entry: &Entry, customers: bool) -> EntryFields {
        let named = |customer: &CustomerRef| customers.then(|| customer.to_string());
        match entry {
            Entry::LeadershipTaken { epoch } => EntryFields::LeadershipTaken { epoch: text(epoch) },
            Entry::Configured { plan } => configured(plan),
            Entry::NodeJoined { node } => EntryFields::NodeJoined { node: text(node) },
            Entry::NodeLost { node } => EntryFields::NodeLost { node: text(node) },
            Entry::AgentReady { agent } => EntryFields::AgentReady { agent: text(agent) },
            Entry::AgentNotReady { agent, reason } => {
                EntryFields::AgentNotReady { agent: text(agent), reason: (*reason).into() }
            }
            Entry::ContactOpened { contact, node, leg, line, language } => EntryFields::ContactOpened {
                contact: text(contact),
                node: text(node),
                leg: text(leg),
                line: text(line),
                language: (*language).into(),
            },
            Entry::ChatOpened { contact, line, language } => EntryFields::ChatOpened {
                contact: text(contact),
                line: text(line),
                language: (*language).into(),
            },
            Entry::CallRefused { node, leg, status } => {
                EntryFields::CallRefused { node: text(node), leg: text(leg), status: *status }
            }
            Entry::CustomerMatched { contact, customer } => {
                EntryFields::CustomerMatched { contact: text(contact), customer: named(customer) }
            }
            // The handles of kept digits stay inside: they mean nothing to anybody but the voice node.
            Entry::FlowMoved { contact, position, act } => EntryFields::FlowMoved {
                contact: text(contact),
                flow: text(&position.flow),
                step: text(&position.step),
                tries: position.tries,
                act: Act::new(act),
            },
            Entry::CustomerVerified { contact, customer } => {
                EntryFields::CustomerVerified { contact: text(contact), customer: named(customer) }
            }
            Entry::VerificationFailed { contact, why } => {
                let (why, tries_left) = not_verified(*why);
                EntryFields::VerificationFailed { contact: text(contact), why, tries_left }
            }
            Entry::Queued { contact, queue, since, credit, skills, front } => EntryFields::Queued {
                contact: text(contact),
                queue: text(queue),
                since: text(since),
                credit: credit.as_seconds(),
                skills: texts(skills),
                front: *front,
            },
            Entry::PositionTold { contact, position, wait, prompts } => EntryFields::PositionTold {
                contact: text(contact),
                position: *position,
                wait: wait.map(Span::as_seconds),
                prompts: texts(prompts),
            },
            Entry::Widened { contact, stage } => {
                EntryFields::Widened { contact: text(contact), stage: *stage }
            }
            Entry::KeptNoLonger { contact, agent } => {
                EntryFields::KeptNoLonger { contact: text(contact), agent: text(agent) }
            }
            Entry::Overflowed { contact, from, to } => {
                let (queue, flow) = target(to);
                EntryFields::Overflowed { contact: text(contact), from: text(from), queue, flow }
            }
            Entry::Stayed { contact, to } => {
                let (queue, flow) = target(to);
                EntryFields::Stayed { contact: text(contact), queue, flow }
            }
            Entry::ShiftSet { agent, ends, last_offer, by_hand, .. } => EntryFields::ShiftSet {
                agent: text(agent),
                ends: ends.map(|at| at.to_string()),
                last_offer: last_offer.map(|at| at.to_string()),
                by_hand: *by_hand,
            },
            Entry::ClosingSet { queue, at } => {
                EntryFields::ClosingSet { queue: text(queue), at: at.map(|at| at.to_string()) }
            }
            Entry::LastOfferPassed { agent } => EntryFields::LastOfferPassed { agent: text(agent) },
            Entry::Offered { contact, agent, leg, why } => EntryFields::Offered {
                contact: text(contact),
                agent: text(agent),
                leg: leg.as_ref().map(text),
                why: why.map(Why::from),
            },
            Entry::AgentRinging { contact, agent } => {
                EntryFields::AgentRinging { contact: text(contact), agent: text(agent) }
            }
            Entry::OfferFailed { contact, agent, cause } => EntryFields::OfferFailed {
                contact: text(contact),
                agent: text(agent),
                cause: (*cause).into(),
            },
            Entry::Connected { contact, agent } => {
                EntryFields::Connected { contact: text(contact), agent: text(agent) }
            }
            Entry::AgentLost { contact, agent, cause } => {
                let (cause, status) = leg_ending(*cause);
                EntryFields::AgentLost { contact: text(contact), agent: text(agent), cause, status }
            }
            Entry::RecordingStarted { contact, recording } => {
                EntryFields::RecordingStarted { contact: text(contact), recording: text(recording) }
            }
            Entry::RecordingEnded { contact, recording, outcome } => EntryFields::RecordingEnded {
                contact: text(contact),
                recording: text(recording),
                outcome: (*outcome).into(),
            },
            Entry::ContactEnded { contact, reason } => {
                EntryFields::ContactEnded { contact: text(contact), reason: (*reason).into() }
            }
            Entry::WrapUpStarted { contact, agent, until } => {
                EntryFields::WrapUpStarted { contact: text(contact), agent: text(agent), until: text(until) }
            }
            Entry::QueueClosed { queue, flush } => {
                EntryFields::QueueClosed { queue: text(queue), flush: *flush }
            }
            Entry::QueueOpened { queue } => EntryFields::QueueOpened { queue: text(queue) },
            Entry::AnnouncementSet { line, prompt, instead } => EntryFields::AnnouncementSet {
                line: line.as_ref().map(text),
                prompt: text(prompt),
                instead: *instead,
            },
            Entry::AnnouncementCleared { line } => {
                EntryFields::AnnouncementCleared { line: line.as_ref().map(text) }
            }
            Entry::Announced { contact, prompt, instead } => {
                EntryFields::Announced { contact: text(contact), prompt: text(prompt), instead: *instead }
            }
            Entry::Held { contact, agent } => {
                EntryFields::Held { contact: text(contact), agent: text(agent) }
            }
            Entry::Retrieved { contact, agent } => {
                EntryFields::Retrieved { contact: text(contact), agent: text(agent) }
            }
            Entry::AgentParted { contact, agent, until } => {
                EntryFields::AgentParted { contact: text(contact), agent: text(agent), until: text(until) }
            }
            Entry::AgentReturned { contact, agent } => {
                EntryFields::AgentReturned { contact: text(contact), agent: text(agent) }
            }
            Entry::Transferred { contact, agent, queue } => {
                EntryFields::Transferred { contact: text(contact), agent: text(agent), queue: text(queue) }
            }
            Entry::WrapUpExtended { contact, agent, until } => {
                EntryFields::WrapUpExtended { contact: text(contact), agent: text(agent), until: text(until) }
            }
            Entry::DispositionSet { contact, code } => {
                EntryFields::DispositionSet { contact: text(contact), code: text(code) }
            }
            Entry::NoteKept { contact, version } => {
                EntryFields::NoteKept { contact: text(contact), version: *version }
            }
            Entry::WrapUpEnded { contact, agent } => {
                EntryFields::WrapUpEnded { contact: text(contact), agent: text(agent) }
            }
            Entry::ContactClosed { contact, reason, queue, agent, wait, talk } => {
                EntryFields::ContactClosed {
                    contact: text(contact),
                    reason: (*reason).into(),
                    queue: queue.as_ref().map(text),
                    agent: agent.as_ref().map(text),
                    wait: wait.map(Span::as_seconds),
                    talk: talk.map(Span::as_seconds),
                }
            }
            Entry::Imported { contact, source, odd, .. } => {
                EntryFields::Imported { contact: text(contact), source: text(source), odd: odd.clone() }
            }
        }
    }
}

impl Act {
    fn new(act: &FlowAct) -> Act {
        match act {
            FlowAct::Say { prompts } => Act::Say { prompts: texts(prompts) },
            FlowAct::Ask { prompts, rule: _ } => Act::Ask { prompts: texts(prompts) },
            FlowAct::Verify { .. } => Act::Verify,
            FlowAct::Queue { queue, credit, skills } => {
                Act::Queue { queue: text(queue), credit: credit.as_seconds(), skills: texts(skills) }
            }
            FlowAct::HangUp { reason } => Act::HangUp { reason: (*reason).into() },
        }
    }
}

/// Telephone addresses and the flows' words stay inside.
fn configured(plan: &Plan) -> EntryFields {
    EntryFields::Configured {
        lines: plan.lines.iter().map(|line| text(&line.name)).collect(),
        queues: plan.queues.iter().map(|queue| text(&queue.name)).collect(),
        flows: plan.flows.iter().map(|flow| text(&flow.name)).collect(),
        agents: plan.agents.len(),
    }
}

fn text(name: &impl Display) -> String {
    name.to_string()
}

fn texts(names: &[impl Display]) -> Vec<String> {
    names.iter().map(text).collect()
}

/// The queue or the flow that an overflow leads to.
fn target(to: &Target) -> (Option<String>, Option<String>) {
    match to {
        Target::Queue(queue) => (Some(text(queue)), None),
        Target::Flow(flow) => (None, Some(text(flow))),
    }
}
