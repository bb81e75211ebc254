//! Calls to the registered number: when one may be made, and what becomes of it.
//!
//! The agent wishes it; the talk ends, and after a moment the registered number is called. Whoever asks for
//! this has asked the bank for the number before, and says whose it is: should the contact be another
//! customer's by now, nobody is called. Nothing but an answer there makes the customer verified.

use super::{Refusal, callbacks, ending, secure_entry};
use crate::verification_calls::MOST_TRIES;
use crate::{Bridge, Contact, KeyingStage, Phase, State, VerificationStage};
use vocabulary::journal::{CallbackFailure, EndReason, Entry, NotReady, VerificationCall, VerificationStep};
use vocabulary::voice::LegEnd;
use vocabulary::{AgentId, ContactId, CustomerRef, LegId, Time};

/// The agent wishes to call the customer at the registered number; for the first time, or once more.
pub(super) fn ask(
    state: &State,
    agent: AgentId,
    contact: ContactId,
    customer: &CustomerRef,
) -> Result<Vec<Entry>, Refusal> {
    let open = state.contact(contact).ok_or(Refusal::NotTalking(agent, contact))?;
    let is_again = match open.phase {
        Phase::Talking { agent: talks, .. } if talks == agent && open.is_chat() => {
            return Err(Refusal::NoCall(contact));
        }
        Phase::Talking { agent: talks, .. } if talks == agent => false,
        Phase::Verifying { agent: talks, stage: VerificationStage::Alone(_), .. } if talks == agent => true,
        Phase::Verifying { agent: talks, .. } if talks == agent => return Err(Refusal::Calling(contact)),
        _ => return Err(Refusal::NotTalking(agent, contact)),
    };
    may_be_called(state, agent, open, customer)?;
    if is_again {
        return Ok(vec![dialled(state, open, agent)]);
    }
    let begun = step(contact, agent, VerificationStep::Begun { customer: customer.clone() });
    Ok(secure_entry::interrupted(open).into_iter().chain([begun]).collect())
}

fn may_be_called(
    state: &State,
    agent: AgentId,
    open: &Contact,
    customer: &CustomerRef,
) -> Result<(), Refusal> {
    let contact = open.id;
    match open.bridge() {
        Some(Bridge::Held) => return Err(Refusal::OnHold(contact)),
        Some(Bridge::Parted { .. }) => return Err(Refusal::Away(agent)),
        _ => {}
    }
    if open.keying.as_ref().is_some_and(|keying| keying.stage == KeyingStage::Judged) {
        return Err(Refusal::Judged(contact));
    }
    match &open.customer {
        None => return Err(Refusal::NobodyToCall(contact)),
        Some(known) if known != customer => return Err(Refusal::AnotherCustomer(contact)),
        Some(_) => {}
    }
    if open.verified {
        return Err(Refusal::VerifiedAlready(contact));
    }
    if open.is_third_party() {
        return Err(Refusal::NotTheHolder(contact));
    }
    if state.plan.trunk.address.is_none() {
        return Err(Refusal::NoTrunk);
    }
    if open.registered_tries >= MOST_TRIES { Err(Refusal::CalledOften(contact)) } else { Ok(()) }
}

/// What is due: the call itself, the end of the ringing, the end of waiting for the agent's word.
pub(super) fn due(
    state: &State,
    now: Time,
    contact: &Contact,
    agent: AgentId,
    stage: VerificationStage,
) -> Vec<Entry> {
    match stage {
        VerificationStage::Pause => vec![dialled(state, contact, agent)],
        VerificationStage::Ringing => vec![failed(contact, agent, CallbackFailure::NoAnswer)],
        VerificationStage::Alone(_) => ending::end(state, now, contact, EndReason::Unreached),
    }
}

/// The registered telephone was answered; `None` when it is another leg.
pub(super) fn answered(state: &State, leg: LegId) -> Option<Vec<Entry>> {
    let (open, agent) = ringing(state, leg)?;
    let contact = open.id;
    // It was known when the call began, and nobody can say otherwise while it goes on.
    let customer = open.customer.clone()?;
    let answered = step(contact, agent, VerificationStep::Answered);
    Some(vec![answered, Entry::CustomerVerified { contact, customer }])
}

/// The leg to the registered telephone is gone before anybody answered; `None` when it is no such leg.
pub(super) fn left(contact: &Contact, cause: LegEnd) -> Option<Vec<Entry>> {
    match contact.phase {
        Phase::Verifying { agent, stage: VerificationStage::Ringing, .. } => {
            Some(vec![failed(contact, agent, callbacks::failure(cause))])
        }
        _ => None,
    }
}

/// The agent is gone, or hangs up: nobody is left to talk with whoever answers.
pub(super) fn agent_left(
    state: &State,
    now: Time,
    contact: &Contact,
    agent: AgentId,
    why: Option<NotReady>,
) -> Vec<Entry> {
    let reason = if why.is_none() { EndReason::AgentHungUp } else { EndReason::Unreached };
    let mut entries = ending::end(state, now, contact, reason);
    entries.extend(why.map(|reason| Entry::AgentNotReady { agent, reason }));
    entries
}

/// The contact ends, or its node does: what is under way comes to nothing.
pub(super) fn ended(contact: &Contact, cause: CallbackFailure) -> Option<Entry> {
    match contact.phase {
        Phase::Verifying { agent, stage: VerificationStage::Pause | VerificationStage::Ringing, .. } => {
            Some(failed(contact, agent, cause))
        }
        _ => None,
    }
}

/// The contact whose registered telephone this leg rings.
fn ringing(state: &State, leg: LegId) -> Option<(&Contact, AgentId)> {
    let open = state.contact_of(leg).filter(|contact| contact.leg == Some(leg))?;
    match open.phase {
        Phase::Verifying { agent, stage: VerificationStage::Ringing, .. } => Some((open, agent)),
        _ => None,
    }
}

fn dialled(state: &State, contact: &Contact, agent: AgentId) -> Entry {
    let leg = LegId::dialled(state.dialled + 1);
    let attempt = contact.registered_tries.saturating_add(1);
    step(contact.id, agent, VerificationStep::Dialled { leg, attempt })
}

fn failed(contact: &Contact, agent: AgentId, cause: CallbackFailure) -> Entry {
    step(contact.id, agent, VerificationStep::Failed { cause })
}

fn step(contact: ContactId, agent: AgentId, step: VerificationStep) -> Entry {
    Entry::VerificationCall(VerificationCall { contact, agent, step })
}
