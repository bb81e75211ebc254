//! Call-backs (virtual hold): a contact whose call is over keeps its place, and its customer is called
//! when the turn has come and an agent has picked up. What is kept about them stands here; only
//! [`crate::apply`] calls it. What happens is decided in `decide::callbacks`.
//!
//! The contact stays one contact: the same number, the same seniority, the same journal. While it
//! keeps its place it is *away*: it has no leg of its customer.

use crate::apply::{drop_agent_leg, set_due, tell_later, wait, with};
use crate::hands::{free, occupy};
use crate::{AgentState, Contact, Phase, State};
use serde::{Deserialize, Serialize};
use vocabulary::journal::{CallbackFailure, Entry};
use vocabulary::plan::CallbackTerms;
use vocabulary::{ContactId, NodeName, QueueName, Time};

/// What a contact whose number may be called has of a call-back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Callback {
    /// How far it has come.
    pub stage: CallbackStage,
    /// Stands for the number, which the floor does not know: the first of the open contacts that came from
    /// it, one after the other.
    pub number: ContactId,
    /// What was promised, once it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
}

/// How far a call-back has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallbackStage {
    /// The number may be called.
    Reachable,
    /// The caller may ask for it: whoever answers the gather with this number does.
    Offered {
        /// The gather.
        act: u32,
    },
    /// The caller is asked whether that is so.
    Asked {
        /// The gather.
        act: u32,
    },
    /// The place is kept; the caller hears so.
    Promised {
        /// The play.
        act: u32,
    },
    /// The call is over.
    Kept,
    /// Customer and agent have had each other.
    Reached,
}

/// A call-back that was promised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    /// On the terms that the queue had then.
    pub terms: CallbackTerms,
    /// When it was promised.
    pub made: Time,
    /// By when the customer will probably be called.
    pub by: Option<Time>,
    /// How often the customer was called in vain.
    pub tries: u8,
    /// When the customer was called first.
    pub called: Option<Time>,
    /// The customer is not called before.
    pub next: Option<Time>,
}

impl Contact {
    /// The promise, as long as the place is kept: from the caller's word until customer and agent have
    /// each other.
    pub fn place(&self) -> Option<&Promise> {
        let callback = self.callback.as_ref()?;
        let kept = matches!(callback.stage, CallbackStage::Promised { .. } | CallbackStage::Kept);
        callback.promise.as_ref().filter(|_| kept)
    }

    /// Whether it waits, or is offered, without its customer.
    pub fn is_away(&self) -> bool {
        let kept = self.callback.as_ref().is_some_and(|callback| callback.stage == CallbackStage::Kept);
        kept && matches!(self.phase, Phase::Waiting | Phase::Resting { .. } | Phase::Offered { .. })
    }

    /// Whether two contacts are one person's, as far as anybody can tell: by the number, or by the customer.
    pub(crate) fn is_of_same_person(&self, other: &Contact) -> bool {
        let number = |contact: &Contact| contact.callback.as_ref().map(|callback| callback.number);
        let same_number = number(self).is_some() && number(self) == number(other);
        let same_customer = self.customer.is_some() && self.customer == other.customer;
        self.id != other.id && (same_number || same_customer)
    }

    /// Whether the customer was called back, or will be: what the agent is told.
    pub fn is_callback(&self) -> bool {
        let stage = self.callback.as_ref().map(|callback| callback.stage);
        let called = self.callback.as_ref().and_then(|callback| callback.promise.as_ref()?.called).is_some();
        matches!(stage, Some(CallbackStage::Kept)) || called
    }
}

impl State {
    /// Contacts that keep a place for a call-back, oldest first.
    pub fn places(&self) -> impl Iterator<Item = &Contact> {
        self.places.iter().filter_map(|id| self.contact(*id))
    }

    /// How many places are kept in a queue.
    pub(crate) fn places_in(&self, queue: &QueueName) -> usize {
        let is_there = |contact: &&Contact| contact.wanted.as_ref().is_some_and(|w| w.queue == *queue);
        self.places().filter(is_there).count()
    }

    /// Whether the customer of a place is calling, or speaks with somebody.
    pub(crate) fn is_on_the_line(&self, place: &Contact) -> bool {
        let calls = |contact: &Contact| contact.is_live() && !contact.is_away();
        self.contacts().any(|contact| calls(contact) && contact.is_of_same_person(place))
    }
}

