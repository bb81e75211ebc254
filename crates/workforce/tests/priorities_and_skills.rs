//! Laws of changed priorities and skills: whoever is put first, or gets more hands, does not wait longer.

#![allow(clippy::unwrap_used, reason = "tests")]

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use vocabulary::plan::{Discipline, QueueRouting, Widening};
use vocabulary::{AgentId, QueueName, SkillName, Span, Time};
use workforce::change::{Change, Error, Training, Whose};
use workforce::past::{Past, PastCall, Service};
use workforce::terms::{Able, House, Need, Terms};
use workforce::what_if::{Estimate, Report, what_if};

const AGENTS: u64 = 6;
const DAYS: i64 = 4;
const RUNS: u32 = 4;
const DAY: i64 = 86_400;

/// First come first served, by hand: a caller every 30 s for either of two queues, served by six agents who
/// serve both; services of 180 s, patience of 150 s, both exponential.
fn centre(seed: u64) -> Past {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut calls = Vec::new();
    for day in 0..DAYS {
        let (open, close) = (day * DAY, day * DAY + 8 * 3_600);
        let mut free: BinaryHeap<_> = (1..=AGENTS).map(|agent| Reverse((open, agent))).collect();
        let mut at = open;
        loop {
            let mut exponential = |mean: f64| (-mean * (1.0 - rng.random::<f64>()).ln()) as i64;
            at += exponential(30.0);
            if at >= close {
                break;
            }
            let (patience, talk) = (exponential(150.0), exponential(180.0));
            let Reverse((since, agent)) = *free.peek().unwrap();
            let wait = (since - at).max(0);
            let answered = wait <= patience;
            if answered {
                free.pop();
                free.push(Reverse((at + wait + talk, agent)));
            }
            calls.push(PastCall {
                at: Time(0) + Span::seconds(at),
                queue: queue(if rng.random() { "a" } else { "b" }),
                tier: None,
                credit: Span::ZERO,
                need: Need::default(),
                waited: Span::seconds(wait.min(patience)),
                service: answered.then(|| Service::of(Some(AgentId(agent)), Span::seconds(talk))),
            });
        }
    }
    Past::new(calls)
}

fn queue(name: &str) -> QueueName {
    QueueName::new(name).unwrap()
}

fn skill(name: &str) -> SkillName {
    SkillName::new(name).unwrap()
}

fn run(past: &Past, change: &Change) -> Report {
    what_if(past, change, RUNS, 1, |_| {}).unwrap()
}

/// By how much the mean wait of a queue's contacts changes.
fn longer(report: &Report, name: &str) -> Estimate {
    row(report, name).difference
}

fn row(report: &Report, name: &str) -> workforce::what_if::Row {
    *report.queues[&queue(name)].iter().find(|row| row.name == "mean_wait").unwrap()
}

/// Puts one queue before the other, each in its own way.
fn put_first(way: usize, first: &str) -> Change {
    let second = if first == "a" { "b" } else { "a" };
    let weight = |name, weight| (queue(name), Discipline::Weighted { weight });
    match way {
        0 => Change { priorities: BTreeMap::from([(queue(first), 1)]), ..Change::default() },
        1 => {
            Change { queue_credits: BTreeMap::from([(queue(first), Span::seconds(90))]), ..Change::default() }
        }
        _ => Change {
            disciplines: BTreeMap::from([weight(first, 50), weight(second, 1)]),
            ..Change::default()
        },
    }
}

/// The same callers, services and patience on both sides, so that what is left is the change.
#[test]
fn whoever_is_put_first_does_not_wait_longer_and_the_others_do_not_wait_less() {
    for seed in 1..=4 {
        let past = centre(seed);
        for way in 0..3 {
            for (first, other) in [("a", "b"), ("b", "a")] {
                let report = run(&past, &put_first(way, first));
                let (first, other) = (longer(&report, first), longer(&report, other));
                assert!(first.mean < 0.0 && first.mean + first.half_width < 0.0, "{way} {seed}: {first:?}");
                assert!(other.mean > 0.0, "{way} {seed}: {other:?}");
            }
        }
    }
}

fn train(whose: Whose, name: &str, given: bool) -> Training {
    Training { whose, skill: skill(name), given }
}

fn trained(skills: Vec<Training>) -> Change {
    Change { skills, ..Change::default() }
}

/// Agents 1 to 3 serve one queue, 4 to 6 the other.
fn split() -> House {
    let able = |agent| {
        let mut able = Able::in_every_language();
        able.learn(&skill(if agent <= 3 { "a" } else { "b" }), None);
        (AgentId(agent), able)
    };
    let terms = |name| (queue(name), Terms { skills: vec![skill(name)], ..Terms::default() });
    House {
        queues: BTreeMap::from([terms("a"), terms("b")]),
        agents: (1..=AGENTS).map(able).collect(),
        teams: BTreeMap::from([("north".to_owned(), (1..=3).map(AgentId).collect::<BTreeSet<_>>())]),
    }
}

