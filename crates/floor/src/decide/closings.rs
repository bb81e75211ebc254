//! Queues whose hours end while contacts wait in them.
//!
//! When that is, is decided once and journalled, so that replay asks neither clock nor calendar. What
//! happens then is the queue's choice: they are served, or take the flow's way for a closed queue.

use super::flows;
use crate::{Contact, Phase, State};
use vocabulary::journal::Entry;
use vocabulary::{QueueName, Time};

/// When the first queue closes of which that is not known yet.
pub(super) fn unknown(state: &State, now: Time) -> Option<Entry> {
    let queue = state.closings_unknown.first()?;
    Some(Entry::ClosingSet { queue: queue.clone(), at: closing(state, now, queue) })
}

/// The first queue that has closed: somebody who waits there is sent on; when nobody is left, that is
/// that.
pub(super) fn due(state: &State, now: Time) -> Option<Vec<Entry>> {
    let (_, queue) = state.closings.first().filter(|(at, _)| *at <= now)?;
    Some(match unanswered(state, queue) {
        Some(contact) => flows::queue_closed(state, now, contact),
        None => vec![Entry::ClosingSet { queue: queue.clone(), at: None }],
    })
}

/// Somebody who waits in a queue. Whoever has been answered once stays: that matter is begun.
fn unanswered<'a>(state: &'a State, queue: &QueueName) -> Option<&'a Contact> {
    let waiting = state.router.in_order(queue).filter_map(|waiting| state.contact(waiting.contact));
    // Places that are kept have hours of their own.
    let mut waiting = waiting
        .filter(|contact| contact.phase == Phase::Waiting && contact.wait.is_none())
        .filter(|contact| contact.place().is_none());
    waiting.next()
}

fn closing(state: &State, now: Time, queue: &QueueName) -> Option<Time> {
    let hours = state.rules.hours.get(state.queue(queue)?.calendar.as_ref()?)?;
    if hours.is_open(now) { hours.next_change(now) } else { Some(now) }
}
