//! Call-backs: who is offered one, when a place is in the line, how the customer is called, and how the
//! place comes to its end.
//!
//! A caller who waits is told with the position that a key will do. The word given, the place is kept:
//! the contact waits on as it did, without its customer. It is offered like any other; the agent picks
//! up, and only then is the customer called, who so never waits for an agent. In vain: the agent is
//! free, and the place rests until the next try. One number has one place, and so has one customer.

use super::{agents, recording};
use crate::callbacks::{CallbackStage, not_before};
use crate::{Contact, Phase, State, Wanted};
use vocabulary::journal::{CallbackFailure, CallbackOutcome, EndReason, Entry, NotReady, OfferFailure, Rest};
use vocabulary::plan::{AfterHours, CallbackTerms};
use vocabulary::voice::{Gathered, LegEnd};
use vocabulary::{AgentId, ContactId, CustomerRef, LegId, PromptName, QueueName, Span, Time};

/// The key that asks for a call-back, and that says so again.
const KEY: &str = "1";

/// The number that calls may be called back. A place that is kept for it already is joined.
pub(super) fn reachable(state: &State, now: Time, id: ContactId, same: Option<ContactId>) -> Vec<Entry> {
    let Some(contact) = state.contact(id).filter(|contact| contact.callback.is_none()) else {
        return Vec::new();
    };
    let known = same.filter(|same| *same != id).and_then(|same| state.contact(same));
    let known = known.filter(|known| known.callback.is_some());
    let mut entries = vec![Entry::CallerReachable { contact: id, same: known.map(|known| known.id) }];
    let number = known.and_then(|known| known.callback.as_ref()).map(|callback| callback.number);
    let of_number =
        |place: &&Contact| place.callback.as_ref().is_some_and(|callback| Some(callback.number) == number);
    if let Some(place) = state.places().find(of_number) {
        entries.extend(met(state, now, contact, place));
    }
    entries
}

/// It turns out whose number calls.
pub(super) fn matched(state: &State, now: Time, contact: &Contact, customer: &CustomerRef) -> Vec<Entry> {
    let same = |place: &&Contact| place.id != contact.id && place.customer.as_ref() == Some(customer);
    let Some(place) = state.places().find(same) else { return Vec::new() };
    if contact.place().is_none() {
        return met(state, now, contact, place);
    }
    // Both keep a place: the one that was promised first stays.
    let younger = if contact.id > place.id { contact } else { place };
    withdrawn(state, now, younger, CallbackOutcome::Joined, Some(contact.id.min(place.id)))
}

/// A customer calls while a place is kept: whoever is in the same queue has it from now on; else nobody
/// is called who is on the line.
fn met(state: &State, now: Time, caller: &Contact, place: &Contact) -> Vec<Entry> {
    let queue = caller.wanted.as_ref().map(|wanted| &wanted.queue);
    let same = queue.is_some() && queue == place.wanted.as_ref().map(|wanted| &wanted.queue);
    match caller.phase {
        Phase::Waiting if same && caller.wait.is_none() => rejoined(state, now, caller, place),
        Phase::Offered { .. } | Phase::Talking { .. } if same => {
            withdrawn(state, now, place, CallbackOutcome::CalledAgain, Some(caller.id))
        }
        _ if matches!(place.phase, Phase::Waiting | Phase::Resting { .. }) && place.is_away() => {
            vec![Entry::PlaceRested { contact: place.id, until: None, why: Rest::OnTheLine }]
        }
        _ => Vec::new(),
    }
}

/// A contact that joins a queue in which its customer keeps a place takes that place: the entries that
/// end the place, and from when and with what credit the contact waits.
pub(super) fn taken_over(
    state: &State,
    now: Time,
    caller: ContactId,
    queue: &QueueName,
) -> Option<(Vec<Entry>, Wanted)> {
    let contact = state.contact(caller).filter(|contact| contact.wait.is_none())?;
    let place = place_of(state, contact)?;
    let wanted = place.wanted.as_ref().filter(|wanted| wanted.queue == *queue)?;
    Some((withdrawn(state, now, place, CallbackOutcome::CalledAgain, Some(caller)), wanted.clone()))
}

/// One that waits already takes the place of its customer in the same queue.
fn rejoined(state: &State, now: Time, contact: &Contact, place: &Contact) -> Vec<Entry> {
    let (Some(own), Some(kept)) = (&contact.wanted, &place.wanted) else { return Vec::new() };
    let mut entries = withdrawn(state, now, place, CallbackOutcome::CalledAgain, Some(contact.id));
    entries.push(Entry::Queued {
        contact: contact.id,
        queue: own.queue.clone(),
        since: kept.since,
        credit: kept.credit,
        skills: own.skills.clone(),
        front: false,
    });
    entries
}

