//! Flows: the floor steps them, nobody else does.

use super::{Caller, callbacks, ending, moved, needed_skills, secure_entry};
use crate::{Contact, Phase, State};
use ivr::{Facts, Flow, Outcome, QueueState};
use vocabulary::journal::{EndReason, Entry, FlowAct, FlowPosition, Unverified};
use vocabulary::plan::{Channel, Line};
use vocabulary::voice::{Gathered, Verification};
use vocabulary::{ContactId, FlowName, Language, LegId, QueueName, SkillName, StepName, Time};

/// The first step of a contact; without a line (it was struck meanwhile) there is none to take.
pub(super) fn start(
    state: &State,
    now: Time,
    contact: ContactId,
    language: Language,
    line: Option<&Line>,
) -> Vec<Entry> {
    let announce = line.is_some_and(|line| line.announce_recording);
    let facts = Known { state, now, language, announce, verified: false };
    let flow = line.and_then(|line| state.rules.flows.get(&line.flow));
    let step = match flow {
        Some(flow) => flow.start(&facts),
        None => faulty(nowhere(line.map(|line| &line.flow))),
    };
    let caller = Caller { id: contact, channel: Channel::Voice, language, line, verified: false };
    moved(state, now, caller, step)
}

/// An announcement was heard to its end.
fn announced(state: &State, now: Time, contact: &Contact, instead: bool) -> Vec<Entry> {
    if instead {
        return ending::end(state, now, contact, EndReason::FlowEnded);
    }
    start(state, now, contact.id, contact.language, state.line(&contact.line))
}

/// The queue that a contact waits in was closed with all who are in it.
pub(super) fn queue_closed(state: &State, now: Time, contact: &Contact) -> Vec<Entry> {
    match &contact.queued_at {
        Some(position) => advance(state, now, contact, position, &Outcome::QueueClosed),
        None => ending::end(state, now, contact, EndReason::Closed),
    }
}

/// The first step of a treatment; `None` when there is no such flow.
pub(super) fn treated(state: &State, now: Time, caller: Caller<'_>, flow: &FlowName) -> Option<Vec<Entry>> {
    let announce = caller.line.is_some_and(|line| line.announce_recording);
    let Caller { language, verified, .. } = caller;
    let step = state.rules.flows.get(flow)?.start(&Known { state, now, language, announce, verified });
    Some(moved(state, now, caller, step))
}

/// Prompts were heard to their end.
pub(super) fn played(state: &State, now: Time, leg: LegId, play: u32) -> Vec<Entry> {
    if let Some(entries) = callbacks::played(state, leg, play) {
        return entries;
    }
    let announcement = state.contact_of(leg).filter(|contact| contact.leg == Some(leg));
    if let Some(contact) = announcement
        && let Phase::Announced { act, instead } = contact.phase
    {
        return if act == play { announced(state, now, contact, instead) } else { Vec::new() };
    }
    match awaiting(state, leg, play) {
        Some((contact, position)) => advance(state, now, contact, position, &Outcome::Said),
        None => Vec::new(),
    }
}

/// A gather is over.
pub(super) fn gathered(state: &State, now: Time, leg: LegId, gather: u32, outcome: &Gathered) -> Vec<Entry> {
    let elsewhere = || secure_entry::gathered(state, leg, gather, outcome);
    if let Some(entries) = callbacks::gathered(state, now, leg, gather, outcome).or_else(elsewhere) {
        return entries;
    }
    let Some((contact, position)) = awaiting(state, leg, gather) else { return Vec::new() };
    let outcome = match outcome {
        Gathered::Digits(digits) => Outcome::Keys(digits.clone()),
        Gathered::Kept(handle) => Outcome::Kept(*handle),
        Gathered::Silent => Outcome::Silent,
        Gathered::TooFew => Outcome::TooFew,
    };
    advance(state, now, contact, position, &outcome)
}

