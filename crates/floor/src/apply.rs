//! The only place that changes the state: one entry at a time.
//!
//! Applying never refuses: an entry that names something unknown (a journal of an older release,
//! say) changes nothing but the sequence.

use crate::callbacks;
use crate::caller;
use crate::decide::keeping;
use crate::hands::{self, attention, free, is_chat, occupy, release, wrapping_up_since};
use crate::rules::Rules;
use crate::secure_entry;
use crate::shifts;
use crate::verification_calls;
use crate::{
    Agent, AgentState, Announcement, Bridge, ClosedByHand, Contact, InForce, Phase, Recording, Shift, State,
    Wanted,
};
use routing::{Due, Friend, Waiting};
use std::collections::BTreeSet;
use vocabulary::journal::{Entry, FlowAct, NotReady, OfferFailure, Record};
use vocabulary::plan::{Channel, Closing, Plan, Queue};
use vocabulary::{AgentId, ContactId, LegId, QueueName, Span, Time};

/// How long a contact hears music before it is first told its position: long enough that one who
/// is answered at once is not talked at.
const FIRST_TELLING: Span = Span::seconds(2);

/// Carries one record out.
pub fn apply(state: &mut State, record: &Record) {
    state.sequence = record.sequence;
    state.at = record.at;
    if let Some(cause) = &record.cause
        && let Some(heard) = state.nodes.get_mut(&cause.node)
    {
        *heard = (*heard).max(cause.number);
    }
    apply_entry(state, record, &record.entry);
}

