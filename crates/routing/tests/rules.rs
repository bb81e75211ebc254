//! Each rule by itself, in cases a supervisor would recognise.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use routing::{Match, Presence, Router, Waiting};
use vocabulary::plan::{Agent, Queue, Widening};
use vocabulary::{AgentId, ContactId, PromptName, QueueName, SkillName, Span, Time};

fn at(seconds: i64) -> Time {
    Time(0) + Span::seconds(seconds)
}

fn skills(text: &str) -> Vec<SkillName> {
    text.split_whitespace().map(|name| SkillName::new(name).unwrap()).collect()
}

fn queue_name(name: &str) -> QueueName {
    QueueName::new(name).unwrap()
}

fn queue(name: &str, needs: &str) -> Queue {
    Queue {
        name: queue_name(name),
        calendar: None,
        skills: skills(needs),
        capacity: 100,
        ring: Span::seconds(20),
        wrap_up: Span::ZERO,
        announce_every: Span::ZERO,
        music: PromptName::new("music").unwrap(),
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing: Default::default(),
        record: true,
    }
}

fn agent(id: u64, has: &str) -> Agent {
    Agent {
        id: AgentId(id),
        address: String::new(),
        skills: skills(has),
        ready_at_start: false,
        routing: Default::default(),
    }
}

/// Waits in `cards` since a second, needing what `needs` says.
fn contact(id: u64, since: i64, needs: &str) -> Waiting {
    Waiting::new(ContactId(id), queue_name("cards"), at(since), skills(needs))
}

/// A router over one queue `cards` with these agents, numbered from 1, ready one second apart.
fn router(agents: &[&str]) -> Router {
    let mut router = Router::default();
    let agents: Vec<Agent> = agents.iter().zip(1..).map(|(has, id)| agent(id, has)).collect();
    router.configure(&[queue("cards", "cards")], &agents);
    for agent in &agents {
        router.ready(agent.id, at(agent.id.0 as i64));
    }
    router
}

/// Offers until nobody can be served, and checks who was offered to whom.
fn check_offers(mut router: Router, expected: &[(u64, u64)]) {
    let mut offered = Vec::new();
    while let Some(Match { contact, agent }) = router.next_match() {
        router.leave(contact);
        router.busy(agent);
        offered.push((contact.0, agent.0));
    }
    assert_eq!(offered, expected);
}

#[test]
fn contacts_are_served_in_this_order() {
    let credited = |id, since| Waiting { credit: Span::seconds(90), ..contact(id, since, "cards") };
    let front = |id, since| Waiting { front: true, ..contact(id, since, "cards") };
    let plain = |id, since| contact(id, since, "cards");
    let cases: [(&str, Vec<Waiting>, &[u64]); 7] = [
        ("first come first served", vec![plain(3, 10), plain(1, 20), plain(2, 30)], &[3, 1, 2]),
        ("at the same moment, by number", vec![plain(2, 10), plain(1, 10)], &[1, 2]),
        ("a credit counts as time waited", vec![plain(1, 10), credited(2, 99)], &[2, 1]),
        ("a credit is worth no more than that", vec![plain(1, 10), credited(2, 101)], &[1, 2]),
        ("equal by credit, by number", vec![credited(2, 100), plain(1, 10)], &[1, 2]),
        ("the front beats any credit", vec![credited(1, 0), front(2, 500)], &[2, 1]),
        ("the front is in order too", vec![front(1, 500), front(2, 400)], &[2, 1]),
    ];
    for (case, contacts, expected) in cases {
        let mut router = router(&["cards", "cards", "cards"]);
        contacts.into_iter().for_each(|contact| router.wait(contact));
        let queue = queue_name("cards");
        let order: Vec<u64> = router.in_order(&queue).map(|waiting| waiting.contact.0).collect();
        assert_eq!(order, expected, "{case}");
        let positions: Vec<_> = expected.iter().map(|id| router.position(ContactId(*id))).collect();
        assert_eq!(positions, (1..).map(Some).take(expected.len()).collect::<Vec<_>>(), "{case}");
        check_offers(router, &expected.iter().copied().zip(1..).collect::<Vec<_>>());
    }
}

#[test]
fn the_longest_idle_agent_answers() {
    let mut router = router(&["cards", "cards", "cards"]);
    router.ready(AgentId(1), at(50));
    router.ready(AgentId(3), at(2));
    (1..=3).for_each(|id| router.wait(contact(id, 100, "cards")));
    check_offers(router, &[(1, 2), (2, 3), (3, 1)]);
}

