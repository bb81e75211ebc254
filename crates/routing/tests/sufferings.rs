//! What users of other queues suffer: laws over random centres that ours keeps. Docs/ROUTING.md names
//! the test for each.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use proptest::prelude::*;
use routing::{Router, Waiting};
use std::collections::BTreeMap;
use vocabulary::plan::{Agent, AgentRouting, Choice, Discipline, Novice, Queue, QueueRouting};
use vocabulary::{AgentId, ContactId, PromptName, QueueName, SkillName, Skills, Span, Time};

fn at(seconds: u64) -> Time {
    Time(0) + Span::seconds(seconds as i64)
}

fn name(number: usize) -> QueueName {
    QueueName::new(&format!("q{number}")).unwrap()
}

fn skill(number: usize) -> SkillName {
    SkillName::new(&format!("s{number}")).unwrap()
}

fn queue(number: usize, skills: &[usize], routing: QueueRouting) -> Queue {
    Queue {
        name: name(number),
        calendar: None,
        skills: skills.iter().map(|number| skill(*number)).collect(),
        capacity: 1_000,
        ring: Span::seconds(20),
        wrap_up: Span::ZERO,
        announce_every: Span::ZERO,
        music: PromptName::new("music").unwrap(),
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing,
        record: true,
    }
}

fn agent(id: u64, skills: &[usize], routing: AgentRouting) -> Agent {
    let skills = skills.iter().map(|number| skill(*number)).collect();
    Agent { id: AgentId(id), address: String::new(), skills, ready_at_start: false, routing }
}

fn wait(router: &mut Router, contact: u64, queue: usize, since: u64, skills: &[usize]) {
    let skills: Skills = skills.iter().map(|number| skill(*number)).collect();
    router.wait(Waiting::new(ContactId(contact), name(queue), at(since), skills));
}

