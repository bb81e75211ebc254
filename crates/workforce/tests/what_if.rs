//! What-if against pasts whose truth is known: a centre that was simulated with known staff, and a bank's
//! January, half of whose days the estimates have not seen.

#![allow(clippy::unwrap_used, reason = "tests")]

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BinaryHeap};
use vocabulary::{AgentId, QueueName, Span, Time};
use workforce::change::{Change, Error, Staffing};
use workforce::duty::Duty;
use workforce::past::{Past, PastCall, Service};
use workforce::terms::Need;
use workforce::what_if::{Report, Row, what_if};

const HOUR: i64 = 3_600;
/// Agents of the centre below, from eight to six o'clock.
const AGENTS: u64 = 6;
const DAYS: i64 = 6;

/// First come first served, by hand: a caller every 33 s, services of 180 s, work of 10 s after each, patience
/// of 120 s, all but the work exponential; each agent pauses for five minutes after one service in twenty.
fn centre(seed: u64) -> Past {
    Past::new(calls(seed, 0).0)
}

/// The same as its own journal tells it: telephones ring for four seconds, work after calls is known, and
/// pauses are spells of not being ready.
fn own(seed: u64) -> Past {
    let (calls, duties) = calls(seed, 4);
    Past::new(calls).with_duties(duties)
}

fn calls(seed: u64, ring: i64) -> (Vec<PastCall>, BTreeMap<AgentId, Duty>) {
    let at_second = |seconds: i64| Time(0) + Span::seconds(seconds);
    let mut duties: BTreeMap<AgentId, Duty> = BTreeMap::new();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut exponential = |mean: f64| (-mean * (1.0 - rng.random::<f64>()).ln()) as i64;
    let mut dice = ChaCha8Rng::seed_from_u64(seed + 1);
    let mut calls = Vec::new();
    for day in 0..DAYS {
        let (open, close) = (day * 24 * HOUR + 8 * HOUR, day * 24 * HOUR + 18 * HOUR);
        // When each agent is free, the earliest first.
        let mut free: BinaryHeap<_> = (1..=AGENTS).map(|agent| std::cmp::Reverse((open, agent))).collect();
        let mut there: BTreeMap<u64, i64> = (1..=AGENTS).map(|agent| (agent, open)).collect();
        let mut at = open;
        loop {
            at += exponential(33.0);
            if at >= close {
                break;
            }
            let std::cmp::Reverse((since, agent)) = *free.peek().unwrap();
            let (wait, patience) = ((since - at).max(0) + ring, exponential(120.0));
            let talk = exponential(180.0);
            let answered = wait <= patience;
            calls.push(PastCall {
                at: Time(0) + Span::seconds(at),
                queue: QueueName::new("calls").unwrap(),
                tier: None,
                credit: Span::ZERO,
                need: Need::default(),
                waited: Span::seconds(wait.min(patience)),
                service: answered.then(|| Service {
                    rang: Span::seconds(ring),
                    after: (ring > 0).then_some(Span::seconds(10)),
                    ..Service::of(Some(AgentId(agent)), Span::seconds(talk))
                }),
            });
            if answered {
                free.pop();
                let pause = if dice.random_ratio(1, 20) { 300 } else { 0 };
                let over = at + wait + talk + 10;
                free.push(std::cmp::Reverse((over + pause, agent)));
                if pause > 0 {
                    let since = there.insert(agent, over + pause).unwrap();
                    let spells = &mut duties.entry(AgentId(agent)).or_default().spells;
                    spells.push((at_second(since), at_second(over)));
                }
            }
        }
        for (agent, since) in there.into_iter().filter(|(_, since)| *since < close) {
            let spells = &mut duties.entry(AgentId(agent)).or_default().spells;
            spells.push((at_second(since), at_second(close)));
        }
    }
    (calls, duties)
}

fn row<'r>(report: &'r Report, name: &str) -> &'r Row {
    report.rows.iter().find(|row| row.name == name).unwrap()
}

#[test]
fn as_it_was_is_near_what_was_observed() {
    for seed in [1, 2] {
        let report = what_if(&centre(seed), &Change::default(), 2, seed, |_| {}).unwrap();
        assert_eq!(report.agents, AGENTS as usize);
        assert_eq!(report.wrap_up.0, Span::seconds(10), "work after a call is found");
        for (name, error) in [("service_level_15", 0.05), ("abandonment", 0.03)] {
            let row = row(&report, name);
            let off = row.as_it_was.mean - row.observed;
            assert!(off.abs() <= error, "{name}, {seed}: {} where {} was", row.as_it_was.mean, row.observed);
            assert_eq!(row.difference.mean, 0.0, "nothing was changed");
        }
    }
}

/// Waits of one's own past hold the ringing, which says nothing of who was free.
#[test]
fn a_centres_own_past_is_served_by_those_who_were_there() {
    for seed in [1, 2] {
        let report = what_if(&own(seed), &Change::default(), 2, seed, |_| {}).unwrap();
        assert_eq!(report.agents, AGENTS as usize);
        assert_eq!(report.wrap_up.0, Span::seconds(10), "work after a call is known");
        for (name, error) in
            [("service_level_15", 0.03), ("abandonment", 0.02), ("asa", 4.0), ("occupancy", 0.02)]
        {
            let row = row(&report, name);
            let off = row.as_it_was.mean - row.observed;
            assert!(off.abs() <= error, "{name}, {seed}: {} where {} was", row.as_it_was.mean, row.observed);
        }
    }
}

#[test]
fn changes_go_the_way_they_should() {
    let past = centre(4);
    let level =
        |change: &Change| row(&what_if(&past, change, 2, 1, |_| {}).unwrap(), "service_level_15").difference;
    let staffing =
        |number, hours| Change { agents: vec![Staffing { queue: None, number, hours }], ..Change::default() };
    let morning: Vec<(Time, Time)> = (0..DAYS)
        .map(|day| [8, 13].map(|hour| Time(0) + Span::seconds((day * 24 + hour) * HOUR)).into())
        .collect();
    let (more, fewer) = (level(&staffing(1, None)), level(&staffing(-1, None)));
    let half = level(&staffing(1, Some(morning)));
    assert!(more.mean > 0.03 && fewer.mean < -0.03, "{more:?} {fewer:?}");
    assert!(half.mean > 0.0 && half.mean < more.mean, "half a day more helps by less: {half:?} {more:?}");
    let slower = level(&Change { wrap_up: Some(Span::seconds(60)), ..Change::default() });
    assert!(slower.mean < -0.05, "{slower:?}");
    let gone = what_if(&past, &staffing(-7, None), 2, 1, |_| {}).unwrap_err();
    assert_eq!(gone, Error::Agents { asked: 7, there: AGENTS as usize });
}

#[test]
fn the_same_seed_gives_the_same_answer() {
    let past = centre(5);
    let change = Change { wrap_up: Some(Span::seconds(20)), ..Change::default() };
    let run = |seed| what_if(&past, &change, 2, seed, |_| {}).unwrap().rows;
    let texts = [run(1), run(1), run(2)].map(|rows| format!("{rows:?}"));
    assert!(texts[0] == texts[1] && texts[0] != texts[2]);
}