fn apply_entry(state: &mut State, record: &Record, entry: &Entry) {
    let at = record.at;
    match entry {
        Entry::LeadershipTaken { epoch } => {
            state.epoch = *epoch;
            // Nodes number their reports anew for each leader.
            state.nodes.values_mut().for_each(|heard| *heard = 0);
            mend(state, at);
        }
        Entry::Configured { plan } => {
            state.in_force = InForce { version: record.sequence, since: at, by: record.by };
            configure(state, at, plan.as_ref().clone());
        }
        Entry::NodeJoined { node } => {
            state.nodes.insert(node.clone(), 0);
            callbacks::move_to(state, node);
        }
        Entry::NodeLost { node } => {
            state.nodes.remove(node);
        }
        Entry::AgentReady { agent } => hands::ready(state, at, *agent),
        Entry::AgentNotReady { agent, reason } => hands::not_ready(state, at, *agent, *reason),
        Entry::ContactOpened { contact, node, leg, line, language } => {
            state.last_contact = *contact;
            state.legs.insert(*leg, *contact);
            let opened = Contact {
                node: Some(node.clone()),
                leg: Some(*leg),
                ..Contact::new(*contact, at, Channel::Voice, line.clone(), *language)
            };
            state.contacts.insert(*contact, Box::new(opened));
        }
        Entry::ChatOpened { contact, line, language } => {
            state.last_contact = *contact;
            let opened = Contact::new(*contact, at, Channel::Chat, line.clone(), *language);
            state.contacts.insert(*contact, Box::new(opened));
        }
        // Another system served the imported ones.
        Entry::CallRefused { .. } | Entry::Imported { .. } => {}
        Entry::CustomerMatched { contact, customer } => {
            with(state, *contact, |c| c.belongs_to(customer));
        }
        Entry::CustomerVerified { contact, customer } => with(state, *contact, |c| {
            c.strong &= c.customer.as_ref() == Some(customer);
            caller::verified(c, customer);
            c.belongs_to(customer);
            c.verified = true;
        }),
        Entry::CallerTold { contact, word, .. } => caller::apply(state, *contact, word),
        Entry::CustomerRanked { contact, tier } => with(state, *contact, |c| c.tier = Some(*tier)),
        Entry::VerificationFailed { .. } => {}
        Entry::QueueClosed { queue, flush } => {
            let closed = ClosedByHand { since: at, by: record.by, flush: *flush };
            state.closed_queues.insert(queue.clone(), closed);
            callbacks::look_at(state, at, |c| c.wanted.as_ref().is_some_and(|w| w.queue == *queue));
        }
        Entry::QueueOpened { queue } => {
            state.closed_queues.remove(queue);
            callbacks::look_at(state, at, |c| c.wanted.as_ref().is_some_and(|w| w.queue == *queue));
        }
        Entry::ClosingSet { queue, at } => {
            state.closings_unknown.remove(queue);
            state.closings.retain(|(_, other)| other != queue);
            state.closings.extend(at.map(|at| (at, queue.clone())));
        }
        Entry::AnnouncementSet { line, prompt, instead } => {
            let set = Announcement { prompt: prompt.clone(), instead: *instead, since: at, by: record.by };
            match line {
                Some(line) => drop(state.line_announcements.insert(line.clone(), set)),
                None => state.announcement = Some(set),
            }
        }
        Entry::AnnouncementCleared { line } => match line {
            Some(line) => drop(state.line_announcements.remove(line)),
            None => state.announcement = None,
        },
        Entry::Announced { contact, instead, .. } => with(state, *contact, |c| {
            c.acts += 1;
            c.phase = Phase::Announced { act: c.acts, instead: *instead };
        }),
        Entry::FlowMoved { contact, position, act } => {
            leave_queue(state, *contact);
            with(state, *contact, |c| {
                if !matches!(act, FlowAct::Queue { .. } | FlowAct::HangUp { .. }) {
                    c.acts += 1;
                }
                c.queued_at = matches!(act, FlowAct::Queue { .. }).then(|| position.clone());
                c.phase = Phase::Flow { position: position.clone(), act: c.acts };
            });
        }
        Entry::Queued { contact, queue, since, credit, skills, front } => {
            let wanted = Wanted {
                queue: queue.clone(),
                since: *since,
                credit: *credit,
                skills: skills.clone(),
                priority: priority(state, *contact),
                joined: at,
                stage: 0,
                tried: 0,
                friend: friend(state, at, *contact, queue),
            };
            with(state, *contact, |c| c.wanted = Some(wanted));
            wait(state, *contact, *front, None);
            ask_for_closing(state, queue);
            let first = telling_interval(state, *contact).map(|_| at + FIRST_TELLING);
            set_due(state, *contact, first);
        }
        Entry::PositionTold { contact, .. } => {
            with(state, *contact, |c| c.acts += 1);
            tell_later(state, at, *contact);
        }
        Entry::CallerReachable { .. }
        | Entry::CallbackOffered { .. }
        | Entry::CallbackAsked { .. }
        | Entry::CallbackDeclined { .. }
        | Entry::CallbackPromised { .. }
        | Entry::PlaceKept { .. }
        | Entry::PlaceResumed { .. }
        | Entry::PlaceRested { .. }
        | Entry::CallbackDialled { .. }
        | Entry::CallbackFailed { .. }
        | Entry::CallbackOver { .. } => callbacks::apply(state, at, entry),
        Entry::Widened { contact, .. } => state.router.widen(*contact),
        Entry::KeptNoLonger { contact, .. } => state.router.keep_no_longer(*contact),
        Entry::Overflowed { contact, .. } => {
            state.router.leave(*contact);
            set_due(state, *contact, None);
            // The queue or the flow follows in the same decision.
            with(state, *contact, |c| c.phase = Phase::Opened);
        }
        Entry::Stayed { contact, .. } => state.router.stay(*contact),
        Entry::ShiftSet { agent, ends, last_offer, again, by_hand } => {
            let shift = Shift { ends: *ends, last_offer: *last_offer, again: *again, by_hand: *by_hand };
            shifts::set(state, *agent, shift);
        }
        Entry::LastOfferPassed { agent } => state.router.carry_out(&Due::LastOffer { agent: *agent }),
        Entry::Offered { contact, agent, leg, .. } => offered(state, at, *contact, *agent, *leg),
        Entry::AgentRinging { .. } => {}
        Entry::OfferFailed { contact, agent, cause } => {
            drop_agent_leg(state, *contact);
            release(state, at, *contact, *agent, true);
            let not = (*cause != OfferFailure::CallerLeft).then_some(*agent);
            wait(state, *contact, true, not);
            tell_later(state, at, *contact);
        }
        Entry::Connected { contact, agent } => connected(state, at, *contact, *agent),
        Entry::Held { contact, .. } => bridge(state, *contact, |_| Bridge::Held),
        Entry::Retrieved { contact, .. } => bridge(state, *contact, |_| Bridge::Joined),
        Entry::SecureEntryAsked { .. } | Entry::SecureEntryKeyed { .. } | Entry::SecureEntryOver { .. } => {
            secure_entry::apply(state, entry);
        }
        Entry::VerificationCall(call) => verification_calls::apply(state, at, call),
        Entry::AgentParted { contact, until, .. } => {
            bridge(state, *contact, |before| Bridge::Parted { held: before == Bridge::Held });
            set_due(state, *contact, Some(*until));
        }
        Entry::AgentReturned { contact, .. } => {
            bridge(state, *contact, |before| match before {
                Bridge::Parted { held: true } => Bridge::Held,
                _ => Bridge::Joined,
            });
            set_due(state, *contact, None);
        }
        Entry::Transferred { contact, agent, .. } => {
            add_talk(state, at, *contact);
            drop_agent_leg(state, *contact);
            set_due(state, *contact, None);
            release(state, at, *contact, *agent, false);
            // The queue follows in the same decision.
            with(state, *contact, |c| c.phase = Phase::Opened);
        }
        Entry::AgentLost { contact, agent, .. } => {
            add_talk(state, at, *contact);
            drop_agent_leg(state, *contact);
            release(state, at, *contact, *agent, false);
            wait(state, *contact, true, Some(*agent));
            tell_later(state, at, *contact);
        }
        Entry::RecordingStarted { contact, .. } => {
            with(state, *contact, |c| c.recording = Recording::Running);
        }
        Entry::RecordingEnded { contact, .. } => with(state, *contact, |c| c.recording = Recording::Over),
        Entry::ContactEnded { contact, reason } => {
            add_talk(state, at, *contact);
            state.router.leave(*contact);
            set_due(state, *contact, None);
            drop_agent_leg(state, *contact);
            let mut served_by = None;
            with(state, *contact, |c| {
                served_by = c.served_by();
                // It ended before, unless the entry that said so was lost.
                c.recording = Recording::Over;
                c.keying = None;
                c.phase = Phase::Ended { reason: *reason };
            });
            if let Some(leg) = state.contacts.get(contact).and_then(|c| c.leg) {
                state.legs.remove(&leg);
            }
            callbacks::ended(state, at, *contact);
            // A chat stays in hand until it is closed: wrap-up may follow.
            if let Some(agent) = served_by.filter(|_| !is_chat(state, *contact)) {
                free(state, at, agent, false);
            }
        }
        Entry::WrapUpStarted { contact, agent, until } => {
            with(state, *contact, |c| {
                if let Phase::Ended { reason } = c.phase {
                    c.phase = Phase::WrapUp { agent: *agent, reason };
                    c.since = at;
                }
            });
            set_due(state, *contact, Some(*until));
            occupy(state, at, *contact, *agent, AgentState::WrapUp(*contact));
        }
        Entry::WrapUpExtended { contact, until, .. } => set_due(state, *contact, Some(*until)),
        Entry::DispositionSet { contact, code } => {
            with(state, *contact, |c| c.disposition = Some(code.clone()));
        }
        Entry::NoteKept { .. } | Entry::Promise(_) => {}
        Entry::WrapUpEnded { contact, agent } => {
            handled(state, at, *contact);
            set_due(state, *contact, None);
            release(state, at, *contact, *agent, false);
        }
        Entry::ContactClosed { contact, queue, agent, talk, .. } => {
            set_due(state, *contact, None);
            if let Some(agent) = agent.filter(|_| is_chat(state, *contact)) {
                release(state, at, *contact, agent, false);
            }
            // It left long ago, unless the entry that said so was lost.
            state.router.leave(*contact);
            callbacks::ended(state, at, *contact);
            let closed = state.contacts.remove(contact);
            // With wrap-up the whole handle time was told when the wrap-up ended.
            let at_once = closed.filter(|c| matches!(c.phase, Phase::Ended { .. }));
            if let (Some(closed), Some(queue), Some(talk)) = (at_once, queue, talk) {
                let handled = attention(state, closed.agent, closed.is_chat(), *talk);
                state.router.handled(queue, handled);
            }
        }
    }
}

