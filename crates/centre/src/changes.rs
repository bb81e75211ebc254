//! What the contacts table has to learn from the journal. A function of the record alone (and of
//! the caller's number, which no record carries), so that the table can be made anew from the
//! journal.

use store::ContactChange;
use vocabulary::PhoneNumber;
use vocabulary::journal::{Entry, Record};

/// The change one record makes, if any; `caller` is the number of the contact that begins.
pub(crate) fn of(record: &Record, caller: Option<&PhoneNumber>) -> Option<ContactChange> {
    match &record.entry {
        Entry::ContactOpened { contact, line, language, .. } => Some(ContactChange::Opened {
            contact: *contact,
            at: record.at,
            line: line.clone(),
            language: *language,
            caller: caller.cloned(),
        }),
        Entry::CustomerMatched { contact, customer } => {
            Some(ContactChange::Customer { contact: *contact, customer: customer.clone(), verified: false })
        }
        Entry::CustomerVerified { contact, customer } => {
            Some(ContactChange::Customer { contact: *contact, customer: customer.clone(), verified: true })
        }
        Entry::DispositionSet { contact, code } => {
            Some(ContactChange::Disposition { contact: *contact, code: code.clone() })
        }
        Entry::RecordingStarted { contact, recording } => Some(ContactChange::Recording {
            contact: *contact,
            recording: *recording,
            at: record.at,
            outcome: None,
        }),
        Entry::RecordingEnded { contact, recording, outcome } => Some(ContactChange::Recording {
            contact: *contact,
            recording: *recording,
            at: record.at,
            outcome: Some(*outcome),
        }),
        Entry::ContactClosed { contact, reason, queue, agent, wait, talk } => Some(ContactChange::Closed {
            contact: *contact,
            at: record.at,
            reason: *reason,
            queue: queue.clone(),
            agent: *agent,
            wait: *wait,
            talk: *talk,
        }),
        _ => None,
    }
}