/// The place that is kept for whoever calls.
fn place_of<'a>(state: &'a State, contact: &Contact) -> Option<&'a Contact> {
    state.places().find(|place| place.is_of_same_person(contact))
}

/// What goes with telling a contact its position: the offer, if there is one. Whose customer turns out
/// to keep a place in this queue has that place in its stead.
pub(super) fn with_position(state: &State, now: Time, contact: &Contact, told: Entry) -> Vec<Entry> {
    let queue = contact.wanted.as_ref().map(|wanted| &wanted.queue);
    let same = |place: &&Contact| place.wanted.as_ref().map(|wanted| &wanted.queue) == queue;
    if let Some(place) = place_of(state, contact).filter(same).filter(|_| contact.wait.is_none()) {
        return rejoined(state, now, contact, place);
    }
    match (told, offers(state, now, contact)) {
        (Entry::PositionTold { contact, position, wait, mut prompts }, true) => {
            prompts.push(prompt("callback.offer"));
            vec![Entry::PositionTold { contact, position, wait, prompts }, Entry::CallbackOffered { contact }]
        }
        (told, _) => vec![told],
    }
}

/// Whether a contact that waits can have a call-back now.
fn offers(state: &State, now: Time, contact: &Contact) -> bool {
    let Some(callback) = &contact.callback else { return false };
    let queue = contact.wanted.as_ref().and_then(|wanted| state.queue(&wanted.queue));
    let Some((queue, terms)) = queue.and_then(|queue| Some((queue, queue.routing.callback.as_ref()?))) else {
        return false;
    };
    let asks = !matches!(
        callback.stage,
        CallbackStage::Promised { .. } | CallbackStage::Kept | CallbackStage::Reached
    );
    let expected = state.router.estimate(contact.id).map(|estimate| estimate.expected);
    asks && contact.phase == Phase::Waiting
        // Whoever has been answered once is not sent home.
        && contact.wait.is_none()
        && state.plan.trunk.address.is_some()
        && !state.closed_queues.contains_key(&queue.name)
        && place_of(state, contact).is_none()
        && state.places_in(&queue.name) < terms.most as usize
        && (terms.from <= Span::ZERO || expected.is_some_and(|expected| expected >= terms.from))
        && is_in_hours(state, now, terms, &queue.name, expected.unwrap_or_default())
}

/// Whether call-backs are made now, and still when the turn will have come.
fn is_in_hours(state: &State, now: Time, terms: &CallbackTerms, queue: &QueueName, expected: Span) -> bool {
    let Some(hours) = hours(state, terms, queue) else { return true };
    hours.is_open(now) && hours.next_change(now).is_none_or(|end| now + expected < end)
}

fn hours<'a>(state: &'a State, terms: &CallbackTerms, queue: &QueueName) -> Option<&'a clocks::OpeningHours> {
    let of_queue = || state.promise(queue).and_then(|queue| queue.calendar.as_ref());
    let calendar = terms.hours.as_ref().or_else(of_queue)?;
    state.rules.hours.get(calendar)
}

/// The key of an offer, or the answer to the question; `None` when the gather is not about that.
pub(super) fn gathered(
    state: &State,
    now: Time,
    leg: LegId,
    gather: u32,
    outcome: &Gathered,
) -> Option<Vec<Entry>> {
    let contact = state.contact_of(leg).filter(|contact| contact.leg == Some(leg))?;
    let id = contact.id;
    let yes = *outcome == Gathered::Digits(KEY.to_owned());
    match contact.callback.as_ref()?.stage {
        CallbackStage::Offered { act } if act == gather => {
            let asks = yes && offers(state, now, contact);
            let asked = || Entry::CallbackAsked { contact: id, prompts: vec![prompt("callback.confirm")] };
            Some(asks.then(asked).into_iter().collect())
        }
        CallbackStage::Asked { act } if act == gather => Some(match contact.phase {
            Phase::Waiting if yes && offers(state, now, contact) => {
                let estimate = state.router.estimate(id);
                let by = estimate.map(|estimate| now + estimate.nine_in_ten.max(estimate.expected));
                vec![Entry::CallbackPromised { contact: id, by, prompts: vec![prompt("callback.promised")] }]
            }
            // Whoever is being offered just now is served in a moment.
            Phase::Waiting | Phase::Offered { .. } => vec![Entry::CallbackDeclined { contact: id }],
            _ => Vec::new(),
        }),
        _ => None,
    }
}

