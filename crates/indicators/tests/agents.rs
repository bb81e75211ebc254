//! Agents' time, by quarter-hour.

#![allow(clippy::unwrap_used, reason = "tests")]

use indicators::{Figures, TimeUse};
use vocabulary::journal::{EndReason, Entry, NotReady, Record};
use vocabulary::plan::{Agent, AgentRouting, Plan};
use vocabulary::{AgentId, ContactId, Epoch, LegId, QueueName, Sequence, Span, Time};

const AGENT: AgentId = AgentId(1);
const CONTACT: ContactId = ContactId(1);

fn minutes(n: i64) -> Time {
    Time(n * 60_000_000)
}

fn fold(entries: Vec<(i64, Entry)>) -> Figures {
    let agent = Agent {
        id: AGENT,
        address: "page".to_owned(),
        skills: Vec::new(),
        ready_at_start: false,
        routing: AgentRouting::default(),
    };
    let plan = Box::new(Plan { agents: vec![agent], ..Plan::default() });
    let mut figures = Figures::default();
    let entries = std::iter::once((0, Entry::Configured { plan })).chain(entries);
    for (sequence, (at, entry)) in (1..).map(Sequence).zip(entries) {
        figures.apply(&Record { sequence, at: minutes(at), cause: None, by: None, entry });
    }
    figures
}

/// Available, talking, wrapping up and not ready, in minutes, of each quarter-hour.
fn check(entries: Vec<(i64, Entry)>, now: i64, expected: &[(i64, [i64; 4])]) {
    let cells = fold(entries).time_cells(Time(i64::MIN), minutes(now));
    let seen: Vec<(i64, [i64; 4])> = cells
        .iter()
        .filter(|cell| cell.spent != TimeUse::default())
        .map(|cell| {
            let TimeUse { available, talking, wrapping_up, not_ready } = cell.spent;
            let minutes = |span: Span| span.0 / 60_000_000;
            (cell.start.0 / 60_000_000, [available, talking, wrapping_up, not_ready].map(minutes))
        })
        .collect();
    assert_eq!(seen, expected);
}

fn ready() -> Entry {
    Entry::AgentReady { agent: AGENT }
}

fn not_ready() -> Entry {
    Entry::AgentNotReady { agent: AGENT, reason: NotReady::Pause }
}

fn queued() -> Entry {
    Entry::Queued {
        contact: CONTACT,
        queue: QueueName::new("cards").unwrap(),
        since: Time(0),
        credit: Span::ZERO,
        skills: Vec::new(),
        front: false,
    }
}

fn offered() -> Entry {
    Entry::Offered { contact: CONTACT, agent: AGENT, leg: LegId::dialled(1), why: None }
}

fn connected() -> Entry {
    Entry::Connected { contact: CONTACT, agent: AGENT }
}

fn ended() -> Entry {
    Entry::ContactEnded { contact: CONTACT, reason: EndReason::CustomerHungUp }
}

#[test]
fn time_is_cut_at_the_edges_of_quarter_hours() {
    let entries = vec![
        (5, ready()),
        (10, queued()),
        (10, offered()),
        (12, connected()),
        // A wish to pause takes hold when the contact is finished.
        (20, not_ready()),
        (33, ended()),
        (33, Entry::WrapUpStarted { contact: CONTACT, agent: AGENT, until: minutes(40) }),
        (36, Entry::WrapUpEnded { contact: CONTACT, agent: AGENT }),
        (36, not_ready()),
    ];
    check(entries, 46, &[(0, [7, 3, 0, 5]), (15, [0, 15, 0, 0]), (30, [0, 3, 3, 9]), (45, [0, 0, 0, 1])]);
}

#[test]
fn hold_is_no_talk_and_a_transfer_ends_one() {
    let held = Entry::Held { contact: CONTACT, agent: AGENT };
    let retrieved = Entry::Retrieved { contact: CONTACT, agent: AGENT };
    let queue = QueueName::new("loans").unwrap();
    let transferred = Entry::Transferred { contact: CONTACT, agent: AGENT, queue: queue.clone() };
    let closed = Entry::ContactClosed {
        contact: CONTACT,
        reason: EndReason::CustomerHungUp,
        queue: Some(queue),
        agent: Some(AGENT),
        wait: None,
        talk: None,
    };
    let entries = vec![
        (0, queued()),
        (1, connected()),
        (3, held.clone()),
        (5, retrieved),
        (6, held),
        // It is transferred from hold: the hold ends with the talk.
        (10, transferred),
        (10, queued()),
        (12, connected()),
        (20, ended()),
        (20, closed),
    ];
    let mut figures = Figures::default();
    let mut fact = None;
    for (sequence, (at, entry)) in (1..).map(Sequence).zip(entries) {
        fact = figures.apply(&Record { sequence, at: minutes(at), cause: None, by: None, entry });
    }
    let fact = fact.unwrap();
    let spent = [fact.waited, fact.talked, fact.held].map(|span| span.0 / 60_000_000);
    assert_eq!(spent, [1, 11, 6]);
    assert_eq!((fact.holds, fact.transfers, fact.services), (2, 1, 2));
    assert_eq!(fact.queue, QueueName::new("cards").ok(), "the queue it reached first");
}

#[test]
fn time_in_which_nobody_led_is_nobodys() {
    let entries = vec![(1, ready()), (3, queued()), (10, Entry::LeadershipTaken { epoch: Epoch(2) })];
    check(entries, 12, &[(0, [4, 0, 0, 1])]);
}

#[test]
fn an_agent_without_wrap_up_is_available_at_once() {
    let entries = vec![(0, ready()), (1, queued()), (2, offered()), (2, connected()), (6, ended())];
    check(entries, 10, &[(0, [6, 4, 0, 0])]);
}