fn configure(state: &mut State, at: Time, plan: Plan) {
    let before = std::mem::replace(&mut state.plan, plan);
    let known_before = std::mem::replace(&mut state.rules, Rules::of(&state.plan)).places.agents;
    keep_promises(state, before.queues);
    state.closed_queues.retain(|name, _| state.rules.places.queues.contains_key(name));
    state.line_announcements.retain(|name, _| state.rules.places.lines.contains_key(name));
    state.router.configure(&state.plan.queues, &state.plan.agents);
    state.router.owe(state.struck_queues.values());
    strike_agents(state);
    for planned in &state.plan.agents {
        state.agents.get_or_insert(planned.id, || Agent {
            id: planned.id,
            state: AgentState::NotReady(NotReady::SignedOut),
            since: at,
            idle_since: at,
            then: None,
            chats: BTreeSet::new(),
            shift: Shift::default(),
        });
    }
    let agents: Vec<AgentId> = state.plan.agents.iter().map(|agent| agent.id).collect();
    // Some were struck, and are back before what they had in hand was finished.
    for id in agents.into_iter().filter(|id| !known_before.contains_key(id)) {
        hands::wishes(state, id, None);
    }
    shifts::ask_all(state);
    (state.closings, state.closings_unknown) = Default::default();
    let waits = |queue: &&Queue| state.router.queue_length(&queue.name) > 0;
    let waited_for: Vec<QueueName> =
        state.plan.queues.iter().filter(waits).map(|queue| queue.name.clone()).collect();
    waited_for.iter().for_each(|queue| ask_for_closing(state, queue));
    callbacks::look_at(state, at, |_| true);
}

