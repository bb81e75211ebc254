//! Recordings: from the first answer to the end of the contact.

use crate::{Contact, Recording, State};
use vocabulary::RecordingId;
use vocabulary::journal::{EndReason, Entry, RecordingOutcome};

/// An agent has answered: unless it runs already, the recording begins, if the queue has its contacts
/// recorded.
pub(super) fn started(state: &State, contact: &Contact) -> Option<Entry> {
    let queue = contact.wanted.as_ref().and_then(|wanted| state.promise(&wanted.queue));
    // What was written in a chat is kept as it is.
    let due = !contact.is_chat()
        && contact.recording == Recording::NotYet
        && queue.is_some_and(|queue| queue.record);
    due.then(|| Entry::RecordingStarted { contact: contact.id, recording: RecordingId::of(contact.id) })
}

/// The contact ends for this reason, and its recording with it.
pub(super) fn ended(contact: &Contact, reason: EndReason) -> Option<Entry> {
    let outcome = match reason {
        EndReason::Interrupted => RecordingOutcome::Interrupted,
        _ => RecordingOutcome::Complete,
    };
    over(contact, outcome)
}

/// The voice node cannot go on with it.
pub(super) fn failed(contact: &Contact, recording: RecordingId) -> Option<Entry> {
    over(contact, RecordingOutcome::Failed).filter(|_| recording == RecordingId::of(contact.id))
}

fn over(contact: &Contact, outcome: RecordingOutcome) -> Option<Entry> {
    let (contact, runs) = (contact.id, contact.recording == Recording::Running);
    runs.then(|| Entry::RecordingEnded { contact, recording: RecordingId::of(contact), outcome })
}
