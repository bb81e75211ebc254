//! Calls to the registered number: the agent ends the talk and calls the customer back at the number that the
//! bank has on record. Whoever answers there is the customer, as far as the bank can tell. What is kept about it
//! stands here; what happens is decided in `decide::verification_calls`.
//!
//! The contact stays one contact, as with a call-back: what is said before and after is one matter, in one
//! journal, on one recording. The agent stays on the line, the contact goes on without its customer for a
//! while, and in the end it ends or talks as it did before.

use crate::apply::{add_talk, set_due, with};
use crate::caller::Proof;
use crate::orders::{Outside, dial_out, silence};
use crate::{Bridge, Contact, Phase, Recording, State};
use serde::{Deserialize, Serialize};
use vocabulary::journal::{CallbackFailure, VerificationCall, VerificationStep};
use vocabulary::voice::Order;
use vocabulary::{ContactId, LegId, RecordingId, Span, Time};

/// How long the customer has to put down the telephone before it is called: one that is called while it is
/// still up is engaged.
const PAUSE: Span = Span::seconds(3);

/// How long the registered telephone rings.
const RING: Span = Span::seconds(40);

/// How long an agent may be alone on the line to decide whether to try again.
const ALONE: Span = Span::seconds(120);

/// How often a customer is called in one contact.
pub(crate) const MOST_TRIES: u8 = 5;

/// How far a call to the registered number has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerificationStage {
    /// The talk is over; the registered number is called in a moment.
    Pause,
    /// The registered telephone is being called.
    Ringing,
    /// Nobody was reached, and the agent is alone on the line.
    Alone(CallbackFailure),
}

/// Carries out a step. One that does not fit, after others were lost, changes nothing.
pub(crate) fn apply(state: &mut State, at: Time, call: &VerificationCall) {
    let id = call.contact;
    if let VerificationStep::Dialled { .. } = call.step {
        state.dialled += 1;
    }
    let stands = state.contact(id).map(|open| (open.verifying(), open.bridge()));
    let fits = match call.step {
        VerificationStep::Begun { .. } => matches!(stands, Some((_, Some(_)))),
        _ => matches!(stands, Some((Some(_), _))),
    };
    if !fits {
        return;
    }
    match &call.step {
        VerificationStep::Begun { .. } => {
            leave_customer(state, id);
            add_talk(state, at, id);
            with(state, id, |c| {
                if let Phase::Talking { agent, leg: Some(leg), .. } = c.phase {
                    c.phase = Phase::Verifying { agent, leg, stage: VerificationStage::Pause };
                }
            });
            set_due(state, id, Some(at + PAUSE));
        }
        VerificationStep::Dialled { leg, attempt } => {
            state.legs.insert(*leg, id);
            with(state, id, |c| {
                c.leg = Some(*leg);
                c.registered_tries = *attempt;
            });
            stage(state, id, VerificationStage::Ringing);
            set_due(state, id, Some(at + RING));
        }
        VerificationStep::Answered => {
            set_due(state, id, None);
            with(state, id, |c| {
                if let Phase::Verifying { agent, leg, .. } = c.phase {
                    c.phase = Phase::Talking { agent, leg: Some(leg), since: at, bridge: Bridge::Joined };
                    c.caller.get_or_insert_default().proof = Some(Proof::RegisteredNumber);
                }
            });
        }
        VerificationStep::Failed { cause } => {
            leave_customer(state, id);
            stage(state, id, VerificationStage::Alone(*cause));
            set_due(state, id, Some(at + ALONE));
        }
    }
}

/// What the voice node is to do about a step, given the contact before it.
pub(crate) fn orders(
    state: &State,
    contact: &Contact,
    customer: LegId,
    call: &VerificationCall,
) -> Vec<Order> {
    let Some(agent) = contact.agent_leg() else { return Vec::new() };
    let recorded = contact.recording == Recording::Running;
    match &call.step {
        VerificationStep::Begun { .. } => {
            let kept = recorded.then_some(Order::HandRecording { from: customer, to: agent });
            kept.into_iter().chain([Order::HangUp { leg: customer }]).collect()
        }
        VerificationStep::Dialled { leg, .. } => {
            dial_out(state, contact, agent, Outside { leg: *leg, registered: true })
        }
        VerificationStep::Answered => {
            let recording = RecordingId::of(contact.id);
            let goes_on = recorded.then_some(Order::Record { leg: customer, recording });
            std::iter::once(Order::Join { a: customer, b: agent }).chain(goes_on).collect()
        }
        // The node is gone with all its legs.
        VerificationStep::Failed { cause: CallbackFailure::Interrupted } => Vec::new(),
        VerificationStep::Failed { cause } => {
            let rings = contact.verifying() == Some(VerificationStage::Ringing)
                && matches!(cause, CallbackFailure::NoAnswer | CallbackFailure::AgentLeft);
            let gives_up = rings.then_some(Order::HangUp { leg: customer });
            gives_up.into_iter().chain([silence(contact, agent)]).collect()
        }
    }
}

/// The customer is not on the line any more.
fn leave_customer(state: &mut State, contact: ContactId) {
    let leg = state.contact(contact).filter(|c| !c.is_alone()).and_then(|c| c.leg);
    if let Some(leg) = leg.filter(|leg| state.legs.get(leg) == Some(&contact)) {
        state.legs.remove(&leg);
    }
}

fn stage(state: &mut State, contact: ContactId, next: VerificationStage) {
    with(state, contact, |c| {
        if let Phase::Verifying { stage, .. } = &mut c.phase {
            *stage = next;
        }
    });
}

impl Contact {
    /// How far the call to the registered number has come, while one is under way.
    pub fn verifying(&self) -> Option<VerificationStage> {
        match self.phase {
            Phase::Verifying { stage, .. } => Some(stage),
            _ => None,
        }
    }

    /// Whether an agent is on the line, and no customer.
    pub(crate) fn is_alone(&self) -> bool {
        matches!(self.verifying(), Some(VerificationStage::Pause | VerificationStage::Alone(_)))
    }
}
