//! Agents' time, by quarter-hour.

#![allow(clippy::unwrap_used, reason = "tests")]

use indicators::table::{About, Dimension, Ground, Question, Short, answer};
use indicators::{Figures, Interval, TimeUse, Zone, catalogue};
use vocabulary::journal::{EndReason, Entry, NotReady, Record};
use vocabulary::plan::{Agent, AgentRouting, Plan};
use vocabulary::{
    AgentId, ContactId, Epoch, Language, LegId, LineName, QueueName, Sequence, Skills, Span, Time,
};

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
        skills: Skills::default(),
        front: false,
    }
}

fn offered() -> Entry {
    Entry::Offered { contact: CONTACT, agent: AGENT, leg: Some(LegId::dialled(1)), why: None }
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

/// One agent has a call and two chats, the one after the other and at the same time.
#[test]
fn chats_flow_through_the_table_by_their_channel_and_share_the_agents_time() {
    let of = |contact| ContactId(contact);
    let opened = |contact| Entry::ChatOpened {
        contact: of(contact),
        line: LineName::new("web").unwrap(),
        language: Language::Korean,
    };
    let queued = |contact, since, queue: &str| Entry::Queued {
        contact: of(contact),
        queue: QueueName::new(queue).unwrap(),
        since: minutes(since),
        credit: Span::ZERO,
        skills: Skills::default(),
        front: false,
    };
    let offered = |contact| Entry::Offered { contact: of(contact), agent: AGENT, leg: None, why: None };
    let connected = |contact| Entry::Connected { contact: of(contact), agent: AGENT };
    let ended = |contact| Entry::ContactEnded { contact: of(contact), reason: EndReason::CustomerHungUp };
    let closed = |contact, agent| Entry::ContactClosed {
        contact: of(contact),
        reason: if agent { EndReason::CustomerHungUp } else { EndReason::Abandoned },
        queue: QueueName::new("web").ok(),
        agent: agent.then_some(AGENT),
        wait: None,
        talk: None,
    };
    let entries = vec![
        (0, ready()),
        // A chat from 2 to 10, wrapped up until 12.
        (1, opened(1)),
        (1, queued(1, 1, "web")),
        (1, offered(1)),
        (2, connected(1)),
        // A call from 4 to 6.
        (3, queued(2, 3, "cards")),
        (3, Entry::Offered { contact: of(2), agent: AGENT, leg: Some(LegId::dialled(1)), why: None }),
        (4, connected(2)),
        (6, ended(2)),
        (6, closed(2, true)),
        // A chat from 9 to 11, without wrap-up; one that nobody answers.
        (8, opened(3)),
        (8, queued(3, 8, "web")),
        (8, offered(3)),
        (9, connected(3)),
        (9, opened(4)),
        (9, queued(4, 9, "web")),
        (10, ended(1)),
        (10, Entry::WrapUpStarted { contact: of(1), agent: AGENT, until: minutes(13) }),
        (11, ended(3)),
        (11, closed(3, true)),
        (11, Entry::ContactEnded { contact: of(4), reason: EndReason::Abandoned }),
        (11, closed(4, false)),
        (12, Entry::WrapUpEnded { contact: of(1), agent: AGENT }),
        (12, closed(1, true)),
    ];
    check(entries.clone(), 15, &[(0, [5, 9, 1, 0])]);

    let mut figures = Figures::default();
    let facts: Vec<_> = (1..)
        .map(Sequence)
        .zip(entries)
        .filter_map(|(sequence, (at, entry))| {
            figures.apply(&Record { sequence, at: minutes(at), cause: None, by: None, entry })
        })
        .collect();
    let keys = ["offered", "answered", "abandoned", "asa"];
    let question = Question {
        indicators: keys.iter().map(|key| catalogue::find(key).unwrap()).collect(),
        from: Time(0),
        to: minutes(60),
        interval: Interval::Whole,
        zone: &Zone::default(),
        by: Dimension::Channel,
        about: About::default(),
        short: Short::Counted,
        teams: &[],
    };
    let rows = answer(&question, Ground { facts: &facts, ..Ground::default() });
    let said: Vec<(Option<&str>, Vec<f64>)> = rows
        .iter()
        .map(|row| (row.key.as_deref(), row.figures.iter().map(|figure| figure.numerator).collect()))
        .collect();
    // The sums of waits in seconds.
    assert_eq!(
        said,
        [(Some("chat"), vec![3.0, 2.0, 1.0, 120.0]), (Some("voice"), vec![1.0, 1.0, 0.0, 60.0])]
    );
}
