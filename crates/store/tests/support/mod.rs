//! What the tests of this room append, and how they wait.
#![allow(dead_code, reason = "each test file uses its part")]

use store::{Batch, ContactChange, Health, Journal, Reader, Store};
use vocabulary::journal::{Cause, EndReason, Entry, Record};
use vocabulary::{AgentId, ContactId, Language, LineName, PhoneNumber, Sequence, Span, Time};

/// A record that its place alone determines.
pub fn record(place: u64) -> Record {
    let (agent, contact) = (AgentId(place % 7), ContactId(place % 50));
    let entry = match place % 3 {
        0 => Entry::AgentReady { agent },
        1 => Entry::Connected { contact, agent },
        _ => Entry::ContactEnded { contact, reason: EndReason::Abandoned },
    };
    let cause =
        place.is_multiple_of(2).then(|| Cause { node: "voice-1".parse().unwrap(), number: place * 10 });
    Record {
        sequence: Sequence(place),
        at: Time(1_790_000_000_000_000 + place as i64),
        cause,
        by: None,
        entry,
    }
}

pub fn batch(first: u64, count: u64, changes: Vec<ContactChange>) -> Batch {
    Batch { records: (first..first + count).map(record).collect(), changes }
}

pub fn appended(store: &Store, batch: Batch) {
    store.journal().append(batch).unwrap();
}

pub fn line(id: u64) -> LineName {
    LineName::new(if id.is_multiple_of(2) { "even" } else { "odd" }).unwrap()
}

/// A number that appears nowhere else.
pub fn caller(id: u64) -> PhoneNumber {
    PhoneNumber::new(&format!("+8210{}", 77_001_000 + id)).unwrap()
}

pub fn opened(id: u64, caller: Option<PhoneNumber>) -> ContactChange {
    ContactChange::Opened {
        contact: ContactId(id),
        at: Time(id as i64),
        line: line(id),
        language: Language::Korean,
        caller,
    }
}

pub fn customer(id: u64, customer: &str, verified: bool) -> ContactChange {
    ContactChange::Customer { contact: ContactId(id), customer: customer.parse().unwrap(), verified }
}

pub fn closed(id: u64, agent: u64, reason: EndReason) -> ContactChange {
    ContactChange::Closed {
        contact: ContactId(id),
        at: Time(id as i64 + 1000),
        reason,
        queue: Some("cards".parse().unwrap()),
        agent: Some(AgentId(agent)),
        wait: Some(Span::seconds(3)),
        talk: None,
    }
}

pub async fn until_durable(store: &Store, place: Sequence) {
    store.journal().durable().wait_for(|durable| *durable >= place).await.unwrap();
}

/// Returns when the database has it: on a busy machine, what is durable may stand in the spill log
/// for a moment.
pub async fn until_stored(store: &Store, place: Sequence) {
    until_durable(store, place).await;
    while store.last_sequence().await.unwrap() < place {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

pub async fn until_healthy(journal: &Journal, what: impl FnMut(&Health) -> bool) -> Health {
    journal.health().wait_for(what).await.unwrap().clone()
}

/// Everything from a place on, page by page.
pub async fn records_from(reader: &Reader, from: Sequence) -> Vec<Record> {
    let (mut all, mut from) = (Vec::new(), from);
    loop {
        let page = reader.records(from, 500).await.unwrap();
        let Some(last) = page.last() else { return all };
        from = last.sequence.next();
        all.extend(page);
    }
}
