//! The centre's task among those that want something of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use bank::{Answer, Bank};
use centre::testing;
use std::sync::Arc;
use store::{Options, Store};
use vocabulary::journal::{EndReason, Entry, NotReady};
use vocabulary::plan::{Agent, AgentRouting, Desk, FlowText, Line, Plan, Queue, QueueRouting};
use vocabulary::voice::{Event, Verification};
use vocabulary::{
    AgentId, CustomerRef, Epoch, FlowName, Language, LegId, LineName, PhoneNumber, PromptName, QueueName,
    SecretDigits, Sequence, SkillName, Span,
};

/// Knows everybody by number.
struct KnowsAll;

impl Bank for KnowsAll {
    fn verify<'a>(&'a self, _: &'a SecretDigits, _: &'a SecretDigits) -> Answer<'a, Verification> {
        Box::pin(async { Ok(Verification::Unavailable) })
    }
    fn holders<'a>(&'a self, _: &'a PhoneNumber) -> Answer<'a, Vec<CustomerRef>> {
        Box::pin(async { Ok(vec![CustomerRef::new("cst-1").unwrap()]) })
    }
}

fn plan() -> Plan {
    let queue = Queue {
        name: QueueName::new("cards").unwrap(),
        calendar: None,
        skills: Vec::new(),
        capacity: 10,
        ring: Span::seconds(20),
        wrap_up: Span::ZERO,
        announce_every: Span::ZERO,
        music: PromptName::new("music").unwrap(),
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing: QueueRouting::default(),
        record: true,
    };
    let direct =
        "flow direct\nstep queue\n queue cards\n closed hang up\n full hang up\n unstaffed hang up\n";
    let line = Line {
        name: LineName::new("hotline").unwrap(),
        called: "100".to_owned(),
        language: Language::English,
        flow: FlowName::new("direct").unwrap(),
        announce_recording: false,
        priority: 0,
    };
    let agent = |number| Agent {
        id: AgentId(number),
        address: format!("sip:a{number}@127.0.0.1:7000"),
        skills: vec![SkillName::new("lang.en").unwrap()],
        ready_at_start: true,
        routing: AgentRouting::default(),
    };
    Plan {
        lines: vec![line],
        queues: vec![queue],
        agents: (1..=2).map(agent).collect(),
        flows: vec![FlowText { name: FlowName::new("direct").unwrap(), text: direct.to_owned() }],
        calendars: Vec::new(),
        desk: Desk::default(),
        ..Plan::default()
    }
}

async fn store(folder: &std::path::Path) -> Arc<Store> {
    Arc::new(Store::open(Options::new(folder)).await.unwrap())
}

fn arrived(count: u32) -> Event {
    let caller = PhoneNumber::new("+821055501234").ok();
    Event::Arrived { leg: LegId::arrived(Epoch(1), count), called: "100".to_owned(), caller }
}

#[tokio::test]
async fn a_voice_node_that_is_gone_ends_the_centre_and_closes_its_contacts() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).await;
    let (centre, mut node) = testing::start(&store, Arc::new(KnowsAll), plan()).await.unwrap();
    node.report(arrived(1)).await;
    drop(node);
    centre.stopped().await;
    assert!(centre.board().await.is_err());
    store.close().await;

    let folder = store::Options::new(folder.path());
    let reader = Store::read_only(folder).await.unwrap();
    let journal = reader.records(Sequence(1), 100).await.unwrap();
    let closed = |entry: &Entry| matches!(entry, Entry::ContactClosed { reason: EndReason::Interrupted, .. });
    assert!(journal.iter().any(|record| closed(&record.entry)));
    assert!(matches!(journal.last().unwrap().entry, Entry::NodeLost { .. }));
}

#[tokio::test]
async fn what_is_asked_is_what_the_board_shows() {
    let folder = tempfile::tempdir().unwrap();
    let (centre, mut node) =
        testing::start(&store(folder.path()).await, Arc::new(KnowsAll), plan()).await.unwrap();
    centre.set_agent(None, AgentId(2), Some(NotReady::Pause)).await.unwrap();
    for count in 1..=3 {
        node.report(arrived(count)).await;
    }
    let mut watched = centre.watch();
    let board = centre.board().await.unwrap();
    assert_eq!((board.in_flow, board.waiting, board.talking), (0, 3, 0));
    assert_eq!((board.queues[0].waiting, board.queues[0].today.offered), (3, 3));
    assert_eq!(centre.agents().await.unwrap(), board.agents);
    assert_eq!(centre.queues().await.unwrap()[0].waiting, 3);
    assert_eq!(board.agents[1].not_ready, Some(NotReady::Pause));
    assert_eq!(board.agents[0].skills.len(), 1);
    assert!(centre.set_agent(None, AgentId(3), None).await.is_err());

    // Each caller is matched with the customer of the number.
    let mut unmatched = 3;
    while unmatched > 0 {
        let record = watched.recv().await.unwrap();
        unmatched -= usize::from(matches!(record.entry, Entry::CustomerMatched { .. }));
    }
    let matched = centre.contacts().await.unwrap();
    assert!(matched.iter().all(|contact| contact.customer.is_some() && !contact.verified));
}
