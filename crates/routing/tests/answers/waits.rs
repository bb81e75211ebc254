//! Stated waits, and how many are there for them: with more agents than the histories have.

use super::{noon, ready};
use crate::steps::{Dice, Step, configure, queue_name, skills};
use proptest::collection::vec;
use proptest::prelude::*;
use routing::{Router, Waiting};
use std::collections::BTreeSet;
use vocabulary::plan::{Agent, Queue, QueueRouting};
use vocabulary::{AgentId, ContactId, Span};

const AGENTS: u64 = 150;

/// A queue that all can serve and one that every third agent can.
fn plan() -> (Vec<Queue>, Vec<Agent>) {
    let Step::Configure(queues, agents) = configure(&mut Dice(0)) else { unreachable!("it is a plan") };
    let (queue, agent) = (queues[0].clone(), agents[0].clone());
    let queues = ["loans", "cards"].map(|name| Queue {
        name: queue_name(name),
        skills: skills(&[name]),
        routing: QueueRouting::default(),
        ..queue.clone()
    });
    let has = |id: u64| skills(if id.is_multiple_of(3) { &["cards", "loans"] } else { &["loans"] });
    let agents = (1..=AGENTS).map(|id| Agent {
        id: AgentId(id),
        skills: has(id),
        routing: Default::default(),
        ..agent.clone()
    });
    (queues.to_vec(), agents.collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    /// `position × agent time per answer ÷ agents signed in`, and at first ln 10 times that for nine of
    /// ten, whether agents of a pool are counted as they come and go or when somebody asks.
    #[test]
    fn an_estimate_is_the_stated_formula(
        changes in vec((1..=AGENTS, 0u8..3), 0..400),
        handles in vec(1i64..2_000, 1..16),
        waiting in 1u64..40,
    ) {
        let (queues, agents) = plan();
        let mut router = Router::default();
        router.configure(&queues, &agents);
        let mut here = BTreeSet::new();
        let mut mean = Span::ZERO;
        for (handle, samples) in handles.iter().zip(1..) {
            let handle = Span::seconds(*handle);
            mean += Span((handle - mean).0 / samples);
            queues.iter().for_each(|queue| router.handled(&queue.name, handle));
        }
        for (id, change) in changes {
            let agent = AgentId(id);
            match change {
                0 => router.signed_out(agent),
                1 => router.busy(agent),
                _ => router.ready(agent, noon()),
            }
            if change == 0 { here.remove(&id) } else { here.insert(id) };
        }
        let cards = here.iter().filter(|id| id.is_multiple_of(3)).count();
        for (queue, signed_in) in queues.iter().zip([here.len(), cards]) {
            prop_assert_eq!(router.could_serve(&queue.name, &queue.skills), signed_in);
            prop_assert_eq!(router.can_serve(&queue.skills), signed_in);
            for contact in (1..=waiting).map(ContactId) {
                router.wait(Waiting::new(contact, queue.name.clone(), noon(), queue.skills.clone()));
                let told = router.estimate(contact);
                let expected = mean.0 * contact.0 as i64;
                prop_assert_eq!(told.map(|told| told.expected.0), expected.checked_div(signed_in as i64));
                let nine = told.map(|told| told.expected.max(Span::seconds(1)).0 * 2_303 / 1_000);
                prop_assert_eq!(told.map(|told| told.nine_in_ten.0), nine);
            }
            (1..=waiting).for_each(|contact| drop(router.leave(ContactId(contact))));
        }
        // All come back, and everybody is served by somebody idle.
        ready(&mut router, &agents);
        prop_assert_eq!(router.could_serve(&queues[0].name, &queues[0].skills), AGENTS as usize);
    }
}
