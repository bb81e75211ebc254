//! How a contact ends.

use super::{agents, callbacks, recording, secure_entry, verification_calls};
use crate::{Bridge, Contact, Phase, State};
use vocabulary::Time;
use vocabulary::journal::{CallbackFailure, EndReason, Entry, NotReady, OfferFailure};
use vocabulary::voice::LegEnd;

/// The customer's leg is gone.
pub(super) fn customer_left(state: &State, now: Time, contact: &Contact, cause: LegEnd) -> Vec<Entry> {
    if let Some(entries) = callbacks::left(state, now, contact, cause) {
        return entries;
    }
    if let Some(entries) = verification_calls::left(contact, cause) {
        return entries;
    }
    let lost = cause != LegEnd::HungUp;
    let reason = match contact.phase {
        _ if lost => EndReason::CustomerLost,
        // Whoever was sent on from a queue has reached one, and left before an answer.
        Phase::Flow { .. } if contact.wanted.is_some() && contact.wait.is_none() => EndReason::Abandoned,
        Phase::Flow { .. } | Phase::Announced { .. } => EndReason::LeftInFlow,
        // Somebody who had been answered and waits again did not abandon an unanswered wait.
        Phase::Waiting | Phase::Offered { .. } if contact.wait.is_none() => EndReason::Abandoned,
        _ => EndReason::CustomerHungUp,
    };
    end(state, now, contact, reason)
}

/// Ends a contact in whatever phase it is; wrap-up follows a talk.
pub(super) fn end(state: &State, now: Time, contact: &Contact, reason: EndReason) -> Vec<Entry> {
    let id = contact.id;
    let mut entries = Vec::with_capacity(2);
    if let Phase::Offered { agent, .. } = contact.phase {
        entries.extend(agents::offer_failed(id, agent, OfferFailure::CallerLeft, None));
        entries.extend(agents::wish(state, agent, id));
    }
    entries.extend(secure_entry::ended(contact));
    entries.extend(verification_calls::ended(contact, CallbackFailure::AgentLeft));
    entries.extend(recording::ended(contact, reason));
    entries.push(Entry::ContactEnded { contact: id, reason });
    let (agent, bridge) = match contact.phase {
        Phase::Talking { agent, bridge, .. } => (agent, bridge),
        Phase::Verifying { agent, .. } => (agent, Bridge::Joined),
        _ => {
            entries.push(contact.closed(now, reason));
            return entries;
        }
    };
    let queue = contact.wanted.as_ref().and_then(|wanted| state.promise(&wanted.queue));
    match queue.map(|queue| queue.wrap_up).filter(|wrap_up| wrap_up.0 > 0) {
        Some(wrap_up) => entries.push(Entry::WrapUpStarted { contact: id, agent, until: now + wrap_up }),
        None => entries.push(contact.closed(now, reason)),
    }
    let wraps_up = matches!(entries.last(), Some(Entry::WrapUpStarted { .. }));
    match bridge {
        // Nobody is there to be called, until somebody says so.
        Bridge::Parted { .. } if !contact.is_chat() => {
            entries.push(Entry::AgentNotReady { agent, reason: NotReady::PageLost });
        }
        _ if wraps_up => {}
        _ => entries.extend(agents::wish(state, agent, id)),
    }
    entries
}
