//! Seeded histories: messages lost, doubled and late, both sides acting as they like. Whatever
//! happens, a leg ends once and nothing of it stays.

use super::bench::{Bench, OURS, SDP, request};
use crate::sip::Event;
use rand::{Rng, RngExt, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{LegId, Span};

/// A leg as its user sees it.
#[derive(Default)]
struct Seen {
    dialled: bool,
    answered: bool,
    ended: bool,
    released: bool,
}

fn leg_of(event: &Event) -> LegId {
    match event {
        Event::Incoming { leg, .. }
        | Event::Acknowledged { leg, .. }
        | Event::Ringing { leg }
        | Event::Answered { leg, .. }
        | Event::Reoffered { leg, .. }
        | Event::Key { leg, .. }
        | Event::Refused { leg, .. }
        | Event::Unreachable { leg }
        | Event::HungUp { leg }
        | Event::Broken { leg } => *leg,
    }
}

fn ends(event: &Event) -> bool {
    matches!(
        event,
        Event::Refused { .. } | Event::Unreachable { .. } | Event::HungUp { .. } | Event::Broken { .. }
    )
}

fn history(seed: u64) {
    let mut chance = rand::rngs::StdRng::seed_from_u64(seed);
    let mut bench = Bench::new();
    let mut legs: BTreeMap<LegId, Seen> = BTreeMap::new();
    let mut heard: Vec<String> = (0..3).map(|n| call(n, "INVITE", 1, "", SDP)).collect();
    let mut to_hear = heard.clone();
    let mut dialled = 0;
    for step in 0..60 {
        match chance.random_range(0..10) {
            0..5 if !to_hear.is_empty() => {
                let at = chance.random_range(0..to_hear.len());
                let text =
                    if chance.random_bool(0.8) { to_hear.swap_remove(at) } else { to_hear[at].clone() };
                bench.hears(&text);
                heard.push(text);
            }
            5 => bench.hears(&heard[chance.random_range(0..heard.len())].clone()),
            6 if dialled < 3 => {
                dialled += 1;
                let leg = LegId::dialled(dialled);
                legs.insert(leg, Seen { dialled: true, ..Seen::default() });
                bench.agent.dial(bench.now, leg, "sip:7@192.0.2.50", None, OURS).unwrap();
            }
            7 => act(&mut bench, &mut legs, &mut chance),
            _ => bench.passes(Span::millis(chance.random_range(1..4_000))),
        }
        for event in bench.events() {
            let leg = leg_of(&event);
            let seen = legs.entry(leg).or_default();
            assert!(!seen.ended, "seed {seed}, step {step}: {event:?} after the end");
            assert!(!seen.released || !ends(&event), "seed {seed}, step {step}: {event:?} after our own end");
            seen.ended |= ends(&event);
            if matches!(event, Event::Reoffered { .. }) {
                bench.agent.answer_reoffer(bench.now, leg, OURS);
            }
        }
        for sent in bench.sent() {
            to_hear.extend(reactions(&sent, &mut chance));
        }
    }
    bench.agent.hang_up_all(bench.now);
    bench.sent();
    bench.passes(Span::seconds(400));
    let ended: BTreeSet<LegId> = bench.events().iter().map(leg_of).collect();
    assert!(ended.len() <= legs.len());
    assert!(bench.agent.is_idle(), "seed {seed}: something stays");
}

fn call(number: usize, method: &str, sequence: u32, tag: &str, body: &str) -> String {
    request(method, sequence, tag, "", body).replace("Call-ID: one", &format!("Call-ID: {number}"))
}

/// Whoever uses the user agent does something with one of the legs.
fn act(bench: &mut Bench, legs: &mut BTreeMap<LegId, Seen>, chance: &mut impl Rng) {
    let live: Vec<LegId> =
        legs.iter().filter(|(_, s)| !s.ended && !s.released).map(|(leg, _)| *leg).collect();
    if live.is_empty() {
        return;
    }
    let leg = live[chance.random_range(0..live.len())];
    let seen = legs.get_mut(&leg).unwrap();
    match chance.random_range(0..4) {
        0 => {
            seen.released = true;
            bench.agent.hang_up(bench.now, leg);
        }
        1 if !seen.dialled && !seen.answered => {
            seen.released = true;
            bench.agent.refuse(bench.now, leg, 486, None);
        }
        _ if !seen.dialled => {
            seen.answered = true;
            bench.agent.answer(bench.now, leg, OURS);
        }
        _ => {}
    }
}

/// What the other side may say to a message of ours.
fn reactions(sent: &super::bench::Sent, chance: &mut impl Rng) -> Vec<String> {
    let number = sent.field("Call-ID").parse::<usize>();
    let says = match (sent.what.as_str(), number) {
        ("200 INVITE", Ok(number)) => {
            let tag = sent.to_tag();
            vec![
                call(number, "ACK", 1, &tag, ""),
                call(number, "INVITE", 2, &tag, SDP),
                call(number, "ACK", 2, &tag, ""),
                call(number, "INFO", 3, &tag, ""),
                call(number, "BYE", 4, &tag, ""),
                call(number, "CANCEL", 1, "", ""),
            ]
        }
        ("100 INVITE", Ok(number)) => vec![call(number, "CANCEL", 1, "", "")],
        ("INVITE", _) => {
            let mut says = vec![sent.response(180, "t", ""), sent.response(100, "", "")];
            says.push(match chance.random_range(0..3) {
                0 => sent.response(486, "t", ""),
                1 => sent.response(200, "t", SDP),
                _ => sent.response(200, "u", SDP),
            });
            says.push(sent.request_back("BYE", 1));
            says
        }
        ("BYE" | "CANCEL", _) => vec![sent.response(200, "t", "")],
        _ => vec![],
    };
    says.into_iter().filter(|_| chance.random_bool(0.6)).collect()
}

#[test]
fn every_leg_ends_once_and_nothing_stays() {
    for seed in 0..1_000 {
        history(seed);
    }
}