#[test]
fn nobody_is_blocked_by_a_contact_that_cannot_be_served() {
    let mut router = router(&["cards lang.zh", "cards lang.ko"]);
    router.wait(Waiting { front: true, ..contact(1, 0, "cards lang.en") });
    router.wait(contact(2, 1, "loans"));
    router.wait(contact(3, 2, "lang.ko cards lang.ko"));
    router.wait(contact(4, 3, ""));
    assert_eq!(*router.waiting(ContactId(3)).unwrap().skills, *skills("cards lang.ko"));
    check_offers(router, &[(3, 2), (4, 1)]);
}

#[test]
fn only_agents_who_are_ready_and_in_the_plan_are_matched() {
    let mut router = router(&["cards"]);
    router.ready(AgentId(9), at(0));
    router.wait(contact(1, 0, ""));
    for (change, presence, signed_in) in [
        (Router::busy as fn(&mut Router, AgentId), Presence::Busy, 1),
        (Router::busy, Presence::Busy, 1),
        (Router::signed_out, Presence::Absent, 0),
        (Router::signed_out, Presence::Absent, 0),
    ] {
        change(&mut router, AgentId(1));
        assert_eq!(router.presence(AgentId(1)), presence);
        assert_eq!((router.next_match(), router.can_serve(&skills("cards"))), (None, signed_in));
        // A skill set nobody has waited with is counted all the same.
        assert_eq!(router.can_serve(&skills("cards cards")), signed_in);
    }
    // The plan that names the agent finds it as ready as it said it was.
    router.configure(&[], &[agent(9, "")]);
    check_offers(router, &[(1, 9)]);
}

#[test]
fn a_contact_is_kept_from_the_agent_who_turned_it_down() {
    let declined = |by| Waiting { front: true, not: Some(AgentId(by)), ..contact(1, 0, "cards") };

    let mut two = router(&["cards", "cards", "loans"]);
    two.wait(declined(1));
    check_offers(two.clone(), &[(1, 2)]);

    // The other is busy: it waits for that one, and blocks nobody meanwhile.
    two.busy(AgentId(2));
    check_offers(two.clone(), &[]);
    two.wait(contact(2, 1, "cards"));
    check_offers(two.clone(), &[(2, 1)]);

    // The other has gone: better the one who turned it down than nobody.
    two.signed_out(AgentId(2));
    check_offers(two.clone(), &[(1, 1)]);

    // However many were turned down, the first that was not is found.
    two.busy(AgentId(2));
    (10..20).for_each(|id| two.wait(Waiting { not: Some(AgentId(1)), ..contact(id, 0, "cards") }));
    two.wait(Waiting { not: Some(AgentId(2)), ..contact(30, 9, "cards") });
    two.leave(ContactId(2));
    check_offers(two, &[(30, 1)]);
}

#[test]
fn a_new_plan_loses_nobody() {
    let mut router = router(&["cards", "cards"]);
    router.busy(AgentId(2));
    router.wait(contact(1, 0, "loans"));
    router.wait(contact(2, 1, "cards"));
    router.configure(&[queue("loans", "loans")], &[agent(2, "loans"), agent(3, "loans")]);
    assert_eq!(router.queue_length(&queue_name("cards")), 2);
    assert_eq!(router.position(ContactId(2)), Some(2));
    assert_eq!((router.presence(AgentId(2)), router.can_serve(&skills("loans"))), (Presence::Busy, 1));
    router.ready(AgentId(2), at(5));
    check_offers(router.clone(), &[(1, 2)]);
    assert_eq!(*router.leave(ContactId(1)).unwrap().skills, *skills("loans"));
    assert_eq!((router.leave(ContactId(1)), router.queue_length(&queue_name("cards"))), (None, 1));
}

/// Two contacts wait and both agents are busy.
fn loaded() -> Router {
    let mut router = router(&["cards", "cards"]);
    router.busy(AgentId(1));
    router.busy(AgentId(2));
    router.wait(contact(1, 0, "cards"));
    router.wait(contact(2, 1, "cards"));
    router
}

fn estimates(router: &Router) -> [Option<Span>; 2] {
    [ContactId(1), ContactId(2)].map(|contact| router.estimate(contact).map(|told| told.expected))
}

#[test]
fn waits_are_estimated_from_handle_time_until_load_was_seen() {
    let cards = queue_name("cards");
    let mut router = loaded();
    assert_eq!(estimates(&router), [None, None], "no evidence");
    router.handled(&cards, Span::seconds(100));
    router.handled(&cards, Span::seconds(200));
    assert_eq!(estimates(&router), [Some(Span::seconds(75)), Some(Span::seconds(150))]);

    // Answers 30 s apart from two agents: 60 s of agent time each.
    router.answered(&cards, at(100));
    assert_eq!(estimates(&router)[0], Some(Span::seconds(75)), "one answer makes no interval");
    router.answered(&cards, at(130));
    assert_eq!(estimates(&router), [Some(Span::seconds(30)), Some(Span::seconds(60))]);
    router.signed_out(AgentId(2));
    assert_eq!(estimates(&router), [Some(Span::seconds(60)), Some(Span::seconds(120))]);
    router.signed_out(AgentId(1));
    assert_eq!(estimates(&router), [None, None], "nobody is there");
}