/// The bank has answered, or has not.
pub(super) fn redeemed(
    state: &State,
    now: Time,
    leg: LegId,
    attempt: u32,
    outcome: &Verification,
) -> Vec<Entry> {
    if let Some(entries) = secure_entry::judged(state, leg, attempt, outcome) {
        return entries;
    }
    let Some((contact, position)) = awaiting(state, leg, attempt) else { return Vec::new() };
    let failed = |why| Entry::VerificationFailed { contact: contact.id, why };
    let (entry, outcome) = match outcome {
        Verification::Verified(customer) => {
            let entry = Entry::CustomerVerified { contact: contact.id, customer: customer.clone() };
            (entry, Outcome::Verified)
        }
        Verification::Wrong { left } => {
            (failed(Unverified::Wrong { left: *left }), Outcome::Wrong { left: *left })
        }
        Verification::Locked => (failed(Unverified::Locked), Outcome::Locked),
        Verification::Unavailable => (failed(Unverified::Unavailable), Outcome::Unavailable),
    };
    let mut entries = vec![entry];
    entries.extend(advance(state, now, contact, position, &outcome));
    entries
}

/// The contact and position that wait for the act with this number on this leg.
fn awaiting(state: &State, leg: LegId, number: u32) -> Option<(&Contact, &FlowPosition)> {
    let contact = state.contact_of(leg).filter(|contact| contact.leg == Some(leg))?;
    match &contact.phase {
        Phase::Flow { position, act } if *act == number => Some((contact, position)),
        _ => None,
    }
}

fn advance(
    state: &State,
    now: Time,
    contact: &Contact,
    position: &FlowPosition,
    outcome: &Outcome,
) -> Vec<Entry> {
    let facts = Known {
        state,
        now,
        language: contact.language,
        announce: state.line(&contact.line).is_some_and(|line| line.announce_recording),
        verified: contact.verified || *outcome == Outcome::Verified,
    };
    let step = match state.rules.flows.get(&position.flow) {
        Some(flow) => Flow::next(flow, position, outcome, &facts),
        None => faulty(position.clone()),
    };
    let verified = facts.verified;
    moved(state, now, Caller { verified, ..Caller::of(state, contact) }, step)
}

/// A step that ends the contact: the plan holds no such flow.
fn faulty(position: FlowPosition) -> ivr::Step {
    ivr::Step { position, act: FlowAct::HangUp { reason: EndReason::FlowFault } }
}

fn nowhere(flow: Option<&FlowName>) -> FlowPosition {
    let none = || FlowName::new("none").expect("a plain word is a flow name");
    let flow = flow.cloned().unwrap_or_else(none);
    let step = StepName::new("none").expect("a plain word is a step name");
    FlowPosition { flow, step, tries: 0, number: None, pin: None, refused: 0, given_up: false }
}

/// What a flow may ask about the floor.
struct Known<'a> {
    state: &'a State,
    now: Time,
    language: Language,
    announce: bool,
    verified: bool,
}

impl Facts for Known<'_> {
    fn announce_recording(&self) -> bool {
        self.announce
    }

    fn verified(&self) -> bool {
        self.verified
    }

    fn queue_state(&self, name: &QueueName, skills: &[SkillName]) -> QueueState {
        queue_takes(self.state, self.now, name, skills, self.language, Channel::Voice)
    }
}

/// Whether a contact that needs these skills, beside the queue's own, can join a queue. One that holds
/// contacts of another channel is closed to it.
pub(super) fn queue_takes(
    state: &State,
    now: Time,
    name: &QueueName,
    skills: &[SkillName],
    language: Language,
    channel: Channel,
) -> QueueState {
    let Some(queue) = state.queue(name).filter(|queue| queue.routing.channel == channel) else {
        return QueueState::Closed;
    };
    let open = match &queue.calendar {
        Some(calendar) => state.rules.hours.get(calendar).is_some_and(|hours| hours.is_open(now)),
        None => true,
    };
    let needed = needed_skills(state, name, skills, language);
    if !open || state.closed_queues.contains_key(name) {
        QueueState::Closed
    } else if state.router.could_serve(name, &needed) == 0 {
        QueueState::Unstaffed
    } else if state.router.queue_length(name) >= queue.capacity as usize {
        QueueState::Full
    } else {
        QueueState::Open
    }
}
