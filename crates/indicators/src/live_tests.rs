use super::*;
use vocabulary::journal::{EndReason, FlowAct, FlowPosition};
use vocabulary::plan::{Plan, QueueRouting};
use vocabulary::{AgentId, CustomerRef, Language, LegId, LineName, PromptName, Sequence, Skills, Tier};

fn queue_name() -> QueueName {
    QueueName::new("cards").unwrap()
}

fn queue() -> Queue {
    Queue {
        name: queue_name(),
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
    }
}

/// Folds `(second, entry)` pairs and returns the queue's counts.
fn check(script: &[(i64, Entry)], expected: Counts) {
    let plan = Box::new(Plan { queues: vec![queue()], ..Plan::default() });
    let mut figures = Figures::default();
    let entries = std::iter::once((0, Entry::Configured { plan })).chain(script.iter().cloned());
    for (n, (second, entry)) in (1u64..).zip(entries) {
        figures.apply(&Record {
            sequence: Sequence(n),
            at: Time(second * 1_000_000),
            cause: None,
            by: None,
            entry,
        });
    }
    assert_eq!(figures.since(Time(0), &queue_name()), expected);
    assert_eq!(figures.total_since(Time(0)), expected);
}

fn queued(contact: u64, since: i64) -> (i64, Entry) {
    let entry = Entry::Queued {
        contact: ContactId(contact),
        queue: queue_name(),
        since: Time(since * 1_000_000),
        credit: Span::ZERO,
        skills: Skills::default(),
        front: false,
    };
    (since, entry)
}

fn connected(contact: u64, at: i64) -> (i64, Entry) {
    (at, Entry::Connected { contact: ContactId(contact), agent: AgentId(1) })
}

fn ended(contact: u64, at: i64, reason: EndReason) -> (i64, Entry) {
    (at, Entry::ContactEnded { contact: ContactId(contact), reason })
}

#[test]
fn service_level_counts_a_wait_of_exactly_t_and_divides_by_offered() {
    let script = [
        queued(1, 0),
        queued(2, 0),
        queued(3, 0),
        ended(3, 10, EndReason::Abandoned),
        connected(1, 15),
        connected(2, 16),
        ended(1, 45, EndReason::CustomerHungUp),
    ];
    let expected = Counts {
        offered: 3,
        answered: 2,
        answered_in_time: 1,
        abandoned: 1,
        wait: Span::seconds(31),
        talk: Span::seconds(30),
        talks: 1,
        ..Counts::default()
    };
    check(&script, expected);
    assert_eq!(expected.service_level(), Some(1.0 / 3.0));
    assert_eq!(expected.average_speed_of_answer(), Some(15.5));
}

#[test]
fn short_abandons_leave_numerator_and_denominator() {
    let script = [
        queued(1, 0),
        queued(2, 0),
        queued(3, 0),
        ended(1, 5, EndReason::Abandoned),
        ended(2, 6, EndReason::CustomerLost),
        connected(3, 7),
    ];
    let expected = Counts {
        offered: 3,
        answered: 1,
        answered_in_time: 1,
        abandoned: 2,
        abandoned_short: 1,
        wait: Span::seconds(7),
        ..Counts::default()
    };
    check(&script, expected);
    assert_eq!(expected.abandonment(), Some(2.0 / 3.0));
    assert_eq!(expected.abandonment_without_short(), Some(0.5));
    assert_eq!(expected.service_level_without_short(), Some(0.5));
}

#[test]
fn a_contact_that_is_served_twice_is_offered_and_answered_once() {
    let lost =
        Entry::AgentLost { contact: ContactId(1), agent: AgentId(1), cause: vocabulary::voice::LegEnd::Lost };
    let script =
        [queued(1, 0), connected(1, 2), (12, lost), connected(1, 20), ended(1, 25, EndReason::AgentHungUp)];
    let expected = Counts {
        offered: 1,
        answered: 1,
        answered_in_time: 1,
        wait: Span::seconds(2),
        talk: Span::seconds(15),
        talks: 2,
        ..Counts::default()
    };
    check(&script, expected);
}

#[test]
fn a_contact_that_queues_again_is_offered_and_answered_once() {
    let lost =
        Entry::AgentLost { contact: ContactId(1), agent: AgentId(1), cause: vocabulary::voice::LegEnd::Lost };
    let script = [
        queued(1, 0),
        connected(1, 2),
        (8, lost),
        queued(1, 9),
        connected(1, 20),
        ended(1, 25, EndReason::AgentHungUp),
    ];
    let expected = Counts {
        offered: 1,
        answered: 1,
        answered_in_time: 1,
        wait: Span::seconds(2),
        talk: Span::seconds(11),
        talks: 2,
        ..Counts::default()
    };
    check(&script, expected);
}

