//! The fields of each kind of entry, filled in. The match does not compile when the journal gets a kind
//! that is forgotten here.

use super::caller::CallerSaid;
use super::fields::{Act, EntryFields};
use super::reasons::{PromiseStep, Why, leg_ending, not_verified};
use super::secure_entry::secure_outcome;
use super::verification_call::CallStep;
use std::fmt::Display;
use vocabulary::journal::{Entry, FlowAct, PromiseTold, VerificationCall};
use vocabulary::plan::{Plan, Target};
use vocabulary::{CustomerRef, Span};

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
            Entry::CallerTold { contact, agent, word } => {
                let (said, customer, holders) = CallerSaid::of(word);
                EntryFields::CallerTold {
                    contact: text(contact),
                    agent: agent.as_ref().map(text),
                    said,
                    customer: customer.and_then(named),
                    holders,
                }
            }
            Entry::CustomerRanked { contact, tier } => {
                EntryFields::CustomerRanked { contact: text(contact), tier: (*tier).into() }
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
            Entry::CallerReachable { contact, same } => {
                EntryFields::CallerReachable { contact: text(contact), same: same.as_ref().map(text) }
            }
            Entry::CallbackOffered { contact } => EntryFields::CallbackOffered { contact: text(contact) },
            Entry::CallbackAsked { contact, .. } => EntryFields::CallbackAsked { contact: text(contact) },
            Entry::CallbackDeclined { contact } => EntryFields::CallbackDeclined { contact: text(contact) },
            Entry::CallbackPromised { contact, by, .. } => {
                EntryFields::CallbackPromised { contact: text(contact), by: by.as_ref().map(text) }
            }
            Entry::PlaceKept { contact, .. } => EntryFields::PlaceKept { contact: text(contact) },
            Entry::PlaceResumed { contact, until } => {
                EntryFields::PlaceResumed { contact: text(contact), until: until.as_ref().map(text) }
            }
            Entry::PlaceRested { contact, until, why } => EntryFields::PlaceRested {
                contact: text(contact),
                until: until.as_ref().map(text),
                why: (*why).into(),
            },
            Entry::CallbackDialled { contact, agent, leg, attempt } => EntryFields::CallbackDialled {
                contact: text(contact),
                agent: text(agent),
                leg: text(leg),
                attempt: *attempt,
            },
            Entry::CallbackFailed { contact, agent, cause } => EntryFields::CallbackFailed {
                contact: text(contact),
                agent: text(agent),
                cause: (*cause).into(),
            },
            Entry::CallbackOver { contact, outcome, taken_by } => EntryFields::CallbackOver {
                contact: text(contact),
                outcome: (*outcome).into(),
                taken_by: taken_by.as_ref().map(text),
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
            Entry::SecureEntryAsked { contact, agent, what, part, .. } => EntryFields::SecureEntryAsked {
                contact: text(contact),
                agent: text(agent),
                what: (*what).into(),
                part: (*part).into(),
            },
            Entry::SecureEntryKeyed { contact, agent, what, .. } => EntryFields::SecureEntryKeyed {
                contact: text(contact),
                agent: text(agent),
                what: (*what).into(),
            },
            Entry::SecureEntryOver { contact, agent, what, outcome } => {
                let (outcome, tries_left) = secure_outcome(*outcome);
                let (contact, agent, what) = (text(contact), text(agent), (*what).into());
                EntryFields::SecureEntryOver { contact, agent, what, outcome, tries_left }
            }
            Entry::VerificationCall(VerificationCall { contact, agent, step }) => {
                let (step, said) = CallStep::of(step);
                let (contact, agent, leg) = (text(contact), text(agent), said.leg.as_ref().map(text));
                let (attempt, cause) = (said.attempt, said.cause);
                EntryFields::VerificationCall { contact, agent, step, leg, attempt, cause }
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
            Entry::Promise(PromiseTold { contact, step }) => {
                let (step, due) = PromiseStep::of(step);
                EntryFields::Promise { contact: text(contact), step, due: due.as_ref().map(text) }
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
