//! What time brings about for those who wait: widening, the end of keeping, overflow.

use super::{Caller, flows};
use crate::{Contact, State};
use ivr::QueueState;
use routing::Due;
use vocabulary::journal::Entry;
use vocabulary::plan::{Channel, Target};
use vocabulary::{Language, QueueName, SkillName, Skills, Span, Time};

/// The first thing that is due in the router.
pub(super) fn due(state: &State, now: Time) -> Vec<Entry> {
    match state.router.due(now) {
        None => Vec::new(),
        Some(Due::Widening { contact, stage }) => vec![Entry::Widened { contact, stage }],
        Some(Due::KeepingOver { contact, agent }) => vec![Entry::KeptNoLonger { contact, agent }],
        Some(Due::Overflow { contact: id, to }) => {
            let sent = state.contact(id).and_then(|contact| overflow(state, now, contact, &to));
            sent.unwrap_or_else(|| vec![Entry::Stayed { contact: id, to }])
        }
        Some(Due::LastOffer { agent }) => vec![Entry::LastOfferPassed { agent }],
    }
}

/// Sends a waiting contact elsewhere; `None` when nobody there takes it.
fn overflow(state: &State, now: Time, contact: &Contact, to: &Target) -> Option<Vec<Entry>> {
    let wanted = contact.wanted.as_ref()?;
    let mut entries =
        vec![Entry::Overflowed { contact: contact.id, from: wanted.queue.clone(), to: to.clone() }];
    match to {
        Target::Queue(queue) => {
            let own = own_skills(state, &wanted.queue, &wanted.skills);
            let skills = taken(state, now, queue, &own, contact.language, contact.channel)?;
            entries.push(Entry::Queued {
                contact: contact.id,
                queue: queue.clone(),
                since: wanted.since,
                credit: wanted.credit,
                skills,
                front: false,
            });
        }
        // A flow is for who hears it: whoever is there, and on the telephone.
        Target::Flow(_) if contact.place().is_some() || contact.is_chat() => return None,
        Target::Flow(flow) => entries.extend(flows::treated(state, now, Caller::of(state, contact), flow)?),
    }
    Some(entries)
}

/// Where a contact that comes to a queue goes instead, because so many wait there: the entries in
/// place of joining it.
pub(super) fn overflow_at_arrival(
    state: &State,
    now: Time,
    joins: &Entry,
    caller: Caller<'_>,
    may_be_treated: bool,
) -> Option<Vec<Entry>> {
    let Entry::Queued { contact, queue: from, since, credit, skills, front } = joins else { return None };
    state.router.overflow_at_arrival(from).find_map(|to| {
        let overflowed = Entry::Overflowed { contact: *contact, from: from.clone(), to: to.clone() };
        let queue = match to {
            Target::Queue(queue) => queue,
            Target::Flow(flow) if may_be_treated => {
                let treated = flows::treated(state, now, caller, flow)?;
                return Some(std::iter::once(overflowed).chain(treated).collect());
            }
            Target::Flow(_) => return None,
        };
        let own = own_skills(state, from, skills);
        let skills = taken(state, now, queue, &own, caller.language, caller.channel)?;
        let joins = Entry::Queued {
            contact: *contact,
            queue: queue.clone(),
            since: *since,
            credit: *credit,
            skills,
            front: *front,
        };
        Some(vec![overflowed, joins])
    })
}

/// What a contact needs beside the skills of a queue.
fn own_skills(state: &State, queue: &QueueName, skills: &[SkillName]) -> Vec<SkillName> {
    let of_queue = state.promise(queue).map(|queue| queue.skills.as_slice()).unwrap_or_default();
    skills.iter().filter(|skill| !of_queue.contains(skill)).cloned().collect()
}

/// What a contact needs in a queue that takes it; `None` when it takes nobody now.
fn taken(
    state: &State,
    now: Time,
    queue: &QueueName,
    own: &[SkillName],
    language: Language,
    channel: Channel,
) -> Option<Skills> {
    let takes = flows::queue_takes(state, now, queue, own, language, channel) == QueueState::Open;
    takes.then(|| super::needed_skills(state, queue, own, language))
}

/// How long a contact of a queue is kept for the agent who knows the customer; `None` for not at all.
pub(crate) fn keeping(state: &State, queue: &QueueName) -> Option<Span> {
    state.promise(queue).map(|queue| queue.routing.old_friend).filter(|span| *span > Span::ZERO)
}
