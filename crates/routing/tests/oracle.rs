//! The router against the sentence it implements, on random histories.
//!
//! `ROUTING_INPUTS=1000000` tells how many inputs to try; without it 20,000: what every change is tried on; a release
//! build tries the million.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

mod answers;
mod both;
mod naive;
mod steps;

use both::{Both, history};
use proptest::prelude::*;
use proptest::test_runner::{TestError, TestRunner};
use routing::{Match, Router, Waiting};
use std::collections::BTreeMap;
use steps::{CONTACTS, QUEUES, queue_name, step};
use vocabulary::{ContactId, Time};

fn inputs() -> u32 {
    std::env::var("ROUTING_INPUTS").map_or(20_000, |text| text.parse().expect("ROUTING_INPUTS is a number"))
}

#[test]
fn every_answer_is_the_naive_one() {
    const STEPS: u32 = 50;
    let config = ProptestConfig {
        cases: inputs().div_ceil(STEPS),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    };
    let outcome = TestRunner::new(config).run(&history(STEPS as usize - 1..STEPS as usize), |numbers| {
        let mut both = Both::new();
        for number in numbers {
            both.take(number);
            both.agree()?;
        }
        Ok(())
    });
    if let Err(TestError::Fail(reason, numbers)) = outcome {
        panic!("{reason}\n{}", story(&numbers));
    }
}

/// A history in words, for whoever has to find out what went wrong.
fn story(numbers: &[u64]) -> String {
    let mut both = Both::new();
    let mut told = String::new();
    for number in numbers {
        told += &format!("{} {:?}\n", both.naive.now, step(*number, both.naive.now));
        both.take(*number);
    }
    told + &format!("router {:?}\nnaive {:#?}\n", both.router, both.naive)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]
    /// Nothing but the facts decides: not what the indexes have been through.
    #[test]
    fn a_history_is_its_bytes(numbers in history(0..80)) {
        let (both, again) = (Both::play(&numbers), Both::play(&numbers));
        let bytes = serde_json::to_string(&both.router).unwrap();
        prop_assert_eq!(&bytes, &serde_json::to_string(&again.router).unwrap());

        let restored: Router = serde_json::from_str(&bytes).unwrap();
        prop_assert_eq!(&restored, &both.router);
        prop_assert_eq!(serde_json::to_string(&restored).unwrap(), bytes);
        for contact in (1..=CONTACTS).map(ContactId) {
            prop_assert_eq!(restored.estimate(contact), both.router.estimate(contact));
        }
        let now = both.naive.now;
        prop_assert_eq!(drain(restored, now), drain(both.router, now));
    }

    /// Nobody waits while somebody idle could serve; nobody is offered who does not wait.
    #[test]
    fn nobody_waits_while_an_eligible_agent_is_idle(numbers in history(0..80)) {
        let mut both = Both::play(&numbers);
        while both.router.next_match().is_some() {
            both.offer(false);
        }
        prop_assert!(!both.naive.leaves_anyone());
    }

    /// A place that is handed over is the same place under another name.
    #[test]
    fn a_place_handed_over_neither_moves_nor_doubles(numbers in history(10..80), from in 1..=CONTACTS) {
        let mut both = Both::play(&numbers);
        let (from, to) = (ContactId(from), ContactId(CONTACTS + 1));
        let lines = |router: &Router| -> BTreeMap<&str, Vec<ContactId>> {
            QUEUES.iter().map(|name| (*name, router.in_order(&queue_name(name)).map(|w| w.contact).collect())).collect()
        };
        let mut before = lines(&both.router);
        let handed = both.router.hand_over(from, to);
        prop_assert_eq!(handed, before.values().flatten().any(|contact| *contact == from));
        for contact in before.values_mut().flatten().filter(|contact| **contact == from) {
            *contact = to;
        }
        let alike = |router: &Router| router.waiting(to).is_none_or(|waiting| !same_place_as_another(router, waiting));
        if alike(&both.router) {
            prop_assert_eq!(lines(&both.router), before);
        }
        prop_assert!(!both.router.hand_over(from, to), "a place is handed over once");
        both.router.leave(to);
    }
}

/// Contacts of equal place stand by number, so that one under another number may stand elsewhere among
/// them.
fn same_place_as_another(router: &Router, one: &Waiting) -> bool {
    let place = |w: &Waiting| (w.front, w.since - w.credit);
    router.in_order(&one.queue).filter(|other| place(other) == place(one)).count() > 1
}

/// Offers until nobody can be served.
fn drain(mut router: Router, now: Time) -> Vec<Match> {
    let mut matches = Vec::new();
    while let Some(found) = router.next_match() {
        router.offer(found.contact, found.agent, now);
        matches.push(found);
    }
    matches
}
