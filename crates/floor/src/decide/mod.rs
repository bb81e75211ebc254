//! What happens, given a state and an input. Looks, never touches.

mod agents;
mod callbacks;
mod caller;
mod chats;
mod closings;
mod ending;
mod flows;
mod nodes;
mod people;
mod recording;
mod reports;
mod secure_entry;
mod shifts;
mod verification_calls;
mod waits;

pub(crate) use waits::keeping;

pub use people::{Refusal, turned_over, wished};

use crate::rules::set_of;
use crate::{Bridge, Contact, Input, Phase, State};
use vocabulary::journal::{CallbackOutcome, Entry, FlowAct, NotReady, OfferFailure};
use vocabulary::plan::{Channel, Line};
use vocabulary::{ContactId, Language, LegId, PromptName, QueueName, SkillName, Skills, Span, Time};

/// Decides one input. No entries: nothing happens.
pub fn decide(state: &State, now: Time, input: &Input) -> Vec<Entry> {
    match input {
        Input::Lead { epoch } => vec![Entry::LeadershipTaken { epoch: *epoch }],
        Input::Configure(plan) if **plan == state.plan => Vec::new(),
        Input::Configure(plan) => nodes::configure(state, plan),
        Input::NodeJoined(node) => nodes::joined(state, now, node),
        Input::NodeLost(node) => nodes::lost(state, now, node),
        Input::Report(report) => reports::decide(state, now, report),
        Input::Matched { contact, customer } => match state.contact(*contact) {
            Some(open) if open.customer.is_none() => {
                let matched = Entry::CustomerMatched { contact: *contact, customer: customer.clone() };
                let joined = callbacks::matched(state, now, open, customer);
                std::iter::once(matched).chain(joined).collect()
            }
            _ => Vec::new(),
        },
        Input::MatchedSeveral { contact, customers } => caller::several(state, *contact, customers),
        Input::Ranked { contact, customer, tier } => match state.contact(*contact) {
            // It may have turned out to be somebody else's meanwhile.
            Some(open) if open.customer.as_ref() == Some(customer) && open.tier != Some(*tier) => {
                vec![Entry::CustomerRanked { contact: *contact, tier: *tier }]
            }
            _ => Vec::new(),
        },
        Input::Reachable { contact, same } => callbacks::reachable(state, now, *contact, *same),
        Input::NumberGone(contact) => number_gone(state, now, *contact),
        Input::Ready(agent) => agents::ready(state, now, *agent),
        Input::NotReady(agent, reason) => agents::not_ready(state, *agent, *reason),
        Input::PageAway(agent, reason) => chats::page_away(state, now, *agent, *reason),
        Input::PageBack(agent) => chats::page_back(state, *agent),
        Input::Wish { wish, .. } => wished(state, now, wish).unwrap_or_default(),
        Input::Tick => due(state, now),
        Input::Settle => settle(state, now),
    }
}

/// Finds out about shifts and closings, sends on whoever waits where nobody is to wait any more, and offers the next contact that
/// somebody ready can serve.
fn settle(state: &State, now: Time) -> Vec<Entry> {
    if let Some(told) = shifts::unknown(state, now) {
        return vec![told];
    }
    if let Some(told) = closings::unknown(state, now) {
        return vec![told];
    }
    if let Some(contact) = to_be_sent_on(state) {
        return flows::queue_closed(state, now, contact);
    }
    let Some(found) = state.router.next_match() else { return Vec::new() };
    let contact = state.contact(found.contact);
    if let Some(contact) = contact.filter(|contact| !is_still_taken(state, contact)) {
        return flows::queue_closed(state, now, contact);
    }
    let is_chat = contact.is_some_and(Contact::is_chat);
    // Between two nodes nobody can be called; places that are kept wait for the next one.
    if !is_chat && state.nodes.is_empty() {
        return Vec::new();
    }
    let leg = (!is_chat).then(|| LegId::dialled(state.dialled + 1));
    let why = state.router.why(found);
    vec![Entry::Offered { contact: found.contact, agent: found.agent, leg, why }]
}

/// Whether a contact's queue still holds contacts of its channel: a new plan may have it hold others,
/// and an agent's hands are counted by the queue.
fn is_still_taken(state: &State, contact: &Contact) -> bool {
    let queue = contact.wanted.as_ref().and_then(|wanted| state.promise(&wanted.queue));
    queue.is_none_or(|queue| queue.routing.channel == contact.channel)
}

/// Somebody who waits in a queue that was closed by hand with all who were in it. Whoever has been
/// answered once stays: that matter is begun.
fn to_be_sent_on(state: &State) -> Option<&Contact> {
    let flushed = |name: &QueueName| state.closed_queues.get(name).is_some_and(|closed| closed.flush);
    if !state.closed_queues.values().any(|closed| closed.flush) {
        return None;
    }
    let waits = |contact: &&Contact| {
        contact.phase == Phase::Waiting && contact.wait.is_none() && contact.place().is_none()
    };
    let mut waiting = state.contacts().filter(waits);
    waiting.find(|contact| contact.wanted.as_ref().is_some_and(|wanted| flushed(&wanted.queue)))
}

