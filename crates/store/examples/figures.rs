//! Measures figures: entries folded a second, and entries folded and made durable a second with the
//! contacts and facts they lead to. For `cargo xtask bench indicators`.
//!
//! Arguments: contacts, and a folder for the data. Prints one line of JSON. Durable is what the database
//! holds: entries that a slow disk sent through the spill log count when they have arrived there.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]

use indicators::Figures;
use std::path::Path;
use std::time::{Duration, Instant};
use store::{Batch, ContactChange, Options, Store};
use vocabulary::journal::{EndReason, Entry, NotReady, Record};
use vocabulary::plan::{Agent, AgentRouting, Plan};
use vocabulary::{
    AgentId, ContactId, Language, LegId, LineName, NodeName, QueueName, Sequence, SkillName, Span, Time,
};

const AGENTS: u64 = 300;
/// Contacts open at the same time.
const OPEN: usize = 200;
/// Entries that may be on their way to the database: few enough that the spill log has room for all of
/// them, however slow the disk is. Nothing is lost, and so the last one arrives.
const UNDER_WAY: u64 = 20_000;
/// After so long without any entry in the database the disk has failed.
const STUCK: Duration = Duration::from_secs(60);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, contacts, folder] = arguments.as_slice() else { panic!("give contacts and a folder") };
    let records = journal(contacts.parse().unwrap());
    let folded = fold(&records);
    let durable = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(store(&records, Path::new(folder)));
    println!("{{\"entries\":{},\"folded\":{folded},\"durable\":{durable}}}", records.len());
}

/// A busy day: contacts begin one after the other and go on beside each other; one in eight leaves.
fn journal(contacts: u64) -> Vec<Record> {
    let mut records = vec![Entry::Configured { plan: Box::new(plan()) }];
    records.extend((1..=AGENTS).map(|agent| Entry::AgentReady { agent: AgentId(agent) }));
    let lives: Vec<Vec<Entry>> = (1..=contacts).map(life).collect();
    for group in lives.chunks(OPEN) {
        let longest = group.iter().map(Vec::len).max().unwrap_or_default();
        for step in 0..longest {
            records.extend(group.iter().filter_map(|life| life.get(step).cloned()));
        }
    }
    let start = 1_790_000_000_000_000;
    let at = |place: u64| Time(start + place as i64 * 2_000);
    (1..)
        .zip(records)
        .map(|(place, entry)| Record {
            sequence: Sequence(place),
            at: at(place),
            cause: None,
            by: None,
            entry,
        })
        .collect()
}

fn plan() -> Plan {
    let agent = |id| Agent {
        id: AgentId(id),
        address: "page".into(),
        skills: Vec::new(),
        ready_at_start: true,
        routing: AgentRouting::default(),
    };
    Plan { agents: (1..=AGENTS).map(agent).collect(), ..Plan::default() }
}

fn life(n: u64) -> Vec<Entry> {
    let (contact, agent) = (ContactId(n), AgentId(n % AGENTS + 1));
    let queue = QueueName::new(["cards", "loans", "lost"][(n % 3) as usize]).unwrap();
    let opened = Entry::ContactOpened {
        contact,
        node: NodeName::new("voice-1").unwrap(),
        leg: LegId(n * 2),
        line: LineName::new("hotline").unwrap(),
        language: Language::Korean,
    };
    let queued = Entry::Queued {
        contact,
        queue: queue.clone(),
        since: Time(1_790_000_000_000_000 + n as i64 * 14_000),
        credit: Span::ZERO,
        skills: vec![SkillName::new("cards").unwrap()].into(),
        front: false,
    };
    let closed = |reason, agent| Entry::ContactClosed {
        contact,
        reason,
        queue: Some(queue.clone()),
        agent,
        wait: None,
        talk: None,
    };
    if n.is_multiple_of(8) {
        let reason = EndReason::Abandoned;
        return vec![opened, queued, Entry::ContactEnded { contact, reason }, closed(reason, None)];
    }
    let reason = EndReason::CustomerHungUp;
    vec![
        opened,
        queued,
        Entry::Offered { contact, agent, leg: Some(LegId::dialled(n)), why: None },
        Entry::AgentRinging { contact, agent },
        Entry::Connected { contact, agent },
        Entry::ContactEnded { contact, reason },
        Entry::WrapUpStarted { contact, agent, until: Time(i64::MAX) },
        Entry::WrapUpEnded { contact, agent },
        closed(reason, Some(agent)),
        Entry::AgentNotReady { agent, reason: NotReady::Pause },
        Entry::AgentReady { agent },
    ]
}

fn fold(records: &[Record]) -> f64 {
    let mut figures = Figures::default();
    let begun = Instant::now();
    let facts = records.iter().filter_map(|record| figures.apply(record)).count();
    let rate = records.len() as f64 / begun.elapsed().as_secs_f64();
    assert!(facts > 0 && figures.total_since(Time(0)).offered > 0);
    rate
}

async fn store(records: &[Record], folder: &Path) -> f64 {
    let store = Store::open(Options::new(folder)).await.unwrap();
    let mut figures = Figures::default();
    let last = records.last().unwrap().sequence;
    let mut stored = Sequence(0);
    let begun = Instant::now();
    // As the floor does: a few records at a time, never waiting; here no more ahead than they may be.
    for few in records.chunks(4) {
        let mut changes = Vec::new();
        for record in few {
            let fact = figures.apply(record);
            changes.extend(change(record));
            changes.extend(fact.map(|fact| ContactChange::Counted { fact: Box::new(fact) }));
        }
        let behind = Sequence(few[0].sequence.0.saturating_sub(UNDER_WAY));
        if stored < behind {
            stored = reached(&store, Sequence(behind.0 + UNDER_WAY / 2)).await;
        }
        store.journal().append(Batch { records: few.to_vec(), changes }).unwrap();
    }
    reached(&store, last).await;
    let rate = records.len() as f64 / begun.elapsed().as_secs_f64();
    store.close().await;
    rate
}

/// Waits until the database holds everything up to a place, and tells up to where it does.
async fn reached(store: &Store, place: Sequence) -> Sequence {
    let (mut stored, mut since) = (Sequence(0), Instant::now());
    loop {
        let now = store.last_sequence().await.unwrap();
        if now >= place {
            return now;
        }
        if now > stored {
            (stored, since) = (now, Instant::now());
        }
        let health = store.journal().health().borrow().clone();
        assert!(since.elapsed() < STUCK, "nothing reaches the database any more: {health:?}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

fn change(record: &Record) -> Option<ContactChange> {
    match &record.entry {
        Entry::ContactOpened { contact, line, language, .. } => Some(ContactChange::Opened {
            contact: *contact,
            at: record.at,
            line: line.clone(),
            language: *language,
            caller: None,
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