/// Somebody waits in a queue that sends on those who wait when its hours end.
fn ask_for_closing(state: &mut State, name: &QueueName) {
    let sends_on = |queue: &Queue| queue.calendar.is_some() && queue.routing.at_closing == Closing::Treatment;
    let known = state.closings.iter().any(|(_, queue)| queue == name);
    if !known && state.queue(name).is_some_and(sends_on) {
        state.closings_unknown.insert(name.clone());
    }
}

/// A queue that is struck is kept for those who came to it.
fn keep_promises(state: &mut State, before: Vec<Queue>) {
    state.struck_queues.extend(before.into_iter().map(|queue| (queue.name.clone(), queue)));
    let owed = |contact: &Contact| contact.wanted.as_ref().map(|wanted| wanted.queue.clone());
    let owed: BTreeSet<QueueName> = state.contacts().filter_map(owed).collect();
    let in_force = &state.rules.places.queues;
    state.struck_queues.retain(|name, _| owed.contains(name) && !in_force.contains_key(name));
}

/// An agent struck from the plan goes, after the contact in hand if there is one.
fn strike_agents(state: &mut State) {
    let planned = &state.rules.places.agents;
    let struck: Vec<AgentId> = state.agents.keys().filter(|id| !planned.contains_key(id)).collect();
    for id in struck {
        match state.agents.get_mut(&id) {
            Some(agent) if agent.is_busy() => hands::wishes(state, id, Some(NotReady::SignedOut)),
            _ => {
                shifts::forget(state, id);
                state.agents.remove(&id);
                state.router.signed_out(id);
            }
        }
    }
}

/// Entries may have been lost before this leader came, when disk and database had failed. What is
/// derived from the contacts is derived anew.
fn mend(state: &mut State, at: Time) {
    let legs = state.contacts().flat_map(|contact| contact.legs().map(|leg| (leg, contact.id)));
    state.legs = legs.collect();
    callbacks::mend(state, at);
    state.due = state.contacts().filter_map(|c| c.due.map(|due| (due, c.id))).collect();
    hands::mend(state, at);
}

fn offered(state: &mut State, at: Time, contact: ContactId, agent: AgentId, leg: Option<LegId>) {
    if let Some(waited) = state.router.offer(contact, agent, at) {
        with(state, contact, |c| {
            if let Some(wanted) = &mut c.wanted {
                (wanted.stage, wanted.tried, wanted.friend) = (waited.stage, waited.tried, waited.friend);
            }
        });
    }
    occupy(state, at, contact, agent, AgentState::Offered(contact));
    if let Some(leg) = leg {
        state.dialled += 1;
        state.legs.insert(leg, contact);
    }
    with(state, contact, |c| (c.phase, c.since) = (Phase::Offered { agent, leg }, at));
    let ring = wanted_queue(state, contact).map(|queue| queue.ring);
    set_due(state, contact, ring.map(|ring| at + ring));
}

fn connected(state: &mut State, at: Time, contact: ContactId, agent: AgentId) {
    occupy(state, at, contact, agent, AgentState::Talking(contact));
    set_due(state, contact, None);
    let State { contacts, router, .. } = state;
    if let Some(c) = contacts.get_mut(&contact) {
        let leg = match c.phase {
            Phase::Offered { leg, .. } => Some(leg),
            Phase::CallingBack { leg, .. } => Some(Some(leg)),
            _ => None,
        };
        if let Some(leg) = leg {
            c.phase = Phase::Talking { agent, leg, since: at, bridge: Bridge::Joined };
            c.since = at;
        }
        c.agent = Some(agent);
        if c.wait.is_none()
            && let Some(wanted) = &c.wanted
        {
            c.wait = Some(at - wanted.since);
            router.answered(&wanted.queue, at);
        }
    }
    callbacks::reached(state, contact);
    let open = state.contacts.get(&contact);
    let known = open.and_then(|c| Some((c.customer.clone()?, c.wanted.as_ref()?.queue.clone())));
    if let Some((customer, queue)) = known
        && keeping(state, &queue).is_some()
    {
        state.friends.served(&customer, agent, at);
    }
}