/// The farewell was heard to its end; `None` when the play was something else.
pub(super) fn played(state: &State, leg: LegId, play: u32) -> Option<Vec<Entry>> {
    let contact = state.contact_of(leg).filter(|contact| contact.leg == Some(leg))?;
    match contact.callback.as_ref()?.stage {
        CallbackStage::Promised { act } if act == play => {
            Some(vec![Entry::PlaceKept { contact: contact.id, release: true }])
        }
        _ => None,
    }
}

/// The customer's leg is gone; `None` when no place is kept.
pub(super) fn left(state: &State, now: Time, contact: &Contact, cause: LegEnd) -> Option<Vec<Entry>> {
    match contact.phase {
        Phase::CallingBack { agent, .. } => {
            Some(failed(state, now, contact, agent, failure(cause), NotReady::Rejected))
        }
        Phase::Waiting | Phase::Offered { .. } if contact.place().is_some() => {
            Some(vec![Entry::PlaceKept { contact: contact.id, release: false }])
        }
        _ => None,
    }
}

/// Why a call to a customer came to nothing (RFC 3261 §21.4 to §21.6).
pub(super) fn failure(cause: LegEnd) -> CallbackFailure {
    match cause {
        LegEnd::Refused(486 | 600) => CallbackFailure::Engaged,
        LegEnd::Refused(408 | 480 | 487) => CallbackFailure::NoAnswer,
        LegEnd::Refused(403 | 603 | 607 | 608) => CallbackFailure::Refused,
        // The agent's leg was gone when the customer's was to be made.
        LegEnd::Released => CallbackFailure::AgentLeft,
        _ => CallbackFailure::Unreachable,
    }
}

/// A place for which something has changed, or is due.
pub(super) fn look(state: &State, now: Time, contact: &Contact) -> Vec<Entry> {
    stands(state, now, contact, contact.place().and_then(|promise| promise.next))
}

/// How a place without its customer stands: in the line, out of it for a while, or at its end. It is
/// not called before `next`.
fn stands(state: &State, now: Time, contact: &Contact, next: Option<Time>) -> Vec<Entry> {
    let (id, promise) = (contact.id, contact.place());
    let (Some(promise), Some(wanted)) = (promise, &contact.wanted) else {
        // A promise that was lost with a part of the journal.
        return over(state, now, contact, CallbackOutcome::NumberGone, None);
    };
    let rests = |until, why| vec![Entry::PlaceRested { contact: id, until, why }];
    if state.plan.trunk.address.is_none() {
        return over(state, now, contact, CallbackOutcome::NumberGone, None);
    }
    if state.is_on_the_line(contact) {
        return rests(None, Rest::OnTheLine);
    }
    if state.closed_queues.get(&wanted.queue).is_some_and(|closed| closed.flush) {
        return rests(None, Rest::QueueClosed);
    }
    if next.is_some_and(|next| next > now) {
        return rests(next, Rest::NextTry);
    }
    let Some(hours) = hours(state, &promise.terms, &wanted.queue) else {
        return vec![Entry::PlaceResumed { contact: id, until: None }];
    };
    let change = hours.next_change(now);
    match promise.terms.after_hours {
        _ if hours.is_open(now) => vec![Entry::PlaceResumed { contact: id, until: change }],
        AfterHours::Keep if change.is_some() => rests(change, Rest::OutOfHours),
        AfterHours::Keep | AfterHours::End => over(state, now, contact, CallbackOutcome::HoursOver, None),
    }
}

/// The agent has picked up: the customer is called.
pub(super) fn dialled(state: &State, contact: &Contact, agent: AgentId) -> Vec<Entry> {
    let leg = LegId::dialled(state.dialled + 1);
    let attempt = contact.place().map_or(0, |promise| promise.tries).saturating_add(1);
    vec![Entry::CallbackDialled { contact: contact.id, agent, leg, attempt }]
}

/// The customer has answered; `None` when it is not the customer's leg.
pub(super) fn answered(state: &State, leg: LegId) -> Option<Vec<Entry>> {
    let contact = state.contact_of(leg).filter(|contact| contact.leg == Some(leg))?;
    let Phase::CallingBack { agent, .. } = contact.phase else { return None };
    let connected = Entry::Connected { contact: contact.id, agent };
    Some(std::iter::once(connected).chain(recording::started(state, contact)).collect())
}

/// The customer's telephone has rung for the time set.
pub(super) fn not_answered(state: &State, now: Time, contact: &Contact, agent: AgentId) -> Vec<Entry> {
    failed(state, now, contact, agent, CallbackFailure::NoAnswer, NotReady::Rejected)
}