#[test]
fn answers_without_load_are_no_evidence() {
    let cards = queue_name("cards");
    let idle_meanwhile = |router: &mut Router| {
        router.ready(AgentId(1), at(50));
        router.answered(&cards, at(60));
        router.busy(AgentId(1));
    };
    let empty_meanwhile = |router: &mut Router| {
        let left = [1, 2].map(|id| router.leave(ContactId(id)).unwrap());
        left.into_iter().for_each(|waiting| router.wait(waiting));
    };
    let gaps: [&dyn Fn(&mut Router); 2] = [&idle_meanwhile, &empty_meanwhile];
    for gap in gaps {
        let mut router = loaded();
        router.answered(&cards, at(0));
        gap(&mut router);
        router.answered(&cards, at(1_000));
        assert_eq!(estimates(&router), [None, None]);
        router.answered(&cards, at(1_010));
        assert_eq!(estimates(&router)[0], Some(Span::seconds(10)));
    }
}

#[test]
fn estimates_follow_the_day_and_forget_the_odd_talk() {
    let cards = queue_name("cards");
    let mut router = loaded();
    (0..100).for_each(|_| router.handled(&cards, Span::seconds(120)));
    router.handled(&cards, Span::seconds(3_600));
    let odd = router.estimate(ContactId(1)).unwrap().expected;
    assert!((60.0..200.0).contains(&odd.as_seconds()), "{odd}");
    (0..100).for_each(|_| router.handled(&cards, Span::seconds(240)));
    let settled = router.estimate(ContactId(1)).unwrap().expected;
    assert!((119.0..122.0).contains(&settled.as_seconds()), "{settled}");
}

#[test]
fn queues_the_plan_does_not_name_gather_no_evidence() {
    let mut router = loaded();
    let before = serde_json::to_string(&router).unwrap();
    router.handled(&queue_name("gone"), Span::seconds(100));
    router.answered(&queue_name("gone"), at(100));
    assert_eq!(serde_json::to_string(&router).unwrap(), before);
    router.handled(&queue_name("cards"), Span::seconds(100));
    let agents = [agent(1, "cards"), agent(2, "cards")];
    router.configure(&[], &agents);
    assert_eq!(estimates(&router), [None, None]);
    // A queue of that name in a later plan is another queue.
    router.configure(&[queue("cards", "cards")], &agents);
    assert_eq!(estimates(&router), [None, None]);
}

/// The caller leaves while a telephone rings: the agent is as free as before, and first in turn again.
#[test]
fn an_agent_whose_offer_was_abandoned_is_offered_the_next_contact() {
    let mut router = router(&["cards", "cards"]);
    router.wait(contact(1, 10, "cards"));
    assert!(router.offer(ContactId(1), AgentId(1), at(20)).is_some());
    router.wait(contact(2, 15, "cards"));
    assert_eq!(router.leave(ContactId(1)), None, "it was in the agent's hand");
    router.ready(AgentId(1), at(1));
    check_offers(router, &[(2, 1)]);
}

#[test]
fn a_rush_leaves_nothing_behind() {
    const RUSH: u64 = 3_000;
    let mut cards = queue("cards", "cards");
    cards.routing.widening = vec![Widening { after: Span::seconds(20), lower: 1, ..Widening::default() }];
    let mut router = Router::default();
    router.configure(&[cards], &[agent(1, "cards")]);
    for begin in [0, 100] {
        (1..=RUSH).for_each(|id| router.wait(contact(id, begin + id as i64 % 7, "cards")));
        assert_eq!(router.queue_length(&queue_name("cards")), RUSH as usize);
        assert_eq!(router.next_due(), Some(at(begin + 20)));
        for contact in (1..=RUSH).map(ContactId) {
            assert_eq!(router.leave(contact).map(|waiting| waiting.contact), Some(contact));
        }
        assert_eq!(router.next_due(), None);
    }
    router.wait(contact(RUSH, 500, "cards"));
    assert_eq!(router.next_due(), Some(at(520)));
    assert_eq!(router.position(ContactId(RUSH)), Some(1));
    assert!(router.leave(ContactId(1)).is_none());
}
