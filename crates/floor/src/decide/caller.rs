//! Who is on the line: what the bank says of a number, and what agents say.

use super::Refusal;
use crate::{Contact, Phase, State};
use vocabulary::journal::{CallerWord, Entry};
use vocabulary::{AgentId, ContactId, CustomerRef};

/// The number that calls is several customers'. Who is known otherwise by now stays so.
pub(super) fn several(state: &State, contact: ContactId, customers: &[CustomerRef]) -> Vec<Entry> {
    let open = state.contact(contact).filter(|open| open.customer.is_none() && open.holders().is_empty());
    let word = || CallerWord::Several { customers: customers.to_vec() };
    open.filter(|_| customers.len() > 1).map(|_| told(contact, None, word())).into_iter().collect()
}

/// The agent found out whom the matter is about.
pub(super) fn identify(
    state: &State,
    agent: AgentId,
    contact: ContactId,
    customer: &CustomerRef,
) -> Result<Vec<Entry>, Refusal> {
    let open = unproved(state, agent, contact)?;
    if open.is_identified() && open.customer.as_ref() == Some(customer) {
        return Ok(Vec::new());
    }
    Ok(vec![told(contact, Some(agent), CallerWord::Identified { customer: customer.clone() })])
}

/// The agent takes that back: what was known before is known again.
pub(super) fn undo(state: &State, agent: AgentId, contact: ContactId) -> Result<Vec<Entry>, Refusal> {
    let open = unproved(state, agent, contact)?;
    if !open.is_identified() {
        return Err(Refusal::NotIdentified(contact));
    }
    let customer = open.caller.as_ref().and_then(|caller| caller.before.clone());
    Ok(vec![told(contact, Some(agent), CallerWord::Undone { customer })])
}

/// The agent says whether the caller is the customer at all.
pub(super) fn third_party(
    state: &State,
    agent: AgentId,
    contact: ContactId,
    is_other: bool,
) -> Result<Vec<Entry>, Refusal> {
    let open = in_hand(state, agent, contact)?;
    if open.keying.is_some() {
        return Err(Refusal::Keying(contact));
    }
    if open.is_third_party() == is_other {
        return Ok(Vec::new());
    }
    let word = if is_other { CallerWord::ThirdParty } else { CallerWord::Holder };
    Ok(vec![told(contact, Some(agent), word)])
}

/// What is proved is nobody's to say otherwise, and while a secret is keyed in it must be clear whose.
fn unproved(state: &State, agent: AgentId, contact: ContactId) -> Result<&Contact, Refusal> {
    let open = in_hand(state, agent, contact)?;
    if open.verified {
        return Err(Refusal::Verified(contact));
    }
    if open.keying.is_some() { Err(Refusal::Keying(contact)) } else { Ok(open) }
}

/// A contact whose customer the agent talks with.
fn in_hand(state: &State, agent: AgentId, contact: ContactId) -> Result<&Contact, Refusal> {
    match state.contact(contact) {
        Some(open) if matches!(open.phase, Phase::Talking { agent: talks, .. } if talks == agent) => Ok(open),
        _ => Err(Refusal::NotTalking(agent, contact)),
    }
}

fn told(contact: ContactId, agent: Option<AgentId>, word: CallerWord) -> Entry {
    Entry::CallerTold { contact, agent, word }
}