/// Carries out what is about call-backs alone.
pub(crate) fn apply(state: &mut State, at: Time, entry: &Entry) {
    match entry {
        Entry::CallerReachable { contact, same } => {
            let known = same.and_then(|same| state.contact(same)?.callback.as_ref());
            let number = known.map_or(*contact, |known| known.number);
            let reachable = Callback { stage: CallbackStage::Reachable, number, promise: None };
            with(state, *contact, |c| c.callback = Some(Box::new(reachable)));
        }
        Entry::CallbackOffered { contact } => acted(state, *contact, |act| CallbackStage::Offered { act }),
        Entry::CallbackAsked { contact, .. } => {
            acted(state, *contact, |act| CallbackStage::Asked { act });
            // Nothing is told over the question; it is answered in some seconds, if only by silence.
            set_due(state, *contact, None);
        }
        Entry::CallbackDeclined { contact } => {
            stage(state, *contact, CallbackStage::Reachable);
            if state.contact(*contact).is_some_and(|c| c.phase == Phase::Waiting) {
                tell_later(state, at, *contact);
            }
        }
        Entry::CallbackPromised { contact, by, .. } => promised(state, at, *contact, *by),
        Entry::PlaceKept { contact, .. } => {
            if let Some(leg) = state.contact(*contact).and_then(|c| c.leg) {
                state.legs.remove(&leg);
            }
            stage(state, *contact, CallbackStage::Kept);
            // What becomes of it is decided when all that happens in the same moment has happened.
            if state.contact(*contact).is_some_and(|c| c.phase == Phase::Waiting) {
                set_due(state, *contact, Some(at));
            }
        }
        Entry::PlaceResumed { contact, until } => {
            if state.contact(*contact).is_some_and(|c| matches!(c.phase, Phase::Resting { .. })) {
                // The rest is nobody's wait in the line: what waits are expected of must not see it.
                with(state, *contact, |c| c.wanted.iter_mut().for_each(|wanted| wanted.joined = at));
                wait(state, *contact, false, None);
            }
            set_due(state, *contact, *until);
        }
        Entry::PlaceRested { contact, until, why } => {
            leave_line(state, *contact);
            with(state, *contact, |c| c.phase = Phase::Resting { why: *why });
            set_due(state, *contact, *until);
        }
        Entry::CallbackDialled { contact, agent, leg, .. } => {
            state.dialled += 1;
            state.legs.insert(*leg, *contact);
            with(state, *contact, |c| {
                if let Some(agent_leg) = c.agent_leg() {
                    c.phase = Phase::CallingBack { agent: *agent, leg: agent_leg };
                }
                c.leg = Some(*leg);
                promise(c, |promise| promise.called = promise.called.or(Some(at)));
            });
            occupy(state, at, *contact, *agent, AgentState::Offered(*contact));
            let ring = state.contact(*contact).and_then(|c| Some(c.place()?.terms.ring));
            set_due(state, *contact, ring.map(|ring| at + ring));
        }
        Entry::CallbackFailed { contact, agent, cause } => failed(state, at, *contact, *cause, *agent),
        Entry::CallbackOver { contact, .. } => drop(state.places.remove(contact)),
        _ => {}
    }
}

fn promised(state: &mut State, at: Time, contact: ContactId, by: Option<Time>) {
    acted(state, contact, |act| CallbackStage::Promised { act });
    let queue = state.contact(contact).and_then(|c| c.wanted.as_ref()).map(|wanted| wanted.queue.clone());
    let terms = queue.and_then(|queue| state.promise(&queue)?.routing.callback.clone());
    with(state, contact, |c| {
        if let (Some(callback), Some(terms)) = (&mut c.callback, terms) {
            callback.promise = Some(Promise { terms, made: at, by, tries: 0, called: None, next: None });
        }
    });
    set_due(state, contact, None);
    state.places.insert(contact);
}

