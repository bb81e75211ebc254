//! Secure entry: what is asked for, and what becomes of it.

use super::Refusal;
use crate::{Bridge, Contact, Keying, KeyingStage, Phase, State};
use vocabulary::journal::{Entry, KeyedPart, SecureOutcome, Unverified};
use vocabulary::voice::{Gathered, SecretKind, Verification};
use vocabulary::{AgentId, ContactId, Handle, LegId};

/// The agent wishes that the customer keys in a secret. Of somebody unknown it can only be the PIN, and the
/// customer number before it.
pub(super) fn ask(
    state: &State,
    agent: AgentId,
    contact: ContactId,
    kind: SecretKind,
) -> Result<Vec<Entry>, Refusal> {
    let open = talking(state, agent, contact)?;
    match open.bridge() {
        Some(Bridge::Held) => return Err(Refusal::OnHold(contact)),
        Some(Bridge::Parted { .. }) => return Err(Refusal::Away(agent)),
        _ => {}
    }
    if open.keying.is_some() {
        return Err(Refusal::Keying(contact));
    }
    if open.is_third_party() {
        return Err(Refusal::ThirdParty(contact));
    }
    let part = match (&open.customer, kind) {
        (Some(_), _) => KeyedPart::Secret,
        (None, SecretKind::Pin) => KeyedPart::Number,
        (None, _) => return Err(Refusal::Unknown(contact)),
    };
    Ok(vec![Entry::SecureEntryAsked { contact, agent, what: kind, part, number: None }])
}

/// The agent wishes that it stops.
pub(super) fn stop(state: &State, agent: AgentId, contact: ContactId) -> Result<Vec<Entry>, Refusal> {
    let open = talking(state, agent, contact)?;
    match &open.keying {
        Some(keying) if keying.stage == KeyingStage::Judged => Err(Refusal::Judged(contact)),
        _ => Ok(interrupted(open).into_iter().collect()),
    }
}

fn talking(state: &State, agent: AgentId, contact: ContactId) -> Result<&Contact, Refusal> {
    let open = state.contact(contact).ok_or(Refusal::NotTalking(agent, contact))?;
    match open.phase {
        Phase::Talking { agent: talks, .. } if talks == agent && open.is_chat() => {
            Err(Refusal::NoCall(contact))
        }
        Phase::Talking { agent: talks, .. } if talks == agent => Ok(open),
        _ => Err(Refusal::NotTalking(agent, contact)),
    }
}

/// Something else happens with the call: keys are awaited no more. What the bank is asked already it
/// answers.
pub(super) fn interrupted(contact: &Contact) -> Option<Entry> {
    let keying = contact.keying.as_ref().filter(|keying| keying.stage != KeyingStage::Judged)?;
    Some(over(contact, keying, SecureOutcome::Stopped))
}

/// The call ends.
pub(super) fn ended(contact: &Contact) -> Option<Entry> {
    let keying = contact.keying.as_ref()?;
    let outcome = match keying.stage {
        KeyingStage::Judged => SecureOutcome::Unanswered,
        KeyingStage::Number | KeyingStage::Secret => SecureOutcome::Stopped,
    };
    Some(over(contact, keying, outcome))
}

/// A gather is over; `None` when it was not one of these.
pub(super) fn gathered(state: &State, leg: LegId, gather: u32, outcome: &Gathered) -> Option<Vec<Entry>> {
    let (open, keying) = awaiting(state, leg, gather)?;
    let kept = match outcome {
        Gathered::Kept(handle) => *handle,
        Gathered::Silent => return Some(vec![over(open, keying, SecureOutcome::Silent)]),
        // What is gathered here is never told in clear.
        Gathered::TooFew | Gathered::Digits(_) => {
            return Some(vec![over(open, keying, SecureOutcome::TooFew)]);
        }
    };
    Some(match keying.stage {
        KeyingStage::Number => vec![then_secret(open.id, keying, kept)],
        KeyingStage::Secret => {
            let Keying { agent, kind, number, .. } = *keying;
            vec![Entry::SecureEntryKeyed { contact: open.id, agent, what: kind, number, secret: kept }]
        }
        KeyingStage::Judged => Vec::new(),
    })
}

fn then_secret(contact: ContactId, keying: &Keying, number: Handle) -> Entry {
    let Keying { agent, kind, .. } = *keying;
    Entry::SecureEntryAsked { contact, agent, what: kind, part: KeyedPart::Secret, number: Some(number) }
}

/// The bank has answered, or has not; `None` when it was not asked here.
pub(super) fn judged(state: &State, leg: LegId, attempt: u32, word: &Verification) -> Option<Vec<Entry>> {
    let (open, keying) = awaiting(state, leg, attempt)?;
    let contact = open.id;
    let (outcome, why) = match word {
        Verification::Verified(_) => (SecureOutcome::Right, None),
        Verification::Wrong { left } => {
            (SecureOutcome::Wrong { left: *left }, Some(Unverified::Wrong { left: *left }))
        }
        Verification::Locked => (SecureOutcome::Locked, Some(Unverified::Locked)),
        Verification::Unavailable => (SecureOutcome::Unavailable, Some(Unverified::Unavailable)),
    };
    // A card in somebody's hand says nothing about who holds it.
    let identifies = keying.kind != SecretKind::CardCode;
    let told = match (word, why) {
        _ if !identifies => None,
        (Verification::Verified(customer), _) => {
            Some(Entry::CustomerVerified { contact, customer: customer.clone() })
        }
        (_, why) => why.map(|why| Entry::VerificationFailed { contact, why }),
    };
    Some(told.into_iter().chain([over(open, keying, outcome)]).collect())
}

/// The contact that waits for the act with this number on this leg.
fn awaiting(state: &State, leg: LegId, act: u32) -> Option<(&Contact, &Keying)> {
    let open = state.contact_of(leg).filter(|contact| contact.leg == Some(leg))?;
    let keying = open.keying.as_deref().filter(|keying| keying.act == act)?;
    Some((open, keying))
}

fn over(contact: &Contact, keying: &Keying, outcome: SecureOutcome) -> Entry {
    Entry::SecureEntryOver { contact: contact.id, agent: keying.agent, what: keying.kind, outcome }
}