proptest! {
    /// One queue starving another: while somebody waits in a weighted queue, each other queue has at
    /// most its weight over the own one, and one more, of the offers in between.
    #[test]
    fn no_queue_starves_another(weights in prop::collection::vec(1u8..=20, 2..5), first in 0usize..5) {
        let weighted = |weight| QueueRouting { discipline: Discipline::Weighted { weight }, ..Default::default() };
        let queues: Vec<Queue> =
            weights.iter().enumerate().map(|(number, weight)| queue(number, &[], weighted(*weight))).collect();
        let mut router = Router::default();
        router.configure(&queues, &[agent(1, &[], AgentRouting::default())]);
        let (mut contacts, mut of) = (0u64, BTreeMap::new());
        // Whoever floods first has waited longest, and that must not matter.
        for turn in 0..weights.len() {
            let number = (first + turn) % weights.len();
            for _ in 0..400 {
                contacts += 1;
                of.insert(ContactId(contacts), number);
                wait(&mut router, contacts, number, contacts, &[]);
            }
        }
        let mut between = vec![vec![0u32; weights.len()]; weights.len()];
        for turn in 0..400u64 {
            router.ready(AgentId(1), at(10_000 + turn));
            let found = router.next_match().unwrap();
            router.offer(found.contact, found.agent, at(10_000 + turn));
            let offered = of[&found.contact];
            for (number, seen) in between.iter_mut().enumerate() {
                if number == offered {
                    seen.iter_mut().for_each(|count| *count = 0);
                } else {
                    seen[offered] += 1;
                    let most = u32::from(weights[offered]).div_ceil(weights[number].into()) + 1;
                    prop_assert!(seen[offered] <= most, "q{number} waits for {} of q{offered}", seen[offered]);
                }
            }
        }
    }

    /// Queue weight × penalty that blocks an agent, and a caller queued while an agent sits idle:
    /// whatever weights, priorities, proficiencies, shares and choices say, they order offers and never
    /// prevent one. When nothing more is offered, nobody idle can serve anybody who waits.
    #[test]
    fn no_weight_keeps_an_agent_idle(
        queues in prop::collection::vec((0u8..4, 0u8..=20, 0usize..3, 0usize..4), 1..6),
        agents in prop::collection::vec((prop::collection::vec(0usize..3, 0..4), 1u8..=10, 0u16..=400), 1..8),
        contacts in prop::collection::vec((0usize..6, 0u8..4), 1..40),
    ) {
        let choices = [
            Choice::LongestIdle,
            Choice::LowestOccupancy,
            Choice::LeastVersatile,
            Choice::HighestProficiency,
        ];
        let planned: Vec<Queue> = queues.iter().enumerate().map(|(number, (priority, weight, needs, choice))| {
            let discipline = match weight {
                0 => Discipline::Priority,
                weight => Discipline::Weighted { weight: *weight },
            };
            let choice = choices[*choice];
            queue(number, &[*needs], QueueRouting { priority: *priority, discipline, choice, ..Default::default() })
        }).collect();
        let staff: Vec<Agent> = agents.iter().zip(1..).map(|((skills, level, share), id)| {
            let proficiency = skills.iter().map(|number| (skill(*number), *level)).collect();
            let novice = (*share > 0 && id > 1).then_some(Novice { mentor: AgentId(1), share: *share });
            agent(id, skills, AgentRouting { proficiency, novice, ..Default::default() })
        }).collect();
        let mut router = Router::default();
        router.configure(&planned, &staff);
        for (number, (place, priority)) in (0u64..).zip(&contacts) {
            let place = place % queues.len();
            let waiting = Waiting::new(ContactId(number), name(place), at(number), vec![skill(queues[place].2)]);
            router.wait(Waiting { priority: *priority, ..waiting });
        }
        staff.iter().for_each(|agent| router.ready(agent.id, at(agent.id.0)));
        let mut idle: Vec<&Agent> = staff.iter().collect();
        let mut waiting: Vec<usize> = contacts.iter().map(|(place, _)| place % queues.len()).collect();
        while let Some(found) = router.next_match() {
            let place = contacts[found.contact.0 as usize].0 % queues.len();
            let own = contacts[found.contact.0 as usize].1;
            // A lower-priority caller served first: nobody of a higher level whom this agent could
            // serve is left behind.
            let level = |place: usize, own: u8| {
                queues[place].0 + if queues[place].1 == 0 { own } else { 0 }
            };
            let server = idle.iter().find(|agent| agent.id == found.agent).unwrap();
            for (number, (other, other_own)) in contacts.iter().enumerate() {
                let other = other % queues.len();
                let waits = router.waiting(ContactId(number as u64)).is_some();
                if waits && level(other, *other_own) > level(place, own) {
                    prop_assert!(!server.skills.contains(&skill(queues[other].2)), "C-{number} was passed over");
                }
            }
            router.offer(found.contact, found.agent, at(1_000));
            idle.retain(|agent| agent.id != found.agent);
            let gone = waiting.iter().position(|waits| *waits == place).unwrap();
            waiting.swap_remove(gone);
        }
        for agent in idle {
            for place in &waiting {
                prop_assert!(!agent.skills.contains(&skill(queues[*place].2)), "{} sits idle", agent.id);
            }
        }
    }

    /// Call-backs duplicated, or jumping the waiting: a place that is handed over is where it was, and
    /// there once, however often and to and fro.
    #[test]
    fn a_place_that_is_kept_for_a_call_back_neither_moves_nor_doubles(
        count in 2u64..30,
        turns in prop::collection::vec(0usize..30, 1..40),
    ) {
        let mut router = Router::default();
        router.configure(&[queue(0, &[], QueueRouting::default())], &[agent(1, &[], AgentRouting::default())]);
        (1..=count).for_each(|contact| wait(&mut router, contact, 0, contact, &[]));
        let mut order: Vec<u64> = (1..=count).collect();
        let mut next = count;
        for turn in turns {
            let place = turn % order.len();
            next += 1;
            prop_assert!(router.hand_over(ContactId(order[place]), ContactId(next)));
            prop_assert!(!router.hand_over(ContactId(order[place]), ContactId(next)), "handed over twice");
            order[place] = next;
            prop_assert_eq!(router.queue_length(&name(0)), order.len());
        }
        let mut served = Vec::new();
        for turn in 0..count {
            router.ready(AgentId(1), at(1_000 + turn));
            let found = router.next_match().unwrap();
            router.offer(found.contact, found.agent, at(1_000 + turn));
            served.push(found.contact.0);
        }
        prop_assert_eq!(served, order);
    }
}
