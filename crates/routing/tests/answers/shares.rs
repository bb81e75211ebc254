//! Shares of the offers, as the crate's page bounds them.

use super::{noon, ready};
use crate::steps::Step;
use crate::steps::{Dice, configure, queue_name};
use proptest::collection::vec;
use proptest::prelude::*;
use routing::{Router, Waiting};
use std::collections::BTreeMap;
use vocabulary::plan::{Agent, Discipline, Queue, QueueRouting};
use vocabulary::{ContactId, QueueName, Span};

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// Queues of these weights and one that is not weighted, and an agent for all of them.
fn plan(weights: &[u8]) -> (Vec<Queue>, Vec<Agent>) {
    let Step::Configure(queues, agents) = configure(&mut Dice(0)) else { unreachable!("it is a plan") };
    let (queue, agent) = (queues[0].clone(), agents[0].clone());
    let disciplines = weights.iter().map(|weight| Discipline::Weighted { weight: *weight });
    let named = NAMES.iter().zip(disciplines.chain([Discipline::Time]));
    let queues = named.map(|(name, discipline)| Queue {
        name: queue_name(name),
        skills: Vec::new(),
        routing: QueueRouting { discipline, ..QueueRouting::default() },
        ..queue.clone()
    });
    (queues.collect(), vec![Agent { routing: Default::default(), ..agent }])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]
    /// While somebody waits in a flow, any other is offered ahead of it at most
    /// `other weight ÷ own weight + 1` times.
    #[test]
    fn no_flow_starves(weights in vec(1u8..=100, 1..=3), steps in vec(0usize..8, 1..400)) {
        let (queues, agents) = plan(&weights);
        let weight = |queue: &QueueName| {
            let place = NAMES.iter().position(|name| *name == queue.as_str()).unwrap();
            weights.get(place).map_or(1.0, |weight| f64::from(*weight))
        };
        let mut router = Router::default();
        router.configure(&queues, &agents);
        // For each flow in which somebody waits, how often each other was offered ahead of it.
        let mut ahead: BTreeMap<QueueName, BTreeMap<QueueName, u32>> = BTreeMap::new();
        for (step, number) in steps.into_iter().zip(1..) {
            if let Some(name) = queues.get(step).map(|queue| &queue.name) {
                router.wait(Waiting::new(ContactId(number), name.clone(), noon() + Span::seconds(number as i64), vec![]));
                ahead.entry(name.clone()).or_default();
                continue;
            }
            ready(&mut router, &agents);
            let Some(found) = router.next_match() else { continue };
            let served = router.offer(found.contact, found.agent, noon()).unwrap().queue;
            ahead.insert(served.clone(), BTreeMap::new());
            ahead.retain(|queue, _| router.queue_length(queue) > 0);
            for (own, others) in ahead.iter_mut().filter(|(own, _)| **own != served) {
                let count = others.entry(served.clone()).or_insert(0);
                *count += 1;
                // Passes move on by whole numbers: a thousandth of an offer is lost to that.
                let most = weight(&served) / weight(own) + 1.0 + 0.001 * f64::from(*count);
                prop_assert!(f64::from(*count) <= most, "{} ahead of {}: {} > {}", served, own, count, most);
            }
        }
    }
}