/// Puts a contact (back) among the waiting.
pub(crate) fn wait(state: &mut State, contact: ContactId, front: bool, not: Option<AgentId>) {
    let Some(c) = state.contacts.get_mut(&contact) else { return };
    let Some(wanted) = c.wanted.clone() else { return };
    c.phase = Phase::Waiting;
    state.router.wait(Waiting {
        contact,
        queue: wanted.queue,
        since: wanted.since,
        credit: wanted.credit,
        skills: wanted.skills,
        front,
        not,
        priority: wanted.priority,
        joined: wanted.joined,
        stage: wanted.stage,
        tried: wanted.tried,
        friend: wanted.friend,
        expected: None,
    });
}

/// A contact that waited takes a step of its flow again.
fn leave_queue(state: &mut State, contact: ContactId) {
    if state.contacts.get(&contact).is_some_and(|c| c.phase == Phase::Waiting) {
        state.router.leave(contact);
        set_due(state, contact, None);
    }
}

fn bridge(state: &mut State, contact: ContactId, change: impl FnOnce(Bridge) -> Bridge) {
    with(state, contact, |c| {
        if let Phase::Talking { bridge, .. } = &mut c.phase {
            *bridge = change(*bridge);
        }
    });
}

/// The priority of the line a contact came by.
fn priority(state: &State, contact: ContactId) -> u8 {
    let Some(c) = state.contacts.get(&contact) else { return 0 };
    match c.channel {
        Channel::Voice => state.line(&c.line).map_or(0, |line| line.priority),
        Channel::Chat => state.chat_line(&c.line).map_or(0, |line| line.priority),
    }
}

/// Whom a contact that joins a queue is kept for: the agent who served this customer last.
fn friend(state: &State, at: Time, contact: ContactId, queue: &QueueName) -> Option<Friend> {
    let span = keeping(state, queue)?;
    let customer = state.contacts.get(&contact)?.customer.as_ref()?;
    let agent = state.friends.of(customer)?;
    Some(Friend { agent, until: at + span, over: false })
}

/// Tells the router how long a contact kept its agent: talk and wrap-up.
fn handled(state: &mut State, at: Time, contact: ContactId) {
    let Some(c) = state.contacts.get(&contact) else { return };
    let (Some(wanted), Some(talk), Some(agent)) = (&c.wanted, c.talk, c.agent) else { return };
    // Nobody wraps up while the centre is down: at the most until it was due.
    let until = c.due.map_or(at, |due| due.min(at));
    let since = wrapping_up_since(state, c);
    let wrap_up = since.map_or(Span::ZERO, |since| until - since);
    let handled = attention(state, Some(agent), c.is_chat(), talk + wrap_up);
    state.router.handled(&wanted.queue, handled);
}

pub(crate) fn add_talk(state: &mut State, at: Time, contact: ContactId) {
    with(state, contact, |c| {
        if let Phase::Talking { since, .. } = c.phase {
            c.talk = Some(c.talk.unwrap_or_default() + (at - since));
        }
    });
}

pub(crate) fn drop_agent_leg(state: &mut State, contact: ContactId) {
    if let Some(leg) = state.contact(contact).and_then(Contact::agent_leg) {
        state.legs.remove(&leg);
    }
}

pub(crate) fn set_due(state: &mut State, contact: ContactId, due: Option<Time>) {
    let Some(c) = state.contacts.get_mut(&contact) else { return };
    if let Some(old) = std::mem::replace(&mut c.due, due) {
        state.due.remove(&(old, contact));
    }
    if let Some(new) = due {
        state.due.insert((new, contact));
    }
}

fn wanted_queue(state: &State, contact: ContactId) -> Option<&Queue> {
    let wanted = state.contacts.get(&contact)?.wanted.as_ref()?;
    state.promise(&wanted.queue)
}

/// A place without its customer is told nothing: it is looked at.
pub(crate) fn tell_later(state: &mut State, at: Time, contact: ContactId) {
    if let Some(c) = state.contact(contact).filter(|c| c.place().is_some()) {
        let due = c.is_away().then_some(at);
        return set_due(state, contact, due);
    }
    let next = telling_interval(state, contact).map(|every| at + every);
    set_due(state, contact, next);
}

/// Whoever waits in a chat sees the position whenever it changes.
fn telling_interval(state: &State, contact: ContactId) -> Option<Span> {
    if is_chat(state, contact) {
        return None;
    }
    wanted_queue(state, contact).map(|queue| queue.announce_every).filter(|every| *every > Span::ZERO)
}

pub(crate) fn with(state: &mut State, contact: ContactId, change: impl FnOnce(&mut Contact)) {
    if let Some(c) = state.contacts.get_mut(&contact) {
        change(c);
    }
}