#[test]
fn a_change_of_thresholds_judges_nobody_anew() {
    let changed = |service_level, short_abandon| {
        let queue = Queue {
            service_level: Span::seconds(service_level),
            short_abandon: Span::seconds(short_abandon),
            ..queue()
        };
        Entry::Configured { plan: Box::new(Plan { queues: vec![queue], ..Plan::default() }) }
    };
    let struck = Entry::Configured { plan: Box::default() };
    let script = [
        queued(1, 0),
        queued(2, 0),
        queued(3, 0),
        queued(4, 0),
        connected(1, 12),
        (13, changed(10, 20)),
        connected(2, 14),
        ended(3, 15, EndReason::Abandoned),
        (16, struck),
        ended(4, 20, EndReason::Abandoned),
    ];
    let expected = Counts {
        offered: 4,
        answered: 2,
        answered_in_time: 1,
        abandoned: 2,
        abandoned_short: 2,
        wait: Span::seconds(26),
        ..Counts::default()
    };
    check(&script, expected);
}

#[test]
fn leaving_the_flow_is_no_abandonment_and_an_interruption_is_neither() {
    let script =
        [ended(1, 3, EndReason::LeftInFlow), queued(2, 4), ended(2, 5, EndReason::Interrupted), queued(3, 6)];
    check(&script, Counts { offered: 2, interrupted: 1, ..Counts::default() });
}

/// Only what the flow brought to its own end for the caller is contained.
#[test]
fn whoever_is_turned_away_or_given_up_is_not_contained() {
    let contact = ContactId(1);
    let moved = |given_up| Entry::FlowMoved {
        contact,
        position: FlowPosition {
            flow: "main".parse().unwrap(),
            step: "balance".parse().unwrap(),
            tries: 0,
            number: None,
            pin: None,
            refused: 0,
            given_up,
        },
        act: FlowAct::HangUp { reason: EndReason::FlowEnded },
    };
    let announced =
        |instead| Entry::Announced { contact, prompt: PromptName::new("closed.storm").unwrap(), instead };
    for (entries, expected) in [
        (vec![moved(false)], Outcome::Contained),
        (vec![moved(true)], Outcome::LeftInFlow),
        (vec![moved(true), moved(false)], Outcome::Contained),
        (vec![announced(true)], Outcome::TurnedAway),
        (vec![announced(false), moved(false)], Outcome::Contained),
    ] {
        let mut figures = Figures::default();
        let reason = EndReason::FlowEnded;
        let opened = Entry::ContactOpened {
            contact,
            node: "voice".parse().unwrap(),
            leg: LegId::dialled(1),
            line: LineName::new("hotline").unwrap(),
            language: Language::English,
        };
        let (queue, agent, wait, talk) = (None, None, None, None);
        let closed = Entry::ContactClosed { contact, reason, queue, agent, wait, talk };
        let entries = [vec![opened], entries, vec![Entry::ContactEnded { contact, reason }, closed]].concat();
        let facts = (1..).zip(entries).filter_map(|(n, entry)| {
            figures.apply(&Record { sequence: Sequence(n), at: Time(0), cause: None, by: None, entry })
        });
        let outcomes: Vec<Outcome> = facts.map(|fact| fact.outcome).collect();
        assert_eq!(outcomes, [expected]);
    }
}

#[test]
fn nothing_offered_is_no_figure() {
    assert_eq!(Counts::default().service_level(), None);
    assert_eq!(Counts::default().average_speed_of_answer(), None);
}

/// A rank is the customer's: whoever turns out to be somebody else has none until the bank has told it.
#[test]
fn a_contact_counts_under_its_customers_rank() {
    let matched = |who: &str| Entry::CustomerMatched {
        contact: ContactId(1),
        customer: CustomerRef::new(who).unwrap(),
    };
    let verified = |who: &str| Entry::CustomerVerified {
        contact: ContactId(1),
        customer: CustomerRef::new(who).unwrap(),
    };
    let ranked = |tier| Entry::CustomerRanked { contact: ContactId(1), tier };
    let gold = || vec![matched("k-1"), ranked(Tier::Gold)];
    for (more, expected) in [
        (vec![], Some("gold")),
        (vec![verified("k-1")], Some("gold")),
        (vec![verified("k-2")], None),
        (vec![verified("k-2"), ranked(Tier::Private)], Some("private")),
    ] {
        let mut figures = Figures::default();
        let reached = queued(1, 0).1;
        let entries = std::iter::once(reached).chain(gold()).chain(more.clone());
        for (n, entry) in (1u64..).zip(entries) {
            figures.apply(&Record { sequence: Sequence(n), at: Time(0), cause: None, by: None, entry });
        }
        let open = figures.open(Time(1));
        assert_eq!(open[0].tier.as_deref(), expected, "{more:?}");
    }
}
