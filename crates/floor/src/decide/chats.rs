//! Chats: opened by customers, accepted by agents, ended by either. They have no legs and no flow, and
//! no voice node knows of them.

use super::agents::offer_failed;
use super::flows::queue_takes;
use super::people::was_opened;
use super::{Caller, agents, ending, needed_skills, waits};
use crate::{AgentState, Bridge, Contact, Phase, Refusal, State};
use ivr::QueueState;
use vocabulary::journal::{EndReason, Entry, NotReady, OfferFailure};
use vocabulary::plan::{Channel, ChatLine};
use vocabulary::voice::LegEnd;
use vocabulary::{AgentId, ContactId, CustomerRef, Language, LineName, Span, Time};

/// A customer opens a chat. Where nobody takes it, it ends at once, and says why.
pub(super) fn open(
    state: &State,
    now: Time,
    line: &LineName,
    language: Option<Language>,
    customer: Option<&CustomerRef>,
) -> Result<Vec<Entry>, Refusal> {
    let line = state.chat_line(line).ok_or_else(|| Refusal::NoLine(line.clone()))?;
    let contact = ContactId(state.last_contact.0 + 1);
    let language = language.unwrap_or(line.language);
    let mut entries = vec![Entry::ChatOpened { contact, line: line.name.clone(), language }];
    let matched = |customer: &CustomerRef| Entry::CustomerMatched { contact, customer: customer.clone() };
    entries.extend(customer.map(matched));
    entries.extend(joins(state, now, contact, language, line));
    Ok(entries)
}

fn joins(state: &State, now: Time, contact: ContactId, language: Language, line: &ChatLine) -> Vec<Entry> {
    let reason = match queue_takes(state, now, &line.queue, &[], language, Channel::Chat) {
        QueueState::Open => {
            let joins = Entry::Queued {
                contact,
                queue: line.queue.clone(),
                since: now,
                credit: Span::ZERO,
                skills: needed_skills(state, &line.queue, &[], language),
                front: false,
            };
            let caller =
                Caller { id: contact, channel: Channel::Chat, language, line: None, verified: false };
            let elsewhere = waits::overflow_at_arrival(state, now, &joins, caller, false);
            return elsewhere.unwrap_or_else(|| vec![joins]);
        }
        QueueState::Closed => EndReason::Closed,
        QueueState::Full => EndReason::Full,
        QueueState::Unstaffed => EndReason::Unstaffed,
    };
    let closed = Entry::ContactClosed { contact, reason, queue: None, agent: None, wait: None, talk: None };
    vec![Entry::ContactEnded { contact, reason }, closed]
}

/// The customer ends a chat, or has not been heard of for too long. Of one that is over, nothing.
pub(super) fn left(state: &State, now: Time, id: ContactId, lost: bool) -> Result<Vec<Entry>, Refusal> {
    was_opened(state, id)?;
    let cause = if lost { LegEnd::Lost } else { LegEnd::HungUp };
    match state.contact(id) {
        Some(contact) if !contact.is_chat() => Err(Refusal::NoChat(id)),
        Some(contact) if contact.is_live() => Ok(ending::customer_left(state, now, contact, cause)),
        _ => Ok(Vec::new()),
    }
}

/// The agent takes a chat that is offered.
pub(super) fn accept(state: &State, agent: AgentId, id: ContactId) -> Result<Vec<Entry>, Refusal> {
    match chat(state, id)?.phase {
        Phase::Offered { agent: offered, .. } if offered == agent => {
            Ok(vec![Entry::Connected { contact: id, agent }])
        }
        Phase::Talking { agent: talks, .. } if talks == agent => Ok(Vec::new()),
        _ => Err(Refusal::NotOffered(agent, id)),
    }
}

/// The agent does not take it.
pub(super) fn decline(state: &State, agent: AgentId, id: ContactId) -> Result<Vec<Entry>, Refusal> {
    match chat(state, id)?.phase {
        Phase::Offered { agent: offered, .. } if offered == agent => {
            Ok(offer_failed(id, agent, OfferFailure::Rejected, Some(NotReady::Rejected)))
        }
        _ => Err(Refusal::NotOffered(agent, id)),
    }
}

/// The agent ends it.
pub(super) fn end(state: &State, now: Time, agent: AgentId, id: ContactId) -> Result<Vec<Entry>, Refusal> {
    let contact = chat(state, id)?;
    match contact.phase {
        Phase::Talking { agent: talks, .. } if talks == agent => {
            Ok(ending::end(state, now, contact, EndReason::AgentHungUp))
        }
        _ => Err(Refusal::NotTalking(agent, id)),
    }
}

/// An agent's page does not answer: the agent is not ready, a chat that is offered goes back to the
/// queue, and those that go on do so after a while, too.
pub(super) fn page_away(state: &State, now: Time, id: AgentId, reason: NotReady) -> Vec<Entry> {
    let Some(agent) = state.agent(id) else { return Vec::new() };
    let until = now + state.plan.desk.parted;
    let mut left: Vec<ContactId> = Vec::new();
    let mut entries = Vec::new();
    for contact in agent.chats.iter().filter_map(|chat| state.contact(*chat)) {
        match contact.phase {
            Phase::Offered { .. } => {
                left.push(contact.id);
                entries.extend(offer_failed(contact.id, id, OfferFailure::Unreachable, None));
            }
            Phase::Talking { bridge: Bridge::Joined, .. } => {
                entries.push(Entry::AgentParted { contact: contact.id, agent: id, until });
            }
            _ => {}
        }
    }
    let rests = matches!(agent.state, AgentState::NotReady(_));
    match agent.then {
        // Why an agent is not ready is what was said first.
        Some(_) => entries.extend(agents::wish_after(state, id, &left)),
        None if rests => {}
        None => entries.push(Entry::AgentNotReady { agent: id, reason }),
    }
    entries
}

/// The page answers again: the chats that were away are there again.
pub(super) fn page_back(state: &State, id: AgentId) -> Vec<Entry> {
    let chats = state.agent(id).into_iter().flat_map(|agent| &agent.chats);
    let away = chats.filter_map(|chat| state.contact(*chat)).filter(|contact| {
        contact.served_by() == Some(id) && matches!(contact.bridge(), Some(Bridge::Parted { .. }))
    });
    away.map(|contact| Entry::AgentReturned { contact: contact.id, agent: id }).collect()
}

fn chat(state: &State, id: ContactId) -> Result<&Contact, Refusal> {
    let contact = state.contact(id).ok_or(Refusal::NoContact(id))?;
    if contact.is_chat() { Ok(contact) } else { Err(Refusal::NoChat(id)) }
}
