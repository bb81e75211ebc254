//! What a voice node reports.

use super::{agents, callbacks, ending, flows, recording, secure_entry, verification_calls};
use crate::{Bridge, Contact, Phase, State};
use vocabulary::journal::{EndReason, Entry, NotReady, OfferFailure};
use vocabulary::voice::{Event, LegEnd, Report};
use vocabulary::{AgentId, ContactId, LegId, NodeName, Time};

/// SIP status for a number nobody serves (RFC 3261 §21.4.5).
const NOT_FOUND: u16 = 404;

pub(super) fn decide(state: &State, now: Time, report: &Report) -> Vec<Entry> {
    let Some(heard) = state.nodes.get(&report.node) else { return Vec::new() };
    if report.epoch != state.epoch || report.number <= *heard {
        return Vec::new();
    }
    match &report.event {
        Event::Arrived { leg, called, .. } => arrived(state, now, &report.node, *leg, called),
        Event::Ringing { leg } => match offer(state, *leg) {
            Some((contact, agent)) => vec![Entry::AgentRinging { contact: contact.id, agent }],
            None => Vec::new(),
        },
        Event::Answered { leg } => match offer(state, *leg) {
            Some((contact, agent)) if contact.is_away() => callbacks::dialled(state, contact, agent),
            Some((contact, agent)) => {
                let connected = Entry::Connected { contact: contact.id, agent };
                std::iter::once(connected).chain(recording::started(state, contact)).collect()
            }
            None => callbacks::answered(state, *leg)
                .or_else(|| verification_calls::answered(state, *leg))
                .unwrap_or_default(),
        },
        Event::Parted { leg } => parted(state, now, *leg),
        Event::Returned { leg } => returned(state, *leg),
        Event::Ended { leg, cause } => match state.contact_of(*leg) {
            Some(contact) if contact.leg == Some(*leg) => ending::customer_left(state, now, contact, *cause),
            Some(contact) => agent_leg_ended(state, now, contact, *cause),
            None => Vec::new(),
        },
        Event::RecordingFailed { leg, recording } => {
            let contact = state.contact_of(*leg);
            contact.and_then(|contact| recording::failed(contact, *recording)).into_iter().collect()
        }
        // For the agent's page alone.
        Event::Keyed { .. } => Vec::new(),
        Event::Played { leg, play } => flows::played(state, now, *leg, *play),
        Event::Gathered { leg, gather, outcome } => flows::gathered(state, now, *leg, *gather, outcome),
        Event::Redeemed { leg, attempt, outcome } => flows::redeemed(state, now, *leg, *attempt, outcome),
    }
}

fn arrived(state: &State, now: Time, node: &NodeName, leg: LegId, called: &str) -> Vec<Entry> {
    if state.legs.contains_key(&leg) {
        return Vec::new();
    }
    let Some(line) = state.line_called(called) else {
        return vec![Entry::CallRefused { node: node.clone(), leg, status: NOT_FOUND }];
    };
    let contact = ContactId(state.last_contact.0 + 1);
    let opened = Entry::ContactOpened {
        contact,
        node: node.clone(),
        leg,
        line: line.name.clone(),
        language: line.language,
    };
    // Opened, moved, queued: most calls lead to these at once.
    let mut entries = Vec::with_capacity(3);
    entries.push(opened);
    match state.announced_on(&line.name) {
        Some(set) => {
            let (prompt, instead) = (set.prompt.clone(), set.instead);
            entries.push(Entry::Announced { contact, prompt, instead });
        }
        None => entries.extend(flows::start(state, now, contact, line.language, line.into())),
    }
    entries
}

/// The talk that an agent's leg is in.
fn talk(state: &State, leg: LegId) -> Option<(&Contact, AgentId, Bridge)> {
    let contact = state.contact_of(leg)?;
    match contact.phase {
        Phase::Talking { agent, leg: dialled, bridge, .. } if dialled == Some(leg) => {
            Some((contact, agent, bridge))
        }
        _ => None,
    }
}

/// The agent's browser telephone has vanished.
fn parted(state: &State, now: Time, leg: LegId) -> Vec<Entry> {
    if let Some(contact) = state.contact_of(leg).filter(|contact| contact.agent_leg() == Some(leg))
        && let Phase::CallingBack { agent, .. } = contact.phase
    {
        return callbacks::agent_left(state, now, contact, agent, NotReady::PageLost);
    }
    if let Some(contact) = state.contact_of(leg).filter(|contact| contact.agent_leg() == Some(leg))
        && let Phase::Verifying { agent, .. } = contact.phase
    {
        return verification_calls::agent_left(state, now, contact, agent, Some(NotReady::PageLost));
    }
    match talk(state, leg) {
        None | Some((_, _, Bridge::Parted { .. })) => Vec::new(),
        Some((contact, agent, _)) => {
            let until = now + state.plan.desk.parted;
            let parted = Entry::AgentParted { contact: contact.id, agent, until };
            secure_entry::interrupted(contact).into_iter().chain([parted]).collect()
        }
    }
}

fn returned(state: &State, leg: LegId) -> Vec<Entry> {
    match talk(state, leg) {
        Some((contact, agent, Bridge::Parted { .. })) => {
            vec![Entry::AgentReturned { contact: contact.id, agent }]
        }
        _ => Vec::new(),
    }
}

/// The offer an agent's leg was dialled for.
fn offer(state: &State, leg: LegId) -> Option<(&Contact, AgentId)> {
    let contact = state.contact_of(leg)?;
    match contact.phase {
        Phase::Offered { agent, leg: dialled } if dialled == Some(leg) => Some((contact, agent)),
        _ => None,
    }
}

fn agent_leg_ended(state: &State, now: Time, contact: &Contact, cause: LegEnd) -> Vec<Entry> {
    match contact.phase {
        Phase::Offered { agent, .. } => {
            let (failure, reason) = if is_refusal(cause) {
                (OfferFailure::Rejected, NotReady::Rejected)
            } else {
                (OfferFailure::Unreachable, NotReady::Unreachable)
            };
            agents::offer_failed(contact.id, agent, failure, Some(reason))
        }
        Phase::CallingBack { agent, .. } => {
            let reason = if cause == LegEnd::HungUp { NotReady::Rejected } else { NotReady::PhoneLost };
            callbacks::agent_left(state, now, contact, agent, reason)
        }
        Phase::Verifying { agent, .. } => {
            let why = (cause != LegEnd::HungUp).then_some(NotReady::PhoneLost);
            verification_calls::agent_left(state, now, contact, agent, why)
        }
        Phase::Talking { .. } if cause == LegEnd::HungUp => {
            ending::end(state, now, contact, EndReason::AgentHungUp)
        }
        Phase::Talking { agent, .. } => {
            let lost = [
                Entry::AgentLost { contact: contact.id, agent, cause },
                Entry::AgentNotReady { agent, reason: NotReady::PhoneLost },
            ];
            secure_entry::interrupted(contact).into_iter().chain(lost).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a person said no, rather than the network: 408, 480 and 5xx mean that nobody was there.
fn is_refusal(cause: LegEnd) -> bool {
    match cause {
        LegEnd::Refused(status) => !matches!(status, 408 | 480 | 500..=599),
        _ => false,
    }
}