/// The first thing that is due.
fn due(state: &State, now: Time) -> Vec<Entry> {
    if let Some(told) = shifts::again(state, now) {
        return vec![told];
    }
    if let Some(entries) = closings::due(state, now) {
        return entries;
    }
    let first = state.due.first().filter(|(at, _)| *at <= now);
    let in_router = state.router.next_due().filter(|at| first.is_none_or(|(first, _)| at <= first));
    if in_router.is_some_and(|at| at <= now) {
        return waits::due(state, now);
    }
    let Some((_, id)) = first else { return Vec::new() };
    let Some(contact) = state.contact(*id) else { return Vec::new() };
    match contact.phase {
        Phase::Waiting | Phase::Resting { .. } if contact.is_away() => callbacks::look(state, now, contact),
        Phase::Waiting => callbacks::with_position(state, now, contact, tell_position(state, *id)),
        Phase::CallingBack { agent, .. } => callbacks::not_answered(state, now, contact, agent),
        Phase::Verifying { agent, stage, .. } => verification_calls::due(state, now, contact, agent, stage),
        Phase::Offered { agent, .. } => {
            agents::offer_failed(*id, agent, OfferFailure::NoAnswer, Some(NotReady::NoAnswer))
        }
        Phase::WrapUp { agent, reason } => agents::wrapped_up(state, now, contact, agent, reason),
        Phase::Talking { agent, bridge: Bridge::Parted { .. }, .. } => {
            agents::page_lost(state, contact, agent)
        }
        // Nothing is ever due in the other phases; see `State::next_due`.
        Phase::Opened
        | Phase::Announced { .. }
        | Phase::Flow { .. }
        | Phase::Resting { .. }
        | Phase::Talking { .. }
        | Phase::Ended { .. } => Vec::new(),
    }
}

fn number_gone(state: &State, now: Time, contact: ContactId) -> Vec<Entry> {
    let place = state.contact(contact).filter(|contact| contact.place().is_some());
    let gone = |place| callbacks::withdrawn(state, now, place, CallbackOutcome::NumberGone, None);
    place.map(gone).unwrap_or_default()
}

fn tell_position(state: &State, contact: ContactId) -> Entry {
    let position = state.router.position(contact).unwrap_or(1);
    let wait = state.router.estimate(contact).map(|told| told.expected);
    let mut prompts = vec![numbered_prompt("position", position.into(), 9)];
    if let Some(wait) = wait {
        let minutes = (wait.0.max(0) as u64).div_ceil(Span::seconds(60).0 as u64);
        prompts.push(numbered_prompt("wait", minutes.max(1), 10));
    }
    Entry::PositionTold { contact, position, wait, prompts }
}

/// `position.3`, or `position.many` beyond the last that was recorded.
fn numbered_prompt(kind: &str, number: u64, last: u64) -> PromptName {
    let name = if number <= last { format!("{kind}.{number}") } else { format!("{kind}.many") };
    PromptName::new(&name).expect("a word, a dot and a number make a prompt name")
}

/// What a contact of a queue needs: the queue's skills, the flow's, and its language.
fn needed_skills(state: &State, queue: &QueueName, asked: &[SkillName], language: Language) -> Skills {
    match state.rules.need(queue, language) {
        Some(need) if asked.is_empty() => need.clone(),
        _ => {
            let own = state.queue(queue).into_iter().flat_map(|queue| &queue.skills);
            set_of(own.chain(asked), language)
        }
    }
}

/// Who takes a flow's step. A contact that is just being opened is not in the state yet.
#[derive(Clone, Copy)]
struct Caller<'a> {
    id: ContactId,
    channel: Channel,
    language: Language,
    line: Option<&'a Line>,
    verified: bool,
}

impl<'a> Caller<'a> {
    fn of(state: &'a State, contact: &Contact) -> Caller<'a> {
        let Contact { id, channel, language, verified, .. } = *contact;
        Caller { id, channel, language, line: state.line(&contact.line), verified }
    }
}

/// The entries of a flow's step: the move, and what it leads to at once.
fn moved(state: &State, now: Time, caller: Caller<'_>, step: ivr::Step) -> Vec<Entry> {
    let ivr::Step { position, act } = step;
    let Caller { id, language, .. } = caller;
    // Whoever finds too many is treated once: two treatments could send a contact to and fro for ever.
    let may_be_treated = caller.line.is_some_and(|line| line.flow == position.flow);
    let mut entries = Vec::with_capacity(4);
    entries.push(Entry::FlowMoved { contact: id, position, act: act.clone() });
    match act {
        FlowAct::Queue { queue, credit, skills } => {
            let skills = needed_skills(state, &queue, &skills, language);
            // The plan's own copy of the name: what is looked up by it is found without comparing texts.
            let queue = state.queue(&queue).map_or(queue, |planned| planned.name.clone());
            // One that was sent on from another queue has waited already.
            let before = state.contact(id).filter(|contact| contact.wait.is_none());
            let since = before.and_then(|contact| contact.wanted.as_ref()).map_or(now, |wanted| wanted.since);
            // One whose customer keeps a place there has that place.
            if let Some((over, place)) = callbacks::taken_over(state, now, id, &queue) {
                entries.extend(over);
                let (since, credit) = (place.since, place.credit);
                entries.push(Entry::Queued { contact: id, queue, since, credit, skills, front: false });
                return entries;
            }
            let joins = Entry::Queued { contact: id, queue, since, credit, skills, front: false };
            match waits::overflow_at_arrival(state, now, &joins, caller, may_be_treated) {
                Some(elsewhere) => entries.extend(elsewhere),
                None => entries.push(joins),
            }
        }
        FlowAct::HangUp { reason } => {
            let (queue, agent, wait, talk) = (None, None, None, None);
            let at_once = Entry::ContactClosed { contact: id, reason, queue, agent, wait, talk };
            entries.extend(state.contact(id).and_then(|contact| recording::ended(contact, reason)));
            entries.push(Entry::ContactEnded { contact: id, reason });
            entries.push(state.contact(id).map_or(at_once, |contact| contact.closed(now, reason)));
        }
        FlowAct::Say { .. } | FlowAct::Ask { .. } | FlowAct::Verify { .. } => {}
    }
    entries
}
