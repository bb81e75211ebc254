//! What the contacts table has to learn from the journal. A function of the record alone (and of
//! the caller's number, which no record carries), so that the table can be made anew from the
//! journal.

use indicators::Fact;
use store::ContactChange;
use vocabulary::journal::{CallerWord, Entry, Record};
use vocabulary::{ContactId, PhoneNumber, Time};

/// The changes one record makes, if any; `caller` is the number of the contact that begins, `fact`
/// what the contact that closes contributes to figures.
pub fn contact_changes(
    record: &Record,
    caller: Option<&PhoneNumber>,
    fact: Option<Fact>,
) -> impl Iterator<Item = ContactChange> {
    let live = of(record.at, &record.entry, caller);
    let past = match &record.entry {
        Entry::Imported { entries, .. } => entries.as_slice(),
        _ => &[],
    };
    let past = past.iter().filter_map(|past| of(past.at, &past.entry, None));
    let counted = fact.map(|fact| ContactChange::Counted { fact: Box::new(fact) });
    live.into_iter().chain(past).chain(counted)
}

fn of(at: Time, entry: &Entry, caller: Option<&PhoneNumber>) -> Option<ContactChange> {
    match entry {
        Entry::ContactOpened { contact, line, language, .. } => Some(ContactChange::Opened {
            contact: *contact,
            at,
            line: line.clone(),
            language: *language,
            caller: caller.cloned(),
        }),
        Entry::ChatOpened { contact, line, language } => Some(ContactChange::Opened {
            contact: *contact,
            at,
            line: line.clone(),
            language: *language,
            caller: None,
        }),
        Entry::CustomerMatched { contact, customer } => {
            Some(ContactChange::Customer { contact: *contact, customer: customer.clone(), verified: false })
        }
        Entry::CustomerVerified { contact, customer } => {
            Some(ContactChange::Customer { contact: *contact, customer: customer.clone(), verified: true })
        }
        Entry::CallerTold { contact, word, .. } => told(*contact, word),
        Entry::DispositionSet { contact, code } => {
            Some(ContactChange::Disposition { contact: *contact, code: code.clone() })
        }
        Entry::RecordingStarted { contact, recording } => {
            Some(ContactChange::Recording { contact: *contact, recording: *recording, at, outcome: None })
        }
        Entry::RecordingEnded { contact, recording, outcome } => Some(ContactChange::Recording {
            contact: *contact,
            recording: *recording,
            at,
            outcome: Some(*outcome),
        }),
        Entry::ContactClosed { contact, reason, queue, agent, wait, talk } => Some(ContactChange::Closed {
            contact: *contact,
            at,
            reason: *reason,
            queue: queue.clone(),
            agent: *agent,
            wait: *wait,
            talk: *talk,
        }),
        _ => None,
    }
}

/// Whom an agent found has the contact until that is taken back.
fn told(contact: ContactId, word: &CallerWord) -> Option<ContactChange> {
    match word {
        CallerWord::Identified { customer } | CallerWord::Undone { customer: Some(customer) } => {
            Some(ContactChange::Customer { contact, customer: customer.clone(), verified: false })
        }
        CallerWord::Undone { customer: None } => Some(ContactChange::NoCustomer { contact }),
        CallerWord::Several { .. } | CallerWord::ThirdParty | CallerWord::Holder => None,
    }
}