/// The agent is free at once: there was nobody to speak with. The place is looked at again by the next
/// entry of the same decision.
fn failed(
    state: &mut State,
    at: Time,
    contact: ContactId,
    cause: CallbackFailure,
    agent: vocabulary::AgentId,
) {
    drop_agent_leg(state, contact);
    if let Some(leg) = state.contact(contact).and_then(|c| c.leg) {
        state.legs.remove(&leg);
    }
    free(state, at, agent, false);
    with(state, contact, |c| {
        c.phase = Phase::Resting { why: vocabulary::journal::Rest::NextTry };
        promise(c, |promise| {
            promise.tries = promise.tries.saturating_add(u8::from(cause.is_try()));
            promise.next = not_before(&promise.terms, at, cause);
        });
    });
    set_due(state, contact, Some(at));
}

/// When the customer may be called again after a failure. A telephone that rang when the centre was
/// interrupted may ring on for a while.
pub(crate) fn not_before(terms: &CallbackTerms, at: Time, cause: CallbackFailure) -> Option<Time> {
    match cause {
        CallbackFailure::Interrupted => Some(at + terms.ring),
        _ => cause.is_try().then(|| at + terms.again),
    }
}

/// Customer and agent have each other: the place was kept so long.
pub(crate) fn reached(state: &mut State, contact: ContactId) {
    if state.places.contains(&contact) {
        stage(state, contact, CallbackStage::Reached);
        state.places.remove(&contact);
    }
}

/// A contact has ended: a place that the same person keeps is looked at again.
pub(crate) fn ended(state: &mut State, at: Time, contact: ContactId) {
    state.places.remove(&contact);
    if !state.places.is_empty()
        && let Some(ended) = state.contact(contact).cloned()
    {
        look_at(state, at, |place| place.is_of_same_person(&ended));
    }
}

/// Looks again at places for which something has changed: in the same step, and for whatever came of it.
pub(crate) fn look_at(state: &mut State, at: Time, whose: impl Fn(&Contact) -> bool) {
    let stands = |c: &&Contact| c.is_away() && matches!(c.phase, Phase::Waiting | Phase::Resting { .. });
    let meant: Vec<ContactId> = state.places().filter(stands).filter(|c| whose(c)).map(|c| c.id).collect();
    meant.into_iter().for_each(|place| set_due(state, place, Some(at)));
}

/// A node is there: places whose node is gone are served by it.
pub(crate) fn move_to(state: &mut State, node: &NodeName) {
    let is_lost =
        |c: &&Contact| c.is_away() && c.node.as_ref().is_none_or(|of| !state.nodes.contains_key(of));
    let lost: Vec<ContactId> = state.places().filter(is_lost).map(|c| c.id).collect();
    lost.into_iter().for_each(|place| with(state, place, |c| c.node = Some(node.clone())));
}

/// Entries may have been lost: what is derived from the contacts is derived anew.
pub(crate) fn mend(state: &mut State, at: Time) {
    let keeps = |c: &&Contact| c.place().is_some() && !matches!(c.phase, Phase::Ended { .. });
    state.places = state.contacts().filter(keeps).map(|c| c.id).collect();
    let away = |c: &&Contact| c.is_away() && matches!(c.phase, Phase::Waiting | Phase::Resting { .. });
    let away: Vec<ContactId> = state.contacts().filter(away).map(|c| c.id).collect();
    away.into_iter().for_each(|place| set_due(state, place, Some(at)));
}

/// Out of the line: what the router knows of it is kept for its return.
fn leave_line(state: &mut State, contact: ContactId) {
    let Some(waited) = state.router.leave(contact) else { return };
    with(state, contact, |c| {
        if let Some(wanted) = &mut c.wanted {
            (wanted.stage, wanted.tried, wanted.friend) = (waited.stage, waited.tried, waited.friend);
        }
    });
}

/// One play or gather more, which is what the stage is about.
fn acted(state: &mut State, contact: ContactId, next: impl FnOnce(u32) -> CallbackStage) {
    with(state, contact, |c| {
        c.acts += 1;
        if let Some(callback) = &mut c.callback {
            callback.stage = next(c.acts);
        }
    });
}

fn stage(state: &mut State, contact: ContactId, next: CallbackStage) {
    with(state, contact, |c| {
        if let Some(callback) = &mut c.callback {
            callback.stage = next;
        }
    });
}

fn promise(contact: &mut Contact, change: impl FnOnce(&mut Promise)) {
    if let Some(promise) = contact.callback.as_mut().and_then(|callback| callback.promise.as_mut()) {
        change(promise);
    }
}