#[test]
fn a_skill_more_shortens_waits_and_one_less_lengthens_them() {
    let past = centre(7).with_house(split());
    let given = run(&past, &trained(vec![train(Whose::Team("north".to_owned()), "b", true)]));
    assert!(longer(&given, "b").mean < 0.0, "{:?}", longer(&given, "b"));
    let taken = run(&past, &trained(vec![train(Whose::Agent(AgentId(4)), "b", false)]));
    assert!(longer(&taken, "b").mean > 0.0, "{:?}", longer(&taken, "b"));
    // A team, those who serve its queue, and its agents one by one are the same people.
    let one_by_one = (1..=3).map(|agent| train(Whose::Agent(AgentId(agent)), "b", true)).collect();
    for same in [trained(one_by_one), trained(vec![train(Whose::Serving(queue("a")), "b", true)])] {
        assert_eq!(format!("{:?}", run(&past, &same).queues), format!("{:?}", given.queues));
    }
    // What is given and taken again changes nothing.
    let back = [true, false].map(|given| train(Whose::Team("north".to_owned()), "b", given)).to_vec();
    assert_eq!(longer(&run(&past, &trained(back)), "b").mean, 0.0);
}

#[test]
fn contacts_are_served_on_the_terms_of_the_plan() {
    let as_it_was = |house: House, past: Past| {
        let report = run(&past.with_house(house), &Change::default());
        ["a", "b"].map(|name| row(&report, name).as_it_was.mean)
    };
    let everybody = || {
        let mut house = split();
        for able in house.agents.values_mut() {
            ["a", "b"].iter().for_each(|name| able.learn(&skill(name), None));
        }
        house
    };
    let terms = |routing| Terms { skills: vec![skill("a")], routing };
    // A queue's priority.
    let mut prior = everybody();
    prior.queues.insert(queue("a"), terms(QueueRouting { priority: 1, ..QueueRouting::default() }));
    let [a, b] = as_it_was(prior, centre(8));
    assert!(a < 0.7 * b, "{a} {b}");
    // That of a line's contacts.
    let past = centre(8);
    let calls = past.calls().iter().cloned().map(|call| {
        let priority = u8::from(call.queue == queue("b"));
        PastCall { need: Need { priority, ..Need::default() }, ..call }
    });
    let [mut first, mut second] =
        ["a", "b"].map(|name| Terms { skills: vec![skill(name)], ..Terms::default() });
    first.routing.discipline = Discipline::Priority;
    second.routing.discipline = Discipline::Priority;
    let mut lines = everybody();
    lines.queues = BTreeMap::from([(queue("a"), first), (queue("b"), second)]);
    let [a, b] = as_it_was(lines, Past::new(calls.collect()));
    assert!(b < 0.7 * a, "{a} {b}");
    // Widening: nobody has what is asked for at first.
    let widening =
        vec![Widening { after: Span::seconds(20), drop: vec![skill("rare")], ..Widening::default() }];
    let rare = QueueRouting { prefers: vec![skill("rare")], widening, ..QueueRouting::default() };
    let mut wide = everybody();
    wide.queues.insert(queue("a"), terms(rare));
    let report = run(&centre(8).with_house(wide), &Change::default());
    let at_once = report.queues[&queue("a")].iter().find(|row| row.name == "service_level_15").unwrap();
    assert_eq!(at_once.as_it_was.mean, 0.0, "nobody is served before the widening");
    let answered = report.queues[&queue("a")].iter().find(|row| row.name == "answered").unwrap();
    assert!(answered.as_it_was.mean > 0.0, "and those who wait for it are");
}

#[test]
fn what_the_past_does_not_have_is_refused() {
    let past = centre(9).with_house(split());
    for (change, kind, named) in [
        (trained(vec![train(Whose::All, "loans", true)]), "skill", "loans"),
        (trained(vec![train(Whose::Team("south".to_owned()), "a", true)]), "team", "south"),
        (trained(vec![train(Whose::Agent(AgentId(77)), "a", true)]), "agent", "A-77"),
        (trained(vec![train(Whose::Serving(queue("c")), "a", true)]), "queue", "c"),
        (put_first(0, "c"), "queue", "c"),
    ] {
        match what_if(&past, &change, RUNS, 1, |_| {}) {
            Err(Error::Unknown { kind: told, named: told_name, .. }) => {
                assert_eq!((told, told_name.as_str()), (kind, named));
            }
            other => panic!("{other:?}"),
        }
    }
}