/// The agent is gone before the customer answered, and is not ready for this reason.
pub(super) fn agent_left(
    state: &State,
    now: Time,
    contact: &Contact,
    agent: AgentId,
    reason: NotReady,
) -> Vec<Entry> {
    failed(state, now, contact, agent, CallbackFailure::AgentLeft, reason)
}

/// A try came to nothing. The agent is free at once, unless it was the agent who left; `reason` is why
/// such a one is not ready then.
fn failed(
    state: &State,
    now: Time,
    contact: &Contact,
    agent: AgentId,
    cause: CallbackFailure,
    reason: NotReady,
) -> Vec<Entry> {
    let mut entries = vec![Entry::CallbackFailed { contact: contact.id, agent, cause }];
    let terms = contact.place().map(|promise| (&promise.terms, promise.tries));
    let is_last = terms.is_some_and(|(terms, tries)| cause.is_try() && tries + 1 >= terms.tries);
    if is_last {
        entries.extend(over(state, now, contact, CallbackOutcome::Unreached, None));
    } else {
        let next = terms.and_then(|(terms, _)| not_before(terms, now, cause));
        entries.extend(stands(state, now, contact, next));
    }
    match cause {
        CallbackFailure::AgentLeft => entries.push(Entry::AgentNotReady { agent, reason }),
        _ => entries.extend(agents::wish(state, agent, contact.id)),
    }
    entries
}

/// The centre or the node went down: a place that is kept outlives it, and a call-back that was under way
/// is neither lost nor made twice at once. `None` when no place is kept.
pub(super) fn interrupted(state: &State, now: Time, contact: &Contact) -> Option<Vec<Entry>> {
    contact.place()?;
    let id = contact.id;
    let mut entries = Vec::new();
    let agent = match contact.phase {
        Phase::Waiting if !contact.is_away() => {
            return Some(vec![Entry::PlaceKept { contact: id, release: false }]);
        }
        Phase::Offered { agent, .. } => {
            entries.extend((!contact.is_away()).then_some(Entry::PlaceKept { contact: id, release: false }));
            entries.push(Entry::OfferFailed { contact: id, agent, cause: OfferFailure::Interrupted });
            agent
        }
        Phase::CallingBack { agent, .. } => {
            let cause = CallbackFailure::Interrupted;
            entries.push(Entry::CallbackFailed { contact: id, agent, cause });
            let until = contact.place().and_then(|promise| not_before(&promise.terms, now, cause));
            entries.push(Entry::PlaceRested { contact: id, until, why: Rest::Interrupted });
            agent
        }
        _ => return None,
    };
    let reason = NotReady::Interrupted;
    entries.push(agents::wish(state, agent, id).unwrap_or(Entry::AgentNotReady { agent, reason }));
    Some(entries)
}

/// Takes a place away in whatever state it is.
pub(super) fn withdrawn(
    state: &State,
    now: Time,
    place: &Contact,
    outcome: CallbackOutcome,
    taken_by: Option<ContactId>,
) -> Vec<Entry> {
    let id = place.id;
    let mut entries = match place.phase {
        Phase::Offered { agent, .. } => agents::offer_failed(id, agent, OfferFailure::CallerLeft, None),
        Phase::CallingBack { agent, .. } => {
            let cause = match outcome {
                CallbackOutcome::CalledAgain | CallbackOutcome::Joined => CallbackFailure::CalledAgain,
                _ => CallbackFailure::Cancelled,
            };
            vec![Entry::CallbackFailed { contact: id, agent, cause }]
        }
        _ => Vec::new(),
    };
    entries.extend(over(state, now, place, outcome, taken_by));
    entries.extend(place.served_by().and_then(|agent| agents::wish(state, agent, id)));
    entries
}

/// A place is kept no longer, and the contact ends.
fn over(
    state: &State,
    now: Time,
    place: &Contact,
    outcome: CallbackOutcome,
    taken_by: Option<ContactId>,
) -> Vec<Entry> {
    let contact = place.id;
    let reason = match outcome {
        CallbackOutcome::CalledAgain | CallbackOutcome::Joined => EndReason::PlaceTaken,
        _ => EndReason::Unreached,
    };
    let taken_by = taken_by.filter(|other| state.contact(*other).is_some());
    vec![
        Entry::CallbackOver { contact, outcome, taken_by },
        Entry::ContactEnded { contact, reason },
        place.closed(now, reason),
    ]
}

fn prompt(name: &str) -> PromptName {
    PromptName::new(name).expect("words and a dot make a prompt name")
}
